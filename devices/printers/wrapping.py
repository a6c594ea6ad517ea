# SPDX-License-Identifier: Apache-2.0
"""Break a line of text into rows that fit. Pure; how wide a text is, whoever calls says."""

import re
from collections.abc import Callable

PARTING = " · "
_OPENING, _CLOSING = "“‘（《【「『", re.escape("”’）》】」』，。、；：！？％,.;:!?)%")
_PIECES = re.compile(rf"\s+|[{_OPENING}]*(?:[!-~]+|[^\s!-~])[{_CLOSING}]*")
"""Blanks, or what stays together: a word or a Chinese character, with the marks before and behind it."""


def wrapped(text: str, width_of: Callable[[str], float], room: float) -> list[str]:
    """Return the text in rows that fit: Chinese breaks anywhere but at its marks, other words stay whole where they can.

    ``width_of`` and ``room`` are of one unit. A word wider than the room is cut: printers clip.
    """
    rows = [""]
    for piece in _PIECES.findall(text):
        if not rows[-1] or width_of((rows[-1] + piece).rstrip()) <= room:
            rows[-1] += piece
        else:
            rows.append(piece.lstrip())
        rows[-1:] = _cut(rows[-1], width_of, room)
    return [row.rstrip() for row in rows if row.strip()]


def balanced(text: str, width_of: Callable[[str], float], room: float) -> list[str]:
    """Return the text in as many rows as it needs, all about as long: for what stands in the middle. A dot between blanks parts first."""
    rows = wrapped(text, width_of, room)
    if len(rows) > 1 and PARTING in text:
        return [row for part in text.split(PARTING) for row in balanced(part, width_of, room)]
    for share in range(95, 45, -5):
        narrower = wrapped(text, width_of, room * share / 100)
        if len(narrower) > len(rows):
            break
        rows = narrower
    return rows


def _cut(row: str, width_of: Callable[[str], float], room: float) -> list[str]:
    """Return the row in as many as its one long word needs; a single character is never cut."""
    rows = []
    while len(row) > 1 and width_of(row.rstrip()) > room:
        end = max(1, next((n for n in range(1, len(row)) if width_of(row[: n + 1]) > room), 1))
        rows.append(row[:end])
        row = row[end:]
    return [*rows, row]
