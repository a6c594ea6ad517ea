# SPDX-License-Identifier: Apache-2.0
"""What printed pages are made of."""

import base64
import io

from PIL import Image
from pypdf import PdfReader

from reports.paper import WIDTH, beside_logo, build, grid_of, logo_room, paragraph, shortened
from reports.tables import Cell, Table


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


def test_a_table_without_rows_says_so() -> None:
    """An empty grid would look like a fault."""
    table = Table("标题", ["一", "二"], [])
    [page] = PdfReader(io.BytesIO(build(lambda: grid_of(table), "t", "f", "zh-Hans"))).pages
    assert "当日没有记录" in page.extract_text()
    full = Table("标题", ["一", "二"], [[Cell("甲"), Cell("乙", "小")]], texts=(0, 1))
    [page] = PdfReader(io.BytesIO(build(lambda: grid_of(full), "t", "f", "zh-Hans"))).pages

    assert all(text in page.extract_text() for text in ("标题", "甲", "乙", "小"))


def test_a_foot_line_that_is_too_long_gives_way_in_its_middle() -> None:
    """A hall's name may be longer than the page is wide; its beginning and the dates are what tells reports apart."""
    short, long = "园岭街道政务服务大厅运行月报 · 2026-11", f"{'香蜜湖街道东海社区党群服务中心' * 5}运行月报 · 2026-11"
    cut = shortened(long, 400, 8)

    assert shortened(short, 400, 8) == short
    assert cut.startswith("香蜜湖街道东海社区")
    assert cut.endswith("运行月报 · 2026-11")
    assert 40 < len(cut) < len(long)
    assert shortened(long, 1, 8) == ""


def test_a_head_stays_in_one_line_where_the_small_figures_may_break() -> None:
    """As in a district's table of queues, whose figures together are wider than the page."""
    told = (("4,370", "4,370 / 4,370"), ("9分03秒", "2,360,569.3 秒 / 4,350"), ("74.57%", "4,432 / 5,914"))
    figures = [Cell(main, small) for main, small in told]
    table = Table("按队列", ["队列", *("办理段", "等候90分位", "等候达标率") * 3], [[Cell("民生社保"), *figures * 3]] * 2)
    [page] = PdfReader(io.BytesIO(build(lambda: grid_of(table), "t", "f", "zh-Hans"))).pages

    assert page.extract_text().count("等候达标率") == 3


def test_where_a_few_rows_are_large_the_figures_of_the_others_stay_whole() -> None:
    """As in a district's table of halls: eleven large ones, ninety-two small ones; not the large ones' figures decide."""
    large = [*[Cell("17分00秒", "12,207,162.0 秒 / 11,968")] * 3, *[Cell("44分49秒", "第 10,772 / 11,968")] * 6]
    small = [*[Cell("8分43秒", "165,680.7 秒 / 302")] * 3, *[Cell("3分05秒", "第 302 / 302")] * 6]
    heads = ["大厅", *["平均办理"] * 3, *["等候90分位"] * 6]
    table = Table("按大厅", heads, [[Cell("福田"), *row] for row in (large, *[small] * 11)])
    [page] = PdfReader(io.BytesIO(build(lambda: grid_of(table), "t", "f", "zh-Hans"))).pages

    assert page.extract_text().count("165,680.7 秒 / 302") == 33
    assert page.extract_text().count("12,207,162.0 秒 / 11,968") == 0


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
