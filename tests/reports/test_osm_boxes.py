# SPDX-License-Identifier: Apache-2.0
"""The three boxes: what people wrote goes before what the records say."""

from msgspec import structs

from reports.osm import Boxed
from reports.osm_boxes import BOXES, box_lines
from tests.reports.test_osm import made

REPORT = made()


def test_an_empty_box_says_what_the_records_say_and_measures_are_for_people() -> None:
    """Open findings a line each; nobody invents what is to be done."""
    found = box_lines(structs.replace(REPORT, boxes=Boxed()), "zh-Hans")

    assert tuple(found) == BOXES
    assert found["work"][:2] == ("开放天数：10。", "检查完成：6/9（66.67%）；巡查：定时 2/10 次，随机 0/0 次。")
    assert "取号数 300，完成 282，曾过号 11。" in found["work"]
    assert any("应急演练 1 件" in line for line in found["work"])
    assert any("空间得分比上期提高" in line for line in found["work"])
    assert [line[:13] for line in found["problems"][1:]] == [it.no for it in REPORT.findings if it.state != "closed"]
    assert found["measures"] == ()


def test_what_was_written_stands_as_it_was_without_empty_lines() -> None:
    """A box that somebody wrote into has nothing else."""
    said = structs.replace(REPORT, boxes=Boxed(work="巡查\n\n两次", problems="线缆", measures="理线"))
    assert box_lines(said, "zh-Hans") == {"work": ("巡查", "两次"), "problems": ("线缆",), "measures": ("理线",)}
