# SPDX-License-Identifier: Apache-2.0
"""How the actions of a report on on-site management read, the rules that they became, and what was done well."""

from collections.abc import Sequence

from hallserver.standard_lines import name_of as parameter_name
from hallserver.words import say
from reports.names import in_language
from reports.osm import OsmReport
from reports.osm_ledger import ActionLine
from reports.osm_text import person
from reports.tables import Cell, Table


def actions(report: OsmReport, language: str) -> Table:
    """Return the actions as a table."""
    head = [say(f"osm.action-{word}", language) for word in ("no", "measure", "owner", "due", "step", "rule")]
    rows = [_action(report, it, language) for it in report.actions]
    return Table(say("osm.part-actions", language), head, rows, wide=(1, 5), texts=(0, 1, 2, 3, 4, 5))


def _action(report: OsmReport, it: ActionLine, language: str) -> list[Cell]:
    step = say(f"checks.action-{it.step}", language)
    late = say("osm.late", language) if it.late else ""
    return [
        Cell(it.no, " ".join(it.findings)), Cell(it.measure), Cell(person(report, it.owner, language)), Cell(it.due, late), Cell(step),
        Cell(rule_text(report, it, language), it.standard),
    ]  # fmt: skip


def rule_text(report: OsmReport, it: ActionLine, language: str) -> str:
    """Return which rule was changed for an action, and by whom, or why none had to be; or that none was yet."""
    if not it.parameter and it.step != "standardise":
        return say("osm.no-rule", language)
    rule, who = _changed_text(it, language), person(report, it.by, language)
    return say("osm.rule-by", language, rule=rule, who=who) if who else rule


def _changed_text(it: ActionLine, language: str) -> str:
    if it.parameter:
        return say("osm.rule", language, rule=rule_name(it, language))
    return say("osm.rule-unchanged-as", language, why=it.why) if it.why else say("osm.rule-unchanged", language)


def rule_name(it: ActionLine, language: str) -> str:
    """Return what the rule is called that was changed for an action: a check or a parameter."""
    return in_language(it.rule, language) or parameter_name(it.parameter, language)


def actions_text(halls: Sequence[OsmReport], language: str) -> str:
    """Return how many actions there were, and what became of them."""
    found = [it for hall in halls for it in hall.actions]
    ended = sum(it.step == "standardise" for it in found)
    return say("osm.actions", language, n=len(found), ended=ended, late=sum(it.late for it in found))


def practice_text(report: OsmReport, language: str) -> str:
    """Return what was done well, in one line."""
    done = {it.no: it.measure or rule_name(it, language) for it in report.actions}
    said = []
    for it in report.practice:
        of = done.get(it.of, it.of) if it.key == "standardised" else say(f"checks.resource-{it.of}", language)
        said.append(say(f"osm.practice-{it.key}", language, of=of))
    return say("report.separator", language).join(said) or say("report.none", language)
