# SPDX-License-Identifier: Apache-2.0
"""Runs: more numbers from one kiosk within a short time than visitors take, whatever the services, as one finger takes them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from msgspec import Struct

from hallserver.core.hall import Hall

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
    found = (_run(hall, kiosk, begin, end) for kiosk, begin, end in _dense(hall, now_us))
    return sorted((run for run in found if run.waiting), key=lambda run: run.until_us, reverse=True)


def in_runs(hall: Hall, now_us: int) -> frozenset[str]:
    """Return the ids of all numbers of those runs, also of what was called or voided since."""
    return frozenset(ticket for kiosk, begin, end in _dense(hall, now_us) for ticket in hall.given[kiosk].tickets[begin:end])


def _dense(hall: Hall, now_us: int) -> Iterator[tuple[str, int, int]]:
    """Give kiosk, first place and the place behind the last of each stretch of ``run_window`` windows with ``run_tickets``."""
    rules = hall.rules
    least, window_us = rules.whole("abuse.run_tickets"), int(rules.number("abuse.run_window") * 1_000_000)
    since_us = now_us - int(rules.number("abuse.run_shown") * 60_000_000)
    for kiosk, given in hall.given.items():
        for begin, end in stretches(given.at_us, bisect_left(given.at_us, since_us), least, window_us):
            yield kiosk, begin, end


def stretches(at_us: list[int], since: int, least: int, window_us: int) -> Iterator[tuple[int, int]]:
    """Give the stretches of sorted times, from a place on, in which windows with at least so many lie; windows that overlap are one.

    What lies within one window of a time is one step, and so is a gap.
    """
    begin = since
    while begin + least <= len(at_us):
        end = bisect_right(at_us, at_us[begin] + window_us, begin)
        if end - begin < least:
            begin = bisect_left(at_us, at_us[begin + least - 1] - window_us, begin)
            continue
        while (further := _overlapping(at_us, end, least, window_us)) is not None:
            end = further
        yield begin, end
        begin = end


def _overlapping(at_us: list[int], end: int, least: int, window_us: int) -> int | None:
    """Return where a window ends that begins before this end and goes beyond it; None: there is none."""
    for first in range(end - 1, end - least, -1):
        beyond = bisect_right(at_us, at_us[first] + window_us, end)
        if beyond - first >= least:
            return beyond
    return None


def _run(hall: Hall, kiosk: str, begin: int, end: int) -> Run:
    given = hall.given[kiosk]
    first, last = (hall.tickets[given.tickets[place]] for place in (begin, end - 1))
    return Run(
        actor=kiosk,
        services=tuple(given.services_between(begin, end)),
        count=end - begin,
        first=first.label,
        last=last.label,
        from_us=first.issued_us,
        until_us=last.issued_us,
        waiting=tuple(given.untouched_between(begin, end, MOST)),
    )
