# SPDX-License-Identifier: Apache-2.0
"""Lunch, evening and weekend: which of them a moment lies in, by the hall's clock and the standard's times."""

from datetime import datetime, tzinfo

from msgspec import Struct

from hallserver.core.standard import Standard
from reports.bins import US_PER_S

SPELLS = ("lunch", "evening", "weekend")
SATURDAY = 5
"""Weekdays from Monday, 0; a weekend is one by its date, whoever works on it."""


class Spells(Struct, frozen=True, kw_only=True, order=True):
    """When lunch is, its end not included, and from when on it is evening: ``HH:MM``; the usual where no standard says otherwise."""

    lunch_from: str = "12:00"
    lunch_until: str = "14:00"
    evening_from: str = "18:00"


USUAL = Spells()


def spells_under(standard: Standard) -> Spells:
    """Return the times of a standard; of one that does not have them, or leaves one empty, the usual."""
    return Spells(
        lunch_from=standard.word("report.lunch_from") or USUAL.lunch_from,
        lunch_until=standard.word("report.lunch_until") or USUAL.lunch_until,
        evening_from=standard.word("report.evening_from") or USUAL.evening_from,
    )


def spells(at_us: int, zone: tzinfo, times: Spells = USUAL) -> list[str]:
    """Return which of ``SPELLS`` a moment lies in; on a Saturday noon two of them."""
    local = datetime.fromtimestamp(at_us // US_PER_S, zone)
    clock = f"{local.hour:02d}:{local.minute:02d}"
    found = {
        "lunch": times.lunch_from <= clock < times.lunch_until,
        "evening": clock >= times.evening_from,
        "weekend": local.weekday() >= SATURDAY,
    }
    return [name for name in SPELLS if found[name]]
