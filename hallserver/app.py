# SPDX-License-Identifier: Apache-2.0
"""The composition root: which parts a running hall server consists of, and in which order they start and stop."""

import ipaddress
import ssl
from functools import partial
from pathlib import Path

from msgspec import Struct

import counters.clerk
import displays.counter
import displays.hall
import displays.kiosk
import displays.rating
import displays.ticket
import hallserver.setup
import reports.manager
from hallserver.clock import AnchoredClock, Clock
from hallserver.core.rules import decide as decide_by_rules
from hallserver.daywatch import DayWatch
from hallserver.outbox import Outbox
from hallserver.page import Page
from hallserver.report_door import day_report
from hallserver.service import Decide, Service
from hallserver.settings import Settings
from hallserver.store.accounts import Accounts
from hallserver.store.folder import Folder
from hallserver.web.demo_links import DemoLinks
from hallserver.web.door import Parts
from hallserver.web.limits import Limits
from hallserver.web.listening import bind, open_door, tls_context
from hallserver.web.server import make_web
from reports.formats import FORMATS

PAGES: tuple[Page, ...] = (
    displays.kiosk.PAGE,
    displays.hall.PAGE,
    displays.counter.PAGE,
    displays.rating.PAGE,
    displays.ticket.PAGE,
    counters.clerk.PAGE,
    reports.manager.PAGE,
    hallserver.setup.PAGE,
)
"""Every screen there is."""


class NeedsTls(Exception):
    """The server would listen beyond this machine without HTTPS: set tls_cert and tls_key."""


class Composition(Struct, frozen=True, kw_only=True):
    """Parts that a test may exchange for others; the shipped program never does."""

    decide: Decide = decide_by_rules
    clock: Clock | None = None
    limits: Limits = Limits()


class HallServer:
    """A data folder being served: its service, outbox, accounts and door."""

    def __init__(self, folder: Folder, settings: Settings, composition: Composition | None = None) -> None:
        """Fold the journal, bind the address and build the door; call it on the running event loop, then ``start``.

        Raises NeedsTls, OSError for an address that cannot be had, ChainBroken for a changed journal.
        """
        parts = composition or Composition()
        self._folder, self._settings, self._limits = folder, settings, parts.limits
        self._tls = tls_of(settings)
        self._sockets, self.port = bind(settings.text("host"), settings.number("port"))
        self.clock = parts.clock or AnchoredClock()
        self.service = Service(folder, self.clock, decide=parts.decide)
        self.outbox = Outbox(self.service, self.clock)
        self.accounts = Accounts(folder.database, self.clock.now)
        self.daywatch = DayWatch(self.service, self.clock)

    @property
    def base(self) -> str:
        """Return the address of the landing page, without a trailing slash."""
        scheme = "https" if self._tls is not None else "http"
        return f"{scheme}://{_in_address(self._settings.text('host'))}:{self.port}"

    def start(self, demo: DemoLinks | None = None) -> None:
        """Open the door and begin to watch the clock."""
        self._application, options = make_web(
            Parts(
                service=self.service,
                outbox=self.outbox,
                accounts=self.accounts,
                clock=self.clock,
                pages=PAGES,
                hosts=hosts_of(self._settings, self.port),
                journal=self._folder.journal.after,
                reports={f"day.{output}": partial(self._day_report, output) for output in FORMATS},
                limits=self._limits,
                metrics_token=self._settings.text("metrics_token"),
                demo=demo,
            )
        )
        self._server = open_door(self._application, options, self._sockets, self._tls)
        self._application.start()
        self.daywatch.start()

    def _day_report(self, output: str, day: str) -> bytes:
        with self._folder.database.reader() as reader:
            return day_report(reader, day, output, "zh-Hans", self.service.hall.catalog)

    async def stop(self) -> None:
        """Close the door, let what is in flight commit, close the folder."""
        self.daywatch.stop()
        self._server.stop()
        await self._application.stop()
        await self._server.close_all_connections()
        self.outbox.close()
        await self.service.settled()
        self.accounts.close()
        self._folder.close()


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach that address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _in_address(host: str) -> str:
    """Return the host as it stands in an address: an IPv6 one in brackets."""
    return f"[{host}]" if ":" in host else host


def tls_of(settings: Settings) -> ssl.SSLContext | None:
    """Return the context for HTTPS, None on loopback without certificate. Raises NeedsTls beyond loopback."""
    cert, key = settings.text("tls_cert"), settings.text("tls_key")
    if cert and key:
        return tls_context(Path(cert), Path(key))
    if not is_loopback(settings.text("host")):
        raise NeedsTls(settings.text("host"))
    return None


def hosts_of(settings: Settings, port: int) -> frozenset[str]:
    """Return the exact Host values that are ours: the address, localhost on loopback, and the set names, with the port."""
    host = settings.text("host")
    names = {_in_address(host).lower(), *(it.strip().lower() for it in settings.text("hosts").split(",") if it.strip())}
    if is_loopback(host):
        names |= {"localhost", "127.0.0.1"}
    usual = 443 if settings.text("tls_cert") else 80
    return frozenset(f"{name}:{port}" for name in names) | (frozenset(names) if port == usual else frozenset())
