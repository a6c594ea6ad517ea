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
from hallserver.store import (
    projections_alarm,
    projections_beside,
    projections_hall,
    projections_rating,
    projections_report,
    projections_site,
    projections_visit,
    projections_work,
)
from hallserver.store import report_sql as sql
from hallserver.store.projections_visit import taken
from hallserver.store.vault import ERASE

Statement = tuple[str, tuple[Any, ...]]

TABLES: dict[str, str] = {
    "business_day": "date",
    "ticket": "id",
    "leg": "ticket, leg",
    "rating": "ticket, leg, stage, nth",
    "rating_default": "ticket, leg, stage",
    "case_completed": "ticket, leg",
    "counter_span": "epoch, seq",
    "hand": "epoch, seq",
    "item_done": "ticket, leg, item",
    "suspension": "epoch, seq",
    "standard": "epoch, seq",
    "planned_span": "day, counter, from_us",
    "roll_up": "day",
    "set_up_at_close": "day",
    "work_order": "no",
    "work_step": "epoch, seq",
    "alarm": "epoch, seq",
    "patrol": "epoch, seq",
    "check_done": "epoch, seq, zone, item",
    "check_planned": "day, zone, cycle",
    "finding": "no",
    "site_action": "no",
    "register_entry": "no",
    "site_step": "epoch, seq",
    "out_of_order": "epoch, seq",
    "device_away": "epoch, seq",
    "report_version": "epoch, seq",
}
"""Every projection and the columns that order it; ``roll_up`` and ``set_up_at_close`` are made in ``store/roll_up.py``."""


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
    return sql.LEG, values


def _issued(entry: e.Entry, it: e.TicketIssued) -> Iterator[Statement]:
    ticket = f"{entry.epoch}.{entry.seq}"
    low_s, high_s = it.range_s or (None, None)
    yield (
        sql.TICKET,
        (
            ticket, entry.day, it.letter, it.number, it.label, it.since_us or entry.at_us, it.group, it.declared, _listed(it.needs),
            it.party, it.language, it.channel, entry.actor, it.ahead, low_s, high_s, it.standard,
        ),
    )  # fmt: skip
    yield _leg(entry, ticket, 1, it.legs[0], it.channel if it.channel in BESIDE else "issue", since_us=it.since_us)
    if it.outcome:
        yield sql.BY_HAND, (it.counter, it.clerk, entry.at_us, entry.at_us, it.outcome, ticket)
        yield sql.TICKET_ENDED, ("finished", entry.at_us, ticket)
    elif it.counter:
        yield sql.SERVING, (it.counter, it.clerk, entry.at_us, entry.at_us, ticket, 1)
        yield taken(entry, it.counter, it.clerk, ticket, 1)


def _called(entry: e.Entry, it: e.TicketCalled) -> Iterator[Statement]:
    yield sql.CALLED, (it.counter, it.clerk, it.call, int(it.out_of_order), entry.at_us, entry.at_us, it.ticket, it.leg)
    yield taken(entry, it.counter, it.clerk, it.ticket, it.leg)
    yield from projections_beside.jumped(entry, it)


def _recalled(entry: e.Entry, it: e.TicketRecalled) -> Iterator[Statement]:
    yield sql.RECALLED, (it.call, entry.at_us, it.ticket, it.leg)


def _started(entry: e.Entry, it: e.ServiceStarted) -> Iterator[Statement]:
    yield sql.SERVING, (it.counter, it.clerk, entry.at_us, entry.at_us, it.ticket, it.leg)


def _finished(entry: e.Entry, it: e.ServiceFinished) -> Iterator[Statement]:
    yield sql.FINISHED, (entry.at_us, entry.at_us, it.outcome, int(it.implicit), it.case_no, it.ticket, it.leg)
    yield sql.PUT_DOWN, (entry.at_us, it.ticket, it.leg)
    for done in it.items:
        yield sql.ITEM, (it.ticket, it.leg, done.item, entry.day, done.quantity)
    if it.next is not None:
        yield _leg(entry, it.ticket, it.leg + 1, it.next, "next")
    else:
        yield sql.TICKET_ENDED, ("finished", entry.at_us, it.ticket)


def _held(entry: e.Entry, it: e.TicketHeld) -> Iterator[Statement]:
    yield sql.HELD, (entry.at_us, it.ticket, it.leg)
    yield sql.PUT_DOWN, (entry.at_us, it.ticket, it.leg)


def _resumed(entry: e.Entry, it: e.TicketResumed) -> Iterator[Statement]:
    if it.to == "serving":
        yield sql.SERVING, (it.counter, it.clerk, entry.at_us, entry.at_us, it.ticket, it.leg)
        yield taken(entry, it.counter, it.clerk, it.ticket, it.leg)
    else:
        yield sql.READY, (it.counter, it.clerk, it.ticket, it.leg)


def _ended(state: str, entry: e.Entry, ticket: str, leg: int) -> Iterator[Statement]:
    yield sql.LEG_ENDED, (state, entry.at_us, entry.at_us, ticket, leg)
    yield sql.PUT_DOWN, (entry.at_us, ticket, leg)


def _transferred(entry: e.Entry, it: e.TicketTransferred) -> Iterator[Statement]:
    yield from _ended("transferred", entry, it.ticket, it.leg)
    yield _leg(entry, it.ticket, it.leg + 1, it.next, "transfer")


def _absent(entry: e.Entry, it: e.TicketAbsent) -> Iterator[Statement]:
    yield from _ended("forfeited" if it.forfeited else "absent", entry, it.ticket, it.leg)
    yield sql.MISSED, (it.misses, it.ticket)
    if it.forfeited:
        yield sql.TICKET_ENDED, ("forfeited", entry.at_us, it.ticket)


def _brought_back(entry: e.Entry, it: e.TicketBroughtBack) -> Iterator[Statement]:
    yield _leg(entry, it.ticket, it.leg, it.next, "bring-back")


def _cancelled(entry: e.Entry, it: e.TicketCancelled) -> Iterator[Statement]:
    yield from _ended("cancelled", entry, it.ticket, it.leg)
    yield sql.TICKET_ENDED, ("cancelled", entry.at_us, it.ticket)


def _voided(entry: e.Entry, it: e.TicketVoided) -> Iterator[Statement]:
    yield from _ended("voided", entry, it.ticket, it.leg)
    yield sql.TICKET_ENDED, ("voided", entry.at_us, it.ticket)


def _unserved(entry: e.Entry, it: e.TicketUnserved) -> Iterator[Statement]:
    yield from _ended("unserved", entry, it.ticket, it.leg)
    yield sql.TICKET_ENDED, ("unserved", entry.at_us, it.ticket)
    yield sql.DISPOSED, (it.disposition, it.ticket)


def _annotated(_: e.Entry, it: e.RecordAnnotated) -> Iterator[Statement]:
    yield sql.DOUBTS[it.what], ("" if it.credible else it.reason, it.ticket, it.leg)


def _counter_on(state: str) -> Callable[[e.Entry, Any], Iterator[Statement]]:
    def project(entry: e.Entry, it: e.CounterOpened | e.CounterPaused) -> Iterator[Statement]:
        yield sql.SPAN_END, (entry.at_us, entry.day, it.counter)
        reason = it.reason if isinstance(it, e.CounterPaused) else ""
        yield sql.SPAN, (entry.epoch, entry.seq, entry.day, it.counter, it.clerk, state, reason, entry.at_us)

    return project


def _counter_off(entry: e.Entry, it: e.CounterClosed) -> Iterator[Statement]:
    yield sql.SPAN_END, (entry.at_us, entry.day, it.counter)


def _erased(_: e.Entry, it: e.DataErased) -> Iterator[Statement]:
    """Erase in the vault, which is no projection: what the journal says is erased must be so from that moment."""
    for ref in it.refs:
        yield ERASE, (ref,)


def _day_opened(entry: e.Entry, it: e.DayOpened) -> Iterator[Statement]:
    yield sql.DAY, (it.date, entry.at_us)


def _day_closed(entry: e.Entry, it: e.DayClosed) -> Iterator[Statement]:
    yield sql.DAY_END, (entry.at_us, it.date)
    yield projections_hall.went_on(entry)
    yield from projections_site.planned(entry, it)


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
    e.RecordAnnotated: _annotated,
    e.CounterOpened: _counter_on("open"),
    e.CounterPaused: _counter_on("paused"),
    e.CounterClosed: _counter_off,
    e.DataErased: _erased,
    e.DayOpened: _day_opened,
    e.DayClosed: _day_closed,
    **projections_hall.PROJECT,
    **projections_visit.PROJECT,
    **projections_rating.PROJECT,
    **projections_work.PROJECT,
    **projections_site.PROJECT,
    **projections_alarm.PROJECT,
    **projections_beside.PROJECT,
    **projections_report.PROJECT,
}
"""Event → its statements."""
