# SPDX-License-Identifier: Apache-2.0
"""The figures as a workbook: what it rests on, the comparison, the whole hall's figures, a sheet per breakdown, the definitions last.

Each figure has a line.
Numbers are numbers, texts are never formulae, heads stay in sight and are printed on every page.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from hallserver.words import say
from reports import deviations, tables
from reports.acts import COLUMNS, cells
from reports.definitions import defined
from reports.figures import Figure, Number, is_longest
from reports.report import DayReport
from reports.sheet_csv import plain_line
from reports.signing import Signing, box_lines, step_lines, version_text
from reports.text import date_text, group_name, heading_text, name_of, nothing_text, reasons_text, whose_text

HEAD = ("of", "figure", "value", "unit", "numerator", "denominator", "n", "missing", "excluded")
WIDTHS = (28, 24, 14, 8, 16, 16, 12, 12, 40)
"""Of the columns, in characters."""
LONGEST = 31
"""Characters of a sheet's name, by Excel."""
LOOKS = {
    "share": "0.00%", "mean": "#,##0.00", "count": "#,##0", "total": "#,##0", "rank": "#,##0", "bin": "#,##0",
    "change": "+#,##0.00;-#,##0.00;0", "seconds": "#,##0.0", "score": "0.0", "moment": "yyyy-mm-dd hh:mm", "date": "yyyy-mm-dd",
}  # fmt: skip
"""Kind of figure → how a spreadsheet shows its value; the value itself is never rounded."""
Content = str | int | float | datetime | None
LONG: Final = 40
"""Texts of more characters wrap."""
HEAD_TINT: Final = "F0F1F3"


class Shown(NamedTuple):
    """What stands in a cell, and how: a key of ``LOOKS``, a tint (RGB as six hex digits); empty: plain."""

    content: Content
    look: str = ""
    tint: str = ""


def new_book(title: str, as_of_us: int, author: str) -> Workbook:
    """Return an empty workbook that is written row by row; ``author``: whose it is."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = title, author
    book.properties.created = book.properties.modified = datetime.fromtimestamp(as_of_us // 1_000_000, UTC).replace(tzinfo=None)
    return book


def saved(book: Workbook) -> bytes:
    """Return the workbook as XLSX."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def to_xlsx(report: DayReport, language: str, signing: Signing | None = None) -> bytes:
    """Return the report as XLSX. What has no value has *not recorded*, or an empty cell where there was no case.

    ``signing``: of a version that was drafted, which has a sheet of its own for it.
    """
    book = new_book(heading_text(report, language), report.as_of_us, whose_text(report, language))
    Sheet(book, say("report.sheet.about", language), (24, 96), report.marked).texts(_about(report, language))
    if signing is not None:
        told = [(say("osm.sheet-version", language), version_text(signing, language))]
        sheet = Sheet(book, say("report.section.signing", language), (24, 96), report.marked)
        sheet.texts([*told, *step_lines(signing, language), *box_lines(signing, language)])
    for title, of, lines in _figures(report, language):
        sheet = Sheet(book, title, WIDTHS, report.marked)
        sheet.head(say(f"report.sheet.{word}", language) for word in (of, *HEAD[1:]))
        sheet.figures(lines, language)
    if report.acts:
        sheet = Sheet(book, say("report.section.acts-list", language), (10, 24, 10, 8, 16, 16, 48), report.marked)
        sheet.head(say(f"report.act.{column}", language) for column in COLUMNS)
        sheet.texts(cells(line, report.zone, language) for line in report.acts)
    if report.deviations:
        sheet = Sheet(book, say("report.section.deviations", language), (14, 20, 24, 16, 16, 24, 40, 14, 26), report.marked)
        sheet.head(say(f"report.deviation.{column}", language) for column in deviations.COLUMNS)
        sheet.texts(deviations.cells(line, language) for line in report.deviations)
    meant = defined(report, language)
    sheet = Sheet(book, meant.title, (24, 120), report.marked)
    sheet.head(meant.head)
    sheet.texts([cell.main for cell in row] for row in meant.rows)
    return saved(book)


def _figures(report: DayReport, language: str) -> Iterator[tuple[str, str, list[tuple[str, Figure]]]]:
    """Give each sheet of figures: its title, the word of its first column, and the figures with what each is of."""
    whole: list[tuple[str, Figure]] = []
    apart: list[tuple[str, str, list[tuple[str, Figure]]]] = []
    for section in sorted(report.sections, key=tables.order_of):
        title = say(f"report.section.{section.key}", language)
        if any(group.slug for group in section.groups):
            apart.append((title, HEAD[0], [(group_name(group, language), it) for group in section.groups for it in group.figures]))
        else:
            whole += [(title, it) for group in section.groups for it in group.figures]
    first = [it for it in apart if it[0] == say("report.section.compared", language)]
    whole_of = say(f"report.sheet.whole{'-all' if report.halls > 1 else ''}", language)
    yield from (*first, (whole_of, "part", whole), *(it for it in apart if it not in first))


def _about(report: DayReport, language: str) -> Iterator[Sequence[str]]:
    """Give what the figures rest on, a line each: whose, of when, how far, under which standard, the notes, the watermark."""
    yield heading_text(report, language), date_text(report, language)
    yield from tables.meta(report, language)
    yield from ((say("report.section.notes", language), text) for text in tables.notes(report, language))
    if report.marked:
        yield say("report.marked", language), report.marked


class Sheet:
    """One sheet that is written row by row."""

    def __init__(self, book: Workbook, title: str, widths: Sequence[int], marked: str = "", *, stays: str = "A2") -> None:
        """Begin a sheet with columns of these widths; ``stays``: the first cell that moves when the reader scrolls, below the head."""
        self._sheet: Any = book.create_sheet(title[:LONGEST])  # a write-only sheet has no type of its own
        self._sheet.freeze_panes = stays
        self._sheet.print_title_rows = "1:1"
        self._sheet.page_setup.orientation = "landscape"
        self._sheet.page_setup.fitToHeight = 0
        self._sheet.sheet_properties.pageSetUpPr.fitToPage = True
        self._sheet.oddFooter.center.text = "&P / &N"
        if marked:
            self._sheet.oddHeader.center.text = marked.replace("&", "&&")
        for at, width in enumerate(widths, 1):
            self._sheet.column_dimensions[get_column_letter(at)].width = width

    def head(self, texts: Iterable[str]) -> None:
        """Write the first row: bold on grey."""
        cells = [self._text(it) for it in texts]
        for cell in cells:
            cell.font, cell.fill, cell.alignment = _BOLD, _fill(HEAD_TINT), _WRAPPED
        self._sheet.append(cells)

    def rows(self, rows: Iterable[Sequence[Shown]], *, filtered: bool = False) -> None:
        """Write rows of cells, under a head that filters them where that is wanted; texts of several lines wrap."""
        n = width = 0
        for row in rows:
            self._sheet.append([self._cell(it.content, LOOKS.get(it.look, ""), it.tint) for it in row])
            n, width = n + 1, len(row)
        if filtered and n:
            self._sheet.auto_filter.ref = f"A1:{get_column_letter(width)}{n + 1}"

    def texts(self, rows: Iterable[Sequence[str]]) -> None:
        """Write rows of text."""
        for row in rows:
            self._sheet.append([self._text(it) for it in row])

    def figures(self, lines: Iterable[tuple[str, Figure]], language: str) -> None:
        """Write a row per figure, led by what it is of."""
        for of, figure in lines:
            row = (of, *_of(figure, language))
            look = LOOKS[figure.kind] if figure.unit != "s" else "#,##0.0"
            self._sheet.append([self._cell(it, look if at == HEAD.index("value") else _plain(it)) for at, it in enumerate(row)])

    def _cell(self, content: Content, look: str, tint: str = "") -> Any:  # noqa: ANN401 -- a cell has no type of its own
        cell = (
            self._text(content)
            if isinstance(content, str) and content
            else WriteOnlyCell(self._sheet, value=None if content == "" else content)
        )
        if look:
            cell.number_format = look
        if tint:
            cell.fill = _fill(tint)
        return cell

    def _text(self, text: str) -> Any:  # noqa: ANN401 -- a cell has no type of its own
        """Return a cell that is text whatever it begins with."""
        cell = WriteOnlyCell(self._sheet, value="")
        cell.value, cell.data_type = "\n".join(plain_line(line) for line in text.split("\n")), "s"
        if "\n" in text or len(text) > LONG:
            cell.alignment = _WRAPPED
        return cell


_BOLD, _WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")


@cache
def _fill(tint: str) -> PatternFill:
    return PatternFill("solid", start_color=tint, end_color=tint)


def _plain(content: Content) -> str:
    """Return how a number is shown that others are made of; empty for a text."""
    return "" if not isinstance(content, int | float) else "#,##0" if content == int(content) else "#,##0.0"


def _of(figure: Figure, language: str) -> tuple[Content, ...]:
    """Return a figure's cells; where it has no value, neither has what it would be made of: 0 would be read as counted."""
    value: str | Number | None = figure.value if figure.value is not None else nothing_text(figure, language) or None
    unit = say(f"report.unit.{figure.unit}", language)
    made_of = (None, None) if figure.value is None else (figure.numerator, figure.denominator)
    name = name_of(figure.key, language)
    named = say("report.longest-too", language, value=name) if is_longest(figure) and figure.value is not None else name
    return named, value, unit, *made_of, figure.n, figure.missing, reasons_text(figure, language)
