# SPDX-License-Identifier: Apache-2.0
"""What is taken from an ID card: its number, and which layout it has. Name, sex, people, birth, address and photo are never decoded.

The text of a card is 256 bytes of UTF-16LE from byte 14 of the answer to ``READ``. Residents' cards: name 15 characters,
sex 1, people 2, birth 8, address 35, number 18, issuer 15, from 8, to 8, then blanks. Character 124 names another layout:
``I`` and, since 2023, ``Y`` foreigners' permanent residence, ``J`` residence of people of Hong Kong, Macao and Taiwan. The
layouts of ``J`` and ``Y`` have a number where residents have it, so that only this letter tells them apart. Source: GA 450.
"""

import re
from typing import Final, Literal

Refusal = Literal["foreign-residence", "hk-macau-taiwan", "unknown-layout", "unreadable"]
"""Why nothing was taken: one of two other layouts · none that is known · a number that cannot be one."""
Seen = tuple[Literal["card"], str] | tuple[Literal["card-refused"], Refusal]
"""A resident's number, or why there is none."""

TEXT: Final = 14
TEXT_BYTES: Final = 256
NUMBER: Final = slice(TEXT + 2 * 61, TEXT + 2 * 79)
LAYOUT: Final = slice(TEXT + 2 * 124, TEXT + 2 * 125)
_TEXT_LENGTH: Final = slice(10, 12)
_BLANK: Final = frozenset({0, ord(" ")})
_LAYOUTS: Final[dict[int, Refusal]] = {ord("I"): "foreign-residence", ord("Y"): "foreign-residence", ord("J"): "hk-macau-taiwan"}
_PLACES: Final[dict[str, Refusal]] = {"81": "hk-macau-taiwan", "82": "hk-macau-taiwan", "83": "hk-macau-taiwan"}
"""First figures of a number: the place; 9 in front is no place but a foreigner."""
_SHAPE: Final = re.compile("[1-9][0-9]{16}[0-9X]")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"


def card_in(answer: memoryview) -> Seen:
    """Return the number of a resident's card, or why it is refused. ``answer`` is a whole answer to ``READ``."""
    if len(answer) < TEXT + TEXT_BYTES or int.from_bytes(answer[_TEXT_LENGTH]) != TEXT_BYTES:
        return "card-refused", "unknown-layout"
    layout = int.from_bytes(answer[LAYOUT], "little")
    if layout not in _BLANK:
        return "card-refused", _LAYOUTS.get(layout, "unknown-layout")
    return _number(bytes(answer[NUMBER]).decode("utf-16-le", "replace"))


def _number(number: str) -> Seen:
    if _SHAPE.fullmatch(number) is None:
        return "card-refused", "unknown-layout"
    if not checks(number):
        return "card-refused", "unreadable"
    if number[0] == "9":
        return "card-refused", "foreign-residence"
    elsewhere = _PLACES.get(number[:2])
    return ("card-refused", elsewhere) if elsewhere is not None else ("card", number)


def checks(number: str) -> bool:
    """Tell whether the last of 18 characters is the check character of the others (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(weight * int(figure) for weight, figure in zip(_WEIGHTS, number[:17], strict=True))
    return _CHECKS[total % 11] == number[17]
