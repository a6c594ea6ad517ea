# SPDX-License-Identifier: Apache-2.0
"""The figures as CSV for spreadsheets: one figure a line, raw numbers, no cell that a sheet would run as a formula.

UTF-8 with a byte-order mark and CRLF, so that a double click in a Chinese Windows opens it rightly.
"""

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

from hallserver.words import say
from reports.acts import cells
from reports.deviations import COLUMNS as DEVIATED
from reports.deviations import cells as deviation_cells
from reports.figures import Figure, Number
from reports.report import DayReport
from reports.signing import Signing, rows
from reports.text import group_name, name_of, nothing_text

COLUMNS = (
    "section", "key", "name", "value", "unit", "numerator", "denominator", "n", "missing", "excluded", "usual", "since", "until", "reason",
)  # fmt: skip
"""``excluded``: how many cases were left out for which reason, e.g. ``never-called=3 paper=1``. The last four are a deviation's: what the
unified standard says, from when until when (ISO, empty: always, without end), and why."""
DANGEROUS = frozenset("=+-@＝＋－＠−﹣﹢﹦﹫")
"""A cell whose first visible character is one of these may be run as a formula; also full-width and small forms."""
GUARD = "'"
"""Put before such a cell: spreadsheets then take it as text."""


def safe_cell(text: str) -> str:
    """Return the text on one line, guarded where its first visible character, quotes apart, could begin a formula.

    Control characters, tab and carriage return among them, become spaces. A sheet that is set to part cells at
    semicolons would begin a cell behind each of them.
    """
    return ";".join(map(_guarded, plain_line(text).split(";")))


def plain_line(text: str) -> str:
    """Return the text on one line: control characters become spaces."""
    return "".join(" " if unicodedata.category(character) == "Cc" else character for character in text)


def _guarded(text: str) -> str:
    first = next((character for character in text if _visible(character) and character != '"'), "")
    return GUARD + text if first in DANGEROUS else text


def _visible(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cf", "Cn", "Co", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"}


def to_csv(report: DayReport, language: str, guard: Callable[[str], str] = safe_cell, *, signing: Signing | None = None) -> bytes:
    """Return the report as CSV. What has no value has *not recorded*, or an empty cell where there was no case.

    Every text goes through ``guard``; numbers stay numbers, negative ones too. ``signing``: of a version that was drafted.
    """
    return written((*_rows(report, language, guard), *signed(signing, language, guard)))


def signed(signing: Signing | None, language: str, guard: Callable[[str], str] = safe_cell) -> Iterator[Sequence[str]]:
    """Give a line for the version, for each step that was taken and each box that has words; none of what was not drafted."""
    for line in rows(signing, language) if signing is not None else ():
        yield "signing", *map(guard, line)


def written(rows: Iterable[Sequence[str]]) -> bytes:
    """Return the head and these rows, whose texts are guarded already, as CSV; a row may leave its last columns out."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([*row, *[""] * (len(COLUMNS) - len(row))] for row in rows)
    return "\N{ZERO WIDTH NO-BREAK SPACE}".encode() + out.getvalue().encode("utf-8", "replace")


def _rows(report: DayReport, language: str, guard: Callable[[str], str]) -> Iterator[Sequence[str]]:
    for section in report.sections:
        for group in section.groups:
            for figure in group.figures:
                texts, numbers = _texts(section.key, group_name(group, language), group.slug, figure, language), _numbers(figure)
                value = guard(nothing_text(figure, language)) or numbers[0]
                group_of, key, name, unit = map(guard, texts)
                yield group_of, key, name, value, unit, *numbers[1:], guard(_excluded(figure))
    for line in report.acts:
        at, name, *rest = cells(line, report.zone, language)
        yield guard("acts-list"), guard(line.kind), guard(" ".join([at, name, *filter(None, rest)])), "1"
    for said in report.deviations:
        name = dict(zip(DEVIATED, deviation_cells(said, language), strict=True))["name"]
        told = (said.parameter, name, _raw(said.value), said.unit, *[""] * 5, _raw(said.usual), said.since, said.until, said.reason)
        yield guard("deviations"), *map(guard, told)
    if report.marked:
        yield guard("marked"), guard(say("report.marked", language)), guard(report.marked)


def _raw(value: float | str) -> str:
    """Return a parameter's value as its standard has it."""
    return json.dumps(value) if isinstance(value, bool) else str(value)


def _excluded(figure: Figure) -> str:
    return " ".join(f"{reason}={n}" for reason, n in figure.excluded.items() if n)


def _texts(section: str, of: str, slug: str, figure: Figure, language: str) -> tuple[str, str, str, str]:
    """Return section, key, name and unit."""
    name = name_of(figure.key, language)
    key = f"{slug}.{figure.key}" if slug else figure.key
    return section, key, f"{of} {name}" if of else name, say(f"report.unit.{figure.unit}", language)


def _numbers(figure: Figure) -> tuple[str, ...]:
    """Return value, numerator, denominator, n and how many are missing."""
    return (*map(number_cell, (figure.value, figure.numerator, figure.denominator)), str(figure.n), str(figure.missing))


def number_cell(number: Number | None) -> str:
    """Return a number without thousands separators and without rounding beyond a microsecond; None is empty."""
    if number is None:
        return ""
    return str(number) if isinstance(number, int) else f"{number:.6f}".rstrip("0").rstrip(".")
