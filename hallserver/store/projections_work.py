# SPDX-License-Identifier: Apache-2.0
"""What reports keep of work orders: when each step was first done and was due, and every step as it was."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from hallserver.core import events as e
from hallserver.core.asking import Sealed
from hallserver.store import chain

Execute = Callable[[str, tuple[Any, ...]], Any]
"""Runs one statement."""
_Statements = Iterator[tuple[str, tuple[Any, ...]]]

_OPENED = (
    "INSERT INTO work_order (no, day, source, ticket, label, leg, stage, nth, counter, clerk, service, item, stars, named, channel,"
    " opened_us, contact_due_us, close_due_us, text_ref, contact_ref, enough) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
_STEP = "INSERT INTO work_step (epoch, seq, no, day, at_us, actor, kind, says, note_ref) VALUES (?,?,?,?,?,?,?,?,?)"
_REACHABLE = "UPDATE work_order SET named=max(named, verified_us IS NULL AND excluded=''), contact_ref=? WHERE no=? AND contact_ref IS NULL"
_VERIFIED = "UPDATE work_order SET verified_us=coalesce(verified_us,?), found=?, complexity=?, fix_due_us=? WHERE no=?"
_CONTACTED = (
    "UPDATE work_order SET contacted_us=coalesce(contacted_us, CASE WHEN ? OR ?>=enough THEN ? END), reached=max(reached,?), tries=?"
    " WHERE no=?"
)
_SETTLED = (
    "UPDATE work_order SET settled_us=?1, rectified_us=?1, replied_us=?1, verified_us=coalesce(verified_us,?1),"
    " contacted_us=coalesce(contacted_us,?1), reached=1, found=CASE found WHEN '' THEN 'justified' ELSE found END,"
    " complexity=CASE complexity WHEN '' THEN 'simple' ELSE complexity END, measure=?2, cause=?3, close_due_us=?4 WHERE no=?5"
)
_RECTIFIED = "UPDATE work_order SET rectified_us=coalesce(rectified_us,?), measure=?, cause=? WHERE no=?"
_EXPLAINED = "UPDATE work_order SET explained_us=coalesce(explained_us,?), cause=? WHERE no=?"
_REPLIED = "UPDATE work_order SET replied_us=coalesce(replied_us,?), answer_ref=?, close_due_us=coalesce(close_due_us,?) WHERE no=?"
_CALLED_BACK = "UPDATE work_order SET called_back_us=coalesce(called_back_us,?), content=? WHERE no=?"
_CLOSED = "UPDATE work_order SET closed_us=? WHERE no=?"
_APPEAL = "UPDATE work_order SET appeal=? WHERE no=?"
_EXCLUDED = "UPDATE work_order SET excluded=?, close_due_us=coalesce(close_due_us,?) WHERE no=?"
_OVERDUE = "UPDATE work_order SET overdue=overdue+1 WHERE no=?"
_ESCALATED = "UPDATE work_order SET escalated=? WHERE no=?"
_UNSAID = frozenset(
    "order note text contact ticket label leg stage nth counter clerk service item stars tags dimensions named channel contact_due"
    " close_due fix_due on_spot_us tries due_us".split()
)
"""Fields of events that a step does not repeat: they stand in the order's row."""


def _ref(kept: Sealed | None) -> str | None:
    return kept.ref if kept is not None else None


def _due_us(due: e.Due | None) -> int | None:
    return due.due_us if due is not None else None


def _opened(entry: e.Entry, it: e.WorkOrderOpened) -> _Statements:
    visit = (it.ticket, it.label, it.leg, it.stage, it.nth, it.counter, it.clerk, it.service, it.item)
    due = (_due_us(it.contact_due), _due_us(it.close_due), _ref(it.text), _ref(it.contact), it.tries)
    yield _OPENED, (it.order, entry.day, it.source, *visit, it.stars, int(it.named), it.channel, entry.at_us, *due)


def _followed_up(_: e.Entry, it: e.OrderFollowedUp) -> _Statements:
    if it.contact is not None:
        yield _REACHABLE, (it.contact.ref, it.order)


def _verified(entry: e.Entry, it: e.OrderVerified) -> _Statements:
    yield _VERIFIED, (entry.at_us, it.found, it.complexity, it.fix_due.due_us, it.order)


def _contacted(entry: e.Entry, it: e.VisitorContacted) -> _Statements:
    yield _CONTACTED, (int(it.reached), it.nth, entry.at_us, int(it.reached), it.nth, it.order)


def _settled(entry: e.Entry, it: e.OrderSettled) -> _Statements:
    yield _SETTLED, (entry.at_us, it.measure, it.cause, it.close_due.due_us, it.order)


def _rectified(entry: e.Entry, it: e.OrderRectified) -> _Statements:
    yield _RECTIFIED, (entry.at_us, it.measure, it.cause, it.order)


def _explained(entry: e.Entry, it: e.OrderExplained) -> _Statements:
    yield _EXPLAINED, (entry.at_us, it.cause, it.order)


def _replied(entry: e.Entry, it: e.OrderReplied) -> _Statements:
    yield _REPLIED, (entry.at_us, _ref(it.text), it.close_due.due_us, it.order)


def _called_back(entry: e.Entry, it: e.OrderCalledBack) -> _Statements:
    yield _CALLED_BACK, (entry.at_us, it.content, it.order)


def _closed(entry: e.Entry, it: e.OrderClosed) -> _Statements:
    yield _CLOSED, (entry.at_us, it.order)


def _appealed(_: e.Entry, it: e.OrderAppealed) -> _Statements:
    yield _APPEAL, ("open", it.order)


def _reviewed(_: e.Entry, it: e.AppealReviewed) -> _Statements:
    yield _APPEAL, ("upheld" if it.upheld else "rejected", it.order)


def _decided(_: e.Entry, it: e.ExclusionDecided) -> _Statements:
    yield _EXCLUDED, (it.why if it.excluded else "", _due_us(it.close_due), it.order)


def _overdue(_: e.Entry, it: e.OrderOverdue) -> _Statements:
    yield _OVERDUE, (it.order,)


def _escalated(_: e.Entry, it: e.OrderEscalated) -> _Statements:
    yield _ESCALATED, (it.to, it.order)


def _only_a_step(_: e.Entry, __: e.ExclusionProposed | e.OrderReminded) -> _Statements:
    yield from ()


Project = Callable[[e.Entry, Any], _Statements]


def _with_step(kind: str, project: Project) -> Project:
    """Return what keeps the step too, under the name that ``WorkStep.kind`` has."""

    def both(entry: e.Entry, it: Any) -> _Statements:  # noqa: ANN401 -- any event of a work order
        yield from project(entry, it)
        says = {name: value for name, value in msgspec.to_builtins(it).items() if name not in _UNSAID}
        note = _ref(getattr(it, "note", None) or getattr(it, "text", None))
        yield _STEP, (entry.epoch, entry.seq, it.order, entry.day, entry.at_us, entry.actor, kind, json.dumps(says, sort_keys=True), note)

    return both


PROJECT: dict[type[e.Event], Project] = {
    e.WorkOrderOpened: _with_step("opened", _opened),
    e.OrderVerified: _with_step("verified", _verified),
    e.VisitorContacted: _with_step("contacted", _contacted),
    e.OrderSettled: _with_step("settled", _settled),
    e.OrderRectified: _with_step("rectified", _rectified),
    e.OrderExplained: _with_step("explained", _explained),
    e.OrderReplied: _with_step("replied", _replied),
    e.OrderCalledBack: _with_step("called-back", _called_back),
    e.OrderClosed: _with_step("closed", _closed),
    e.OrderAppealed: _with_step("appealed", _appealed),
    e.AppealReviewed: _with_step("appeal-reviewed", _reviewed),
    e.ExclusionProposed: _with_step("exclusion-proposed", _only_a_step),
    e.ExclusionDecided: _with_step("exclusion-decided", _decided),
    e.OrderReminded: _with_step("reminded", _only_a_step),
    e.OrderOverdue: _with_step("overdue", _overdue),
    e.OrderEscalated: _with_step("escalated", _escalated),
    e.OrderFollowedUp: _with_step("followed-up", _followed_up),
}
"""Event → its statements."""
_ENTRIES = (
    "SELECT epoch, seq, at_us, day, kind, v, actor, idem_key, body FROM event"
    " WHERE kind IN (SELECT value FROM json_each(?)) ORDER BY epoch, seq"
)


def fill(execute: Execute) -> None:
    """Fill the empty tables with what the journal says."""
    for row in execute(_ENTRIES, (json.dumps([kind.__name__ for kind in PROJECT]),)).fetchall():
        entry = chain.entry_of(row)
        for sql, values in PROJECT[type(entry.event)](entry, entry.event):
            execute(sql, values)
