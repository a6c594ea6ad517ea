# SPDX-License-Identifier: Apache-2.0
"""Spans of time against the same arithmetic done moment by moment."""

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from reports import spans
from reports.spans import HALF_HOUR_US, Span

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda it: (it[0], it[0] + it[1])), max_size=12)


def moments(found: list[Span]) -> set[int]:
    """Return every moment that lies in one of the spans."""
    return {moment for start, end in found for moment in range(start, end)}


@given(SPANS, SPANS)
def test_spans_do_what_sets_of_moments_do(left: list[Span], right: list[Span]) -> None:
    """Idle time is open time minus time in hand, where somebody waits: all three must be right."""
    one, other = spans.union(left), spans.union(right)

    assert moments(one) == moments(left)
    assert spans.length_us(one) == len(moments(left))
    assert moments(spans.common(one, other)) == moments(left) & moments(right)
    assert moments(spans.without(one, other)) == moments(left) - moments(right)


@given(SPANS)
def test_the_highest_number_is_that_of_one_moment(found: list[Span]) -> None:
    """Two who follow one another at the same moment never waited together."""
    scaled = [(start * 60_000_000, end * 60_000_000) for start, end in found]
    starts = [0, HALF_HOUR_US, 2 * HALF_HOUR_US]
    brute = [max(sum(start <= minute < end for start, end in found) for minute in range(at, at + 30)) for at in (0, 30, 60)]

    assert spans.highest(scaled, starts) == brute


def test_half_hours_are_those_of_the_place() -> None:
    """A zone of a quarter hour, and the night on which a clock goes back, have half hours too."""
    for name, text, start in (
        ("Asia/Kathmandu", "2026-03-02T09:44", "2026-03-02T09:30"),
        ("Europe/Warsaw", "2026-10-25T02:59", "2026-10-25T02:30"),
        ("Asia/Shanghai", "2026-03-02T00:00", "2026-03-02T00:00"),
    ):
        at_us, start_us = (
            int(datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(name)).timestamp()) * 1_000_000 for moment in (text, start)
        )
        assert spans.half_hour_us(at_us, ZoneInfo(name)) == start_us


def test_nothing_is_left_of_nothing() -> None:
    """An empty day must not fail."""
    assert spans.union([(5, 5)]) == spans.without([], [(1, 2)]) == spans.common([], [(1, 2)]) == []
    assert spans.highest([], [0]) == [0]
