# SPDX-License-Identifier: Apache-2.0
"""Tallies can be added in any order, and ratings know in which period they are asked."""

from msgspec import msgpack, structs

from reports.bins import Bins
from reports.figures import Sample, binned, sample
from reports.kpi import tally_legs
from reports.tally import CounterTally, DaysTally, ItemTally, LegTally, SlotTally, TicketTally, no_legs
from reports.tally_ratings import LaterLeg, LaterStars, RatingTally
from tests.reports.sample_day import busy_day


def test_legs_added_are_those_of_all_rows() -> None:
    """Every count of the tally, and none forgotten when a new one comes."""
    rows = busy_day(80)
    whole: LegTally[Bins] = tally_legs(rows.legs, binned)
    parts = no_legs()
    for part in (rows.legs[:30], rows.legs[30:]):
        parts.add(tally_legs(part, binned))

    names = [name for name in structs.asdict(whole) if name not in {"waits", "walks", "services"}]
    assert {name: getattr(parts, name) for name in names} == {name: getattr(whole, name) for name in names}
    for mine, all_at_once in ((parts.waits, whole.waits), (parts.walks, whole.walks), (parts.services, whole.services)):
        mine.fold()
        all_at_once.fold()
        assert mine == all_at_once


def test_exact_and_binned_legs_count_the_same() -> None:
    """Only how durations are kept differs."""
    rows = busy_day(40)
    exact: LegTally[Sample] = tally_legs(rows.legs, sample)

    assert [*structs.asdict(exact).values()][3:] == [*structs.asdict(tally_legs(rows.legs, binned)).values()][3:]


def test_all_other_tallies_add_up() -> None:
    """Numbers are added, the most waiting is the larger one, flags stay up."""
    slot = SlotTally(waits=Bins(), arrivals=2, calls=1, top=5)
    slot.add(SlotTally(waits=Bins(), arrivals=1, calls=4, top=3))
    tickets = TicketTally(issued=2, missed=1, states={"finished": 2}, standards={"": 1, "a": 1})
    tickets.add(TicketTally(issued=1, states={"unserved": 1}, dispositions={"left": 1}, standards={"a": 1}))
    items = ItemTally(pieces=3, rows=2, unlisted=1)
    items.add(ItemTally(pieces=1, rows=1))
    counter = CounterTally(open_us=5, opens=1, idle_us=2, attended=True, finished=3)
    counter.add(CounterTally(paused_us=7, pauses=1, queueless=True, finished=1, unrecorded=1))

    assert (slot.arrivals, slot.calls, slot.top) == (3, 5, 5)
    assert (tickets.issued, tickets.missed, tickets.states) == (3, 1, {"finished": 2, "unserved": 1})
    assert (tickets.dispositions, tickets.standards) == ({"left": 1}, {"": 1, "a": 2})
    assert items == ItemTally(pieces=4, rows=3, unlisted=1)
    assert counter == CounterTally(
        open_us=5, opens=1, paused_us=7, pauses=1, idle_us=2, attended=True, queueless=True, finished=4, unrecorded=1
    )


def test_days_of_a_hall_add_up() -> None:
    """What only one of them has is not lost, and the other day stays as it is."""
    one = DaysTally(legs={"a": no_legs()}, counters={"w1": CounterTally(opens=1)}, targets_s=[900])
    other = DaysTally(slots={18: SlotTally(waits=Bins(), arrivals=3)}, counters={"w1": CounterTally(opens=2)}, targets_s=[600, 900])
    before = msgpack.encode(other)
    one.add(other)

    assert (set(one.legs), one.slots[18].arrivals, one.counters["w1"].opens, one.targets_s) == ({"a"}, 3, 3, [600, 900])
    one.add(other)
    assert msgpack.encode(other) == before


def test_a_period_sees_of_ratings_only_what_lies_in_it() -> None:
    """On the 5th somebody changes the 2 stars of the 3rd for a visit of the 1st to 5."""
    on_the_5th = RatingTally(
        stars=[0, 0, 0, 0, 0, 1],
        later_stars=[LaterStars(replaced_day="2026-03-03", stars=2)],
        later_legs=[LaterLeg(leg_day="2026-03-01", rateable=True, rated_day="2026-03-03")],
    )
    on_the_3rd = RatingTally(stars=[0, 0, 1, 0, 0, 0], later_legs=[LaterLeg(leg_day="2026-03-01", rateable=True, rated_day="")])
    both = RatingTally()
    both.add(on_the_3rd)
    both.add(on_the_5th)

    assert both.since("2026-03-01") == RatingTally(stars=[0, 0, 0, 0, 0, 1], replaced=1, rated=1)
    assert both.since("2026-03-02") == RatingTally(stars=[0, 0, 0, 0, 0, 1], replaced=1, others=1)
    assert on_the_5th.since("2026-03-04") == RatingTally(stars=[0, 0, 0, 0, 0, 1], others=1)
