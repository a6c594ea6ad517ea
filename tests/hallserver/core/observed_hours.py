# SPDX-License-Identifier: Apache-2.0
"""What a hall does under a standard about hours, shifts and caps: each function plays a little and returns what people would notice."""

from hallserver.core import commands as c
from hallserver.core.asking import Holder
from hallserver.core.errors import Conflict
from hallserver.core.shifts import due_now
from tests.support import GUIDE, KIOSK, MINUTE_US, NINE_US, SMALL_HALL, Play

_HOURS = {"hall": [SMALL_HALL["hall"][0] | {"hours": {"1": ["09:00-17:00"]}}]}


def kiosk_begins(text: str) -> object:
    """Return how many minutes before nine, by the hall's hours, a kiosk gives its first number."""
    play = Play(SMALL_HALL | _HOURS, standard=text)
    for minutes in range(130, 0, -1):
        play.now_us = NINE_US - minutes * MINUTE_US
        try:
            play.ask(c.TakeTicket(services=("seniors",)), KIOSK)
        except Conflict:
            continue
        return minutes
    return 0


def numbers_of_one_person(text: str) -> object:
    """Return how many numbers of one queue one person gets."""
    play = Play(standard=text)
    refs = frozenset(f"r{n}" for n in range(12))
    for n in range(12):
        try:
            play.take(by=GUIDE, id_number=Holder(c.Sealed(ref=f"r{n}", digest="d"), refs))
        except Conflict:
            return n
    return 12


def missed_after(text: str) -> object:
    """Return after how many minutes a counter that its shift has open is missed."""
    shift = {"slug": "day", "names": {"zh-Hans": "白班"}, "counters": {"c1": ""}}
    play = Play(SMALL_HALL | _HOURS | {"shifts": [shift]}, standard=text)
    return next((n for n in range(70) if due_now(play.hall, NINE_US + n * MINUTE_US)), None)
