# SPDX-License-Identifier: Apache-2.0
"""Figures of whole visits, by hand, at the edges of days and hours too; on real histories ``stories/test_twin.py`` holds them."""

from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec import structs

from reports import kpi, kpi_visits
from reports.day import make_day
from reports.figures import Figure, sample
from reports.kpi_visits import Visit, tally_visits, visits_of
from reports.names import opening_us
from reports.rows import ClosedRow, LegRow, SpanRow, TicketRow
from reports.tally_visits import VisitTally
from reports.text import value_text
from tests.reports.sample_day import DATE, NEXT, ZONE, S, at, busy_day, leg, names, period, ticket

NINE = at("09:00")
OPEN = structs.replace(names(), hours={str(day): ("09:00-12:00", "14:00-18:00") for day in range(1, 6)})


def figures(*found: list[Figure]) -> dict[str, Figure]:
    """Return figures by key."""
    return {it.key: it for some in found for it in some}


def tallied(visits: list[Visit], zone: ZoneInfo = ZONE) -> VisitTally:  # type: ignore[type-arg]  # of samples
    """Return the tally of visits in a hall that opens at nine."""
    return tally_visits(visits, zone, partial(opening_us, OPEN), sample)


def visit(no: int, *legs: LegRow, **fields: object) -> Visit:
    """Return a finished visit with these legs, from the first one's opening to the last one's end."""
    ended = legs[-1].ended_us or legs[-1].opened_us
    return Visit(ticket(no, legs[0].opened_us, ended_us=ended, **fields), list(legs))


def test_a_visit_waits_as_long_as_its_legs_together_and_stays_until_its_end() -> None:
    """Ten minutes, then five more after a transfer; the leg figures know of each wait only."""
    first = leg(1, NINE, 600, 300)
    second = leg(1, NINE + 1200 * S, 300, 60, leg=2, opened_by="transfer")
    whole = visit(1, first, second)

    assert (kpi.wait_us(first), kpi.wait_us(second)) == (600 * S, 300 * S)
    assert (kpi_visits.visit_wait_us(whole), kpi_visits.stay_us(whole)) == (900 * S, (1200 + 300 + 20 + 60) * S)


@pytest.mark.parametrize(
    ("changes", "wait", "stay"),
    [
        ({"opened_by": "direct"}, "direct", 380 * S),
        ({"yielded": 2}, "yielded", 380 * S),
        ({"wait_doubt": "clock"}, "annotated", "annotated"),
        ({"service_doubt": "clock"}, 60 * S, "annotated"),
        ({"outcome": "unrecorded"}, 60 * S, "not-recorded"),
        ({"opened_us": NINE + 70 * S}, "not-credible", 310 * S),
    ],
)
def test_what_is_left_out_says_why(changes: dict[str, Any], wait: int | str, stay: int | str) -> None:
    """A reason of one leg is that of the visit."""
    whole = visit(1, leg(1, NINE)._replace(**changes))

    assert (kpi_visits.visit_wait_us(whole), kpi_visits.stay_us(whole)) == (wait, stay)


def test_paper_numbers_and_open_visits_have_no_stay() -> None:
    """When a paper number came was written down later; who is still here has not left."""
    assert kpi_visits.stay_us(visit(1, leg(1, NINE), channel="paper")) == "paper"
    assert kpi_visits.stay_us(visit(1, leg(1, NINE, None), state="cancelled")) == "not-finished"
    assert kpi_visits.visit_wait_us(visit(1, leg(1, NINE, None), state="cancelled")) == "never-called"


def test_a_ticket_over_midnight_stays_in_one_piece_and_belongs_to_its_business_day() -> None:
    """Taken at 23:50, served at 00:10: twenty minutes of wait, not minus a day; Tuesday's midnight is neither lunch nor evening."""
    late = leg(1, at("23:50"), 1200, 300)
    found = figures(kpi_visits.at_hours(tallied([visit(1, late)])))

    assert (kpi_visits.visit_wait_us(visit(1, late)), kpi_visits.stay_us(visit(1, late))) == (1200 * S, 1520 * S)
    assert [it.value for it in found.values()] == [0] * 6
    report = make_day(period(legs=[late], tickets=[visit(1, late).ticket]), OPEN)
    assert report.section("stays").groups[0].figure("stay.mean").value == 1520
    assert [group.slug for group in report.section("by-half-hour").groups] == [f"{DATE}T23:30+08:00", f"{NEXT}T00:00+08:00"]


def test_persons_are_not_numbers() -> None:
    """A family of four is one number."""
    family = visit(1, leg(1, at("12:10")), party=4)
    gone = visit(2, leg(2, NINE, None), state="forfeited", party=2)
    of = tallied([family, gone])
    rows = period(tickets=[family.ticket, gone.ticket], legs=[*family.legs, *gone.legs])
    found = figures(kpi_visits.volumes(of, kpi.tally_tickets(rows.tickets), kpi.tally_items([], rows.legs)), kpi_visits.at_hours(of))

    values = {key: it.value for key, it in found.items() if key.startswith("volume")}
    assert values == {
        "volume.numbers": 2, "volume.persons": 6, "volume.numbers-served": 1, "volume.persons-served": 4, "volume.pieces": None,
    }  # fmt: skip
    assert (found["served.lunch"].value, found["served.lunch-persons"].value) == (1, 4)
    assert value_text(found["volume.pieces"], "zh-Hans") == "未记录"


def test_when_a_paper_number_was_served_is_not_recorded() -> None:
    """It is among the served, and among those of whom nobody knows when."""
    found = figures(kpi_visits.at_hours(tallied([visit(1, leg(1, at("12:10")), channel="paper")])))

    assert (found["served.lunch"].value, found["served.lunch"].n, found["served.lunch"].missing) == (0, 1, 1)


def test_a_wait_before_opening_is_shown_apart_and_taken_off() -> None:
    """Ten minutes at the door, five after: of target five the first is late, without the door it is not."""
    legs = [leg(1, at("08:50"), 900, target_s=300), leg(2, at("09:30"), 60, target_s=300)]
    found = figures(kpi_visits.before_opening(tallied([visit(no, it) for no, it in enumerate(legs)])))

    assert (found["early.legs"].value, found["early.legs"].n) == (1, 2)
    assert (found["early.mean"].value, found["early.less.mean"].value) == (600, 180)
    assert (found["early.less.within"].value, kpi.within_target(legs).value) == (1, 0.5)


def test_where_nobody_has_said_the_hours_nothing_is_before_opening() -> None:
    """Not zero: there is no such figure."""
    sunday = [visit(1, leg(1, at("08:50", "2026-03-01"), 900, day="2026-03-01"))]

    assert kpi_visits.before_opening(tally_visits(sunday, ZONE, partial(opening_us, OPEN), sample)) == []
    assert kpi_visits.before_opening(tally_visits(sunday, ZONE, lambda _: None, sample)) == []


def test_no_shows_have_two_forms_and_the_batch_at_close_is_neither() -> None:
    """Of five: one forfeited, one brought back and served, one left at close."""
    back = [leg(1, NINE), leg(1, at("09:30"), leg=2, opened_by="bring-back")]
    lost = visit(2, leg(2, NINE, 60, None), state="forfeited")
    left = visit(3, leg(3, NINE, None), state="unserved")
    visits = [visit(1, *back), lost, left, visit(4, leg(4, NINE)), visit(5, leg(5, NINE))]
    found = figures(kpi_visits.no_shows(tallied(visits), kpi.tally_tickets([it.ticket for it in visits])))

    assert {key: (it.numerator, it.denominator) for key, it in found.items()} == {
        "noshow.taken": (1, 5), "noshow.called": (1, 4), "noshow.requeued": (1, 4), "noshow.batch": (1, 5),
    }  # fmt: skip


def test_how_busy_a_counter_was_is_service_over_open_time_and_says_what_is_missing() -> None:
    """Half an hour of an open hour; one leg without a start is missing, and without any end nothing is known."""
    legs = [leg(1, NINE, 60, 1800), leg(2, NINE, 60, 300, implicit=True, started_us=None)]
    [busy] = [
        it
        for it in make_day(period(legs=legs, spans=[SpanRow("w1", "open", "", NINE, at("10:00"))]), OPEN)
        .section("counters")
        .groups[0]
        .figures
        if it.key == "counters.busy"
    ]

    assert (busy.value, busy.numerator, busy.denominator, busy.missing) == (0.5, 1800, 3600, 1)
    assert kpi_visits.busy_of((0, 0, 0), 3600 * S, known=False).value is None


def test_what_was_done_on_its_own_day_is_done_at_once() -> None:
    """Of two closed cases one was; without cases there is no figure."""
    rows = period(closed=[ClosedRow("1.1", 1, DATE, DATE, DATE), ClosedRow("1.2", 1, NEXT, NEXT, DATE)])
    found = {it.key: it.value for it in make_day(rows, OPEN).section("cases").groups[0].figures}

    assert found == {"cases.closed": 2, "cases.same-day": 0.5}
    assert make_day(period(), OPEN).section("cases").groups == ()


def test_what_the_system_does_not_keep_is_said_and_is_no_zero() -> None:
    """分流率 needs everybody who came; promised terms, bookings and other halls are elsewhere."""
    found = kpi_visits.without_record()

    assert {value_text(it, "zh-Hans") for it in found} == {"本系统不记录"}
    assert all(it.value is None for it in found)


@pytest.mark.parametrize("tickets", [0, 1])
def test_an_empty_day_and_one_with_a_single_visitor_have_figures(tickets: int) -> None:
    """Nobody came, or one: no division by nothing, and a median that somebody had."""
    report = make_day(busy_day(tickets, seed=3) if tickets else period(), OPEN)
    found = {it.key: it for section in report.sections for group in section.groups for it in group.figures}

    assert found["volume.numbers"].value == tickets
    assert found["visit.median"].value == found["visit.max"].value
    assert (found["noshow.taken"].value is None) == (not tickets)


def test_the_legs_of_a_number_come_in_their_order() -> None:
    """However the table gives them."""
    legs = [leg(1, at("09:30"), leg=2), leg(1, NINE), leg(9, NINE)]
    [found] = visits_of([TicketRow("1.1", DATE, NINE, "", 0, "finished", None, "")], legs)

    assert [it.leg for it in found.legs] == [1, 2]
