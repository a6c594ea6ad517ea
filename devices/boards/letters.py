# SPDX-License-Identifier: Apache-2.0
"""Text as boards take it: GB2312 alone, cut and padded to the cells of the board. A Chinese character takes two cells."""

import contextlib
from collections.abc import Sequence
from itertools import accumulate

from devices.safe_text import safe_text

BLANK = b" "
UNKNOWN = "□".encode("gb2312")
"""Shown for a character that GB2312 does not have."""
_TAKEN = str.maketrans({"\\": "＼", "^": "＾"})
"""Marks that cards take for the beginning of an order, and their harmless twins."""


def glyphs(text: str) -> list[bytes]:
    """Return the text's characters in GB2312, one or two bytes each; never a control byte, never an order to a card."""
    return [_glyph(char) for char in safe_text(text).translate(_TAKEN)]


def _glyph(char: str) -> bytes:
    """GB18030 has GB2312's characters in the same places, and knows other spellings of its dashes and dots."""
    for coded in (char.encode("gb2312", errors="ignore"), char.encode("gb18030", errors="ignore")):
        with contextlib.suppress(UnicodeDecodeError):
            if coded.decode("gb2312"):
                return coded
    return UNKNOWN


def page(lines: Sequence[str], columns: int, rows: int) -> list[list[bytes]]:
    """Return exactly ``rows`` rows of glyphs of ``columns`` cells each.

    More lines than rows stand in one row if they fit; else the first ones are shown and the others are left out.
    """
    coded = [glyphs(line) for line in lines]
    if len(coded) > rows:
        together = glyphs(" ".join(lines))
        coded = [together] if _cells(together) <= columns else coded[:rows]
    return [_padded(line, columns) for line in (*coded, *[[]] * (rows - len(coded)))]


def _cells(line: Sequence[bytes]) -> int:
    return sum(map(len, line))


def _padded(line: Sequence[bytes], columns: int) -> list[bytes]:
    kept = [glyph for glyph, end in zip(line, accumulate(map(len, line)), strict=True) if end <= columns]
    return kept + [BLANK] * (columns - _cells(kept))
