# SPDX-License-Identifier: Apache-2.0
"""What stands in the tables of a printed report: titles, heads and cells as text. No drawing here."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from hallserver.core.acts import BY_RULE
from hallserver.words import say
from reports import deviations as deviated
from reports.acts import COLUMNS, ActLine, cells
from reports.figures import Figure
from reports.report import DayReport, Group, Section
from reports.text import (
    basis_text,
    group_name,
    moment_text,
    name_of,
    note_text,
    number_text,
    reasons_text,
    state_text,
    value_text,
    zone_text,
)

CARDS = (
    "tickets.issued", "tickets.finished", "wait.mean", "wait.p90", "wait.within", "service.mean", "ratings.satisfied", "ratings.bad",
)  # fmt: skip
"""The figures at the head of the first page."""
JUDGED = (
    "wait.mean", "wait.within", "visit.mean", "early.less.mean", "quote.inside", "walk.mean", "service.mean", "stay.mean", "served.lunch",
    "counters.busy", "items.done", "ratings.satisfied", "ratings.response", "ratings.voluntary",
    "orders.reached-fixed", "orders.contact-kept", "orders.fix-kept",
)  # fmt: skip
"""The figures whose missing and excluded cases are listed."""
PLACES = {
    "by-queue": "queue", "by-service": "service", "by-counter": "counter", "by-item": "item", "by-clerk": "clerk", "by-channel": "channel",
    "by-group": "group", "ratings-by-counter": "counter", "ratings-by-clerk": "clerk", "ratings-by-service": "service",
    "ratings-by-item": "item", "by-half-hour": "half-hour",
}  # fmt: skip
"""Section → word of its first column."""
BREAKDOWNS = {
    "compared": "compared", "by-hall": "hall", "by-month": "month", "by-day": "day", **PLACES, "by-weekday": "weekday", "by-hour": "hour",
    "by-jump-reason": "jump-reason", "by-jump-person": "jump-person", "by-alarm": "alarm",
}  # fmt: skip
"""The same with those that only a report of many days or halls has, and with the alarms that there were."""


SECTIONS = {"visit": "visit-waits"}
"""Sections of which the figures have another name."""
ACROSS = 7
"""So many figures stand side by side on a page."""


class Cell(NamedTuple):
    """A value and the small line under it; a name has no small line."""

    main: str
    small: str = ""


class Table(NamedTuple):
    """A table as text; ``wide`` columns hold sentences and take the room that is left, ``texts`` are no numbers.

    ``named``: its first column says whose the others are.
    """

    title: str
    head: list[str]
    rows: list[list[Cell]]
    wide: tuple[int, ...] = ()
    texts: tuple[int, ...] = ()
    named: bool = True


def figure_cell(figure: Figure, language: str) -> Cell:
    """Return the figure's cell; days and legs a day need no small line, for what they are made of stands beside them."""
    return Cell(value_text(figure, language), "" if figure.key in {"over.days", "over.per-day"} else basis_text(figure, language))


def all_figures(report: DayReport) -> dict[str, Figure]:
    """Return the figures of the whole hall by key."""
    hall = [group for section in report.sections if section.key not in BREAKDOWNS for group in section.groups if not group.slug]
    return {figure.key: figure for group in hall for figure in group.figures}


def cards(report: DayReport, language: str) -> list[tuple[str, Cell]]:
    """Return the headline figures: name and cell."""
    found = all_figures(report)
    return [(name_of(key, language), figure_cell(found[key], language)) for key in CARDS]


def meta(report: DayReport, language: str) -> list[tuple[str, str]]:
    """Return what the report rests on: day close, how far the data reach, zone, anchor, standard."""
    standards = " ".join(report.standards) or say("report.not-recorded", language)
    rows = {
        "state": state_text(report, language), "as-of": moment_text(report.as_of_us, report.zone),
        "zone": zone_text(report.zone, report.as_of_us, language),
        "journal": report.journal or say("report.not-recorded", language), "standards": standards,
        "deviations": say("report.deviations", language, n=len(report.deviations)),
    }  # fmt: skip
    if report.halls > 1:
        del rows["journal"]
    return [(say(f"report.meta.{key}", language), text) for key, text in rows.items()]


def breakdowns(report: DayReport, language: str) -> list[Table]:
    """Return every breakdown that the report has, as a table each."""
    return [breakdown(report, section.key, language) for section in sorted(report.sections, key=order_of) if section.key in BREAKDOWNS]


def order_of(section: Section) -> int:
    """Return where a section stands among the breakdowns; the others are behind them."""
    return [*BREAKDOWNS, section.key].index(section.key)


def across(report: DayReport, title: str, sections: Sequence[str], language: str) -> list[Table]:
    """Return the hall's figures of these sections as one table of one row; none when there are none."""
    figures = [figure for key in sections for group in report.section(key).groups for figure in group.figures]
    if not figures:
        return []
    head = [name_of(figure.key, language) for figure in figures]
    return [Table(say(f"report.section.{title}", language), head, [[figure_cell(figure, language) for figure in figures]], named=False)]


def happened(report: DayReport, key: str, language: str) -> list[Table]:
    """Return a section of the hall as a table of one row; none where it had not a single case."""
    figures = [figure for group in report.section(key).groups for figure in group.figures]
    return across(report, key, (key,), language) if any(figure.n or figure.missing for figure in figures) else []


def times(report: DayReport, language: str) -> Table:
    """Return waits, walk, service time and stay of the hall: a row each, with mean, median, p90 and longest."""
    found = all_figures(report)
    words = ("mean", "median", "p90", "max")
    rows = [
        [
            Cell(say(f"report.section.{SECTIONS.get(name, f'{name}s')}", language)),
            *(figure_cell(found[f"{name}.{word}"], language) for word in words),
            _missing(found[f"{name}.mean"]),
        ]
        for name in ("wait", "visit", "walk", "service", "stay")
        if f"{name}.mean" in found
    ]
    head = ["", *(say(f"report.column.{word}", language) for word in (*words, "missing"))]
    return Table(say("report.section.times", language), head, rows)


def _missing(figure: Figure) -> Cell:
    return Cell(number_text(figure.missing))


def breakdown(report: DayReport, key: str, language: str) -> Table:
    """Return a section as a table with a row per group; without groups it has no rows."""
    groups = report.section(key).groups
    first = say(f"report.column.{BREAKDOWNS[key]}", language) if key in BREAKDOWNS else say("report.sheet.of", language)
    head = [first, *(name_of(figure.key, language) for figure in groups[0].figures)] if groups else [first]
    rows = [_row(group, language) for group in groups]
    if key == "compared" and groups:
        names = [row[0].main for row in rows]  # a few times, each with many figures: these stand below each other
        rows = [[Cell(name), *(row[at] for row in rows)] for at, name in enumerate(head[1:], 1)]
        head = [say("report.column.figure", language), *names]
    return Table(say(f"report.section.{key}", language), head, rows)


def others(report: DayReport, shown: Collection[str], language: str) -> list[Table]:
    """Return the sections that are neither breakdowns nor ``shown`` yet: figures of the hall a few a row, groups a line each."""
    found: list[Table] = []
    for section in report.sections:
        if section.key in BREAKDOWNS or section.key in shown:
            continue
        if any(group.slug for group in section.groups):
            found.append(breakdown(report, section.key, language))
            continue
        [whole] = across(report, section.key, (section.key,), language) or [Table("", [], [])]
        parts = [slice(at, at + ACROSS) for at in range(0, len(whole.head), ACROSS)]
        found += [Table(whole.title, whole.head[part], [row[part] for row in whole.rows], named=False) for part in parts]
    return found


def _row(group: Group, language: str) -> list[Cell]:
    return [Cell(group_name(group, language)), *(figure_cell(figure, language) for figure in group.figures)]


def left_out(report: DayReport, language: str) -> Table:
    """Return, per judged figure, on how many cases it rests, how many were not recorded and which were left out."""
    found = all_figures(report)
    head, none = [say(f"report.column.{word}", language) for word in ("figure", "n", "missing", "excluded")], say("report.none", language)
    rows = [
        [
            Cell(name_of(key, language)),
            Cell(number_text(found[key].n)),
            _missing(found[key]),
            Cell(reasons_text(found[key], language) or none),
        ]
        for key in JUDGED
        if key in found
    ]
    return Table(say("report.section.excluded", language), head, rows, wide=(3,))


def deviations(report: DayReport, language: str) -> list[Table]:
    """Return what deviated from the unified standard; none where nothing did."""
    if not report.deviations:
        return []
    head = [say(f"report.deviation.{column}", language) for column in ("parameter", "value", "place", "reason", "dates")]
    rows = [_deviation(dict(zip(deviated.COLUMNS, deviated.cells(line, language), strict=True)), language) for line in report.deviations]
    return [Table(say("report.section.deviations", language), head, rows, wide=(0, 1, 3), texts=tuple(range(len(head))))]


def _deviation(texts: dict[str, str], language: str) -> list[Cell]:
    """Return a line for paper: what belongs together stands below each other; the parameter's key is for files."""
    usual = say("report.meta.one", language, name=say("report.deviation.usual", language), text=texts["usual"])
    return [
        Cell(texts["name"]),
        Cell(texts["value"], usual),
        Cell(texts["place"], texts["author"]),
        Cell(texts["reason"]),
        Cell(texts["dates"], texts["standard"]),
    ]


def acts(report: DayReport, language: str) -> list[Table]:
    """Return the acts out of the ordinary: what somebody decided, then what the rules provide for; none when there were none."""
    if not report.acts:
        return []
    head = [say(f"report.act.{column}", language) for column in COLUMNS]
    last = len(head) - 1

    def listed(title: str, lines: Iterable[ActLine]) -> Table:
        rows = [[Cell(text) for text in cells(line, report.zone, language)] for line in lines]
        return Table(say(f"report.section.{title}", language), head, rows, wide=(last,), texts=tuple(range(last)))

    return [
        listed("acts-decided", (it for it in report.acts if it.kind not in BY_RULE)),
        listed("acts-by-rule", (it for it in report.acts if it.kind in BY_RULE)),
    ]


def notes(report: DayReport, language: str) -> list[str]:
    """Return the data-quality notes as sentences."""
    return [note_text(note, language) for note in report.notes]


def target_text(target_s: int, language: str) -> str:
    """Return the label of a target line."""
    return say("report.chart.target", language, minutes=f"{target_s / 60:g}")
