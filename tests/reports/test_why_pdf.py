# SPDX-License-Identifier: Apache-2.0
"""The answer on paper."""

import io
import re

from pypdf import PdfReader

from hallserver.core.why import why
from reports.why import answer_of
from reports.why_pdf import to_pdf
from tests.reports.test_why import quarrel, setting
from tests.support import Play


def text_of(pdf: bytes) -> list[str]:
    """Return each page's text without white space."""
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_one_page_holds_the_conclusion_and_each_call() -> None:
    """To be handed to both."""
    [page] = text_of(to_pdf(quarrel(), "zh-Hans"))

    for part in (
        "福田区政务服务大厅叫号次序说明",
        "A001与A002",
        "结论先叫的是A002",
        "▶A002叫到1号窗口：依规优先（老年人），先于1人",
        "第1页共1页",
    ):
        assert part in page


def test_no_visitor_and_no_clerk_is_named() -> None:
    """Numbers, counters, reasons; a guide's word is named only where it decided something."""
    [page] = text_of(to_pdf(quarrel(), "zh-Hans"))

    assert not any(name in page for name in ("李敏", "郭芳", "王强"))
    assert "不含群众个人信息" in page


def test_a_long_story_goes_on_over_pages() -> None:
    """A hundred calls between the two are all there."""
    play = Play().open()
    for _ in range(90):
        play.take()
    for _ in range(90):
        play.serve(seconds=5)
    answer = answer_of(why(play.entries, "A001", "A090"), setting(play), "zh-Hans")
    pages = text_of(to_pdf(answer, "zh-Hans"))

    assert len(pages) > 1
    assert sum(page.count("叫到1号窗口：按号码次序") for page in pages) == 90
