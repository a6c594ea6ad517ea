# SPDX-License-Identifier: Apache-2.0
"""The report on on-site management in a district's own form: the names that its cells may have.

Every line of ``osm_lines`` by its key, with ``_`` for ``-``: ``osm.score``, ``osm.people`` (a row of the matrix), ``osm.people.sort`` (a
cell), ``osm.checks.done``, ``osm.findings.open`` …, each with ``.before``, ``.numerator``, ``.denominator``, ``.n``; ``osm.work``
``.problems`` ``.measures``; the service block as in other reports. Of several halls these are all together, ``report.without`` names those
without data, and ``hall_1.osm.score`` is the first hall's.
"""

from hallserver.words import say
from reports import osm_text
from reports.names import in_language
from reports.osm import OsmDistrict, OsmReport, halls_of, journals_of
from reports.osm_boxes import BOXES, box_lines
from reports.osm_lines import lines
from reports.sheet_form import Content, Known, named

MADE_OF = ("numerator", "denominator", "n")


def known_of(of: OsmReport | OsmDistrict, language: str) -> Known:
    """Return what may stand in a named cell, by name. A score that nobody looked for is not recorded; none of the period before is said."""
    halls = halls_of(of)
    separator = say("report.separator", language)
    found: dict[str, Content] = {
        "report.title": osm_text.title_text(of, language),
        "report.hall": osm_text.title_text(of, language),
        "report.dates": osm_text.period_text(halls[0], language),
        "report.from": halls[0].from_date,
        "report.halls": len(halls),
        "report.days": sum(it.days for it in halls),
        "report.journal": separator.join(journals_of(of)),
        "report.standards": " ".join(sorted({mark for it in halls for mark in it.standards})) or None,
        "report.notes": "\n".join(osm_text.notes(of, language)),
        **_figures(of, language),
        **_boxes(of, language),
    }
    if isinstance(of, OsmDistrict):
        found["report.without"] = separator.join(in_language(it.hall, language) for it in of.without)
        for at, hall in enumerate(halls, 1):
            own = {"report.hall": in_language(hall.hall, language), **_figures(hall, language), **_boxes(hall, language)}
            found |= {f"hall_{at}.{name}": content for name, content in own.items()}
    return found


def _figures(of: OsmReport | OsmDistrict, language: str) -> dict[str, Content]:
    """Return the lines of figures; those of the service block also in minutes, as in other reports."""
    found: dict[str, Content] = {}
    no_before = say("osm.no-before", language)
    for it in lines(of, language):
        name = it.key.replace("-", "_")
        found |= {name: it.value, **{f"{name}.{word}": getattr(it, word) for word in MADE_OF}}
        found[f"{name}.before"] = no_before if it.before is None else it.before
    for served in of.service:
        name = served.now.key.replace("-", "_")
        found |= {**named(served.now.key, served.now), f"{name}.before": no_before if served.before is None else served.before}
    return found


def _boxes(report: OsmReport | OsmDistrict, language: str) -> dict[str, Content]:
    """Return the three boxes: what people wrote, else what the records say; empty where it is for people to write."""
    said = box_lines(report, language)
    return {f"osm.{box}": "\n".join(said[box]) for box in BOXES}
