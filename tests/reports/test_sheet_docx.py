# SPDX-License-Identifier: Apache-2.0
"""The text part, read back as Word reads it."""

import io

import pytest
from docx import Document
from msgspec import structs

from reports.day import make_day
from reports.sheet_docx import to_docx
from tests.reports.sample_day import busy_day, names

BUSY = make_day(busy_day(100), names())


@pytest.mark.parametrize(("language", "titles"), [
    ("zh-Hans", ["一、工作情况", "二、存在问题", "三、下步措施", "四、数据质量说明"]),
    ("en", ["1. Work done", "2. Problems", "3. Measures", "4. Notes on the data"]),
])  # fmt: skip
def test_the_parts_stand_in_their_order_with_the_key_figures(language: str, titles: list[str]) -> None:
    """Titles are headings, so that the reader's programme lists them; figures stand in a table."""
    paper = Document(io.BytesIO(to_docx(BUSY, language)))

    assert [it.text for it in paper.paragraphs if it.style is not None and it.style.name == "Heading 1"] == titles
    assert "100" in [cell.text for cell in paper.tables[0].columns[1].cells]
    assert (paper.sections[0].page_width, paper.sections[0].page_height) == (7560310, 10692130)
    assert [it.get(f"{{{it.nsmap['w']}}}instr") for it in paper.sections[0].footer.paragraphs[0]._p.iter("{*}fldSimple")] == [
        "PAGE",
        "NUMPAGES",
    ]


def test_several_halls_are_not_signed_by_the_manager_of_one() -> None:
    """The line at the end; of one hall it is its manager."""
    last = [Document(io.BytesIO(to_docx(structs.replace(BUSY, halls=n), "zh-Hans"))).paragraphs[-1].text for n in (1, 3)]

    assert [("大厅负责人：" in it, "　负责人：" in it) for it in last] == [(True, False), (False, True)]


def test_a_copy_that_was_taken_away_says_by_whom_on_every_page() -> None:
    """In the head of the page; one that is looked at has none. Characters that no text may have do not stop it."""
    marked = Document(io.BytesIO(to_docx(structs.replace(BUSY, marked="李\x00 <王>"), "zh-Hans")))

    assert marked.sections[0].header.paragraphs[0].text == "李  <王>"
    assert Document(io.BytesIO(to_docx(BUSY, "zh-Hans"))).sections[0].header.paragraphs[0].text == ""
