# SPDX-License-Identifier: Apache-2.0
"""The parts of a running door, put together once and handed to every handler."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from msgspec import Struct

from hallserver.cabled import Cabled
from hallserver.clock import Clock
from hallserver.core.errors import NotFound, NotSignedIn, TooOften
from hallserver.core.events import Configured, Entry
from hallserver.exchange import Exchange
from hallserver.exchange_standard import RulingReader
from hallserver.inputs import Inputs
from hallserver.outbox import Outbox
from hallserver.page import Page
from hallserver.reading import Guard, Reading
from hallserver.report_jobs import Maker, ReportJobs
from hallserver.report_process import Order
from hallserver.room import Room
from hallserver.service import Service
from hallserver.store.accounts import Accounts
from hallserver.store.media import MediaFolder
from hallserver.trying import Trying
from hallserver.web.asking import Askers
from hallserver.web.background import Background
from hallserver.web.demo_links import DemoLinks
from hallserver.web.drafting import Freeze, Trace, nothing_frozen, nothing_traced
from hallserver.web.handed import BehindMaker, ChartMaker, JournalReader, ReportMaker, TimelineMaker, WhyMaker, no_charts
from hallserver.web.hub import Hub
from hallserver.web.limits import Limits
from hallserver.web.links import Links
from hallserver.web.metrics import Metrics
from hallserver.web.orders import FormMaker, OrderReader, PastOrdersMaker, Said, no_past_order, no_past_orders, nothing_said
from hallserver.web.personal import HeldOf, nothing_held
from hallserver.web.place import place_of
from hallserver.web.presence import Presence
from hallserver.web.site import PaperMaker, SiteReader, no_paper, no_site_steps
from hallserver.web.sounds import Sounds
from hallserver.web.talk import Talks
from hallserver.web.throttle import Familiar, PasswordTries, Pending, Tries
from hallserver.web.whispers import Whispers

log = logging.getLogger(__name__)
SAVE_EVERY_S = 60.0


class Parts(Struct, kw_only=True):
    """What the door is built from."""

    service: Service
    outbox: Outbox
    accounts: Accounts
    clock: Clock
    pages: Sequence[Page]
    hosts: frozenset[str]
    """Exact values of the Host header that are ours, lower case, with the port unless it is the usual one."""
    journal: JournalReader
    reports: Mapping[str, ReportMaker] = {}
    """``<report>.<json|csv|pdf>`` → its maker."""
    report_maker: Callable[[Order], Maker] | None = None
    """Has a report made by a process of its own; None: nobody does."""
    cards: Mapping[str, Callable[[], bytes]] = {}
    """Card → the maker of its PDF. Runs off the event loop."""
    freeze: Freeze = nothing_frozen
    """Makes the content of a report that somebody drafts."""
    trace: Trace = nothing_traced
    charts: ChartMaker = no_charts
    """Draws the day so far."""
    why: WhyMaker | None = None
    """Answers why one of two numbers was first; None: nobody does."""
    behind: BehindMaker | None = None
    """Lists the numbers behind a figure; None: nobody does."""
    timeline: TimelineMaker | None = None
    """Tells all that befell a number; None: nobody does."""
    room: Room | None = None
    """What the reading room reads; None: there is none."""
    order_form: FormMaker | None = None
    """Prints a work order; None: nobody does."""
    past_order: OrderReader = no_past_order
    past_orders: PastOrdersMaker = no_past_orders
    site_steps: SiteReader = no_site_steps
    ladder_paper: PaperMaker = no_paper
    exchange: Exchange = Exchange()
    """How the set-up is handed out and in as files."""
    rulings: RulingReader = tuple
    """Which standard was in force on which day."""
    held: HeldOf = nothing_held
    said: Said = nothing_said
    media: MediaFolder | None = None
    """Pictures and films of the hall; None: it has no place for them."""
    limits: Limits = Limits()
    familiar: Familiar | None = None
    """From where people signed in before; None: only since the door opened."""
    demo: DemoLinks | None = None
    """What the landing page of a demo may fetch; None: this is no demo."""
    metrics_token: str = ""
    """Bearer token of ``/metrics`` from another machine; empty: only from this one."""
    authority: bytes = b""
    """Certificate (DER) of the authority that screens and agents must trust; empty: there is no HTTPS."""


class Misses:
    """Bounds how often one address may try unknown ticket tokens. Known ones are answered all the same.

    A hall's phones share one address, so that its visitors must not be shut out with a guesser among them; what
    keeps tokens from being found are their 132 bits; this limit stops no guess that hits, it makes guessing visible.
    """

    def __init__(self, most: int, mono: Callable[[], float]) -> None:
        """Begin with nothing counted."""
        self._tries = Tries(most, 60.0, mono)
        self._warned = Tries(1, 60.0, mono)

    def missed(self, refusal: NotSignedIn, address: str) -> None:
        """Count an unknown ticket token. Raises TooOften when this address tried too many in the last minute."""
        if refusal.key != "ticket-token-unknown":
            return
        place = place_of(address)
        wait_s = self._tries.wait_s(place)
        if wait_s > 0:
            if not self._warned.count(place):
                self._warned.add(place)
                log.warning("somebody at %s guesses at the tickets of others", place)
            raise TooOften("ticket-too-often", wait_s=int(wait_s) + 1) from refusal
        self._tries.add(place)

    def guesses(self, address: str) -> bool:
        """Tell whether this address tried too many in the last minute."""
        return self._tries.wait_s(place_of(address)) > 0


class Door:
    """One door: what it was built from, and what it keeps while it is open."""

    def __init__(self, parts: Parts) -> None:
        """Put everything together; ``start`` opens it."""
        limits, clock = parts.limits, parts.clock
        self.service, self.outbox, self.accounts, self.clock = parts.service, parts.outbox, parts.accounts, clock
        self.limits, self.hosts, self.journal, self.reports = limits, parts.hosts, parts.journal, parts.reports
        self.held, self.said, self.cards, self.media = parts.held, parts.said, parts.cards, parts.media
        self.timeline, self.behind, self.room = parts.timeline, parts.behind, parts.room
        self.why, self.charts, self.exchange, self.order_form = parts.why, parts.charts, parts.exchange, parts.order_form
        self.site_steps, self.ladder_paper = parts.site_steps, parts.ladder_paper
        self.rulings, self.past_order, self.past_orders, self.freeze = parts.rulings, parts.past_order, parts.past_orders, parts.freeze
        self.trace = parts.trace
        self.metrics_token, self.demo, self.authority = parts.metrics_token, parts.demo, parts.authority
        self.pages = {page.name: page for page in parts.pages}
        self.metrics = Metrics()
        self.askers = Askers(parts.service, parts.accounts)
        self.background = Background()
        self.hub = Hub(parts.service, clock, limits, background=self.background, pushed=self._count_push)
        self.links = Links(parts.service, clock, self.hub, limits)
        self.whispers = Whispers()
        self.sounds = Sounds(self.whispers, clock)
        self.talks = Talks(self.whispers, clock, lambda: parts.service.hall)
        self.cabled = Cabled(parts.service, clock)
        self.inputs = Inputs(parts.service, clock)
        self.trying = Trying(parts.service, parts.outbox, self.cabled, clock, self.inputs.keys)
        self.presence = Presence(parts.service, clock, limits.lost_after_s, self.background)
        pending = Pending(limits.checks_per_address, limits.checks_waiting)
        tries = (limits.password_tries, limits.address_tries, limits.try_window_s)
        self.passwords = PasswordTries(*tries, clock.mono, familiar=parts.familiar, pending=pending)
        self.misses = Misses(limits.ticket_misses, clock.mono)
        guard = Guard(self._missed_code, self.misses.guesses)
        self.reading = Reading(parts.service, clock, self.whispers.tell, guard, self.inputs.keys.ignore)
        self.inputs.takers |= dict.fromkeys(("card", "card-refused", "scan"), self.reading.take)
        self.floods = Tries(1, limits.flood_pause_s, clock.mono)
        self.first_lock = asyncio.Lock()
        self.agents: set[str] = set()
        self.work = ThreadPoolExecutor(1, "report")
        self.apart = ThreadPoolExecutor(limits.reports_apart, "report-apart")
        self.report_jobs = ReportJobs(parts.report_maker, clock.mono) if parts.report_maker is not None else None
        self._codes = Tries(limits.address_tries, limits.try_window_s, clock.mono)
        self._open = False
        self._leave_bus: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Begin to beat, to expect the paired devices and to save when sign-ins were used."""
        self._open = True
        self.links.start()
        self._leave_bus = self.service.bus.listen(self._heard)
        self._end_retired()
        # The screens of a demo come when somebody opens them; a hall's must be there.
        self.presence.expect(self.accounts.paired_devices() if self.demo is None else ())
        self.clock.call_later(SAVE_EVERY_S, self._save)

    async def stop(self) -> None:
        """Close every link and save what is not on disk yet. The service and the store stay open."""
        self._open = False
        self._leave_bus()
        self.presence.close()
        self.talks.close()
        self.links.stop()
        self.hub.close()
        self.trying.close()
        self.cabled.close()
        for threads in (self.work, self.apart):
            threads.shutdown(wait=False, cancel_futures=True)
        if self.report_jobs is not None:
            self.report_jobs.close()
        await self.background.finished()
        self.background.run(self.accounts.save_seen())
        await self.background.finished()

    def page(self, name: str) -> Page:
        """Return the page of this name. Raises NotFound."""
        page = self.pages.get(name)
        if page is None:
            raise NotFound("page-unknown", page=name[:60])
        return page

    def count_code(self, address: str) -> None:
        """Count one try of a one-time code. Raises TooOften when this address tried too often."""
        place = place_of(address)
        wait_s = self._codes.wait_s(place)
        if wait_s > 0:
            raise TooOften("code-too-often", wait_s=int(wait_s) + 1)
        self._codes.add(place)

    def _missed_code(self, device: str) -> None:
        """Count an unknown code that a reader read or a visitor typed, as an unknown token of a phone is."""
        self.misses.missed(NotSignedIn("ticket-token-unknown"), device)

    def _heard(self, entries: Sequence[Entry]) -> None:
        self.talks.heard()
        if any(isinstance(entry.event, Configured) and entry.event.section == "devices" for entry in entries):
            self._end_retired()

    def _end_retired(self) -> None:
        """Revoke the keys and codes of devices out of use, so that none comes back with a device that is used again."""
        devices = self.service.hall.catalog.devices
        gone = {slug for slug, row in devices.items() if row.retired}.union(self.accounts.paired_devices()).difference(
            slug for slug, row in devices.items() if not row.retired
        )
        for slug in sorted(gone):
            self.background.run(self.accounts.revoke_device_key(slug))

    def _count_push(self, page: str, many: int) -> None:
        self.metrics.pushes.labels(page).inc(many)

    def _save(self) -> None:
        if self._open:
            self.clock.call_later(SAVE_EVERY_S, self._save)
            self.background.run(self.accounts.save_seen())
