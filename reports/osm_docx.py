# SPDX-License-Identifier: Apache-2.0
"""The text part of the report on on-site management, for Word or WPS: what was written into its boxes, else what was found."""

from hallserver.words import say
from reports import osm_text
from reports.osm import OsmDistrict, OsmReport, halls_of
from reports.osm_boxes import box_lines
from reports.prose import Box
from reports.sheet_docx import TextPart, written


def to_docx(report: OsmReport | OsmDistrict, language: str, *, marked: str = "") -> bytes:
    """Return the text part of one hall, or of several, each on pages of its own, as DOCX."""
    return written([_part(it, language, marked) for it in halls_of(report)], language)


def _part(report: OsmReport, language: str, marked: str) -> TextPart:
    separator, found = say("report.separator", language), box_lines(report, language)
    return TextPart(
        title=osm_text.title_text(report, language),
        subtitle=f"{osm_text.period_text(report, language)} {say('osm.style', language)}",
        facts=separator.join(osm_text.facts(report, language)),
        boxes=(
            Box(say("osm.box-work", language), found["work"]),
            Box(say("osm.box-problems", language), found["problems"]),
            Box(say("osm.box-measures", language), found["measures"], empty=0 if found["measures"] else 4),
            Box(say("report.section.notes", language), tuple(osm_text.notes(report, language))),
        ),
        head=(*(say(f"report.sheet.{word}", language) for word in ("figure", "value")), say("osm.column-before", language)),
        rows=tuple(osm_text.service(report.service, language)),
        as_of_us=report.as_of_us,
        marked=marked,
    )
