# SPDX-License-Identifier: Apache-2.0
"""Notes on the data beside those that figures themselves give: days without any, and devices that were not to be reached."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from msgspec import structs

from hallserver.core.calendar import Calendar
from hallserver.core.catalog import HallRow
from hallserver.core.row import Names
from hallserver.core.timetable import day_kind, is_said, spans_on
from reports.bins import US_PER_S
from reports.kpi import ends_known
from reports.names import HallNames, opening_us
from reports.openings import Openings
from reports.report import DayReport, Note
from reports.rows import Extent, PeriodRows

_MOST_SHOWN = 5
_WEEK = frozenset("12345") | {"make-up"}
US_PER_MIN = 60_000_000
_NEVER_WAITED = frozenset({"direct", "paper"})


def open_days(of: Openings, calendar: Calendar, first: date, end: date) -> frozenset[str]:
    """Return the dates (ISO) from ``first`` up to, not including, ``end`` on which a hall should be open.

    By the published hours of the time; where nobody has said any, on working days.
    """
    days = (first + timedelta(days=at) for at in range((end - first).days))
    return frozenset(day.isoformat() for day in days if _is_open(of.on(day.isoformat()), calendar, day))


def _is_open(names: HallNames, calendar: Calendar, day: date) -> bool:
    here = HallRow(slug="hall", names={}, hours=names.hours, special=names.special)
    return bool(spans_on(here, calendar, day)) if is_said(here, day) else day_kind(calendar, day) in _WEEK


class Dates(NamedTuple):
    """Of a hall the dates (ISO) on which it should have been open, and those that it has data of."""

    hall: Names
    should: AbstractSet[str]
    have: AbstractSet[str]

    @property
    def lost(self) -> list[str]:
        """The dates without data, in order."""
        return sorted(self.should - self.have)

    @property
    def last(self) -> str:
        """The last date with data, where it lacks every one since; else empty."""
        last = max(self.have, default="")
        return last if last and any(day > last for day in self.should) else ""

    @property
    def all(self) -> int:
        """On how many dates it should have been open, or was."""
        return len(self.should | self.have)


def without_data(halls: Sequence[Dates]) -> list[Note]:
    """Return the notes on days without data; of several halls the sum, and by name those that lack most."""
    lost = sum(len(it.lost) for it in halls)
    if not lost:
        return []
    if len(halls) == 1:
        return [_note("no-days", halls[0])]
    worst = sorted((it for it in halls if it.lost), key=lambda it: -len(it.lost))
    whole = Note(key="no-days-halls", args={"halls": len(halls), "n": lost, "of": sum(it.all for it in halls)})
    return [whole, *(_note("no-days-of", it) for it in worst[:_MOST_SHOWN])]


def _note(key: str, it: Dates) -> Note:
    """Return the note on a hall; of one that has gone dark it says since when."""
    listed = " ".join([*it.lost[:_MOST_SHOWN], *(["…"] if len(it.lost) > _MOST_SHOWN else [])])
    args: dict[str, int | str] = {"n": len(it.lost), "of": it.all, "days": listed}
    names = {"hall": it.hall} if key == "no-days-of" else {}
    return Note(key=f"{key}-dark", args=args | {"last": it.last}, names=names) if it.last else Note(key=key, args=args, names=names)


def lost_days(notes: Iterable[Note]) -> int:
    """Return how many days without data the notes on one hall tell of."""
    return sum(int(note.args["n"]) for note in notes if note.key in {"no-days", "no-days-dark"})


def on_days(halls: Iterable[tuple[Openings, Extent]], calendar: Calendar, today: date) -> list[Note]:
    """Return the note on days without data of these halls, from each one's first day to the last before ``today``.

    A hall may have gone dark for good, so that where its data end says nothing about where its days do.
    """
    known, found = dict[str, frozenset[str]](), list[Dates]()
    for of, extent in halls:
        days = {day.date for day in extent.days}
        first, end = max(extent.from_date, extent.begun), min(date.fromisoformat(extent.to_date), today)
        hours = [(last, it.hours, it.special) for last, it in (*of.then, ("", of.now))]
        said = f"{hours} {first}"  # halls of one district mostly open at the same hours
        if said not in known:
            known[said] = open_days(of, calendar, date.fromisoformat(first), end)
        found.append(Dates(of.now.hall, known[said], days))
    return without_data(found) if any(it.have for it in found) else []


def opened_late(rows: PeriodRows, names: HallNames) -> list[Note]:
    """Return the note on a day whose first counter opened a minute or more after the published hour, when numbers waited for it.

    By the published hours such a wait is none before opening; nobody could be called in it all the same.
    """
    published = opening_us(names, rows.from_date)
    first = min((it.from_us for it in rows.spans if it.state == "open"), default=None)
    if published is None or first is None or first < published + US_PER_MIN or not ends_known(rows.legs):
        return []
    n = sum(it.issued_us < first and it.channel not in _NEVER_WAITED for it in rows.tickets)
    clocks = [f"{datetime.fromtimestamp(at // US_PER_S, ZoneInfo(names.zone)):%H:%M}" for at in (published, first)]
    return [Note(key="opened-late", args={"published": clocks[0], "first": clocks[1], "n": n})] if n else []


def with_notes(report: DayReport, notes: Sequence[Note]) -> DayReport:
    """Return the report with these notes too; a clean one is not clean any more."""
    if not notes:
        return report
    return structs.replace(report, notes=(*(note for note in report.notes if note.key != "clean"), *notes))


def away(devices: Mapping[str, tuple[int, int]]) -> list[Note]:
    """Return the note on devices that were not to be reached: how many, how often, how long; the worst of them by name."""
    if not devices:
        return []
    worst = sorted(devices, key=lambda it: (-devices[it][1], it))[:_MOST_SHOWN]
    listed = " ".join([*worst, *(["…"] if len(devices) > len(worst) else [])])
    times, total_us = (sum(it[part] for it in devices.values()) for part in (0, 1))
    return [Note(key="away", args={"n": len(devices), "times": times, "minutes": -(-total_us // US_PER_MIN), "devices": listed})]


def of_standards(halls: Sequence[Mapping[str, int]]) -> list[Note]:
    """Return the note on several standards: that of one hall changed, or each of several halls has one of its own."""
    marks = [frozenset(filter(None, it)) for it in halls]
    n, changed = len(frozenset[str]().union(*marks)), sum(len(it) > 1 for it in marks)
    if n <= 1:
        return []
    if len(halls) == 1:
        return [Note(key="standards", args={"n": n})]
    args: dict[str, int | str] = {"n": n, "halls": len(halls)}
    return [Note(key="standards-changed", args=args | {"changed": changed}) if changed else Note(key="standards-halls", args=args)]


GRAVEST: Final = (
    "chain", "not-over", "no-days-dark", "no-days-halls", "no-days", "clock", "unrecorded", "not-credible", "day-open", "halls-differ",
    "halls-none-alike", "osm-halls-differ", "away", "annotated", "implicit", "suspended",
)  # fmt: skip
"""What weighs most on the figures of a report, the gravest first; whatever is not among these weighs less."""


def gravest(notes: Sequence[Note]) -> Note:
    """Return the one note to be read where there is room for one."""
    return min(notes, key=lambda it: GRAVEST.index(it.key) if it.key in GRAVEST else len(GRAVEST))
