# SPDX-License-Identifier: Apache-2.0
"""The parts of cards: how many rows, boxes and slips there are."""

from typing import Any

from reportlab.platypus import KeepTogether, Table

from reports.card_parts import boxes, grid, heading, number_slips, register_rows, steps, two_columns


def rows_of(table: Table) -> list[list[Any]]:
    """Return a table's cells."""
    cells: list[list[Any]] = table._cellvalues  # type: ignore[attr-defined]
    return cells


def parts_of(block: KeepTogether) -> list[Any]:
    """Return what a block keeps together."""
    content: list[Any] = block._content  # type: ignore[attr-defined]
    return content


def test_a_heading_without_a_lead_has_no_empty_line_for_it() -> None:
    """The register's rows need the room."""
    assert len(heading("停电卡", "照着做")) == len(heading("停电卡", "")) + 2


def test_a_table_has_its_head_only_where_there_is_one() -> None:
    """Further groups of keys go on below the first."""
    assert len(rows_of(grid(["按键", "做什么"], [("F2", "叫号")], (50, 50), 9))) == 2
    assert len(rows_of(grid([], [("F2", "叫号")], (50, 50), 9))) == 1


def test_each_step_has_a_box_to_tick() -> None:
    """What was done is seen from the paper."""
    (part,) = steps("一、马上", ["看钟", "告诉大家"])
    assert isinstance(part, KeepTogether)
    (table,) = [it for it in parts_of(part) if isinstance(it, Table)]
    assert all(isinstance(row[0], Table) for row in rows_of(table))
    assert len(rows_of(table)) == 2


def test_a_page_of_numbers_is_whole_even_if_the_last_is_not_full() -> None:
    """The cuts run through the same places on every page."""
    table = number_slips(["P001", "P002", "P003"], ("厅", "时间", "保管"))
    assert [len(row) for row in rows_of(table)] == [4] * 5
    assert rows_of(table)[0][3] == ""


def test_rows_to_write_in_are_empty() -> None:
    """The head says what belongs where."""
    rows = rows_of(register_rows(list("号时业窗结备录"), 25))
    assert len(rows) == 26
    assert rows[1] == [""] * 7
    assert len(parts_of(boxes(["日期 ____"]))) == 2


def test_columns_are_parted_once() -> None:
    """Two columns, one break."""
    tables = [[grid([], [("a", "b")], (9, 9), 9)], [grid([], [("c", "d")], (9, 9), 9)]]
    assert [type(it).__name__ for it in two_columns(tables)].count("_FrameBreak") == 1
