# SPDX-License-Identifier: Apache-2.0
"""What a key of a hard keypad (叫号器) at a counter asks for. A keypad can never rate: raters do that.

A keypad acts for the clerk who has its counter open. Every command about a visitor names the ticket in hand, so that a
key pressed twice or heard late never acts on the next visitor. It opens a counter only again, for the clerk who had it
last today: after a pause with one key, after a close with the badge number before the key.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from hallserver.core.codes import OFFERED
from hallserver.core.commands import (
    CallNext,
    CloseCounter,
    Command,
    Finish,
    FinishAndCall,
    Hold,
    MarkAbsent,
    OpenCounter,
    PauseCounter,
    Recall,
    Resume,
    Start,
    Transfer,
)
from hallserver.core.hall import CounterState, Hall, Ticket

BOUNCE_US: Final = 2_000_000
"""So soon after a counter was paused or opened the pause key does nothing: it was pressed twice."""


class Pressed(NamedTuple):
    """A key as it was pressed: in which hall, at which counter, when (UTC µs), and the digits typed before it."""

    hall: Hall
    counter: str
    digits: str
    now_us: int

    @property
    def state(self) -> CounterState:
        """The counter as it is."""
        return self.hall.counter(self.counter)

    @property
    def ticket(self) -> Ticket | None:
        """The ticket in hand."""
        return self.hall.tickets.get(self.state.ticket)


Meaning = Callable[[Pressed], Command | None]
"""What was pressed → the command, or None when the key has no meaning just now."""


def command_for(hall: Hall, counter: str, key: str, digits: str = "", *, now_us: int = 0) -> Command | None:
    """Return what the named key means at this counter now (UTC µs), guarded by the ticket in hand.

    ``digits`` are those typed before the key. An unknown key, one that means nothing in this state, or digits
    that it cannot use give None; the caller logs it and does nothing.
    """
    meaning = KEYS.get(key)
    if meaning is None or (digits and key not in WITH_DIGITS):
        return None
    return meaning(Pressed(hall, counter, digits, now_us))


def _call(key: Pressed) -> Command:
    """Call who is next; the called one again; or finish with the one served and call the next."""
    ticket = key.ticket
    if ticket is None:
        return CallNext(counter=key.counter)
    return (
        FinishAndCall(ticket=ticket.id, counter=key.counter) if ticket.state == "serving" else Recall(ticket=ticket.id, counter=key.counter)
    )


def _recall(key: Pressed) -> Command | None:
    return Recall(ticket=key.ticket.id, counter=key.counter) if key.ticket else None


def _start(key: Pressed) -> Command | None:
    return Start(ticket=key.ticket.id, counter=key.counter) if key.ticket else None


def _finish(key: Pressed) -> Command | None:
    return Finish(ticket=key.ticket.id, counter=key.counter) if key.ticket else None


def _absent(key: Pressed) -> Command | None:
    return MarkAbsent(ticket=key.ticket.id, counter=key.counter) if key.ticket else None


def _hold(key: Pressed) -> Command | None:
    reason = _reason("hold", key.digits)
    return Hold(reason=reason, ticket=key.ticket.id, counter=key.counter) if key.ticket and reason else None


def _resume(key: Pressed) -> Command | None:
    """Take up what this counter's clerk has held longest; with somebody in hand nothing, so that a second press takes up nobody else."""
    if key.ticket is not None or not key.state.clerk:
        return None
    held = [ticket for _, _, it, _ in key.hall.live["held"] if (ticket := key.hall.tickets[it]).leg.clerk == key.state.clerk]
    first = min(held, key=lambda ticket: ticket.leg.held_from_us or 0, default=None)
    return Resume(ticket=first.id, counter=key.counter) if first else None


def _transfer(key: Pressed) -> Command | None:
    """Send on to the counter whose number was typed, with as many digits as the hall's highest number has.

    So a digit that was lost or doubled on the way names no counter, rather than another one. Never to itself.
    """
    rows = [row for row in key.hall.catalog.counters.values() if not row.retired]
    places = max((len(str(row.number)) for row in rows), default=0)
    target = next((row.slug for row in rows if f"{row.number:0{places}}" == key.digits), key.counter)
    if key.ticket is None or target == key.counter:
        return None
    return Transfer(ticket=key.ticket.id, to_counter=target, counter=key.counter)


def _pause(key: Pressed) -> Command | None:
    """Pause, for the reason whose place in the list was typed; the same key alone ends it. Pressed twice it does so once."""
    if key.now_us - key.state.since_us < BOUNCE_US:
        return None
    if key.state.state == "paused":
        return None if key.digits else _continue(key)
    reason = _reason("pause", key.digits)
    return PauseCounter(reason=reason, counter=key.counter) if reason else None


def _continue(key: Pressed) -> Command | None:
    return OpenCounter(counter=key.counter) if key.state.state == "paused" else None


def _close(key: Pressed) -> Command | None:
    return CloseCounter(counter=key.counter) if key.state.state != "closed" else None


def _open(key: Pressed) -> Command | None:
    """Open again for the clerk who had the counter last today: after a pause at once, after a close with the badge number."""
    if key.state.state != "closed":
        return _continue(key) if not key.digits else None
    clerk = key.hall.catalog.people.get(key.state.last)
    known = clerk is not None and clerk.badge != "" and clerk.badge == key.digits
    return OpenCounter(counter=key.counter) if known else None


def _reason(kind: str, digits: str) -> str:
    """Return the code at this place of the list that screens offer, from 1; without digits ``other``; empty: there is none."""
    if not digits:
        return "other"
    return next((code for place, code in enumerate(OFFERED[kind], start=1) if str(place) == digits), "")


KEYS: Final[dict[str, Meaning]] = {
    "call": _call,
    "recall": _recall,
    "start": _start,
    "finish": _finish,
    "rate": _finish,
    "absent": _absent,
    "hold": _hold,
    "resume": _resume,
    "transfer": _transfer,
    "pause": _pause,
    "continue": _continue,
    "close": _close,
    "open": _open,
}
"""Key name → its meaning. ``rate`` (评价) ends the service, which opens the rater; it rates nothing itself."""
WITH_DIGITS: Final = frozenset({"hold", "transfer", "pause", "open"})
"""Keys that digits may stand before; before another they are a slip of the finger, and nothing is done."""
