# SPDX-License-Identifier: Apache-2.0
"""A real day as a CSV file: read whole and checked before anything is done with it.

Columns ``issued_at, service, number, called_at`` (ISO 8601 with offset; ``called_at`` may be empty);
more columns are ignored. Every time is between 1970 and 9998, every issue on one calendar date in the
offset of the first row; a call may come after midnight.
"""

import csv
import io
import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct

from hallserver.core.numbering import LAST

COLUMNS = ("issued_at", "service", "number", "called_at")
_NUMBER = re.compile(r"([A-Z]{1,2})([0-9]{1,4})")
_FIRST_DAY, _LAST_DAY = date(1970, 1, 2), date(9998, 12, 31)
"""A day from either end of what a clock in UTC microseconds can show, whatever the offset."""


class SheetError(Exception):
    """A row of the file cannot be read: where, what stands there, what was expected. Nothing was loaded."""

    def __init__(self, line: int, column: str, value: str, code: str, **args: str | int | list[str]) -> None:
        """Name the place in the file (line 1 is the heading); what was expected is the sentence ``sheet.<code>``."""
        super().__init__(f"line {line}, column {column}: {value!r}, expected {code} {args}")
        self.line, self.column, self.value, self.code, self.args_by_name = line, column, value, code, args


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
                raise SheetError(1, column, ",".join(reader.fieldnames or ()), "heading", columns=", ".join(COLUMNS))
        return _sheet([(reader.line_num, row) for row in reader])
    except csv.Error as error:
        raise SheetError(reader.reader.line_num, "1", str(error), "table") from error


def _text(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        column = len(before) - (before.rfind(b"\n") + 1) + 1
        raise SheetError(before.count(b"\n") + 1, str(column), f"0x{raw[error.start]:02x}", "utf-8") from error


def _sheet(lines: list[tuple[int, dict[str, str]]]) -> Sheet:
    if not lines:
        raise SheetError(2, COLUMNS[0], "", "ticket")
    rows = [(line, _row(line, row)) for line, row in lines]
    first = _time(lines[0][0], "issued_at", lines[0][1]["issued_at"])
    for line, row in lines:
        issued = _time(line, "issued_at", row["issued_at"])
        if issued.astimezone(first.tzinfo).date() != first.date():
            raise SheetError(line, "issued_at", row["issued_at"], "one-day", day=first.date().isoformat())
    letters = _letters(rows)
    _must_be_numbered(rows)
    offset = first.utcoffset()
    return Sheet(rows=[row for _, row in rows], letters=letters, offset_s=int(offset.total_seconds()) if offset is not None else 0)


def _letters(rows: list[tuple[int, SheetRow]]) -> dict[str, str]:
    """Return the letter of each service. Raises SheetError where one has two, or two have one."""
    letters: dict[str, str] = {}
    services: dict[str, str] = {}
    for line, row in rows:
        if letters.setdefault(row.service, row.letter) != row.letter:
            raise SheetError(line, "number", row.number, "letter", letter=letters[row.service])
        if services.setdefault(row.letter, row.service) != row.service:
            raise SheetError(line, "service", row.service, "letter-own", letter=row.letter)
    return letters


def _must_be_numbered(rows: list[tuple[int, SheetRow]]) -> None:
    """Raise SheetError where a number (A012 is A12) comes twice, or a letter has more than the hall's series."""
    lines: dict[tuple[str, int], int] = {}
    count: Counter[str] = Counter()
    for line, row in rows:
        first = lines.setdefault((row.letter, int(row.number[len(row.letter) :])), line)
        if first != line:
            raise SheetError(line, "number", row.number, "number-twice", first=first)
        count[row.letter] += 1
        if count[row.letter] > LAST:
            raise SheetError(line, "number", row.number, "letter-full", most=LAST)


def _row(line: int, row: dict[str, str]) -> SheetRow:
    service = (row["service"] or "").strip()
    if not service:
        raise SheetError(line, "service", "", "service")
    number = _NUMBER.fullmatch(row["number"] or "")
    if number is None:
        raise SheetError(line, "number", row["number"] or "", "number")
    issued = _time(line, "issued_at", row["issued_at"])
    called = _time(line, "called_at", row["called_at"]) if row["called_at"] else None
    if called is not None and called < issued:
        raise SheetError(line, "called_at", row["called_at"], "not-before", issued_at=row["issued_at"])
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
    if time is None or time.tzinfo is None or not text.isascii():
        raise SheetError(line, column, text or "", "time")
    if not _FIRST_DAY <= time.date() <= _LAST_DAY:
        raise SheetError(line, column, text, "time-range", first=_FIRST_DAY.isoformat(), last=_LAST_DAY.isoformat())
    return time


def _us(time: datetime) -> int:
    return round(time.timestamp() * 1_000_000)
