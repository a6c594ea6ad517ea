# SPDX-License-Identifier: Apache-2.0
"""The text part of the report on on-site management, read back as Word reads it."""

import io

from docx import Document
from msgspec import structs

from reports.osm import Boxed, roll_up
from reports.osm_docx import to_docx
from tests.reports.test_osm import DAY, made

REPORT = made()


def paragraphs(content: bytes) -> list[str]:
    """Return the text of each paragraph."""
    return [it.text for it in Document(io.BytesIO(content)).paragraphs]


def test_what_people_wrote_goes_before_what_was_found() -> None:
    """Without boxes the open findings are named and room is left for the measures; with them their lines stand there."""
    texts = paragraphs(to_docx(REPORT, "zh-Hans"))
    assert [it[2:] for it in texts if it[:2] in {"一、", "二、", "三、"}] == ["工作情况", "存在问题", "下步措施"]
    opened = [it.no for it in REPORT.findings if it.state != "closed"]
    assert opened
    assert all(any(text.startswith(no) for text in texts) for no in opened)

    said = paragraphs(
        to_docx(structs.replace(REPORT, boxes=Boxed(work="巡查\n\n两次", problems="线缆", measures="理线")), "zh-Hans", marked="李")
    )
    assert [it for it in said if it in {"巡查", "两次", "线缆", "理线"}] == ["巡查", "两次", "线缆", "理线"]
    assert not any(text.startswith(no) for text in said for no in opened)


def test_several_halls_stand_one_after_the_other_with_their_figures() -> None:
    """All together first; a title, a table of the service block each; in English too."""
    district = Document(io.BytesIO(to_docx(roll_up([REPORT, REPORT], DAY, None), "en", marked="gao")))
    assert [len(table.rows) for table in district.tables] == [len(REPORT.service) + 1] * 3
    assert district.sections[0].header.paragraphs[0].text == "gao"
