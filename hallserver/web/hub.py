# SPDX-License-Identifier: Apache-2.0
"""Which views are watched, when they are built again, and who gets them. Knows nothing of sockets.

A view is built after a commit, only where somebody watches, once for all who watch the same, and pushed
only when it changed. Screens that show calls come first, and a call never waits for the gap between two
pushes. Phones are in ``phones.py``.
"""

import logging
import zlib
from collections.abc import Callable, Sequence

import msgspec
from msgspec import Struct, field

from hallserver.clock import Clock
from hallserver.core.events import AbsenceUndone, Entry, Event, FinishUndone, TicketCalled, TicketRecalled, TicketsSwapped
from hallserver.page import Page
from hallserver.service import Service
from hallserver.web.background import Background
from hallserver.web.frames import text_frame
from hallserver.web.limits import Limits
from hallserver.web.phones import Phones
from hallserver.web.viewing import MOST_UNWATCHED, Listener, Viewing

log = logging.getLogger(__name__)
_CALLS: frozenset[type[Event]] = frozenset({TicketCalled, TicketRecalled, TicketsSwapped, FinishUndone, AbsenceUndone})
"""Events that say whom a counter wants."""
_HASTE = ("call", "commit", "spare")


class Watched(Struct, kw_only=True, eq=False):
    """One view that somebody watches or has asked for: its last content, and the seq that changed it last."""

    page: Page
    of: str
    listeners: set[Listener] = field(default_factory=set)
    body: bytes = b""
    seq: int = 0
    not_before_s: float = 0.0
    stale: bool = False


class Hub:
    """Builds views and hands them out. ``pushed`` is told the page's name at each push, and how many views went out."""

    def __init__(
        self, service: Service, clock: Clock, limits: Limits, *, background: Background, pushed: Callable[[str, int], None]
    ) -> None:
        """Listen to the bus from now on."""
        self._viewing = Viewing(service=service, clock=clock, limits=limits, background=background, pushed=pushed)
        self._watched: dict[tuple[str, str], Watched] = {}
        """In the order of their haste."""
        self._unwatched: dict[tuple[str, str], Watched] = {}
        self._phones: dict[str, Phones] = {}
        """By page."""
        self._wake_at_s: float | None = None
        self._coming = False
        """A push after the answers is under way."""
        self._leave = service.bus.listen(self.heard)

    def close(self) -> None:
        """Stop listening; nothing is pushed any more."""
        self._leave()
        self._watched.clear()
        for phones in self._phones.values():
            phones.close()

    async def watch(self, page: Page, of: str, listener: Listener) -> Callable[[], None]:
        """Push this view to the listener: at once, and whenever it changes. Returns how to stop."""
        if page.of == "ticket":
            return await self._phones_at(page).watch(of, listener)
        await self._viewing.service.settled()
        watched = self._known(page, of)
        if self._build(watched) and watched.listeners:
            self._push(watched)
        if (page.name, of) not in self._watched:
            self._watched[page.name, of] = watched
            self._watched = dict(sorted(self._watched.items(), key=lambda it: _HASTE.index(it[1].page.haste)))
        watched.listeners.add(listener)
        listener(self._frame(watched))

        def leave() -> None:
            watched.listeners.discard(listener)
            if not watched.listeners and self._watched.pop((page.name, of), None) is not None:
                self._keep(watched)

        return leave

    async def look(self, page: Page, of: str) -> tuple[str, bytes]:
        """Return the view's tag, ``<seq that changed it>-<check sum>``, and its JSON as of now."""
        if page.of == "ticket":
            return await self._phones_at(page).look(of)
        await self._viewing.service.settled()
        watched = self._known(page, of)
        if self._build(watched) and watched.listeners:
            self._push(watched)
        if not watched.listeners:
            self._keep(watched)
        return f"{watched.seq}-{zlib.crc32(watched.body):08x}", watched.body

    def heard(self, entries: Sequence[Entry]) -> None:
        """Build what the committed entries may have changed. Called by the bus, between two groups."""
        called = any(type(entry.event) in _CALLS for entry in entries)
        for watched in self._watched.values():
            watched.stale = True
            if called and watched.page.haste == "call":
                watched.not_before_s = 0.0
        self._push_due(spare=False)
        for phones in self._phones.values():
            phones.heard(entries)

    def beat(self) -> None:
        """Build anew every watched view that changes by time alone."""
        ageing = [watched for watched in self._watched.values() if watched.page.ages]
        for watched in ageing:
            watched.stale = True
        if ageing:
            self._later()
        for phones in self._phones.values():
            phones.beat()

    def _phones_at(self, page: Page) -> Phones:
        if page.name not in self._phones:
            self._phones[page.name] = Phones(page, self._viewing)
        return self._phones[page.name]

    def _known(self, page: Page, of: str) -> Watched:
        key = (page.name, of)
        return self._watched.get(key) or self._unwatched.pop(key, Watched(page=page, of=of))

    def _keep(self, watched: Watched) -> None:
        """Remember an unwatched view for its tag; the oldest of too many are forgotten."""
        self._unwatched[watched.page.name, watched.of] = watched
        while len(self._unwatched) > MOST_UNWATCHED:
            del self._unwatched[next(iter(self._unwatched))]

    def _later(self) -> None:
        """Push what is due as soon as memory is settled: those who asked have their answers by then."""
        if not self._coming:
            self._coming = True
            self._viewing.background.run(self._when_settled())

    async def _when_settled(self) -> None:
        await self._viewing.service.settled()
        self._coming = False
        self._push_due(spare=True)

    def _push_due(self, *, spare: bool) -> None:
        """Push every stale view whose gap is over; without ``spare`` those that can wait are pushed later."""
        now_s = self._viewing.clock.mono()
        next_s: float | None = None
        for watched in list(self._watched.values()):
            if not watched.stale:
                continue
            if watched.not_before_s > now_s:
                next_s = watched.not_before_s if next_s is None else min(next_s, watched.not_before_s)
            elif spare or watched.page.haste != "spare":
                self._refresh(watched, now_s)
            else:
                self._later()
        if next_s is not None and (self._wake_at_s is None or next_s < self._wake_at_s):
            self._wake_at_s = next_s
            self._viewing.clock.call_later(max(0.0, next_s - now_s), self._wake)

    def _wake(self) -> None:
        self._wake_at_s = None
        self._later()

    def _refresh(self, watched: Watched, now_s: float) -> None:
        try:
            changed = self._build(watched)
        except Exception:
            # One broken view must not keep the others from being pushed.
            log.exception("view %s of %r failed", watched.page.name, watched.of)
            watched.stale = False
            return
        if changed:
            watched.not_before_s = now_s + self._viewing.limits.page_gap_s
            self._push(watched)

    def _build(self, watched: Watched) -> bool:
        """Build the view; tell whether it changed."""
        hall = self._viewing.service.hall
        body = msgspec.json.encode(watched.page.view(hall, watched.of, self._viewing.clock.now()))
        watched.stale = False
        if body == watched.body:
            return False
        watched.body, watched.seq = body, hall.seq
        return True

    def _push(self, watched: Watched) -> None:
        frame = self._frame(watched)
        self._viewing.pushed(watched.page.name, 1)
        for listener in list(watched.listeners):
            listener(frame)

    def _frame(self, watched: Watched) -> bytes:
        said = {"seq": self._viewing.service.hall.seq, "view": msgspec.Raw(watched.body), "now_us": self._viewing.clock.now()}
        return text_frame(msgspec.json.encode(said))
