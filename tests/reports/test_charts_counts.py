# SPDX-License-Identifier: Apache-2.0
"""Charts of counts: the standard's line at its minute, causes from the most frequent one on, shares that never round up to all."""

from itertools import pairwise

import pytest
from msgspec.structs import replace
from reportlab.graphics.shapes import Drawing, PolyLine, Rect, String

from reports import charts_counts, drawing
from reports.day import make_day
from reports.figures import count
from reports.pictured import Pictured
from reports.report import Group, Section
from tests.reports.sample_day import names, period

EMPTY = make_day(period(), names())


def written(picture: Drawing) -> list[str]:
    """Return every text of a chart."""
    return [shape.text for shape in picture.contents if isinstance(shape, String)]


def test_the_spread_reaches_beyond_the_target_and_shows_it() -> None:
    """Everybody waited less than five minutes: the promise of 20 minutes is far to the right all the same."""
    report = replace(EMPTY, pictured=Pictured(spread=((0, 12),)), targets_s=(1200,))
    picture = charts_counts.spread_chart(report, "zh-Hans", 520)
    [upright] = [it for it in picture.contents if isinstance(it, PolyLine) and it.points[0] == it.points[2] and it.strokeDashArray]
    bars = [it for it in picture.contents if isinstance(it, Rect) and it.y == drawing.BOTTOM]

    assert len(bars) == 1
    assert round((upright.points[0] - drawing.LEFT) / (520 - drawing.LEFT - drawing.RIGHT), 6) == round(20 / 30, 6)
    assert {"12", "0–5", "25–30", "目标 20 分钟"} <= set(written(picture))


def test_a_share_is_all_only_when_it_is_all() -> None:
    """9,999 of 10,000 is not everybody."""
    report = replace(EMPTY, pictured=Pictured(spread=((0, 9_999), (5, 0), (10, 1))))

    assert [text for text in written(charts_counts.spread_chart(report, "en")) if "%" in text] == ["99.9%", "99.9%", *["100%"] * 4]


def test_many_steps_on_a_phone_are_named_by_turns() -> None:
    """Thirteen names of five signs each would stand on each other."""
    spread = tuple((minute, 1) for minute in range(0, 65, 5))
    shown = written(charts_counts.spread_chart(replace(EMPTY, pictured=Pictured(spread=spread)), "en", 270, 190))

    assert [text for text in shown if text.endswith("+")] == ["0+", "10+", "20+", "30+", "40+", "50+", "60+"]


def test_numbers_over_bars_do_not_stand_on_each_other() -> None:
    """Thirteen numbers of a year have no room on a phone; those of a day have."""
    for most, told in ((50_529, 0), (889, 13)):
        spread = tuple((minute, most - minute) for minute in range(0, 65, 5))
        picture = charts_counts.spread_chart(replace(EMPTY, pictured=Pictured(spread=spread)), "en", 270, 190)
        over = [it for it in picture.contents if isinstance(it, String) and it.textAnchor == "middle" and it.y > drawing.BOTTOM]
        ends = [(it.x - half, it.x + half) for it in over for half in [drawing.width_of(it.text, it.fontSize) / 2]]

        assert len(over) == told
        assert all(end < start for (_, end), (start, _) in pairwise(ends))


def test_causes_stand_from_the_most_frequent_on_with_a_running_share() -> None:
    """The line starts where the first bar ends and ends at the top: all of them. Shares at the right edge, then below the bars."""
    picture = charts_counts.pareto_chart("x", [("a", 6), ("b", 3), ("c", 1)], "zh-Hans", 520, 200)
    bars = [it for it in picture.contents if isinstance(it, Rect) and it.y == drawing.BOTTOM]
    [line] = [it for it in picture.contents if isinstance(it, PolyLine)]

    assert [round(bar.height / bars[2].height, 6) for bar in bars] == [6, 3, 1]
    assert [text for text in written(picture) if text.endswith("%")] == ["0%", "25%", "50%", "75%", "100%", "60%", "90%", "100%"]
    assert line.points[1] == bars[0].y + bars[0].height
    assert line.points[-1] == drawing.BOTTOM + 200 - drawing.BOTTOM - drawing.TOP


def touched(picture: Drawing) -> list[str]:
    """Return the numbers over the bars that the line runs through."""
    [line] = [it for it in picture.contents if isinstance(it, PolyLine)]
    points = [*zip(line.points[::2], line.points[1::2], strict=True)]
    found = []
    for it in picture.contents:
        if isinstance(it, String) and it.textAnchor == "middle" and it.fontSize == 7:
            half = drawing.width_of(it.text, 7) / 2
            heights = [_height(points, it.x + side) for side in (-half, 0, half)]
            if any(height is not None and it.y < height < it.y + 6 for height in heights):
                found.append(it.text)
    return found


def _height(points: list[tuple[float, float]], x: float) -> float | None:
    """Return how high a line is at a place, None where it is not."""
    for (x1, y1), (x2, y2) in pairwise(points):
        if x1 <= x <= x2:
            return y1 + (y2 - y1) * (x - x1) / (x2 - x1)
    return None


@pytest.mark.parametrize("size", [(520, 200), (460, 190), (270, 190)])
@pytest.mark.parametrize(
    "counts",
    [(7, 3, 1), (60, 30), (5,) * 8, (1500, 1400, 900, 800, 700, 650, 600, 580, 400, 300, 200), (2, *(1,) * 11), (900, 1, 1)],
)
def test_the_line_runs_through_no_number(counts: tuple[int, ...], size: tuple[float, float]) -> None:
    """A number with a line through it is read as another one."""
    picture = charts_counts.pareto_chart("x", [(f"cause {no}", n) for no, n in enumerate(counts)], "zh-Hans", *size)

    assert touched(picture) == []


def test_a_number_on_the_line_is_found() -> None:
    """The control."""
    picture = Drawing(100, 100)
    picture.add(PolyLine([0, 0, 100, 100]))
    drawing.put_text(picture, 50, 48, "30", anchor="middle", size=7)

    assert touched(picture) == ["30"]


def test_rare_causes_are_one() -> None:
    """Twelve bars with long names would stand on each other."""
    shown = written(charts_counts.pareto_chart("x", [(f"cause {no}", 20 - no) for no in range(12)], "en"))

    assert sum(text.startswith("cause") for text in shown) == charts_counts.MOST - 1
    assert "Others" in shown


@pytest.mark.parametrize(("counts", "drawn"), [((1, 1, 1, 1, 1), False), ((9,), False), ((1,) * 7, False), ((3, 2, 1), True)])
def test_few_cases_are_told_in_a_line(counts: tuple[int, ...], drawn: bool) -> None:  # noqa: FBT001 -- a case
    """Bars of one say nothing, and take a quarter of a page; every case is in the line."""
    picture = charts_counts.pareto_chart("x", [(f"cause {no}", n) for no, n in enumerate(counts)], "en", 150, 200)
    rows = [text for text in written(picture) if text.startswith("cause") and not drawn]

    assert (picture.height == 200) is drawn
    assert "; ".join(rows) == "; ".join(f"cause {no} {n}" for no, n in enumerate(counts) if not drawn)


def test_a_report_names_its_causes_in_its_language_and_none_is_said() -> None:
    """Nothing went wrong is worth a sentence."""
    report = replace(EMPTY, pictured=Pictured(causes=(("long-wait", 2),)))

    assert "等候久 2" in written(charts_counts.causes_chart(report, "zh-Hans"))
    assert "Long wait 2" in written(charts_counts.causes_chart(report, "en"))
    assert len(written(charts_counts.causes_chart(EMPTY, "zh-Hans"))) == 2
    assert len(written(charts_counts.spread_chart(EMPTY, "zh-Hans"))) == 2


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("等候久", ["等候久"]),
        ("系统或设备故障", ["系统或设", "备故障"]),
        ("告知不清楚", ["告知不", "清楚"]),
        ("Misunderstanding", ["Misund…"]),
        ("系统或自助设备故障导致等候", ["系统或自", "助设备…"]),
        ("Not explained clearly", ["Not", "explain…"]),
        ("Slow handling", ["Slow", "handling"]),
    ],
)
def test_a_long_name_stands_on_two_lines_within_its_bar(name: str, lines: list[str]) -> None:
    """Names that stand on each other are no names."""
    assert charts_counts.in_two(name, 30) == lines


def test_orders_without_a_cause_are_said() -> None:
    """Two of five: nobody is to take the two for all of them."""
    overdue = Section(key="orders", groups=(Group(figures=(count("orders.overdue", "orders", 0, 5),)),))
    known = replace(EMPTY, pictured=Pictured(causes=(("slow", 2),)))
    titles = [written(charts_counts.causes_chart(it, "zh-Hans"))[0] for it in (known, replace(known, sections=(overdue,)))]

    assert [title.partition(" · ")[2] for title in titles] == ["n=2 件工单", "n=2 件工单（共 5 件，其余未记原因）"]
    one = replace(known, pictured=Pictured(causes=(("long-wait", 1),)))
    assert written(charts_counts.causes_chart(one, "en"))[0].endswith(" · n=1 work order")
