# SPDX-License-Identifier: Apache-2.0
"""The day report: rows in, sections of figures out. The report knows no language; ``render`` says it in one."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

from hallserver.core.row import Names
from reports import beside, breakdown, kpi, kpi_orders, kpi_ratings, kpi_visits, rated_by
from reports.acts import lines_of
from reports.alarms import alarms_section
from reports.counted_by import tally_by
from reports.extras import Extras
from reports.figures import Figure, Sample, sample
from reports.invented import without_invented
from reports.kpi_quote import quotes
from reports.load import HallLoad, attendance, half_hours, idle, kept
from reports.names import HallNames, closing_us, known_first, opening_us
from reports.quality import away, of_standards, opened_late, with_notes
from reports.report import DayReport, Group, Note, Section
from reports.rows import LegRow, PeriodRows
from reports.tally import LegTally, T, Whole
from reports.tally_visits import ByTally, VisitTally
from reports.text import moment_text

R = TypeVar("R")
_QUEUE = ("legs.opened", "legs.called", "wait.mean", "wait.median", "wait.p90", "wait.max", "wait.within", "service.mean")
_SERVICE = ("legs.opened", "legs.called", "wait.mean", "wait.median", "wait.p90", "wait.within", "service.mean")
_COUNTER = (
    "counters.open", "counters.idle", "counters.busy", "legs.called", "legs.finished", "wait.mean", "wait.median", "wait.p90",
    "service.mean",
)  # fmt: skip
"""Which figures the tables by queue, service and counter show."""


def make_day(rows: PeriodRows, names: HallNames, extras: Extras | None = None) -> DayReport:
    """Return the report of the business days that the rows hold; ``extras`` is what their journal says beside them."""
    zone = ZoneInfo(names.zone)
    load = HallLoad(rows, names.queues_of)
    closed, by = [day.closed_us for day in rows.days], tally_by(rows, zone, sample)
    whole = Whole(
        legs=kpi.tally_legs(rows.legs, sample),
        tickets=kpi.tally_tickets(rows.tickets),
        items=kpi.tally_items(rows.items, rows.legs),
        ratings=kpi_ratings.tally_ratings(rows.ratings, rows.legs, rows.closed, rows.defaults),
        counters=[load.tally(slug) for slug in _attended(rows, names)],
        orders=kpi_orders.tally_orders(rows.orders, rows.now_us) if rows.orders is not None else None,
        visits=kpi_visits.tally_visits(
            kpi_visits.visits_of(rows.tickets, rows.legs), zone, partial(opening_us, names), sample, names.times
        ),
        by=by,
    )
    made = DayReport(
        hall=names.hall,
        zone=names.zone,
        from_date=rows.from_date,
        to_date=rows.to_date,
        opened_us=min((day.opened_us for day in rows.days), default=rows.as_of_us),
        closed_us=max((at for at in closed if at is not None), default=None) if None not in closed else None,
        as_of_us=rows.as_of_us,
        journal=rows.journal,
        standards=standards_of(whole),
        targets_s=tuple(kpi.targets_s(rows.legs)),
        sections=(
            *hall_sections(whole),
            *(_of_the_day(rows, names, extras) if extras is not None else ()),
            *_tables(rows, names, load, zone),
            *_apart(by, whole.legs, rows, names),
            *alarms_section(rows.alarms),
        ),
        acts=lines_of(extras.acts, extras.labels, names) if extras is not None else (),
        spells=(names.times,),
        notes=tuple(notes_on(whole, open_days=closed.count(None), clock=rows.clock_suspected, zone=names.zone)),
    )
    return with_notes(made, opened_late(rows, names))


def _of_the_day(rows: PeriodRows, names: HallNames, extras: Extras) -> list[Section]:
    """Return the sections that only a day has: finished late, rights to come back, enquiries, acts out of the ordinary."""
    figures = {
        "late": beside.late(rows.legs, closing_us(names, rows.from_date)),
        "returns": beside.returns(extras, len(rows.tickets)),
        "enquiries": beside.enquiries(extras),
        "acts": beside.acts(extras),
    }
    return [Section(key=key, groups=(Group(figures=tuple(found)),)) for key, found in figures.items() if found]


def _apart(by: ByTally[Sample], legs: LegTally[Sample], rows: PeriodRows, names: HallNames) -> list[Section]:
    """Return the tables by item, clerk, channel and group, of ratings, and the calls out of order; the hours are halved."""
    ends_known: bool = kpi.ends_known(legs)
    services = Counter(leg.service for leg in rows.legs if kpi_ratings.rateable(leg))
    return [
        *breakdown.sections(by, names, ends_known=ends_known),
        *rated_by.sections(rated_by.tallied(rows.ratings, rows.legs), by, services, names, ends_known=ends_known),
        *breakdown.out_of_order(by, names, legs.called),
    ]


def standards_of(whole: Whole[T]) -> tuple[str, ...]:
    """Return the standards under which tickets were issued, sorted."""
    return tuple(sorted(filter(None, whole.tickets.standards)))


def hall_sections(whole: Whole[T]) -> list[Section]:
    """Return the sections with one group: the figures of the whole hall."""
    ends_known: bool = kpi.ends_known(whole.legs)
    figures: dict[str, Sequence[Figure]] = {
        "tickets": kpi.tickets_by_end(whole.tickets),
        "left": kpi.dispositions(whole.tickets) if ends_known else [],
        "legs": kpi.legs_counted(whole.legs),
        "waits": kpi.waits(whole.legs),
        "walks": kpi.walks(whole.legs),
        "services": kpi.services(whole.legs),
        "items": kpi.items(whole.items, whole.legs),
        "counters": [
            *attendance(whole.counters, ends_known=ends_known),
            idle(whole.counters, ends_known=ends_known),
            *kept(whole.counters, ends_known=ends_known),
            kpi_visits.busy(whole.legs, sum(it.open_us for it in whole.counters), known=ends_known),
        ],
        "ratings": [*kpi_ratings.scores(whole.ratings), kpi.response(whole.ratings, whole.legs)],
        "voluntary": kpi.voluntary(whole.ratings, whole.legs),
        "orders": kpi_orders.orders_counted(whole.orders) if whole.orders is not None else [],
        "orders-done": kpi_orders.orders_done(whole.orders) if whole.orders is not None else [],
        "suspension": beside.without_suspension(whole.legs) if whole.legs.suspended else [],
        "beside": beside.beside(whole.legs),
        **(_of_visits(whole, whole.visits) if whole.visits is not None else {}),
        "cases": kpi_visits.cases(whole.ratings.closed, whole.ratings.same_day),
        "not-kept": kpi_visits.without_record(),
    }
    known = {key: recorded(found, whole.legs) for key, found in figures.items() if found}
    return [Section(key=key, groups=(Group(figures=found),)) for key, found in known.items()]


def _of_visits(whole: Whole[T], visits: VisitTally[T]) -> dict[str, Sequence[Figure]]:
    """Return the figures of whole visits."""
    return {
        "volume": kpi_visits.volumes(visits, whole.tickets, whole.items),
        "visit-waits": kpi_visits.visit_waits(visits),
        "stays": kpi_visits.stays(visits),
        "early": kpi_visits.before_opening(visits),
        "served-at": kpi_visits.at_hours(visits),
        "no-shows": kpi_visits.no_shows(visits, whole.tickets),
        "quotes": quotes(visits.quote, whole.tickets.issued),
    }


def recorded(figures: Sequence[Figure], legs: LegTally[T], *, ends_known: bool = True) -> tuple[Figure, ...]:
    """Return the figures of these legs, without values for what was not recorded of them or (``ends_known``) of the whole day."""
    if ends_known and kpi.ends_known(legs):
        return tuple(figures)
    return tuple(without_invented(figures, legs.unrecorded))


def _attended(rows: PeriodRows, names: HallNames) -> list[str]:
    """Return the counters that were attended, should have been, or served somebody, in display order."""
    used = [span.counter for span in rows.spans] + [it.counter for it in rows.planned] + [leg.counter for leg in rows.legs if leg.counter]
    return known_first(names.counters, used)


def _tables(rows: PeriodRows, names: HallNames, load: HallLoad, zone: tzinfo) -> list[Section]:
    """Return the breakdowns by queue, service, counter and half hour."""
    by_counter = _split(rows.legs, lambda leg: leg.counter)
    return [
        _by_place("by-queue", _split(rows.legs, lambda leg: leg.queue), names.queues, _QUEUE),
        _by_place("by-service", _split(rows.legs, lambda leg: leg.service), names.services, _SERVICE),
        Section(
            key="by-counter",
            groups=tuple(
                Group(
                    slug=slug,
                    names=names.counters.get(slug, {}),
                    figures=_of_counter(slug, by_counter.get(slug, []), load),
                )
                for slug in _attended(rows, names)
            ),
        ),
        Section(key="by-half-hour", groups=tuple(_half_hour(found, zone, rows.from_date) for found in half_hours(rows, zone))),
    ]


def _split(rows: Sequence[R], key: Callable[[R], str]) -> dict[str, list[R]]:
    found: dict[str, list[R]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _by_place(key: str, legs: dict[str, list[LegRow]], names: dict[str, Names], keys: tuple[str, ...]) -> Section:
    groups = [
        Group(slug=slug, names=names.get(slug, {}), figures=tuple(_of_legs(legs[slug], keys))) for slug in known_first(names, list(legs))
    ]
    return Section(key=key, groups=tuple(groups))


def _of_legs(legs: Sequence[LegRow], keys: tuple[str, ...]) -> list[Figure]:
    return kpi.pick([*kpi.legs_counted(legs), *kpi.waits(legs), *kpi.services(legs)], *keys)


def _of_counter(slug: str, legs: Sequence[LegRow], load: HallLoad) -> tuple[Figure, ...]:
    timed = [*kpi.legs_counted(legs), *kpi.waits(legs), *kpi.services(legs)]
    found = [*load.attendance([slug]), load.idle([slug]), load.busy(slug), *timed]
    picked = [*kpi.pick(found, *_COUNTER), *load.kept([slug])]
    return recorded(picked, kpi.tally_legs(legs, sample), ends_known=load.ends_known)


def _half_hour(found: tuple[int, list[Figure]], zone: tzinfo, from_date: str) -> Group:
    """Return the half hour's group, named by its local start; with the date where that is another one.

    In the hour that daylight saving gives twice, the name carries the offset: two lines called 02:00 would be one.
    """
    start = datetime.fromtimestamp(found[0] // 1_000_000, zone)
    name = f"{start:%H:%M}" if start.date().isoformat() == from_date else f"{start:%m-%d %H:%M}"
    if start.replace(fold=0).utcoffset() != start.replace(fold=1).utcoffset():
        name += f" ({start:%z})"
    return Group(slug=start.isoformat(timespec="minutes"), names={"zh-Hans": name}, figures=tuple(found[1]))


def notes_on(whole: Whole[T], *, open_days: int, clock: int, zone: str, halls: Sequence[Mapping[str, int]] | None = None) -> list[Note]:
    """Return what the reader must know about the data; nothing remarkable is a note too.

    ``halls``: the standards of each of several halls, with how many tickets were issued under each.
    """
    counts = {
        "day-open": open_days,
        "clock": clock,
        "implicit": whole.legs.implicit,
        "unrecorded": whole.legs.unrecorded,
        "not-credible": whole.legs.not_credible,
        "annotated": whole.legs.wait_doubts + whole.legs.service_doubts,
        "suspended": whole.legs.suspended,
        "no-queues": sum(it.queueless for it in whole.counters),
        "no-standard": whole.tickets.standards.get("", 0),
    }
    notes: list[Note] = [Note(key=key, args={"n": n, "of": whole.legs.finished}) for key, n in counts.items() if n]
    notes += away(whole.by.away) if whole.by is not None else []
    notes += of_standards(halls or [whole.tickets.standards])
    return [*notes, *_known(whole, zone)] or [Note(key="clean")]


def _known(whole: Whole[T], zone: str) -> list[Note]:
    """Say up to when work orders are known: the days are over, they may not be."""
    if whole.orders is None or not whole.orders.sources:
        return []
    return [Note(key="orders", args={"n": sum(whole.orders.sources.values()), "at": moment_text(whole.orders.known_us, zone)})]
