# SPDX-License-Identifier: Apache-2.0
"""工作情况, 存在问题, 下步措施 of a report on on-site management: what people wrote into them, else what the records themselves say."""

from hallserver.words import say
from reports import osm_text
from reports.osm import OsmReport
from reports.osm_ledger import FindingLine

MOST = 12
"""So many open findings are named; all stand in the ledger."""
BOXES = ("work", "problems", "measures")


def box_lines(report: OsmReport, language: str) -> dict[str, tuple[str, ...]]:
    """Return the lines of each box; what is to be done next is for people to write."""
    return {
        "work": _lines(report.boxes.work) or _work(report, language),
        "problems": _lines(report.boxes.problems) or _problems(report, language),
        "measures": _lines(report.boxes.measures),
    }


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())


def _work(report: OsmReport, language: str) -> tuple[str, ...]:
    """Return what was looked at, out of what was planned."""
    checks = osm_text.coverage_text(report.coverage, language)
    return (say("report.meta.one", language, name=say("osm.fact-checks", language), text=checks),)


def _problems(report: OsmReport, language: str) -> tuple[str, ...]:
    """Return how many findings there were, and the open ones, a line each."""
    open_ones = [it for it in report.findings if it.state != "closed"]
    return (osm_text.counts_text(report.findings, language), *(_finding(report, it, language) for it in open_ones[:MOST]))


def _finding(report: OsmReport, it: FindingLine, language: str) -> str:
    parts = (it.no, osm_text.where_text(report, it, language), osm_text.part_text(it, language), osm_text.state_text(it, language))
    return say("report.separator", language).join(filter(None, parts))
