# SPDX-License-Identifier: Apache-2.0
"""Opening hours by the hall's own clock. The tests begin on Monday, 2026-11-23, 09:00 in Shanghai."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from hallserver.core.catalog import HallRow
from hallserver.core.hall import Hall
from hallserver.core.hall_row import SpecialDay
from hallserver.core.hours import (
    calendar_of,
    clock_here,
    closing_us,
    date_here,
    end_of_working_day_us,
    has_said,
    in_hours,
    last_number_us,
    next_opening_us,
    open_on,
    opening_us,
    spans_us,
    time_us,
    today_us,
)
from hallserver.core.standard import read_standard
from tests.support import MINUTE_US, NINE_US, SHIPPED, names

HOUR_US = 60 * MINUTE_US
WEEK = {**{str(day): ("09:00-12:00", "14:00-17:30") for day in range(1, 6)}, "6": ("09:30-12:00",)}


def hall(zone: str = "Asia/Shanghai", until_min: int = 30, **fields: object) -> Hall:
    """Return a hall with these hours."""
    made = Hall()
    row = HallRow(slug="h", names=names("厅"), zone=zone, issue_until_min=until_min, hours=WEEK)
    made.catalog.hall = {"h": HallRow(slug="h", names=names("厅")) if fields.get("none") else row}
    return made


def test_todays_spans_are_told_in_order() -> None:
    """Nine to noon, two to half past five."""
    spans = spans_us(hall(), NINE_US + 3 * HOUR_US)

    assert spans == [(NINE_US, NINE_US + 3 * HOUR_US), (NINE_US + 5 * HOUR_US, NINE_US + 8 * HOUR_US + 30 * MINUTE_US)]
    assert opening_us(hall(), NINE_US) == NINE_US
    assert closing_us(hall(), NINE_US) == NINE_US + 8 * HOUR_US + 30 * MINUTE_US
    assert last_number_us(hall(), NINE_US) == NINE_US + 8 * HOUR_US
    assert last_number_us(hall(until_min=0), NINE_US) == closing_us(hall(), NINE_US)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (-0.01, False),
        (0, True),
        (2.99, True),
        (3, False),
        (4.5, False),
        (5, True),
        (8.5, False),
        (120.4, False),
        (120.6, True),
        (144.5, False),
    ],
)
def test_open_from_the_first_moment_of_a_span_to_its_last(hours: float, expected: bool) -> None:  # noqa: FBT001 -- a row of the table
    """Also on Saturday; Sunday has no spans."""
    assert in_hours(hall(), NINE_US + int(hours * HOUR_US)) is expected


@pytest.mark.parametrize(("hours", "expected"), [(-1, 0), (0, 5), (4, 5), (5, 24), (100, 101), (110, 120.5), (121, 168), (150, 168)])
def test_the_next_opening_is_found_over_nights_and_weekends(hours: float, expected: float) -> None:
    """From Saturday noon on it is Monday."""
    assert next_opening_us(hall(), NINE_US + int(hours * HOUR_US)) == NINE_US + int(expected * HOUR_US)


def test_where_nobody_has_said_nothing_is_told() -> None:
    """A hall without hours is neither open nor closed by them."""
    silent = hall(none=True)

    assert [ask(silent, NINE_US) for ask in (in_hours, opening_us, closing_us, last_number_us, next_opening_us)] == [None] * 5
    assert spans_us(silent, NINE_US) == []


def test_a_hall_elsewhere_has_its_own_morning() -> None:
    """Nine in Urumqi's zone is two hours later."""
    assert opening_us(hall("Asia/Urumqi"), NINE_US) == NINE_US + 2 * HOUR_US


def test_a_time_on_the_wall_is_todays_in_the_halls_zone() -> None:
    """A quarter to nine in Shanghai, asked in the evening; where it is still Sunday it is Sunday's."""
    assert today_us(hall(), NINE_US + 11 * HOUR_US, "08:45") == NINE_US - 15 * MINUTE_US
    assert today_us(hall("America/New_York"), NINE_US, "20:00") == NINE_US


def in_china(**fields: object) -> Hall:
    """Return a hall in Shanghai under the shipped standard, with its holidays and make-up days."""
    made = hall()
    made.standard = read_standard(SHIPPED)
    row = made.catalog.hall["h"]
    made.catalog.hall = {"h": msgspec.structs.replace(row, **fields)}
    return made


def us(moment: str, zone: str = "Asia/Shanghai") -> int:
    """Return a moment on the wall as UTC µs."""
    return round(datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)).timestamp()) * 1_000_000


@pytest.mark.parametrize(
    ("reported", "n", "due"),
    [
        ("2026-02-13 16:00", 1, "2026-02-15 00:00"),
        ("2026-02-13 16:00", 3, "2026-02-26 00:00"),
        ("2026-02-14 09:10", 10, "2026-03-07 00:00"),
        ("2026-02-17 10:00", 0, "2026-02-25 00:00"),
        ("2026-04-30 17:59", 3, "2026-05-09 00:00"),
        ("2026-09-18 23:59", 1, "2026-09-21 00:00"),
        ("2026-09-30 08:00", 3, "2026-10-11 00:00"),
        ("2026-09-30 08:00", 15, "2026-10-28 00:00"),
        ("2026-10-10 12:00", 1, "2026-10-13 00:00"),
    ],
)
def test_a_deadline_ends_with_its_working_day_across_the_holidays_of_2026(reported: str, n: int, due: str) -> None:
    """By the hall's own midnight: 24:00 of the n-th working day after the day of the report, counted by hand."""
    assert end_of_working_day_us(in_china(), us(reported), n) == us(due)


def test_a_deadline_is_counted_by_the_halls_own_date() -> None:
    """In Urumqi's zone the first minutes of Shanghai's Monday are still Sunday."""
    there = in_china(zone="Asia/Urumqi")
    at_us = us("2026-11-23 01:00")

    assert end_of_working_day_us(in_china(), at_us, 1) == us("2026-11-25 00:00")
    assert end_of_working_day_us(there, at_us, 1) == us("2026-11-24 00:00", "Asia/Urumqi")


def test_the_next_opening_is_found_beyond_the_longest_holiday() -> None:
    """From the evening of the make-up Saturday to the Tuesday after; a special day in between comes first."""
    evening = us("2026-02-14 20:00")

    assert in_hours(in_china(), us("2026-02-14 10:00"))
    assert next_opening_us(in_china(), evening) == us("2026-02-24 09:00")
    duty = {"2026-02-19": SpecialDay(spans=("10:00-12:00",))}
    assert next_opening_us(in_china(special=duty), evening) == us("2026-02-19 10:00")
    assert (open_on(in_china(), date(2026, 2, 16)), closing_us(in_china(), us("2026-02-16 10:00"))) == ((), None)


def test_the_wall_and_the_date_are_the_halls() -> None:
    """And the hours of a weekday are said of all days, those of a special day of that day alone."""
    assert (clock_here(hall(), NINE_US), date_here(hall(), NINE_US)) == ("09:00", date(2026, 11, 23))
    assert time_us(hall(), date(2026, 11, 23), "09:00") == NINE_US
    assert calendar_of(hall()).years == frozenset()
    once = in_china(hours={}, special={"2026-12-24": SpecialDay()})
    days = (date(2026, 12, 23), date(2026, 12, 24))
    assert [[has_said(it, day) for day in days] for it in (hall(), hall(none=True), once)] == [[True, True], [False, False], [False, True]]


def test_one_special_day_closes_no_other_day() -> None:
    """Of a hall that has said nothing but that it is shut, or open longer, on one day nobody knows the hours on the others."""
    once = in_china(hours={}, special={"2026-12-24": SpecialDay(), "2026-12-25": SpecialDay(spans=("09:00-20:00",))})

    assert [in_hours(once, us(f"2026-12-{day} 10:00")) for day in (23, 24, 25, 26)] == [None, False, True, None]
    assert [next_opening_us(once, us(f"2026-12-{day} 21:00")) for day in (22, 23, 24)] == [None, None, us("2026-12-25 09:00")]
