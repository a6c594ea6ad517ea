# SPDX-License-Identifier: Apache-2.0
"""When alarms begin and end by the clock, so that the journal has each once: what flickers is one alarm, not a hundred.

An alarm is raised when two looks in a row found it, and is over when none did for ``OVER_US``. One that somebody has acknowledged
is over at once: should it come again it must be loud.
"""

from collections.abc import Iterator

from hallserver.core.alarms import alarms
from hallserver.core.commands import Command, EndAlarm, RaiseAlarm
from hallserver.core.hall import Hall
from hallserver.core.rules_alarm import ended
from hallserver.dutywatch import due as duties

OVER_US = 60_000_000
"""An alarm that comes again sooner (a cable that is touched, a clerk who pauses twice) is still the same."""


class Told:
    """What the last looks found. In memory alone: a server that starts anew waits ``OVER_US`` before it ends anything."""

    def __init__(self) -> None:
        """Begin before the first look."""
        self._before: frozenset[str] = frozenset()
        """What the last look found."""
        self._last_us: dict[str, int] = {}
        """Raised alarm → when it was found last."""

    def with_duties(self, hall: Hall, now_us: int, since_us: int) -> Iterator[Command]:
        """Give what the clock has to do in a duty manager's place, then what is to be noted of alarms."""
        yield from duties(hall, now_us, since_us)
        yield from self.due(hall, now_us)

    def due(self, hall: Hall, now_us: int) -> Iterator[Command]:
        """Give what is to be noted now."""
        if hall.standard is None:
            return
        found = [it.id for it in alarms(hall, now_us)]
        over = ended(hall, now_us)
        again = {it for it in over if it in found}
        """Begun anew since they were noted: those that were noted are over."""
        self._last_us = {it: now_us if it in found else self._last_us.get(it, now_us) for it in hall.raised}
        yield from (EndAlarm(alarm=it) for it in over if it in again or self._is_over(hall, it, now_us))
        yield from (RaiseAlarm(alarm=it) for it in found if it in self._before and it not in hall.raised)
        self._before = frozenset(found)

    def _is_over(self, hall: Hall, alarm: str, now_us: int) -> bool:
        return alarm in hall.acknowledged or now_us - self._last_us[alarm] >= OVER_US
