# SPDX-License-Identifier: Apache-2.0
"""What the keys of a keypad or cabled rater may mean. A raw key that a device's map does not name means nothing."""

from collections.abc import Iterable
from typing import Final

DIGITS: Final[dict[str, str]] = {f"digit:{digit}": str(digit) for digit in range(10)}
"""Meaning → the digit that is typed."""
ERASE: Final = "erase"
"""Forgets the digits that were typed."""
NOTHING: Final = "none"
"""A key that is known to mean nothing, such as NUMLOCK: neither refused nor noted."""
AT_COUNTER: Final = frozenset("call recall start finish rate absent hold resume transfer pause continue close open".split())
"""What ``counters/keypad.py`` makes commands of."""
STARS: Final[dict[str, int]] = {f"star:{stars}": stars for stars in (5, 4, 3, 2, 1)}
"""Meaning → stars, from 非常满意 to 非常不满意."""

MEANINGS: Final[dict[str, tuple[str, ...]]] = {
    "keypad": (*sorted(AT_COUNTER), *DIGITS, ERASE, NOTHING),
    "rater": (*STARS, NOTHING),
}
"""Kind of device → what its keys may mean; of other kinds none has keys."""


def unknown_meanings(kind: str, meanings: Iterable[str]) -> list[str]:
    """Return those of these meanings that a key of this kind of device cannot have."""
    return sorted(set(meanings) - set(MEANINGS.get(kind, ())))
