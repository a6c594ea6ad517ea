# SPDX-License-Identifier: Apache-2.0
"""Shades for print without colour: white, hatched white, grey, hatched grey, thickly hatched grey, dark.

Each is told from its neighbours by eye alone. They consist of the greys of ``drawing`` and white, so a screen can put the colours
of its look in their places.
"""

from collections.abc import Iterator
from typing import Final

from reportlab.graphics.shapes import Drawing, Path, Rect, String
from reportlab.lib.colors import Color

from reports.drawing import DARK, GROUND, INK, LIGHT, SIZE, register_font, width_of

SHADES: Final[tuple[tuple[Color, Color | None, float], ...]] = (
    (GROUND, None, 0),
    (GROUND, LIGHT, 4.0),
    (LIGHT, None, 0),
    (LIGHT, DARK, 9.0),
    (LIGHT, DARK, 4.5),
    (DARK, None, 0),
)
"""Ground, hatching and its distance in points; from nothing to most."""
_DARK: Final = len(SHADES) - 1
Where = tuple[float, float, float, float]
"""Left, foot, width, height."""


def tile(drawing: Drawing, where: Where, shade: int, text: str = "", size: float = SIZE) -> None:
    """Draw a rectangle in a shade with a text in its middle, which stands on a free ground where it is hatched."""
    ground, hatch, apart = SHADES[shade]
    drawing.add(_filled(where, ground, INK if hatch is None else None))
    if hatch is not None:
        lines = Path(strokeColor=hatch, strokeWidth=0.7, fillColor=None)
        for x1, y1, x2, y2 in hatching(where, apart):
            lines.moveTo(x1, y1)
            lines.lineTo(x2, y2)
        drawing.add(lines)
        drawing.add(_filled(where, None, INK))
    if text:
        _write(drawing, where, shade, text, size)


def _write(drawing: Drawing, where: Where, shade: int, text: str, size: float) -> None:
    x, y, width, height = where
    ground, hatch, _ = SHADES[shade]
    if hatch is not None:
        room = min(width, width_of(text, size) + 5)
        drawing.add(_filled((x + (width - room) / 2, y + height / 2 - size / 2 - 0.5, room, size + 1), ground))
    colour = GROUND if shade == _DARK else INK
    middle = (x + width / 2, y + height / 2 - size / 3)
    drawing.add(String(*middle, text, fontName=register_font(), fontSize=size, fillColor=colour, textAnchor="middle"))


def _filled(where: Where, ground: Color | None, edge: Color | None = None) -> Rect:
    """Return a rectangle; without an edge nothing is drawn around it."""
    shape = Rect(*where)
    shape.fillColor, shape.strokeColor, shape.strokeWidth = ground, edge, 0.3
    return shape


def swatch(drawing: Drawing, at: tuple[float, float], shade: int) -> None:
    """Draw a little rectangle in a shade, for a legend."""
    tile(drawing, (*at, 12, 8), shade)


def hatching(where: Where, apart: float) -> Iterator[tuple[float, float, float, float]]:
    """Give the rising lines, so many points apart, that fill a rectangle: from x, y to x, y, none outside of it."""
    x, y, width, height = where
    offset = apart
    while offset < width + height:
        x1, y1 = (x + offset - height, y + height) if offset > height else (x, y + offset)
        x2, y2 = (x + offset, y) if offset < width else (x + width, y + offset - width)
        yield x1, y1, x2, y2
        offset += apart
