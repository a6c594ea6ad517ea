# SPDX-License-Identifier: Apache-2.0
"""The text part of a report: 工作情况 in sentences that carry their figures, 存在问题, 下步措施, without any drawing.

The sentences are made of the report alone. What has no value is left out, or said to be not recorded; what is to be done next is for
people to write, so those boxes stay empty unless the report brings text for them.
"""

from typing import NamedTuple

from hallserver.words import say
from reports import tables
from reports.figures import Figure
from reports.osm import Boxed
from reports.report import DayReport
from reports.text import group_name, number_text, said_text, share_text

WORK: tuple[tuple[str, ...], ...] = (
    ("tickets.issued", "tickets.finished", "tickets.unserved"),
    ("wait.mean", "wait.median", "wait.p90", "wait.within"),
    ("service.mean", "items.done"),
    ("counters.open", "counters.idle"),
    ("ratings.response", "ratings.satisfied", "ratings.bad"),
    ("orders.rating", "orders.contact-kept", "orders.fix-kept"),
)
"""A sentence each: the figures that it tells, with the words ``report.clause.<figure>``. What has no value is not told."""
SHARE_LOW = 0.95
"""A share within the target below this is named among the problems."""
WORST = 3
"""So many groups are named with a problem."""
WAITING = ("by-hall", "by-queue", "by-service")
"""Where the longest waits are looked for: the first of these that the report has."""


class Box(NamedTuple):
    """A part of the text: its title, its sentences, and how many empty lines follow for a pen or keyboard."""

    title: str
    lines: tuple[str, ...]
    empty: int = 0


def boxes(report: DayReport, language: str, written: Boxed) -> list[Box]:
    """Return the parts in the order in which an office writes them: what the figures say, then what people wrote."""
    said = {name: tuple(filter(None, getattr(written, name).splitlines())) for name in written.__struct_fields__}
    return [
        Box(say("report.prose.work", language), (*work(report, language), *said["work"])),
        Box(say("report.prose.problems", language), (*problems(report, language), *said["problems"])),
        Box(say("report.prose.measures", language), said["measures"], empty=0 if said["measures"] else 4),
        Box(say("report.section.notes", language), tuple(tables.notes(report, language))),
    ]


def work(report: DayReport, language: str) -> list[str]:
    """Return what was done, a sentence a line."""
    found = tables.all_figures(report)
    lines = [say("report.prose.days", language, days=number_text(report.days), halls=number_text(report.halls))]
    for keys in WORK:
        clauses = [_clause(found[key], language) for key in keys if key in found and _is_told(found[key], found.get("ratings.bad"))]
        if clauses:
            told = say("report.prose.comma", language).join(clauses)
            lines.append(say("report.prose.sentence", language, clauses=told[:1].upper() + told[1:]))
    return lines


def _is_told(figure: Figure, bad: Figure | None) -> bool:
    """Say whether there is anything to tell; that no bad rating became a work order is nothing where ratings were not recorded."""
    if figure.key == "orders.rating" and bad is not None and bad.missing and not bad.n:
        return bool(figure.value)
    return figure.value is not None


def _clause(figure: Figure, language: str) -> str:
    return say(f"report.clause.{figure.key}", language, value=said_text(figure, language))


def problems(report: DayReport, language: str) -> list[str]:
    """Return what the figures themselves say against the hall; a sentence that there is nothing where they say nothing."""
    found = tables.all_figures(report)
    lines: list[str] = []
    within = found.get("wait.within")
    if within is not None and within.value is not None and within.value < SHARE_LOW:
        places = say("report.separator", language).join(_slowest(report, language)) or say("report.none", language)
        lines.append(say("report.prose.slow", language, share=share_text(within.value), places=places))
    for key, sentence in (("tickets.unserved", "unserved"), ("ratings.bad", "bad"), ("orders.overdue", "overdue"), ("acts.all", "acts")):
        figure = found.get(key)
        if figure is not None and figure.numerator:
            lines.append(say(f"report.prose.{sentence}", language, n=number_text(figure.numerator)))
    return lines or [say("report.prose.nothing", language)]


def _slowest(report: DayReport, language: str) -> list[str]:
    """Return the groups with the least share within the target, each with it, and how many more are below it."""
    groups = next((report.section(key).groups for key in WAITING if report.section(key).groups), ())
    shares = [(figure.value, group_name(group, language)) for group in groups for figure in group.figures if figure.key == "wait.within"]
    low = sorted((value, name) for value, name in shares if value is not None and value < SHARE_LOW)
    named = [say("report.prose.place", language, name=name, share=share_text(value)) for value, name in low[:WORST]]
    return [*named, say("report.prose.more", language, n=number_text(len(low) - WORST))] if len(low) > WORST else named
