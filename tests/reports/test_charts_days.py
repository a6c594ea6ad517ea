# SPDX-License-Identifier: Apache-2.0
"""Charts of many days: the fullest hour is the darkest, a bad rating is a bar with its number, open counters are a stair."""

from msgspec.structs import replace
from reportlab.graphics.shapes import Drawing, PolyLine, Rect, String

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
