# SPDX-License-Identifier: Apache-2.0
"""What forms that are signed by hand are made of: as wide as the page, with the room that was asked for."""

from reportlab.lib.units import mm
from reportlab.platypus import Spacer

from reports.form_parts import facts_grid, labelled, places_to_sign
from reports.paper import WIDTH

_HIGH = 1000.0


def test_each_part_is_as_wide_as_the_page() -> None:
    """Two facts in a row, one label beside its box, and as many places to sign as there are people."""
    facts = [("地点", "一楼"), ("责任人", "李敏"), ("整改期限", "2026-11-26"), ("超期", "3 天")]
    for part in (facts_grid(facts), labelled("答复", [Spacer(0, 20 * mm)]), places_to_sign(["大厅", "责任人", "复查人"], "年月日")):
        assert round(part.wrap(WIDTH, _HIGH)[0]) == round(WIDTH)


def test_what_is_written_by_hand_has_room() -> None:
    """A row as high as was asked for, a box at least as high as what is in it."""
    lines = facts_grid([("岗位", ""), ("自何日起", "")] * 2, 9 * mm)
    assert round(lines.wrap(WIDTH, _HIGH)[1]) == round(18 * mm)
    assert labelled("答复", [Spacer(0, 20 * mm)]).wrap(WIDTH, _HIGH)[1] > 20 * mm
    assert places_to_sign(["大厅", "责任人"], "年月日").wrap(WIDTH, _HIGH)[1] > 14 * mm
