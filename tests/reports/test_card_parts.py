# SPDX-License-Identifier: Apache-2.0
"""The parts of cards: how many rows, boxes and slips there are."""

from reportlab.platypus import KeepTogether, Table

from reports.card_parts import boxes, grid, heading, number_slips, register_rows, steps, two_columns


def test_a_heading_without_a_lead_has_no_empty_line_for_it() -> None:
    """The register's rows need the room."""
    assert len(heading("停电卡", "照着做")) == len(heading("停电卡", "")) + 2


def test_a_table_has_its_head_only_where_there_is_one() -> None:
    """Further groups of keys go on below the first."""
    assert len(grid(["按键", "做什么"], [("F2", "叫号")], (50, 50), 9)._cellvalues) == 2
    assert len(grid([], [("F2", "叫号")], (50, 50), 9)._cellvalues) == 1


def test_each_step_has_a_box_to_tick() -> None:
    """What was done is seen from the paper."""
    (part,) = steps("一、马上", ["看钟", "告诉大家"])
    assert isinstance(part, KeepTogether)
    (table,) = [it for it in part._content if isinstance(it, Table)]
    assert all(isinstance(row[0], Table) for row in table._cellvalues)
    assert len(table._cellvalues) == 2


def test_a_page_of_numbers_is_whole_even_if_the_last_is_not_full() -> None:
    """The cuts run through the same places on every page."""
    table = number_slips(["P001", "P002", "P003"], ("厅", "时间", "保管"))
    assert [len(row) for row in table._cellvalues] == [4] * 5
    assert table._cellvalues[0][3] == ""


def test_rows_to_write_in_are_empty() -> None:
    """The head says what belongs where."""
    rows = register_rows(list("号时业窗结备录"), 25)._cellvalues
    assert len(rows) == 26
    assert rows[1] == [""] * 7
    assert len(boxes(["日期 ____"])._content) == 2


def test_columns_are_parted_once() -> None:
    """Two columns, one break."""
    tables = [[grid([], [("a", "b")], (9, 9), 9)], [grid([], [("c", "d")], (9, 9), 9)]]
    assert [type(it).__name__ for it in two_columns(tables)].count("_FrameBreak") == 1
