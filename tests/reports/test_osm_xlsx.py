# SPDX-License-Identifier: Apache-2.0
"""The report on on-site management as a workbook, read back as a spreadsheet reads it."""

import io
from datetime import datetime

import pytest
from msgspec import structs
from openpyxl import Workbook, load_workbook

from reports.osm import OsmDistrict, OsmReport, roll_up
from reports.osm_lines import lines
from reports.osm_text import Stamp
from reports.osm_xlsx import LEDGER, to_xlsx
from tests.reports.test_osm import DAY, QUIET, made

REPORT = made()


def book_of(of: OsmReport | OsmDistrict, language: str = "zh-Hans", **more: Stamp | str) -> Workbook:
    """Return the workbook as it opens."""
    return load_workbook(io.BytesIO(to_xlsx(of, language, **more)))  # type: ignore[arg-type]


def test_the_sheets_are_by_use_and_their_heads_stay() -> None:
    """Eight of them; what was taken away says by whom, on each page too; a signed one says which version."""
    stamp = Stamp(version=2, state="signed", sha256="9f2c" * 16, signed="高建国 2026-04-01")
    book = book_of(REPORT, marked="李 & 王", stamp=stamp)

    assert book.sheetnames == ["报告说明", "数据汇总", "得分矩阵", "问题台账", "安全与可视化", "改进措施", "文字部分", "指标定义"]
    assert all(sheet.freeze_panes for sheet in book.worksheets)
    assert {sheet.oddHeader.center.text for sheet in book.worksheets if sheet.oddHeader is not None} == {"李 && 王"}
    about = {row[1] for row in book["报告说明"].iter_rows(values_only=True)}
    assert {"OSM 风格 · 内部管理用", "李 & 王", "高建国 2026-04-01"} <= about
    assert any("第 2 版 · 已签发" in str(text) for text in about)


def test_figures_are_numbers_with_what_they_were_made_of() -> None:
    """As many as the report has, but for the cells of the matrix, which have their sheet."""
    rows = [*book_of(REPORT)["数据汇总"].iter_rows(min_row=2, values_only=True)]
    wanted = [it for it in lines(REPORT, "zh-Hans") if it.part != "matrix" or it.key == "osm.score"]

    assert [row[2] for row in rows] == [it.name for it in wanted]
    assert [row[3] for row in rows if isinstance(row[3], int | float)] == pytest.approx([it.value for it in wanted if it.value is not None])
    assert [row[8] for row in rows] == [it.n for it in wanted]


def test_the_matrix_has_score_former_score_and_arrow_in_the_colour_of_the_page() -> None:
    """Ninety now, forty then; what nobody looked at says so and is no number."""
    sheet = book_of(REPORT)["得分矩阵"]
    space = sheet[3]

    assert [cell.value for cell in (space[0], space[1], space[2], space[8], space[14])] == [REPORT.hall["zh-Hans"], "空间", 90, 40, "↑"]
    assert space[2].fill.start_color.rgb == "00F2CF7A"
    assert (sheet.max_row, sheet.cell(7, 6).value) == (8, "未检查")
    assert {cell.value for cell in book_of(made())["得分矩阵"][2][8:14]} != {0}


def test_a_check_that_nobody_looked_at_says_so_as_on_paper() -> None:
    """Else 0 findings of 0 looks would read as good order; numbers stay numbers."""
    never = structs.replace(REPORT, checks=tuple(structs.replace(it, looks=0, findings=0, open=0) for it in REPORT.checks[:1]))
    counts = [[cell.value for cell in book_of(it)["安全与可视化"][2][3:]] for it in (never, REPORT)]

    assert counts == [["未检查"] * 3, [6, 1, 1]]


def test_the_ledger_has_real_dates_and_points_and_filters() -> None:
    """By the hall's clock; an empty cell where nothing has come yet."""
    sheet = book_of(REPORT)["问题台账"]
    column = [word for word, _ in LEDGER].index
    found = {row[column("no")].value: row for row in sheet.iter_rows(min_row=2)}
    line = found["X20260303-002"]

    assert sheet.auto_filter.ref == f"A1:X{len(REPORT.findings) + 1}"
    assert (line[column("found")].value, line[column("found")].number_format) == (
        datetime.fromisoformat("2026-03-02T12:00"),
        "yyyy-mm-dd hh:mm",
    )
    assert (line[column("closed")].value, line[column("points")].value, line[column("repeat-of")].value) == (None, 1, "X20260101-003")
    assert (line[column("responsible")].value, line[column("zone")].value, line[column("severity")].value) == ("刘志强", "大厅", "一般")
    assert found["X20260303-001"][column("photos")].value == 1
    assert sheet.cell(1, column("new") + 1).value == "本期/结转"


def test_a_district_has_all_halls_first_and_names_are_never_formulae() -> None:
    """Then each by its name."""
    other = structs.replace(REPORT, hall={"zh-Hans": "=1+1", "en": "=1+1"})
    book = book_of(roll_up([REPORT, other], DAY, QUIET), "en")
    halls = list(dict.fromkeys(row[0].value for row in book["Matrix"].iter_rows(min_row=2)))

    assert halls == ["2 service halls", REPORT.hall["en"], "=1+1"]
    assert {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"} == {"s"}
    assert book["Ledger of findings"].max_row == 2 * len(REPORT.findings) + 1
    of_all, *texts = [row[1] for row in book["Texts"].iter_rows(min_row=2, values_only=True)]
    assert texts == ["巡查十天"] * 2
    assert "Checks done: 12/18" in str(of_all)
