# SPDX-License-Identifier: Apache-2.0
"""What a key of a hard keypad (叫号器) at a counter asks for. A keypad can never rate: raters do that."""

from collections.abc import Callable
from typing import Final

from hallserver.core.commands import (
    CallNext,
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
from hallserver.core.hall import Hall, Ticket

Meaning = Callable[[Hall, str, str], Command | None]
"""(hall, counter slug, digits typed before the key) → the command, or None when the key has no meaning just now."""


def command_for(hall: Hall, counter: str, key: str, digits: str = "") -> Command | None:
    """Return what the named key means at this counter, guarded by the ticket in hand.

    ``digits`` are those typed before the key (a counter number for ``transfer``). An unknown key, or
    one that means nothing in this state, gives None; the caller logs it and does nothing.
    """
    meaning = KEYS.get(key)
    return meaning(hall, counter, digits) if meaning else None


def _in_hand(hall: Hall, counter: str) -> Ticket | None:
    return hall.tickets.get(hall.counter(counter).ticket)


def _call(hall: Hall, counter: str, _digits: str) -> Command:
    ticket = _in_hand(hall, counter)
    if ticket is None:
        return CallNext(counter=counter)
    return FinishAndCall(ticket=ticket.id, counter=counter) if ticket.state == "serving" else Recall(ticket=ticket.id, counter=counter)


def _recall(hall: Hall, counter: str, _digits: str) -> Command | None:
    ticket = _in_hand(hall, counter)
    return Recall(ticket=ticket.id, counter=counter) if ticket else None


def _start(hall: Hall, counter: str, _digits: str) -> Command | None:
    ticket = _in_hand(hall, counter)
    return Start(ticket=ticket.id, counter=counter) if ticket else None


def _finish(hall: Hall, counter: str, _digits: str) -> Command | None:
    ticket = _in_hand(hall, counter)
    return Finish(ticket=ticket.id, counter=counter) if ticket else None


def _absent(hall: Hall, counter: str, _digits: str) -> Command | None:
    ticket = _in_hand(hall, counter)
    return MarkAbsent(ticket=ticket.id, counter=counter) if ticket else None


def _hold(hall: Hall, counter: str, _digits: str) -> Command | None:
    ticket = _in_hand(hall, counter)
    return Hold(reason="other", ticket=ticket.id, counter=counter) if ticket else None


def _resume(hall: Hall, counter: str, _digits: str) -> Command | None:
    """Take up what this counter's clerk has held longest."""
    clerk = hall.counter(counter).clerk
    held = [ticket for _, _, it, _ in hall.live["held"] if (ticket := hall.tickets[it]).leg.clerk == clerk]
    first = min(held, key=lambda ticket: ticket.leg.held_from_us or 0, default=None)
    return Resume(ticket=first.id, counter=counter) if first else None


def _transfer(hall: Hall, counter: str, digits: str) -> Command | None:
    """Send on to the counter whose number was typed first; never to itself or to a retired one."""
    ticket = _in_hand(hall, counter)
    rows = hall.catalog.counters.values()
    target = next((row.slug for row in rows if str(row.number) == digits.lstrip("0") and not row.retired), counter)
    if ticket is None or target == counter:
        return None
    return Transfer(ticket=ticket.id, to_counter=target, counter=counter)


def _pause(hall: Hall, counter: str, _digits: str) -> Command:
    paused = hall.counter(counter).state == "paused"
    return OpenCounter(counter=counter) if paused else PauseCounter(reason="other", counter=counter)


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
}
"""Key name → its meaning. ``rate`` (评价) ends the service, which opens the rater; it rates nothing itself."""
