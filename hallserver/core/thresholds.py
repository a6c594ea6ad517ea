# SPDX-License-Identifier: Apache-2.0
"""Figures of the hall against their thresholds: wait, service, idle counters, walk, queues, ratings, the share of priority.

Every figure has a value from which on it is warned of and one from which on it is critical, both of the standard (``watch.*``,
``wait.promise_max``, ``prio.share_notice``). One that was raised lasts until the figure has come back to ``watch.release`` per cent
of its threshold: a line of nine, ten, nine, ten people is one alarm.
"""

from bisect import bisect_left
from collections.abc import Iterator

from msgspec import Struct, field

from hallserver.core.alarm import Alarm, Level, Of, alarm_id
from hallserver.core.hall import Hall
from hallserver.core.happening import Arg
from hallserver.core.idle import idle_counters
from hallserver.core.suspension import suspended_us
from hallserver.core.waiting import owners_open

UNHURRIED: frozenset[str] = frozenset({"batch"})
"""Kinds of counters at which one number stands for many cases: how long it takes says nothing."""
_MIN_US = 60_000_000


class Measure(Struct, frozen=True, kw_only=True):
    """A figure and its thresholds, all in one unit; with ``falls`` the lower one is the worse."""

    key: str
    value: float
    warn: float
    critical: float
    of: Of = ""
    slug: str = ""
    args: dict[str, Arg] = field(default_factory=dict)
    since_us: int | None = None
    falls: bool = False

    def beyond(self, threshold: float, eased: float = 1.0) -> bool:
        """Tell whether the figure is as bad as this threshold; ``eased`` < 1: or was, and has not come back so far yet."""
        return self.value < threshold / eased if self.falls else self.value >= threshold * eased


def over_thresholds(hall: Hall, now_us: int) -> Iterator[Alarm]:
    """Give an alarm for every figure that is beyond a threshold, or was raised and has not come back far enough."""
    for measure in _measures(hall, now_us):
        level = _level(hall, measure)
        if level is not None:
            limit = measure.critical if level == "critical" else measure.warn
            args: dict[str, Arg] = {**measure.args, "limit": round(limit)}
            since_us = _since_us(hall, measure, level)
            yield Alarm(key=measure.key, level=level, of=measure.of, slug=measure.slug, args=args, since_us=since_us)
    yield from _idle(hall, now_us)
    if hall.open:
        yield from _priority(hall)


def _since_us(hall: Hall, it: Measure, level: Level) -> int | None:
    """Return since when it lasts: a queue's trouble goes on while one visitor after the other is its first."""
    if it.of != "queue" or it.since_us is None:
        return it.since_us
    return min(it.since_us, hall.raised.get(alarm_id(it.key, level, it.of, it.slug), it.since_us))


def _level(hall: Hall, it: Measure) -> Level | None:
    eased = hall.rules.number("watch.release") / 100
    limits: tuple[tuple[Level, float], ...] = (("critical", it.critical), ("warning", it.warn))
    for level, limit in limits:
        raised = alarm_id(it.key, level, it.of, it.slug) in hall.raised
        if it.beyond(limit, eased if raised else 1.0):
            return level
    return None


def _measures(hall: Hall, now_us: int) -> Iterator[Measure]:
    yield from _waits(hall, now_us)
    if not hall.open or hall.suspended:
        return
    yield from _services(hall, now_us)
    yield from _walks(hall, now_us)
    yield from _queues(hall)
    yield from _ratings(hall)


def wait_limits_us(hall: Hall, queue: str) -> tuple[float, float]:
    """Return from which wait (µs) on a queue is warned of, never later than at ``wait.promise_max``, and from which it is critical."""
    target_us, rules = hall.target_s(queue) * 1_000_000, hall.rules
    warn_us = min(target_us * rules.number("watch.wait_warn") / 100, rules.number("wait.promise_max") * _MIN_US)
    return warn_us, max(warn_us, target_us * rules.number("watch.wait_critical") / 100)


def _waits(hall: Hall, now_us: int) -> Iterator[Measure]:
    """Give who has waited longest in each queue."""
    for slug, row in hall.catalog.queues.items():
        opened_us = hall.line(slug).opened_us
        if not opened_us:
            continue
        longest_us = now_us - opened_us[0]
        warn_us, critical_us = wait_limits_us(hall, slug)
        late = bisect_left(opened_us, now_us - hall.target_s(slug) * 1_000_000)
        yield Measure(
            key="late",
            of="queue",
            slug=slug,
            value=(longest_us - 1) / _MIN_US,  # late is who has waited longer than that, not just so long
            warn=warn_us / _MIN_US,
            critical=critical_us / _MIN_US,
            args={"letter": row.letter, "count": late, "minutes": longest_us // _MIN_US},
            since_us=opened_us[0],
        )


def _services(hall: Hall, now_us: int) -> Iterator[Measure]:
    """Give how long each counter has been serving the visitor there, holds and suspensions left out."""
    rules = hall.rules
    for slug, state in hall.counters.items():
        row, ticket = hall.catalog.counters.get(slug), hall.tickets.get(state.ticket)
        if row is None or row.kind in UNHURRIED or ticket is None or ticket.state != "serving" or ticket.leg.started_us is None:
            continue
        since_us = ticket.leg.started_us
        took_us = now_us - since_us - ticket.leg.held_us - suspended_us(hall, since_us, now_us)
        yield Measure(
            key="service-long",
            of="counter",
            slug=slug,
            value=took_us / _MIN_US,
            warn=rules.number("watch.service_warn"),
            critical=rules.number("watch.service_critical"),
            args={"ticket": ticket.label, "minutes": max(0, took_us) // _MIN_US},
            since_us=since_us,
        )


def _walks(hall: Hall, now_us: int) -> Iterator[Measure]:
    """Give visitors called whose clerk has neither begun nor marked them absent: with a hand not empty no counter is idle.

    Only of clerks who press start today: for others being called is being served.
    """
    for _, _, ticket, label in hall.live["called"]:
        leg = hall.tickets[ticket].leg
        facts, called_us = hall.watched.get(leg.clerk), leg.called_us or now_us
        if facts is None or not facts.starts:
            continue
        stood_us = now_us - max(called_us, hall.counter(leg.counter).acted_us) - leg.on_way_s * 1_000_000
        yield Measure(
            key="not-begun",
            of="counter",
            slug=leg.counter,
            value=stood_us / _MIN_US,
            warn=hall.rules.number("watch.walk_warn"),
            critical=hall.rules.number("watch.walk_critical"),
            args={"ticket": label, "minutes": (now_us - called_us) // _MIN_US},
            since_us=called_us,
        )


def _queues(hall: Hall) -> Iterator[Measure]:
    """Give how many wait for each open counter of a queue, and in the whole hall; a queue without a counter is told elsewhere."""
    rules = hall.rules
    for slug, row in hall.catalog.queues.items():
        waiting, counters = hall.line(slug).waiting, owners_open(hall, slug)
        if waiting and counters:
            yield Measure(
                key="crowded",
                of="queue",
                slug=slug,
                value=waiting / counters,
                warn=rules.number("watch.per_counter_warn"),
                critical=rules.number("watch.per_counter_critical"),
                args={"letter": row.letter, "waiting": waiting, "counters": counters},
            )
    waiting = len(hall.live["waiting"])
    warn, critical = rules.number("watch.total_warn"), rules.number("watch.total_critical")
    yield Measure(key="crowd", value=waiting, warn=warn, critical=critical, args={"waiting": waiting})


def _ratings(hall: Hall) -> Iterator[Measure]:
    """Give which share of today's rateable visits was rated, once there were enough of them to say so."""
    rules, rateable, rated = hall.rules, hall.tally.rateable, sum(hall.tally.stars.values())
    if rateable >= rules.number("watch.rating_least"):
        share = 100 * rated / rateable
        yield Measure(
            key="ratings-few",
            value=share,
            warn=rules.number("watch.rating_warn"),
            critical=rules.number("watch.rating_critical"),
            args={"rated": rated, "rateable": rateable, "share": int(share)},
            falls=True,
        )


def _idle(hall: Hall, now_us: int) -> Iterator[Alarm]:
    """Give counters that could call somebody and do not: first their clerk is asked, then it is warned of, then critical."""
    for it in idle_counters(hall, now_us):
        minutes = (now_us - it.since_us) // _MIN_US
        level: Level = "note" if it.level == "clerk" else "critical" if minutes >= hall.rules.number("watch.idle_critical") else "warning"
        yield Alarm(key="idle", level=level, of="counter", slug=it.counter, args={"minutes": minutes}, since_us=it.since_us)


def priority_waiting(hall: Hall) -> int:
    """Return how many wait with a priority of their own; booked, returned and transferred visitors are none of them."""
    groups = {slug for slug, group in hall.rules.groups.items() if group.declarable}
    lines = (line for line in hall.lines.values() if line.waiting)
    return sum(len(waiting) for line in lines for part, waiting in line.parts.items() if part.group in groups)


def _priority(hall: Hall) -> Iterator[Alarm]:
    """Give a notice when so many have priority that it is worth little to them, and others wait for it."""
    rules, waiting = hall.rules, len(hall.live["waiting"])
    if waiting < rules.number("prio.share_least"):
        return
    count = priority_waiting(hall)
    limit = rules.number("prio.share_notice")
    eased = rules.number("watch.release") / 100 if alarm_id("priority-share", "note") in hall.raised else 1.0
    if count * 100 > waiting * limit * eased:
        args: dict[str, Arg] = {"count": count, "waiting": waiting, "share": count * 100 // waiting, "limit": round(limit)}
        yield Alarm(key="priority-share", level="note", args=args)
