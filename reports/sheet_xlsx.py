# SPDX-License-Identifier: Apache-2.0
"""The figures as a workbook: a sheet per section, a line per figure, numbers as numbers and texts never as formulae."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from hallserver.words import say
from reports import deviations
from reports.acts import COLUMNS, cells
from reports.figures import Figure
from reports.report import DayReport, Section
from reports.sheet_csv import plain_line
from reports.text import group_name, heading_text, name_of

HEAD = ("of", "figure", "value", "unit", "numerator", "denominator", "n", "missing")
WIDTHS = (28, 20, 14, 8, 16, 16, 12, 12)
"""Of the columns, in characters."""
Cell = str | int | float | None


def to_xlsx(report: DayReport, language: str) -> bytes:
    """Return the report as XLSX. What has no value has *not recorded*, or an empty cell where there was no case."""
    book = Workbook(write_only=True)
    book.properties.title = heading_text(report, language)
    book.properties.created = book.properties.modified = datetime.fromtimestamp(report.as_of_us // 1_000_000, UTC).replace(tzinfo=None)
    for section in report.sections:
        sheet = book.create_sheet(say(f"report.section.{section.key}", language))
        sheet.freeze_panes = "A2"
        for letter, width in zip("ABCDEFGH", WIDTHS, strict=True):
            sheet.column_dimensions[letter].width = width
        for row in _rows(section, language):
            sheet.append([_text(sheet, it) if isinstance(it, str) else it for it in row])
    if report.acts:
        _list_acts(book.create_sheet(say("report.section.acts-list", language)[:31]), report, language)
    if report.deviations:
        _list_deviations(book.create_sheet(say("report.section.deviations", language)[:31]), report, language)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _list_acts(sheet: Any, report: DayReport, language: str) -> None:  # noqa: ANN401 -- a sheet has no type of its own
    """Write every act out of the ordinary, a line each."""
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFG", (10, 24, 10, 8, 16, 16, 48), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([_text(sheet, say(f"report.act.{column}", language)) for column in COLUMNS])
    for line in report.acts:
        sheet.append([_text(sheet, it) for it in cells(line, report.zone, language)])


def _list_deviations(sheet: Any, report: DayReport, language: str) -> None:  # noqa: ANN401 -- a sheet has no type of its own
    """Write what deviated from the unified standard, a line each."""
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGHI", (14, 20, 24, 16, 16, 24, 40, 14, 26), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([_text(sheet, say(f"report.deviation.{column}", language)) for column in deviations.COLUMNS])
    for line in report.deviations:
        sheet.append([_text(sheet, it) for it in deviations.cells(line, language)])


def _rows(section: Section, language: str) -> Iterator[tuple[Cell, ...]]:
    """Give the head and a row per figure."""
    yield tuple(say(f"report.sheet.{word}", language) for word in HEAD)
    for group in section.groups:
        for figure in group.figures:
            yield (group_name(group, language), *_of(figure, language))


def _of(figure: Figure, language: str) -> tuple[Cell, ...]:
    value: Cell = say("report.not-recorded", language) if figure.value is None and figure.missing else figure.value
    unit = say(f"report.unit.{figure.unit}", language)
    return name_of(figure.key, language), value, unit, figure.numerator, figure.denominator, figure.n, figure.missing


def _text(sheet: Any, text: str) -> Any:  # noqa: ANN401 -- a cell has no type of its own
    """Return a cell that is text whatever it begins with."""
    cell = WriteOnlyCell(sheet, value="")
    cell.value, cell.data_type = plain_line(text), "s"
    return cell
