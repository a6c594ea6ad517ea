# SPDX-License-Identifier: Apache-2.0
"""What charts are drawn from: counted from a day's rows, and added up over days and halls."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from reports.day import make_day
from reports.names import HallNames
from reports.openings import Openings
from reports.period import Period
from reports.pictured import Album, Day, Pictured, alike, hours_of, of_day, spread_of
from reports.roll_up import roll_day, roll_ratings
from reports.rows import DayRow, Extent, PeriodRows, RatedRows, SpanRow
from tests.reports.sample_day import DATE, at, leg, names, period, rating, ticket

LEGS = [leg(1, at("08:00"), 60), leg(2, at("08:10"), 400), leg(3, at("09:00"), 5000), leg(4, at("09:10"), None)]
HOUR_US = 3_600_000_000
ROWS = period(tickets=[ticket(no, at("08:00")) for no in range(1, 5)], legs=LEGS, ratings=[rating(1, 5), rating(2, 2)])


def album(*hall_names: HallNames, causes: Sequence[tuple[str, int]] = (), rows: PeriodRows = ROWS) -> Pictured:
    """Return what an album has after this day in each of these halls."""
    seen, whole = Album(), Period(DATE, "2026-03-03")
    for of in hall_names:
        days = [(DATE, roll_day(rows, of), roll_ratings(RatedRows(DATE, rows.ratings, rows.legs, [])))]
        extent = Extent(DATE, "2026-03-03", rows.days, rows.as_of_us, "", 0)
        whole.add_hall(of, extent, seen.watching(days, hours_of(Openings(of), extent)))
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


def test_where_ends_were_made_up_by_a_replay_nobody_knows_how_many_counters_were_open() -> None:
    """As the report says of their open time: a line in the chart would be made up too."""
    replayed = [leg(1, at("08:00"), 60, outcome="unrecorded")]
    rows = ROWS._replace(spans=[SpanRow("w1", "open", "", at("08:00"), None)])
    halves = [group.slug for group in make_day(rows, names()).section("by-half-hour").groups]

    assert of_day(rows, halves).open
    assert of_day(rows._replace(legs=replayed), halves).open == ()


def test_an_album_knows_the_hours_of_the_week_and_each_day() -> None:
    """Monday eight and nine o'clock; 4 tickets, 3 with a wait, one rating good and one bad."""
    found = album(names(), causes=[("slow", 1), ("place", 3)])

    assert [(it.weekday, it.hour, it.opened, it.mean_s) for it in found.hours] == [(1, 8, 2, 230), (1, 9, 2, 5000)]
    [day] = found.days
    assert (day.date, day.tickets, day.rated, day.bad, day.satisfied, day.judged, day.within) == (DATE, 4, 2, 1, 0.5, 3, 2)
    assert found.causes == (("place", 3), ("slow", 1))


def test_counters_open_are_their_open_time_by_the_hours_of_the_hall() -> None:
    """15 of 10 hours; by published hours 15 of 7.5; of two halls the sum; up to now while a day goes on; unknown without any finish."""
    spans = [SpanRow("w1", "open", "", at("08:00"), at("18:00")), SpanRow("w2", "open", "", at("09:00"), at("14:00"))]
    rows, said = ROWS._replace(spans=spans), replace(names(), hours={"1": ("09:00-12:00", "13:30-18:00")})
    unknown = rows._replace(legs=[it._replace(outcome="unrecorded") for it in LEGS])
    going = Extent(DATE, "2026-03-03", [DayRow(DATE, at("08:00"), None)], at("14:00"), "", 0)

    assert [album(names(), rows=rows).days[0].opened, album(said, rows=rows).days[0].opened] == [1.5, 2.0]
    assert album(names(), said, rows=rows).days[0].opened == 3.5
    assert album(names(), rows=unknown).days[0].opened is None
    assert hours_of(Openings(said), going) == {DATE: 3.5 * HOUR_US, "2026-03": 3.5 * HOUR_US}
    assert hours_of(Openings(names()), going)[DATE] == 6 * HOUR_US


def test_days_of_a_month_have_the_mean_of_their_counters_by_how_long_the_hall_was_open() -> None:
    """Eight hours with 6 and two with 1 are ten with 5; a month with a day of which nobody knows is not known."""
    day = Day(date="2026-03-02", tickets=1, judged=0, within=0, waits=0, wait_us=0, stars=(0,) * 5, opened=6.0, hours_us=8 * HOUR_US)
    other, month = replace(day, date="2026-03-03", opened=1.0, hours_us=2 * HOUR_US), replace(day, date="2026-02", opened=3.0)

    assert [(it.date, it.opened) for it in alike((month, day, other))] == [("2026-02", 3.0), ("2026-03", 5.0)]
    assert alike((month, day, replace(other, opened=None)))[1].opened is None


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
