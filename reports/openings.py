# SPDX-License-Identifier: Apache-2.0
"""When a hall was open, whatever has been set up since: published hours, lunch and evening are those of the day, not today's."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from msgspec import structs

from hallserver.core.hall_row import SpecialDay
from reports.names import HallNames
from reports.spells import Spells

Hours = tuple[Mapping[str, tuple[str, ...]], Mapping[str, SpecialDay], Spells]
"""Hours by kind of day, the dates on which they are otherwise, and when lunch and evening are: see ``HallNames``."""


class Openings(NamedTuple):
    """A hall's names as they are now, and with the hours that it had before they changed."""

    now: HallNames
    then: tuple[tuple[str, HallNames], ...] = ()
    """Up to which business day (ISO) they were such; in order, the last of them before the hours of now."""

    def on(self, day: str) -> HallNames:
        """Return the names with the hours of a date; of one that nobody closed those of the next that was closed."""
        return next((names for last, names in self.then if day <= last), self.now)


def openings(now: HallNames, closed: Iterable[tuple[str, Hours]]) -> Openings:
    """Return the openings of a hall, out of the hours at the close of its business days, in order."""
    spells = [(hours, max(day for day, _ in days)) for hours, days in groupby(closed, key=itemgetter(1))]
    if spells and spells[-1][0] == (now.hours, now.special, now.times):
        spells.pop()
    then = ((last, structs.replace(now, hours=hours, special=special).under(times)) for (hours, special, times), last in spells)
    return Openings(now, tuple(then))
