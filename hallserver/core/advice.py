# SPDX-License-Identifier: Apache-2.0
"""Advice to open or close counters (开窗建议, 潮汐窗口): what it would do to the wait, which counter, and who is free. Advice only.

The wait of who comes now is (waiting + 1) ÷ call rate (``waiting.py``); with n open counters instead of the present ones the rate
goes with n, as if a further counter shared its time among queues like those that are open. A queue's *pressure* is the greatest of
waiting ÷ counters ÷ ``tidal.queue_per_window``, waiting ÷ ``tidal.queue_total`` and that wait ÷ the queue's target.

So that it does not flicker: another counter is advised from pressure 1 on, and further while it is above a half and somebody has
waited longer than the target, or while it is above three quarters and was 1 within the last five minutes; one counter less only
where the pressure would have stayed below ``tidal.release`` without it for these five minutes and no counter of the hall has changed for
``tidal.hold`` minutes. How many waited is known from the last calls: just before each of them the line was at its longest.

A counter, or a person, is named once: what is opened for the most pressed queue relieves the others that it serves, and a further
counter for these is advised only where that is not enough. Nobody is advised to leave a queue without a counter of its own.
"""

from bisect import bisect_left
from collections.abc import Iterator
from math import inf
from typing import Literal

from msgspec import Struct

from hallserver.core.catalog import CounterRow
from hallserver.core.dispatch import authorised, may_serve
from hallserver.core.hall import Hall
from hallserver.core.plans import helping
from hallserver.core.trainees import is_trainee, may_open
from hallserver.core.waiting import call_rate, owners_open

TRIGGER = 1.0
HELD = 0.75
HALF = 0.5
"""Pressure at which a counter more is advised, and above which that goes on where it was so lately, and where somebody is late."""
STEADY_S = 300
"""So long a pressure counts on."""
NAMED = 4
"""So many counters and people are named."""
_US = 1_000_000


class Advice(Struct, frozen=True, kw_only=True):
    """Open or close ``n`` counters of a queue; waits in seconds of who comes now, None: cannot be told."""

    kind: Literal["open", "close"]
    queue: str
    n: int
    waiting: int
    now_s: int | None
    then_s: int | None
    counters: tuple[str, ...] = ()
    """Counters that could be opened or closed, the best first."""
    people: tuple[str, ...] = ()
    """Who is signed in, free, and may serve there."""
    idle: bool = False
    """Nobody is in hand at the counter to be closed: it can be closed at once."""
    plan: str = ""
    """Where no counter can be opened or nobody is free: the plan that lets others serve the queue; empty: there is none."""


def advice(hall: Hall, now_us: int) -> list[Advice]:
    """Return what is advised now, the most pressed queue first, to close last; nothing in a hall that is closed or stands still."""
    if hall.standard is None or not hall.open or hall.suspended:
        return []
    rows = [row for row in hall.catalog.queues.values() if not row.retired]
    pressed = [row.slug for row in rows if _is_pressed(hall, row.slug, now_us)]
    pressed.sort(key=lambda slug: -pressure(hall, slug, owners_open(hall, slug)))
    return [*_more(hall, pressed), *_fewer(hall, set(pressed), now_us)]


def expected_s(hall: Hall, queue: str, counters: int, *, waiting: int | None = None) -> float | None:
    """Return the mean wait in seconds of who comes now, were so many counters of its own open; None: nobody would call.

    ``waiting``: were so many waiting; without it those who wait.
    """
    people = hall.line(queue).waiting if waiting is None else waiting
    own = owners_open(hall, queue)
    per_counter = call_rate(hall, queue) / own if own else hall.rules.number("forecast.prior_rate")
    rate = per_counter * counters
    return (people + 1) / rate * 60 if rate > 0 else None


def pressure(hall: Hall, queue: str, counters: int, *, waiting: int | None = None) -> float:
    """Return how pressed the queue were with so many counters of its own; 0 where nobody waits, without end where nobody would serve.

    ``waiting``: were so many waiting; without it those who wait.
    """
    waiting = hall.line(queue).waiting if waiting is None else waiting
    if not waiting:
        return 0.0
    wait_s = expected_s(hall, queue, counters, waiting=waiting)
    if wait_s is None:
        return inf
    per_window = waiting / counters / hall.rules.number("tidal.queue_per_window")
    return max(per_window, waiting / hall.rules.number("tidal.queue_total"), wait_s / hall.target_s(queue))


def longest_lately(hall: Hall, queue: str, now_us: int) -> int:
    """Return how many waited at most within ``STEADY_S``, as far as the calls go that the hall remembers."""
    line, since_us = hall.line(queue), now_us - STEADY_S * _US
    most, called = line.waiting, set[str]()
    for call in hall.calls:  # newest first; of a number that was called again only the first call took it out of the line
        leg = hall.tickets[call.ticket].leg if call.ticket in hall.tickets else None
        if call.at_us < since_us:
            break
        if leg is not None and leg.queue == queue and leg.called_us is not None and leg.called_us >= since_us:
            called.add(call.ticket)
            most = max(most, len(called) + bisect_left(line.opened_us, leg.called_us))
    return most


def _is_pressed(hall: Hall, queue: str, now_us: int) -> bool:
    """Tell whether another counter is advised."""
    own, line = owners_open(hall, queue), hall.line(queue)
    now = pressure(hall, queue, own)
    late = bool(line.opened_us) and now_us - line.opened_us[0] > hall.target_s(queue) * _US
    if now >= TRIGGER or (late and now >= HALF):
        return True
    return now >= HELD and pressure(hall, queue, own, waiting=longest_lately(hall, queue, now_us)) >= TRIGGER


def _more(hall: Hall, pressed: list[str]) -> Iterator[Advice]:
    """Give how many more counters each of these queues needs, the most pressed first."""
    counters, people = set[str](), set[str]()
    for queue in pressed:
        own, able = owners_open(hall, queue), could_open(hall, queue)
        helped = sum(row.slug in counters for row in able)
        if helped and pressure(hall, queue, own + helped) < TRIGGER:
            continue
        able = [row for row in able if row.slug not in counters]
        free = [it for it in free_for(hall, queue) if it not in people]
        n = next((n for n in range(1, len(able)) if pressure(hall, queue, own + helped + n) < TRIGGER), max(1, len(able)))
        yield Advice(
            kind="open",
            queue=queue,
            n=n,
            waiting=hall.line(queue).waiting,
            now_s=_whole(expected_s(hall, queue, own)),
            then_s=_whole(expected_s(hall, queue, own + helped + n)) if able else None,
            counters=tuple(row.slug for row in able[:NAMED]),
            people=tuple(free[:NAMED]),
            plan="" if able and free else helping(hall, queue),
        )
        counters |= {row.slug for row in able[:n]}
        people |= set(free[:n])


def could_open(hall: Hall, queue: str) -> list[CounterRow]:
    """Return the closed counters that serve this queue: tidal ones first, for that is what they are for."""
    rows = [row for row in hall.catalog.counters.values() if not row.retired and queue in row.queues]
    closed = [row for row in rows if hall.counter(row.slug).state == "closed"]
    return sorted(closed, key=lambda row: (row.kind != "tidal", row.number))


def free_for(hall: Hall, queue: str) -> list[str]:
    """Return who is signed in, has no counter, may open one alone, and is authorised for something of this queue."""
    taken = {it.clerk for it in hall.counters.values() if it.clerk}
    services = [row.slug for row in hall.catalog.services.values() if row.queue == queue and not row.retired]
    found = []
    for slug in sorted(hall.signed_in.keys() - taken):
        person = hall.catalog.people.get(slug)
        if may_open(person) and not is_trainee(person) and any(may_serve(hall, authorised(hall, slug), it) for it in services):
            found.append(slug)
    return found


def _fewer(hall: Hall, pressed: set[str], now_us: int) -> Iterator[Advice]:
    """Give the one counter that could be closed, if any: of none that a pressed queue has. The next one only after ``tidal.hold``."""
    rows = [row for slug, it in hall.counters.items() if it.state == "open" and (row := hall.catalog.counters.get(slug)) is not None]
    spare = sorted(rows, key=lambda row: (row.kind != "tidal", bool(hall.counter(row.slug).ticket), -row.number))
    for row in spare:
        if row.queues and not pressed & set(row.queues) and all(_can_spare(hall, queue, now_us) for queue in row.queues):
            queue = max(row.queues, key=lambda it: hall.line(it).waiting)
            own = owners_open(hall, queue)
            yield Advice(
                kind="close",
                queue=queue,
                n=1,
                waiting=hall.line(queue).waiting,
                now_s=_whole(expected_s(hall, queue, own)),
                then_s=_whole(expected_s(hall, queue, own - 1)),
                counters=(row.slug,),
                idle=not hall.counter(row.slug).ticket,
            )
            return


def _can_spare(hall: Hall, queue: str, now_us: int) -> bool:
    """Tell whether the queue can do with one counter less, and no counter has changed for a while."""
    own = owners_open(hall, queue)
    settled_us = max(hall.opened_us, *(it.since_us for it in hall.counters.values()))
    held = now_us - settled_us >= hall.rules.number("tidal.hold") * 60 * _US
    calls = hall.line(queue).calls
    lately = longest_lately(hall, queue, now_us)
    below = hall.rules.number("tidal.release") / 100
    return own > 1 and held and calls > 0 and pressure(hall, queue, own - 1, waiting=lately) < below


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)
