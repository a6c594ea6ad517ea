# SPDX-License-Identifier: Apache-2.0
"""The report on on-site management of a hall over a period, in OSM style: nine parts. Rows in, an OsmReport out.

1 head · 2 matrix of resources × steps · 3 service · 4 safety · 5 visual management · 6 ledger of findings · 7 actions (PDCAS) ·
8 best practice · 9 notes on the data. It can be written as JSON and read back without loss: that is how a signed one is kept.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from hallserver.core.check_row import RESOURCES
from hallserver.core.row import Names
from reports import osm_coverage, osm_matrix
from reports.figures import Figure
from reports.osm_coverage import Coverage, coverage_of
from reports.osm_ledger import ActionLine, CheckLine, FindingLine, Happened, actions_of, findings_of, happened, lines_of, standing
from reports.osm_matrix import Matrix, matrix_of, trend
from reports.osm_sources import Sources, notes_of
from reports.report import DayReport, Note
from reports.tables import all_figures

SERVICE: Final = (
    "tickets.issued", "tickets.finished", "tickets.missed", "wait.median", "wait.p90", "wait.within",
    "counters.open", "ratings.voluntary", "ratings.satisfied", "ratings.bad", "orders.contact-kept", "orders.fix-kept",
)  # fmt: skip
"""The figures of the service block."""
REGISTERS: Final = ("incident", "drill", "fault", "lost-found", "delegation")


class Boxed(Struct, frozen=True, kw_only=True):
    """What people wrote: 工作情况 · 存在问题 · 下步措施."""

    work: str = ""
    problems: str = ""
    measures: str = ""


class Compared(Struct, frozen=True, kw_only=True):
    """A figure, and the same of the period before; None: there is none."""

    now: Figure
    before: Figure | None = None


class Practice(Struct, frozen=True, kw_only=True):
    """Something done well: ``osm.practice-<key>``, and of what."""

    key: str
    of: str


class OsmReport(Struct, frozen=True, kw_only=True):
    """One hall over the business days ``from_date`` up to, not including, ``to_date``."""

    hall: Names
    zone: str
    from_date: str
    to_date: str
    as_of_us: int
    journal: str
    standards: tuple[str, ...]
    days: int
    staff_days: int | None
    """On how many days how many clerks had a counter; None: not recorded."""
    coverage: Coverage
    matrix: Matrix
    before: Matrix | None
    """Of the period before; None: nobody looked at anything then."""
    service: tuple[Compared, ...]
    checks: tuple[CheckLine, ...]
    """Of safety, then of visual management."""
    registers: tuple[Happened, ...]
    findings: tuple[FindingLine, ...]
    actions: tuple[ActionLine, ...]
    practice: tuple[Practice, ...]
    notes: tuple[Note, ...]
    """On the data of patrols, then those of the service block."""
    boxes: Boxed = Boxed()
    people: dict[str, Names] = {}
    """Staff who are named in it."""
    zones: dict[str, Names] = {}
    """Zones that are named in it."""


def make_osm(of: Sources, boxes: Boxed | None = None) -> OsmReport:
    """Return the report of one hall."""
    report, span, written = of.service, (of.service.from_date, of.service.to_date), of.site
    of = replace(of, site=standing(of.site), site_before=standing(of.site_before))
    ruled, then = of.ruled, of.ruled_before
    matrix, findings = (
        matrix_of(of.site, ruled.checks, ruled.weights, span, caps=ruled.caps),
        findings_of(of.site, ruled.checks, span, report.as_of_us),
    )
    before = matrix_of(of.site_before, then.checks, then.weights, of.before, caps=then.caps)
    known = before if before.whole.looks or before.whole.findings else None
    coverage, actions = coverage_of(of.site, of.days, ruled.patrols), actions_of(of.site, ruled.checks, report.as_of_us)
    acting = (*coverage.inspectors, *(who for it in actions for who in (it.owner, it.by)))
    named = {it.owner for it in findings} | {who.rpartition(":")[2] for who in acting}
    return OsmReport(
        hall=dict(report.hall),
        zone=report.zone,
        from_date=report.from_date,
        to_date=report.to_date,
        as_of_us=report.as_of_us,
        journal=report.journal,
        standards=report.standards,
        days=len(of.days),
        staff_days=of.staff_days,
        coverage=coverage,
        matrix=matrix,
        before=known,
        service=compared(report, of.service_before),
        checks=lines_of(of.site, ruled.checks, span, report.as_of_us),
        registers=happened(of.site.entries, span, REGISTERS, report.as_of_us),
        findings=findings,
        actions=actions,
        practice=tuple(_practice(matrix, known, actions, {it.no for it in findings if it.state != "closed"})),
        notes=notes_of(of, matrix, written, compared=known is not None),
        boxes=boxes or Boxed(),
        people={slug: dict(of.people[slug]) for slug in sorted(named) if slug in of.people},
        zones={slug: dict(names) for slug, names in of.zones.items()},
    )


def compared(report: DayReport, before: DayReport | None) -> tuple[Compared, ...]:
    """Return the figures of the service block beside those of the period before; what the report does not have is left out."""
    now, then = all_figures(report), all_figures(before) if before is not None else {}
    return tuple(Compared(now=now[key], before=then.get(key)) for key in SERVICE if key in now)


def _practice(matrix: Matrix, before: Matrix | None, actions: Sequence[ActionLine], still_open: AbstractSet[str]) -> list[Practice]:
    """Return what was done well: resources without any deduction, those that became better, actions that became a rule.

    ``still_open``: findings that are not closed; what was to put them right is not praised yet.
    """
    rows = {resource: matrix.resource(resource) for resource in RESOURCES}
    clean = [Practice(key="clean", of=resource) for resource, cell in rows.items() if cell.seen == cell.checks > 0 and not cell.deduction]
    better = [
        Practice(key="better", of=resource)
        for resource, cell in rows.items()
        if before is not None and trend(cell, before.resource(resource)) == "up"
    ]
    ended = [it for it in actions if it.step == "standardise" and it.parameter and not still_open & {*it.findings}]
    return [*clean, *better, *(Practice(key="standardised", of=it.no) for it in ended)]


class NoData(Struct, frozen=True, kw_only=True):
    """A hall that has no data of a period: it did not open. It is named, and counts in no figure."""

    hall: Names
    journal: str
    """How far its journal had come; empty: it has none yet."""


class OsmDistrict(Struct, frozen=True, kw_only=True):
    """Several halls over one period: each on a line, and all of them added up."""

    halls: tuple[OsmReport, ...]
    """Those that have data, at least one."""
    without: tuple[NoData, ...] = ()
    """Those that have none."""
    coverage: Coverage
    matrix: Matrix
    before: Matrix | None
    service: tuple[Compared, ...]
    """Of all halls: weighted means and merged bins."""
    notes: tuple[Note, ...]
    boxes: Boxed = Boxed()
    lead: Names = {}
    """The hall whose people sign it; empty: it is not to be signed."""


def roll_up(
    halls: Sequence[OsmReport],
    service: DayReport,
    service_before: DayReport | None,
    *,
    without: Sequence[NoData] = (),
    boxes: Boxed | None = None,
) -> OsmDistrict:
    """Return the district's page: sums of points, counts and bins of its halls, never means of their figures.

    ``without``: the halls that have no data; ``boxes``: what people wrote.
    """
    before = [it.before for it in halls if it.before is not None]
    return OsmDistrict(
        halls=tuple(halls),
        without=tuple(without),
        coverage=osm_coverage.added([it.coverage for it in halls]),
        matrix=osm_matrix.added([it.matrix for it in halls]),
        before=osm_matrix.added(before) if len(before) == len(halls) else None,
        service=compared(service, service_before),
        notes=service.notes,
        boxes=boxes or Boxed(),
    )


def journals_of(of: OsmReport | OsmDistrict) -> tuple[str, ...]:
    """Return the place in its journal of each hall; of a hall without data how far its journal had come."""
    if isinstance(of, OsmDistrict):
        return tuple(filter(None, (*(it.journal for it in of.halls), *(it.journal for it in of.without))))
    return (of.journal,)


def halls_of(of: OsmReport | OsmDistrict) -> tuple[OsmReport, ...]:
    """Return the halls of which a report is: its own, or each of a district's."""
    return of.halls if isinstance(of, OsmDistrict) else (of,)


def is_late(line: FindingLine) -> bool:
    """Tell whether a finding is not closed and its time has passed."""
    return line.late and line.state != "closed"
