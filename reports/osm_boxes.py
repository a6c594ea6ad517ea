# SPDX-License-Identifier: Apache-2.0
"""工作情况, 存在问题, 下步措施 of a report on on-site management: what people wrote into them, else what the records themselves say.

Of several halls they are told from sums, and name the halls that the sums hide.
"""

from collections.abc import Iterable, Mapping, Sequence

from hallserver.words import say
from reports import osm_actions, osm_low, osm_text
from reports.names import in_language
from reports.osm import OsmDistrict, OsmReport, halls_of
from reports.osm_ledger import FindingLine
from reports.text import name_of, number_text, said_text

MOST = 12
"""So many open findings are named; all stand in the ledger."""
_NAMED = 6
"""So many halls are named with a problem."""
BOXES = ("work", "problems", "measures")
_SERVED = (
    ("tickets.issued", "tickets.finished", "tickets.missed"), ("wait.median", "wait.p90", "wait.within"), ("counters.open",),
    ("ratings.voluntary", "ratings.satisfied", "ratings.bad"), ("orders.contact-kept", "orders.fix-kept"),
)  # fmt: skip
"""A sentence each: figures of the service block. What has no value is not told."""


def box_lines(of: OsmReport | OsmDistrict, language: str) -> dict[str, tuple[str, ...]]:
    """Return the lines of each box; what is to be done next is for people to write.

    Of several halls what people wrote stands below what the records say: nothing else on the page names the halls that sums hide.
    """
    if isinstance(of, OsmDistrict):
        return district_lines(of, language) | {"work": (*looked_lines(of, language), *_served(of, language), *_lines(of.boxes.work))}
    return {
        "work": _lines(of.boxes.work) or (*looked_lines(of, language), *_served(of, language)),
        "problems": _lines(of.boxes.problems) or _problems(of, language),
        "measures": _lines(of.boxes.measures),
    }


def district_lines(of: OsmDistrict, language: str) -> dict[str, tuple[str, ...]]:
    """Return the lines of each box of several halls where the service block stands beside them."""
    return {
        "work": (*looked_lines(of, language), *_lines(of.boxes.work)),
        "problems": (*_of_all(of, language), *_lines(of.boxes.problems)),
        "measures": _lines(of.boxes.measures),
    }


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())


def looked_lines(of: OsmReport | OsmDistrict, language: str) -> tuple[str, ...]:
    """Return what was looked at out of what was planned, what came of safety and of things in sight, actions, registers, good practice."""
    halls = halls_of(of)
    told = [
        {"fact-checks": osm_text.coverage_text(of.coverage, language), "fact-patrols": osm_text.patrols_text(of.coverage, language)},
        {f"part-{part}": _checks(halls, language, safety=part == "safety") for part in ("safety", "visual")},
        {"part-actions": osm_actions.actions_text(halls, language), "lines-registers": osm_text.registers_text(halls, language)},
        {"part-practice": osm_actions.practice_text(of, language)} if isinstance(of, OsmReport) and of.practice else {},
    ]
    days = _sentence({"fact-days": number_text(halls[0].days)}, language)
    if isinstance(of, OsmDistrict):
        days = say("report.prose.days", language, days=number_text(sum(it.days for it in halls)), halls=number_text(len(halls)))
    return (days, *(_sentence(parts, language) for parts in told if parts))


def _sentence(parts: Mapping[str, str], language: str) -> str:
    clauses = [say("report.meta.one", language, name=say(f"osm.{key}", language), text=text) for key, text in parts.items()]
    return say("report.prose.sentence", language, clauses=say("report.separator", language).join(clauses))


def _checks(halls: Sequence[OsmReport], language: str, *, safety: bool) -> str:
    found = [it for hall in halls for it in hall.checks if it.safety is safety]
    looks, findings, unclosed = (sum(getattr(it, key) for it in found) for key in ("looks", "findings", "open"))
    if not found or not looks + findings + unclosed:
        return say("osm.unseen", language)
    return say("osm.looked", language, looks=number_text(looks), findings=number_text(findings), open=number_text(unclosed))


def _served(of: OsmReport | OsmDistrict, language: str) -> Iterable[str]:
    """Give the service block in sentences."""
    figures = {it.now.key: it.now for it in of.service}
    for keys in _SERVED:
        told = [figures[key] for key in keys if key in figures and figures[key].value is not None]
        clauses = [f"{name_of(it.key, language)} {said_text(it, language)}" for it in told]
        if clauses:
            yield say("report.prose.sentence", language, clauses=say("report.prose.comma", language).join(clauses))


def _problems(report: OsmReport, language: str) -> tuple[str, ...]:
    """Return how many findings there were, and the open ones, a line each."""
    open_ones = [it for it in report.findings if it.state != "closed"]
    return (osm_text.found_text(report, language), *(_finding(report, it, language) for it in open_ones[:MOST]))


def _finding(report: OsmReport, it: FindingLine, language: str) -> str:
    parts = (it.no, osm_text.where_text(report, it, language), osm_text.part_text(it, language), osm_text.state_text(it, language))
    return say("report.separator", language).join(filter(None, parts))


def _of_all(district: OsmDistrict, language: str) -> tuple[str, ...]:
    """Return how many findings there were in all halls, and which halls are not in good order."""
    halls = district.halls
    told = [
        without_text(district, language),
        osm_text.counts_text([line for it in halls for line in it.findings], language),
        _named("low", [_low(it, language) for it in osm_low.low_halls(halls)], language),
        _named("poor", _with(osm_low.poor_halls(halls), "cells", language), language),
        _named("late", _with(osm_low.late_halls(halls), "findings", language), language),
        _named("repeated", _with(osm_low.repeated_halls(halls), "findings", language), language),
        _named("unseen", [in_language(it.hall, language) for it in osm_low.unseen_halls(halls)], language),
    ]
    return tuple(filter(None, told))


def without_text(district: OsmDistrict, language: str) -> str:
    """Return the halls that have no data, each by name; empty where every hall has some."""
    names = [in_language(it.hall, language) for it in district.without]
    return say("osm.halls-without", language, n=len(names), halls=say("report.separator", language).join(names)) if names else ""


def _with(counted: osm_low.Counted, unit: str, language: str) -> list[str]:
    return [say(f"osm.with-{unit}", language, hall=in_language(it.hall, language), n=n) for it, n in counted]


def _low(hall: OsmReport, language: str) -> str:
    part = osm_low.worst_part(hall.matrix)
    name, score = in_language(hall.hall, language), osm_text.marked_score(hall.matrix.whole)
    worst = f"{osm_text.cell_name(part, language)} {osm_text.marked_score(hall.matrix.cell(part))}"
    return say("osm.with-worst", language, hall=name, score=score, worst=worst)


def _named(what: str, halls: Sequence[str], language: str) -> str:
    """Return how many halls it is true of, and the first of them by name; empty where of none."""
    if not halls:
        return ""
    more = [say("osm.halls-more", language, n=len(halls) - _NAMED)] if len(halls) > _NAMED else []
    names = say("report.separator", language).join([*halls[:_NAMED], *more])
    return say(f"osm.halls-{what}", language, n=len(halls), halls=names)
