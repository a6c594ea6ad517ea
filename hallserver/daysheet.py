# SPDX-License-Identifier: Apache-2.0
"""A real day as a CSV file: read whole and checked before anything is done with it.

Columns ``issued_at, service, number, called_at`` (ISO 8601 with offset; ``called_at`` may be empty);
more columns are ignored.
"""

import csv
import io
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from msgspec import Struct

COLUMNS = ("issued_at", "service", "number", "called_at")
_NUMBER = re.compile(r"([A-Z]{1,2})(\d{1,4})")


class SheetError(Exception):
    """A row of the file cannot be read: where, what stands there, what was expected. Nothing was loaded."""

    def __init__(self, line: int, column: str, value: str, expected: str) -> None:
        """Name the place in the file (line 1 is the heading)."""
        super().__init__(f"line {line}, column {column}: {value!r}, expected {expected}")
        self.line, self.column, self.value, self.expected = line, column, value, expected


class SheetRow(Struct, frozen=True, kw_only=True):
    """One ticket of the day: times in UTC microseconds, ``called_us`` None when it was never called."""

    issued_us: int
    service: str
    letter: str
    number: str
    called_us: int | None


class Sheet(Struct, frozen=True, kw_only=True):
    """The whole day: rows in file order, the letter of each service, and the file's offset from UTC in seconds."""

    rows: list[SheetRow]
    letters: dict[str, str]
    offset_s: int


def read_sheet(path: Path) -> Sheet:
    """Return the day in this file. Raises SheetError at the first row that does not fit."""
    reader = csv.DictReader(io.StringIO(_text(path), newline=""))
    try:
        for column in COLUMNS:
            if column not in (reader.fieldnames or ()):
                raise SheetError(1, column, ",".join(reader.fieldnames or ()), f"a heading with the columns {', '.join(COLUMNS)}")
        return _sheet([(reader.line_num, row) for row in reader])
    except csv.Error as error:
        raise SheetError(reader.reader.line_num, "1", str(error), "comma-separated values") from error


def _text(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        column = len(before) - (before.rfind(b"\n") + 1) + 1
        raise SheetError(before.count(b"\n") + 1, str(column), f"0x{raw[error.start]:02x}", "UTF-8") from error


def _sheet(lines: list[tuple[int, dict[str, str]]]) -> Sheet:
    if not lines:
        raise SheetError(2, COLUMNS[0], "", "at least one ticket")
    rows = [_row(line, row) for line, row in lines]
    letters: dict[str, str] = {}
    for (line, _), row in zip(lines, rows, strict=True):
        if letters.setdefault(row.service, row.letter) != row.letter:
            raise SheetError(line, "number", row.number, f"letter {letters[row.service]}, as before for this service")
    shared = _shared(letters.items())
    if shared is not None:
        line = next(line for (line, _), row in zip(lines, rows, strict=True) if row.service == shared)
        raise SheetError(line, "service", shared, f"a letter of its own; {letters[shared]} belongs to another service")
    first = _time(lines[0][0], "issued_at", lines[0][1]["issued_at"])
    offset = first.utcoffset()
    return Sheet(rows=rows, letters=letters, offset_s=int(offset.total_seconds()) if offset is not None else 0)


def _shared(letters: Iterable[tuple[str, str]]) -> str | None:
    seen: set[str] = set()
    for service, letter in letters:
        if letter in seen:
            return service
        seen.add(letter)
    return None


def _row(line: int, row: dict[str, str]) -> SheetRow:
    service = (row["service"] or "").strip()
    if not service:
        raise SheetError(line, "service", "", "the name of a service")
    number = _NUMBER.fullmatch(row["number"] or "")
    if number is None:
        raise SheetError(line, "number", row["number"] or "", "one or two capital letters and up to four digits, e.g. A012")
    issued = _time(line, "issued_at", row["issued_at"])
    called = _time(line, "called_at", row["called_at"]) if row["called_at"] else None
    if called is not None and called < issued:
        raise SheetError(line, "called_at", row["called_at"], f"a time not before issued_at {row['issued_at']}")
    return SheetRow(
        issued_us=_us(issued),
        service=service,
        letter=number[1],
        number=number[0],
        called_us=_us(called) if called is not None else None,
    )


def _time(line: int, column: str, text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text or "")
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        raise SheetError(line, column, text or "", "a time with offset, e.g. 2020-01-13T08:00:00+01:00")
    return time


def _us(time: datetime) -> int:
    return round(time.timestamp() * 1_000_000)
