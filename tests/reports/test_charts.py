# SPDX-License-Identifier: Apache-2.0
"""The charts: scales from zero, a bar per case, gaps where there was none."""

import re
from datetime import datetime
from itertools import pairwise
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from reportlab.graphics.shapes import Circle, Drawing, PolyLine, Rect, String
from reportlab.pdfbase.pdfmetrics import stringWidth

from reports import charts, drawing
from reports.day import make_day
from tests.reports.sample_day import at, busy_day, leg, names, period

BUSY = make_day(busy_day(600), names())
GAP = make_day(period(legs=[leg(1, at("08:00"), 600), leg(2, at("08:30"), 300), leg(3, at("10:00"), 1200)]), names())


def test_bars_are_as_high_as_their_values_from_zero() -> None:
    """An axis that does not begin at 0 makes a small difference look like a large one."""
    bars = [shape for shape in charts.waits_chart(GAP, "zh-Hans").contents if isinstance(shape, Rect) and shape.y == drawing.BOTTOM]

    assert [round(bar.height / bars[0].height, 6) for bar in bars] == [1, 0.5, 2]


def test_half_hours_without_a_case_have_no_bar_and_break_the_line() -> None:
    """No case is no wait of 0."""
    shapes = charts.waits_chart(GAP, "zh-Hans").contents

    assert sum(isinstance(shape, Circle) for shape in shapes) == 3 + 1
    assert [len(shape.points) for shape in shapes if isinstance(shape, PolyLine) and not shape.strokeDashArray] == [4]


def test_the_target_is_a_dashed_line_at_its_height() -> None:
    """The promise of 20 minutes, at the height of the longest wait, which is 20 minutes too."""
    shapes = charts.waits_chart(GAP, "zh-Hans").contents
    dashed = [shape for shape in shapes if isinstance(shape, PolyLine) and shape.strokeDashArray and shape.points[0] == drawing.LEFT]
    highest = max(shape.y + shape.height for shape in shapes if isinstance(shape, Rect) and shape.y == drawing.BOTTOM)

    assert [[round(y, 6) for y in line.points[1::2]] for line in dashed] == [[round(highest, 6)] * 2]


def test_many_targets_are_shown_as_lowest_and_highest() -> None:
    """Six dashed lines would hide the waits."""
    legs = [leg(no, at("09:00"), target_s=60 * minutes) for no, minutes in enumerate((5, 10, 15, 20, 30))]
    shapes = charts.waits_chart(make_day(period(legs=legs), names()), "en").contents

    assert [shape.text for shape in shapes if isinstance(shape, String) and shape.text.startswith("Target")] == [
        "Target 30 min",
        "Target 5 min",
    ]


def test_the_svg_holds_bars_text_and_nothing_outside_of_the_picture() -> None:
    """The same drawing goes on screen; Chinese must survive."""
    svg = drawing.to_svg(charts.load_chart(BUSY, "zh-Hans"))
    tree = ET.fromstring(svg)  # noqa: S314 -- our own picture
    bars = [node for node in tree.iter() if node.tag.endswith("rect") and float(node.get("height", "0")) > 0]

    assert len(bars) > 2 * 15
    assert "取号、叫号与同时等候" in "".join(tree.itertext())
    assert all(-1 <= float(number) <= 521 for node in bars for number in (node.get("x", "0"), node.get("width", "0")))
    assert re.search(r">0<|>\s*0\s*<", svg)


def test_a_day_without_visitors_says_so() -> None:
    """An empty frame could be a fault of the printer."""
    svg = drawing.to_svg(charts.waits_chart(make_day(period(), names()), "zh-Hans"))

    assert "当日没有记录" in svg


def test_a_whole_day_and_night_stays_readable() -> None:
    """48 half hours: labels every two hours, none over another."""
    legs = [leg(no, at("00:05") + no * 1_800_000_000) for no in range(48)]
    labels = [
        shape.text
        for shape in charts.load_chart(make_day(period(legs=legs), names()), "zh-Hans").contents
        if isinstance(shape, String) and re.fullmatch(r"\d\d:\d\d", shape.text)
    ]

    assert labels == [f"{hour:02d}:00" for hour in range(0, 24, 2)]


def overlaps(picture: Drawing) -> list[tuple[str, str]]:
    """Return the neighbours on one line below the axis that have less than a digit's room between them."""
    found = []
    below = [it for it in picture.contents if isinstance(it, String) and it.y < drawing.BOTTOM - 2 and it.textAnchor == "middle"]
    for foot in {shape.y for shape in below}:
        row = sorted((shape for shape in below if shape.y == foot), key=lambda shape: shape.x)
        halves = [stringWidth(shape.text, shape.fontName, shape.fontSize) / 2 for shape in row]
        for nth, (one, other) in enumerate(pairwise(row)):
            if other.x - halves[nth + 1] - one.x - halves[nth] < 3:
                found.append((one.text, other.text))
    return found


@pytest.mark.parametrize("width", [520, 460, 292, 270])
@pytest.mark.parametrize(("date", "hours"), [("2026-10-25", 25), ("2026-03-29", 23), ("2026-10-24", 34)])
def test_a_day_of_clock_change_stays_readable(date: str, hours: int, width: float) -> None:
    """Two o'clock twice, or never, and a day that runs on into the morning of the change: no time stands on another."""
    zone = ZoneInfo("Europe/Warsaw")
    midnight = int(datetime.fromisoformat(date).replace(tzinfo=zone).timestamp()) * 1_000_000
    legs = [leg(no, midnight + no * 1_800_000_000) for no in range(2 * hours)]
    day = make_day(period(legs=legs)._replace(from_date=date), replace(names(), zone=zone.key))
    for draw in (charts.load_chart, charts.waits_chart):
        picture = draw(day, "zh-Hans", width)
        assert overlaps(picture) == []
        below = [shape.text for shape in picture.contents if isinstance(shape, String) and shape.y < drawing.BOTTOM - 2]
        assert all(len(text) <= len("(+0200)") for text in below)
        assert sum(":" in text for text in below) >= 5


def test_times_that_stand_on_each_other_are_found() -> None:
    """The control."""
    picture = Drawing(100, 100)
    for x in (20, 50):
        drawing.put_text(picture, x, drawing.BOTTOM - 12, "02:00 (+0200)", anchor="middle")

    assert overlaps(picture) == [("02:00 (+0200)", "02:00 (+0200)")]
