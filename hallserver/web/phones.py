# SPDX-License-Identifier: Apache-2.0
"""The phones of those who hold a ticket: thousands of views that differ in a few bytes, and change together with every call.

A phone is told at once when its own ticket changed or came to the head of its line; of its place otherwise at most every
``phone_gap_s``. A page with a ``crowd`` has a whole line walked once for all phones in it, after those who asked have their
answers; one without has each view built by itself, which is what the walk must equal.
"""

import asyncio
import logging
import math
import zlib
from collections.abc import Callable, Collection, Sequence
from functools import partial

from hallserver.core.events import Entry
from hallserver.page import Page
from hallserver.web.phone import Phone, around, framed, heads, pieces
from hallserver.web.viewing import MOST_UNWATCHED, Listener, Viewing

log = logging.getLogger(__name__)
AT_ONCE = 250
"""So many phones are told before others get their turn on the loop: about 3 ms."""


class Phones:
    """Every phone that looks at one page."""

    def __init__(self, page: Page, viewing: Viewing) -> None:
        """Begin with none."""
        self._page = page
        self._viewing = viewing
        self._phones: dict[str, Phone] = {}
        self._unwatched: dict[str, Phone] = {}
        self._lines: dict[str, dict[str, Phone]] = {}
        """The phones of those who wait, by queue."""
        self._loose: dict[str, Phone] = {}
        """Phones of which more than the place may have changed: each is looked at by itself."""
        self._due_s: dict[str, float] = {}
        """Queues whose line may have changed → when it is to be walked."""
        self._heads: frozenset[str] = frozenset()
        self._walking = False
        self._walk_after_s = 0.0
        self._awake_at_s: float | None = None

    async def watch(self, of: str, listener: Listener) -> Callable[[], None]:
        """Push this ticket's view to the listener: at once, and whenever it changes. Returns how to stop."""
        await self._viewing.service.settled()
        if not self._phones:
            self._heads = heads(self._viewing.service.hall)
        phone = self._seen(of)
        self._phones[of] = phone
        phone.listeners += (listener,)
        self._line_up(phone)
        listener(self._frame(phone))
        return partial(self._leave, phone, listener)

    async def look(self, of: str) -> tuple[str, bytes]:
        """Return the view's tag and its JSON as of now."""
        await self._viewing.service.settled()
        phone = self._seen(of)
        if of not in self._phones:
            self._keep(phone)
        return f"{phone.seq}-{zlib.crc32(phone.body):08x}", phone.body

    def heard(self, entries: Sequence[Entry]) -> None:
        """Tell at once whom the committed entries concern, and begin to tell the others. Called by the bus, between two groups."""
        if not self._phones:
            return
        crowd, hall = self._page.crowd, self._viewing.service.hall
        if crowd is None or not all(type(entry.event) in crowd.minor for entry in entries):
            self._loose.update(self._phones)
        now_first, before = heads(hall), self._heads
        self._heads = now_first
        concerned = {str(getattr(entry.event, "ticket", "")) for entry in entries} | (now_first - before)
        self._loose.update((of, phone) for of in concerned if (phone := self._phones.get(of)) is not None)
        self._due_s.update(dict.fromkeys(self._lines, 0.0))
        self._tell_loose(concerned)
        self._walk_soon()

    def beat(self) -> None:
        """Look at every phone anew, if its page changes by time alone."""
        if self._page.ages and self._phones:
            self._loose.update(self._phones)
            self._viewing.background.run(self._when_settled())

    def close(self) -> None:
        """Tell nobody any more."""
        for some in (self._phones, self._lines, self._loose, self._due_s):
            some.clear()

    # ---- who looks ----

    def _seen(self, of: str) -> Phone:
        """Return the phone as of now; who looks at it already is told if that changed it."""
        phone = self._phones.get(of) or self._unwatched.pop(of, None) or Phone(of)
        if self._renew(phone) and phone.listeners:
            self._tell(phone)
        return phone

    def _leave(self, phone: Phone, listener: Listener) -> None:
        phone.listeners = tuple(other for other in phone.listeners if other is not listener)
        if not phone.listeners and self._phones.get(phone.of) is phone:
            del self._phones[phone.of]
            self._loose.pop(phone.of, None)
            self._out_of_line(phone)
            self._keep(phone)

    def _keep(self, phone: Phone) -> None:
        """Remember an unwatched phone for its tag; the oldest of too many are forgotten."""
        self._unwatched[phone.of] = phone
        while len(self._unwatched) > MOST_UNWATCHED:
            del self._unwatched[next(iter(self._unwatched))]

    def _line_up(self, phone: Phone) -> None:
        if phone.fixed.queue:
            self._lines.setdefault(phone.fixed.queue, {})[phone.of] = phone

    def _out_of_line(self, phone: Phone) -> None:
        there = self._lines.get(phone.fixed.queue)
        if there is not None and there.pop(phone.of, None) is not None and not there:
            del self._lines[phone.fixed.queue]

    # ---- one by one ----

    def _renew(self, phone: Phone) -> bool:
        """Build one view; tell whether it changed."""
        hall, of = self._viewing.service.hall, phone.of
        fixed, place = pieces(self._page, hall, of, self._viewing.clock.now())
        if (fixed, place) == (phone.fixed, phone.place):
            return False
        if fixed.queue != phone.fixed.queue and of in self._phones:
            self._out_of_line(phone)
        phone.fixed, phone.place, phone.seq = fixed, place, hall.seq
        if of in self._phones:
            self._line_up(phone)
        return True

    def _tell_loose(self, at_once: Collection[str] = ()) -> None:
        """Look by itself at each phone that may have changed as a whole and has waited long enough, or need not wait."""
        now_s = self._viewing.clock.mono()
        for phone in list(self._loose.values()):
            if phone.not_before_s > now_s and phone.of not in at_once:
                self._wake_at(phone.not_before_s)
                continue
            del self._loose[phone.of]
            try:
                changed = self._renew(phone)
            except Exception:
                # One broken view must not keep the others from being told.
                log.exception("view %s of %r failed", self._page.name, phone.of)
                continue
            if changed:
                phone.not_before_s = now_s + self._viewing.limits.phone_gap_s
                self._tell(phone)

    def _tell(self, phone: Phone) -> None:
        frame = self._frame(phone)
        self._viewing.pushed(self._page.name, 1)
        for listener in phone.listeners:
            listener(frame)

    def _frame(self, phone: Phone) -> bytes:
        return framed(phone, *around(self._viewing.service.hall.seq, self._viewing.clock.now()))

    # ---- along the lines ----

    def _walk_soon(self) -> None:
        """Walk the lines that are due when those who asked have their answers; not more often than other views are pushed."""
        if self._walking or not self._due_s:
            return
        at_s = max(self._walk_after_s, min(self._due_s.values()))
        if at_s > self._viewing.clock.mono():
            self._wake_at(at_s)
        else:
            self._walking = True
            self._viewing.background.run(self._walk())

    async def _walk(self) -> None:
        try:
            await self._viewing.service.settled()
            self._tell_loose()
            moved, seq = self._moved(), self._viewing.service.hall.seq
            begins, ends = around(seq, self._viewing.clock.now())
            for start in range(0, len(moved), AT_ONCE):
                some = moved[start : start + AT_ONCE]
                for phone in some:
                    # Who was called meanwhile has been told newer things already.
                    if phone.seq == seq:
                        frame = framed(phone, begins, ends)
                        for listener in phone.listeners:
                            listener(frame)
                self._viewing.pushed(self._page.name, len(some))
                await asyncio.sleep(0)
        finally:
            self._walking = False
        self._walk_soon()

    def _moved(self) -> list[Phone]:
        """Walk the lines that are due; return whose place changed among those who have waited long enough."""
        viewing, moved = self._viewing, list[Phone]()
        now_s = viewing.clock.mono()
        self._walk_after_s = now_s + viewing.limits.page_gap_s
        for queue in [queue for queue, due_s in self._due_s.items() if due_s <= now_s]:
            del self._due_s[queue]
            try:
                self._walk_line(queue, now_s, moved)
            except Exception:
                log.exception("the line of %r could not be walked for page %s", queue, self._page.name)
        seq, not_before_s = viewing.service.hall.seq, now_s + viewing.limits.phone_gap_s
        for phone in moved:
            phone.seq, phone.not_before_s = seq, not_before_s
        return moved

    def _walk_line(self, queue: str, now_s: float, moved: list[Phone]) -> None:
        """Add whose place changed; who was told a moment ago and would now be told another is looked at again when their time has come."""
        crowd, phones = self._page.crowd, self._lines.get(queue)
        if crowd is None or phones is None:
            return
        order, said = crowd.line(self._viewing.service.hall, queue)
        again_s = math.inf
        for ahead, of in enumerate(order):
            phone = phones.get(of)
            if phone is None:
                continue
            if phone.not_before_s > now_s:
                if phone.not_before_s < again_s and said(ahead) != phone.place:
                    again_s = phone.not_before_s
            elif (place := said(ahead)) != phone.place:
                phone.place = place
                moved.append(phone)
        if again_s < math.inf:
            self._due_s[queue] = again_s

    def _wake_at(self, at_s: float) -> None:
        if self._awake_at_s is None or at_s < self._awake_at_s:
            self._awake_at_s = at_s
            self._viewing.clock.call_later(max(0.0, at_s - self._viewing.clock.mono()), self._wake)

    def _wake(self) -> None:
        self._awake_at_s = None
        self._viewing.background.run(self._when_settled())

    async def _when_settled(self) -> None:
        await self._viewing.service.settled()
        self._tell_loose()
        self._walk_soon()
