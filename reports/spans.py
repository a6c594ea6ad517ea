# SPDX-License-Identifier: Apache-2.0
"""Arithmetic of time spans: lists of half-open (from_us, until_us), and the half hours of a place.

``union`` gives sorted spans that neither touch nor overlap; the other functions take such lists.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

Span = tuple[int, int]
HALF_HOUR_US = 1800 * 1_000_000


def union(spans: Iterable[Span]) -> list[Span]:
    """Return the same time as sorted spans that neither touch nor overlap; empty ones vanish."""
    joined: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def common(left: Sequence[Span], right: Sequence[Span]) -> list[Span]:
    """Return the time that is in both."""
    both: list[Span] = []
    i = j = 0
    while i < len(left) and j < len(right):
        start, end = max(left[i][0], right[j][0]), min(left[i][1], right[j][1])
        if start < end:
            both.append((start, end))
        if left[i][1] <= right[j][1]:
            i += 1
        else:
            j += 1
    return both


def without(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """Return the time that is in ``spans`` and not in ``taken``."""
    if not spans:
        return []
    gaps: list[Span] = []
    at = spans[0][0]
    for start, end in taken:
        gaps.append((at, start))
        at = max(at, end)
    gaps.append((at, max(at, spans[-1][1])))
    return common(spans, union(gaps))


def length_us(spans: Iterable[Span]) -> int:
    """Return the sum of the spans in microseconds."""
    return sum(end - start for start, end in spans)


def half_hour_us(at_us: int, zone: tzinfo) -> int:
    """Return the start of the local half hour in which a moment lies."""
    moment = datetime.fromtimestamp(at_us // 1_000_000, zone)
    offset = moment.utcoffset()
    offset_us = int(offset.total_seconds()) * 1_000_000 if offset else 0
    return (at_us + offset_us) // HALF_HOUR_US * HALF_HOUR_US - offset_us


def highest(spans: Iterable[Span], starts: Sequence[int]) -> list[int]:
    """Return for each half hour the largest number of spans that held at one moment of it.

    ``starts`` are the half hours' starts in microseconds, consecutive and in order.
    """
    changes = sorted(change for start, end in spans if start < end for change in ((start, 1), (end, -1)))
    tops: list[int] = []
    running = at = 0
    for start in starts:
        while at < len(changes) and changes[at][0] <= start:
            running += changes[at][1]
            at += 1
        top = running
        while at < len(changes) and changes[at][0] < start + HALF_HOUR_US:
            running += changes[at][1]
            at += 1
            top = max(top, running)
        tops.append(top)
    return tops
