# SPDX-License-Identifier: Apache-2.0
"""The report on on-site management in a district's own form: the names that its cells may have.

``osm.score``, ``osm.people`` (a row of the matrix), ``osm.people.sort`` (a cell), ``osm.checks.done`` ``.planned``, ``osm.findings``
``.open`` ``.late``, ``osm.work`` ``.problems`` ``.measures``; the service block as in other reports, and ``wait.median.before``.
"""

from hallserver.core.check_row import RESOURCES, STEPS
from reports import osm_text
from reports.osm import OsmReport, is_late
from reports.sheet_form import Content, Known, named


def known_of(report: OsmReport, language: str) -> Known:
    """Return what may stand in a named cell, by name. A score that nobody looked for is not recorded."""
    found: dict[str, Content] = {
        "report.hall": osm_text.title_text(report, language),
        "report.dates": osm_text.period_text(report, language),
        "report.days": report.days,
        "report.journal": report.journal,
        "report.standards": " ".join(report.standards) or None,
        "report.notes": "\n".join(osm_text.notes(report, language)),
        **_site(report),
    }
    for it in report.service:
        found |= named(it.now.key, it.now)
        name = it.now.key.replace("-", "_").lower()
        found[f"{name}.before"] = it.before
    return found


def _site(report: OsmReport) -> dict[str, Content]:
    matrix, new = report.matrix, [it for it in report.findings if it.new]
    cells = {f"osm.{resource}.{step}": matrix.cell((resource, step)).score for resource in RESOURCES for step in STEPS}
    return {
        "osm.score": matrix.whole.score,
        **{f"osm.{resource}": matrix.resource(resource).score for resource in RESOURCES},
        **{f"osm.{step}": matrix.step(step).score for step in STEPS},
        **cells,
        "osm.staff_days": report.staff_days,
        "osm.checks.done": sum(report.coverage.done.values()),
        "osm.checks.planned": sum(report.coverage.planned.values()),
        "osm.checks.coverage": report.coverage.share,
        "osm.findings": len(new),
        "osm.findings.open": sum(it.state != "closed" for it in report.findings),
        "osm.findings.late": sum(map(is_late, report.findings)),
        "osm.work": report.boxes.work,
        "osm.problems": report.boxes.problems,
        "osm.measures": report.boxes.measures,
    }
