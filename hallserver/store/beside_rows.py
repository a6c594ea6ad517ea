# SPDX-License-Identifier: Apache-2.0
"""The rows that reports read beside visits: other days, calls out of order, devices that were not to be reached.

Days are half-open. A file that no newer server has opened yet has no such tables: then there are none.
"""

from hallserver.store.rating_rows import Span
from hallserver.store.selecting import Execute, columns_of, converted
from reports.rows_beside import AwayRow, JumpRow

_ANY = "SELECT 1 FROM business_day WHERE date >= ? AND date < ? LIMIT 1"
_LAST = "SELECT max(date) FROM business_day WHERE date >= ? AND date < ?"
_JUMPS = "SELECT ticket, leg, kind, reason, person FROM out_of_order WHERE day >= ? AND day < ? ORDER BY epoch, seq"
_AWAY = (
    "SELECT device, max(from_us, opened_us), min(coalesce(until_us, ?3), coalesce(closed_us, ?3)) FROM business_day JOIN device_away"
    " ON from_us < coalesce(closed_us, ?3) AND coalesce(until_us, ?3) > opened_us WHERE date >= ?1 AND date < ?2"
    " ORDER BY device, date, from_us, epoch, seq"
)


def read_any_day(execute: Execute, span: Span) -> bool:
    """Tell whether the hall opened on any of these days."""
    return execute(_ANY, span).fetchone() is not None


def read_last_day(execute: Execute, span: Span) -> str | None:
    """Return the last of these days (ISO date) on which the hall opened; None: on none."""
    (found,) = execute(_LAST, span).fetchone()
    return str(found) if found is not None else None


def read_jumps(execute: Execute, span: Span) -> list[JumpRow]:
    """Return the steps of these days that put legs out of order."""
    return converted(execute, _JUMPS, span, JumpRow) if columns_of(execute, "out_of_order") else []


def read_away(execute: Execute, span: Span, as_of_us: int) -> list[AwayRow]:
    """Return when devices were not to be reached on each of these days, up to ``as_of_us``: at night nobody misses one."""
    return converted(execute, _AWAY, (*span, as_of_us), AwayRow) if columns_of(execute, "device_away") else []
