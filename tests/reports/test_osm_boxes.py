# SPDX-License-Identifier: Apache-2.0
"""The three boxes: what people wrote goes before what the records say."""

from msgspec import structs

from reports.osm import Boxed, roll_up
from reports.osm_boxes import BOXES, box_lines, district_lines
from tests.reports.test_osm import DAY, made
from tests.reports.test_osm_halls import SHUT

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


def test_of_several_halls_what_was_written_stands_below_what_the_records_say() -> None:
    """Nothing else on that page names the halls that sums hide, and those without data."""
    of = roll_up([REPORT, REPORT], DAY, None, without=[SHUT], boxes=Boxed(work="巡查", problems="线缆", measures="理线"))
    page, text = district_lines(of, "zh-Hans"), box_lines(of, "zh-Hans")

    assert page["problems"][0] == "本期无数据的大厅 1 个（不是零）：园岭街道政务服务大厅。"
    assert [len(page[box]) > 1 and page[box][-1] for box in ("work", "problems")] == ["巡查", "线缆"]
    assert page["measures"] == text["measures"] == ("理线",)
    assert (text["problems"], text["work"][-1]) == (page["problems"], "巡查")
    assert "取号数 300，完成 282，曾过号 11。" in text["work"]
    assert district_lines(roll_up([REPORT], DAY, None), "zh-Hans")["measures"] == ()
