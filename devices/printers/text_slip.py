# SPDX-License-Identifier: Apache-2.0
"""A slip as the printer's own characters, for lines too slow for pictures. Pure.

A line with a character that the printer's memory may not hold is drawn instead: a slip is never lost to a rare name.
"""

from collections.abc import Callable
from functools import partial

from PIL import Image

from devices.printers import commands
from devices.printers.models import Model
from devices.printers.picture import slip_picture
from devices.printers.wrapping import balanced, wrapped
from hallserver.core.jobs import SlipLine

SIZES: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((1, 1),),
    2: ((1, 1),),
    3: ((2, 2), (1, 2)),
    4: ((2, 2), (1, 2)),
    6: ((3, 3), (2, 2), (1, 2)),
    8: ((5, 5), (4, 4), (3, 3), (2, 2), (1, 2), (1, 1)),
    10: ((7, 7), (6, 6), (5, 5), (4, 4), (3, 3), (2, 2), (1, 2), (1, 1)),
}
"""Size step of a line → (wide, high) to try, largest first; a line that fits in none breaks at the last."""
RULE = "-"


def columns(text: str) -> int:
    """Return how many columns of half a Chinese character the text takes."""
    return sum(1 if char.isascii() else 2 for char in text)


def text_pieces(lines: tuple[SlipLine, ...], model: Model, clean: Callable[[str], str]) -> list[bytes | Image.Image]:
    """Return the lines as bytes, and as pictures where the model's memory lacks a character. Every text goes through ``clean``."""
    room = model.width_px * 2 // commands.CELL_PX
    pieces: list[bytes | Image.Image] = [commands.CHINESE]
    for line in lines:
        text = clean(line.text)
        if _encoded(text, model) is None:
            pieces += [commands.CENTRE, slip_picture((line,), width_px=model.width_px, margin_px=4)]
        else:
            pieces.append(_line(line, text, room, model))
    return pieces


def _line(line: SlipLine, text: str, room: int, model: Model) -> bytes:
    if not text:
        return commands.CENTRE + commands.size(1, 1) + (RULE * room).encode() + commands.LINE_END
    (wide, high), rows = _fitted(line, text, room)
    style = (commands.CENTRE if line.align == "centre" else commands.LEFT) + (commands.BOLD if line.bold else commands.PLAIN)
    body = b"".join((_encoded(row, model) or b"") + commands.LINE_END for row in rows)
    return style + commands.size(wide, high) + body


def _fitted(line: SlipLine, text: str, room: int) -> tuple[tuple[int, int], list[str]]:
    """Return the largest size at which the text fits in a row, and its rows."""
    sizes = SIZES.get(line.size, SIZES[2])
    for wide, high in sizes:
        if columns(text) * wide <= room:
            return (wide, high), [text]
    wide, high = sizes[-1]
    return (wide, high), (balanced if line.align == "centre" else wrapped)(text, partial(_width, wide), room)


def _width(wide: int, text: str) -> int:
    return columns(text) * wide


def _encoded(text: str, model: Model) -> bytes | None:
    """Return the text in the printer's code; None: it has a character that is not in its memory."""
    try:
        data = text.encode(model.codepage)
    except UnicodeEncodeError:
        return None
    # beyond two bytes a memory holds next to nothing, whatever its paper says
    return data if len(data) == columns(text) else None
