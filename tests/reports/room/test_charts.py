# SPDX-License-Identifier: Apache-2.0
"""The charts of the reading room: of a day and of a period, wide and narrow, in colours that the screen puts in, each with its table."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from msgspec import json
from msgspec.structs import replace

from reports.day import make_day
from reports.pictured import LAST_MIN, STEP_MIN, Day, Hour, Pictured
from reports.room.charts import charts
from tests.reports.sample_day import busy_day, names, period, rating
from tests.reports.test_gallery import EMPTY, FULL

BUSY = make_day(busy_day(60)._replace(ratings=[rating(1, 2)]), names())
BOUND = 450_000
"""Bytes of the charts of a report, however long it is and however many halls it has."""


def shown(report: Any, language: str = "zh-Hans") -> dict[str, dict[str, Any]]:  # noqa: ANN401 - JSON
    """Return the charts by name."""
    return {str(it["name"]): it for it in json.decode(json.encode(charts(report, language)))}


def test_a_day_and_a_period_have_the_charts_that_there_is_something_for() -> None:
    """Hours of the week are known of a period; ratings where there are any, counters open where they were recorded."""
    day = replace(BUSY, pictured=replace(FULL, hours=(), days=(), open=(1.0,) * len(BUSY.section("by-half-hour").groups)))
    month = replace(BUSY, kind="period", pictured=replace(FULL, open=()))
    staffed = replace(month, pictured=replace(month.pictured, days=tuple(replace(it, opened=5.5) for it in FULL.days)))

    assert list(shown(day)) == ["load", "waits", "staffing", "spread", "ratings", "causes"]
    assert list(shown(month)) == ["load", "waits", "spread", "heat", "trend", "ratings", "causes"]
    assert list(shown(staffed))[2] == "staffing"
    assert shown(staffed)["staffing"]["title"] == "每日取号与平均开窗数"
    assert list(shown(EMPTY)) == ["load", "waits"]
    assert "各日合计" in shown(month)["load"]["title"]
    assert "同时等候" in shown(day)["load"]["title"]


@pytest.mark.parametrize("shape", ["svg", "narrow"])
def test_a_screen_puts_its_colours_into_each_picture(shape: str) -> None:
    """None is in it: whatever is not one of the look's would be invisible in the dark."""
    for it in shown(replace(BUSY, kind="period", pictured=replace(FULL, open=()))).values():
        assert set(re.findall(r"var\([a-z-]+\)", it[shape])) <= {
            "var(--ink)",
            "var(--main)",
            "var(--main-tint)",
            "var(--line)",
            "var(--paper)",
        }
        assert not re.search(r"rgb\(|#[0-9a-f]{6}", it[shape])
        width = ET.fromstring(it[shape]).get("width")  # noqa: S314 -- our own picture
        assert width == ("460.0" if shape == "svg" else "270.0")
        assert it["rows"]


def test_the_longest_report_of_the_largest_district_stays_light() -> None:
    """Every half hour and hour of the week, each day of a leap year: millions of legs are no more than hundreds."""
    halves = make_day(busy_day(60), names()).section("by-half-hour").groups
    sections = tuple(replace(it, groups=(halves * 48)[:48]) if it.key == "by-half-hour" else it for it in BUSY.sections)
    seen = Pictured(
        spread=tuple((minute, 1_234_567) for minute in range(0, LAST_MIN + 1, STEP_MIN)),
        hours=tuple(Hour(weekday=at // 24 + 1, hour=at % 24, opened=1000 * at, waits=1, wait_us=1) for at in range(7 * 24)),
        days=tuple(
            Day(date=f"2028-{at:02d}-01", tickets=1, judged=1, within=1, waits=1, wait_us=1, stars=(at, 0, 0, 1, 9), opened=at / 9)
            for at in range(366)
        ),
        causes=tuple((cause, 9) for cause in ("slow", "place", "long-wait")),
    )
    found = charts(replace(BUSY, kind="period", sections=sections, pictured=seen), "zh-Hans")

    assert len(found) == 8
    assert len(json.encode(found)) < BOUND


def test_a_period_without_a_case_says_so_of_the_period() -> None:
    """Not of a day."""
    empty = replace(make_day(period(), names()), kind="period")

    assert "这段时间没有记录" in shown(empty)["waits"]["svg"]
