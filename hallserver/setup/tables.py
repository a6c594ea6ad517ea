# SPDX-License-Identifier: Apache-2.0
"""The whole set-up as sheets, and what somebody's sheets say: rows with the fields that they name, each cell with its place."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any, Final

from msgspec import Struct

from hallserver.core.catalog import SECTIONS, Catalog, Row
from hallserver.exchange import Fault
from hallserver.setup.cells import read_cell, say_cell, text_of
from hallserver.setup.columns import LANGUAGES, SENTENCES, Column, columns_of, heading, known_headings, plain, section_of, title
from hallserver.setup.fields import Field
from hallserver.setup.view import blank_row, whole_row
from hallserver.setup.workbook import Sheet
from hallserver.setup.writing import BadCell

_WIDTHS: Final = {
    "slug": 18,
    "names": 22,
    "number": 9,
    "yes": 9,
    "one": 12,
    "refs": 30,
    "papers": 44,
    "zones": 30,
    "duties": 36,
    "hours": 30,
    "special": 40,
    "slots": 20,
    "posts": 24,
}
_KEY: Final = "key"
_HEAD_AMONG: Final = 5
"""A list of an office has its headings among so many first rows."""


class Given(Struct, kw_only=True):
    """A row of a file: its section, where it stands, the fields that it names, and where each of them stands."""

    section: str
    sheet: str
    row: int
    values: dict[str, Any]
    places: dict[str, str] = {}


class Read(Struct, kw_only=True):
    """What a file says, and what of it cannot be read."""

    rows: list[Given]
    faults: list[Fault]


def sheets_of(catalog: Catalog, sections: Iterable[str] = SECTIONS) -> list[Sheet]:
    """Return a sheet for each section, and one for the sentences that the hall says otherwise."""
    found = [_sheet(section, list(getattr(catalog, section).values())) for section in sections]
    return [*found, _sentences(catalog)] if "hall" in sections else found


def _sheet(section: str, rows: Sequence[Row]) -> Sheet:
    usual, whole = blank_row(section), [whole_row(row) for row in rows]
    columns = columns_of(section, _languages(whole))
    lines = [[_cell(column, row, usual) for column in columns] for row in whole]
    heads: list[list[object]] = [[heading(section, column) for column in columns], [column.key for column in columns]]
    return Sheet(title=title(section), rows=[*heads, *lines], widths=tuple(_WIDTHS.get(column.field.kind, 16) for column in columns))


def _languages(rows: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the languages of names beyond the usual ones."""
    found = (tag for row in rows for names in (row["names"], row.get("help_point", {}), row.get("notice", {})) for tag in names)
    return tuple(dict.fromkeys(tag for tag in found if tag not in LANGUAGES))


def _cell(column: Column, row: Mapping[str, Any], usual: Mapping[str, object]) -> object:
    value = row[column.field.name]
    if column.language:
        return _guarded(value.get(column.language, ""))
    if column.field.kind == "number" and value is not None:
        return int(value)
    return say_cell(column.field, value, usual[column.field.name])


def _guarded(said: str) -> str:
    return f"\\{said}" if said.startswith("\\") else said


def _sentences(catalog: Catalog) -> Sheet:
    own = catalog.here.sentences
    tongues = tuple(dict.fromkeys((*LANGUAGES, *(tag for said in own.values() for tag in said))))
    lines = [[key, *(_guarded(said.get(tag, "")) for tag in tongues)] for key, said in own.items()]
    return Sheet(title=title(SENTENCES), rows=[[_KEY, *tongues], [_KEY, *tongues], *lines], widths=(36, 48, 48, 48))


def read_sheets(sheets: Sequence[Sheet], only: str = "") -> Read:
    """Return what sheets say. ``only``: the section of a lone sheet whose name says nothing."""
    read = Read(rows=[], faults=[])
    for sheet in sheets:
        section = section_of(sheet.title) or (only if only in SECTIONS and len(sheets) == 1 else "")
        filled = any(text_of(value) for row in sheet.rows for value in row)
        if section == SENTENCES:
            _read_sentences(sheet, read)
        elif section:
            _read_section(section, sheet, read)
        elif filled:
            read.faults.append(Fault(sheet=sheet.title, wrong="sheet-unknown"))
    return read


def _read_sentences(sheet: Sheet, read: Read) -> None:
    """Add the sentences to the hall's own row."""
    head = [text_of(value) for value in sheet.rows[0]] if sheet.rows else []
    own: dict[str, dict[str, str]] = {}
    for row in sheet.rows[1:]:
        said = {tag: text_of(value) for tag, value in zip(head, row, strict=False) if tag}
        key = said.pop(_KEY, "")
        if key and key != _KEY:
            own[key] = {tag: text.removeprefix("\\") for tag, text in said.items() if text}
    hall = next((given for given in read.rows if given.section == "hall"), None)
    if hall is None:
        hall = Given(section="hall", sheet=sheet.title, row=0, values={})
        read.rows.append(hall)
    hall.values[SENTENCES] = own
    hall.places[SENTENCES] = sheet.title


def _read_section(section: str, sheet: Sheet, read: Read) -> None:
    head, begin = _head_of(section, sheet)
    if not head:
        read.faults.append(Fault(sheet=sheet.title, wrong="head-unknown"))
        return
    known = _columns(section, head)
    for at, said in enumerate(head):
        if said and plain(said) not in known:
            read.faults.append(Fault(sheet=sheet.title, row=begin, column=_label(at, said), found=said, wrong="column-unknown"))
    usual = blank_row(section)
    columns = [known.get(plain(said)) if said else None for said in head]
    for number, row in enumerate(sheet.rows[begin:], begin + 1):
        if any(text_of(value) for value in row):
            filled = [*row, *[None] * len(head)]  # a file leaves out the empty end of a row
            read.rows.append(_read_row(Place(section, sheet.title, number), list(zip(columns, head, filled, strict=False)), usual, read))


def _columns(section: str, head: Sequence[str]) -> dict[str, Column | None]:
    """Return headings made plain → their columns; None: passed over."""
    more = tuple({said.partition(".")[2] for said in head if said.startswith(("names.", "help_point.", "notice."))})
    by_key: dict[str, Column | None] = {column.key: column for column in columns_of(section, more)}
    return {said: by_key.get(key) for said, key in known_headings(section).items()} | {plain(key): column for key, column in by_key.items()}


def _head_of(section: str, sheet: Sheet) -> tuple[list[str], int]:
    """Return the headings, or the row of keys below them, and how many rows lie above the first row of content."""
    known = _columns(section, [])
    for at, row in enumerate(sheet.rows[:_HEAD_AMONG]):
        head = [text_of(value) for value in row]
        if sum(plain(said) in known for said in head if said) < 2:  # noqa: PLR2004 -- one word alone may stand anywhere
            continue
        below = [text_of(value) for value in sheet.rows[at + 1]] if at + 1 < len(sheet.rows) else []
        keys = {column.key for column in columns_of(section)}
        if len(keys & set(below)) > 1:
            return [key or said for key, said in zip_longest(below, head, fillvalue="")], at + 2
        return head, at + 1
    return [], 0


class Place(Struct, frozen=True):
    """Where a row stands."""

    section: str
    sheet: str
    row: int


def _read_row(place: Place, cells: Sequence[tuple[Column | None, str, object]], usual: Mapping[str, object], read: Read) -> Given:
    given = Given(section=place.section, sheet=place.sheet, row=place.row, values={})
    for at, (column, said, raw) in enumerate(cells):
        if column is None:
            continue
        label, text = _label(at, said), text_of(raw)
        given.places.setdefault(column.field.name, label)
        if column.language:
            given.values.setdefault(column.field.name, {})[column.language] = text.removeprefix("\\")
            continue
        try:
            given.values[column.field.name] = read_cell(column.field, text, usual[column.field.name]) if text else usual[column.field.name]
        except BadCell:
            read.faults.append(wrong_cell(column.field, place, label, text))
    return given


def wrong_cell(field: Field, place: Place, label: str, found: str) -> Fault:
    """Return the fault of a cell: what was expected is told by the field where it has a word of its own, else by its kind."""
    choices = "、".join(f"{field.name}.{choice}" for choice in field.choices)
    args: dict[str, str | int] = {"low": field.low, "high": field.high, "choices": choices, "section": field.section}
    return Fault(
        sheet=place.sheet, row=place.row, column=label, found=found[:80], wrong="cell", expected=f"{field.name}|{field.kind}", args=args
    )


def _label(at: int, said: str) -> str:
    letter = chr(ord("A") + at % 26)
    return f"{chr(ord('A') + at // 26 - 1)}{letter} {said}" if at > 25 else f"{letter} {said}"  # noqa: PLR2004 -- letters of the alphabet
