# SPDX-License-Identifier: Apache-2.0
"""Tallies of visits, places and persons add up; that their figures are those of all rows is shown in ``test_period.py``."""

from functools import partial

import msgspec

from reports.bins import Bins
from reports.counted_by import tally_by
from reports.figures import binned
from reports.kpi_visits import tally_visits, visits_of
from reports.names import opening_us
from reports.rows_beside import AwayRow, JumpRow
from reports.tally_visits import ByTally, VisitTally, no_visits
from tests.reports.sample_day import ZONE, at, busy_day, names


def test_two_halves_of_a_day_add_up_to_the_whole_and_survive_being_kept() -> None:
    """Every count and sum, through the bytes in which they are stored."""
    rows = busy_day(200)
    rows = rows._replace(
        jumps=[JumpRow(leg.ticket, leg.leg, "lift", "urgent", "dan") for leg in rows.legs[::7]], away=[AwayRow("hall-1", 0, at("09:00"))]
    )
    ids = {it.id for it in rows.tickets[::2]}
    halves = [
        rows._replace(
            tickets=[it for it in rows.tickets if (it.id in ids) == half],
            legs=[it for it in rows.legs if (it.ticket in ids) == half],
            items=[it for it in rows.items if (it.ticket in ids) == half],
            away=rows.away if half else [],
        )
        for half in (True, False)
    ]
    visits, by = no_visits(), ByTally[Bins]()
    for half in halves:
        made = tally_visits(visits_of(half.tickets, half.legs), ZONE, partial(opening_us, names()), binned)
        visits.add(msgspec.msgpack.decode(msgspec.msgpack.encode(made), type=VisitTally[Bins]))
        by.add(msgspec.msgpack.decode(msgspec.msgpack.encode(tally_by(half, ZONE, binned)), type=ByTally[Bins]))
    whole = tally_visits(visits_of(rows.tickets, rows.legs), ZONE, partial(opening_us, names()), binned)

    for one in (visits, whole):
        one.waits.fold()
        one.stays.fold()
    assert visits == whole
    whole_by = tally_by(rows, ZONE, binned)
    for all_of in (by, whole_by):
        for place in (*all_of.counters.values(), *all_of.clerks.values(), *all_of.channels.values(), *all_of.groups.values()):
            place.waited.fold()
        for place in all_of.hours.values():
            place.waited.fold()
        for kind in all_of.items.values():
            kind.took.fold()
    assert by == whole_by
