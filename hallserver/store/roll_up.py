# SPDX-License-Identifier: Apache-2.0
"""Closed days rolled up for reports over many: a row per day and per month, in the transaction of the event that changes it.

A projection like the tables beside it: a function of the entries alone. A closed day has a row; an open one, new or opened again, has
none. A rating may still come after the close, and changes what the row says of ratings. When a day of a new month opens, the rows of the
old one are added up. A record annotated later has its day, and its month, rolled up anew under the set-up that the day had.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

import msgspec

from hallserver.core import events as e
from hallserver.core.calendar import Calendar
from hallserver.core.catalog import Catalog
from hallserver.core.errors import AgainstStandard
from hallserver.core.profile import compose
from hallserver.store import chain
from hallserver.store.rating_rows import read_closed, read_closed_of_rated, read_defaults, read_earlier, read_ratings
from hallserver.store.report_rows import LEGS_RATED, day_after, leg_columns, read_rows
from hallserver.store.selecting import Execute, converted
from reports.names import HallNames, TimedNames, names_of
from reports.roll_up import roll_day, roll_ratings
from reports.rows import DayRow, Extent, LegRow, RatedRows
from reports.spells import USUAL, Spells, spells_under
from reports.tally import DaysTally
from reports.tally_ratings import RatingTally

_PUT_SET_UP = "INSERT OR REPLACE INTO set_up_at_close (day, body) VALUES (?,?)"
_SET_UP = (
    "SELECT day, body, closed_us FROM set_up_at_close JOIN business_day ON date=day"
    " WHERE day=(SELECT day FROM leg WHERE ticket=? AND leg=?)"
)
_PUT = "INSERT OR REPLACE INTO roll_up (day, body, ratings) VALUES (?,?,?)"
_TAKE_AWAY = "DELETE FROM roll_up WHERE day=?"
_IS_THERE = "SELECT 1 FROM roll_up WHERE day=?"
_RATE = "UPDATE roll_up SET ratings=? WHERE day=?"
_BEFORE = "SELECT max(date) FROM business_day WHERE date < ?"
_ROLLED = "SELECT body, ratings FROM roll_up WHERE day=?"
_MONTHS = "SELECT day FROM roll_up WHERE length(day)=7"
_OF_MONTH = "SELECT body, ratings FROM roll_up WHERE day > ? || '-' AND day < ? || '.' ORDER BY day"
_CLOSES = (
    "SELECT epoch, seq, at_us, event.day, kind, v, actor, idem_key, body FROM event INDEXED BY event_day_closed"
    " CROSS JOIN business_day ON date=event.day AND closed_us=at_us WHERE kind='DayClosed' ORDER BY epoch, seq"
)
_RATED_ON = "SELECT DISTINCT day FROM rating WHERE ticket=? AND leg=? AND stage=? ORDER BY day"
_RATED_IN = "SELECT ticket, leg, stage FROM work_order WHERE no=?"
_ENDED = "SELECT DISTINCT substr(date, 1, 7) AS month FROM business_day WHERE month < (SELECT substr(max(date), 1, 7) FROM business_day)"

LATEST = "0024_told_apart"
"""The migration after which they are as they are made now."""
MONTH = len("2026-03")
"""Of a date, so many characters are its month."""
_pack = msgspec.msgpack.Encoder().encode
_pack_set_up = msgspec.msgpack.Encoder(order="deterministic").encode  # a calendar is a set, and no two processes order one alike
_days = msgspec.msgpack.Decoder(DaysTally).decode
_ratings = msgspec.msgpack.Decoder(RatingTally).decode
_names = msgspec.msgpack.Decoder(TimedNames).decode


def follow(execute: Execute, entry: e.Entry) -> None:
    """Bring the roll-ups up to this entry, once the tables hold it; it may be one of a group that the tables hold already."""
    step = _STEPS.get(type(entry.event))
    if step is not None:
        step(execute, entry, entry.event)


def _opened(execute: Execute, _: e.Entry, it: e.DayOpened) -> None:
    """Take away what is open again, and add up the month that is over."""
    execute(_TAKE_AWAY, (it.date,))
    (before,) = execute(_BEFORE, (it.date,)).fetchone()
    if before is not None and before[:MONTH] < it.date[:MONTH]:
        put_month(execute, before[:MONTH])


def _closed(execute: Execute, entry: e.Entry, it: e.DayClosed) -> None:
    put(execute, DayRow(it.date, 0, entry.at_us), names_at(it))
    _put_set_up(execute, it)


def _put_set_up(execute: Execute, closed: e.DayClosed) -> None:
    execute(_PUT_SET_UP, (closed.date, _pack_set_up(msgspec.structs.replace(names_at(closed), hall={}, counters={}))))


def _annotated(execute: Execute, _: e.Entry, it: e.RecordAnnotated) -> None:
    """Roll the day of the record up anew, and its month where that is over."""
    found = execute(_SET_UP, (it.ticket, it.leg)).fetchone()
    if found is None:
        return
    day, body, closed_us = found
    if execute(_IS_THERE, (day,)).fetchone() is not None:
        put(execute, DayRow(day, 0, closed_us), _names(body))
    if execute(_IS_THERE, (day[:MONTH],)).fetchone() is not None:
        put_month(execute, day[:MONTH])


def _rated(execute: Execute, entry: e.Entry, _: e.RatingGiven | e.CaseCompleted) -> None:
    """Count the ratings anew where the day is closed."""
    _rate(execute, [entry.day])


def _rate(execute: Execute, days: Iterable[str]) -> None:
    """Count the ratings of these days anew, of those that are closed, and add up their months anew that are over."""
    closed = [day for day in days if execute(_IS_THERE, (day,)).fetchone() is not None]
    for day in closed:
        execute(_RATE, (_pack(rated(execute, day)), day))
    for month in sorted({day[:MONTH] for day in closed}):
        if execute(_IS_THERE, (month,)).fetchone() is not None:
            put_month(execute, month)


def _defaulted(execute: Execute, entry: e.Entry, _: e.RatingDefaulted) -> None:
    """Count what nobody rated, where the day is closed: they come by the hundred, and change nothing else."""
    kept = execute(_ROLLED, (entry.day,)).fetchone()
    if kept is not None:
        n = read_defaults(execute, (entry.day, day_after(entry.day)))
        execute(_RATE, (_pack(msgspec.structs.replace(_ratings(kept[1]), defaults=n)), entry.day))


def _doubted(execute: Execute, _: e.Entry, it: e.RatingsDoubted) -> None:
    keys = ((one.ticket, one.leg, one.stage) for one in it.ratings)
    _rate(execute, sorted({day for key in keys for (day,) in execute(_RATED_ON, key).fetchall()}))


def _excluded(execute: Execute, _: e.Entry, it: e.ExclusionDecided) -> None:
    """Count the days anew on which the rating was given, and what it replaced."""
    key = execute(_RATED_IN, (it.order,)).fetchone()
    if key is not None:
        _rate(execute, [day for (day,) in execute(_RATED_ON, key).fetchall()])


_STEPS: dict[type[e.Event], Callable[[Execute, e.Entry, Any], None]] = {
    e.DayOpened: _opened,
    e.DayClosed: _closed,
    e.RatingGiven: _rated,
    e.CaseCompleted: _rated,
    e.RatingDefaulted: _defaulted,
    e.RatingsDoubted: _doubted,
    e.ExclusionDecided: _excluded,
    e.RecordAnnotated: _annotated,
}
"""What changes a roll-up, and how."""


def names_at(closed: e.DayClosed) -> HallNames:
    """Return zone, hours, calendar, times and counters as they were when the day closed; of other names a roll-up makes no use."""
    catalog, kept = Catalog(), closed.snapshot.get("catalog", {})
    for section in ("hall", "counters"):
        catalog.replace(section, kept.get(section, []))
    layers = closed.snapshot.get("layers", {"texts": (), "on": ""})
    calendar, times = _said_by(closed.snapshot.get("standard", ""), tuple(layers["texts"]), layers["on"])
    return names_of(catalog, calendar=calendar).under(times)


@lru_cache(maxsize=1)
def _said_by(text: str, layers: tuple[str, ...], on: str) -> tuple[Calendar, Spells]:
    """Return calendar and times of a standard, of one that cannot be read the usual; the days of a year mostly have one and the same."""
    try:
        standard = compose(text, layers, on)
    except AgainstStandard:
        return Calendar(), USUAL
    return standard.calendar, spells_under(standard)


def put(execute: Execute, day: DayRow, names: HallNames) -> None:
    """Write the roll-up of a closed day."""
    body = rolled(execute, day, names, day.closed_us or 0)
    execute(_PUT, (day.date, _pack(body), _pack(rated(execute, day.date))))


def put_month(execute: Execute, month: str) -> None:
    """Write the roll-up of a month (``2026-03``) of closed days."""
    days, ratings = DaysTally(), RatingTally()
    for body, rated_then in execute(_OF_MONTH, (month, month)):
        days.add(_days(body))
        ratings.add(_ratings(rated_then))
    execute(_PUT, (month, _pack(days), _pack(ratings)))


def fill(execute: Execute, step: str = "") -> None:
    """Write the roll-ups of all days that closed before, once in an update: the steps before ``LATEST`` leave it to that one."""
    if step == LATEST or is_kept(execute):
        for closed_us, closed in _closes(execute):
            put(execute, DayRow(closed.date, 0, closed_us), names_at(closed))
        for (month,) in execute(_ENDED, ()).fetchall():
            put_month(execute, month)


def fill_set_ups(execute: Execute) -> None:
    """Keep the set-up of each day that closed before any was kept."""
    for _, closed in _closes(execute):
        _put_set_up(execute, closed)


def _closes(execute: Execute) -> Iterator[tuple[int, e.DayClosed]]:
    """Give the last close of each closed day, and when it was."""
    for row in execute(_CLOSES, ()):
        entry = chain.entry_of(row)
        assert isinstance(entry.event, e.DayClosed), entry.kind
        yield entry.at_us, entry.event


def rolled(execute: Execute, day: DayRow, names: HallNames, as_of_us: int) -> DaysTally:
    """Return the tally of a day's rows; what is still open is measured up to ``as_of_us``."""
    extent = Extent(day.date, day_after(day.date), [day], as_of_us, "", 0)
    return roll_day(read_rows(execute, extent), names)


def rated(execute: Execute, day: str) -> RatingTally:
    """Return the tally of the ratings that were given on a day."""
    span = (day, day_after(day))
    return roll_ratings(
        RatedRows(
            day=day,
            ratings=read_ratings(execute, span),
            legs=converted(execute, LEGS_RATED.format(leg_columns(execute)), (day,), LegRow),
            earlier=read_earlier(execute, day),
            closed=sorted({*read_closed(execute, span), *read_closed_of_rated(execute, day)}),
            defaults=read_defaults(execute, span),
        )
    )


def read_days(execute: Execute, of: Extent, names: HallNames, *, each_day: bool = False) -> Iterator[tuple[str, DaysTally, RatingTally]]:
    """Give date and tallies of each whole month (``each_day``: its days) and each other day, in order; of an open one as it stands."""
    here = is_kept(execute)
    known = {month for (month,) in execute(_MONTHS, ())} if here and not each_day else set()
    months = {month for month in known if of.from_date <= f"{month}-01" and _first_after(month) <= of.to_date}
    days = {day.date: day for day in of.days if day.date[:MONTH] not in months}
    for date in sorted(months | set(days)):
        kept = execute(_ROLLED, (date,)).fetchone() if here else None
        if kept is not None:
            yield date, _days(kept[0]), _ratings(kept[1])
        else:
            yield date, rolled(execute, days[date], names, of.as_of_us), rated(execute, date)


def is_kept(execute: Execute) -> bool:
    """Tell whether the file has roll-ups as they are made now: one that no newer server has opened yet may be read all the same."""
    return execute("SELECT 1 FROM schema_migration WHERE name=?", (LATEST,)).fetchone() is not None


def _first_after(month: str) -> str:
    """Return the first date after a month."""
    return day_after(f"{month}-{monthrange(int(month[:4]), int(month[5:]))[1]}")
