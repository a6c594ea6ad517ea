# SPDX-License-Identifier: Apache-2.0
"""What printed pages are made of."""

import base64
import io
from typing import Any

from PIL import Image
from pypdf import PdfReader
from reportlab.platypus import Paragraph

from reports.paper import RIGHT, WIDTH, beside_logo, build, logo_room, paragraph, shortened, style_of


def test_pages_are_numbered_and_the_same_content_gives_the_same_bytes() -> None:
    """A signed page must show when one is missing."""
    made = [build(lambda: [paragraph("大厅 " * 30, 80)], "标题", "页脚", "zh-Hans") for _ in range(2)]
    pages = PdfReader(io.BytesIO(made[0])).pages

    assert made[0] == made[1]
    assert len(pages) > 1
    assert all("页脚" in page.extract_text() for page in pages)
    assert f"第2页共{len(pages)}页" in "".join(pages[1].extract_text().split())


def test_what_looks_like_markup_is_text() -> None:
    """A name may hold anything."""
    [page] = PdfReader(io.BytesIO(build(lambda: [paragraph("<b>&amp;", 12)], "t", "f", "en"))).pages

    assert "<b>&amp;" in page.extract_text()


def test_no_line_ends_with_an_opening_mark() -> None:
    """It belongs to what follows; the control is the same text in a paragraph of the library's own."""
    text = "其中有十六个未按“开始”键（见《办法》），" * 8

    def ends(made: type[Paragraph], width: float) -> set[str]:
        found: Any = made(text, style_of(text, 9))
        found.wrap(width, 800)
        return {line[-1] for _, [line] in found.blPara.lines[:-1]}

    widths = range(100, 300, 3)
    assert not any(ends(type(paragraph(text, 9)), width) & set("“（《") for width in widths)
    assert any(ends(Paragraph, width) & set("“（《") for width in widths)
    [right] = [paragraph(text, 9, align=RIGHT)]
    assert right.wrap(150, 800)[0] == 150


def test_english_has_the_marks_of_a_typewriter() -> None:
    """Those of the Chinese font are as wide as a character."""
    assert paragraph("“Exits” are clear…", 9).text == '"Exits" are clear...'
    assert paragraph("“Exits are clear” changed (高主任)", 9).text == '"Exits are clear" changed (高主任)'
    assert paragraph("修改“出口 A”", 9).text == "修改“出口 A”"


def test_a_foot_line_that_is_too_long_gives_way_in_its_middle() -> None:
    """A hall's name may be longer than the page is wide; its beginning and the dates are what tells reports apart."""
    short, long = "园岭街道政务服务大厅运行月报 · 2026-11", f"{'香蜜湖街道东海社区党群服务中心' * 5}运行月报 · 2026-11"
    cut = shortened(long, 400, 8)

    assert shortened(short, 400, 8) == short
    assert cut.startswith("香蜜湖街道东海社区")
    assert cut.endswith("运行月报 · 2026-11")
    assert 40 < len(cut) < len(long)
    assert shortened(long, 1, 8) == ""


def _png(width: int, height: int) -> str:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#7a1020").save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def test_a_logo_stands_before_the_head_of_a_page() -> None:
    """As wide as it is; a head without one, or with what is no picture, is that of its lines."""

    def pages(logo: str) -> PdfReader:
        return PdfReader(io.BytesIO(build(lambda: beside_logo([paragraph("标题", 18)], logo, WIDTH), "t", "f", "zh-Hans")))

    for logo in (_png(64, 64), _png(128, 64)):
        assert [len(page.images) for page in pages(logo).pages] == [1]
        assert "标题" in pages(logo).pages[0].extract_text()
    assert [len(page.images) for page in pages("data:image/png;base64,AAAA").pages] == [0]
    assert logo_room(_png(128, 64)) > logo_room(_png(64, 64)) > logo_room("") == 0
