# SPDX-License-Identifier: Apache-2.0
"""The report on on-site management as lines of figures: what its workbook, its CSV and the named cells of a district's form have alike.

Of several halls they are sums. A value that there is not is None: a score that nobody looked for, staff-days that were not recorded.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hallserver.core.check_row import RESOURCES, SEVERITIES, STEPS
from hallserver.words import say
from reports.figures import Number
from reports.osm import Compared, OsmDistrict, OsmReport, halls_of, is_late
from reports.osm_ledger import FindingLine
from reports.osm_matrix import Cell
from reports.text import name_of, nothing_text


class Line(NamedTuple):
    """A figure: of which part, under which key, what it is called, in what unit, and what it was made of."""

    part: str
    key: str
    name: str
    unit: str
    value: Number | None
    numerator: Number | None = None
    denominator: Number | None = None
    n: int = 0
    missing: int = 0
    before: Number | None = None
    """Of the period before; None: there is none, or it is not compared."""
    look: str = "count"
    """What kind of number it is."""
    nothing: str = ""
    """What stands where there is no value."""


def lines(of: OsmReport | OsmDistrict, language: str) -> list[Line]:
    """Return every figure: points, checks done, findings, safety, visual management, actions, registers, service."""
    return [*matrix_lines(of, language), *_coverage(of, language), *_counts(of, language), *_service(of.service, language)]


def matrix_lines(of: OsmReport | OsmDistrict, language: str) -> Iterator[Line]:
    """Give the score of the whole, of each resource, each step and each cell; made of points deducted and points there were."""
    yield _score("score", [], of.matrix.whole, of.before.whole if of.before else None, language)
    for resource in RESOURCES:
        before = of.before.resource(resource) if of.before else None
        yield _score(resource, [f"resource-{resource}"], of.matrix.resource(resource), before, language)
    for step in STEPS:
        yield _score(step, [f"step-{step}"], of.matrix.step(step), of.before.step(step) if of.before else None, language)
    for resource in RESOURCES:
        for step in STEPS:
            part = (resource, step)
            before = of.before.cell(part) if of.before else None
            names = [f"resource-{resource}", f"step-{step}"]
            yield _score(f"{resource}.{step}", names, of.matrix.cell(part), before, language)


def _score(key: str, of: list[str], cell: Cell, before: Cell | None, language: str) -> Line:
    name = "·".join([*(say(f"checks.{it}", language) for it in of), say("osm.line-score", language)])
    unit = say("osm.unit-points", language)
    was = before.score if before is not None else None
    nothing = say("osm.unseen" if cell.checks else "osm.no-check", language)
    looks = cell.looks or cell.findings
    return Line("matrix", f"osm.{key}", name, unit, cell.score, cell.deduction, cell.cap, looks, before=was, look="score", nothing=nothing)


def _coverage(of: OsmReport | OsmDistrict, language: str) -> Iterator[Line]:
    """Give days, checks done and patrols made, out of those that should have been."""
    halls, it = halls_of(of), of.coverage
    done, planned = sum(it.done.values()), sum(it.planned.values())
    staff = [hall.staff_days for hall in halls if hall.staff_days is not None]
    days = None if len(staff) < len(halls) else sum(staff)
    yield _count("coverage", "days", "days", sum(hall.days for hall in halls), language)
    yield _count("coverage", "staff-days", "staff-days", days, language)
    unit = say("report.unit.1", language)
    name = say("osm.line-checks-coverage", language)
    yield Line("coverage", "osm.checks.coverage", name, unit, it.share, done, planned, planned, look="share")
    yield _count("coverage", "checks.done", "times", done, language, whole=planned)
    yield _count("coverage", "checks.planned", "times", planned, language)
    yield _count("coverage", "patrols.fixed", "times", it.fixed, language, whole=it.fixed_planned)
    yield _count("coverage", "patrols.random", "times", it.random, language, whole=it.random_planned)
    yield _count("coverage", "patrols.longer", "times", it.longer, language)
    yield _count("coverage", "patrols.inspections", "times", it.inspections, language)


def _counts(of: OsmReport | OsmDistrict, language: str) -> Iterator[Line]:
    """Give how many findings, looks, actions and entries there were, and what became of them."""
    halls = halls_of(of)
    findings = [it for hall in halls for it in hall.findings]
    yield from _findings(findings, language, seen=bool(of.matrix.whole.seen))
    for part, safety in (("safety", True), ("visual", False)):
        checks = [it for hall in halls for it in hall.checks if it.safety is safety]
        seen = any(it.looks or it.findings or it.open for it in checks)
        yield _count(part, f"{part}.looks", "times", sum(it.looks for it in checks), language)
        for key in ("findings", "open"):
            n = sum(getattr(it, key) for it in checks) if seen else None
            yield _count(part, f"{part}.{key}", "items", n, language, nothing="osm.unseen")
    steps = [it for hall in halls for it in hall.actions]
    yield _count("actions", "actions", "items", len(steps), language)
    yield _count("actions", "actions.standardised", "items", sum(it.step == "standardise" for it in steps), language, whole=len(steps))
    yield _count("actions", "actions.late", "items", sum(it.late for it in steps), language, whole=len(steps))
    yield from _registers(halls, language)


def _findings(findings: Sequence[FindingLine], language: str, *, seen: bool) -> Iterator[Line]:
    """Give how many findings there were and what became of them; where nothing was looked at and nothing found, that, and never 0."""
    new = [it for it in findings if it.new]
    counts = {
        "findings": (len(new), None),
        **{f"findings.{severity}": (sum(it.severity == severity for it in new), len(new)) for severity in reversed(SEVERITIES)},
        "findings.before": (len(findings) - len(new), None),
        "findings.open": (sum(it.state != "closed" for it in findings), len(findings)),
        "findings.late": (sum(map(is_late, findings)), len(findings)),
        "findings.repeated": (sum(bool(it.repeat_of) for it in new), len(new)),
    }
    for key, (n, whole) in counts.items():
        yield _count("findings", key, "items", n if seen or findings else None, language, whole=whole, nothing="osm.unseen")


def _registers(halls: tuple[OsmReport, ...], language: str) -> Iterator[Line]:
    for at, it in enumerate(halls[0].registers):
        n, unclosed = (sum(getattr(hall.registers[at], field) for hall in halls) for field in ("n", "open"))
        name, unit = say(f"registers.{it.register}", language), say("osm.unit-entries", language)
        unclosed_name = say("osm.line-register-open", language, name=name)
        yield Line("registers", f"osm.{it.register}", name, unit, n, n, n, n)
        yield Line("registers", f"osm.{it.register}.open", unclosed_name, unit, unclosed, unclosed, n, n)


def _count(
    part: str, key: str, unit: str, value: int | None, language: str, *, whole: int | None = None, nothing: str = "report.not-recorded"
) -> Line:
    name = say(f"osm.line-{key.replace('.', '-')}", language)
    n = whole if whole is not None else value
    return Line(
        part, f"osm.{key}", name, say(f"osm.unit-{unit}", language), value, value, n, n or 0,
        missing=int(value is None), nothing=say(nothing, language),
    )  # fmt: skip


def _service(figures: tuple[Compared, ...], language: str) -> Iterator[Line]:
    for it in figures:
        now, look = it.now, "seconds" if it.now.unit == "s" else it.now.kind
        unit, before = say(f"report.unit.{now.unit}", language), it.before.value if it.before is not None else None
        yield Line(
            "service", now.key, name_of(now.key, language), unit, now.value, now.numerator, now.denominator, now.n,
            now.missing, before, look, nothing_text(now, language),
        )  # fmt: skip
