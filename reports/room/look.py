# SPDX-License-Identifier: Apache-2.0
"""A report as the reading room shows it: every table as text, with each figure's key and its n, so that one tap leads to what is behind it.

JSON for the screen alone; whoever wants the numbers themselves takes the report's own JSON.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from hallserver.core.check_row import RESOURCES, STEPS
from hallserver.words import say
from reports import osm_actions, osm_halls, osm_text, tables
from reports.definitions import TOPICS, definitions, topics_of
from reports.figures import Figure
from reports.names import in_language
from reports.osm import OsmDistrict, OsmReport, halls_of
from reports.osm_boxes import district_lines
from reports.osm_ledger import FindingLine
from reports.osm_matrix import Cell, Part, trend
from reports.report import DayReport, Group, Section
from reports.spells import Spells
from reports.tables import BREAKDOWNS, CARDS, Table
from reports.text import basis_text, date_text, group_name, heading_text, name_of, value_text

Json = dict[str, object]
FIRST: Final = ("tickets", "waits", "visit", "services", "ratings")
"""Sections of the hall that come first; the others follow as the report has them, then the breakdowns."""
_FINDING: Final = ("no", "what", "part", "where", "severity", "due", "state")


def look_of(report: DayReport | OsmReport | OsmDistrict, language: str) -> bytes:
    """Return the page of a report in one language."""
    page = _figures(report, language) if isinstance(report, DayReport) else _on_site(report, language)
    return msgspec.json.encode(page)


def _figures(report: DayReport, language: str) -> Json:
    return {
        "kind": report.kind,
        "title": heading_text(report, language),
        "dates": date_text(report, language),
        "from": report.from_date,
        "to": report.to_date,
        "open": report.closed_us is None,
        "meta": tables.meta(report, language),
        "notes": tables.notes(report, language),
        "cards": [_cell(figure, language) for figure in _headline(report)],
        "charts": _charts(report, language),
        "parts": [_part(section, language) for section in _ordered(report)],
        "texts": [_texts(it) for it in (*tables.acts(report, language), *tables.deviations(report, language))],
        "definitions": _definitions(report.kind, language, topics_of(report), report.spells),
    }


def _charts(report: DayReport, language: str) -> list[Json]:
    from reports.room.charts import charts  # noqa: PLC0415 -- what draws is loaded when the first report is looked at

    return charts(report, language)


def _headline(report: DayReport) -> Iterator[Figure]:
    found = tables.all_figures(report)
    return (found[key] for key in CARDS if key in found)


def _ordered(report: DayReport) -> list[Section]:
    """Return the sections that have anything: the hall's first, the breakdowns last."""
    order = [*FIRST, *(it.key for it in report.sections if it.key not in (*FIRST, *BREAKDOWNS)), *BREAKDOWNS]
    return sorted((it for it in report.sections if it.groups), key=lambda it: order.index(it.key))


def _part(section: Section, language: str) -> Json:
    """Return a table: ``whole`` of the hall's figures one below the other, else a row for each group; of times compared for each figure."""
    groups = section.groups
    whole = len(groups) == 1 and not groups[0].slug
    column = say(f"report.column.{BREAKDOWNS[section.key]}", language) if section.key in BREAKDOWNS else say("report.sheet.of", language)
    return {
        "key": section.key,
        "title": say(f"report.section.{section.key}", language),
        "whole": whole,
        "of": column,
        "head": [name_of(it.key, language) for it in groups[0].figures],
        "rows": [_row(group, language) for group in groups],
        **(_turned(groups, language) if section.key == "compared" else {}),
    }


def _turned(groups: Sequence[Group], language: str) -> Json:
    """Return what a table has otherwise when its groups stand side by side, as on paper."""
    rows = [
        {"slug": figures[0].key, "name": name_of(figures[0].key, language), "cells": [_cell(it, language) for it in figures]}
        for figures in zip(*(group.figures for group in groups), strict=True)
    ]
    return {"of": say("report.column.figure", language), "head": [group_name(it, language) for it in groups], "rows": rows}


def _row(group: Group, language: str) -> Json:
    return {"slug": group.slug, "name": group_name(group, language), "cells": [_cell(it, language) for it in group.figures]}


def _cell(figure: Figure, language: str) -> Json:
    """Return a figure: name, what it reads, what it is made of, on how many cases it rests."""
    return {
        "key": figure.key,
        "name": name_of(figure.key, language),
        "text": value_text(figure, language),
        "basis": basis_text(figure, language),
        "n": figure.n,
        "missing": figure.missing,
        "leads": figure.value is not None and bool(figure.numerator),
        "none": figure.value is None,
    }


def _texts(table: Table) -> Json:
    return {"title": table.title, "head": table.head, "rows": [[[it.main, it.small] for it in row] for row in table.rows]}


def _definitions(kind: str, language: str, topics: Sequence[str] = tuple(TOPICS), times: Sequence[Spells] = ()) -> list[Json]:
    """Return what every figure means, and which figures each text is about; ``times``: of lunch and evening."""
    rows = zip(topics, definitions(language, kind, topics, times).rows, strict=True)
    return [{"of": TOPICS[topic], "name": name.main, "text": text.main} for topic, (name, text) in rows]


def _on_site(of: OsmReport | OsmDistrict, language: str) -> Json:
    """Return the page of on-site management that one hall and several have alike, with what only one or only several have."""
    first = halls_of(of)[0]
    several = isinstance(of, OsmDistrict)
    leads = {"leads": False} if several else {}  # the numbers of several halls lie in files of their own
    return {
        "kind": "district" if several else "osm",
        "title": osm_text.title_text(of, language),
        "dates": osm_text.period_text(first, language),
        "from": first.from_date,
        "to": first.to_date,
        "open": False,
        "meta": [],
        "notes": osm_text.notes(of, language),
        "cards": [_cell(it.now, language) | {"moved": osm_text.compared_text(it, language)} | leads for it in of.service],
        "matrix": _matrix(of, language),
        "parts": [],
        "definitions": _definitions("day", language),
        **(_of_all(of, language) if isinstance(of, OsmDistrict) else _of_hall(of, language)),
    }


def _of_hall(report: OsmReport, language: str) -> Json:
    return {
        "facts": osm_text.facts(report, language),
        "lists": _lists(report, language),
        "texts": [_findings(report, language), *([_texts(osm_actions.actions(report, language))] if report.actions else [])],
        "boxes": [[say(f"osm.box-{key}", language), text] for key, text in msgspec.structs.asdict(report.boxes).items()],
    }


def _of_all(district: OsmDistrict, language: str) -> Json:
    """Return what the figures are made of, the halls one under the other, those without data too, and the boxes."""
    checks = osm_text.coverage_text(district.coverage, language)
    lines = [[[text, ""] for text in osm_halls.line_of(it, language)] for it in district.halls]
    empty = [[[name, none], *([["–", ""]] * (len(osm_halls.COLUMNS) - 1))] for name, none in osm_halls.empty_lines(district, language)]
    return {
        "facts": [
            say("report.meta.one", language, name=say("osm.fact-checks", language), text=checks),
            *osm_halls.facts(district, language),
            say("osm.poor-in", language),
        ],
        "lists": [],
        "texts": [{"title": say("osm.part-halls", language), "head": osm_halls.head(language), "rows": [*lines, *empty], "figures": True}],
        "boxes": [[say(f"osm.box-{key}", language), "\n".join(lines)] for key, lines in district_lines(district, language).items()],
    }


def _lists(report: OsmReport, language: str) -> list[Json]:
    """Return the checks of safety and of visual management, what the registers have, and what was done well."""
    checks: list[Json] = [
        {"title": say(f"osm.part-{part}", language), "lines": osm_text.check_lines(report.checks, language, safety=part == "safety")}
        for part in ("safety", "visual")
    ]
    said = {"room.registers": osm_text.registers_text([report], language), "osm.part-practice": osm_actions.practice_text(report, language)}
    lines: list[Json] = [{"title": say(key, language), "lines": [[text, ""]]} for key, text in said.items() if text]
    return [*checks, *lines]


def _matrix(of: OsmReport | OsmDistrict, language: str) -> Json:
    now, before = of.matrix, of.before
    return {
        "title": say("room.matrix", language),
        "style": say("osm.style", language),
        "head": [*(say(f"checks.step-{step}", language) for step in STEPS), say("osm.total", language)],
        "rows": [
            {
                "name": say(f"checks.resource-{resource}", language),
                "cells": [
                    *(_part_score(of, (resource, step), language) for step in STEPS),
                    _score(now.resource(resource), before.resource(resource) if before else None, language),
                ],
            }
            for resource in RESOURCES
        ],
        "sums": {
            "name": say("osm.total", language),
            "cells": [
                *(_score(now.step(step), before.step(step) if before else None, language) for step in STEPS),
                _score(now.whole, before.whole if before else None, language),
            ],
        },
    }


def _part_score(of: OsmReport | OsmDistrict, part: Part, language: str) -> Json:
    """Return a cell; of several halls also in how many it is poor, which their sum hides."""
    told = _score(of.matrix.cell(part), of.before.cell(part) if of.before else None, language)
    poor = sum(it.matrix.cell(part).grade == "poor" for it in halls_of(of)) if isinstance(of, OsmDistrict) else 0
    return told | {"looks": f"{told['looks']} ×{poor}"} if poor else told


def _score(cell: Cell, before: Cell | None, language: str) -> Json:
    return {
        "text": osm_text.score_text(cell),
        "grade": cell.grade,
        "mark": osm_text.MARKS[cell.grade],
        "arrow": osm_text.ARROWS[trend(cell, before)],
        "looks": osm_text.looks_text(cell, language),
    }


def _findings(report: OsmReport, language: str) -> Json:
    """Return the ledger of findings; the photos are in the printed one."""
    head = [say(f"room.finding-{word}", language) for word in _FINDING]
    title = f"{say('osm.part-findings', language)} · {osm_text.counts_text(report.findings, language)}"
    return {"title": title, "head": head, "rows": [_finding(report, it, language) for it in report.findings]}


def _finding(report: OsmReport, it: FindingLine, language: str) -> list[list[str]]:
    return [
        [it.no, ""],
        [in_language(it.item, language) or it.no, ""],
        [osm_text.part_text(it, language), ""],
        [osm_text.where_text(report, it, language), osm_text.person(report, it.owner, language)],
        [say(f"checks.severity-{it.severity}", language), osm_text.source_text(it, language)],
        [osm_text.day_text(it.last_us, report.zone), ""],
        [osm_text.state_text(it, language), ""],
    ]
