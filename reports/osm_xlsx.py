# SPDX-License-Identifier: Apache-2.0
"""The report on on-site management as a workbook, its sheets by use: what it rests on, figures, matrix, ledger, checks, actions, texts.

Every line names its hall, so that months and halls can be put under one another. Numbers are numbers, dates are dates, texts are
never formulae.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from hallserver.core.check_row import RESOURCES, STEPS
from hallserver.words import say
from reports import osm_actions, osm_halls, osm_text
from reports.definitions import TOPICS, definitions
from reports.names import in_language
from reports.osm import SERVICE, OsmDistrict, OsmReport, halls_of
from reports.osm_boxes import BOXES, box_lines
from reports.osm_ledger import ActionLine, FindingLine
from reports.osm_lines import Line, lines
from reports.osm_matrix import Cell, Grade, trend
from reports.osm_text import Stamp
from reports.sheet_xlsx import Content, Sheet, Shown, new_book, saved

TINTS: Final[dict[Grade, str]] = {"good": "E6F4E4", "fair": "F2CF7A", "poor": "D07A5C", "unseen": ""}
"""Of scores, as on paper."""
SUMMARY: Final = ("hall", "part", "figure", "value", "unit", "before", "numerator", "denominator", "n")
LEDGER: Final = (
    ("hall", 26), ("no", 17), ("check", 36), ("resource", 8), ("step", 8), ("zone", 14), ("place", 18), ("counter", 9), ("severity", 8),
    ("points", 8), ("responsible", 12), ("found", 17), ("due", 17), ("fixed", 17), ("closed", 17), ("state", 9), ("late", 9),
    ("rechecks", 9), ("escalated", 12), ("repeat-of", 17), ("nth", 8), ("new", 9), ("photos", 8), ("source", 10),
)  # fmt: skip
"""Columns of the ledger and their widths, in characters."""
ACTIONS: Final = (("no", 17), ("measure", 48), ("owner", 12), ("due", 13), ("step", 10), ("late", 9), ("findings", 36), ("rule", 40))
CHECKS: Final = (("hall", 26), ("part", 14), ("check", 44), ("looks", 10), ("findings", 10), ("open", 10))


def to_xlsx(of: OsmReport | OsmDistrict, language: str, *, stamp: Stamp | None = None, marked: str = "") -> bytes:
    """Return the report of one hall, or of several, as XLSX."""
    halls = halls_of(of)
    book = new_book(osm_text.title_text(of, language), max(it.as_of_us for it in halls), osm_text.hall_text(of, language))

    def sheet(word: str, widths: Sequence[int], head: Sequence[str], stays: str = "A2") -> Sheet:
        found = Sheet(book, say(f"osm.sheet-{word}", language), widths, marked, stays=stays)
        found.head(head)
        return found

    about = Sheet(book, say("report.sheet.about", language), (24, 110), marked)
    about.texts(_about(of, language, stamp, marked))
    summary = sheet("summary", (26, 14, 30, 16, 10, 16, 16, 16, 12), [_column(word, language) for word in SUMMARY], "B2")
    summary.rows(_summary(of, language), filtered=True)
    sheet("matrix", (26, 10, *([9] * 6), *([13] * 12)), _matrix_head(language), "C2").rows(_matrix(of, language))
    words, widths = zip(*LEDGER, strict=True)
    findings = (_finding(hall, it, language) for hall in halls for it in hall.findings)
    sheet("ledger", widths, [_column(word, language) for word in words], "C2").rows(findings, filtered=True)
    words, widths = zip(*CHECKS, strict=True)
    sheet("checks", widths, [_column(word, language) for word in words], "B2").rows(_checks(halls, language), filtered=True)
    words, widths = zip(*ACTIONS, strict=True)
    heads = [_column("hall", language), *(_action_column(word, language) for word in words)]
    actions = (_action(hall, it, language) for hall in halls for it in hall.actions)
    sheet("actions", (26, *widths), heads, "B2").rows(actions, filtered=True)
    sheet("texts", (26, 44, 60, 60), [_column("hall", language), *(say(f"osm.box-{box}", language) for box in BOXES)]).rows(
        [Shown(osm_text.hall_text(it, language)), *(Shown("\n".join(box_lines(it, language)[box])) for box in BOXES)] for it in _each(of)
    )
    defined = Sheet(book, say("report.section.definitions", language), (24, 120), marked)
    defined.texts(_definitions(language))
    return saved(book)


def _column(word: str, language: str) -> str:
    known = {"hall": "osm.hall-hall", "before": "osm.sheet-before", "part": "osm.sheet-part"}
    shared = {"figure", "value", "unit", "numerator", "denominator", "n"}
    return say(f"report.sheet.{word}" if word in shared else known.get(word, f"osm.column-{word}"), language)


def _action_column(word: str, language: str) -> str:
    return _column(word, language) if word in {"late", "findings"} else say(f"osm.action-{word}", language)


def _about(of: OsmReport | OsmDistrict, language: str, stamp: Stamp | None, marked: str) -> Iterator[Sequence[str]]:
    """Give what it rests on, a line each: whose, of when, how far it came, notes on the data, the watermark."""
    halls = halls_of(of)
    yield osm_text.title_text(of, language), osm_text.period_text(halls[0], language)
    yield say("osm.sheet-style", language), say("osm.style", language)
    if isinstance(of, OsmDistrict):
        yield say("osm.sheet-summed", language), say("report.separator", language).join(osm_halls.facts(of, language))
    else:
        yield from osm_text.fact_pairs(of, language)
    if stamp is not None:
        yield say("osm.sheet-version", language), osm_text.stamp_text(stamp, language, len(stamp.sha256))
        for key, text in (("drafted", stamp.drafted), ("checked", stamp.checked), ("signed", stamp.signed)):
            yield say(f"osm.sign-{key}", language), text
    for note in osm_text.notes(of, language):
        yield say("osm.part-notes", language), note
    for hall in halls if isinstance(of, OsmDistrict) else ():
        yield osm_text.hall_text(hall, language), say("report.separator", language).join(osm_text.facts(hall, language))
    yield from osm_halls.empty_lines(of, language) if isinstance(of, OsmDistrict) else ()
    if marked:
        yield say("report.marked", language), marked


def _each(of: OsmReport | OsmDistrict) -> list[OsmReport | OsmDistrict]:
    """Return what has a line: all halls together, then each; or the one hall."""
    return [of, *of.halls] if isinstance(of, OsmDistrict) else [of]


def _summary(of: OsmReport | OsmDistrict, language: str) -> Iterator[Sequence[Shown]]:
    """Give the figures of all halls together, then those of each; the thirty cells of the matrix have a sheet of their own."""
    for one in _each(of):
        name = osm_text.hall_text(one, language)
        for it in lines(one, language):
            if it.part != "matrix" or it.key == "osm.score":
                yield _figure(it, name, language)


def _figure(it: Line, hall: str, language: str) -> Sequence[Shown]:
    value: Content = it.nothing or None if it.value is None else it.value
    made_of = (None, None) if it.value is None else (it.numerator, it.denominator)
    return [
        Shown(hall), Shown(say(f"osm.lines-{it.part}", language)), Shown(it.name), Shown(value, it.look), Shown(it.unit),
        Shown(it.before, it.look), *(Shown(n, "total") for n in made_of), Shown(it.n, "count"),
    ]  # fmt: skip


def _matrix_head(language: str) -> list[str]:
    names = [*(say(f"checks.step-{step}", language) for step in STEPS), say("osm.total", language)]
    resource = say("osm.column-resource", language)
    moved = [say(f"osm.sheet-matrix-{word}", language, step=name) for word in ("before", "moved") for name in names]
    return [_column("hall", language), resource, *names, *moved]


def _matrix(of: OsmReport | OsmDistrict, language: str) -> Iterator[Sequence[Shown]]:
    """Give a row of each resource and one of sums, of all halls and of each: scores, those of the period before, arrows."""
    for one in _each(of):
        now, before, hall = one.matrix, one.before, osm_text.hall_text(one, language)
        for resource in RESOURCES:
            cells = [*(now.cell((resource, step)) for step in STEPS), now.resource(resource)]
            then = [*(before.cell((resource, step)) for step in STEPS), before.resource(resource)] if before else []
            yield _matrix_row(hall, say(f"checks.resource-{resource}", language), cells, then, language)
        cells = [*(now.step(step) for step in STEPS), now.whole]
        then = [*(before.step(step) for step in STEPS), before.whole] if before else []
        yield _matrix_row(hall, say("osm.total", language), cells, then, language)


def _matrix_row(hall: str, name: str, cells: Sequence[Cell], before: Sequence[Cell], language: str) -> Sequence[Shown]:
    scores = [Shown(_score(it, language), "score", TINTS[it.grade]) for it in cells]
    then = [Shown(it.score, "score") for it in before] or [Shown(None)] * len(cells)
    moved = [Shown(osm_text.ARROWS[trend(cell, was)]) for cell, was in zip(cells, before, strict=False)]
    return [Shown(hall), Shown(name), *scores, *then, *moved]


def _score(cell: Cell, language: str) -> Content:
    return cell.score if cell.score is not None else say("osm.unseen" if cell.checks else "osm.no-check", language)


def _finding(hall: OsmReport, it: FindingLine, language: str) -> Sequence[Shown]:
    late = say("osm.late" if it.state != "closed" else "osm.was-late", language) if it.late else ""
    texts = (
        osm_text.hall_text(hall, language), it.no, in_language(it.item, language), say(f"checks.resource-{it.resource}", language),
        say(f"checks.step-{it.step}", language), in_language(hall.zones.get(it.zone, {}), language) or it.zone, it.place, it.counter,
        say(f"checks.severity-{it.severity}", language),
    )  # fmt: skip
    return [
        *map(Shown, texts),
        Shown(it.deduction, "count"),
        Shown(osm_text.person(hall, it.owner, language)),
        *(_moment(at, hall.zone) for at in (it.found_us, it.last_us, it.fixed_us, it.closed_us)),
        Shown(say(f"osm.state-{it.state}", language)),
        Shown(late),
        Shown(it.rechecks, "count"),
        Shown(say(f"checks.escalation-{it.escalated}", language) if it.escalated else ""),
        Shown(it.repeat_of),
        Shown(it.nth, "count"),
        Shown(say("osm.sheet-new" if it.new else "osm.sheet-old", language)),
        Shown(len(it.photos), "count"),
        Shown(osm_text.source_text(it, language)),
    ]


def _moment(at_us: int, zone: str) -> Shown:
    """Return a time by the hall's clock; an empty cell for none."""
    at = datetime.fromtimestamp(at_us // 1_000_000, ZoneInfo(zone)).replace(tzinfo=None) if at_us else None
    return Shown(at, "moment")


def _checks(halls: Sequence[OsmReport], language: str) -> Iterator[Sequence[Shown]]:
    for hall in halls:
        for it in hall.checks:
            part = say("osm.part-safety" if it.safety else "osm.part-visual", language)
            unseen = None if it.looks or it.findings or it.open else say("osm.unseen", language)
            counts = (Shown(unseen or n, "count") for n in (it.looks, it.findings, it.open))
            yield [Shown(osm_text.hall_text(hall, language)), Shown(part), Shown(in_language(it.names, language) or it.slug), *counts]


def _action(hall: OsmReport, it: ActionLine, language: str) -> Sequence[Shown]:
    texts = (osm_text.hall_text(hall, language), it.no, it.measure, osm_text.person(hall, it.owner, language))
    step, late = say(f"checks.action-{it.step}", language), say("osm.late", language) if it.late else ""
    rule = osm_actions.rule_text(hall, it, language)
    due = datetime.fromisoformat(it.due) if it.due else None
    return [*map(Shown, texts), Shown(due, "date"), *map(Shown, (step, late, " ".join(it.findings), rule))]


def _definitions(language: str) -> Iterator[Sequence[str]]:
    """Give how points are made, then what each figure of the service block means."""
    for key in ("score", "colour", "coverage", "style"):
        yield say(f"osm.how-of-{key}", language), say(f"osm.how-{key}", language)
    for keys, (name, text) in zip(TOPICS.values(), definitions(language, "period").rows, strict=True):
        if set(keys) & set(SERVICE) or not keys:
            yield name.main, text.main
