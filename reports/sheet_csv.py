# SPDX-License-Identifier: Apache-2.0
"""The figures as CSV for spreadsheets: one figure a line, raw numbers, no cell that a sheet would run as a formula.

UTF-8 with a byte-order mark and CRLF, so that a double click in a Chinese Windows opens it rightly.
"""

import csv
import io
import unicodedata

from hallserver.words import say
from reports.figures import Figure, Number
from reports.report import DayReport
from reports.text import group_name, name_of

COLUMNS = ("section", "key", "name", "value", "unit", "numerator", "denominator", "n", "missing")
DANGEROUS = frozenset("=+-@＝＋－＠−﹣﹢﹦﹫")
"""A cell whose first visible character is one of these may be run as a formula; also full-width and small forms."""
GUARD = "'"
"""Put before such a cell: spreadsheets then take it as text."""


def safe_cell(text: str) -> str:
    """Return the text on one line, guarded when its first visible character could begin a formula.

    Control characters, tab and carriage return among them, become spaces.
    """
    plain = "".join(" " if unicodedata.category(character) == "Cc" else character for character in text)
    first = next((character for character in plain if _visible(character)), "")
    return GUARD + plain if first in DANGEROUS else plain


def _visible(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cf", "Cn", "Co", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"}


def to_csv(report: DayReport, language: str) -> bytes:
    """Return the report as CSV. What has no value has *not recorded*, or an empty cell where there was no case."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for section in report.sections:
        for group in section.groups:
            for figure in group.figures:
                writer.writerow(map(safe_cell, _line(section.key, group_name(group, language), group.slug, figure, language)))
    return "\N{ZERO WIDTH NO-BREAK SPACE}".encode() + out.getvalue().encode("utf-8", "replace")


def _line(section: str, of: str, slug: str, figure: Figure, language: str) -> tuple[str, ...]:
    name = name_of(figure.key, language)
    return (
        section,
        f"{slug}.{figure.key}" if slug else figure.key,
        f"{of} {name}" if of else name,
        say("report.not-recorded", language) if figure.value is None and figure.missing else _number(figure.value),
        say(f"report.unit.{figure.unit}", language),
        _number(figure.numerator),
        _number(figure.denominator),
        str(figure.n),
        str(figure.missing),
    )


def _number(number: Number | None) -> str:
    """Return a number without thousands separators and without rounding beyond a microsecond; None is empty."""
    if number is None:
        return ""
    return str(number) if isinstance(number, int) else f"{number:.6f}".rstrip("0").rstrip(".")
