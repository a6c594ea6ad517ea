# SPDX-License-Identifier: Apache-2.0
"""Days to come that are otherwise than their weekday, as screens tell of them. It is Monday, 2026-11-23; some tests go back to February."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from displays.days import coming
from tests.support import NINE_US, SMALL_HALL, Play, names

WEEK = {**{str(day): ["09:00-12:00", "14:00-17:30"] for day in range(1, 6)}, "6": ["09:30-12:00"]}
HALL = SMALL_HALL["hall"][0]


def told(on: str, **row: object) -> list[dict[str, object]]:
    """Return what is told on a date."""
    play = Play(SMALL_HALL | {"hall": [HALL | {"hours": WEEK} | row]})
    noon = datetime.combine(date.fromisoformat(on), datetime.min.time(), tzinfo=ZoneInfo("Asia/Shanghai"))
    return coming(play.hall, round(noon.timestamp()) * 1_000_000)


def test_a_holiday_is_one_stretch_and_says_when_the_hall_is_open_again() -> None:
    """Two make-up Saturdays around nine days of Spring Festival, which end on a Tuesday morning."""
    [before, festival, after] = told("2026-02-10")

    assert (before["from"], before["kind"], before["spans"], before["back"]) == ("2026-02-14", "make-up", WEEK["1"], [])
    assert (festival["from"], festival["until"], festival["kind"]) == ("2026-02-15", "2026-02-23", "holiday")
    assert (festival["spans"], festival["back"]) == ([], ["2026-02-24", "09:00"])
    assert (after["from"], after["until"]) == ("2026-02-28", "2026-02-28")


def test_a_stretch_that_runs_now_begins_today_and_one_that_is_over_is_not_told() -> None:
    """On the Friday of the festival four days are left of it; then only the make-up day, then nothing until April."""
    assert [(row["from"], row["until"]) for row in told("2026-02-20")] == [("2026-02-20", "2026-02-23"), ("2026-02-28", "2026-02-28")]
    assert [row["from"] for row in told("2026-02-24")] == ["2026-02-28"]
    assert told("2026-03-01") == []


def test_special_days_are_told_with_what_the_hall_says_of_them() -> None:
    """Closed for a day within a week, and longer on another; days in a row that differ are told apart."""
    closed = {"names": names("停电检修")}
    special = {"2026-11-26": closed, "2026-11-27": closed, "2026-11-28": {"spans": ["09:00-20:00"]}, "2026-11-20": closed}
    [one, other] = told("2026-11-23", special=special)

    assert (one["from"], one["until"], one["names"], one["spans"]) == ("2026-11-26", "2026-11-27", names("停电检修"), [])
    assert one["back"] == ["2026-11-28", "09:00"]
    assert (other["from"], other["spans"], other["back"]) == ("2026-11-28", ["09:00-20:00"], [])


def test_where_nobody_has_said_the_hours_nothing_is_told() -> None:
    """A hall without hours may be open on a holiday."""
    assert coming(Play().hall, NINE_US) == []
    assert told("2026-02-10", hours={}) == []
    [once] = told("2026-02-10", hours={}, special={"2026-02-12": {"names": names("停电检修")}})
    assert (once["from"], once["until"], once["back"]) == ("2026-02-12", "2026-02-12", [])
