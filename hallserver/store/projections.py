# SPDX-License-Identifier: Apache-2.0
"""Tables for reports, written in the transaction of their events: each event's statements in one table.

A projection is a function of the entry alone, so the tables can be refolded from the first event
and must come out equal (``hallserver rebuild --check``).
"""

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from hallserver.core import events as e
from hallserver.core.hall import BESIDE
from hallserver.store import projections_hall
from hallserver.store.vault import ERASE

Statement = tuple[str, tuple[Any, ...]]

TABLES: dict[str, str] = {
    "business_day": "date",
    "ticket": "id",
    "leg": "ticket, leg",
    "rating": "ticket, leg, stage, nth",
    "counter_span": "epoch, seq",
    "hand": "epoch, seq",
    "item_done": "ticket, leg, item",
    "suspension": "epoch, seq",
    "roll_up": "day",
}
"""Every projection and the columns that order it; ``roll_up`` is made of the others (``store/roll_up.py``)."""

TICKET = (
    "INSERT INTO ticket (id, day, letter, number, label, issued_us, grp, declared, needs, party, language, channel, actor,"
    " ahead, range_low_s, range_high_s, standard, state) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,'open')"
)
LEG = (
    "INSERT INTO leg (ticket, leg, day, queue, service, services, opened_by, opened_us, target_s, grp, credit_s, state)"
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,'waiting')"
)
CALLED = (
    "UPDATE leg SET state='called', counter=?, clerk=?, calls=?, out_of_order=max(out_of_order,?), ended_us=NULL,"
    " first_called_us=coalesce(first_called_us,?), last_called_us=? WHERE ticket=? AND leg=?"
)
_RECALLED = "UPDATE leg SET calls=?, last_called_us=? WHERE ticket=? AND leg=?"
_HELD_UNTIL = "held_us=held_us+CASE WHEN started_us IS NULL OR held_from_us IS NULL THEN 0 ELSE max(0,?-held_from_us) END"
SERVING = (
    f"UPDATE leg SET state='serving', counter=?, clerk=?, {_HELD_UNTIL}, held_from_us=NULL,"  # noqa: S608 -- constants only
    " started_us=coalesce(started_us,?) WHERE ticket=? AND leg=?"
)
FINISHED = "UPDATE leg SET state='finished', finished_us=?, ended_us=?, outcome=?, implicit=? WHERE ticket=? AND leg=?"
_BY_HAND = "UPDATE leg SET state='finished', counter=?, clerk=?, finished_us=?, ended_us=?, outcome=?, implicit=1 WHERE ticket=? AND leg=1"
_HELD = "UPDATE leg SET state='held', held_from_us=? WHERE ticket=? AND leg=?"
_READY = "UPDATE leg SET state='waiting', counter=?, clerk=? WHERE ticket=? AND leg=?"
_LEG_ENDED = f"UPDATE leg SET state=?, ended_us=?, {_HELD_UNTIL}, held_from_us=NULL WHERE ticket=? AND leg=?"  # noqa: S608 -- constants only
TICKET_ENDED = "UPDATE ticket SET state=?, ended_us=? WHERE id=?"
_MISSED = "UPDATE ticket SET misses=? WHERE id=?"
_DISPOSED = "UPDATE ticket SET disposition=? WHERE id=?"
_ITEM = (
    "INSERT INTO item_done (ticket, leg, item, day, quantity) VALUES (?,?,?,?,?)"
    " ON CONFLICT DO UPDATE SET quantity=quantity+excluded.quantity"
)
_RATING = (
    "INSERT INTO rating (ticket, leg, stage, nth, day, at_us, stars, counter, clerk, channel, device, tags, comment_ref)"
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
_SPAN_END = "UPDATE counter_span SET until_us=? WHERE day=? AND counter=? AND until_us IS NULL"
_SPAN = "INSERT INTO counter_span (epoch, seq, day, counter, clerk, state, reason, from_us) VALUES (?,?,?,?,?,?,?,?)"
TAKEN = "INSERT INTO hand (epoch, seq, day, counter, clerk, ticket, leg, from_us) VALUES (?,?,?,?,?,?,?,?)"
PUT_DOWN = "UPDATE hand SET until_us=? WHERE ticket=? AND leg=? AND until_us IS NULL"
DOUBTS = {
    "wait": "UPDATE leg SET wait_doubt=? WHERE ticket=? AND leg=?",
    "service": "UPDATE leg SET service_doubt=? WHERE ticket=? AND leg=?",
}
"""Which figure of a leg is not credible → what keeps why."""
_DAY = "INSERT INTO business_day (date, opened_us) VALUES (?,?) ON CONFLICT DO UPDATE SET closed_us=NULL"
_DAY_END = "UPDATE business_day SET closed_us=? WHERE date=?"


def statements(entry: e.Entry) -> Iterator[Statement]:
    """Give the SQL that this entry adds to the projections; none for what no report reads."""
    project = PROJECT.get(type(entry.event))
    return project(entry, entry.event) if project is not None else iter(())


@lru_cache(4096)
def _listed(names: tuple[str, ...]) -> str:
    """Return the names as the tables keep a list: JSON. The same few come again and again."""
    return json.dumps(list(names))


def _leg(entry: e.Entry, ticket: str, leg: int, plan: e.LegPlan, opened_by: str, *, since_us: int = 0) -> Statement:
    service = plan.services[0] if plan.services else ""
    services, opened_us = _listed(plan.services), since_us or entry.at_us
    values = (ticket, leg, entry.day, plan.queue, service, services, opened_by, opened_us, plan.target_s, plan.group, plan.credit_s)
    return LEG, values


def _issued(entry: e.Entry, it: e.TicketIssued) -> Iterator[Statement]:
    ticket = f"{entry.epoch}.{entry.seq}"
    low_s, high_s = it.range_s or (None, None)
    yield (
        TICKET,
        (
            ticket, entry.day, it.letter, it.number, it.label, it.since_us or entry.at_us, it.group, it.declared, _listed(it.needs),
            it.party, it.language, it.channel, entry.actor, it.ahead, low_s, high_s, it.standard,
        ),
    )  # fmt: skip
    yield _leg(entry, ticket, 1, it.legs[0], it.channel if it.channel in BESIDE else "issue", since_us=it.since_us)
    if it.outcome:
        yield _BY_HAND, (it.counter, it.clerk, entry.at_us, entry.at_us, it.outcome, ticket)
        yield TICKET_ENDED, ("finished", entry.at_us, ticket)


def _taken(entry: e.Entry, it: e.TicketCalled | e.TicketResumed) -> Statement:
    return TAKEN, (entry.epoch, entry.seq, entry.day, it.counter, it.clerk, it.ticket, it.leg, entry.at_us)


def _called(entry: e.Entry, it: e.TicketCalled) -> Iterator[Statement]:
    yield CALLED, (it.counter, it.clerk, it.call, int(it.out_of_order), entry.at_us, entry.at_us, it.ticket, it.leg)
    yield _taken(entry, it)


def _recalled(entry: e.Entry, it: e.TicketRecalled) -> Iterator[Statement]:
    yield _RECALLED, (it.call, entry.at_us, it.ticket, it.leg)


def _started(entry: e.Entry, it: e.ServiceStarted) -> Iterator[Statement]:
    yield SERVING, (it.counter, it.clerk, entry.at_us, entry.at_us, it.ticket, it.leg)


def _finished(entry: e.Entry, it: e.ServiceFinished) -> Iterator[Statement]:
    yield FINISHED, (entry.at_us, entry.at_us, it.outcome, int(it.implicit), it.ticket, it.leg)
    yield PUT_DOWN, (entry.at_us, it.ticket, it.leg)
    for done in it.items:
        yield _ITEM, (it.ticket, it.leg, done.item, entry.day, done.quantity)
    if it.next is not None:
        yield _leg(entry, it.ticket, it.leg + 1, it.next, "next")
    else:
        yield TICKET_ENDED, ("finished", entry.at_us, it.ticket)


def _held(entry: e.Entry, it: e.TicketHeld) -> Iterator[Statement]:
    yield _HELD, (entry.at_us, it.ticket, it.leg)
    yield PUT_DOWN, (entry.at_us, it.ticket, it.leg)


def _resumed(entry: e.Entry, it: e.TicketResumed) -> Iterator[Statement]:
    if it.to == "serving":
        yield SERVING, (it.counter, it.clerk, entry.at_us, entry.at_us, it.ticket, it.leg)
        yield _taken(entry, it)
    else:
        yield _READY, (it.counter, it.clerk, it.ticket, it.leg)


def _ended(state: str, entry: e.Entry, ticket: str, leg: int) -> Iterator[Statement]:
    yield _LEG_ENDED, (state, entry.at_us, entry.at_us, ticket, leg)
    yield PUT_DOWN, (entry.at_us, ticket, leg)


def _transferred(entry: e.Entry, it: e.TicketTransferred) -> Iterator[Statement]:
    yield from _ended("transferred", entry, it.ticket, it.leg)
    yield _leg(entry, it.ticket, it.leg + 1, it.next, "transfer")


def _absent(entry: e.Entry, it: e.TicketAbsent) -> Iterator[Statement]:
    yield from _ended("forfeited" if it.forfeited else "absent", entry, it.ticket, it.leg)
    yield _MISSED, (it.misses, it.ticket)
    if it.forfeited:
        yield TICKET_ENDED, ("forfeited", entry.at_us, it.ticket)


def _brought_back(entry: e.Entry, it: e.TicketBroughtBack) -> Iterator[Statement]:
    yield _leg(entry, it.ticket, it.leg, it.next, "bring-back")


def _cancelled(entry: e.Entry, it: e.TicketCancelled) -> Iterator[Statement]:
    yield from _ended("cancelled", entry, it.ticket, it.leg)
    yield TICKET_ENDED, ("cancelled", entry.at_us, it.ticket)


def _voided(entry: e.Entry, it: e.TicketVoided) -> Iterator[Statement]:
    yield from _ended("voided", entry, it.ticket, it.leg)
    yield TICKET_ENDED, ("voided", entry.at_us, it.ticket)


def _unserved(entry: e.Entry, it: e.TicketUnserved) -> Iterator[Statement]:
    yield from _ended("unserved", entry, it.ticket, it.leg)
    yield TICKET_ENDED, ("unserved", entry.at_us, it.ticket)
    yield _DISPOSED, (it.disposition, it.ticket)


def _rated(entry: e.Entry, it: e.RatingGiven) -> Iterator[Statement]:
    ref = it.comment.ref if it.comment is not None else None
    tags = _listed(it.tags)
    values = (it.ticket, it.leg, it.stage, it.nth, entry.day, entry.at_us, it.stars, it.counter, it.clerk, it.channel)
    yield _RATING, (*values, it.device, tags, ref)


def _annotated(_: e.Entry, it: e.RecordAnnotated) -> Iterator[Statement]:
    yield DOUBTS[it.what], ("" if it.credible else it.reason, it.ticket, it.leg)


def _counter_on(state: str) -> Callable[[e.Entry, Any], Iterator[Statement]]:
    def project(entry: e.Entry, it: e.CounterOpened | e.CounterPaused) -> Iterator[Statement]:
        yield _SPAN_END, (entry.at_us, entry.day, it.counter)
        reason = it.reason if isinstance(it, e.CounterPaused) else ""
        yield _SPAN, (entry.epoch, entry.seq, entry.day, it.counter, it.clerk, state, reason, entry.at_us)

    return project


def _counter_off(entry: e.Entry, it: e.CounterClosed) -> Iterator[Statement]:
    yield _SPAN_END, (entry.at_us, entry.day, it.counter)


def _erased(_: e.Entry, it: e.DataErased) -> Iterator[Statement]:
    """Erase in the vault, which is no projection: what the journal says is erased must be so from that moment."""
    for ref in it.refs:
        yield ERASE, (ref,)


def _day_opened(entry: e.Entry, it: e.DayOpened) -> Iterator[Statement]:
    yield _DAY, (it.date, entry.at_us)


def _day_closed(entry: e.Entry, it: e.DayClosed) -> Iterator[Statement]:
    yield _DAY_END, (entry.at_us, it.date)
    yield projections_hall.went_on(entry)


PROJECT: dict[type[e.Event], Callable[[e.Entry, Any], Iterator[Statement]]] = {
    e.TicketIssued: _issued,
    e.TicketCalled: _called,
    e.TicketRecalled: _recalled,
    e.ServiceStarted: _started,
    e.ServiceFinished: _finished,
    e.TicketHeld: _held,
    e.TicketResumed: _resumed,
    e.TicketTransferred: _transferred,
    e.TicketAbsent: _absent,
    e.TicketBroughtBack: _brought_back,
    e.TicketCancelled: _cancelled,
    e.TicketVoided: _voided,
    e.TicketUnserved: _unserved,
    e.RatingGiven: _rated,
    e.RecordAnnotated: _annotated,
    e.CounterOpened: _counter_on("open"),
    e.CounterPaused: _counter_on("paused"),
    e.CounterClosed: _counter_off,
    e.DataErased: _erased,
    e.DayOpened: _day_opened,
    e.DayClosed: _day_closed,
    **projections_hall.PROJECT,
}
"""Event → its statements."""
