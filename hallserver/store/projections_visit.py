# SPDX-License-Identifier: Apache-2.0
"""What reports keep of a visit that goes another way than most: changed, swapped, undone, lifted, checked."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from hallserver.core import events as e
from hallserver.core.standard import LIFTED_S
from hallserver.core.ticket import RETURNED
from hallserver.store import projections_beside
from hallserver.store import report_sql as sql

_Statements = Iterator[tuple[str, tuple[Any, ...]]]

_CHANGED = "UPDATE leg SET queue=?, service=?, services=?, target_s=?, grp=?, credit_s=? WHERE ticket=? AND leg=?"
_SWAPPED_BACK = "UPDATE leg SET state='waiting', counter='', clerk='', started_us=NULL WHERE ticket=? AND leg=?"
_PUT_BACK = "UPDATE leg SET state='waiting', counter='', clerk='' WHERE ticket=? AND state='called'"
_LET_GO = "UPDATE hand SET until_us=? WHERE ticket=? AND until_us IS NULL"
_NO_NEXT = "DELETE FROM leg WHERE ticket=? AND leg=?"
_NO_ITEMS = "DELETE FROM item_done WHERE ticket=? AND leg=?"
_UNFINISHED = (
    "UPDATE leg SET state=CASE implicit WHEN 1 THEN 'called' ELSE 'serving' END, implicit=0, finished_us=NULL, ended_us=NULL, outcome=''"
    " WHERE ticket=? AND leg=?"
)
_CALLED_AGAIN = (
    "UPDATE leg SET state='called', held_from_us=CASE WHEN started_us IS NULL THEN NULL ELSE ended_us END, ended_us=NULL"
    " WHERE ticket=? AND leg=?"
)
"""A hold that the miss ended goes on from there."""
_OPEN_AGAIN = "UPDATE ticket SET state='open', ended_us=NULL, misses=misses-? WHERE id=?"
_LIFTED = "UPDATE leg SET credit_s=?, out_of_order=1 WHERE ticket=? AND leg=?"
_CONFIRMED = "UPDATE ticket SET grp=?, declared='' WHERE id=?"
_CREDITED = (
    "UPDATE leg SET grp=?, credit_s=? WHERE ticket=? AND leg=? AND state IN ('waiting', 'held')"
    " AND (credit_s<=? OR (credit_s<? AND grp NOT IN ('', ?) AND grp=(SELECT grp FROM ticket WHERE id=leg.ticket)))"
)
"""It gives no less, or takes the place of the group that was mistaken for it: run before the ticket has it."""
_NOT_SO = "UPDATE ticket SET declared='' WHERE id=?"
_NEEDS = "UPDATE ticket SET needs=?, language=? WHERE id=?"
_LET_OTHERS = "UPDATE leg SET credit_s=0, yielded=yielded+CASE WHEN first_called_us IS NULL THEN ? ELSE 0 END WHERE ticket=? AND leg=?"
_CASE = "UPDATE leg SET case_no=? WHERE ticket=? AND leg=?"


def taken(entry: e.Entry, counter: str, clerk: str, ticket: str, leg: int) -> tuple[str, tuple[Any, ...]]:
    """Return what keeps that a counter has a ticket in hand from now on."""
    return sql.TAKEN, (entry.epoch, entry.seq, entry.day, counter, clerk, ticket, leg, entry.at_us)


def _changed(_: e.Entry, it: e.ServiceChanged) -> _Statements:
    to = it.next
    services = json.dumps(list(to.services))
    yield _CHANGED, (to.queue, to.services[0], services, to.target_s, to.group, to.credit_s, it.ticket, it.leg)


def _swapped(entry: e.Entry, it: e.TicketsSwapped) -> _Statements:
    yield _SWAPPED_BACK, (it.back, it.back_leg)
    yield sql.PUT_DOWN, (entry.at_us, it.back, it.back_leg)
    yield sql.CALLED, (it.counter, it.clerk, it.call, 1, entry.at_us, entry.at_us, it.ticket, it.leg)
    yield taken(entry, it.counter, it.clerk, it.ticket, it.leg)
    if it.to == "serving":
        yield sql.SERVING, (it.counter, it.clerk, entry.at_us, entry.at_us, it.ticket, it.leg)
    yield from projections_beside.swapped(entry, it)


def _in_hand_again(entry: e.Entry, it: e.FinishUndone | e.AbsenceUndone, update: str, *, misses: int) -> _Statements:
    if it.put_back:
        yield _PUT_BACK, (it.put_back,)
        yield _LET_GO, (entry.at_us, it.put_back)
    yield update, (it.ticket, it.leg)
    yield _OPEN_AGAIN, (misses, it.ticket)
    yield taken(entry, it.counter, it.clerk, it.ticket, it.leg)


def _finish_undone(entry: e.Entry, it: e.FinishUndone) -> _Statements:
    yield _NO_NEXT, (it.ticket, it.leg + 1)
    yield _NO_ITEMS, (it.ticket, it.leg)
    yield from _in_hand_again(entry, it, _UNFINISHED, misses=0)


def _absence_undone(entry: e.Entry, it: e.AbsenceUndone) -> _Statements:
    yield from _in_hand_again(entry, it, _CALLED_AGAIN, misses=1)


def _lifted(entry: e.Entry, it: e.TicketLifted) -> _Statements:
    yield _LIFTED, (it.credit_s, it.ticket, it.leg)
    yield from projections_beside.lifted(entry, it)


def _checked(_: e.Entry, it: e.PriorityChecked) -> _Statements:
    if not it.group:
        yield _NOT_SO, (it.ticket,)
        return
    yield _CREDITED, (it.group, it.credit_s, it.ticket, it.leg, it.credit_s, LIFTED_S, RETURNED)
    yield _CONFIRMED, (it.group, it.ticket)


def _needs(_: e.Entry, it: e.NeedsNoted) -> _Statements:
    yield _NEEDS, (json.dumps(list(it.needs)), it.language, it.ticket)


def _yielded(_: e.Entry, it: e.PlaceYielded) -> _Statements:
    yield _LET_OTHERS, (it.places, it.ticket, it.leg)


def _case(_: e.Entry, it: e.CaseNoted) -> _Statements:
    yield _CASE, (it.case_no, it.ticket, it.leg)


PROJECT: dict[type[e.Event], Callable[[e.Entry, Any], _Statements]] = {
    e.ServiceChanged: _changed,
    e.TicketsSwapped: _swapped,
    e.FinishUndone: _finish_undone,
    e.AbsenceUndone: _absence_undone,
    e.TicketLifted: _lifted,
    e.PriorityChecked: _checked,
    e.NeedsNoted: _needs,
    e.PlaceYielded: _yielded,
    e.CaseNoted: _case,
}
"""Event → its statements."""
