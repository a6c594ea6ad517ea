# SPDX-License-Identifier: Apache-2.0
"""Fills a district's own form: a workbook whose named cells say which figure belongs there. Formulae, styles and merged cells stay.

A name is a figure's key with ``_`` for ``-``: ``wait.mean``, ``orders.contact_kept``; with what it was made from:
``wait.within.numerator``, ``.denominator``, ``.n``, ``.missing``; a time also in minutes: ``wait.mean.min``; of one group:
``by_queue.social.wait.mean``; of the report: ``report.hall``, ``report.dates`` … A cell that shows times gets days, as spreadsheets reckon.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from hallserver.core.errors import Malformed
from hallserver.words import known as has_word
from hallserver.words import say
from reports import tables
from reports.figures import WITHHELD, Figure, Number
from reports.names import in_language
from reports.report import DayReport
from reports.sheet_csv import plain_line
from reports.text import dates_text, heading_text, moment_text, nothing_text

DAY_S: Final = 86_400
MOST_BYTES: Final = 50_000_000
"""Of a form when it is unpacked: more is no form."""
PARTS: Final = ("numerator", "denominator", "n", "missing", "min")
_BROKEN: Final = (zipfile.BadZipFile, LookupError, ValueError, OSError, TypeError, AttributeError)
"""What the library raises for a file that is no workbook."""


Content = Figure | str | int | float | tuple[Figure, str] | None
"""What a cell may get: a figure, a part of it, a number, a text; None: this is not recorded."""
Known = dict[str, Content]
"""Name of a cell → what belongs there."""


class Filled(NamedTuple):
    """The form, and what people must be told of it."""

    content: bytes
    unknown: list[str]
    """Names that are no figure of this report, and those of figures that lead to no cell."""
    drawings: bool
    """The form has charts or pictures, which were not taken over."""


def fill(report: DayReport, form: bytes, language: str) -> Filled:
    """Return the form with the report's figures. Raises Malformed for what is no XLSX."""
    return filled(known_of(report, language), form, language, report.marked)


def filled(known: Known, form: bytes, language: str, marked: str = "") -> Filled:
    """Return the form with what is known by name. What is not recorded, or not in this report, says so, never 0. Raises Malformed."""
    book, drawings = _opened(form)
    unknown: list[str] = []
    for name, cell in _named(book):
        if cell is None:
            unknown += [name] if name in known else []
            continue
        if name in known:
            _put(cell, known[name], language)
            continue
        unknown.append(name)
        if cell.value is None:
            _write(cell, say("report.form.not-here" if _is_figure(name) else "report.form.not-recorded", language))
    for sheet in book.worksheets if marked else ():
        mark_head(sheet, marked)
    book.calculation.fullCalcOnLoad = True
    out = io.BytesIO()
    book.save(out)
    return Filled(out.getvalue(), sorted(unknown), drawings)


def _is_figure(name: str) -> bool:
    """Tell whether other reports, or other groups of this one, have this figure: then it is recorded, only not here."""
    key = name.replace("_", "-").split(".", 2)[-1] if name.startswith("by_") else name.replace("_", "-")
    stem, _, part = key.rpartition(".")
    return not key.startswith("not-kept.") and has_word(f"report.figure.{stem if part in PARTS else key}")


def mark_head(sheet: Worksheet, text: str) -> None:
    """Write a watermark at the head of every printed page, left of what the form has there."""
    if sheet.oddHeader is not None:
        sheet.oddHeader.left.text = text.replace("&", "&&")


def _opened(form: bytes) -> tuple[Workbook, bool]:
    try:
        with zipfile.ZipFile(io.BytesIO(form)) as parts:
            if sum(it.file_size for it in parts.infolist()) > MOST_BYTES:
                raise Malformed("report-form", detail=f"> {MOST_BYTES // 1_000_000} MB")
            drawings = any(it.startswith(("xl/drawings/", "xl/charts/", "xl/media/")) for it in parts.namelist())
        return load_workbook(io.BytesIO(form)), drawings
    except _BROKEN as error:
        raise Malformed("report-form", detail=str(error)[:100]) from error


def _named(book: Workbook) -> Iterator[tuple[str, Cell | None]]:
    """Give every name, as our keys are written, and its cell, of an area the first; None where it leads to none, as ``#REF!``.

    Excel's own names are passed over.
    """
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    tables_of: list[dict[str, DefinedName]] = [book.defined_names, *(sheet.defined_names for sheet in book.worksheets)]
    for names in tables_of:
        for name, defined in names.items():
            if not name.startswith("_xlnm"):
                title, area = next(iter(defined.destinations), ("", "")) if defined.type == "RANGE" else ("", "")
                sheet = sheets.get(title.replace("''", "'"))
                yield name.lower(), _first(sheet, area) if sheet is not None else None


def _first(sheet: Worksheet, area: str) -> Cell:
    """Return the first cell of an area, which may be whole rows or columns; of merged cells the one that shows."""
    column, row, *_ = range_boundaries(area)
    cell: Any = sheet.cell(row or 1, column or 1)
    if isinstance(cell, MergedCell):
        around = next(it for it in sheet.merged_cells.ranges if cell.coordinate in it)
        cell = sheet.cell(around.min_row, around.min_col)
    assert isinstance(cell, Cell)
    return cell


def known_of(report: DayReport, language: str) -> Known:
    """Return what may stand in a named cell, by name."""
    found: dict[str, Content] = {f"report.{key}": text for key, text in _facts(report, language).items()}
    for section in report.sections:
        for group in section.groups:
            for figure in group.figures:
                for name, content in named(f"{section.key}.{group.slug}.{figure.key}" if group.slug else figure.key, figure).items():
                    found.setdefault(name, content)
    return found


def named(key: str, figure: Figure) -> dict[str, Content]:
    """Return a figure and what it was made from, under the names that cells may have for it."""
    name = key.replace("-", "_").lower()
    return {name: figure, **{f"{name}.{part}": (figure, part) for part in PARTS}}


def _facts(report: DayReport, language: str) -> dict[str, str]:
    return {
        "hall": in_language(report.hall, language) or heading_text(report, language),
        "title": heading_text(report, language),
        "dates": dates_text(report, language),
        "from": report.from_date,
        "days": str(report.days),
        "halls": str(report.halls),
        "as_of": moment_text(report.as_of_us, report.zone),
        "journal": report.journal,
        "standards": " ".join(report.standards) or say("report.form.not-recorded", language),
        "notes": "\n".join(tables.notes(report, language)),
        "marked": report.marked,
    }


def _put(cell: Cell, content: Content, language: str) -> None:
    """Write a figure as a number, in the unit that the cell shows; what has no value as words."""
    if isinstance(content, str):
        _write(cell, content)
        return
    if content is None:
        _write(cell, say("report.form.not-recorded", language))
        return
    if isinstance(content, int | float):
        cell.value = content
        return
    figure, part = (content, "value") if isinstance(content, Figure) else content
    number: Number | None = figure.value if part in {"value", "min"} else getattr(figure, part)
    if number is None:
        unkept = figure.missing or (figure.n and not figure.excluded.keys() & set(WITHHELD))
        _write(
            cell, say("report.form.not-recorded", language) if unkept else nothing_text(figure, language) or say("report.no-case", language)
        )
        return
    if part == "min":
        number = number / 60
    elif part == "value" and figure.unit == "s" and is_date_format(cell.number_format):
        number = number / DAY_S
    cell.value = number


def _write(cell: Cell, text: str) -> None:
    """Write text that is text whatever it begins with; line ends stay."""
    cell.value = ""
    cell.value, cell.data_type = "\n".join(plain_line(line) for line in text.split("\n")), "s"
