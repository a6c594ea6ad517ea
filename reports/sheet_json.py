# SPDX-License-Identifier: Apache-2.0
"""The report as JSON: every figure with all it was made from, and the sentences in one language beside the keys."""

import msgspec

from reports.acts import COLUMNS, cells
from reports.definitions import defined
from reports.deviations import COLUMNS as DEVIATED
from reports.deviations import cells as deviation_cells
from reports.figures import Figure
from reports.names import in_language
from reports.report import DayReport
from reports.text import group_name, moment_text, name_of, note_text


def to_json(report: DayReport, language: str) -> bytes:
    """Return the report as indented UTF-8 JSON; a figure without value has null and says how many are missing."""
    body = {
        "report": report.kind,
        **({"marked": report.marked} if report.marked else {}),
        "hall": in_language(report.hall, language),
        "days": report.days,
        "halls": report.halls,
        "zone": report.zone,
        "from": report.from_date,
        "to": report.to_date,
        "closed": report.closed_us is not None and report.over,
        "over": report.over,
        "as_of": moment_text(report.as_of_us, report.zone),
        "as_of_us": report.as_of_us,
        "journal": report.journal,
        "standards": report.standards,
        "targets_s": report.targets_s,
        "sections": [
            {
                "key": section.key,
                "groups": [
                    {"slug": group.slug, "name": group_name(group, language), "figures": [_figure(it, language) for it in group.figures]}
                    for group in section.groups
                ],
            }
            for section in report.sections
        ],
        "acts": [
            {"at_us": it.at_us, "kind": it.kind, **dict(zip(COLUMNS, cells(it, report.zone, language), strict=True))} for it in report.acts
        ],
        "deviations": [
            {**msgspec.structs.asdict(it), **dict(zip(DEVIATED, deviation_cells(it, language), strict=True))} for it in report.deviations
        ],
        "notes": [{"key": note.key, "args": note.args, "text": note_text(note, language)} for note in report.notes],
        "definitions": [{"name": name.main, "text": text.main} for name, text in defined(report, language).rows],
    }
    return msgspec.json.format(msgspec.json.encode(body), indent=2) + b"\n"


def _figure(figure: Figure, language: str) -> dict[str, object]:
    return {"name": name_of(figure.key, language), **msgspec.structs.asdict(figure)}
