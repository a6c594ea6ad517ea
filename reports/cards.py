# SPDX-License-Identifier: Apache-2.0
"""Cards to be printed and laid on the counter: keys, guide, power cut, and the pre-printed numbers that a power cut needs."""

from typing import Final

from msgspec import Struct

CARDS: Final = ("keys", "guide", "power-cut", "paper-numbers")
"""The cards that there are."""
SERIES: Final = range(1, 101)
"""The pre-printed numbers of one printing."""


class For(Struct, frozen=True, kw_only=True):
    """For which hall a card is made: its name, its letter of the pre-printed series, which of these numbers, the reader's language.

    ``digits``: least digits of a number, so that paper and screen say the same.
    """

    hall: str
    letter: str = "P"
    digits: int = 3
    numbers: range = SERIES
    language: str = "zh-Hans"


def card_of(name: str, it: For) -> bytes:
    """Return a card as PDF. Raises KeyError for a name that is not in ``CARDS``."""
    from reports.card_sheets import MAKERS  # noqa: PLC0415 -- what draws pages is loaded when the first one is asked for

    return MAKERS[name](it)
