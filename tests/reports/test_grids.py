# SPDX-License-Identifier: Apache-2.0
"""Tables on printed pages."""

import io

from pypdf import PdfReader

from reports.grids import grid_of
from reports.paper import build
from reports.tables import Cell, Table


def test_a_table_without_rows_says_so() -> None:
    """An empty grid would look like a fault."""
    table = Table("标题", ["一", "二"], [])
    [page] = PdfReader(io.BytesIO(build(lambda: grid_of(table), "t", "f", "zh-Hans"))).pages
    assert "当日没有记录" in page.extract_text()
    full = Table("标题", ["一", "二"], [[Cell("甲"), Cell("乙", "小")]], texts=(0, 1))
    [page] = PdfReader(io.BytesIO(build(lambda: grid_of(full), "t", "f", "zh-Hans"))).pages

    assert all(text in page.extract_text() for text in ("标题", "甲", "乙", "小"))


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


def test_two_long_heads_of_a_narrow_table_stand_apart() -> None:
    """As in the month's table of waits before the doors open: what stands under them is shorter than they are."""
    heads = ["平均（扣除开门前）", "达标率（扣除开门前）"]
    table = Table("开门前的等候", heads, [[Cell("13分02秒", "2,588,851.0 秒 / 3,312"), Cell("64.70%", "2,143 / 3,312")]])
    [page] = PdfReader(io.BytesIO(build(lambda: grid_of(table), "t", "f", "zh-Hans"))).pages
    at: dict[str, float] = {}

    def seen(text: str, page: list[float], line: list[float], *_: object) -> None:
        at.setdefault(text.strip(), page[4] + line[4])

    page.extract_text(visitor_text=seen)

    assert at[heads[1]] - at[heads[0]] > 8 * len(heads[0]) + 6
