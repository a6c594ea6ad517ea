# SPDX-License-Identifier: Apache-2.0
"""Attendance of a day worked out by hand: two clerks, two counters, one pause, one shift that nobody came to."""

from reports.attendance import Attendance, DeskRow, DeskRows, attendance, to_json
from reports.rows import PlannedRow

MINUTE = 60_000_000
NOON = 180 * MINUTE
ROWS = DeskRows(
    day="2026-11-23",
    as_of_us=NOON,
    open=True,
    desks=[
        DeskRow("c1", "li", "open", "", 0, 60 * MINUTE),
        DeskRow("c1", "li", "paused", "restroom", 60 * MINUTE, 70 * MINUTE),
        DeskRow("c1", "li", "open", "", 70 * MINUTE, 90 * MINUTE),
        DeskRow("c1", "wang", "open", "", 100 * MINUTE, None),
        DeskRow("c2", "li", "open", "", 100 * MINUTE, 130 * MINUTE),
        DeskRow("c2", "li", "paused", "meal", 130 * MINUTE, None),
    ],
    planned=[PlannedRow("c1", 10 * MINUTE, 200 * MINUTE), PlannedRow("c3", 0, 60 * MINUTE)],
)


def found(rows: DeskRows = ROWS) -> Attendance:
    """Return the attendance of these rows."""
    return attendance(rows)


def test_a_clerk_has_the_time_of_all_counters_and_the_pauses_by_reason() -> None:
    """The longest pause first; what lasts is measured up to now."""
    li, wang = found().clerks
    assert (li.slug, li.first_us, li.last_us, li.others) == ("li", 0, None, ["c1", "c2"])
    assert (li.open_us, li.paused_us) == (110 * MINUTE, 60 * MINUTE)
    assert [(it.reason, it.times, it.lasted_us) for it in li.pauses] == [("meal", 1, 50 * MINUTE), ("restroom", 1, 10 * MINUTE)]
    assert (wang.first_us, wang.open_us, wang.others) == (100 * MINUTE, 80 * MINUTE, ["c1"])


def test_a_counter_stands_beside_its_shift_and_one_that_nobody_opened_is_there() -> None:
    """Of a day that runs only what is past was planned; a pause keeps no shift."""
    one, two, three = found().desks
    assert (one.slug, one.planned_us, one.kept_us, one.others) == ("c1", 170 * MINUTE, 150 * MINUTE, ["li", "wang"])
    assert (two.planned_us, two.kept_us, two.last_us) == (0, 0, None)
    assert (three.slug, three.open_us, three.planned_us, three.kept_us, three.spans) == ("c3", 0, 60 * MINUTE, 0, [])
    over = attendance(ROWS._replace(open=False))
    assert over.desks[0].planned_us == 190 * MINUTE


def test_a_day_without_anybody_is_empty() -> None:
    """Also as JSON."""
    none = attendance(DeskRows(day="2026-11-22", as_of_us=0, open=False, desks=[], planned=[]))
    assert (none.clerks, none.desks) == ([], [])
    assert b'"clerks":[]' in to_json(none)
