# SPDX-License-Identifier: Apache-2.0
"""The door to workbooks: nothing that is written is ever a formula, and nothing that is read is larger than it may be."""

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook

from hallserver.core.errors import AgainstStandard, Malformed
from hallserver.setup.workbook import MOST_CELL, MOST_ROWS, MOST_UNPACKED, Sheet, read_book, write_book


def one(*rows: Sequence[object]) -> bytes:
    """Return a workbook of one sheet."""
    return write_book([Sheet(title="a", rows=rows)])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_no_text_becomes_a_formula(text: str) -> None:
    """A name that somebody chose must not run on the machine of whoever opens the file."""
    content = one(["h"], ["k"], [text])
    cell = load_workbook(BytesIO(content)).worksheets[0]["A3"]
    assert (cell.data_type, cell.value) == ("s", text)
    assert read_book(content)[0].rows[2] == [text]


def test_numbers_stay_numbers() -> None:
    """So that a spreadsheet can sort them."""
    assert read_book(one(["h"], ["k"], [7]))[0].rows[2] == [7]


@pytest.mark.parametrize("text", ["x" * (MOST_CELL + 1), "\x07"])
def test_what_no_cell_can_hold_is_refused(text: str) -> None:
    """A program would cut it off without a word."""
    with pytest.raises(AgainstStandard):
        one(["h"], ["k"], [text])


def test_a_bomb_is_refused_before_it_is_read() -> None:
    """A few kilobytes that unpack to more than anybody's set-up."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", b"a" * (MOST_UNPACKED + 1))
    assert len(out.getvalue()) < 100_000
    with pytest.raises(Malformed, match="book-too-large"):
        read_book(out.getvalue())


def test_a_sheet_of_too_many_rows_is_refused() -> None:
    """However small it is."""
    with pytest.raises(Malformed, match="book-too-large"):
        read_book(one(*([["a"]] * (MOST_ROWS + 1))))


def test_what_is_no_workbook_is_refused() -> None:
    """A zip of something else too."""
    out = BytesIO()
    with ZipFile(out, "w") as packed:
        packed.writestr("a.txt", "a")
    for content in (b"PK\x03\x04", out.getvalue()):
        with pytest.raises(Malformed, match="book-unreadable"):
            read_book(content)
