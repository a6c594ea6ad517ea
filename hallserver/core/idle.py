# SPDX-License-Identifier: Apache-2.0
"""Counters that stand idle while somebody waits whom they could call: a clerk who has left forgets to pause.

``watch.idle_clerk`` minutes: the clerk is asked; ``watch.idle_duty``: the duty manager is told; ``watch.idle_pause``: the
counter is paused as unattended (``dutywatch.py``). The time counts from the clerk's last act, and only while there was
somebody to call and the hall was not suspended.
"""

from typing import Literal

from msgspec import Struct

from hallserver.core.dispatch import waiting_since
from hallserver.core.hall import Hall
from hallserver.core.suspension import went_on_us

Level = Literal["", "clerk", "duty", "pause"]
_LEVELS: tuple[tuple[Level, str], ...] = (("pause", "watch.idle_pause"), ("duty", "watch.idle_duty"), ("clerk", "watch.idle_clerk"))


class Idle(Struct, frozen=True, kw_only=True):
    """A counter that could call and does not: since when (UTC µs), and who is to be told by now; empty: nobody yet."""

    counter: str
    clerk: str
    since_us: int
    level: Level


def idle(hall: Hall, counter: str, now_us: int) -> Idle | None:
    """Return how long the counter has been idle with people waiting; None where it is at work, paused, or has nobody to call."""
    row, state = hall.catalog.counters.get(counter), hall.counter(counter)
    if row is None or state.state != "open" or state.ticket or not hall.open or hall.suspended or _may_undo(hall, counter, now_us):
        return None
    waiting_us = waiting_since(hall, row, state.clerk)
    if waiting_us is None:
        return None
    since_us = max(state.acted_us, state.since_us, state.changed_us, waiting_us, went_on_us(hall))
    return Idle(counter=counter, clerk=state.clerk, since_us=since_us, level=_level(hall, now_us - since_us))


def _level(hall: Hall, idle_us: int) -> Level:
    return next((level for level, key in _LEVELS if idle_us >= hall.rules.number(key) * 60_000_000), "")


def _may_undo(hall: Hall, counter: str, now_us: int) -> bool:
    """Tell whether the clerk's last act can still be taken back."""
    undoable = hall.counter(counter).undoable
    return undoable is not None and now_us - undoable[3] <= hall.rules.number("undo.window") * 1_000_000


def idle_counters(hall: Hall, now_us: int) -> list[Idle]:
    """Return the counters of which somebody is to be told by now, longest idle first.

    Whoever has just acted is not idle whoever waits, so in a busy hall no line is looked at.
    """
    latest_us = now_us - hall.rules.number("watch.idle_clerk") * 60_000_000
    quiet = [slug for slug, it in hall.counters.items() if it.state == "open" and max(it.acted_us, it.since_us, it.changed_us) <= latest_us]
    found = [it for slug in quiet if (it := idle(hall, slug, now_us)) is not None and it.level]
    return sorted(found, key=lambda it: it.since_us)
