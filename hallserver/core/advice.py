# SPDX-License-Identifier: Apache-2.0
"""Advice to open or close counters (开窗建议, 潮汐窗口): what it would do to the wait, which counter, and who is free. Advice only.

The wait of who comes now is (waiting + 1) ÷ call rate (``waiting.py``); with n open counters instead of the present ones the rate
goes with n, as if a further counter shared its time among queues like those that are open. A queue's *pressure* is the greatest of
waiting ÷ counters ÷ ``tidal.queue_per_window``, waiting ÷ ``tidal.queue_total`` and that wait ÷ the queue's target.

So that it does not flicker: another counter is advised from pressure 1 on, and further while somebody has waited longer than
the target and the pressure is above a half; one counter less only where the pressure would stay below a half without it and no
counter of the hall has changed for ``tidal.hold`` minutes. Nobody is advised to leave a queue without a counter of its own.
"""

from collections.abc import Iterator
from math import inf
from typing import Literal

from msgspec import Struct

from hallserver.core.catalog import CounterRow, QueueRow
from hallserver.core.dispatch import authorised, may_serve
from hallserver.core.hall import Hall
from hallserver.core.trainees import is_trainee, may_open
from hallserver.core.waiting import call_rate, owners_open

TRIGGER = 1.0
RELEASE = 0.5
"""Pressure at which a counter more is advised, and under which advice ends or a counter less is advised."""
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


def advice(hall: Hall, now_us: int) -> list[Advice]:
    """Return what is advised now, the most pressed queue first, to close last; nothing in a hall that is closed or stands still."""
    if hall.standard is None or not hall.open or hall.suspended:
        return []
    rows = [row for row in hall.catalog.queues.values() if not row.retired]
    opened = [(pressure(hall, row.slug, owners_open(hall, row.slug)), it) for row in rows if (it := _more(hall, row, now_us)) is not None]
    pressed = {it.queue for _, it in opened}
    more = [it for _, it in sorted(opened, key=lambda found: -found[0])]
    return [*more, *_fewer(hall, pressed, now_us)]


def expected_s(hall: Hall, queue: str, counters: int) -> float | None:
    """Return the mean wait in seconds of who comes now, were so many counters of its own open; None: nobody would call."""
    own = owners_open(hall, queue)
    per_counter = call_rate(hall, queue) / own if own else hall.rules.number("forecast.prior_rate")
    rate = per_counter * counters
    return (hall.line(queue).waiting + 1) / rate * 60 if rate > 0 else None


def pressure(hall: Hall, queue: str, counters: int) -> float:
    """Return how pressed the queue were with so many counters of its own; 0 where nobody waits, without end where nobody would serve."""
    waiting = hall.line(queue).waiting
    if not waiting:
        return 0.0
    wait_s = expected_s(hall, queue, counters)
    if wait_s is None:
        return inf
    per_window = waiting / counters / hall.rules.number("tidal.queue_per_window")
    return max(per_window, waiting / hall.rules.number("tidal.queue_total"), wait_s / hall.target_s(queue))


def _more(hall: Hall, row: QueueRow, now_us: int) -> Advice | None:
    """Return how many more counters this queue needs."""
    own, line = owners_open(hall, row.slug), hall.line(row.slug)
    now = pressure(hall, row.slug, own)
    late = bool(line.opened_us) and now_us - line.opened_us[0] > hall.target_s(row.slug) * _US
    if now < TRIGGER and not (late and now >= RELEASE):
        return None
    able = could_open(hall, row.slug)
    n = next((n for n in range(1, len(able)) if pressure(hall, row.slug, own + n) < TRIGGER), max(1, len(able)))
    return Advice(
        kind="open",
        queue=row.slug,
        n=n,
        waiting=line.waiting,
        now_s=_whole(expected_s(hall, row.slug, own)),
        then_s=_whole(expected_s(hall, row.slug, own + n)) if able else None,
        counters=tuple(it.slug for it in able[:NAMED]),
        people=tuple(free_for(hall, row.slug)[:NAMED]),
    )


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
            )
            return


def _can_spare(hall: Hall, queue: str, now_us: int) -> bool:
    """Tell whether the queue can do with one counter less, and no counter has changed for a while."""
    own = owners_open(hall, queue)
    settled_us = max(hall.opened_us, *(it.since_us for it in hall.counters.values()))
    held = now_us - settled_us >= hall.rules.number("tidal.hold") * 60 * _US
    calls = hall.line(queue).calls
    return own > 1 and held and calls > 0 and pressure(hall, queue, own - 1) < RELEASE


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)
