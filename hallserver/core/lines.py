# SPDX-License-Identifier: Apache-2.0
"""The waiting tickets of a queue, kept so that every question costs O(parts · log waiting).

A part holds the tickets that differ only in rank: same group, credit, needs, counter and first service. Within a
part the order is by rank; across parts the credit is taken off the rank's time. Sorted lists with
``bisect`` measure better than any tree at the sizes of a hall (10,000 waiting: 2 µs an insert).
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from heapq import merge

from hallserver.core.hall import Leg, Line, Part, Rank, Ticket

SPOKEN_BY_ALL = frozenset({"zh-Hans", "zh-Hant"})
"""Visitors' languages in which every clerk serves: both read Chinese and hear Mandarin."""


def part_of(ticket: Ticket, leg: Leg) -> Part:
    """Return the part of its queue in which this leg waits."""
    service = leg.services[0] if leg.services else ""
    needs = ticket.needs
    language = ticket.language if "language" in needs and ticket.language not in SPOKEN_BY_ALL else ""
    return Part(leg.group, leg.credit_s, "mobility" in needs, leg.only, service, language)


def enter(line: Line, ticket: Ticket, at_us: int) -> None:
    """Let the ticket's open leg wait in this line from ``at_us`` on."""
    leg = ticket.leg
    leg.entered_us = at_us
    insort(line.parts.setdefault(part_of(ticket, leg), []), (leg.rank, ticket.id))
    insort(line.opened_us, leg.patient_until_us)
    line.waiting += 1
    if line.busy_from_us is None:
        line.busy_from_us = at_us


def leave(line: Line, ticket: Ticket, at_us: int) -> None:
    """Take the ticket's open leg out of the line."""
    leg = ticket.leg
    part = part_of(ticket, leg)
    waiting = line.parts[part]
    del waiting[bisect_left(waiting, (leg.rank, ticket.id))]
    if not waiting:
        del line.parts[part]
    del line.opened_us[bisect_left(line.opened_us, leg.patient_until_us)]
    line.waiting -= 1
    if line.waiting == 0 and line.busy_from_us is not None:
        line.busy_us += max(0, at_us - line.busy_from_us)
        line.busy_from_us = None


def before(line: Line, rank: Rank, credit_s: int) -> int:
    """Count who waits with a lower effective time than this rank with this credit."""
    at_us, seq, sub = rank
    key_us = at_us - credit_s * 1_000_000
    return sum(bisect_left(waiting, ((key_us + part.credit_s * 1_000_000, seq, sub), "")) for part, waiting in line.parts.items())


def passed(line: Line, rank: Rank) -> int:
    """Count who waits with a lower rank, whatever their credit: whom a call of this rank passes."""
    return sum(bisect_left(waiting, (rank, "")) for waiting in line.parts.values())


def those_before(line: Line, rank: Rank) -> Iterator[str]:
    """Give who waits with a lower rank, whatever their credit: those whom a call of this rank passes."""
    for waiting in line.parts.values():
        for entry in waiting[: bisect_left(waiting, (rank, ""))]:
            yield entry[1]


def nth_later(line: Line, rank: Rank, places: int) -> Rank | None:
    """Return the rank of the ``places``-th waiting ticket behind this rank; None when fewer wait there."""
    later: list[Rank] = []
    for waiting in line.parts.values():
        start = bisect_left(waiting, (rank, "￿"))
        later.extend(entry[0] for entry in waiting[start : start + places])
    return sorted(later)[places - 1] if len(later) >= places else None


def nth_behind(line: Line, leg: Leg, places: int) -> tuple[Rank, int] | None:
    """Return where the last of the next ``places`` behind a waiting leg stands, and how many those are; None: nobody is behind it.

    The order is that of time with credit, as visitors are told their place; the rank is a place in that order.
    """
    at_us, seq, sub = leg.rank
    key_us = at_us - leg.credit_s * 1_000_000
    later: list[Rank] = []
    for part, waiting in line.parts.items():
        credit_us = part.credit_s * 1_000_000
        start = bisect_left(waiting, ((key_us + credit_us, seq, sub), "￿"))
        later.extend((rank[0] - credit_us, rank[1], rank[2]) for rank, _ in waiting[start : start + places])
    later = sorted(later)[:places]
    return (later[-1], len(later)) if later else None


def in_turn(lines: Iterable[Line], counter: str = "") -> Iterator[str]:
    """Give the tickets of these lines in the order of time with credit; those for another counter than this one are left out."""
    parts = (_with_credit(waiting, part.credit_s) for it in lines for part, waiting in it.parts.items() if part.only in ("", counter))
    return (ticket for _, ticket in merge(*parts))


def _with_credit(waiting: list[tuple[Rank, str]], credit_s: int) -> Iterator[tuple[Rank, str]]:
    credit_us = credit_s * 1_000_000
    return (((at_us - credit_us, seq, sub), ticket) for (at_us, seq, sub), ticket in waiting)
