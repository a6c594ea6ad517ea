# SPDX-License-Identifier: Apache-2.0
"""Quiet hours: when nothing is spoken that is no emergency."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
_MOST = 10
"""Spans that a day may have."""


class BadQuiet(Exception):
    """The text names no quiet hours."""


class Quiet(Struct, frozen=True):
    """Spans of the day in minutes from midnight, each from its first minute until before its second; one may go past midnight."""

    spans: tuple[tuple[int, int], ...] = ()

    def holds(self, at_us: int, zone: str) -> bool:
        """Tell whether it is quiet at this time (UTC, µs) in this IANA zone."""
        if not self.spans:
            return False
        here = datetime.fromtimestamp(at_us // 1_000_000, tz=UTC).astimezone(ZoneInfo(zone))
        minute = here.hour * 60 + here.minute
        return any(begin <= minute < end if begin < end else minute >= begin or minute < end for begin, end in self.spans)


def read_quiet(text: str) -> Quiet:
    """Return the quiet hours that a text names: empty, or ``12:00-13:30,22:00-06:00``.

    Raises BadQuiet for any other form, and for a span without length.
    """
    if not text.strip():
        return Quiet()
    spans = []
    for part in text.split(","):
        found = _SPAN.fullmatch(part.strip())
        if found is None:
            raise BadQuiet(part)
        begin_h, begin_min, end_h, end_min = map(int, found.groups())
        begin, end = begin_h * 60 + begin_min, end_h * 60 + end_min
        if begin == end:
            raise BadQuiet(part)
        spans.append((begin, end))
    if len(spans) > _MOST:
        raise BadQuiet(text)
    return Quiet(tuple(spans))
