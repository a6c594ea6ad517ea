# SPDX-License-Identifier: Apache-2.0
"""A report beside the period before it and the same period a year ago. A time without data is *no data*, never zero.

The period before: a day against another day, a month against the month before, and so on by kind; other dates against as many days
just before. A year ago: the same dates a year earlier (29 February against 28 February), whole weeks against those 52 weeks before.
The difference is now − then; that of shares is in percentage points.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from msgspec import structs

from hallserver.core.row import Names
from hallserver.words import WRITTEN, say
from reports import kinds
from reports.figures import Figure, no_data
from reports.kinds import Span
from reports.report import DayReport, Group, Section
from reports.tables import all_figures

KEYS: Final = (
    "tickets.issued", "wait.mean", "wait.p90", "wait.within", "service.mean", "noshow.taken", "ratings.voluntary",
    "ratings.bad-10k",
)  # fmt: skip
"""What is compared."""
WEEK, YEAR_OF_WEEKS = 7, timedelta(weeks=52)


class Then(NamedTuple):
    """An earlier time and its report; None: it has no data."""

    span: Span
    report: DayReport | None


def spans_before(span: Span) -> dict[str, Span]:
    """Return what a time is compared with, by name: ``before`` and ``last-year``; of a year they are the same, and it has one of them."""
    kind, length = kinds.kind_of(*span), span.end - span.first
    before = kinds.before(kind, span) if kind in kinds.KINDS else Span(span.first - length, span.first)
    ago = year_ago(span)
    return {"before": before} if ago == before else {"before": before, "last-year": ago}


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


def compared(now: DayReport, then: Mapping[str, Then]) -> Section:
    """Return the table: this period, each earlier one, and the difference against it."""
    found = all_figures(now)
    figures = tuple(found[key] for key in KEYS if key in found)
    groups = [Group(slug="now", names=_named("now"), figures=figures)]
    for name, (span, report) in then.items():
        earlier = _earlier(figures, report)
        groups.append(Group(slug=name, names=_named(name, span), figures=earlier))
        if report is not None:
            changes = tuple(change(one, other) for one, other in zip(figures, earlier, strict=True))
            groups.append(Group(slug=f"since-{name}", names=_named(f"since-{name}"), figures=changes))
    return Section(key="compared", groups=tuple(groups))


def _earlier(figures: tuple[Figure, ...], report: DayReport | None) -> tuple[Figure, ...]:
    known = all_figures(report) if report is not None else {}
    return tuple(known.get(it.key) or no_data(it) for it in figures)


def change(now: Figure, then: Figure) -> Figure:
    """Return the difference now − then; no value where one of them has none."""
    both = now.value is not None and then.value is not None
    value = (now.value or 0) - (then.value or 0)
    return structs.replace(
        now, kind="change", value=value if both else None, numerator=now.value, denominator=then.value, n=then.n, missing=0, excluded={}
    )


def _named(name: str, span: Span | None = None) -> Names:
    return {language: say(f"report.compared.{name}", language, **_dates(span, language)) for language in WRITTEN}


def _dates(span: Span | None, language: str) -> dict[str, str]:
    if span is None:
        return {}
    kind = kinds.kind_of(*span)
    if kind in kinds.KINDS:
        return {"dates": kinds.short_of(kind, span)}
    return {"dates": say("report.dates", language, first=span.first.isoformat(), last=span.last.isoformat())}
