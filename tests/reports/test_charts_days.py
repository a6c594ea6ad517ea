# SPDX-License-Identifier: Apache-2.0
"""Charts of many days: the fullest hour is the darkest, a bad rating is a bar with its number, open counters are a stair."""

from itertools import pairwise

import pytest
from msgspec.structs import replace
from reportlab.graphics.shapes import Circle, Drawing, PolyLine, Rect, String

from reports import charts_days, drawing
from reports.day import make_day
from reports.hatching import SHADES
from reports.pictured import Day, Hour, Pictured, of_day
from tests.reports.sample_day import at, busy_day, leg, names, period

EMPTY = make_day(period(), names())
BUSY_ROWS = busy_day(300)
BUSY = make_day(BUSY_ROWS, names())
HOURS = tuple(Hour(weekday=weekday, hour=hour, opened=10 * weekday + hour, waits=1, wait_us=1) for weekday in (1, 3) for hour in (9, 10))


def day(date: str, *stars: int) -> Day:
    """Return a day with these ratings by stars."""
    return Day(date=date, tickets=9, judged=1, within=1, waits=1, wait_us=1, stars=(stars[0], stars[1], stars[2], stars[3], stars[4]))


def written(picture: Drawing) -> list[str]:
    """Return every text of a chart."""
    return [shape.text for shape in picture.contents if isinstance(shape, String)]


def test_the_heat_map_says_each_number_and_shades_it() -> None:
    """19, 20, 39, 40 of at most 40: steps of eight. Only weekdays that there were have a row."""
    picture = charts_days.heat_chart(replace(EMPTY, pictured=Pictured(hours=HOURS)), "zh-Hans")
    fills = [it.fillColor for it in picture.contents if isinstance(it, Rect) and it.width > 100 and it.fillColor is not None]

    assert {"19", "20", "39", "40", "周一", "周三", "9", "10"} <= set(written(picture))
    assert "周二" not in written(picture)
    assert [fill.hexval() for fill in fills] == [SHADES[shade][0].hexval() for shade in (3, 3, 5, 5)]


def test_ratings_over_time_have_the_number_on_each_bar_and_gaps_where_nobody_rated() -> None:
    """Two bad ones, none, one: a day without ratings breaks the line."""
    days = (day("2026-03-02", 1, 1, 0, 0, 8), day("2026-03-03", 0, 0, 0, 0, 0), day("2026-03-04", 0, 1, 0, 1, 2))
    picture = charts_days.trend_chart(replace(EMPTY, pictured=Pictured(days=days)), "zh-Hans")
    bars = [it for it in picture.contents if isinstance(it, Rect) and it.y == drawing.BOTTOM]

    assert [round(bar.height / bars[1].height, 6) for bar in bars] == [2, 1]
    assert {"2", "1", "03-02", "03-04", "100%"} <= set(written(picture))
    assert not any(isinstance(it, PolyLine) for it in picture.contents)


def test_bad_ratings_have_an_axis_of_their_own_below_the_share() -> None:
    """Six of ten are not drawn on the axis of per cents; where 366 numbers have no room, the axis says how many."""
    few = charts_days.trend_chart(replace(EMPTY, pictured=Pictured(days=(day("2026-03-02", 6, 0, 0, 0, 4),) * 2)), "zh-Hans")
    dot, *_ = (it for it in few.contents if isinstance(it, Circle))
    bars = [it for it in few.contents if isinstance(it, Rect) and it.y == drawing.BOTTOM]
    zero = next(it.y for it in few.contents if isinstance(it, String) and it.text == "0%")
    year = tuple(day(f"2028-01-{no:03d}", 111, 0, 0, 0, 1) for no in range(366))
    many = charts_days.trend_chart(replace(EMPTY, pictured=Pictured(days=year)), "zh-Hans", 270, 190)

    assert max(bar.y + bar.height for bar in bars) < zero < dot.cy
    assert "111" not in written(many)
    assert "150" in written(many)
    assert sum(isinstance(it, Circle) for it in many.contents) == 1


def test_a_title_names_what_is_counted_and_how_many() -> None:
    """Legs are not tickets: the label says what the unit says."""
    title, *_ = written(charts_days.heat_chart(replace(EMPTY, pictured=Pictured(hours=HOURS)), "zh-Hans"))
    days = (day("2026-03-02", 1, 0, 0, 0, 8), day("2026-03-03", 0, 0, 0, 0, 1))

    assert title == "各时段办理段数（星期 × 小时，各日合计） · n=118 段"
    assert written(charts_days.trend_chart(replace(EMPTY, pictured=Pictured(days=days)), "en"))[0].endswith(" · n=10 ratings, 2 days")


@pytest.mark.parametrize(("opened", "shades"), [((1,), ["1+"]), ((1, 2, 3), ["1+", "2+", "3+"]), ((5, 600_000), None)])
def test_no_two_shades_of_the_legend_stand_for_the_same(opened: tuple[int, ...], shades: list[str] | None) -> None:
    """Of one leg there is one shade; large numbers do not stand on each other."""
    hours = tuple(Hour(weekday=1, hour=9 + at, opened=n, waits=1, wait_us=1) for at, n in enumerate(opened))
    picture = charts_days.heat_chart(replace(EMPTY, pictured=Pictured(hours=hours)), "en", 270, 190)
    legend = [it for it in picture.contents if isinstance(it, String) and it.text.endswith("+")]
    edges = sorted((it.x, it.x + drawing.width_of(it.text, it.fontSize)) for it in legend)

    assert len({it.text for it in legend}) == len(legend)
    assert shades is None or sorted(it.text for it in legend) == shades
    assert all(end < start for (_, end), (start, _) in pairwise(edges))
    assert edges[0][0] > 0


def test_an_hour_without_anybody_is_an_empty_cell() -> None:
    """Not a hole in the table, and no nought among numbers."""
    hours = tuple(Hour(weekday=1, hour=hour, opened=4, waits=1, wait_us=1) for hour in (9, 11))
    picture = charts_days.heat_chart(replace(EMPTY, pictured=Pictured(hours=hours)), "en")
    cells = [it for it in picture.contents if isinstance(it, Rect) and it.width > 100]

    assert [cell.fillColor.hexval() for cell in cells if cell.fillColor is not None] == [SHADES[shade][0].hexval() for shade in (4, 0, 4)]
    assert written(picture).count("4") == 2


def test_few_legs_are_not_a_full_hour() -> None:
    """One leg is the lightest shade, however empty the rest of the week was; and it is one leg."""
    one = replace(EMPTY, pictured=Pictured(hours=(Hour(weekday=1, hour=9, opened=1, waits=1, wait_us=1),)))
    picture = charts_days.heat_chart(one, "en")
    ground, *_ = (it.fillColor for it in picture.contents if isinstance(it, Rect) and it.width > 100)
    legend = [text for text in written(picture) if text.endswith("+")]

    assert ground is not None
    assert ground.hexval() == SHADES[1][0].hexval()
    assert legend == ["1+"]
    assert written(picture)[0].endswith(" · n=1 leg")
    rated = replace(EMPTY, pictured=Pictured(days=(day("2026-03-02", 0, 0, 0, 0, 1), day("2026-03-03", 0, 0, 0, 0, 0))))
    assert written(charts_days.trend_chart(rated, "en"))[0].endswith(" · n=1 rating, 2 days")


def test_a_period_has_its_tickets_and_below_them_the_counters_open_by_day() -> None:
    """Two stairs: one day is not known; each step has its number, and no bar reaches into the strip."""
    days = [replace(day(f"2026-03-0{no}", 0, 0, 0, 0, 1), opened=opened) for no, opened in enumerate((5.96, 4.5, None, 2.0), 2)]
    week = replace(EMPTY, kind="period", pictured=Pictured(days=tuple(days)))
    picture = charts_days.staffing_chart(week, "zh-Hans")
    stairs = [it for it in picture.contents if isinstance(it, PolyLine) and it.strokeDashArray is not None][:2]
    bars = [it for it in picture.contents if isinstance(it, Rect) and it.width > 20]

    assert [len(it.points) // 4 for it in stairs] == [2, 1]
    assert {"6", "4.5", "2", "03-05", "每日取号与平均开窗数 · n=36 号次"} <= set(written(picture))
    assert len(bars) == 4
    assert min(bar.y for bar in bars) > max(y for it in stairs for y in it.points[1::2])
    months = replace(week, pictured=Pictured(days=tuple(replace(it, date=f"2026-0{no}") for no, it in enumerate(days, 1))))
    assert written(charts_days.staffing_chart(months, "en", 270, 190))[0] == "Arrivals and counters open, by month · n=36 tickets"


def test_numbers_that_have_no_room_are_left_out() -> None:
    """A day and night on a phone: the shade tells about how many, the table how many; hours are named by turns."""
    hours = tuple(Hour(weekday=1, hour=hour, opened=10_000 + hour, waits=1, wait_us=1) for hour in range(24))
    report = replace(EMPTY, pictured=Pictured(hours=hours))

    assert "10,009" in written(charts_days.heat_chart(report, "en", 900))
    narrow = written(charts_days.heat_chart(report, "en", 270, 190))
    assert "10,009" not in narrow
    assert {"0", "2", "22", "24"} <= set(narrow)
    assert "1" not in narrow


def test_months_are_named_as_months() -> None:
    """A year has twelve points, not two hundred and fifty."""
    days = tuple(day(f"2026-{month:02d}", 0, 0, 0, 0, 1) for month in range(1, 13))

    assert "2026-12" in written(charts_days.trend_chart(replace(EMPTY, pictured=Pictured(days=days)), "en", 900))


def test_open_counters_are_a_stair_over_the_people_waiting() -> None:
    """Each half hour has its step, from edge to edge."""
    halves = [group.slug for group in BUSY.section("by-half-hour").groups]
    report = replace(BUSY, pictured=of_day(BUSY_ROWS, halves))
    picture = charts_days.staffing_chart(report, "zh-Hans")
    stair, *_ = [it for it in picture.contents if isinstance(it, PolyLine)]

    assert len(stair.points) == 4 * len(halves)
    assert stair.strokeDashArray is not None
    assert stair.points[0] == drawing.LEFT


def test_charts_without_data_say_so() -> None:
    """An empty frame could be a fault of the printer."""
    lone = make_day(period(legs=[leg(1, at("09:00"))]), names())
    for draw in (charts_days.heat_chart, charts_days.trend_chart, charts_days.staffing_chart):
        assert any("没有" in text for text in written(draw(lone, "zh-Hans", 270, 190)))
    assert any("没有" in text for text in written(charts_days.staffing_chart(replace(lone, kind="period"), "zh-Hans")))
