# SPDX-License-Identifier: Apache-2.0
"""Legs told apart: by clerk, channel, group, hour and item, and out of order."""

from zoneinfo import ZoneInfo

from reports.counted_by import tally_by, tally_place, weekday_hour
from reports.figures import sample
from reports.rows import ItemRow
from reports.rows_beside import AwayRow, JumpRow
from tests.reports.sample_day import ZONE, S, at, leg, period, ticket

NINE = at("09:00")


def test_a_leg_counts_for_its_clerk_counter_channel_group_and_hour() -> None:
    """2 March 2026 was a Monday; who was never called is nobody's."""
    legs = [leg(1, NINE), leg(2, at("10:00"), clerk="wang", counter="w2"), leg(3, NINE, None)]
    tickets = [ticket(1, NINE), ticket(2, at("10:00"), channel="guide", grp="elderly"), ticket(3, NINE)]
    of = tally_by(period(legs=legs, tickets=tickets), ZONE, sample)

    assert {slug: it.opened for slug, it in of.clerks.items()} == {"li": 1, "wang": 1}
    assert {slug: it.opened for slug, it in of.counters.items()} == {"w1": 1, "w2": 1}
    assert {slug: it.opened for slug, it in of.channels.items()} == {"guide": 1, "kiosk": 2}
    assert {slug: it.opened for slug, it in of.groups.items()} == {"-": 2, "elderly": 1}
    assert {hour: it.opened for hour, it in of.hours.items()} == {9: 2, 10: 1}


def test_sums_and_counts_are_those_of_the_legs() -> None:
    """Two waits of a minute and ten, one within its target; one start was not pressed."""
    of = tally_place(
        [leg(1, NINE, 60, target_s=300), leg(2, NINE, 600, implicit=True, started_us=None, target_s=300), leg(3, NINE, None)], sample
    )

    assert (of.opened, of.called, of.finished, of.missing) == (3, 2, 2, 1)
    assert (of.waits, of.wait_us, of.judged, of.within) == (2, 660 * S, 2, 1)
    assert (of.services, of.service_us) == (1, 300 * S)


def test_the_hour_that_daylight_saving_gives_twice_is_one() -> None:
    """Berlin, the night of 2026-10-25, a Sunday."""
    berlin, first = ZoneInfo("Europe/Berlin"), at("08:10", "2026-10-25")

    assert weekday_hour(first, berlin) == weekday_hour(first + 3600 * S, berlin) == 6 * 24 + 2
    assert weekday_hour(at("09:30", "2026-03-29"), berlin) == 6 * 24 + 3, "and 02:00 is skipped in spring"


def test_the_time_of_an_item_is_known_only_where_it_was_done_alone() -> None:
    """Two items in one leg cannot be told apart; two pieces of one neither."""
    legs = [leg(1, NINE), leg(2, NINE), leg(3, NINE, clerk="wang")]
    items = [ItemRow("1.1", 1, "card", 1), ItemRow("1.2", 1, "card", 1), ItemRow("1.2", 1, "copy", 1), ItemRow("1.3", 1, "card", 2)]
    of = tally_by(period(legs=legs, items=items), ZONE, sample)

    assert (of.items["card"].pieces, of.items["card"].legs, of.items["card"].alone, of.items["card"].alone_us) == (4, 3, 1, 300 * S)
    assert (of.items["copy"].alone, of.done) == (0, {"li": {"card": 2, "copy": 1}, "wang": {"card": 2}})


def test_a_leg_out_of_order_counts_once_for_each_reason_and_person_if_it_was_called() -> None:
    """Lifted, then called by number on the same word: one leg, two reasons. The second was never called."""
    legs = [leg(1, NINE), leg(2, NINE, None)]
    jumps = [
        JumpRow("1.1", 1, "lift", "urgent", "dan"),
        JumpRow("1.1", 1, "call-ticket", "agreed", "dan"),
        JumpRow("1.1", 1, "swap", "", "li"),
        JumpRow("1.2", 1, "lift", "urgent", "dan"),
    ]
    of = tally_by(period(legs=legs, jumps=jumps), ZONE, sample)

    assert (of.reasons, of.persons) == ({"agreed": 1, "swap": 1, "urgent": 1}, {"dan": 1, "li": 1})


def test_a_device_that_is_still_away_is_so_until_the_rows_end() -> None:
    """18:00."""
    away = [AwayRow("hall-1", NINE, NINE + 60 * S), AwayRow("hall-1", at("17:00"), None)]

    assert tally_by(period(away=away), ZONE, sample).away == {"hall-1": (2, 3660 * S)}
