# SPDX-License-Identifier: Apache-2.0
"""A report beside the period before it and the same period a year ago. A time without data is *no data*, never zero.

The period before: a day against another day, a month against the month before, and so on by kind; other dates against as many days
just before. A year ago: the same dates a year earlier (29 February against 28 February), whole weeks against those 52 weeks before.
The difference is now − then; that of shares is in percentage points. Of a time that is not over, earlier ones have as many days from
their first; of several halls, the difference is that of the halls which have data of both times: what was opened since is no growth.
A day has the weekday in its name, and stands beside the same weekday of the week before as well.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from msgspec import structs

from hallserver.core.row import Names
from hallserver.words import WRITTEN, say
from reports import kinds
from reports.figures import Figure, no_data
from reports.kinds import Span
from reports.report import DayReport, Group, Note, Section
from reports.tables import all_figures
from reports.text import number_text

KEYS: Final = (
    "tickets.issued", "volume.persons-served", "volume.pieces", "wait.median", "wait.mean", "wait.p90", "wait.within", "visit.median",
    "service.mean", "stay.median", "counters.open", "noshow.taken", "ratings.satisfied", "ratings.voluntary", "ratings.bad-10k",
)  # fmt: skip
"""What is compared."""
WEEK, ONE_WEEK, YEAR_OF_WEEKS = 7, timedelta(weeks=1), timedelta(weeks=52)


Figures = Mapping[str, Figure]
"""By key."""


class Alike(NamedTuple):
    """Of several halls, those that have data both now and then: how many, out of how many of each time, and their figures of both."""

    halls: int
    of_now: int
    of_then: int
    now: Figures
    then: Figures


class Then(NamedTuple):
    """An earlier time and its report; None: it has no data."""

    span: Span
    report: DayReport | None
    part: bool = False
    """It is no whole time of its kind, but as many days from its first as this one has."""
    alike: Alike | None = None
    """Where not the same halls have data of both times; else None."""


def spans_before(span: Span) -> dict[str, Span]:
    """Return what a time is compared with, by name: ``before`` and ``last-year``; of a year they are the same, and it has one of them.

    A day has ``week-ago`` between them.
    """
    kind, length = kinds.kind_of(*span), span.end - span.first
    before = kinds.before(kind, span) if kind in kinds.KINDS else Span(span.first - length, span.first)
    ago = year_ago(span)
    week = {"week-ago": Span(span.first - ONE_WEEK, span.end - ONE_WEEK)} if kind == "day" else {}
    return {"before": before} if ago == before else {"before": before, **week, "last-year": ago}


def year_ago(span: Span) -> Span:
    """Return the same time a year earlier."""
    days = (span.end - span.first).days
    if span.first.isoweekday() == 1 and not days % WEEK and kinds.kind_of(*span) not in {"month", "year"}:
        return Span(span.first - YEAR_OF_WEEKS, span.end - YEAR_OF_WEEKS)
    if span.end.day == 1:  # whole months end with theirs, whether that is the 28th or the 29th
        return Span(_year_earlier(span.first), _year_earlier(span.end))
    return Span(_year_earlier(span.first), _year_earlier(span.last) + timedelta(days=1))


def _year_earlier(day: date) -> date:
    """Return the date a year earlier; 29 February is then 28 February."""
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)


def compared(now: DayReport, then: Mapping[str, Then], *, halls: int = 0) -> Section:
    """Return the table: this period, each earlier one, and the difference against it.

    ``halls``: how many have data of this period, where not all do.
    """
    found = all_figures(now)
    keys = [key for key in KEYS if key in found]
    span = Span(date.fromisoformat(now.from_date), date.fromisoformat(now.to_date))
    here = structs.replace(now, halls=halls or now.halls)
    groups = [Group(slug="now", names=_named("now", span, here), figures=_of(keys, found, found))]
    for name, it in then.items():
        earlier = all_figures(it.report) if it.report is not None else {}
        groups.append(Group(slug=name, names=_named(name, it.span, it.report, part=it.part), figures=_of(keys, earlier, found)))
        if it.report is not None:
            pair = (it.alike.now, it.alike.then) if it.alike is not None else (found, earlier)
            both = (_of(keys, figures, found) for figures in pair)
            changes = tuple(change(*one) for one in zip(*both, strict=True))
            groups.append(Group(slug=f"since-{name}", names=_said(f"since-{name}", it.alike), figures=changes))
    return Section(key="compared", groups=tuple(groups))


def _of(keys: Sequence[str], known: Figures, like: Figures) -> tuple[Figure, ...]:
    """Return the figures of these keys; no data in place of those that are not known."""
    return tuple(known.get(key) or no_data(like[key]) for key in keys)


def on_halls(then: Mapping[str, Then]) -> list[Note]:
    """Return the note on each earlier time of which not the same halls have data."""
    return [
        Note(
            key="halls-differ" if it.alike.halls else "halls-none-alike",
            args={"now": it.alike.of_now, "then": it.alike.of_then, "both": it.alike.halls},
            names={"time": {language: say(f"report.compared.{name}-name", language) for language in WRITTEN}},
        )
        for name, it in then.items()
        if it.alike is not None
    ]


def change(now: Figure, then: Figure) -> Figure:
    """Return the difference now − then; no value where one of them has none."""
    both = now.value is not None and then.value is not None
    value = (now.value or 0) - (then.value or 0)
    return structs.replace(
        now, kind="change", value=value if both else None, numerator=now.value, denominator=then.value, n=then.n, missing=0, excluded={}
    )


def _said(name: str, alike: Alike | None) -> Names:
    if alike is None:
        return {language: say(f"report.compared.{name}", language) for language in WRITTEN}
    key = "alike" if alike.halls else "not-alike"
    return {
        language: say(f"report.compared.{key}", language, name=say(f"report.compared.{name}", language), n=alike.halls)
        for language in WRITTEN
    }


def _named(name: str, span: Span, report: DayReport | None, *, part: bool = False) -> Names:
    """Return a time's name: which, its dates, and of how many halls and days its figures are."""
    return {language: _name(name, span, report, language, part=part) for language in WRITTEN}


def _name(name: str, span: Span, report: DayReport | None, language: str, *, part: bool) -> str:
    of = {"dates": _dates(span, language, part=part)}
    title = say(f"report.compared.{name}", language, **of)
    if report is None or (report.days, report.halls) == (1, 1):
        return title
    return say(
        "report.compared.of-halls" if report.halls > 1 else "report.compared.of-days",
        language,
        name=title,
        n=report.halls,
        days=number_text(report.days),
    )


def _dates(span: Span, language: str, *, part: bool) -> str:
    """Return the dates short; of a day with its weekday, of a part of a time with how many days it has."""
    kind = kinds.kind_of(*span)
    dates = say("report.dates", language, first=span.first.isoformat(), last=span.last.isoformat())
    if kind == "day":
        dates = say(
            "report.compared.day",
            language,
            date=span.first.isoformat(),
            weekday=say(f"report.weekday-short.{span.first.isoweekday()}", language),
        )
    elif kind in kinds.KINDS and not part:
        dates = kinds.short_of(kind, span)
    return say("report.compared.part", language, dates=dates, n=(span.end - span.first).days) if part else dates
