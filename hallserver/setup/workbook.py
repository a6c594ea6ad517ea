# SPDX-License-Identifier: Apache-2.0
"""The one door to openpyxl for the set-up: sheets of plain cells, out and in. What comes in is measured before it is read."""

import io
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any, Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from msgspec import Struct

from hallserver.core.errors import AgainstStandard, Malformed

MOST_UNPACKED: Final = 12_000_000
"""Bytes that all parts of a workbook together may have unpacked."""
MOST_SIGNS: Final = 400_000
"""Signs ``<`` in all parts together: its library builds an object or more for each, and has a whole row of them in memory at once."""
SIGNS_A_CELL: Final = 6
"""As this program and openpyxl write a cell of text."""
MOST_BINARY: Final = 2_000_000
"""Bytes of pictures and whatever else is no XML, of which nothing is read."""
MOST_PARTS: Final = 200
MOST_ROWS: Final = 5000
MOST_COLUMNS: Final = 120
MOST_CELL: Final = 32_767
"""Characters that a cell of a workbook holds (ECMA-376); beyond, programs cut it off without a word."""
_PIECE: Final = 65_536
_XML: Final = re.compile(rb"(\xef\xbb\xbf)?\s*<[^\x00]")
_STRANGE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\?xml[^>]*encoding\s*=\s*['\"](?!utf-8['\"])", re.IGNORECASE)
"""At the beginning of a part: a declaration of entities, or of other signs. XML has both before its first element."""
_COMMENT: Final = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_ELEMENT: Final = re.compile(rb"<[A-Za-z_]")
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
    """Refuse a small file that unpacks to more than this machine has, before its library builds anything of it.

    zipfile reads no part beyond the size that it names. Raises Malformed.
    """
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise too_large()
            _count(packed, parts)
    except (BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise Malformed("book-unreadable", detail="zip") from error


def _count(packed: ZipFile, parts: Sequence[ZipInfo]) -> None:
    """Refuse what has too many cells, and XML of which the cells cannot be counted: in other signs than UTF-8, or made of entities."""
    signs = binary = 0
    for part in parts:
        pieces = _pieces(packed, part)
        head = next(pieces, b"")
        if not _XML.match(head):
            binary += part.file_size
        elif _STRANGE.search(bare := _COMMENT.sub(b"", head)) or not _ELEMENT.search(bare):
            raise Malformed("book-unreadable", detail="XML")
        else:
            signs += head.count(b"<")
            for piece in pieces:
                signs += piece.count(b"<")
                if signs > MOST_SIGNS:
                    break
        if signs > MOST_SIGNS or binary > MOST_BINARY:
            raise too_large()


def _pieces(packed: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    with packed.open(part) as opened:
        while piece := opened.read(_PIECE):
            yield piece


def too_large() -> Malformed:
    """Return the refusal of a workbook that is larger than anybody's set-up, with the bounds."""
    cells, mb = MOST_SIGNS // SIGNS_A_CELL // 1000 * 1000, MOST_UNPACKED // 1_000_000
    return Malformed("book-too-large", rows=MOST_ROWS, columns=MOST_COLUMNS, cells=cells, mb=mb)


def _rows(page: Any) -> list[list[object]]:  # noqa: ANN401 -- a sheet has no type of its own
    page.reset_dimensions()  # what a file says of its own size need not be true
    found: list[list[object]] = []
    with closing(page.iter_rows(values_only=True)) as rows:
        for row in rows:
            if len(found) == MOST_ROWS or len(row) > MOST_COLUMNS:
                raise too_large()
            found.append(list(row))
    return found
