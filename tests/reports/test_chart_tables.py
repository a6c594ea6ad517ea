# SPDX-License-Identifier: Apache-2.0
"""A chart as a table: the same numbers, none cut, none put together, in every language."""

import pytest
from msgspec.structs import replace

from hallserver.words import LANGUAGES
from reports.chart_tables import TABLES, day_names, numbers_of, part_text
from reports.day import make_day
from reports.gallery import GALLERY
from reports.pictured import Day, Hour, Pictured, alike
from tests.reports.sample_day import at, leg, names, period, rating, ticket

ONE = make_day(period(tickets=[ticket(1, at("09:00"))], legs=[leg(1, at("09:00"), 125)], ratings=[rating(1, 2)]), names())
HOURS = tuple(
    Hour(weekday=weekday, hour=hour, opened=1000 * weekday + hour, waits=1, wait_us=1) for weekday, hour in ((1, 9), (3, 9), (3, 11))
)
SEEN = Pictured(spread=((0, 9_999), (5, 0), (60, 1)), hours=HOURS, open=(1.5,), causes=tuple((cause, 1) for cause in ("slow", "place")))
FULL = replace(ONE, pictured=SEEN)


def day(date: str, *stars: int) -> Day:
    """Return a day with these ratings by stars."""
    return Day(date=date, tickets=9, judged=1, within=1, waits=1, wait_us=1, stars=(stars[0], 0, 0, 0, stars[1]))


def test_every_chart_has_its_table() -> None:
    """Whoever cannot see one is told the same."""
    assert set(TABLES) == {*GALLERY, "ratings"}


@pytest.mark.parametrize("language", [it for it in LANGUAGES if it != "yue"])
@pytest.mark.parametrize("name", TABLES)
def test_each_row_has_a_cell_for_each_column(name: str, language: str) -> None:
    """And every head is a word of the language."""
    head, rows = numbers_of(replace(FULL, pictured=replace(SEEN, days=(day("2026-03-02", 1, 1),))), name, language)

    assert rows
    assert {len(row) for row in rows} == {len(head)}
    assert not any("report." in text for text in head)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("waits", [["09:00", "2分05秒", "2分05秒", "1"]]),
        ("load", [["09:00", "1", "1", "1"]]),
        ("staffing", [["09:00", "1", "1.5"]]),
        ("spread", [["0–5", "9,999", "99.9%"], ["5–10", "0", "99.9%"], ["60+", "1", "100%"]]),
        ("heat", [["9–10", "1,009", "3,009"], ["11–12", "0", "3,011"]]),
        ("causes", [["办理慢", "1", "50%"], ["环境设施", "1", "100%"]]),
    ],
)
def test_a_table_says_what_is_drawn(name: str, rows: list[list[str]]) -> None:
    """Written out by hand."""
    assert numbers_of(FULL, name, "zh-Hans").rows == rows


def test_a_period_has_no_most_waiting_beside_its_sums() -> None:
    """As its chart has none."""
    assert len(numbers_of(replace(FULL, kind="period"), "load", "en").head) == len(numbers_of(FULL, "load", "en").head) - 1


def test_a_period_has_its_counters_by_day() -> None:
    """To a tenth, as they are drawn; a day of which they are not known has no nought."""
    days = (replace(day("2026-03-02", 1, 1), opened=5.96), day("2026-03-03", 1, 1))
    table = numbers_of(replace(FULL, kind="period", pictured=Pictured(days=days)), "staffing", "zh-Hans")

    assert table.head[2] == "平均开窗数（开窗时长 ÷ 大厅开放时长）"
    assert table.rows == [["03-02", "9", "6"], ["03-03", "9", "–"]]


def test_a_month_of_which_only_days_are_told_says_which() -> None:
    """Ten months and two days stand side by side as eleven months, and the last says that it is a part of one."""
    told = (day("2026-10", 3, 9), day("2026-11-02", 1, 4), day("2026-11-05", 0, 0))
    days = alike(told)

    assert [(it.date, it.bad, it.rated, it.tickets) for it in days] == [("2026-10", 3, 12, 9), ("2026-11", 1, 5, 18)]
    assert day_names(days, told) == ["2026-10", "11-02–05"]
    assert day_names(told[1:], told[1:]) == ["11-02", "11-05"]
    whole = tuple(day(f"2026-11-{no:02d}", 0, 0) for no in range(1, 31))
    assert day_names(alike((told[0], *whole)), (told[0], *whole)) == ["2026-10", "2026-11"], "told day by day, and whole"
    assert alike(told[1:]) == told[1:]
    table = numbers_of(replace(FULL, pictured=Pictured(days=told)), "trend", "zh-Hans")
    assert table.rows == [["2026-10", "12", "75.00%", "3"], ["11-02–05", "5", "80.00%", "1"]]


def test_no_case_has_no_share() -> None:
    """A day without ratings is not a bad one."""
    assert numbers_of(replace(FULL, pictured=Pictured(days=(day("2026-03-02", 0, 0),))), "trend", "en").rows == [["03-02", "0", "–", "0"]]


def test_a_share_is_all_only_when_it_is_all() -> None:
    """9,999 of 10,000 is not everybody."""
    assert (part_text(9_999, 10_000), part_text(10_000, 10_000)) == ("99.9%", "100%")
