# SPDX-License-Identifier: Apache-2.0
"""The sorted lines agree with brute force."""

from hypothesis import given
from hypothesis import strategies as st

from hallserver.core import lines
from hallserver.core.hall import Leg, Line, Ticket

CREDITS = (0, 0, 0, 900, 1200, 10_000_000)


def waiting(serial: int, second: int, credit_s: int) -> Ticket:
    """Return a ticket whose leg opened at this second with this credit."""
    at_us = second * 1_000_000
    group = f"g{credit_s}" if credit_s else ""
    leg = Leg(no=1, queue="q", services=(), opened_us=at_us, rank=(at_us, serial, 0), group=group, credit_s=credit_s)
    return Ticket(id=f"1.{serial}", label=f"A{serial:03d}", letter="A", number=serial, state="waiting", issued_us=at_us, legs=[leg])


queues = st.lists(st.tuples(st.integers(0, 4000), st.sampled_from(CREDITS)), min_size=1, max_size=40).map(
    lambda rows: [waiting(serial, second, credit) for serial, (second, credit) in enumerate(sorted(rows), start=1)]
)


def effective(ticket: Ticket) -> tuple[int, int, int]:
    """Return rank with the credit taken off."""
    at_us, seq, sub = ticket.leg.rank
    return at_us - ticket.leg.credit_s * 1_000_000, seq, sub


def line_of(tickets: list[Ticket]) -> Line:
    """Return a line in which all of them wait."""
    line = Line()
    for ticket in tickets:
        lines.enter(line, ticket, ticket.leg.opened_us)
    return line


@given(queues)
def test_people_ahead_equal_a_count_by_hand(tickets: list[Ticket]) -> None:
    """People ahead = tickets of the same queue with lower effective time."""
    line = line_of(tickets)
    for ticket in tickets:
        ahead = sum(effective(other) < effective(ticket) for other in tickets)
        assert lines.before(line, ticket.leg.rank, ticket.leg.credit_s) == ahead


@given(queues, st.integers(1, 6))
def test_the_nth_later_rank_is_the_nth_of_those_behind(tickets: list[Ticket], places: int) -> None:
    """Back N places means exactly N tickets later by rank."""
    line = line_of(tickets)
    for ticket in tickets:
        behind = sorted(it.leg.rank for it in tickets if it.leg.rank > ticket.leg.rank)
        assert lines.nth_later(line, ticket.leg.rank, places) == (behind[places - 1] if len(behind) >= places else None)


@given(queues)
def test_leaving_empties_the_line_and_closes_the_busy_time(tickets: list[Ticket]) -> None:
    """Busy time runs from the first who waits to the last who leaves."""
    line = line_of(tickets)
    for ticket in tickets:
        lines.leave(line, ticket, 5_000_000_000)
    assert (line.waiting, line.parts, line.busy_from_us) == (0, {}, None)
    assert line.busy_us == 5_000_000_000 - tickets[0].leg.opened_us


@given(queues)
def test_whom_a_call_passes_are_all_with_a_lower_rank(tickets: list[Ticket]) -> None:
    """The figure in the reason sentence is exact."""
    line = line_of(tickets)
    for ticket in tickets:
        assert lines.passed(line, ticket.leg.rank) == sum(it.leg.rank < ticket.leg.rank for it in tickets)


@given(st.lists(queues, max_size=3))
def test_in_turn_gives_all_lines_by_time_with_credit(several: list[list[Ticket]]) -> None:
    """As a sort of all of them would."""
    tickets = [ticket for one in several for ticket in one]

    assert list(lines.in_turn(map(line_of, several))) == [it.id for it in sorted(tickets, key=lambda it: (effective(it), it.id))]


def test_in_turn_leaves_out_who_waits_for_another_counter() -> None:
    """Who was sent to this very counter stands in the list like everybody."""
    tickets = [waiting(1, 10, 0), waiting(2, 20, 0), waiting(3, 30, 0)]
    tickets[0].leg.only, tickets[1].leg.only = "c2", "c1"

    assert list(lines.in_turn([line_of(tickets)], "c1")) == ["1.2", "1.3"]


@given(queues)
def test_a_line_keeps_since_when_each_waits(tickets: list[Ticket]) -> None:
    """Who is late is counted from it."""
    line = line_of(tickets)
    assert line.opened_us == sorted(ticket.leg.opened_us for ticket in tickets)
    for ticket in tickets[1:]:
        lines.leave(line, ticket, 5_000_000_000)
    assert line.opened_us == [tickets[0].leg.opened_us]
