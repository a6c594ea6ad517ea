# SPDX-License-Identifier: Apache-2.0
"""What the keys of a keypad or cabled rater may mean. A raw key that a device's map does not name means nothing."""

from collections.abc import Iterable, Mapping
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


USUAL: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("keypad", "ff68"): {
        **{f"{digit:02X}": f"digit:{digit}" for digit in range(10)},
        "0C": "call", "0D": "recall", "0B": "rate", "0E": "erase", "11": "none", "12": "pause", "13": "transfer",
        "06+0F": "absent", "00+0F": "hold", "03+0F": "resume", "01+0F": "start", "02+0F": "finish", "09+0F": "close",
        "0F": "open",
    },
    ("keypad", "hid"): {
        **{f"KP{digit}": f"digit:{digit}" for digit in range(10)},
        "KPENTER": "call", "KPPLUS": "recall", "KPDOT": "finish", "KPMINUS": "transfer", "KPASTERISK": "pause", "KPSLASH": "open",
        "BACKSPACE": "erase", "NUMLOCK": "none",
        "KP1+KPENTER": "start", "KP6+KPENTER": "absent", "KP0+KPENTER": "hold", "KP3+KPENTER": "resume", "KP9+KPENTER": "close",
    },
}  # fmt: skip
"""(kind, driver) → the map that set-up offers for it; nothing is ever mapped by itself. ff68 as in the field, and what it has no key for
by a digit and 确认. For no rater: what its keys mean differs from make to make."""


def raw_name(typed: str) -> str:
    """Return a raw key as devices tell it, however somebody wrote it in a map: ``06 + 0f`` is ``06+0F``."""
    return "".join(typed.split()).upper()


def map_of(keys: Mapping[str, str]) -> dict[str, str]:
    """Return a device's map by the raw keys that it tells."""
    return {raw_name(typed): meaning for typed, meaning in keys.items()}


def unknown_meanings(kind: str, meanings: Iterable[str]) -> list[str]:
    """Return those of these meanings that a key of this kind of device cannot have."""
    return sorted(set(meanings) - set(MEANINGS.get(kind, ())))
