# SPDX-License-Identifier: Apache-2.0
"""Which views are watched, when they are built again, and who gets them. Knows nothing of sockets.

A view is built after a commit, only where somebody watches, once for all who watch the same, and pushed
only when it changed. A phone's view waits up to five seconds, unless its own ticket changed or came to
the head of its line.
"""

import logging
import zlib
from collections.abc import Callable, Sequence

import msgspec
from msgspec import Struct, field

from hallserver.clock import Clock
from hallserver.core.events import Entry
from hallserver.core.hall import Hall
from hallserver.page import Page
from hallserver.service import Service
from hallserver.web.background import Background
from hallserver.web.frames import text_frame
from hallserver.web.limits import Limits

log = logging.getLogger(__name__)
_MOST_UNWATCHED = 256
Listener = Callable[[bytes], None]
"""Takes a finished frame; never waits, never raises."""


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
    """Builds views and hands them out. ``pushed`` is told the page's name at each push."""

    def __init__(self, service: Service, clock: Clock, limits: Limits, *, background: Background, pushed: Callable[[str], None]) -> None:
        """Listen to the bus from now on."""
        self._service = service
        self._clock = clock
        self._limits = limits
        self._background = background
        self._pushed = pushed
        self._watched: dict[tuple[str, str], Watched] = {}
        self._unwatched: dict[tuple[str, str], Watched] = {}
        self._heads: frozenset[str] = frozenset()
        self._wake_at_s: float | None = None
        self._leave = service.bus.listen(self.heard)

    def close(self) -> None:
        """Stop listening; nothing is pushed any more."""
        self._leave()
        self._watched.clear()

    async def watch(self, page: Page, of: str, listener: Listener) -> Callable[[], None]:
        """Push this view to the listener: at once, and whenever it changes. Returns how to stop."""
        await self._service.settled()
        watched = self._known(page, of)
        if self._build(watched) and watched.listeners:
            self._push(watched)
        self._watched[page.name, of] = watched
        watched.listeners.add(listener)
        listener(self._frame(watched))

        def leave() -> None:
            watched.listeners.discard(listener)
            if not watched.listeners and self._watched.pop((page.name, of), None) is not None:
                self._keep(watched)

        return leave

    async def look(self, page: Page, of: str) -> tuple[str, bytes]:
        """Return the view's tag, ``<seq that changed it>-<check sum>``, and its JSON as of now."""
        await self._service.settled()
        watched = self._known(page, of)
        if self._build(watched) and watched.listeners:
            self._push(watched)
        if not watched.listeners:
            self._keep(watched)
        return f"{watched.seq}-{zlib.crc32(watched.body):08x}", watched.body

    def heard(self, entries: Sequence[Entry]) -> None:
        """Build what the committed entries may have changed. Called by the bus, between two groups."""
        touched = {str(getattr(entry.event, "ticket", "")) for entry in entries}
        heads = _heads(self._service.hall)
        urgent = touched | (heads - self._heads)
        self._heads = heads
        for watched in self._watched.values():
            watched.stale = True
            if watched.page.of == "ticket" and watched.of in urgent:
                watched.not_before_s = 0.0
        self._push_due()

    def beat(self) -> None:
        """Build every watched view anew, for what changes by time alone."""
        for watched in self._watched.values():
            watched.stale = True
        self._later()

    def _known(self, page: Page, of: str) -> Watched:
        key = (page.name, of)
        return self._watched.get(key) or self._unwatched.pop(key, Watched(page=page, of=of))

    def _keep(self, watched: Watched) -> None:
        """Remember an unwatched view for its tag; the oldest of too many are forgotten."""
        self._unwatched[watched.page.name, watched.of] = watched
        while len(self._unwatched) > _MOST_UNWATCHED:
            del self._unwatched[next(iter(self._unwatched))]

    def _later(self) -> None:
        self._background.run(self._when_settled())

    async def _when_settled(self) -> None:
        await self._service.settled()
        self._push_due()

    def _push_due(self) -> None:
        now_s = self._clock.mono()
        next_s: float | None = None
        for watched in list(self._watched.values()):
            if not watched.stale:
                continue
            if watched.not_before_s <= now_s:
                self._refresh(watched, now_s)
            elif next_s is None or watched.not_before_s < next_s:
                next_s = watched.not_before_s
        if next_s is not None and (self._wake_at_s is None or next_s < self._wake_at_s):
            self._wake_at_s = next_s
            self._clock.call_later(max(0.0, next_s - now_s), self._wake)

    def _wake(self) -> None:
        self._wake_at_s = None
        self._later()

    def _refresh(self, watched: Watched, now_s: float) -> None:
        gap_s = self._limits.phone_gap_s if watched.page.of == "ticket" else self._limits.page_gap_s
        try:
            changed = self._build(watched)
        except Exception:
            # One broken view must not keep the others from being pushed.
            log.exception("view %s of %r failed", watched.page.name, watched.of)
            watched.stale = False
            return
        if changed:
            watched.not_before_s = now_s + gap_s
            self._push(watched)

    def _build(self, watched: Watched) -> bool:
        """Build the view; tell whether it changed."""
        hall = self._service.hall
        body = msgspec.json.encode(watched.page.view(hall, watched.of, self._clock.now()))
        watched.stale = False
        if body == watched.body:
            return False
        watched.body, watched.seq = body, hall.seq
        return True

    def _push(self, watched: Watched) -> None:
        frame = self._frame(watched)
        self._pushed(watched.page.name)
        for listener in list(watched.listeners):
            listener(frame)

    def _frame(self, watched: Watched) -> bytes:
        said = {"seq": self._service.hall.seq, "view": msgspec.Raw(watched.body), "now_us": self._clock.now()}
        return text_frame(msgspec.json.encode(said))


def _heads(hall: Hall) -> frozenset[str]:
    """Return the tickets that are first in some part of some line: those that may be called next."""
    return frozenset(waiting[0][1] for line in hall.lines.values() for waiting in line.parts.values() if waiting)
