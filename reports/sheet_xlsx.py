# SPDX-License-Identifier: Apache-2.0
"""The figures as a workbook: what it rests on, a sheet per section with a line per figure, the definitions last.

Numbers are numbers, texts are never formulae, heads stay in sight and are printed on every page.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from hallserver.words import say
from reports import deviations, tables
from reports.acts import COLUMNS, cells
from reports.figures import Figure, Number
from reports.report import DayReport, Section
from reports.sheet_csv import plain_line
from reports.text import date_text, group_name, heading_text, name_of, nothing_text

HEAD = ("of", "figure", "value", "unit", "numerator", "denominator", "n", "missing")
WIDTHS = (28, 20, 14, 8, 16, 16, 12, 12)
"""Of the columns, in characters."""
LONGEST = 31
"""Characters of a sheet's name, by Excel."""
LOOKS = {
    "share": "0.00%", "mean": "#,##0.00", "count": "#,##0", "total": "#,##0", "rank": "#,##0", "bin": "#,##0",
    "change": "+#,##0.00;-#,##0.00;0",
}  # fmt: skip
"""Kind of figure → how a spreadsheet shows its value; the value itself is never rounded."""
Cell = str | int | float | None


def to_xlsx(report: DayReport, language: str) -> bytes:
    """Return the report as XLSX. What has no value has *not recorded*, or an empty cell where there was no case."""
    book = Workbook(write_only=True)
    book.properties.title = heading_text(report, language)
    book.properties.created = book.properties.modified = datetime.fromtimestamp(report.as_of_us // 1_000_000, UTC).replace(tzinfo=None)
    _Sheet(book, report, say("report.sheet.about", language), (24, 96)).texts(_about(report, language))
    for section in report.sections:
        sheet = _Sheet(book, report, say(f"report.section.{section.key}", language), WIDTHS)
        sheet.texts([[say(f"report.sheet.{word}", language) for word in HEAD]])
        sheet.figures(section, language)
    if report.acts:
        sheet = _Sheet(book, report, say("report.section.acts-list", language), (10, 24, 10, 8, 16, 16, 48))
        sheet.texts([[say(f"report.act.{column}", language) for column in COLUMNS]])
        sheet.texts(cells(line, report.zone, language) for line in report.acts)
    if report.deviations:
        sheet = _Sheet(book, report, say("report.section.deviations", language), (14, 20, 24, 16, 16, 24, 40, 14, 26))
        sheet.texts([[say(f"report.deviation.{column}", language) for column in deviations.COLUMNS]])
        sheet.texts(deviations.cells(line, language) for line in report.deviations)
    defined = tables.definitions(language, report.kind)
    _Sheet(book, report, defined.title, (24, 120)).texts([defined.head, *([cell.main for cell in row] for row in defined.rows)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _about(report: DayReport, language: str) -> Iterator[Sequence[str]]:
    """Give what the figures rest on, a line each: whose, of when, how far, under which standard, the notes, the watermark."""
    yield heading_text(report, language), date_text(report, language)
    yield from tables.meta(report, language)
    yield from ((say("report.section.notes", language), text) for text in tables.notes(report, language))
    if report.marked:
        yield say("report.marked", language), report.marked


class _Sheet:
    """One sheet that is written row by row."""

    def __init__(self, book: Workbook, report: DayReport, title: str, widths: Sequence[int]) -> None:
        """Begin a sheet with columns of these widths; its first row is the head."""
        self._sheet: Any = book.create_sheet(title[:LONGEST])  # a write-only sheet has no type of its own
        self._sheet.freeze_panes = "A2"
        self._sheet.print_title_rows = "1:1"
        self._sheet.page_setup.orientation = "landscape"
        self._sheet.page_setup.fitToHeight = 0
        self._sheet.sheet_properties.pageSetUpPr.fitToPage = True
        self._sheet.oddFooter.center.text = "&P / &N"
        if report.marked:
            self._sheet.oddHeader.center.text = report.marked.replace("&", "&&")
        for letter, width in zip("ABCDEFGHI", widths, strict=False):
            self._sheet.column_dimensions[letter].width = width

    def texts(self, rows: Iterable[Sequence[str]]) -> None:
        """Write rows of text."""
        for row in rows:
            self._sheet.append([self._text(it) for it in row])

    def figures(self, section: Section, language: str) -> None:
        """Write a row per figure."""
        for group in section.groups:
            for figure in group.figures:
                row = (group_name(group, language), *_of(figure, language))
                look = LOOKS[figure.kind] if figure.unit != "s" else "#,##0.0"
                self._sheet.append([self._cell(it, look if at == HEAD.index("value") else "") for at, it in enumerate(row)])

    def _cell(self, content: Cell, look: str) -> Any:  # noqa: ANN401 -- a cell has no type of its own
        if isinstance(content, str):
            return self._text(content)
        cell = WriteOnlyCell(self._sheet, value=content)
        if look:
            cell.number_format = look
        return cell

    def _text(self, text: str) -> Any:  # noqa: ANN401 -- a cell has no type of its own
        """Return a cell that is text whatever it begins with."""
        cell = WriteOnlyCell(self._sheet, value="")
        cell.value, cell.data_type = plain_line(text), "s"
        return cell


def _of(figure: Figure, language: str) -> tuple[Cell, ...]:
    value: str | Number | None = figure.value if figure.value is not None else nothing_text(figure, language) or None
    unit = say(f"report.unit.{figure.unit}", language)
    return name_of(figure.key, language), value, unit, figure.numerator, figure.denominator, figure.n, figure.missing
