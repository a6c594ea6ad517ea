# SPDX-License-Identifier: Apache-2.0
"""Runs: many numbers of one service from one kiosk within a short time, as one finger takes them."""

from collections.abc import Iterator

from msgspec import Struct

from hallserver.core.hall import Hall, Ticket

MOST = 200
"""So many tickets of a run can be taken back in one step."""


class Run(Struct, frozen=True, kw_only=True):
    """A run: who gave the numbers, of which service, how many, first and last, and those that still wait for their first call."""

    actor: str
    """As the journal names it, e.g. ``device:kiosk-1``."""
    service: str
    count: int
    first: str
    last: str
    from_us: int
    until_us: int
    waiting: tuple[str, ...]
    """Ids, oldest first, at most ``MOST``."""


def runs(hall: Hall, now_us: int) -> list[Run]:
    """Return today's runs of the last ``abuse.run_shown`` minutes of whose tickets one still waits, newest first."""
    least = hall.rules.whole("abuse.run_tickets")
    stretches = [it for it in _stretches(hall, now_us) if len(it) >= least]
    found = [run for run in map(_run, stretches) if run.waiting]
    return sorted(found, key=lambda run: run.until_us, reverse=True)


def _stretches(hall: Hall, now_us: int) -> Iterator[list[Ticket]]:
    """Give the tickets of each kiosk and service, cut where the gap is longer than a run's; newest first within each."""
    gap_us = int(hall.rules.number("abuse.run_gap") * 1_000_000)
    since_us = now_us - int(hall.rules.number("abuse.run_shown") * 60_000_000)
    growing: dict[tuple[str, str], list[Ticket]] = {}
    for ticket in reversed(hall.tickets.values()):
        if ticket.issued_us < since_us:
            break
        if ticket.channel != "kiosk":
            continue
        of = (ticket.actor, next(iter(ticket.legs[0].services), ""))
        stretch = growing.setdefault(of, [])
        if stretch and stretch[-1].issued_us - ticket.issued_us > gap_us:
            yield stretch
            growing[of] = [ticket]
        else:
            stretch.append(ticket)
    yield from growing.values()


def _run(newest_first: list[Ticket]) -> Run:
    tickets = newest_first[::-1]
    waiting = [ticket.id for ticket in tickets if ticket.state == "waiting" and ticket.legs[0].first_called_us is None]
    return Run(
        actor=tickets[0].actor,
        service=next(iter(tickets[0].legs[0].services), ""),
        count=len(tickets),
        first=tickets[0].label,
        last=tickets[-1].label,
        from_us=tickets[0].issued_us,
        until_us=tickets[-1].issued_us,
        waiting=tuple(waiting[:MOST]),
    )
