# SPDX-License-Identifier: Apache-2.0
"""Which charts a report has: those that it has something for."""

from msgspec.structs import replace
from reportlab.graphics.shapes import String

from reports.day import make_day
from reports.gallery import GALLERY, charts_of
from reports.pictured import Day, Hour, Pictured
from reports.report import CHARTS
from tests.reports.sample_day import names, period

EMPTY = make_day(period(), names())
FULL = Pictured(
    spread=((0, 1),),
    hours=(Hour(weekday=1, hour=9, opened=1, waits=1, wait_us=1),),
    days=tuple(Day(date=f"2026-03-0{no}", tickets=1, judged=1, within=1, waits=1, wait_us=1, stars=(0, 0, 0, 0, 1)) for no in (2, 3)),
    open=(1.0,),
    causes=(("slow", 1),),
)


def test_a_report_has_the_charts_that_it_has_something_for() -> None:
    """Two always; a month all of them."""
    assert len(charts_of(EMPTY)) == 2
    assert len(charts_of(replace(EMPTY, pictured=FULL))) == len(GALLERY)
    assert len(charts_of(replace(EMPTY, pictured=replace(FULL, days=FULL.days[:1], causes=())))) == len(GALLERY) - 2


def test_what_screens_may_ask_for_can_be_drawn() -> None:
    """The names that need no drawing library are those of charts; the ratings of a day and its sums are drawn elsewhere."""
    assert {name.removesuffix("-narrow") for name in CHARTS} - {"ratings", "sums"} <= set(GALLERY)


def test_a_period_says_that_it_is_one() -> None:
    """Its load has no line of most waiting, and is not called so; a title names n where there is any."""
    full = replace(EMPTY, kind="period", pictured=FULL)
    titles = {
        name: next(it.text for it in shown.draw(full, "zh-Hans", 520, 200).contents if isinstance(it, String))
        for name, shown in GALLERY.items()
    }

    assert titles["load"] == "取号与叫号（按半小时，各日合计）"
    assert {titles[name].partition(" · ")[2] for name in ("spread", "heat", "trend", "causes")} == {
        "n=1 段",
        "n=2 次评价，2 天",
        "n=1 件工单",
    }
