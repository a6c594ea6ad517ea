# SPDX-License-Identifier: Apache-2.0
"""What charts are drawn from: counted from a day's rows, and added up over days and halls."""

from collections.abc import Sequence

import pytest

from reports.day import make_day
from reports.names import HallNames
from reports.period import Period
from reports.pictured import Album, Day, Pictured, of_day, spread_of
from reports.roll_up import roll_day, roll_ratings
from reports.rows import Extent, RatedRows, SpanRow
from tests.reports.sample_day import DATE, at, leg, names, period, rating, ticket

LEGS = [leg(1, at("08:00"), 60), leg(2, at("08:10"), 400), leg(3, at("09:00"), 5000), leg(4, at("09:10"), None)]
ROWS = period(tickets=[ticket(no, at("08:00")) for no in range(1, 5)], legs=LEGS, ratings=[rating(1, 5), rating(2, 2)])


def album(*hall_names: HallNames, causes: Sequence[tuple[str, int]] = ()) -> Pictured:
    """Return what an album has after this day in each of these halls."""
    seen, whole = Album(), Period(DATE, "2026-03-03")
    for of in hall_names:
        days = [(DATE, roll_day(ROWS, of), roll_ratings(RatedRows(DATE, ROWS.ratings, ROWS.legs, [])))]
        whole.add_hall(of, Extent(DATE, "2026-03-03", ROWS.days, ROWS.as_of_us, "", 0), seen.watching(days))
    seen.add_causes(causes)
    whole.report()
    return seen.pictured(whole.totals)


@pytest.mark.parametrize(
    ("seconds", "spread"),
    [
        ([], ()),
        ([(0, 1), (299, 2), (300, 1)], ((0, 3), (5, 1))),
        ([(3599, 1), (3600, 1), (90_000, 4)], (*((minute, 0) for minute in range(0, 55, 5)), (55, 1), (60, 5))),
    ],
)
def test_waits_are_counted_by_five_minutes_without_gaps(seconds: list[tuple[int, int]], spread: object) -> None:
    """A step that nobody fell into is there, with none; an hour and more is one."""
    assert spread_of(seconds) == spread


def test_a_day_gives_its_spread_and_counters_open_by_half_hour() -> None:
    """One counter all morning, another for a quarter of the first half hour; a pause is not open."""
    spans = [
        SpanRow("w1", "open", "", at("08:00"), None),
        SpanRow("w2", "open", "", at("08:00"), at("08:07:30")),
        SpanRow("w2", "paused", "lunch", at("08:07:30"), None),
    ]
    rows = ROWS._replace(spans=spans)
    halves = [group.slug for group in make_day(rows, names()).section("by-half-hour").groups]
    found = of_day(rows, halves, [("slow", 2)])

    assert found.spread[0] == (0, 1)
    assert sum(n for _, n in found.spread) == 3
    assert found.open[:2] == (1.25, 1.0)
    assert len(found.open) == len(halves)
    assert found.causes == (("slow", 2),)


def test_an_album_knows_the_hours_of_the_week_and_each_day() -> None:
    """Monday eight and nine o'clock; 4 tickets, 3 with a wait, one rating good and one bad."""
    found = album(names(), causes=[("slow", 1), ("place", 3)])

    assert [(it.weekday, it.hour, it.opened, it.mean_s) for it in found.hours] == [(1, 8, 2, 230), (1, 9, 2, 5000)]
    [day] = found.days
    assert (day.date, day.tickets, day.rated, day.bad, day.satisfied, day.judged, day.within) == (DATE, 4, 2, 1, 0.5, 3, 2)
    assert found.causes == (("place", 3), ("slow", 1))


def test_halls_add_up_and_nothing_seen_is_nothing() -> None:
    """Sums, not means; an empty album has no charts."""
    both = album(names(), names())

    assert (both.days[0].tickets, both.hours[0].opened, both.hours[0].mean_s) == (8, 4, 230)
    assert sum(n for _, n in both.spread) == 6
    assert Album().pictured(None).days == ()


def test_a_day_without_ratings_has_no_share() -> None:
    """No case is not a hundred per cent."""
    day = Day(date=DATE, tickets=1, judged=0, within=0, waits=0, wait_us=0, stars=(0, 0, 0, 0, 0))

    assert (day.satisfied, day.bad) == (None, 0)
