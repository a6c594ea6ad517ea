# SPDX-License-Identifier: Apache-2.0
"""Runs: more numbers from one kiosk within a short time than visitors take, whatever the services, as one finger takes them."""

from collections.abc import Iterator

from msgspec import Struct

from hallserver.core.hall import Hall, Ticket

MOST = 200
"""So many tickets of a run can be taken back in one step."""


class Run(Struct, frozen=True, kw_only=True):
    """A run: who gave the numbers, of which services, how many, first and last, and those that still wait for their first call."""

    actor: str
    """As the journal names it, e.g. ``device:kiosk-1``."""
    services: tuple[str, ...]
    """Each once, in the order in which they were first taken."""
    count: int
    first: str
    last: str
    from_us: int
    until_us: int
    waiting: tuple[str, ...]
    """Ids, oldest first, at most ``MOST``."""


def runs(hall: Hall, now_us: int) -> list[Run]:
    """Return today's runs of the last ``abuse.run_shown`` minutes of whose tickets one still waits, newest first."""
    found = [run for run in map(_run, _dense(hall, now_us)) if run.waiting]
    return sorted(found, key=lambda run: run.until_us, reverse=True)


def in_runs(hall: Hall, now_us: int) -> frozenset[str]:
    """Return the ids of all numbers of those runs, also of what was called or voided since."""
    return frozenset(ticket.id for tickets in _dense(hall, now_us) for ticket in tickets)


def _dense(hall: Hall, now_us: int) -> Iterator[list[Ticket]]:
    """Give the numbers of each kiosk that lie in windows of ``run_window`` with at least ``run_tickets``; windows that overlap are one."""
    least = hall.rules.whole("abuse.run_tickets")
    window_us = int(hall.rules.number("abuse.run_window") * 1_000_000)
    for tickets in _by_kiosk(hall, now_us).values():
        begin = end = 0
        for last in range(least - 1, len(tickets)):
            first = last - least + 1
            if tickets[last].issued_us - tickets[first].issued_us > window_us:
                continue
            if first >= end:
                if end:
                    yield tickets[begin:end]
                begin = first
            end = last + 1
        if end:
            yield tickets[begin:end]


def _by_kiosk(hall: Hall, now_us: int) -> dict[str, list[Ticket]]:
    """Return what each kiosk gave in the last ``run_shown`` minutes, oldest first."""
    since_us = now_us - int(hall.rules.number("abuse.run_shown") * 60_000_000)
    given: dict[str, list[Ticket]] = {}
    for ticket in reversed(hall.tickets.values()):
        if ticket.issued_us < since_us:
            break
        if ticket.channel == "kiosk":
            given.setdefault(ticket.actor, []).append(ticket)
    return {kiosk: newest_first[::-1] for kiosk, newest_first in given.items()}


def _run(tickets: list[Ticket]) -> Run:
    waiting = [ticket.id for ticket in tickets if ticket.state == "waiting" and ticket.legs[0].first_called_us is None]
    return Run(
        actor=tickets[0].actor,
        services=tuple(dict.fromkeys(service for ticket in tickets for service in ticket.legs[0].services[:1])),
        count=len(tickets),
        first=tickets[0].label,
        last=tickets[-1].label,
        from_us=tickets[0].issued_us,
        until_us=tickets[-1].issued_us,
        waiting=tuple(waiting[:MOST]),
    )
