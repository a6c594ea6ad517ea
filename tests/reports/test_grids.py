# SPDX-License-Identifier: Apache-2.0
"""Tables on printed pages."""

import io
from typing import Any

from pypdf import PdfReader

from reports.grids import grid_of, head_lines
from reports.paper import LEFT, RIGHT, build
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


def test_a_table_that_is_too_wide_is_written_smaller_before_its_values_break() -> None:
    """As in English the table by counter: ten columns of durations."""
    row = [Cell("20 min 41 s", "1,543,140 s / 1,243"), Cell("not recorded", "1,243 missing")] * 4
    table = Table("By counter", ["Counter", *["Mean wait", "Finished legs"] * 4], [[Cell("1"), *row]] * 3)
    [page] = PdfReader(io.BytesIO(build(lambda: grid_of(table), "t", "f", "en"))).pages

    assert page.extract_text().count("20 min 41 s") == 12
    assert [_sizes(it) for it in (table, table._replace(head=table.head[:3], rows=[[*it[:3]] for it in table.rows]))] == [8, 8.5]


def _sizes(table: Table) -> float:
    """Return the size in which the first value of a table is written."""
    found: list[float] = []

    def seen(text: str, _page: list[float], _line: list[float], _font: object, size: float) -> None:
        if "min" in text:
            found.append(size)

    PdfReader(io.BytesIO(build(lambda: grid_of(table), "t", "f", "en"))).pages[0].extract_text(visitor_text=seen)
    return found[0]


def test_in_a_table_that_is_far_too_wide_words_break_and_durations_do_not() -> None:
    """Thirteen columns in English: "not recorded" stands on two lines before "31 min 34 s" does."""
    row = [*[Cell("not recorded", "170 missing")] * 5, Cell("31 min 34 s", "109,860 s / 58"), Cell("1 h 35 min 00 s", "rank 153 of 170")]
    heads = ["Counter", *["Busy"] * 5, "Mean wait", "P90 wait", "Called", "Opening rate", "Finished", "Pieces", "Legs"]
    table = Table("By counter", heads, [[Cell("1号窗口"), *row, *[Cell("1,170", "1,170 / 2,170")] * 5]] * 3)
    [page] = PdfReader(io.BytesIO(build(lambda: grid_of(table), "t", "f", "en"))).pages

    assert [page.extract_text().count(text) for text in ("31 min 34 s", "1 h 35 min 00 s", "not recorded")] == [3, 3, 0]


def test_a_head_breaks_before_its_bracket_or_into_equal_parts() -> None:
    """Not with one character left over; a word of English nowhere."""
    assert head_lines("差评率（每万次）", 40, 8) == ["差评率", "（每万次）"]
    assert head_lines("有人等候时空闲", 50, 8) == ["有人等候", "时空闲"]
    assert head_lines("平均等候", 50, 8) == ["平均等候"]
    assert head_lines("Finished legs", 20, 8) == ["Finished legs"]


def test_a_table_of_figures_alone_has_them_all_to_the_right() -> None:
    """Also where none has a value: the first is no name."""
    table = Table("工单", ["回访率", "整改率"], [[Cell("—"), Cell("—")]])

    def starts(of: Table) -> list[int]:
        together: Any = grid_of(of)[0]
        return [cell[0].style.alignment for cell in together._content[1]._cellvalues[1]]

    assert [starts(it) for it in (table, table._replace(named=False))] == [[LEFT, RIGHT], [RIGHT, RIGHT]]


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
