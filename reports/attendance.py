# SPDX-License-Identifier: Apache-2.0
"""Attendance and desk state of one business day, from the counters' own events: who sat where, pauses by reason, open against plan.

Nobody is asked to sign anything: opening a counter is what is counted. Times are UTC in integer microseconds.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from reports import spans
from reports.rows import PlannedRow


class DeskRow(NamedTuple):
    """A stretch in which somebody had a counter ``open`` or ``paused``; ``until_us`` None: it still is."""

    counter: str
    clerk: str
    state: str
    reason: str
    from_us: int
    until_us: int | None


class DeskRows(NamedTuple):
    """What is known of a business day (ISO date); ``as_of_us``: how far, for what still lasts."""

    day: str
    as_of_us: int
    open: bool
    """Whether the day still runs."""
    desks: Sequence[DeskRow]
    planned: Sequence[PlannedRow]


class Pause(Struct, frozen=True, kw_only=True):
    """How often and how long there was a pause for a reason (a ``pause`` code)."""

    reason: str
    times: int
    lasted_us: int


class Present(Struct, frozen=True, kw_only=True):
    """What one clerk, or one counter, was there for."""

    slug: str
    first_us: int
    last_us: int | None
    """End of the last stretch; None: it lasts."""
    open_us: int
    paused_us: int
    pauses: list[Pause]
    others: list[str]
    """Of a clerk the counters, of a counter the clerks, in the order of the day."""


class Desk(Present, frozen=True, kw_only=True):
    """A counter, with what was planned for it."""

    planned_us: int
    """So long it should have been open by now; 0: no shift has it."""
    kept_us: int
    """Of that, so long it was open; a pause is none of it."""
    spans: list[DeskRow]


class Attendance(Struct, frozen=True, kw_only=True):
    """The day."""

    day: str
    as_of_us: int
    open: bool
    clerks: list[Present]
    desks: list[Desk]


def attendance(rows: DeskRows) -> Attendance:
    """Return who was there, by clerk and by counter. A counter that a shift has and nobody opened is there with nothing."""
    by_desk, by_clerk = _by(rows.desks, "counter"), _by(rows.desks, "clerk")
    planned = _planned(rows)
    return Attendance(
        day=rows.day,
        as_of_us=rows.as_of_us,
        open=rows.open,
        clerks=[Present(slug=slug, **_present(of, rows.as_of_us, "counter")) for slug, of in sorted(by_clerk.items()) if slug],
        desks=[_desk(slug, by_desk.get(slug, []), planned.get(slug, []), rows) for slug in sorted(by_desk.keys() | planned.keys())],
    )


def to_json(found: Attendance) -> bytes:
    """Return it as the screen reads it."""
    return msgspec.json.encode(found)


def _by(rows: Iterable[DeskRow], field: str) -> dict[str, list[DeskRow]]:
    found: dict[str, list[DeskRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda it: it.from_us):
        found[getattr(row, field)].append(row)
    return found


def _planned(rows: DeskRows) -> dict[str, list[spans.Span]]:
    """Return when each counter should have been open so far, or on the whole of a day that is over."""
    found: dict[str, list[spans.Span]] = defaultdict(list)
    for it in rows.planned:
        found[it.counter].append((it.from_us, min(it.until_us, rows.as_of_us) if rows.open else it.until_us))
    return {slug: spans.union(of) for slug, of in found.items()}


def _span(row: DeskRow, as_of_us: int) -> spans.Span:
    return row.from_us, as_of_us if row.until_us is None else row.until_us


def _in_state(rows: Sequence[DeskRow], state: str, as_of_us: int) -> list[spans.Span]:
    return spans.union(_span(it, as_of_us) for it in rows if it.state == state)


def _present(rows: Sequence[DeskRow], as_of_us: int, other: str) -> dict[str, Any]:
    """Return the fields that a clerk and a counter have in common; ``other``: the column of whom or what else they had to do with."""
    ends = [it.until_us for it in rows]
    return {
        "first_us": rows[0].from_us,
        "last_us": None if None in ends else max(it for it in ends if it is not None),
        "open_us": spans.length_us(_in_state(rows, "open", as_of_us)),
        "paused_us": spans.length_us(_in_state(rows, "paused", as_of_us)),
        "pauses": _pauses(rows, as_of_us),
        "others": [it for it in dict.fromkeys(getattr(row, other) for row in rows) if it],
    }


def _pauses(rows: Sequence[DeskRow], as_of_us: int) -> list[Pause]:
    """Return the pauses by reason, the longest first."""
    found: dict[str, list[spans.Span]] = defaultdict(list)
    for it in rows:
        if it.state == "paused":
            found[it.reason].append(_span(it, as_of_us))
    pauses = [Pause(reason=reason, times=len(of), lasted_us=spans.length_us(of)) for reason, of in found.items()]
    return sorted(pauses, key=lambda it: (-it.lasted_us, it.reason))


def _desk(slug: str, rows: list[DeskRow], planned: list[spans.Span], whole: DeskRows) -> Desk:
    opened = _in_state(rows, "open", whole.as_of_us)
    none: dict[str, Any] = {"first_us": 0, "last_us": 0, "open_us": 0, "paused_us": 0, "pauses": [], "others": []}
    return Desk(
        slug=slug,
        **(_present(rows, whole.as_of_us, "clerk") if rows else none),
        planned_us=spans.length_us(planned),
        kept_us=spans.length_us(spans.common(opened, planned)),
        spans=rows,
    )
