# SPDX-License-Identifier: Apache-2.0
"""The page of the measurements says what was measured; the picture shows it; nothing of either is written by hand."""

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.bench import growth, page

ROW = {
    "name": "take-ticket", "says": "tickets a second", "limit_is": "a bare handler | nothing", "goal": "≥ 0.45", "ratio": 0.5, "met": True,
    "ours": 1230.0, "limit": 2460.0, "unit": "1/s", "spread": [0.4, 0.61], "cpu_us": 612.0, "limit_cpu_us": 301.0, "also": {"p99_ms": 41.5},
}  # fmt: skip
GROWN = {"name": "take-ticket", "unit": "ms", "grows": "Flat: nothing is scanned.", "points": [[1, 2.0], [4, 2.1], [16, 2.2]]}


def found(**changes: Any) -> dict[str, Any]:
    """Return a made-up result."""
    return {"machine": "2 cores", "date": "2026-11-22", "benchmarks": [ROW], "small_box": [], "growth": [GROWN]} | changes


def test_the_table_has_a_row_for_each_benchmark_with_all_its_figures() -> None:
    """Whoever doubts a figure needs what it was made of."""
    [row] = [line for line in page.render(found()).splitlines() if line.startswith("| `take-ticket`")]

    assert row == (
        "| `take-ticket` | tickets a second | a bare handler \\| nothing | ≥ 0.45 | **0.5** | 0.4 – 0.61 | yes | 1,230 1/s | 2,460 1/s"
        " | 612 µs, the limit 301 µs | p99 41.5 ms |"
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [("p99_ms", "p99 1.5 ms"), ("kib_per_phone", "1.5 KiB per phone"), ("links", "links 1.5"), ("commands_per_s", "1.5 commands per s")],
)
def test_figures_beside_the_ratio_have_their_unit(name: str, text: str) -> None:
    """A bare number says nothing."""
    assert f"| {text} |" in page.render(found(benchmarks=[ROW | {"also": {name: 1.5}}]))


def test_bounds_beside_the_ratio_are_part_of_the_goal() -> None:
    """A goal that is missed by its bound alone would look like a mistake."""
    assert "| ≥ 0.45, ≤ 20 KiB per phone, growth ≤ 10 % |" in page.render(
        found(benchmarks=[ROW | {"bounds": {"kib_per_phone": 20, "growth_pct": 10}}])
    )


def test_a_missed_goal_is_named_with_its_reason() -> None:
    """A goal that is missed in silence is no goal."""
    text = page.render(found(small_box=[ROW | {"met": False, "ratio": 0.3}]), {"take-ticket": "The disk."})

    assert "### take-ticket: 0.3 on a small box (goal ≥ 0.45)\n\nThe disk.\n" in text
    assert page.render(found()).rstrip().endswith("None.")


def test_a_goal_that_is_missed_by_a_bound_says_which() -> None:
    """The ratio alone would look as if it were met."""
    row = ROW | {"met": False, "bounds": {"kib_per_phone": 20, "p99_ms": 50}, "also": {"kib_per_phone": 23, "p99_ms": 41}}
    assert "### take-ticket: 0.5 (goal ≥ 0.45) with 23 KiB per phone (≤ 20 KiB per phone)\n" in page.render(found(benchmarks=[row]))


def test_each_grown_benchmark_has_its_sentence() -> None:
    """A line without a reason is a riddle."""
    assert "- **take-ticket** (2 → 2.1 → 2.2 ms): Flat: nothing is scanned." in page.render(found())


def test_the_picture_has_a_panel_for_each_benchmark_and_nothing_outside_of_it() -> None:
    """What is cut off cannot be read."""
    steep = GROWN | {"name": "steep", "points": [[1, 1.0], [4, 20.0], [16, 400.0]]}
    tree = ET.fromstring(growth.draw([GROWN, steep]))  # noqa: S314 - our own picture
    width, height = float(tree.get("width", "0")), float(tree.get("height", "0"))
    texts = [node for node in tree.iter() if node.tag.endswith("text")]
    dots = [node for node in tree.iter() if node.tag.endswith("circle")]

    assert {"take-ticket (ms)", "steep (ms)", "2.2", "400", "256×"} <= {"".join(node.itertext()) for node in texts}
    assert all(0 <= float(node.get("x", "-1")) < width - 10 and 0 <= float(node.get("y", "-1")) < height for node in texts)
    assert all(0 < float(node.get("cx", "-1")) < width and 0 < float(node.get("cy", "-1")) < height for node in dots)


def test_no_letter_of_the_picture_is_too_small() -> None:
    """It is looked at on a page that somebody scrolls past."""
    assert min(float(size) for size in re.findall(r"font-size: ([\d.]+)px", growth.draw([GROWN]))) >= 11


@pytest.mark.parametrize(("value", "text"), [(0.01234, "0.0123"), (1.5, "1.5"), (99.96, "100"), (12345, "12,300")])
def test_figures_have_three_digits(value: float, text: str) -> None:
    """More would be noise."""
    assert growth.number(value) == text


def test_a_benchmark_of_one_size_is_not_drawn() -> None:
    """A dot is no line."""
    assert growth.read([GROWN | {"points": [[1, 2.0]]}, GROWN | {"points": [[1, 0], [4, 1]]}]) == []
    assert "take-ticket" not in growth.draw([])


def test_the_page_and_the_picture_are_made_of_what_was_measured() -> None:
    """A figure that was typed in could be any."""
    seen = json.loads(page.FOUND.read_bytes())

    assert page.README.read_text(encoding="utf-8") == page.render(seen)
    assert page.PICTURE.read_text(encoding="utf-8") == growth.draw(seen["growth"])


def test_each_missed_goal_was_looked_into() -> None:
    """The table may show a miss, never a shrug."""
    assert "Not looked into yet" not in page.README.read_text(encoding="utf-8")
