# SPDX-License-Identifier: Apache-2.0
"""The door to workbooks: nothing that is written is ever a formula, and nothing that is read is larger than it may be."""

import tracemalloc
from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook

from hallserver.core.errors import AgainstStandard, Malformed
from hallserver.setup.workbook import MOST_BINARY, MOST_CELL, MOST_ROWS, MOST_UNPACKED, Sheet, read_book, write_book


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


SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MB = 1_000_000


def patched(name: str, content: bytes) -> bytes:
    """Return a workbook in which somebody put another part in place of ours."""
    out = BytesIO()
    with ZipFile(BytesIO(one(["h"], ["k"], ["x"]))) as good, ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for part in good.namelist():
            if part != name:
                packed.writestr(part, good.read(part))
        packed.writestr(name, content)
    return out.getvalue()


def sheet(rows: bytes, head: bytes = b"") -> bytes:
    """Return a sheet as it stands in a workbook."""
    return b'%s<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (head, MAIN, rows)


HOSTILE = {
    "one row of a million cells": (SHEET, sheet(b"<row>" + b"<c/>" * 1_000_000 + b"</row>")),
    "every row full": (SHEET, sheet((b"<row>" + b"<c><v>1</v></c>" * 120 + b"</row>") * 2000)),
    "a million strings": (STRINGS, b'<sst xmlns="%s">%s</sst>' % (MAIN, b"<si><t/></si>" * 700_000)),
    "a million styles": ("xl/styles.xml", b'<styleSheet xmlns="%s"><cellXfs>%s</cellXfs></styleSheet>' % (MAIN, b"<xf/>" * 1_000_000)),
    "cells in other signs": (SHEET, sheet(b"<row>" + b"<c/>" * 1_000_000 + b"</row>").decode().encode("utf-16")),
    "far to the right": (SHEET, sheet(b'<row><c r="XFD1"><v>1</v></c></row>' * 4000)),
    "far down": (SHEET, sheet(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>')),
}


@pytest.mark.parametrize(("name", "content"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_sheet_is_refused_before_its_cells_are_built(name: str, content: bytes) -> None:
    """A few kilobytes of it took 700 MB: memory is counted here, beside what the test itself holds."""
    book = patched(name, content)
    assert len(book) < 200_000
    read_book(one(["h"]))  # the library is loaded
    tracemalloc.start()
    try:
        with pytest.raises(Malformed, match="book-too-large"):
            read_book(book)
        assert tracemalloc.get_traced_memory()[1] < 10 * MB
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "head",
    [
        b'<?xml version="1.0" encoding="cp037"?>',
        b'<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa">]>',
        b"<!-- " + b"x" * 70_000 + b'--><!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa">]>',
        b"<!-- <row> -->" + b" " * 70_000 + b"<!DOCTYPE worksheet>",
    ],
    ids=["signs", "entities", "behind a comment", "behind blanks"],
)
def test_a_sheet_whose_cells_cannot_be_counted_is_refused(head: bytes) -> None:
    """Entities unfold and other signs hide what is counted; no spreadsheet writes them."""
    with pytest.raises(Malformed, match=r"book-unreadable.*XML"):
        read_book(patched(SHEET, sheet(b"<row><c><v>1</v></c></row>", head)))


def test_a_workbook_of_pictures_is_refused_and_one_picture_is_not() -> None:
    """Nothing is read of them, and a letterhead does no harm."""
    assert read_book(patched("xl/media/image1.png", b"\x89PNG" + bytes(MOST_BINARY // 2)))[0].rows[2] == ["x"]
    with pytest.raises(Malformed, match="book-too-large"):
        read_book(patched("xl/media/image1.png", b"\x89PNG" + bytes(MOST_BINARY)))


def test_a_districts_whole_list_is_read() -> None:
    """Control: three times 800 items with every column stay below every bound."""
    row = [f"列{at}" for at in range(14)]
    assert len(read_book(one(*[row] * 2400))[0].rows) == 2400
