# SPDX-License-Identifier: Apache-2.0
"""When the hall is open on a date, and which counters should be then: weekdays, holidays, make-up days, special days, shifts."""

from datetime import date

import pytest

from hallserver.core.calendar import Calendar
from hallserver.core.catalog import HallRow, ShiftRow
from hallserver.core.hall_row import SpecialDay
from hallserver.core.standard import read_standard
from hallserver.core.timetable import Planned, day_kind, planned_on, spans_on, told_on
from tests.support import SHIPPED, names

CHINA = read_standard(SHIPPED).calendar
FULL, LUNCH, EVENING, SATURDAY = ("09:00-12:00", "14:00-17:30"), "12:00-14:00", "17:30-20:00", ("09:30-12:00",)
WEEK = {**{str(day): FULL for day in range(1, 6)}, "3": ("09:00-20:00",), "6": SATURDAY}
NOON_OFF = SpecialDay(names=names("停电检修，今日不对外服务", "Closed: power maintenance"))


def here(special: dict[str, SpecialDay] | None = None, more: dict[str, tuple[str, ...]] | None = None) -> HallRow:
    """Return a hall that is open "5+2": six days a week, Wednesday until eight; ``more``: other kinds of days."""
    return HallRow(slug="h", names=names("厅"), hours=WEEK | (more or {}), special=special or {})


@pytest.mark.parametrize(
    ("day", "kind", "spans"),
    [
        ("2026-11-23", "1", FULL),
        ("2026-11-25", "3", ("09:00-20:00",)),
        ("2026-11-28", "6", SATURDAY),
        ("2026-11-29", "7", ()),
        ("2026-02-16", "holiday", ()),
        ("2026-02-21", "holiday", ()),
        ("2026-02-14", "make-up", FULL),
        ("2026-02-28", "make-up", FULL),
        ("2026-09-20", "make-up", FULL),
        ("2027-01-01", "5", FULL),
    ],
)
def test_a_date_is_open_by_its_kind(day: str, kind: str, spans: tuple[str, ...]) -> None:
    """On a make-up Saturday as on a Monday, on a Saturday of a holiday not at all; 2027 goes by the week until it is published."""
    assert (day_kind(CHINA, date.fromisoformat(day)), spans_on(here(), CHINA, date.fromisoformat(day))) == (kind, spans)


def test_a_hall_says_its_own_hours_of_holidays_and_make_up_days() -> None:
    """One that serves on holidays, and works the make-up days in the morning alone."""
    serves = here(more={"holiday": ("10:00-15:00",), "make-up": ("09:00-12:00",)})

    assert spans_on(serves, CHINA, date(2026, 10, 1)) == ("10:00-15:00",)
    assert spans_on(serves, CHINA, date(2026, 10, 10)) == ("09:00-12:00",)


def test_a_special_day_goes_before_its_kind() -> None:
    """Closed on a Thursday, open on a Sunday, open in a holiday; what visitors are told stands beside it."""
    days = {"2026-11-26": NOON_OFF, "2026-11-29": SpecialDay(spans=FULL), "2026-10-02": SpecialDay(spans=("10:00-12:00",))}
    hall = here(days)

    assert [spans_on(hall, CHINA, date.fromisoformat(day)) for day in days] == [(), FULL, ("10:00-12:00",)]
    assert told_on(hall, date(2026, 11, 26)) == NOON_OFF.names
    assert told_on(hall, date(2026, 11, 29)) == told_on(hall, date(2026, 11, 27)) == {}


def shift(slug: str, spans: tuple[str, ...], *days: str, **counters: str) -> ShiftRow:
    """Return a shift with these counters."""
    return ShiftRow(slug=slug, names=names(slug), days=days, spans=spans, counters=counters)


SHIFTS = (
    shift("day", (), *"12345", c1="li", c2="wang"),
    shift("noon", (LUNCH,), *"12345", c1="dan"),
    shift("evening", (EVENING,), "3", c2="wang"),
    shift("weekend", (), "6", c3=""),
)


def told(day: str, hall: HallRow | None = None, shifts: tuple[ShiftRow, ...] = SHIFTS, calendar: Calendar = CHINA) -> list[str]:
    """Return what is planned on a date, a line a span."""
    planned = planned_on(hall or here(), shifts, calendar, date.fromisoformat(day))
    return [f"{it.counter} {it.since}-{it.until} {it.person}".strip() for it in planned]


def test_counters_are_planned_by_the_shifts_within_the_halls_hours() -> None:
    """Who has lunch duty counts only where the hall is open over lunch: on Wednesday. Its evening is one stretch with the day."""
    assert told("2026-11-23") == ["c1 09:00-12:00 li", "c2 09:00-12:00 wang", "c1 14:00-17:30 li", "c2 14:00-17:30 wang"]
    assert told("2026-11-25") == ["c1 09:00-20:00 li", "c2 09:00-20:00 wang"]
    assert told("2026-11-28") == ["c3 09:30-12:00"]
    assert told("2026-11-29") == []


def test_lunch_service_is_hours_over_noon_and_a_shift_for_it() -> None:
    """午间不断档: two counters work through the day, one of them over noon; the two parts of its day are told apart by their person."""
    open_at_noon = here(more={"1": ("09:00-17:30",)})
    rows = (shift("day", FULL, "1", c1="li", c2="wang"), shift("noon", (LUNCH,), "1", c1="dan"))

    assert told("2026-11-23", open_at_noon, rows) == [
        "c1 09:00-12:00 li", "c2 09:00-12:00 wang", "c1 12:00-14:00 dan", "c1 14:00-17:30 li", "c2 14:00-17:30 wang",
    ]  # fmt: skip


def test_on_holidays_nothing_is_planned_and_make_up_days_are_mondays() -> None:
    """Unless a shift is for make-up days: then only those are. Without a calendar (the control) it has a Saturday's one counter."""
    assert told("2026-10-05") == []
    assert told("2026-10-10") == told("2026-11-23")
    assert told("2026-10-10", shifts=(*SHIFTS, shift("extra", (), "make-up", c3="li"))) == ["c3 09:00-12:00 li", "c3 14:00-17:30 li"]
    assert told("2026-10-10", calendar=Calendar()) == ["c3 09:30-12:00"]


def test_a_closed_day_plans_nothing_and_an_early_end_cuts_the_shift() -> None:
    """The afternoon before a holiday ends at four."""
    days = {"2026-11-26": NOON_OFF, "2026-11-27": SpecialDay(spans=("09:00-12:00", "14:00-16:00"))}

    assert told("2026-11-26", here(days)) == []
    assert told("2026-11-27", here(days), SHIFTS[:1])[-1] == "c2 14:00-16:00 wang"


def test_a_shift_holds_from_a_day_until_a_day_and_a_counter_is_planned_once() -> None:
    """Two shifts that overlap are not twice the time; one that is over, not begun or retired is none."""
    rows = (
        shift("one", ("09:00-11:00",), c1="li"),
        shift("two", ("10:00-12:00", "09:30-10:30"), c1="wang"),
        ShiftRow(slug="old", names=names("旧"), counters={"c2": ""}, until_day="2026-11-22"),
        ShiftRow(slug="next", names=names("新"), counters={"c2": ""}, from_day="2026-11-24"),
        ShiftRow(slug="gone", names=names("停"), counters={"c2": ""}, retired=True),
    )

    assert told("2026-11-23", shifts=rows) == ["c1 09:00-11:00 li", "c1 11:00-12:00 wang"]
    assert "c2 09:00-12:00" in told("2026-11-24", shifts=rows)


def test_where_nobody_has_said_the_hours_the_shifts_say_all() -> None:
    """A shift without times then plans nothing."""
    silent = HallRow(slug="h", names=names("厅"))

    assert planned_on(silent, [shift("one", (LUNCH,), c1="li"), shift("two", (), c2="")], CHINA, date(2026, 11, 23)) == [
        Planned(counter="c1", since="12:00", until="14:00", person="li")
    ]


def test_one_special_day_takes_the_shifts_of_no_other_day_away() -> None:
    """A hall that has said no more than that it is shut on one day."""
    silent = HallRow(slug="h", names=names("厅"), special={"2026-12-24": SpecialDay()})
    lunch = [shift("one", (LUNCH,), c1="li")]

    assert [len(planned_on(silent, lunch, CHINA, date(2026, 12, day))) for day in (23, 24)] == [1, 0]
