# SPDX-License-Identifier: Apache-2.0
"""The SQL of reports: the rows of some business days, read from the projections in one snapshot.

Days are half-open, from ``from_date`` up to, not including, ``to_date`` (ISO dates of business days).
An error of SQLite is raised, never turned into an empty report.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec
import peewee

from hallserver.store.anchor import Anchor
from hallserver.store.beside_rows import read_away, read_jumps
from hallserver.store.rating_rows import read_closed, read_defaults, read_orders, read_ratings
from hallserver.store.selecting import Execute, converted
from reports.rows import DayRow, Extent, HandRow, ItemRow, LegRow, PeriodRows, PlannedRow, SpanRow, TicketRow
from reports.rows_beside import AlarmRow

Reader = peewee.SqliteDatabase
"""A read-only connection of the calling thread."""

_DAYS = "SELECT date, opened_us, closed_us FROM business_day WHERE date >= ? AND date < ? ORDER BY date"
_TICKET = (
    "SELECT id, day, issued_us, standard, misses, state, ended_us, disposition, channel, grp, party, language, ahead, range_low_s,"
    " range_high_s FROM ticket"
)
_TICKETS = f"{_TICKET} WHERE day >= ? AND day < ? ORDER BY day, issued_us, letter, number"
_LEGS = "SELECT {} FROM leg WHERE day >= ? AND day < ? ORDER BY day, opened_us, ticket, leg"
_TICKETS_RATED = f"{_TICKET} WHERE id IN (SELECT ticket FROM rating WHERE day = ?)"  # noqa: S608 -- constants only
LEGS_RATED = "SELECT {} FROM leg WHERE (ticket, leg) IN (SELECT ticket, leg FROM rating WHERE day = ?)"
"""The legs that were rated on a day, of whatever day they are."""
_AGAIN = "follow-up"
_LAST_RATED = (
    f"SELECT ticket, leg, stage, max(nth) FROM rating WHERE kind <> '{_AGAIN}' AND day >= ? AND day < ?"  # noqa: S608 -- constants only
    " AND ticket IN (SELECT ticket FROM rating WHERE day = ?) GROUP BY ticket, leg, stage"
)
_SPANS = (
    "SELECT counter, state, reason, from_us, coalesce(until_us, closed_us) FROM counter_span LEFT JOIN business_day ON date = day"
    " WHERE day >= ? AND day < ? ORDER BY counter, from_us"
)
"""A counter that was left open ends with its day."""
_PLANNED = "SELECT counter, from_us, until_us FROM planned_span WHERE day >= ? AND day < ? ORDER BY counter, from_us"
_SAID_PLANNED = "SELECT body FROM event WHERE kind='OpeningsPlanned' AND day >= ? AND day < ?"
_HAS_PLANNED = "SELECT 1 FROM sqlite_master WHERE name='planned_span'"
_HAS_ALARMS = "SELECT 1 FROM sqlite_master WHERE name='alarm'"
_ALARMS = (
    "SELECT key, level, raised_us, seen_us, max(raised_us, coalesce(ended_us, closed_us, ?)) FROM alarm"
    " LEFT JOIN business_day ON date = day WHERE day >= ? AND day < ? ORDER BY raised_us, epoch, seq"
)
_HANDS = "SELECT counter, from_us, until_us FROM hand WHERE day >= ? AND day < ? ORDER BY counter, from_us, epoch, seq"
_ITEMS = (
    "SELECT item_done.ticket, item_done.leg, item, quantity FROM leg JOIN item_done USING (ticket, leg)"
    " WHERE leg.day >= ? AND leg.day < ? ORDER BY item_done.ticket, item_done.leg, item"
)
_OPENINGS = "event INDEXED BY event_day_opened WHERE kind='DayOpened'"
"""The first events of days, by the index that holds only them: SQLite would rather read the whole journal."""
_FIRST = f"SELECT epoch, seq FROM {_OPENINGS} AND day >= ? AND day < ? ORDER BY epoch, seq LIMIT 1"  # noqa: S608 -- constants only
_BEGUN = "SELECT min(date) FROM business_day"
_NEXT_DAY = f"SELECT epoch, seq FROM {_OPENINGS} AND day >= ? ORDER BY epoch, seq LIMIT 1"  # noqa: S608 -- constants only
_LAST = "SELECT epoch, seq, at_us, hash FROM event WHERE (epoch, seq) < (?, ?) ORDER BY epoch DESC, seq DESC LIMIT 1"
_CLOCK = "SELECT count(*) FROM event WHERE kind = 'ClockSuspected' AND (epoch, seq) > (?, ?) AND (epoch, seq) < (?, ?)"
_NOW = "SELECT at_us FROM event ORDER BY epoch DESC, seq DESC LIMIT 1"
_NO_END = (2**62, 0)
"""Behind every place in the journal."""


def read_period(database: Reader, from_date: str, to_date: str) -> PeriodRows:
    """Return the rows of the business days from ``from_date`` up to, not including, ``to_date``.

    The rows are one snapshot. ``journal`` is the last event before the next day: where the days end, not all that the rows rest on. What
    came later about them (rectified, withdrawn, rated, cancelled) is in the rows too; ``read_head`` says how far.
    """
    with database.atomic():
        return read_rows(database.execute_sql, read_extent(database.execute_sql, from_date, to_date))


def read_extent(execute: Execute, from_date: str, to_date: str) -> Extent:
    """Return which business days there are, and how far their journal had come."""
    span = (from_date, to_date)
    days = converted(execute, _DAYS, span, DayRow)
    ending = _one(execute, _NEXT_DAY, (to_date,)) or _NO_END
    last = _one(execute, _LAST, ending)
    start = _one(execute, _FIRST, span) or ending
    return Extent(
        from_date=from_date,
        to_date=to_date,
        days=days,
        as_of_us=_as_of_us(days, last),
        journal=str(Anchor.of(last[0], last[1], last[3])) if last else "",
        clock_suspected=_one(execute, _CLOCK, (*start, *ending))[0],
        begun=_one(execute, _BEGUN, ())[0] or "",
    )


def read_rows(execute: Execute, of: Extent) -> PeriodRows:
    """Return the rows of these days."""
    span = (of.from_date, of.to_date)
    orders = read_orders(execute, span)
    return PeriodRows(
        from_date=of.from_date,
        to_date=of.to_date,
        days=of.days,
        tickets=converted(execute, _TICKETS, span, TicketRow),
        legs=converted(execute, _LEGS.format(leg_columns(execute)), span, LegRow),
        ratings=read_ratings(execute, span),
        spans=converted(execute, _SPANS, span, SpanRow),
        hands=converted(execute, _HANDS, span, HandRow),
        items=converted(execute, _ITEMS, span, ItemRow),
        as_of_us=of.as_of_us,
        journal=of.journal,
        clock_suspected=of.clock_suspected,
        planned=_planned(execute, span),
        closed=read_closed(execute, span),
        defaults=read_defaults(execute, span),
        orders=orders,
        now_us=last_us(execute) if orders else 0,
        alarms=read_alarms(execute, of),
        jumps=read_jumps(execute, span),
        away=read_away(execute, span, of.as_of_us),
    )


def read_numbers(execute: Execute, day: str, of: str, span: tuple[str, str]) -> PeriodRows:
    """Return what figures made of ``tickets``, ``legs`` or ``ratings`` count on one business day, and nothing else.

    Of ratings those that no later one within ``span`` replaced, with their legs and tickets, of whatever day those are.
    """
    days = (day, day_after(day))
    rows = PeriodRows(day, days[1], [], [], [], [], [], [], [], 0, "", 0)
    if of != "ratings":
        legs = converted(execute, _LEGS.format(leg_columns(execute)), days, LegRow) if of == "legs" else []
        return rows._replace(tickets=converted(execute, _TICKETS, days, TicketRow), legs=legs)
    last = {tuple(act): nth for *act, nth in execute(_LAST_RATED, (*span, day)).fetchall()}
    ratings = [it for it in read_ratings(execute, days) if it.kind != _AGAIN and last[it.ticket, it.leg, it.stage] == it.nth]
    legs = converted(execute, LEGS_RATED.format(leg_columns(execute)), (day,), LegRow)
    return rows._replace(tickets=converted(execute, _TICKETS_RATED, (day,), TicketRow), legs=legs, ratings=ratings)


def days_with(execute: Execute, span: tuple[str, str], table: str, conditions: Mapping[str, object]) -> list[str]:
    """Return the business days of these on which a table has a row of which columns have these values; none of them asked: every day."""
    columns = "".join(f" AND {it} = ?" for it in conditions)
    sql = f"SELECT DISTINCT day FROM {table} WHERE day >= ? AND day < ?{columns} ORDER BY day"  # noqa: S608 -- names from a table of ours
    return [day for (day,) in execute(sql, (*span, *conditions.values())).fetchall()]


def _planned(execute: Execute, span: tuple[str, str]) -> list[PlannedRow]:
    """Return when counters should have been open; from the journal itself in a file that no newer server has opened yet."""
    if execute(_HAS_PLANNED, ()).fetchone() is not None:
        return converted(execute, _PLANNED, span, PlannedRow)
    said = [msgspec.json.decode(body)["spans"] for (body,) in execute(_SAID_PLANNED, span).fetchall()]
    return sorted(PlannedRow(counter, *of) for spans in said for counter, given in spans.items() for of in given)


def read_alarms(execute: Execute, of: Extent) -> list[AlarmRow]:
    """Return the alarms of these days; none from a file that no newer server has opened yet."""
    if execute(_HAS_ALARMS, ()).fetchone() is None:
        return []
    return converted(execute, _ALARMS, (of.as_of_us, of.from_date, of.to_date), AlarmRow)


def last_us(execute: Execute) -> int:
    """Return the time of the last event of all; of an empty journal 0."""
    return next(iter(_one(execute, _NOW, ())), 0)


def read_head(execute: Execute) -> str:
    """Return the anchor of the last event of all; of an empty journal nothing."""
    last = _one(execute, _LAST, _NO_END)
    return str(Anchor.of(last[0], last[1], last[3])) if last else ""


def leg_columns(execute: Execute) -> str:
    """Return the columns of a leg, with a default for each that the file has not: no newer server has opened it yet."""
    known = {row[1] for row in execute("PRAGMA table_info(leg)", ()).fetchall()}
    absent = {name: repr(default) for name, default in LegRow._field_defaults.items() if name not in known}
    return ", ".join(absent.get(name, name) for name in LegRow._fields)


def day_after(day: str) -> str:
    """Return the date after this one."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _as_of_us(days: Sequence[DayRow], last: tuple[Any, ...]) -> int:
    """Return when the last of the days closed, or while one is open the time of the last event."""
    closed = [day.closed_us for day in days if day.closed_us is not None]
    if days and len(closed) == len(days):
        return max(closed)
    return last[2] if last else max((day.opened_us for day in days), default=0)


def _one(execute: Execute, sql: str, values: Sequence[Any]) -> tuple[Any, ...]:
    """Return the query's first row, empty when there is none."""
    return tuple(execute(sql, values).fetchone() or ())
