# SPDX-License-Identifier: Apache-2.0
"""The composition root: which parts a running hall server consists of, and in which order they start and stop."""

import asyncio
from functools import partial
from socket import socket

from msgspec import Struct, structs

import counters.clerk
import counters.duty
import counters.guide
import counters.orders
import displays.counter
import displays.hall
import displays.kiosk
import displays.rating
import displays.ticket
import hallserver.setup
import reports.manager
import reports.room
import reports.site
from hallserver.alarmwatch import Told
from hallserver.announcing import Announcing, Hall
from hallserver.backupwatch import BackupWatch
from hallserver.charting import Charting
from hallserver.clock import AnchoredClock, Clock
from hallserver.closing import Closing
from hallserver.core.rules import decide as decide_by_rules
from hallserver.daywatch import DayWatch
from hallserver.delivering import deliveries_of
from hallserver.dutywatch import DutyWatch
from hallserver.handouts import Handouts
from hallserver.makers import Makers
from hallserver.outbox import Outbox
from hallserver.page import Page
from hallserver.report_apart import apart_of
from hallserver.retention import Retention
from hallserver.sealing import Sealing
from hallserver.sentences import knowing_words
from hallserver.service import Decide, Service
from hallserver.settings import Settings
from hallserver.setup.exporting import EXCHANGE
from hallserver.store.accounts import MINUTE_US, Accounts, Spans
from hallserver.store.backup.saves import FolderSaves
from hallserver.store.familiar import FamiliarPlaces
from hallserver.store.folder import Folder
from hallserver.store.media import MediaFolder
from hallserver.store.mending import drop_aside
from hallserver.store.standards import rulings_of
from hallserver.store.vault import Vault
from hallserver.tls import MakeContext, Tls, is_everywhere, is_loopback, names_of, wants_tls
from hallserver.web.demo_links import DemoLinks
from hallserver.web.door import Parts
from hallserver.web.framed import Learnt, practice_routes
from hallserver.web.limits import Limits
from hallserver.web.listening import bind, machine_name, open_door, own_addresses, tls_context
from hallserver.web.openfiles import fitting
from hallserver.web.routes import routes_of
from hallserver.web.server import make_web

PAGES: tuple[Page, ...] = (
    displays.kiosk.PAGE,
    displays.hall.PAGE,
    displays.counter.PAGE,
    displays.rating.PAGE,
    displays.ticket.PAGE,
    counters.clerk.PAGE,
    counters.guide.PAGE,
    counters.duty.PAGE,
    counters.orders.PAGE,
    reports.manager.PAGE,
    reports.manager.WALL,
    reports.site.PAGE,
    reports.room.PAGE,
    hallserver.setup.PAGE,
)
"""Every screen there is."""
_HTTP, _HTTPS = 80, 443


def nothing_learnt(_: str) -> dict[str, object]:
    """Return that there is nothing to learn."""
    return {}


class Composition(Struct, frozen=True, kw_only=True):
    """Parts that a test may exchange for others; the shipped program never does."""

    decide: Decide = knowing_words(decide_by_rules)
    pages: tuple[Page, ...] = PAGES
    sealing: type[Sealing] = Sealing
    vault: type[Vault] = Vault
    clock: Clock | None = None
    limits: Limits = Limits()
    tls_context: MakeContext = tls_context
    tls_clock: Clock | None = None
    """Dates certificates; None: the real time, also where ``clock`` plays another day."""
    learnt: Learnt = nothing_learnt
    """For a practice folder: how far a learner is."""


class HallServer:
    """A data folder being served: its service, outbox, accounts and door."""

    def __init__(self, folder: Folder, settings: Settings, composition: Composition | None = None) -> None:
        """Fold the journal, bind the address and build the door; call it on the running event loop, then ``start``.

        Raises HalfTls, OSError for an address or file that cannot be had, ChainBroken for a changed journal.
        """
        parts = composition or Composition()
        self._folder, self._settings, self._limits, self._pages = folder, settings, limits_of(settings, parts.limits), parts.pages
        has_tls, plain_port = wants_tls(settings), settings.number("plain_port")
        self._sockets, self.port = bind(settings.text("host"), settings.number("port"))
        self._plain_sockets: list[socket] = []
        self.plain_port = -1
        if has_tls and plain_port >= 0:
            self._plain_sockets, self.plain_port = bind(settings.text("host"), plain_port)
        # The frame follows the folder: no way of serving a practice folder is without it.
        self._routes = (*(practice_routes(parts.learnt) if folder.is_practice else ()), *routes_of(parts.pages))
        self.clock = parts.clock or AnchoredClock()
        self.service = Service(folder, self.clock, decide=parts.decide, sealing=parts.sealing)
        self.outbox = Outbox(self.service, self.clock)
        self.closing = Closing(self.service, self.outbox, self.clock)
        self.handouts = Handouts(self.service, self.outbox, self.clock)
        spans = Spans(idle_us=settings.number("idle_min") * MINUTE_US, absolute_us=settings.number("sign_in_hours") * 60 * MINUTE_US)
        self.accounts = Accounts(folder.database, self.clock.now, spans)
        self.daywatch = DayWatch(self.service, self.clock)
        self.dutywatch = DutyWatch(self.service, self.clock, due=Told().with_duties)
        self.charting = Charting(folder.database.reader, lambda: self.service.hall, self.clock)
        place, backup_key = settings.text("backup_folder"), settings.text("backup_key")
        self.backups = BackupWatch(self.service, self.clock, FolderSaves(folder.path, place, backup_key)) if place else None
        self.deliveries = deliveries_of(settings, folder, self.service, self.clock)
        self.apart = apart_of(folder.path, folder.database.reader, lambda: self.service.hall, settings, self.clock.now)
        self.vault = parts.vault(folder.database)
        self.retention = Retention(self.service, self.vault, self.clock, drop_aside=partial(drop_aside, folder.path))
        tls_clock = parts.tls_clock or (AnchoredClock() if parts.clock else self.clock)
        self._announcing: Announcing | None = None
        self._beginning: asyncio.Task[bool] | None = None
        self.tls = Tls(folder.path, folder.hall_id, settings, tls_clock, parts.tls_context) if has_tls else None

    @property
    def base(self) -> str:
        """Return the address of the landing page, without a trailing slash."""
        host = self._settings.text("host")
        shown = machine_name() if is_everywhere(host) else host
        return f"{'https' if self.tls else 'http'}://{_in_address(shown)}:{self.port}"

    def start(self, demo: DemoLinks | None = None) -> None:
        """Open the door and begin to watch the clock."""
        self._application, options = make_web(self._parts(demo), self._routes)
        self._server = open_door(self._application, options, self._sockets, self.tls.context if self.tls else None)
        self._plain_server = open_door(self._application, self._limits.plain_options(options), self._plain_sockets, None)
        self._application.start()
        if self.tls:
            self.tls.start()
        for begin in (self.daywatch.start, self.dutywatch.start, self.retention.start, self.deliveries.start):
            begin()
        if self.backups:
            self.backups.start()
        if self._settings.text("discovery") == "yes":
            self._announcing = Announcing(announced(self._folder.hall_id, self._settings, self.port))
            self._beginning = asyncio.get_running_loop().create_task(self._announcing.start())

    def _parts(self, demo: DemoLinks | None) -> Parts:
        """Return what the door shows and asks."""
        reader = self._folder.database.reader
        made = Makers(connect=reader, hall=lambda: self.service.hall, said=self.vault.said)
        return Parts(
            service=self.service,
            outbox=self.outbox,
            accounts=self.accounts,
            clock=self.clock,
            pages=self._pages,
            hosts=hosts_of(self._settings, self.port, self.plain_port),
            authority=self.tls.seen.authority if self.tls else b"",
            journal=self._folder.journal.after,
            why=made.why,
            timeline=made.timeline,
            behind=made.behind,
            order_form=made.order_form,
            past_order=made.past_order,
            past_orders=made.past_orders,
            site_steps=made.site_steps,
            ladder_paper=made.ladder_paper,
            charts=self.charting.make,
            freeze=self.apart.freeze,
            trace=made.trace,
            room=made.room(self.apart),
            held=self.vault.held,
            said=self.vault.said,
            media=MediaFolder(self._folder.path / "media"),
            reports=made.reports(self.apart.day),
            report_maker=self.apart.maker,
            cards=made.cards(),
            exchange=EXCHANGE,
            rulings=partial(rulings_of, reader),
            limits=self._limits,
            familiar=FamiliarPlaces(self._folder.database, self._folder.keys.person, self.clock.now),
            metrics_token=self._settings.text("metrics_token"),
            demo=demo,
        )

    async def stop(self) -> None:
        """Close the door, let what is in flight commit, close the folder."""
        if self._announcing is not None and self._beginning is not None and await self._beginning:
            await self._announcing.stop()
        for end in (self.daywatch.stop, self.dutywatch.stop, self.retention.stop, self.deliveries.stop, self.apart.cancel):
            end()
        if self.tls:
            self.tls.stop()
        for server in (self._server, self._plain_server):
            server.stop()
        await self._application.stop()
        for server in (self._server, self._plain_server):
            await server.close_all_connections()
        self.closing.close()
        self.outbox.close()
        await self.service.settled()
        if self.backups:
            await self.backups.stop()
        self.accounts.close()
        self._folder.close()


def limits_of(settings: Settings, limits: Limits) -> Limits:
    """Return the limits with what is set, and no more links than this machine has files for. Raises OSError when it has hardly any."""
    chosen = {name: settings.number(name) for name in ("connections_per_address", "max_links") if settings.found[name].source != "default"}
    return fitting(structs.replace(limits, **chosen))


def announced(hall: str, settings: Settings, port: int) -> Hall:
    """Return what is said of this server on the local network: its address, or all of this machine's that others can reach."""
    host = settings.text("host")
    far = sorted(it for it in own_addresses() if not is_loopback(it))
    addresses = ["127.0.0.1"] if is_loopback(host) else [host] if host in far else far
    return Hall(slug=hall, port=port, https=wants_tls(settings), addresses=tuple(addresses))


def _in_address(host: str) -> str:
    """Return the host as it stands in an address: an IPv6 one in brackets."""
    return f"[{host}]" if ":" in host else host


def hosts_of(settings: Settings, port: int, plain_port: int = -1) -> frozenset[str]:
    """Return the exact Host values that are ours: our names with each port, and alone on the usual port."""
    names = frozenset(_in_address(name) for name in names_of(settings))
    with_port = frozenset(f"{name}:{each}" for name in names for each in (port, plain_port) if each >= 0)
    on_usual = port == (_HTTPS if wants_tls(settings) else _HTTP) or plain_port == _HTTP
    return with_port | (names if on_usual else frozenset())
