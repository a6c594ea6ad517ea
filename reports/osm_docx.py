# SPDX-License-Identifier: Apache-2.0
"""The text part of the report on on-site management, for Word or WPS: what was written into its boxes, else what was found."""

from hallserver.words import say
from reports import osm_halls, osm_text
from reports.osm import OsmDistrict, OsmReport, halls_of
from reports.osm_boxes import box_lines
from reports.prose import Box
from reports.sheet_docx import TextPart, written


def to_docx(report: OsmReport | OsmDistrict, language: str, *, marked: str = "") -> bytes:
    """Return the text part of one hall, or of several all together and then each, on pages of their own, as DOCX."""
    each: list[OsmReport | OsmDistrict] = [report, *report.halls] if isinstance(report, OsmDistrict) else [report]
    return written([_part(it, language, marked) for it in each], language)


def _part(report: OsmReport | OsmDistrict, language: str, marked: str) -> TextPart:
    found, first = box_lines(report, language), halls_of(report)[0]
    facts = osm_text.facts(report, language) if isinstance(report, OsmReport) else osm_halls.facts(report, language)
    return TextPart(
        whose=osm_text.hall_text(report, language),
        title=osm_text.title_text(report, language),
        subtitle=f"{osm_text.period_text(first, language)} {say('osm.style', language)}",
        facts=say("report.separator", language).join(facts),
        boxes=(
            Box(say("osm.box-work", language), found["work"]),
            Box(say("osm.box-problems", language), found["problems"]),
            Box(say("osm.box-measures", language), found["measures"], empty=0 if found["measures"] else 4),
            Box(say("report.section.notes", language), tuple(osm_text.notes(report, language))),
        ),
        head=(*(say(f"report.sheet.{word}", language) for word in ("figure", "value")), say("osm.column-before", language)),
        rows=tuple(osm_text.service(report.service, language)),
        as_of_us=max(it.as_of_us for it in halls_of(report)),
        several=isinstance(report, OsmDistrict),
        marked=marked,
    )
