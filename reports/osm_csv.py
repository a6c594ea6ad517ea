# SPDX-License-Identifier: Apache-2.0
"""The report on on-site management as CSV: one table of the same columns as the other reports, a figure a line, then a finding a line.

Of several halls all together come first; then each hall's lines, their keys led by ``hall-1.``, ``hall-2.`` … in the order of the report.
Halls without data have a line of the section ``no-data`` each.
"""

from collections.abc import Iterator

from hallserver.words import say
from reports import osm_halls, osm_text
from reports.names import in_language
from reports.osm import OsmDistrict, OsmReport, halls_of
from reports.osm_ledger import FindingLine
from reports.osm_lines import Line, lines
from reports.osm_text import Stamp
from reports.sheet_csv import number_cell, safe_cell, signed, written
from reports.signing import Signing

Row = tuple[str, ...]


def to_csv(of: OsmReport | OsmDistrict, language: str, *, stamp: Stamp | None = None, marked: str = "") -> bytes:
    """Return the report as CSV: section, key, name, value, unit, numerator, denominator, n, missing.

    Section ``before`` has what figures were in the period before; ``findings-list`` a line a finding: number, what is to be said of it,
    and the points that it cost. ``stamp``: of a version that was drafted.
    """
    signing = Signing(stamp, of.boxes) if stamp is not None else None
    return written((*_rows(of, language, marked), *signed(signing, language)))


def _rows(of: OsmReport | OsmDistrict, language: str, marked: str) -> Iterator[Row]:
    if isinstance(of, OsmDistrict):
        yield from _figures(of, "", "", language)
    for at, hall in enumerate(halls_of(of), 1):
        several = isinstance(of, OsmDistrict)
        key, name = (f"hall-{at}.", f"{in_language(hall.hall, language)} ") if several else ("", "")
        yield from _figures(hall, key, name, language)
        yield from (_finding(hall, it, key, name, language) for it in hall.findings)
    if isinstance(of, OsmDistrict):
        for at, (name, none) in enumerate(osm_halls.empty_lines(of, language), 1):
            yield "no-data", f"no-data-{at}", safe_cell(name), safe_cell(none), *[""] * 5
    if marked:
        yield "marked", say("report.marked", language), safe_cell(marked), *[""] * 6


def _figures(of: OsmReport | OsmDistrict, key: str, name: str, language: str) -> Iterator[Row]:
    found = lines(of, language)
    yield from (_line(it, key, name) for it in found)
    for it in found:
        if it.before is not None:
            value = number_cell(it.before)
            yield "before", key + it.key, safe_cell(name + it.name), value, safe_cell(it.unit), "", "", "", ""


def _line(it: Line, key: str, name: str) -> Row:
    value = safe_cell(it.nothing) if it.value is None else number_cell(it.value)
    made_of = (number_cell(it.numerator), number_cell(it.denominator), str(it.n), str(it.missing))
    return it.part, safe_cell(key + it.key), safe_cell(name + it.name), value, safe_cell(it.unit), *made_of


def _finding(hall: OsmReport, it: FindingLine, key: str, name: str, language: str) -> Row:
    found, due, closed = (osm_text.date_of(at, hall.zone) for at in (it.found_us, it.last_us, it.closed_us))
    dates = [say(f"osm.ledger-{word}", language, day=day) for word, day in (("found", found), ("until", due), ("closed", closed)) if day]
    severity = say(f"checks.severity-{it.severity}", language)
    repeat = [say("osm.repeat", language, no=it.repeat_of, n=it.nth)] if it.repeat_of else []
    told = [
        in_language(it.item, language), osm_text.part_text(it, language), osm_text.where_text(hall, it, language), severity,
        osm_text.person(hall, it.owner, language), *dates, osm_text.state_text(it, language),
        osm_text.source_text(it, language), *repeat,
    ]  # fmt: skip
    text = name + say("report.separator", language).join(filter(None, told))
    return (
        "findings-list",
        safe_cell(key + it.no),
        safe_cell(text),
        str(it.deduction),
        safe_cell(say("osm.unit-points", language)),
        *[""] * 4,
    )
