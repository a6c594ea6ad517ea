# SPDX-License-Identifier: Apache-2.0
"""How events add to the facts about each clerk's work. Called for every entry, after its own fold."""

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec.structs import replace

from hallserver.core import events as e
from hallserver.core.acts import act_of, for_another, keep_act
from hallserver.core.hall import Hall
from hallserver.core.suspension import suspended_us
from hallserver.core.watched import At, Missed, Rest, Served, Watched

_Fact = TypeVar("_Fact", Served, Missed)
AT_ONCE_US = 2_000_000
"""A call so soon after a finish is one movement of the hand."""
STANDING_US = 120_000_000
"""From here on a visitor who was called has not been on the way all the time."""


def note(hall: Hall, entry: e.Entry) -> None:
    """Keep what the entry says of clerks' work, and the act that it is if it is out of the ordinary."""
    add = _NOTES.get(type(entry.event))
    if add is not None:
        add(hall, entry, entry.event)
    act = act_of(entry)
    if act is not None:
        hall.acted[act.kind] = hall.acted.get(act.kind, 0) + 1
        hall.acts = keep_act(hall.acts, act)


def _of(hall: Hall, clerk: str) -> Watched:
    found = hall.watched.get(clerk)
    if found is None:
        found = hall.watched[clerk] = Watched()
    return found


def _went_by_us(hall: Hall, since_us: int | None, at_us: int) -> int:
    """Return how long this was, without the time in which the hall stood still."""
    return 0 if since_us is None else at_us - since_us - suspended_us(hall, since_us, at_us)


def _called(hall: Hall, entry: e.Entry, it: e.TicketCalled) -> None:
    clerk = _of(hall, it.clerk)
    at_once = clerk.finished_us > 0 and entry.at_us - clerk.finished_us <= AT_ONCE_US
    clerk.hurried = it.ticket if at_once else ""
    if at_once and clerk.implicit:
        clerk.unstarted.append(At(entry.at_us, clerk.implicit, it.counter))
    clerk.implicit = ""


def _started(hall: Hall, entry: e.Entry, it: e.ServiceStarted) -> None:
    clerk, ticket = _of(hall, it.clerk), hall.tickets[it.ticket]
    leg = ticket.leg
    clerk.starts += 1
    stood_us = _went_by_us(hall, leg.called_us, entry.at_us)
    if clerk.hurried == it.ticket and stood_us >= STANDING_US and leg.calls == 1 and not (ticket.needs or leg.on_way_s):
        clerk.kept_standing.append(At(entry.at_us, it.ticket, it.counter))
    clerk.hurried = ""


def _finished(hall: Hall, entry: e.Entry, it: e.ServiceFinished) -> None:
    clerk, leg = _of(hall, it.clerk), hall.tickets[it.ticket].legs[it.leg - 1]
    since_us = leg.started_us if leg.started_us is not None else leg.called_us
    took_us = _went_by_us(hall, since_us, entry.at_us) - (leg.held_us if leg.started_us is not None else 0)
    if not for_another(entry, it.clerk):
        clerk.served.append(Served(it.ticket, it.counter, took_us, not it.implicit, it.outcome))
    clerk.finished_us, clerk.implicit, clerk.hurried = entry.at_us, it.ticket if it.implicit else "", ""


def _absent(hall: Hall, entry: e.Entry, it: e.TicketAbsent) -> None:
    if for_another(entry, it.clerk):
        return
    ticket = hall.tickets[it.ticket]
    leg = ticket.legs[it.leg - 1]
    after_us = entry.at_us - (leg.called_us or entry.at_us)
    _of(hall, it.clerk).missed.append(Missed(it.ticket, it.counter, after_us, leg.calls, bool(ticket.needs), leg.on_way_s))


def _transferred(hall: Hall, entry: e.Entry, it: e.TicketTransferred) -> None:
    _of(hall, it.clerk).transfers.append(At(entry.at_us, it.ticket, it.counter))


def _issued(hall: Hall, entry: e.Entry, it: e.TicketIssued) -> None:
    if it.channel == "direct":
        _of(hall, it.clerk).directs.append(At(entry.at_us, f"{entry.epoch}.{entry.seq}", it.counter))


def _paused(hall: Hall, entry: e.Entry, it: e.CounterPaused) -> None:
    row = hall.catalog.counters.get(it.counter)
    waiting = sum(hall.line(queue).waiting for queue in row.queues) if row is not None else 0
    own = entry.actor == f"person:{it.clerk}" or entry.actor.startswith("device:")  # or by the counter's keypad
    if own and waiting and not hall.suspended:  # while the hall stands still nobody could be called
        _of(hall, it.clerk).rests.append(Rest(it.counter, it.reason, waiting, entry.at_us))


def _goes_on(hall: Hall, entry: e.Entry, it: e.CounterOpened | e.CounterClosed | e.CounterHandedOver) -> None:
    clerk = hall.watched.get(it.clerk)
    if clerk is not None and clerk.rests and not clerk.rests[-1].until_us:
        clerk.rests[-1] = replace(clerk.rests[-1], until_us=entry.at_us)


def _finish_undone(hall: Hall, _: e.Entry, it: e.FinishUndone) -> None:
    clerk = _of(hall, it.clerk)
    clerk.served = _without_last(clerk.served, it.ticket)
    clerk.unstarted = [fact for fact in clerk.unstarted if fact.ticket != it.ticket or fact.at_us < clerk.finished_us]


def _absence_undone(hall: Hall, _: e.Entry, it: e.AbsenceUndone) -> None:
    clerk = _of(hall, it.clerk)
    clerk.missed = _without_last(clerk.missed, it.ticket)


def _without_last(facts: list[_Fact], ticket: str) -> list[_Fact]:
    """Return the facts without the ticket's last one: what was seen at its earlier errands and calls is not taken back."""
    last = max((at for at, fact in enumerate(facts) if fact.ticket == ticket), default=len(facts))
    return facts[:last] + facts[last + 1 :]


_NOTES: dict[type[e.Event], Callable[[Hall, e.Entry, Any], None]] = {
    e.TicketCalled: _called,
    e.ServiceStarted: _started,
    e.ServiceFinished: _finished,
    e.TicketAbsent: _absent,
    e.TicketTransferred: _transferred,
    e.TicketIssued: _issued,
    e.CounterPaused: _paused,
    e.CounterOpened: _goes_on,
    e.CounterClosed: _goes_on,
    e.CounterHandedOver: _goes_on,
    e.FinishUndone: _finish_undone,
    e.AbsenceUndone: _absence_undone,
}
"""Event → what it adds."""
