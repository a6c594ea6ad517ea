# SPDX-License-Identifier: Apache-2.0
"""A day as a CSV file: read whole, or refused at the first place that does not fit."""

from pathlib import Path

import pytest

from hallserver.daysheet import SheetError, SheetRow, read_sheet
from hallserver.words import say

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
    ("rows", "line", "column", "value", "code"),
    [
        ("", 2, "issued_at", "", "ticket"),
        (FIRST + "2020-01-13 08:01,Passport,A002,\n", 3, "issued_at", "2020-01-13 08:01", "time"),
        ("soon,Passport,A001,\n", 2, "issued_at", "soon", "time"),
        (",Passport,A001,\n", 2, "issued_at", "", "time"),
        ("٢٠٢٠-01-13T08:00:00+01:00,Passport,A001,\n", 2, "issued_at", "٢٠٢٠-01-13T08:00:00+01:00", "time"),
        ("2020-01-13T08:00:00+01:00,,A001,\n", 2, "service", "", "service"),
        ("2020-01-13T08:00:00+01:00,Passport,001,\n", 2, "number", "001", "number"),
        ("2020-01-13T08:00:00+01:00,Passport,A12345,\n", 2, "number", "A12345", "number"),
        ("2020-01-13T08:00:00+01:00,Passport,A٠٠١,\n", 2, "number", "A٠٠١", "number"),
        ("2020-01-13T08:00:00+01:00,Passport\n", 2, "number", "", "number"),
        (FIRST.replace("08:05", "07:59"), 2, "called_at", "2020-01-13T07:59:00+01:00", "not-before"),
        (FIRST.replace("2020-01-13T08:05:00+01:00", "later"), 2, "called_at", "later", "time"),
        (FIRST + FIRST.replace("A001", "B001"), 3, "number", "B001", "letter"),
        (FIRST + FIRST.replace("Passport", "Tax"), 3, "service", "Tax", "letter-own"),
        (FIRST + FIRST, 3, "number", "A001", "number-twice"),
        (FIRST + FIRST.replace("A001", "A1"), 3, "number", "A1", "number-twice"),
        ("1960-01-13T08:00:00+01:00,Passport,A001,\n", 2, "issued_at", "1960-01-13T08:00:00+01:00", "time-range"),
        ("1970-01-01T00:00:00+14:00,Passport,A001,\n", 2, "issued_at", "1970-01-01T00:00:00+14:00", "time-range"),
        ("9999-12-31T23:59:59-12:00,Passport,A001,\n", 2, "issued_at", "9999-12-31T23:59:59-12:00", "time-range"),
        (FIRST.replace("2020-01-13T08:05", "9999-01-13T08:05"), 2, "called_at", "9999-01-13T08:05:00+01:00", "time-range"),
        (FIRST + FIRST.replace("-13", "-14").replace("A001", "A002"), 3, "issued_at", "2020-01-14T08:00:00+01:00", "one-day"),
        (FIRST + "2020-01-13T23:30:00Z,Passport,A002,\n", 3, "issued_at", "2020-01-13T23:30:00Z", "one-day"),
    ],
)
def test_the_first_place_that_does_not_fit_is_named(tmp_path: Path, rows: str, line: int, column: str, value: str, code: str) -> None:
    """Line, column, what stands there and what was expected, in the reader's language: nothing was loaded."""
    with pytest.raises(SheetError) as refused:
        read_sheet(sheet(tmp_path, HEADING + rows))
    error = refused.value

    assert (error.line, error.column, error.value, error.code) == (line, column, value, code)
    assert str(error).startswith(f"line {line}, column {column}: ")
    for language in ("zh-Hans", "en"):
        assert "{" not in say(f"sheet.{code}", language, **error.args_by_name)


def test_a_letter_has_no_more_tickets_than_the_hall_can_number(tmp_path: Path) -> None:
    """The play would fail at the last ticket, hours into a live day."""
    rows = [f"2020-01-13T08:00:00+01:00,Passport,A{number:04d},\n" for number in range(10_000)]
    assert len(read_sheet(sheet(tmp_path, HEADING + "".join(rows[1:]))).rows) == 9_999
    with pytest.raises(SheetError) as refused:
        read_sheet(sheet(tmp_path, HEADING + "".join(rows)))

    assert (refused.value.line, refused.value.column, refused.value.code) == (10_001, "number", "letter-full")


def test_a_call_may_come_after_midnight(tmp_path: Path) -> None:
    """The date of issue is the business day; summer time may change the offset within it."""
    rows = "2020-01-13T23:50:00+01:00,Passport,A001,2020-01-14T00:10:00+01:00\n2020-01-14T00:20:00+02:00,Passport,A002,\n"

    assert len(read_sheet(sheet(tmp_path, HEADING + rows)).rows) == 2


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

    assert (refused.value.line, refused.value.code) == (2, "utf-8")


def test_an_empty_file_has_no_heading(tmp_path: Path) -> None:
    """And says so."""
    with pytest.raises(SheetError, match="heading"):
        read_sheet(sheet(tmp_path, ""))
