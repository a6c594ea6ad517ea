# SPDX-License-Identifier: Apache-2.0
"""Door signs (门牌): one page for each counter in the district's look, A4 or A3 across, in Chinese and English.

What stands on a sign lasts: number, name, place, queues with their letters. Who sits there today is on the counter's display.
"""

import io
from math import sqrt
from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from hallserver.core.logo import drawable, ratio_of
from hallserver.core.row import Names
from hallserver.core.theme import Palette
from hallserver.words import say
from reports.cards import For, Sign
from reports.drawing import register_font
from reports.paper import MADE_BY

WIDTH, HEIGHT = (side / mm for side in landscape(A4))
"""Of a page, in millimetres; A3 is the same page, larger."""
_PT: Final = 1 / mm
"""A point, in millimetres."""
_FAT: Final = 0.022
"""Width of the line around a bold letter, as a share of its size: the embedded font has one weight."""
_ROWS: Final = 5
"""So many queues stand below each other in large letters; more are smaller."""


def door_signs(it: For) -> bytes:
    """Return the signs of a hall's counters as PDF; one page that says so where there is none."""
    out = io.BytesIO()
    size = landscape(A3 if it.paper == "A3" else A4)
    canvas = Canvas(out, pagesize=size, invariant=1, lang=it.language)
    canvas.setTitle(f"{say('card.door-signs', it.language)} {it.hall}")
    canvas.setAuthor(it.hall)
    canvas.setCreator(MADE_BY)
    for sign in it.signs or (None,):
        canvas.saveState()
        canvas.scale(mm * (sqrt(2) if it.paper == "A3" else 1), mm * (sqrt(2) if it.paper == "A3" else 1))
        _Page(canvas, it).draw(sign)
        canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return out.getvalue()


class _Page:
    """One sign being drawn; lengths in millimetres, sizes of type as well."""

    def __init__(self, canvas: Canvas, it: For) -> None:
        """Keep what it is drawn on and for."""
        self.canvas, self.it, self.palette = canvas, it, it.theme.light

    def draw(self, sign: Sign | None) -> None:
        """Draw the sign of a counter, or that there is none."""
        if sign is None:
            self._head(16, WIDTH - 16)
            self._text(say("card.sign.none", self.it.language), (16, HEIGHT / 2), 12, "ink", most=WIDTH - 32)
        elif self.it.theme.door.number == "top":
            self._number_on_top(sign)
        else:
            self._number_on_the_left(sign)

    def _number_on_the_left(self, sign: Sign) -> None:
        panel = 112.0
        self._box((0, 0, panel, HEIGHT), "main_deep")
        self._box((panel, 0, 3, HEIGHT), "accent")
        middle = panel / 2
        self._text(str(sign.number), (middle, 92 if sign.accessible else 84), 112, "on_deep", most=94, align="middle", bold=True)
        low = 62 if sign.accessible else 50
        self._text(self._counter("zh-Hans"), (middle, low), 20, "on_deep", most=94, align="middle", bold=True)
        self._text(self._counter("en"), (middle, low - 13), 10, "on_deep_soft", most=94, align="middle")
        if sign.accessible:
            self._accessible(middle - 34, 16, 18)
        left, right = panel + 17, WIDTH - 14
        self._head(left, right)
        self._foot(sign, panel + 3, left, right)
        self._middle(sign, left, right, top=HEIGHT - 46)

    def _number_on_top(self, sign: Sign) -> None:
        band = 88.0
        self._box((0, HEIGHT - band, WIDTH, band), "main_deep")
        self._box((0, HEIGHT - band - 3, WIDTH, 3), "accent")
        low = HEIGHT - band + 20
        wide = self._text(str(sign.number), (16, low), 78, "on_deep", most=130, bold=True)
        after = 16 + wide + 10
        self._text(self._counter("zh-Hans"), (after, low + 22), 26, "on_deep", most=WIDTH - after - 60, bold=True)
        self._text(self._counter("en"), (after, low + 3), 13, "on_deep_soft", most=WIDTH - after - 60)
        if sign.accessible:
            self._accessible(WIDTH - 84, low + 6, 22)
        self._foot(sign, 0, 16, WIDTH - 16)
        room = self._logo(WIDTH - 16 - 18 * ratio_of(self.it.theme.logo), HEIGHT - band - 32, 18)
        self._middle(sign, 16, WIDTH - 16 - room, top=HEIGHT - band - 14)

    def _middle(self, sign: Sign, left: float, right: float, *, top: float) -> None:
        """Draw the counter's name, where it says more than its number does, and its queues."""
        if sign.names:
            self._text(self._said(sign.names), (left, top - 17), 17, "ink", most=right - left, bold=True)
            self._text(sign.names.get("en", ""), (left, top - 27), 9, "ink_soft", most=right - left)
            top -= 36
        if self.it.theme.door.queues and sign.queues:
            self._queues(sign.queues, left, right, top=top)

    def _queues(self, queues: tuple[tuple[str, Names], ...], left: float, right: float, *, top: float) -> None:
        most = _ROWS if right - left < WIDTH / 2 + 10 else _ROWS // 2
        columns = 2 if len(queues) > most else 1
        rows = -(-len(queues) // columns)
        high = min(31.0, (top - 34) / rows)
        wide = (right - left) / columns
        for nth, (letter, names) in enumerate(queues):
            x, y = left + (nth // rows) * wide, top - (nth % rows + 1) * high
            self._queue(letter, names, (x, y), (wide - 6, high))

    def _queue(self, letter: str, names: Names, at: tuple[float, float], size: tuple[float, float]) -> None:
        (x, y), (wide, high) = at, size
        side = high * 0.68
        self._box((x, y + high * 0.14, side, side), "main", round_mm=side * 0.18)
        self._text(
            letter, (x + side / 2, y + high * 0.14 + side * 0.24), side * 0.66, "on_main", most=side * 0.86, align="middle", bold=True
        )
        left, most = x + side + 5, wide - side - 5
        self._text(self._said(names), (left, y + high * 0.46), high * 0.4, "ink", most=most, bold=True)
        self._text(names.get("en", ""), (left, y + high * 0.16), high * 0.2, "ink_soft", most=most)

    def _head(self, left: float, right: float) -> None:
        """Draw logo and name of the hall, in the free right part of the top."""
        room = self._logo(left, HEIGHT - 32, 18)
        self._text(
            self.it.hall, (left + room, HEIGHT - 25 if not self.it.hall_english else HEIGHT - 21.5), 8, "ink", most=right - left - room
        )
        self._text(self.it.hall_english, (left + room, HEIGHT - 30.5), 5, "ink_soft", most=right - left - room)
        self._box((left, HEIGHT - 38, right - left, 0.4), "line_strong")

    def _foot(self, sign: Sign, edge: float, left: float, right: float) -> None:
        """Draw where the counter is, zone and room; with the number on top the hall's name too, which has no place there."""
        self._box((edge, 0, WIDTH - edge, 22), "main_tint")
        place = " ".join(part for part in (self._said(sign.place), sign.room) if part)
        here = min(0.4 * (right - left), stringWidth(self.it.hall, register_font(), 8)) if self.it.theme.door.number == "top" else 0
        if here:
            self._text(self.it.hall, (right - here, 7.5), 8, "ink", most=here)
        most = right - left - here
        wide = self._text(place, (left, 7.5), 9, "main", most=most * 0.55, bold=True)
        self._text(sign.place.get("en", ""), (left + wide + 6, 7.5), 6, "ink_soft", most=most - wide - 12)

    def _accessible(self, x: float, y: float, side: float) -> None:
        """Draw the sign of access, as the screens do, with its words."""
        it, to = self.canvas, side / 64
        colour = HexColor(self.palette.on_deep)
        it.saveState()
        it.translate(x, y + side)
        it.scale(to, -to)
        it.setFillColor(colour)
        it.setStrokeColor(colour)
        it.setLineWidth(5)
        it.setLineCap(1)
        it.setLineJoin(1)
        it.circle(27, 10, 6, stroke=0, fill=1)
        path = it.beginPath()
        for points in (((27, 20), (27, 37), (43, 37), (50, 54)), ((29, 27), (41, 27))):
            path.moveTo(*points[0])
            for point in points[1:]:
                path.lineTo(*point)
        path.moveTo(20, 30)
        path.curveTo(8, 36, 7, 58, 26, 61)
        path.curveTo(37, 62, 42, 55, 41, 48)
        it.drawPath(path, stroke=1, fill=0)
        it.restoreState()
        left = x + side + 3
        self._text(say("card.sign.accessible", self._chinese), (left, y + side * 0.5), 8, "on_deep", most=46, bold=True)
        self._text(say("card.sign.accessible", "en"), (left, y + side * 0.16), 5, "on_deep_soft", most=46)

    def _logo(self, x: float, y: float, side: float) -> float:
        """Draw the theme's logo; return the room that it takes. A drawing (SVG) is for screens only."""
        picture = drawable(self.it.theme.logo)
        if not picture:
            return 0
        wide = side * ratio_of(self.it.theme.logo)
        self.canvas.drawImage(ImageReader(io.BytesIO(picture)), x, y, wide, side, mask="auto", preserveAspectRatio=True)
        return wide + 5

    def _box(self, at: tuple[float, float, float, float], colour: str, *, round_mm: float = 0) -> None:
        """Fill a rectangle: left, bottom, width, height."""
        self.canvas.setFillColor(HexColor(_colour(self.palette, colour)))
        self.canvas.roundRect(*at, round_mm, stroke=0, fill=1)

    def _text(
        self, text: str, at: tuple[float, float], size: float, colour: str, *, most: float, align: str = "", bold: bool = False
    ) -> float:
        """Draw a line, smaller where it would be wider than ``most``; return its width."""
        if not text:
            return 0
        font, full = register_font(), stringWidth(text, register_font(), size)
        fits = size * min(1, most / full)
        wide = stringWidth(text, font, fits)
        line = self.canvas.beginText(at[0] - wide / 2 if align else at[0], at[1])
        line.setFont(font, fits)
        line.setFillColor(HexColor(_colour(self.palette, colour)))
        line.setStrokeColor(HexColor(_colour(self.palette, colour)))
        self.canvas.setLineWidth(fits * _FAT)
        line.setTextRenderMode(2 if bold else 0)
        line.textOut(text)
        self.canvas.drawText(line)
        return wide

    def _counter(self, language: str) -> str:
        """Return the word for a counter as the hall says it, without a number: 号窗口."""
        return say("shared.counter", self._chinese if language != "en" else "en", number="").strip()

    def _said(self, names: Names) -> str:
        """Return a name in the Chinese of the print; empty for none."""
        return names.get(self._chinese) or names.get("zh-Hans", "")

    @property
    def _chinese(self) -> str:
        return self.it.language if self.it.language.startswith("zh") else "zh-Hans"


def _colour(palette: Palette, name: str) -> str:
    return str(getattr(palette, name))
