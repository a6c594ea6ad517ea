# SPDX-License-Identifier: Apache-2.0
"""What reports keep of on-site management: patrols and what was looked at, findings, actions, registers, and every step of them."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from hallserver.core import events as e
from hallserver.core.asking import Sealed
from hallserver.core.check_row import INSPECTION
from hallserver.core.site_state import ENDS
from hallserver.store import chain

Execute = Callable[[str, tuple[Any, ...]], Any]
"""Runs one statement."""
_Statements = Iterator[tuple[str, tuple[Any, ...]]]

_PATROL = (
    "INSERT INTO patrol (epoch, seq, day, at_us, actor, cycle, zones, checks, findings, from_us, until_us, mark)"
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
)
_DONE = "INSERT INTO check_done (epoch, seq, zone, item, day, done_us) VALUES (?,?,?,?,?,?)"
_PLANNED = "INSERT OR REPLACE INTO check_planned (day, zone, cycle, items) VALUES (?,?,?,?)"
_OPENED = (
    "INSERT INTO finding (no, day, mark, item, resource, step, zone, counter, place, responsible, safety, severity, deduction, by,"
    " opened_us, found_us, due_us, repeat_of, nth) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
_SEEN = "UPDATE finding SET seen=seen+1 WHERE no=?"
_GRAVER = "UPDATE finding SET severity=?, deduction=?, due_us=? WHERE no=?"
_FIXED = "UPDATE finding SET fixed_us=?, fixed_by=?, recheck_us=? WHERE no=?"
_PASSED = "UPDATE finding SET rechecks=rechecks+1, rechecked_by=?, closed_us=? WHERE no=?"
_FAILED = "UPDATE finding SET rechecks=rechecks+1, rechecked_by=?, fixed_us=NULL, fixed_by='', recheck_us=NULL, due_us=? WHERE no=?"
_WITHDRAWN = "UPDATE finding SET closed_us=? WHERE no=?"
_ESCALATED = "UPDATE finding SET escalated=?, climbed=? WHERE no=?"
_ACTION = "INSERT INTO site_action (no, day, measure, owner, due, due_us, findings, by, opened_us) VALUES (?,?,?,?,?,?,?,?,?)"
_ACTION_STEP = "UPDATE site_action SET step=? WHERE no=?"
_ACTION_END = "UPDATE site_action SET step=?, parameter=?, standard=?, closed_us=? WHERE no=?"
_ENTRY = "INSERT INTO register_entry (no, day, register, fields, by, opened_us, closed_us) VALUES (?,?,?,?,?,?,?)"
_ENTRY_STEP = "UPDATE register_entry SET step=?, closed_us=? WHERE no=?"
_ENTRY_GONE = "UPDATE register_entry SET closed_us=coalesce(closed_us, ?) WHERE no=?"
_STEP = (
    "INSERT INTO site_step (epoch, seq, no, day, at_us, actor, kind, says, who_ref, note_ref, photo_refs) VALUES (?,?,?,?,?,?,?,?,?,?,?)"
)
_SAID = {"severity", "passed", "step", "parameter", "standard", "reason", "source", "why"}
"""Fields of events that a step repeats; the others stand in the row of what it is about."""


def _ref(kept: Sealed | None) -> str | None:
    return kept.ref if kept is not None else None


def _patrol(entry: e.Entry, it: e.PatrolRecorded) -> _Statements:
    n = sum(map(len, it.checked.values()))
    when = (it.from_us, it.until_us, it.mark)
    yield _PATROL, (entry.epoch, entry.seq, *_at(entry), it.cycle, json.dumps([*it.checked]), n, len(it.findings), *when)
    own = it.checked if it.cycle != INSPECTION else {}
    for zone, items in own.items():
        for item in items:
            yield _DONE, (entry.epoch, entry.seq, zone, item, entry.day, it.until_us)


def _at(entry: e.Entry) -> tuple[str, int, str]:
    return entry.day, entry.at_us, entry.actor


def _opened(entry: e.Entry, it: e.FindingOpened) -> _Statements:
    what = (it.mark, it.check, it.resource, it.step, it.zone, it.counter, it.place, it.responsible)
    worth = (int(it.safety), it.severity, it.deduction, entry.actor, entry.at_us, it.found_us, it.due_us, it.repeat_of, it.nth)
    yield _OPENED, (it.finding, entry.day, *what, *worth)


def _seen_again(_: e.Entry, it: e.FindingSeenAgain) -> _Statements:
    yield _SEEN, (it.finding,)
    if it.due_us:
        yield _GRAVER, (it.severity, it.deduction, it.due_us, it.finding)


def _fixed(entry: e.Entry, it: e.FindingFixed) -> _Statements:
    yield _FIXED, (entry.at_us, entry.actor, it.recheck_us, it.finding)


def _rechecked(entry: e.Entry, it: e.FindingRechecked) -> _Statements:
    yield (_PASSED, (entry.actor, entry.at_us, it.finding)) if it.passed else (_FAILED, (entry.actor, it.due_us, it.finding))


def _escalated(_: e.Entry, it: e.FindingEscalated) -> _Statements:
    yield _ESCALATED, (it.step, it.nth, it.finding)


def _withdrawn(entry: e.Entry, it: e.FindingWithdrawn) -> _Statements:
    """Close it; that it was withdrawn, by whom and why, its step says."""
    yield _WITHDRAWN, (entry.at_us, it.finding)


def _planned_action(entry: e.Entry, it: e.ActionPlanned) -> _Statements:
    day, at_us, actor = _at(entry)
    yield _ACTION, (it.action, day, it.measure, it.owner, it.due, it.due_us, json.dumps(list(it.findings)), actor, at_us)


def _stepped_action(entry: e.Entry, it: e.ActionStepped) -> _Statements:
    if it.step in ENDS:
        yield _ACTION_END, (it.step, it.parameter, it.standard, entry.at_us, it.action)
    else:
        yield _ACTION_STEP, (it.step, it.action)


def _registered(entry: e.Entry, it: e.EntryRegistered) -> _Statements:
    day, at_us, actor = _at(entry)
    fields = json.dumps(it.fields, ensure_ascii=False, sort_keys=True)
    yield _ENTRY, (it.entry, day, it.register, fields, actor, at_us, at_us if it.closed else None)


def _stepped_entry(entry: e.Entry, it: e.EntryStepped) -> _Statements:
    yield _ENTRY_STEP, (it.step, entry.at_us if it.closed else None, it.entry)


def _withdrawn_entry(entry: e.Entry, it: e.EntryWithdrawn) -> _Statements:
    """Close it where it was open; that it was withdrawn, when, by whom and why, its step says."""
    yield _ENTRY_GONE, (entry.at_us, it.entry)


Project = Callable[[e.Entry, Any], _Statements]


def _with_step(kind: str, about: str, project: Project) -> Project:
    """Return what keeps the step too: under this name, or the event's own; ``about`` is the field with the number."""

    def both(entry: e.Entry, it: Any) -> _Statements:  # noqa: ANN401 -- any event of the site
        yield from project(entry, it)
        says = {name: value for name, value in msgspec.to_builtins(it).items() if name in _SAID}
        refs = (
            _ref(getattr(it, "who", None)),
            _ref(getattr(it, "note", None)),
            json.dumps([kept.ref for kept in getattr(it, "photos", ())]),
        )
        said = (kind or it.step, json.dumps(says, sort_keys=True), *refs)
        yield _STEP, (entry.epoch, entry.seq, getattr(it, about), *_at(entry), *said)

    return both


PROJECT: dict[type[e.Event], Project] = {
    e.PatrolRecorded: _patrol,
    e.FindingOpened: _with_step("opened", "finding", _opened),
    e.FindingSeenAgain: _with_step("seen-again", "finding", _seen_again),
    e.FindingFixed: _with_step("fixed", "finding", _fixed),
    e.FindingRechecked: _with_step("rechecked", "finding", _rechecked),
    e.FindingEscalated: _with_step("escalated", "finding", _escalated),
    e.FindingWithdrawn: _with_step("withdrawn", "finding", _withdrawn),
    e.ActionPlanned: _with_step("plan", "action", _planned_action),
    e.ActionStepped: _with_step("", "action", _stepped_action),
    e.EntryRegistered: _with_step("registered", "entry", _registered),
    e.EntryStepped: _with_step("", "entry", _stepped_entry),
    e.EntryWithdrawn: _with_step("withdrawn", "entry", _withdrawn_entry),
}
"""Event → its statements; those of a day's end stand in ``planned``."""


def planned(entry: e.Entry, it: e.DayClosed) -> _Statements:
    """Give what should have been looked at on a day, by the checklist that was in force when it closed."""
    for zone, by_cycle in it.snapshot.get("patrol_planned", {}).items():
        for cycle, items in by_cycle.items():
            yield _PLANNED, (entry.day, zone, cycle, json.dumps(list(items)))


_MARKS = ",".join("?" * (len(PROJECT) + 1))
_ENTRIES = (
    "SELECT epoch, seq, at_us, day, kind, v, actor, idem_key, body FROM event"  # noqa: S608 -- constants only
    f" WHERE kind IN ({_MARKS}) ORDER BY epoch, seq"
)


def fill(execute: Execute) -> None:
    """Fill the empty tables with what the journal says."""
    every: dict[type[e.Event], Project] = {**PROJECT, e.DayClosed: planned}
    for row in execute(_ENTRIES, tuple(kind.__name__ for kind in every)):
        entry = chain.entry_of(row)
        for sql, values in every[type(entry.event)](entry, entry.event):
            execute(sql, values)
