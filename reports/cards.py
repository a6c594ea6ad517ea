# SPDX-License-Identifier: Apache-2.0
"""What is printed for a hall: cards for keys, guide and power cut, the numbers that a power cut needs, and the counters' door signs."""

from typing import Final, Literal

from msgspec import Struct

from hallserver.core.row import Names
from hallserver.core.theme import Theme

CARDS: Final = ("keys", "guide", "power-cut", "paper-numbers", "door-signs")
"""The cards that there are."""
SERIES: Final = range(1, 101)
"""The pre-printed numbers of one printing."""


class Sign(Struct, frozen=True, kw_only=True):
    """What stands on the sign of one counter."""

    number: int
    names: Names = {}
    """The counter's name; empty where it says no more than the number does."""
    place: Names = {}
    """Its zone."""
    room: str = ""
    queues: tuple[tuple[str, Names], ...] = ()
    """(letter, name) of its own queues."""
    accessible: bool = False


class For(Struct, frozen=True, kw_only=True):
    """For which hall a card is made: its name, its letter of the pre-printed series, which of these numbers, the reader's language.

    ``digits``: least digits of a number, so that paper and screen say the same.
    """

    hall: str
    letter: str = "P"
    digits: int = 3
    numbers: range = SERIES
    language: str = "zh-Hans"
    hall_english: str = ""
    theme: Theme = Theme()
    signs: tuple[Sign, ...] = ()
    """The counters, for their door signs."""
    paper: Literal["A4", "A3"] = "A4"
    """For door signs."""


def card_of(name: str, it: For) -> bytes:
    """Return a card as PDF. Raises KeyError for a name that is not in ``CARDS``."""
    from reports.card_sheets import MAKERS  # noqa: PLC0415 -- what draws pages is loaded when the first one is asked for

    return MAKERS[name](it)
