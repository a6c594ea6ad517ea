# SPDX-License-Identifier: Apache-2.0
"""Which number comes next: one series per letter and business day, never used twice.

A series only counts up: a cancelled number stays used, after 999 comes 1000, and it begins anew
with ``DayOpened`` alone, whatever the clock says. The store's UNIQUE (day, letter, number) is the
second belt.
"""

from hallserver.core.errors import AgainstStandard
from hallserver.core.hall import Hall

LAST = 9999
"""Highest number of a series: four digits fit every display and voice."""


def next_number(hall: Hall, letter: str) -> tuple[int, str]:
    """Return the letter's next number and its label, e.g. ``(12, "A012")``.

    Raises AgainstStandard when the series is used up for today.
    """
    number = hall.issued.get(letter, 0) + 1
    if number > LAST:
        raise AgainstStandard("numbers-used-up", letter=letter, last=LAST)
    return number, label(letter, number, hall.rules.whole("ticket.digits"))


def label(letter: str, number: int, digits: int) -> str:
    """Return the number as people read it: at least ``digits`` digits, never cut."""
    return f"{letter}{number:0{digits}d}"
