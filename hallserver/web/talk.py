# SPDX-License-Identifier: Apache-2.0
"""A clerk and a deaf visitor talk in writing: one types and reads on the terminal, the other reads and writes on the counter's display.

It is as personal as what is said aloud at a counter, and kept no better: here, in memory, as long as that visitor is at that
counter, and nowhere else: no event, no vault, no log.

Clerk: ``{"talk": {"text"|"code"|"do": …}}``; display: ``{"talk": {"reply"|"stroke"|"wipe"|"touch": …}}``. Both hear whispers
``{"talk": <all of it>|null}``; strokes follow one by one as ``{"stroke": [x, y, …]}``, in thousandths of the pad.
"""

from collections.abc import Callable
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from hallserver.clock import Cancellable, Clock
from hallserver.core.errors import HallError
from hallserver.core.hall import Hall
from hallserver.core.roles import Actor
from hallserver.web.decoding import read
from hallserver.web.throttle import Bucket
from hallserver.web.whispers import Whispers

IDLE_S = 600.0
"""After so long without a word it is over: the visitor may have gone."""
MOST_LINES = 12
"""The oldest go first."""
MOST_INK = 8000
"""Numbers of what is drawn; beyond, the pad takes nothing until it is wiped."""
PER_S = 20.0
"""Messages of either side; what comes faster is dropped."""


class FromClerk(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the clerk does: says something typed, or one of the sentences of ``words/talk.json``; begins, wipes the pad, ends."""

    text: Annotated[str, Meta(max_length=200)] = ""
    code: Annotated[str, Meta(pattern=r"^[a-z-]{0,30}$")] = ""
    do: Literal["", "begin", "wipe", "end"] = ""


class FromVisitor(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What comes from the display: one of the large buttons, a piece of a line that is drawn, the pad wiped, whether it can be touched."""

    reply: Literal["", "yes", "no", "again", "write"] = ""
    stroke: Annotated[tuple[Annotated[int, Meta(ge=0, le=1000)], ...], Meta(max_length=400)] = ()
    wipe: bool = False
    touch: bool = False


class _Clerk(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    talk: FromClerk


class _Visitor(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    talk: FromVisitor


class Talk(Struct, kw_only=True, eq=False):
    """One talk: who with whom, what stands there. ``leg`` and ``ticket``: it ends with them."""

    clerk: str
    ticket: str
    leg: int
    clerk_bucket: Bucket
    bucket: Bucket
    """Of the visitor: whoever floods the display does not silence the clerk."""
    lines: list[dict[str, str]] = field(default_factory=list)
    ink: list[tuple[int, ...]] = field(default_factory=list)
    wipes: int = 0
    """How often the pad was wiped: the display knows by it whether what it drew meanwhile still stands."""
    touch: bool = False
    shown: bool = False
    """Whether a display of the counter is there to show it."""
    displays: set[str] = field(default_factory=set)
    """The displays that were told of it."""
    timer: Cancellable | None = None

    def told(self) -> dict[str, object]:
        """Return all of it as both sides hear it."""
        return {"talk": {"lines": self.lines, "ink": self.ink, "wipes": self.wipes, "touch": self.touch, "shown": self.shown}}


class Talks:
    """The talks that are going on, by counter. ``hall()`` is the hall as of now."""

    def __init__(self, whispers: Whispers, clock: Clock, hall: Callable[[], Hall]) -> None:
        """Begin with none."""
        self._whispers, self._clock, self._hall = whispers, clock, hall
        self._talks: dict[str, Talk] = {}

    def was_talked(self, page: str, actor: Actor, body: bytes) -> bool:
        """Take what a clerk's screen or a counter's display says; False: it is no talk, or not theirs."""
        if not body.startswith(b'{"talk"'):
            return False
        try:
            if page == "clerk" and actor.kind == "person":
                self._from_clerk(actor, read(_Clerk, body).talk)
                return True
            counter = self._counter_of_display(actor) if page == "counter" else ""
            if counter:
                self._from_visitor(counter, read(_Visitor, body).talk)
            return bool(counter)
        except HallError:
            return False

    def came(self, page: str, actor: Actor) -> None:
        """Tell a screen that was opened in the middle of a talk all of it; any other, that there is none: it may have missed the end."""
        if page not in {"clerk", "counter"}:
            return
        counter = self._counter_of_clerk(actor.name) if page == "clerk" else self._counter_of_display(actor)
        if counter in self._talks:
            self._tell(counter)
        else:
            self._whispers.tell_each(page, actor.id, {"talk": None})

    def heard(self) -> None:
        """End the talks whose visitor or clerk has left that counter, and on displays that were moved. Called after every commit."""
        for counter, talk in list(self._talks.items()):
            if self._at(counter) != (talk.clerk, talk.ticket, talk.leg):
                self._end(counter)
            for moved in talk.displays.difference(self._displays(counter)):
                self._whispers.tell_each("counter", f"device:{moved}", {"talk": None})
                talk.displays.discard(moved)

    def close(self) -> None:
        """Forget everything."""
        for counter in list(self._talks):
            self._end(counter)

    def _from_clerk(self, actor: Actor, said: FromClerk) -> None:
        counter = self._counter_of_clerk(actor.name)
        talk = self._begun(counter, actor.name)
        if talk is None:
            self._whispers.tell_each("clerk", actor.id, {"talk": None})
        elif said.do == "end":
            self._end(counter)
        elif talk.clerk_bucket.take():
            if said.do == "wipe":
                self._wipe(talk)
            if said.text.strip() or said.code:
                self._add(talk, {"by": "clerk", "code": said.code} if said.code else {"by": "clerk", "text": said.text.strip()})
            self._go_on(counter, talk)

    def _from_visitor(self, counter: str, said: FromVisitor) -> None:
        talk = self._talks.get(counter)
        if talk is None or not talk.bucket.take():
            return
        if said.stroke:
            if sum(map(len, talk.ink)) + len(said.stroke) <= MOST_INK and len(said.stroke) % 2 == 0:
                talk.ink.append(said.stroke)
                self._whispers.tell_each("clerk", f"person:{talk.clerk}", {"stroke": said.stroke})
                self._wind(counter, talk)
            return
        if said.wipe:
            self._wipe(talk)
        if said.reply:
            self._add(talk, {"by": "visitor", "code": said.reply})
        talk.touch = talk.touch or said.touch
        self._go_on(counter, talk)

    def _begun(self, counter: str, clerk: str) -> Talk | None:
        """Return the talk of this counter, begun now if need be; None: no visitor is there."""
        found = self._at(counter)
        if found is None or found[0] != clerk:
            return None
        if counter not in self._talks:
            _, ticket, leg = found
            buckets = (Bucket(PER_S, self._clock.mono), Bucket(PER_S, self._clock.mono))
            self._talks[counter] = Talk(clerk=clerk, ticket=ticket, leg=leg, clerk_bucket=buckets[0], bucket=buckets[1])
        return self._talks[counter]

    def _at(self, counter: str) -> tuple[str, str, int] | None:
        """Return clerk, ticket and leg of whoever is at the counter; None: nobody."""
        hall = self._hall()
        state = hall.counters.get(counter)
        ticket = hall.tickets.get(state.ticket) if state is not None else None
        return (state.clerk, ticket.id, len(ticket.legs)) if state is not None and ticket is not None else None

    def _counter_of_clerk(self, person: str) -> str:
        return next((slug for slug, state in self._hall().counters.items() if person and state.clerk == person), "")

    def _counter_of_display(self, actor: Actor) -> str:
        row = self._hall().catalog.devices.get(actor.name) if actor.kind == "device" else None
        return row.counter if row is not None and row.kind == "counter-display" and not row.retired else ""

    @staticmethod
    def _wipe(talk: Talk) -> None:
        talk.ink.clear()
        talk.wipes += 1

    @staticmethod
    def _add(talk: Talk, line: dict[str, str]) -> None:
        talk.lines.append(line)
        del talk.lines[:-MOST_LINES]

    def _go_on(self, counter: str, talk: Talk) -> None:
        self._wind(counter, talk)
        self._tell(counter)

    def _wind(self, counter: str, talk: Talk) -> None:
        if talk.timer is not None:
            talk.timer.cancel()
        talk.timer = self._clock.call_later(IDLE_S, lambda: self._end(counter))

    def _tell(self, counter: str) -> None:
        talk = self._talks[counter]
        shown = [self._whispers.tell_each("counter", f"device:{slug}", talk.told()) for slug in self._displays(counter)]
        talk.displays |= set(self._displays(counter))
        talk.shown = any(shown)
        self._whispers.tell_each("clerk", f"person:{talk.clerk}", talk.told())

    def _displays(self, counter: str) -> list[str]:
        devices = self._hall().catalog.devices.values()
        return [row.slug for row in devices if row.kind == "counter-display" and row.counter == counter and not row.retired]

    def _end(self, counter: str) -> None:
        talk = self._talks.pop(counter, None)
        if talk is None:
            return
        if talk.timer is not None:
            talk.timer.cancel()
        for page, who in (("clerk", f"person:{talk.clerk}"), *(("counter", f"device:{slug}") for slug in talk.displays)):
            self._whispers.tell_each(page, who, {"talk": None})
