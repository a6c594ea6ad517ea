# SPDX-License-Identifier: Apache-2.0
"""The one door to openpyxl for the set-up: sheets of plain cells, out and in. What comes in is measured before it is read."""

import io
from collections.abc import Sequence
from contextlib import closing
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from msgspec import Struct

from hallserver.core.errors import AgainstStandard, Malformed

MOST_UNPACKED: Final = 30_000_000
"""Bytes that all parts of a workbook together may have unpacked."""
MOST_PARTS: Final = 200
MOST_ROWS: Final = 5000
MOST_COLUMNS: Final = 120
MOST_CELL: Final = 32_767
"""Characters that a cell of a workbook holds (ECMA-376); beyond, programs cut it off without a word."""
SIGN: Final = b"PK\x03\x04"
"""How every workbook begins."""


class Sheet(Struct, frozen=True, kw_only=True):
    """A sheet: its name, and its rows from the top."""

    title: str
    rows: Sequence[Sequence[object]]
    widths: tuple[int, ...] = ()
    """Of the columns, in characters, when it is written."""


def write_book(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook. The first row of each sheet is its heading, the second, in grey, the lasting names of the columns.

    Raises AgainstStandard for a text that no cell can hold.
    """
    from openpyxl import Workbook  # noqa: PLC0415 -- only who asks for a workbook waits for its library

    for sheet in sheets:
        _must_fit(sheet)
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.title[:31])
        page.freeze_panes = "A3"
        for at, width in enumerate(sheet.widths):
            page.column_dimensions[_letter(at)].width = width
        for at, row in enumerate(sheet.rows):
            page.append([_cell(page, value, at) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _letter(at: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 -- as above

    return str(get_column_letter(at + 1))


def _must_fit(sheet: Sheet) -> None:
    """Raise AgainstStandard for a text that no cell can hold, before the library has begun a file that it would leave half written."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415 -- as above

    texts = (value for row in sheet.rows for value in row if isinstance(value, str))
    for text in texts:
        if len(text) > MOST_CELL:
            raise AgainstStandard("cell-too-long", sheet=sheet.title, most=MOST_CELL)
        if ILLEGAL_CHARACTERS_RE.search(text):
            raise AgainstStandard("cell-unwritable", sheet=sheet.title, text=repr(text)[:60])


def _cell(page: Any, value: object, row: int) -> Any:  # noqa: ANN401 -- cells and sheets have no type of their own
    """Return a cell: a number as a number, whatever else as text, so that nothing in it is ever a formula."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- as above
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 -- as above

    cell = WriteOnlyCell(page, value=value if isinstance(value, int) else "")
    if isinstance(value, str):
        cell.value, cell.data_type = value, "s"
        if "\n" in value:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    if row <= 1:
        cell.font = Font(bold=row == 0, color="FF808080" if row else "FF000000")
    return cell


def read_book(content: bytes) -> list[Sheet]:
    """Return the sheets of a workbook as their cells hold them, formulae as what they last came to.

    Raises Malformed for what is no workbook, or a larger one than anybody's set-up is.
    """
    _measure(content)
    from openpyxl import load_workbook  # noqa: PLC0415 -- as above

    try:
        with closing(load_workbook(io.BytesIO(content), read_only=True, data_only=True)) as book:
            return [Sheet(title=page.title, rows=_rows(page)) for page in book.worksheets]
    except Malformed:
        raise
    except Exception as error:  # the library raises whatever it meets in a broken file
        raise Malformed("book-unreadable", detail=type(error).__name__) from error


def _measure(content: bytes) -> None:
    """Refuse a small file that unpacks to more than this machine has; zipfile reads no part beyond the size that it names."""
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (BadZipFile, ValueError, NotImplementedError) as error:
        raise Malformed("book-unreadable", detail="zip") from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Malformed("book-too-large", rows=MOST_ROWS, mb=MOST_UNPACKED // 1_000_000)


def _rows(page: Any) -> list[list[object]]:  # noqa: ANN401 -- a sheet has no type of its own
    page.reset_dimensions()  # what a file says of its own size need not be true
    found: list[list[object]] = []
    with closing(page.iter_rows(values_only=True)) as rows:
        for row in rows:
            if len(found) == MOST_ROWS or len(row) > MOST_COLUMNS:
                raise Malformed("book-too-large", rows=MOST_ROWS, mb=MOST_UNPACKED // 1_000_000)
            found.append(list(row))
    return found
