# SPDX-License-Identifier: Apache-2.0
"""The report on on-site management on paper, read back: one page a hall whatever is in it, and no claim that it meets a standard."""

import io
import re
from typing import Any

import pytest
from msgspec import structs
from PIL import Image
from pypdf import PdfReader
from reportlab.platypus import Table

from reports.osm import Boxed
from reports.osm_pdf import page, to_pdf
from reports.osm_text import Stamp
from tests.reports.sample_site import finding
from tests.reports.test_osm import SITE, made

REPORT = made()
STAMP = Stamp(version=2, state="signed", sha256="9f2c" * 16, drafted="陈晓敏 2026-04-01 09:12", signed="高建国 2026-04-01", why="补录")


def pages(pdf: bytes) -> list[str]:
    """Return the text of each page without white space."""
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def photo() -> bytes:
    """Return a small JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (120, 90, 60)).save(out, "JPEG")
    return out.getvalue()


def test_all_parts_are_there_and_it_says_what_it_is() -> None:
    """In OSM style, by points of our own; who signed which version."""
    first, *rest = pages(to_pdf(REPORT, "zh-Hans", stamp=STAMP))

    for said in (
        "OSM风格",
        "安全",
        "可视化管理",
        "改进（PDCAS）",
        "好的做法",
        "工作情况",
        "存在问题",
        "下步措施",
        "高建国",
        "第2版",
        "更正原因：补录",
    ):
        assert said in first, said
    assert "巡查十天" in first
    annex = "".join(rest)
    for said in ("问题台账", "空间·整理1；信息·定位1", "X20260303-001", "数据说明", "加装线槽"):
        assert said in annex, said
    assert "计分与编制说明" in first
    assert "检查项与分值由本系统和本厅自定" in first
    assert not re.search(r"GB/?T|国家标准", first + annex)


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_the_first_page_is_one_page_whatever_is_in_it(language: str) -> None:
    """Three full boxes shrink: what is signed is on the page that is signed."""
    long = "本月巡查情况良好，各窗口台面整洁，线缆归位。" * 60
    full = structs.replace(REPORT, boxes=Boxed(work=long[:1900], problems=long[:1200], measures=long[:900]), findings=(), actions=())
    found = PdfReader(io.BytesIO(to_pdf(full, language, stamp=STAMP))).pages

    assert "9f2c" in found[0].extract_text()
    assert len(found) == 2


def test_where_a_page_shrinks_its_tables_still_begin_at_its_left_edge() -> None:
    """In the middle they would stand beside the titles above them."""
    frame: Any = page(REPORT, "zh-Hans", STAMP, "", how=True)
    tables = [it for it in frame._content if isinstance(it, Table)]

    assert len(tables) >= 6
    assert {it.hAlign for it in tables} == {"LEFT"}


def test_photos_that_the_vault_still_has_are_printed() -> None:
    """What was erased says so, and so does what was never taken."""
    with_photo, without = (to_pdf(REPORT, "zh-Hans", photos) for photos in ({"p1": photo()}, {}))

    assert len(PdfReader(io.BytesIO(with_photo)).pages[1].images) == 1
    assert "1张，存于本厅，或已按期清除" in pages(without)[1]
    assert "未拍照" in pages(without)[1]


def test_a_ledger_of_many_goes_over_pages_with_its_head() -> None:
    """Sixty findings in a bad month."""
    many = made(SITE._replace(findings=[finding(no) for no in range(1, 61)]))
    found = pages(to_pdf(many, "zh-Hans"))

    assert len(found) == 4
    assert all("责任人" in page for page in found[1:3])


def test_notes_stand_once_and_a_hall_without_findings_has_one_page() -> None:
    """On the first page as long as there are few; how points are made then stands under the signatures."""
    quiet = structs.replace(REPORT, findings=(), actions=(), notes=REPORT.notes[:2])
    found = pages(to_pdf(quiet, "zh-Hans"))

    assert len(found) == 1
    assert found[0].count("数据说明") == 1
    assert "计分与编制说明" in found[0]
    assert "另有3条，见附页“数据说明”" in pages(to_pdf(structs.replace(REPORT, notes=REPORT.notes[:1] * 7), "zh-Hans"))[0]


def test_the_same_report_gives_the_same_bytes() -> None:
    """A signed one that is printed again is the same paper."""
    assert to_pdf(REPORT, "zh-Hans", stamp=STAMP) == to_pdf(REPORT, "zh-Hans", stamp=STAMP)
