# SPDX-License-Identifier: Apache-2.0
"""What reports keep of the hall as a whole: when it stood still, which counters should be open, and one that came into other hands."""

from collections.abc import Callable, Iterator
from typing import Any

from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard
from hallserver.core.profile import compose

_Statements = Iterator[tuple[str, tuple[Any, ...]]]

_STANDARD = "INSERT INTO standard (epoch, seq, at_us, hash, good_min) VALUES (?,?,?,?,?)"
SHIPPED_GOOD_MIN = 3
"""基本满意 counts as satisfied, where a standard does not say otherwise."""
_PLANNED = "INSERT INTO planned_span (day, counter, from_us, until_us) VALUES (?,?,?,?)"
_SUSPENDED = "INSERT INTO suspension (epoch, seq, day, reason, from_us) VALUES (?,?,?,?,?)"
_STOOD_STILL = (
    "UPDATE leg SET suspended_us=suspended_us+max(0,?-max(opened_us,"
    "(SELECT max(from_us) FROM suspension WHERE day=? AND until_us IS NULL)))"
    " WHERE day=? AND state='waiting' AND first_called_us IS NULL"
)
"""Nobody is called while the hall stands still, so whoever waits at its end has waited all through it, or since the leg was opened."""
_WENT_ON = "UPDATE suspension SET until_us=? WHERE day=? AND until_us IS NULL"
_OTHER_SPAN = (
    "INSERT INTO counter_span (epoch, seq, day, counter, clerk, state, reason, from_us)"
    " SELECT ?, ?, day, counter, ?, state, reason, ? FROM counter_span WHERE day=? AND counter=? AND until_us IS NULL"
)
_SPAN_ENDED = "UPDATE counter_span SET until_us=? WHERE day=? AND counter=? AND until_us IS NULL AND (epoch, seq) <> (?, ?)"
_OTHER_HAND = (
    "INSERT INTO hand (epoch, seq, day, counter, clerk, ticket, leg, from_us)"
    " SELECT ?, ?, day, counter, ?, ticket, leg, ? FROM hand WHERE day=? AND counter=? AND until_us IS NULL"
)
_HAND_ENDED = "UPDATE hand SET until_us=? WHERE day=? AND counter=? AND until_us IS NULL AND (epoch, seq) <> (?, ?)"
_OTHER_CLERK = (
    "UPDATE leg SET clerk=? WHERE day=? AND counter=? AND clerk=? AND ended_us IS NULL AND state IN ('called','serving','held','waiting')"
)


def _adopted(entry: e.Entry, it: e.StandardAdopted) -> _Statements:
    yield _STANDARD, (entry.epoch, entry.seq, entry.at_us, it.hash, good_min(it))


def good_min(it: e.Event) -> int:
    """Return from how many stars on an adopted standard counts a rating as satisfied; of one that cannot be read, the shipped one's."""
    assert isinstance(it, e.StandardAdopted)
    try:
        return compose(it.text, it.layers, it.on).whole("eval.good_min")
    except AgainstStandard:
        return SHIPPED_GOOD_MIN


def _suspended(entry: e.Entry, it: e.HallSuspended) -> _Statements:
    yield _SUSPENDED, (entry.epoch, entry.seq, entry.day, it.reason, entry.at_us)


def _resumed(entry: e.Entry, _: e.HallResumed) -> _Statements:
    yield _STOOD_STILL, (entry.at_us, entry.day, entry.day)
    yield went_on(entry)


def went_on(entry: e.Entry) -> tuple[str, tuple[Any, ...]]:
    """Return what ends a suspension, if there is one: the day's end does, too."""
    return _WENT_ON, (entry.at_us, entry.day)


def _openings_planned(entry: e.Entry, it: e.OpeningsPlanned) -> _Statements:
    for counter, spans in it.spans.items():
        for from_us, until_us in spans:
            yield _PLANNED, (entry.day, counter, from_us, until_us)


def _handed_over(entry: e.Entry, it: e.CounterHandedOver) -> _Statements:
    """Split the counter's open span, and the time in hand of a ticket there, between the two clerks."""
    key = (entry.epoch, entry.seq)
    for begin, end in ((_OTHER_SPAN, _SPAN_ENDED), (_OTHER_HAND, _HAND_ENDED)):
        yield begin, (*key, it.to, entry.at_us, entry.day, it.counter)
        yield end, (entry.at_us, entry.day, it.counter, *key)
    yield _OTHER_CLERK, (it.to, entry.day, it.counter, it.clerk)


PROJECT: dict[type[e.Event], Callable[[e.Entry, Any], _Statements]] = {
    e.StandardAdopted: _adopted,
    e.HallSuspended: _suspended,
    e.HallResumed: _resumed,
    e.OpeningsPlanned: _openings_planned,
    e.CounterHandedOver: _handed_over,
}
"""Event → its statements."""
