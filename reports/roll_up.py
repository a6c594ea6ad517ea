# SPDX-License-Identifier: Apache-2.0
"""A day rolled up: its rows in, tallies out that can be added to those of other days and halls."""

from datetime import datetime, tzinfo
from functools import partial
from zoneinfo import ZoneInfo

from msgspec import structs

from reports import kpi, kpi_ratings
from reports.bins import Bins
from reports.counted_by import tally_by
from reports.figures import binned
from reports.kpi_visits import tally_visits, visits_of
from reports.load import HallLoad, tally_half_hours
from reports.names import HallNames, opening_us
from reports.rated_by import by_place, legs_of
from reports.rows import LegRow, PeriodRows, RatedRows, RatingRow
from reports.spans import HALF_HOUR_US
from reports.tally import DaysTally, SlotTally, key_of
from reports.tally_ratings import LaterLeg, LaterStars, RatingTally


def roll_day(rows: PeriodRows, names: HallNames) -> DaysTally:
    """Return the tally of one business day's rows; ``names``: the set-up of the day, counters, hours and zone."""
    by_service: dict[str, list[LegRow]] = {}
    for leg in rows.legs:
        by_service.setdefault(key_of(leg.service, leg.queue), []).append(leg)
    zone, load = ZoneInfo(names.zone), HallLoad(rows, names.queues_of)
    counters = sorted(
        {span.counter for span in rows.spans} | {it.counter for it in rows.planned} | {leg.counter for leg in rows.legs if leg.counter}
    )
    return DaysTally(
        legs={service: kpi.tally_legs(by_service[service], binned) for service in sorted(by_service)},
        slots=_by_clock(tally_half_hours(rows, zone, binned), zone),
        tickets=kpi.tally_tickets(rows.tickets),
        items=kpi.tally_items(rows.items, rows.legs),
        counters={slug: load.tally(slug) for slug in counters},
        targets_s=kpi.targets_s(rows.legs),
        visits=tally_visits(visits_of(rows.tickets, rows.legs), zone, partial(opening_us, names), binned, names.times),
        by=tally_by(rows, zone, binned),
    )


def _by_clock(half_hours: dict[int, SlotTally[Bins]], zone: tzinfo) -> dict[int, SlotTally[Bins]]:
    """Return the half hours by what the clock on the wall said; one that daylight saving gives twice is one."""
    slots: dict[int, SlotTally[Bins]] = {}
    for start_us, tally in half_hours.items():
        local = datetime.fromtimestamp(start_us // 1_000_000, zone)
        slot = (local.hour * 3600 + local.minute * 60) * 1_000_000 // HALF_HOUR_US
        if slot in slots:
            slots[slot].add(tally)
        else:
            slots[slot] = tally
    return slots


def roll_ratings(of: RatedRows) -> RatingTally:
    """Return the tally of the ratings given on a day, on the whole and by what they can be told apart by.

    What reaches back to earlier days is kept apart: a period that begins after such a day must not know of it, one that holds
    both counts the leg once and its last rating alone.
    """
    by = {
        kind: {slug: _of_place(of, rows, legs_of(kind, slug, of.legs)) for slug, rows in places.items()}
        for kind, places in by_place(of.ratings).items()
    }
    return structs.replace(_rolled(of), by=by)


def _of_place(of: RatedRows, ratings: list[RatingRow], legs: list[LegRow]) -> RatingTally:
    """Return the tally of one place: of its ratings and legs alone, without what stands beside them."""
    return structs.replace(_rolled(of._replace(ratings=ratings, legs=legs, closed=(), defaults=0)), later_acts=[])


def _rolled(of: RatedRows) -> RatingTally:
    home = {(leg.ticket, leg.leg): leg for leg in of.legs if leg.day == of.day}
    own = [rating for rating in of.ratings if (rating.ticket, rating.leg) in home]
    away = sorted({(rating.ticket, rating.leg) for rating in of.ratings} - set(home))
    closed = [it for it in of.closed if it.day == of.day]
    here = kpi_ratings.rateable_acts([*home.values()], closed)
    tally = kpi_ratings.tally_ratings(of.ratings, [*home.values()], closed, of.defaults)
    return structs.replace(
        tally,
        others=kpi_ratings.tally_ratings(own, [*home.values()]).others,
        later_stars=_replaced(of),
        later_legs=[_later_leg(key, of) for key in away],
        acts_others=0,
        later_acts=[_later_act(key, of) for key in sorted({kpi_ratings.act(it) for it in kpi_ratings.given(of.ratings)} - here)],
    )


def _replaced(of: RatedRows) -> list[LaterStars]:
    """Return the last earlier rating of each leg and stage that was rated again."""
    again = {kpi_ratings.act(it) for it in kpi_ratings.given(of.ratings)}
    last = {(it.ticket, it.leg, it.stage): it for it in sorted(of.earlier, key=lambda row: row.nth) if it.kind != kpi_ratings.FOLLOW_UP}
    found = [last[key] for key in sorted(again & set(last))]
    return [LaterStars(replaced_day=it.day, stars=it.stars, excluded=it.excluded, fair=kpi_ratings.fair(it)) for it in found]


def _later_leg(key: tuple[str, int], of: RatedRows) -> LaterLeg:
    leg = next((it for it in of.legs if (it.ticket, it.leg) == key), None)
    return LaterLeg(
        leg_day=leg.day if leg is not None else "",
        rateable=leg is not None and kpi_ratings.rateable(leg),
        rated_day=max((it.day for it in of.earlier if (it.ticket, it.leg) == key), default=""),
    )


def _later_act(key: kpi_ratings.Act, of: RatedRows) -> LaterLeg:
    """Return a leg or closed case of an earlier day that was rated on this one."""
    *of_leg, stage = key
    days = [it.day for it in of.closed if [it.ticket, it.leg] == of_leg]
    if stage == kpi_ratings.ACCEPTED:
        days = [it.day for it in of.legs if [it.ticket, it.leg] == of_leg and kpi_ratings.rateable(it)]
    before = [it.day for it in of.earlier if (it.ticket, it.leg, it.stage) == key and it.kind != kpi_ratings.FOLLOW_UP]
    known = bool(days) and stage in {kpi_ratings.ACCEPTED, kpi_ratings.COMPLETED}
    return LaterLeg(leg_day=days[0] if known else "", rateable=known, rated_day=max(before, default=""))
