# SPDX-License-Identifier: Apache-2.0
"""The short code of a ticket: six characters for reading out and typing in, where no phone can scan."""

import hashlib
import re

LENGTH = 6
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No 0 O 1 I L: 31 characters, 31⁶ ≈ 8.9 · 10⁸ codes, of which a day uses a few thousand."""
_BETWEEN = re.compile(r"[\s-]+")


def short_code(token: str) -> str:
    """Return the code of the ticket with this token, as it is printed: ``ABC DEF``. Nothing of the token shows."""
    number = int.from_bytes(hashlib.sha256(token.encode()).digest()[:8])
    letters = ""
    for _ in range(LENGTH):
        number, rest = divmod(number, len(LETTERS))
        letters += LETTERS[rest]
    return f"{letters[:3]} {letters[3:]}"


def typed(text: str) -> str:
    """Return a code as somebody typed it in plain form, ``ABCDEF``; empty: it is none."""
    plain = _BETWEEN.sub("", text).upper()
    return plain if len(plain) == LENGTH and set(plain) <= set(LETTERS) else ""
