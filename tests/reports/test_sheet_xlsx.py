# SPDX-License-Identifier: Apache-2.0
"""The workbook, read back as a spreadsheet reads it."""

import io

import pytest
from msgspec import structs
from openpyxl import load_workbook

from reports.day import make_day
from reports.definitions import topics_of
from reports.sheet_xlsx import to_xlsx
from reports.tables import order_of
from tests.reports.sample_day import at, busy_day, leg, names, period

BUSY = make_day(busy_day(200), names())


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_every_figure_is_there_as_a_number(language: str) -> None:
    """A sheet of the whole hall's, one per breakdown, as many lines as figures, and sums can be made of them."""
    book = load_workbook(io.BytesIO(to_xlsx(BUSY, language)))

    about, *sheets, defined = book.worksheets
    parts = [it for it in sorted(BUSY.sections, key=order_of) if any(group.slug for group in it.groups)]
    whole = [it for it in sorted(BUSY.sections, key=order_of) if it not in parts]
    assert (defined.max_row, about.max_column) == (len(topics_of(BUSY)) + 1, 2)
    for sheet, sections in zip(sheets, (whole, *([it] for it in parts)), strict=True):
        assert sheet.freeze_panes == "A2"
        figures = [figure for section in sections for group in section.groups for figure in group.figures]
        rows = [*sheet.iter_rows(min_row=2, values_only=True)]
        assert [row[2] for row in rows if isinstance(row[2], int | float)] == pytest.approx(
            [it.value for it in figures if it.value is not None]
        )
        assert [row[6] for row in rows] == [figure.n for figure in figures]


def test_a_name_that_looks_like_a_formula_is_text() -> None:
    """A spreadsheet must not run what somebody called a queue."""
    name = '=HYPERLINK("http://x")'
    book = load_workbook(io.BytesIO(to_xlsx(make_day(period(legs=[leg(1, at("09:00"), queue=name)]), names()), "en")))

    [cell] = {sheet["A2"] for sheet in book.worksheets if sheet["A2"].value == name}
    assert (cell.data_type, cell.value) == ("s", name)


def test_what_was_not_recorded_says_so() -> None:
    """An empty cell would be read as none."""
    book = load_workbook(
        io.BytesIO(to_xlsx(make_day(period(legs=[leg(1, at("09:00"), implicit=True, started_us=None)]), names()), "zh-Hans"))
    )

    rows = [row for row in book["全厅指标"].iter_rows(min_row=2, values_only=True) if row[0] == "办理时长"]
    assert {row[2:3] + row[4:6] for row in rows} == {("未记录", None, None)}


def test_a_copy_that_was_taken_away_says_by_whom_on_every_page() -> None:
    """On each printed page of each sheet; an ampersand is one."""
    book = load_workbook(io.BytesIO(to_xlsx(structs.replace(BUSY, marked="李 & 王"), "zh-Hans")))
    assert {sheet.oddHeader.center.text for sheet in book.worksheets if sheet.oddHeader is not None} == {"李 && 王"}
    assert "李 & 王" in {row[1] for row in book.worksheets[0].iter_rows(values_only=True)}
