# SPDX-License-Identifier: Apache-2.0
"""A day as a CSV file: read whole, or refused at the first place that does not fit."""

from pathlib import Path

import pytest

from hallserver.daysheet import SheetError, SheetRow, read_sheet

HEADING = "issued_at,service,number,called_at\n"
FIRST = "2020-01-13T08:00:00+01:00,Passport,A001,2020-01-13T08:05:00+01:00\n"
EIGHT_US = 1_578_898_800_000_000
"""2020-01-13 08:00 at +01:00."""


def sheet(folder: Path, text: str) -> Path:
    """Write a file; return its path."""
    path = folder / "day.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_day_is_read_with_letters_and_offset(tmp_path: Path) -> None:
    """Times become UTC microseconds; who was never called has none."""
    read = read_sheet(sheet(tmp_path, HEADING + FIRST + "2020-01-13T08:00:30+01:00,Tax,B001,\n"))

    assert read.rows == [
        SheetRow(issued_us=EIGHT_US, service="Passport", letter="A", number="A001", called_us=EIGHT_US + 300_000_000),
        SheetRow(issued_us=EIGHT_US + 30_000_000, service="Tax", letter="B", number="B001", called_us=None),
    ]
    assert (read.letters, read.offset_s) == ({"Passport": "A", "Tax": "B"}, 3600)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + HEADING + FIRST,
        "more,called_at,number,service,issued_at\nx,,A001, Passport ,2020-01-13T08:00:00+01:00\n",
        HEADING + FIRST + "\n",
        HEADING.replace("\n", "\r\n") + FIRST.replace("\n", "\r\n"),
        HEADING + '"2020-01-13T08:00:00+01:00","Passport","A001",\n',
    ],
    ids=["with a mark", "other order, more columns", "an empty line", "Windows", "quoted"],
)
def test_files_as_they_come_from_other_programs_are_read(tmp_path: Path, text: str) -> None:
    """Nobody should have to edit a file by hand."""
    [row] = read_sheet(sheet(tmp_path, text)).rows

    assert (row.issued_us, row.service, row.number) == (EIGHT_US, "Passport", "A001")


@pytest.mark.parametrize(
    ("rows", "line", "column", "value"),
    [
        ("", 2, "issued_at", ""),
        (FIRST + "2020-01-13 08:01,Passport,A002,\n", 3, "issued_at", "2020-01-13 08:01"),
        ("soon,Passport,A001,\n", 2, "issued_at", "soon"),
        (",Passport,A001,\n", 2, "issued_at", ""),
        ("2020-01-13T08:00:00+01:00,,A001,\n", 2, "service", ""),
        ("2020-01-13T08:00:00+01:00,Passport,001,\n", 2, "number", "001"),
        ("2020-01-13T08:00:00+01:00,Passport,A12345,\n", 2, "number", "A12345"),
        ("2020-01-13T08:00:00+01:00,Passport\n", 2, "number", ""),
        (FIRST.replace("08:05", "07:59"), 2, "called_at", "2020-01-13T07:59:00+01:00"),
        (FIRST.replace("2020-01-13T08:05:00+01:00", "later"), 2, "called_at", "later"),
        (FIRST + FIRST.replace("A001", "B001"), 3, "number", "B001"),
        (FIRST + FIRST.replace("Passport", "Tax"), 3, "service", "Tax"),
    ],
)
def test_the_first_place_that_does_not_fit_is_named(tmp_path: Path, rows: str, line: int, column: str, value: str) -> None:
    """Line, column, what stands there and what was expected: nothing was loaded."""
    with pytest.raises(SheetError) as refused:
        read_sheet(sheet(tmp_path, HEADING + rows))
    error = refused.value

    assert (error.line, error.column, error.value) == (line, column, value)
    assert error.expected
    assert str(error).startswith(f"line {line}, column {column}: ")


@pytest.mark.parametrize("missing", ["issued_at", "service", "number", "called_at"])
def test_a_missing_column_is_named(tmp_path: Path, missing: str) -> None:
    """Before the first row is looked at."""
    with pytest.raises(SheetError) as refused:
        read_sheet(sheet(tmp_path, HEADING.replace(missing, "other") + FIRST))

    assert (refused.value.line, refused.value.column) == (1, missing)


def test_a_file_in_another_encoding_is_refused_at_the_byte(tmp_path: Path) -> None:
    """GBK is common; guessing would make names into rubbish."""
    path = tmp_path / "day.csv"
    path.write_bytes(HEADING.encode() + FIRST.replace("Passport", "护照").encode("gbk"))
    with pytest.raises(SheetError) as refused:
        read_sheet(path)

    assert (refused.value.line, refused.value.expected) == (2, "UTF-8")


def test_an_empty_file_has_no_heading(tmp_path: Path) -> None:
    """And says so."""
    with pytest.raises(SheetError, match="heading"):
        read_sheet(sheet(tmp_path, ""))
