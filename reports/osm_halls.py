# SPDX-License-Identifier: Apache-2.0
"""The halls of a district one under the other, as texts: a line of figures each; of one without data that it has none, never zeros."""

from typing import Final

from hallserver.words import say
from reports import osm_low, osm_text
from reports.names import in_language
from reports.osm import OsmDistrict, OsmReport, is_late
from reports.osm_matrix import trend
from reports.text import said_text

COLUMNS: Final = (
    "hall", "score", "moved", "poor", "coverage", "found", "open", "overdue", "repeated", "tickets", "p90", "within", "satisfied",
)  # fmt: skip
"""What stands in a line: ``osm.hall-<column>``."""


def facts(district: OsmDistrict, language: str) -> list[str]:
    """Return whose people sign it, what the figures of all halls are made of, and how many halls are in none of them."""
    lead, n = in_language(district.lead, language), len(district.without)
    return [
        *([say("osm.fact-lead", language, hall=lead)] if lead else []),
        say("osm.summed", language),
        *([say("osm.fact-without", language, n=n)] if n else []),
    ]


def head(language: str) -> list[str]:
    """Return what the columns are called."""
    return [say(f"osm.hall-{column}", language) for column in COLUMNS]


def line_of(report: OsmReport, language: str) -> list[str]:
    """Return the line of a hall, a text for each column."""
    whole, told = report.matrix.whole, {it.now.key: said_text(it.now, language) for it in report.service}
    before = report.before.whole if report.before is not None else None
    share = f"{report.coverage.share:.0%}" if report.coverage.share is not None else "–"
    counts = (
        sum(it.new for it in report.findings), sum(it.state != "closed" for it in report.findings), sum(map(is_late, report.findings)),
        sum(bool(it.repeat_of) for it in report.findings if it.new),
    )  # fmt: skip
    keys = ("tickets.issued", "wait.p90", "wait.within", "ratings.satisfied")
    moved = osm_text.ARROWS[trend(whole, before)] or "–"
    return [
        in_language(report.hall, language),
        osm_text.marked_score(whole),
        moved,
        str(osm_low.poor_cells(report)),
        share,
        *map(str, counts),
        *(told.get(key, "–") for key in keys),
    ]


def empty_lines(district: OsmDistrict, language: str) -> list[tuple[str, str]]:
    """Return the name of each hall without data, and that it has none."""
    return [(in_language(it.hall, language), say("osm.no-data", language)) for it in district.without]
