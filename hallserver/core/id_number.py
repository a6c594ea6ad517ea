# SPDX-License-Identifier: Apache-2.0
"""Numbers of resident identity cards (公民身份号码, GB 11643): told from other figures, and masked in any text.

18 characters: 6 of the place, 8 of the birth date, 3 of the order, and a check character (ISO 7064, MOD 11-2), which
may be X. Numbers of residence permits for Hong Kong, Macao and Taiwan residents and for foreigners are built alike.
Old 15-digit numbers have no check character: they cannot be told from case and telephone numbers and stay as they are.
"""

import hmac
import re
import unicodedata
from functools import lru_cache

LENGTH = 18
SHOWN = 4
"""Characters at the end that stay readable."""
MASK = "*"

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_GAP = " "
"""What every sign that people put between the figures is read as."""
_BETWEEN = frozenset("._·・−")
_ALSO_X = "×"
_DAY = "(?:0 {0,3}[1-9]|[12] {0,3}[0-9]|3 {0,3}[01])"
_MONTH = "(?:0 {0,3}[1-9]|1 {0,3}[0-2])"
_PARTS = ("[1-9]", *["[0-9]"] * 5, "(?:1 {0,3}9|2 {0,3}0)", *["[0-9]"] * 2, _MONTH, _DAY, *["[0-9]"] * 3, "[0-9Xx]")
_NUMBER = re.compile("(?=(" + " {0,3}".join(_PARTS) + "))")
"""Found at every place, for one number may begin within another; at most three signs stand between two figures."""

_RUN = re.compile("[0-9](?:[^0-9A-Za-z]{0,3}[0-9]){16}")
"""What every number in ASCII has: so many figures with so little between them. Keys and names do not, and are let through at a glance."""


def is_id_number(text: str) -> bool:
    """Tell whether the text is one valid number, in whatever figures, with or without gaps."""
    number = compact(text)
    return len(number) == LENGTH and _NUMBER.match(number) is not None and _checks(number)


def compact(text: str) -> str:
    """Return the text in plain figures and a capital X, without gaps."""
    return _folded(text).replace(_GAP, "").upper()


def masked(text: str) -> str:
    """Return the text with every valid number in it masked up to its last four characters; its length stays."""
    if len(text) < LENGTH or (text.isascii() and _RUN.search(text) is None):
        return text
    return _masked(text)


def _masked(text: str) -> str:
    plain = _folded(text)
    hidden = {place for found in _NUMBER.finditer(plain) if _checks(found[1].replace(_GAP, "").upper()) for place in _first(found)}
    return "".join(MASK if place in hidden else sign for place, sign in enumerate(text)) if hidden else text


def age_on(number: str, date: str) -> int:
    """Return how old the holder of a valid number is on a date (ISO), in whole years; below 0 for one who is not born yet."""
    born = compact(number)[6:14]
    return int(date[:4]) - int(born[:4]) - (date[5:7] + date[8:10] < born[4:])


def digest(number: str, key: bytes, hall_id: str) -> str:
    """Return HMAC-SHA256(key, hall ‖ number), hex: equal for equal numbers of one hall, worth nothing without the key."""
    return hmac.digest(key, hall_id.encode() + b"\0" + compact(number).encode(), "sha256").hex()


def with_check(body: str) -> str:
    """Return the first 17 figures with their check character."""
    return body + _CHECKS[sum(weight * int(figure) for weight, figure in zip(_WEIGHTS, body, strict=True)) % 11]


def _checks(number: str) -> bool:
    return with_check(number[:-1]) == number


def _first(found: re.Match[str]) -> list[int]:
    """Return the places of the figures that are not shown."""
    return [found.start() + place for place, sign in enumerate(found[1]) if sign != _GAP][:-SHOWN]


def _folded(text: str) -> str:
    """Return the text sign by sign: figures of any script plain, signs that stand between figures as gaps."""
    return "".join(map(_fold, text))


@lru_cache(1 << 14)
def _fold(sign: str) -> str:
    if sign in _BETWEEN or sign.isspace() or unicodedata.category(sign) in {"Pd", "Cf", "Cc"}:
        return _GAP
    figure = unicodedata.digit(sign, None)
    if figure is not None:
        return str(figure)
    plain = unicodedata.normalize("NFKC", sign)
    return "X" if plain in {"X", "x", _ALSO_X} else sign
