# SPDX-License-Identifier: Apache-2.0
"""Halls of one district are called alike."""

import pytest

from hallserver.core.catalog import HallRow
from hallserver.core.naming import deviations, filled, follows
from hallserver.core.theme import Naming

PATTERN = "{place}政务服务大厅"


@pytest.mark.parametrize(
    ("pattern", "name", "right"),
    [
        (PATTERN, "福田区政务服务大厅", True),
        (PATTERN, "政务服务大厅", False),
        (PATTERN, " 政务服务大厅", False),
        (PATTERN, "福田区行政服务中心", False),
        ("", "随便什么名字", True),
        ("{zone}区 (1.)", "A区 (1.)", True),
        ("{zone}区 (1.)", "A区 (1x)", False),
        ("{place} Service Hall", "Futian Service Hall", True),
    ],
)
def test_a_name_follows_a_pattern_with_something_in_its_gap(pattern: str, name: str, right: bool) -> None:  # noqa: FBT001
    """What is around the gap is meant letter by letter; without a pattern each is called as it likes."""
    assert follows(pattern, name) is right


def test_a_name_that_is_filled_in_follows() -> None:
    """The wizard proposes it, whatever the place is called."""
    assert filled(PATTERN, "福田区") == "福田区政务服务大厅"
    assert follows(PATTERN, filled(PATTERN, r"\1{place}"))


def test_each_name_that_deviates_is_said_with_its_pattern() -> None:
    """Only in a language in which the district has said something."""
    here = HallRow(
        slug="futian",
        names={"zh-Hans": "福田办事大厅", "en": "Futian hall"},
        zones={"main": {"zh-Hans": "A区"}, "east": {"zh-Hans": "东边"}},
    )
    found = deviations(Naming(hall={"zh-Hans": PATTERN}, zone={"zh-Hans": "{zone}区"}), here)

    assert [(it.zone, it.language, it.name) for it in found] == [("", "zh-Hans", "福田办事大厅"), ("east", "zh-Hans", "东边")]
    assert found[0].pattern == PATTERN
    assert deviations(Naming(), here) == []
