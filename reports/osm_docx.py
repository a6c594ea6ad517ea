# SPDX-License-Identifier: Apache-2.0
"""The text part of the report on on-site management, for Word or WPS: what was written into its boxes, else what was found."""

from hallserver.words import say
from reports import osm_text
from reports.osm import OsmDistrict, OsmReport
from reports.osm_ledger import FindingLine
from reports.prose import Box
from reports.sheet_docx import TextPart, written

MOST = 12
"""So many open findings are named; all stand in the PDF's ledger."""


def to_docx(report: OsmReport | OsmDistrict, language: str, *, marked: str = "") -> bytes:
    """Return the text part of one hall, or of several, each on pages of its own, as DOCX."""
    halls = report.halls if isinstance(report, OsmDistrict) else (report,)
    return written([_part(it, language, marked) for it in halls], language)


def _part(report: OsmReport, language: str, marked: str) -> TextPart:
    separator = say("report.separator", language)
    return TextPart(
        title=osm_text.title_text(report, language),
        subtitle=f"{osm_text.period_text(report, language)} {say('osm.style', language)}",
        facts=separator.join(osm_text.facts(report, language)),
        boxes=(
            Box(say("osm.box-work", language), _lines(report.boxes.work) or _work(report, language)),
            Box(say("osm.box-problems", language), _lines(report.boxes.problems) or _problems(report, language)),
            Box(say("osm.box-measures", language), _lines(report.boxes.measures), empty=0 if report.boxes.measures else 4),
            Box(say("report.section.notes", language), tuple(osm_text.notes(report, language))),
        ),
        head=(*(say(f"report.sheet.{word}", language) for word in ("figure", "value")), say("osm.column-before", language)),
        rows=tuple(osm_text.service(report.service, language)),
        as_of_us=report.as_of_us,
        marked=marked,
    )


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
