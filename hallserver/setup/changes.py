# SPDX-License-Identifier: Apache-2.0
"""What a file would change: rows of the hall beside rows of the file, field by field. Nothing is done here."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct, field

from hallserver.core.catalog import SECTIONS, Catalog, read_rows
from hallserver.core.rows import unseen_of
from hallserver.exchange import Fault, FieldChange, RowChange, SectionChange
from hallserver.setup.cells import NONE, say_cell
from hallserver.setup.columns import title
from hallserver.setup.fields import FIELDS, Field
from hallserver.setup.tables import Given, Place, wrong_cell
from hallserver.setup.view import blank_row, whole_row
from hallserver.setup.writing import say_names

Json = dict[str, Any]
_SLUG: Final = re.compile(r"^[a-z0-9][a-z0-9-]{0,39}$")
_PATH: Final = re.compile(r"\$\.(\w+)")
_MERGED: Final = ("names", "help_point", "notice")
"""Fields that a file may name a language at a time."""
_STEM: Final = {"queues": "queue", "items": "item", "services": "service", "counters": "counter", "people": "person", "devices": "device"}


class Draft(Struct, kw_only=True):
    """One section as it is to be: its rows as they would be kept, in order."""

    section: str
    rows: dict[str, Json]
    before: dict[str, Json]
    named: list[str] = field(default_factory=list)
    """Slugs that the file names, in its order."""
    missing: list[str] = field(default_factory=list)
    """Slugs in use that it does not name."""
    faults: list[Fault] = field(default_factory=list)


def draft_of(catalog: Catalog, section: str, given: Sequence[Given], *, retire: bool) -> Draft:
    """Return a section as these rows of a file would have it. ``retire``: rows that are missing there go out of use."""
    before = {slug: whole_row(row) for slug, row in getattr(catalog, section).items()}
    draft = Draft(section=section, rows=dict(before), before=before)
    find = Finder(section, before)
    for row in given:
        _take(draft, row, find)
    draft.missing = [slug for slug, row in before.items() if slug not in draft.named and not row["retired"]]
    if retire and section != "hall":
        for slug in draft.missing:
            draft.rows[slug] = draft.rows[slug] | {"retired": True}
    rest = [slug for slug in draft.rows if slug not in draft.named]
    if not rest or retire:
        draft.rows = {slug: draft.rows[slug] for slug in (*draft.named, *rest) if slug in draft.rows}
    return draft


def _take(draft: Draft, given: Given, find: "Finder") -> None:
    """Put a row of the file in its place, or say why it cannot be."""
    slug = find.slug_of(given)
    place = Place(draft.section, given.sheet, given.row)
    if not _SLUG.match(slug):
        field_ = FIELDS[draft.section][0]
        draft.faults.append(wrong_cell(field_, place, given.places.get("slug", "slug"), slug))
        return
    if slug in draft.named:
        draft.faults.append(Fault(sheet=given.sheet, row=given.row, found=slug, wrong="twice"))
        return
    draft.named.append(slug)
    base = draft.before.get(slug) or blank_row(draft.section)
    values = {name: _filled(base[name], value) if name in _MERGED else value for name, value in given.values.items()}
    row = {**base, **values, "slug": slug}
    fault = _fault_of(draft.section, row, given, place)
    if fault is None:
        [typed] = read_rows(draft.section, [_sent(row)])
        draft.rows[slug] = whole_row(typed)
        fault = None if draft.rows[slug] == base else _fault_to_the_eye(draft.rows[slug], given, place)
    if fault is not None:
        draft.faults.append(fault)


def _filled(before: Any, said: object) -> object:  # noqa: ANN401 -- names, or nothing
    """Return names with those of the file; an empty one is taken away."""
    if not isinstance(said, dict):
        return said
    return {tag: name for tag, name in {**(before or {}), **said}.items() if name != ""}


def _sent(row: Mapping[str, Any]) -> Json:
    return {name: value for name, value in row.items() if value is not None}


def _fault_of(section: str, row: Json, given: Given, place: Place) -> Fault | None:
    """Return what is wrong with a row by its type: the field, what stands there, what was expected."""
    fields = {it.name: it for it in FIELDS[section]}
    if not row["names"].get("zh-Hans") if isinstance(row["names"], dict) else True:
        return wrong_cell(fields["names"], place, given.places.get("names", "names"), "")
    empty = next((it for it in fields.values() if row[it.name] is None and blank_row(section)[it.name] is None and not it.nothing), None)
    if empty is not None:
        return wrong_cell(empty, place, given.places.get(empty.name, empty.name), "")
    try:
        read_rows(section, [_sent(row)])
    except msgspec.ValidationError as error:
        found = _PATH.search(str(error))
        it = fields.get(found[1] if found else "", Field(name="slug", kind="slug"))
        said = str(row.get(it.name, ""))
        return wrong_cell(it, place, given.places.get(it.name, it.name), said)
    return None


def _fault_to_the_eye(row: Json, given: Given, place: Place) -> Fault | None:
    """Return what nobody sees in a row, with its cell."""
    unseen = unseen_of(row)
    if unseen is None:
        return None
    name, _, code = unseen
    return Fault(sheet=place.sheet, row=place.row, column=given.places.get(name, name), found=code, wrong="unseen")


class Finder:
    """Finds which row of the hall a row of a file means; one that names no slug is known by its code, letter, number or name."""

    def __init__(self, section: str, before: Mapping[str, Json]) -> None:
        """Begin with the rows that there are."""
        self._section, self._taken = section, set(before)
        self._known = {key: slug for slug, row in before.items() for key in self._marks(row)}

    def _marks(self, row: Mapping[str, Any]) -> list[tuple[str, str]]:
        names = row.get("names")
        marks = [(name, str(row.get(name) or "")) for name in ("code", "letter", "number", "file")]
        called = str(names.get("zh-Hans") or "") if isinstance(names, dict) else ""
        return [mark for mark in (*marks, ("name", called)) if mark[1]]

    def slug_of(self, given: Given) -> str:
        """Return the slug that a row says or means; a new one is made of its code, or counted."""
        if self._section == "hall" and self._taken:
            return next(iter(self._taken))
        said = given.values.get("slug")
        if said:
            self._taken.add(str(said))
            return str(said)
        mark = next((mark for mark in self._marks(given.values) if mark in self._known), None)
        if mark is not None:
            return self._known[mark]
        slug = self._made(str(given.values.get("code") or ""))
        self._taken.add(slug)
        return slug

    def _made(self, code: str) -> str:
        plain = re.sub(r"[^a-z0-9]+", "-", code.lower()).strip("-")[:40]
        if plain and plain not in self._taken:
            return plain
        stem, number = _STEM.get(self._section, self._section.removesuffix("s")), len(self._taken) + 1
        while f"{stem}-{number}" in self._taken:
            number += 1
        return f"{stem}-{number}"


def changes_of(draft: Draft) -> list[RowChange]:
    """Return what becomes of each row that does not stay as it is."""
    found = (_change(draft.section, draft.before.get(slug), row) for slug, row in draft.rows.items() if draft.before.get(slug) != row)
    return list(found)


def _change(section: str, before: Json | None, after: Json) -> RowChange:
    what: Literal["added", "changed", "retired", "restored"] = "added"
    if before is not None:
        gone, back = after["retired"] and not before["retired"], before["retired"] and not after["retired"]
        what = "retired" if gone else "restored" if back else "changed"
    fields = () if before is None else tuple(_fields(section, before, after))
    return RowChange(section=section, slug=after["slug"], names=after["names"], what=what, fields=fields)


def _fields(section: str, before: Json, after: Json) -> Iterable[FieldChange]:
    for it in FIELDS[section]:
        if before[it.name] != after[it.name]:
            yield FieldChange(field=it.name, before=told(it, before[it.name]), after=told(it, after[it.name]))


def told(it: Field, value: Any) -> str:  # noqa: ANN401 -- whatever a field holds
    """Return a value as people read it in a list of changes."""
    if it.kind == "picture":
        return "🖼" if value else ""
    if it.kind in ("names", "notice"):
        return say_names(value)
    if it.kind == "sentences":
        return "\n".join(f"{key} = {say_names(names)}" for key, names in value.items())
    said = say_cell(it, value, None)
    return "" if said == NONE else said


def summary_of(draft: Draft, changes: Sequence[RowChange], *, may: bool) -> SectionChange:
    """Return how many rows of a section become what."""
    count = {what: sum(change.what == what for change in changes) for what in ("added", "changed", "restored", "retired")}
    kept = [slug for slug in draft.rows if slug in draft.before]
    return SectionChange(
        section=draft.section,
        rows=len(draft.named),
        added=count["added"],
        changed=count["changed"] + count["restored"],
        retired=count["retired"],
        missing=0 if draft.section == "hall" else len(draft.missing),
        moved=kept != list(draft.before),
        may=may,
    )


def in_order(sections: Iterable[str]) -> list[str]:
    """Return these sections in the order in which they are applied."""
    wanted = set(sections)
    return [section for section in SECTIONS if section in wanted]


def sheet_name(section: str) -> str:
    """Return what a section is called where a file has no sheet of it."""
    return title(section)
