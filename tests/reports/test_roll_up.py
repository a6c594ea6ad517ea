# SPDX-License-Identifier: Apache-2.0
"""A day rolled up: what is kept of it. That its figures are those of its rows is shown in ``test_period.py``."""

from msgspec import structs

from reports.roll_up import roll_day, roll_ratings
from reports.rows import EarlierRow, RatedRows
from reports.tally_ratings import LaterLeg, LaterStars
from tests.reports.sample_day import DATE, NEXT, at, busy_day, leg, names, period, rating, ticket


def test_a_day_is_kept_by_service_half_hour_and_counter() -> None:
    """Legs by service, tickets by the clock on the wall."""
    legs = [leg(1, at("08:10"), 300), leg(2, at("09:05"), 60, service="lease", counter="w2", target_s=900)]
    tally = roll_day(period(legs=legs, tickets=[ticket(no, it.opened_us) for no, it in enumerate(legs)]), names())

    assert {key: it.called for key, it in tally.legs.items()} == {"enquiry\tgeneral": 1, "lease\tgeneral": 1}
    assert {slot: (it.arrivals, it.calls) for slot, it in tally.slots.items()} == {16: (1, 1), 17: (0, 0), 18: (1, 1)}
    assert {slug: it.finished for slug, it in tally.counters.items()} == {"w1": 1, "w2": 1}
    assert (tally.targets_s, tally.tickets.issued) == ([900, 1200], 2)


def test_a_half_hour_that_daylight_saving_gives_twice_is_one() -> None:
    """In Berlin the clock showed 02:00 twice on 2026-10-25."""
    berlin = structs.replace(names(), zone="Europe/Berlin")
    first = at("08:10", "2026-10-25")
    tally = roll_day(period(tickets=[ticket(1, first), ticket(2, first + 3_600_000_000)]), berlin)

    assert {slot: it.arrivals for slot, it in tally.slots.items()} == {4: 2, 5: 0}


def test_the_same_rows_give_the_same_tally() -> None:
    """A rebuild compares bytes."""
    rows = busy_day(50)
    turned = rows._replace(legs=rows.legs[::-1], tickets=rows.tickets[::-1])

    assert [*roll_day(rows, names()).legs] == [*roll_day(turned, names()).legs]
    assert roll_day(rows, names()) == roll_day(turned, names())


def test_ratings_of_earlier_days_legs_are_kept_apart() -> None:
    """Today's visit is rated; one of yesterday was rated then and is rated again; one that nobody knows."""
    legs = [leg(1, at("09:00", NEXT), day=NEXT), leg(2, at("09:00"))]
    ratings = [rating(1, 5), rating(2, 4, nth=2), rating(9, 1)]
    tally = roll_ratings(RatedRows(NEXT, ratings, legs, [EarlierRow("1.2", 1, "accepted", 1, DATE, 2)]))

    assert (tally.stars, tally.replaced, tally.rated, tally.others) == ([0, 1, 0, 0, 1, 1], 0, 1, 0)
    assert tally.later_stars == [LaterStars(DATE, 2)]
    assert tally.later_legs == [LaterLeg(DATE, rateable=True, rated_day=DATE), LaterLeg("", rateable=False, rated_day="")]
