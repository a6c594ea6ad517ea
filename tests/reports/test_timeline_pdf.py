# SPDX-License-Identifier: Apache-2.0
"""A number's story on paper: what happened first, the standard behind it."""

import msgspec
import pytest

from reports.timeline import Moment, Timeline
from reports.timeline_pdf import to_pdf
from tests.reports.test_why_pdf import text_of

CALLED = Moment(place="1.2", at_us=0, at="09:00:00", kind="TicketCalled", what="叫号", by="李敏", facts=("窗口：1号窗口",))
STORY = Timeline(
    hall="福田区政务服务大厅", number="A001", day="2026-11-23", zone="Asia/Shanghai", ticket="1.1", journal="1.9:abc", moments=(CALLED,),
    standard="99b7da4698cd", parameters=(("wait.promise_avg", "平均等候承诺", "15 分钟"),),
    deviations=(("wait.promise_avg", "平均等候承诺", "20", "15", "街道", "大厅改造", "高", "–"),),
)  # fmt: skip


def test_a_story_of_two_pages_has_moments_and_the_standard() -> None:
    """The mark of the standard, what deviated and each parameter stand on the second."""
    first, second = text_of(to_pdf(STORY, "zh-Hans"))
    assert {it for it in ("号码全过程", "A001", "09:00:00叫号李敏窗口：1号窗口1.2") if it in first} == {
        "号码全过程", "A001", "09:00:00叫号李敏窗口：1号窗口1.2",
    }  # fmt: skip
    assert "99b7da4698cd" in second
    assert "大厅改造" in second
    assert "wait.promise_avg平均等候承诺15分钟" in second


@pytest.mark.parametrize(("changed", "said"), [({"deviations": ()}, "没有偏离"), ({"parameters": ()}, "未记录标准标识")])
def test_what_is_not_there_is_said(changed: dict[str, tuple[()]], said: str) -> None:
    """An empty table could be read as one that was forgotten."""
    pages = text_of(to_pdf(msgspec.structs.replace(STORY, **changed), "zh-Hans"))
    assert said in pages[-1]
