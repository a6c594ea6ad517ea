# SPDX-License-Identifier: Apache-2.0
"""Opening hours by the hall's own clock. The tests begin on Monday, 2026-11-23, 09:00 in Shanghai."""

import pytest

from hallserver.core.catalog import HallRow
from hallserver.core.hall import Hall
from hallserver.core.hours import closing_us, in_hours, last_number_us, next_opening_us, opening_us, spans_us, today_us
from tests.support import MINUTE_US, NINE_US, names

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
