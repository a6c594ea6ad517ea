# SPDX-License-Identifier: Apache-2.0
"""What a version that was drafted says of itself: nothing is left out, what nobody did yet is empty."""

from reports.osm import Boxed
from reports.osm_text import Stamp
from reports.signing import Signing, box_lines, step_lines, version_text

STAMP = Stamp(version=2, state="checked", sha256="ab" * 32, drafted="陈晓敏 2026-04-01 09:12", checked="高山 2026-04-02 10:00")
OF = Signing(STAMP, Boxed(problems="周一拥挤", measures="增开 3 号窗"))


def test_each_step_has_a_line_and_each_box() -> None:
    """By the names that stand on the paper, in the order in which things go."""
    assert step_lines(OF, "zh-Hans") == [("起草", STAMP.drafted), ("审核", STAMP.checked), ("签发", "")]
    assert box_lines(OF, "zh-Hans") == [("工作情况", ""), ("存在问题", "周一拥挤"), ("下步措施", "增开 3 号窗")]


def test_a_version_says_why_it_was_corrected_only_where_it_was() -> None:
    """With its number, how far it came and the beginning of its digest."""
    assert version_text(OF, "zh-Hans") == "第 2 版 · 已审核，待签发 · 内容指纹 abababababababab"
    corrected = Signing(Stamp(version=3, state="draft", sha256="cd" * 32, why="补录"), Boxed())
    assert version_text(corrected, "zh-Hans") == "第 3 版 · 草稿，未审核 · 内容指纹 cdcdcdcdcdcdcdcd 更正原因：补录"
