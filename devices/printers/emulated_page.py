# SPDX-License-Identifier: Apache-2.0
"""The paper in our emulator: what is printed on it becomes a picture, row under row."""

import math
from functools import lru_cache
from typing import Literal

import qrcode  # type: ignore[import-untyped]  # comes with python-escpos; has no stubs
from msgspec import Struct
from PIL import Image, ImageDraw

from devices.printers.commands import CELL_PX, LINE_PX
from devices.printers.font import font

Align = Literal["left", "centre", "right"]
QR_LEVELS = (qrcode.ERROR_CORRECT_L, qrcode.ERROR_CORRECT_M, qrcode.ERROR_CORRECT_Q, qrcode.ERROR_CORRECT_H)


class Style(Struct, frozen=True):
    """How text and pictures are set from here on."""

    align: Align = "left"
    wide: int = 1
    high: int = 1
    bold: bool = False


class Page:
    """The slip that is being printed."""

    def __init__(self, width_px: int) -> None:
        """Start with an empty slip of this width."""
        self.width_px = width_px
        self.parts: list[tuple[Image.Image, int]] = []
        """Each picture and where it begins from the left."""
        self.overrun = 0
        """Rows that were too wide: a printer clips a picture, and goes on with a text in the next row."""
        self._row: list[tuple[str, Style]] = []

    @property
    def begun(self) -> bool:
        """Tell whether anything is on it."""
        return bool(self.parts or self._row)

    def picture(self, picture: Image.Image, align: Align) -> None:
        """Print a picture below what is there."""
        self.end_row()
        self.overrun += picture.width > self.width_px
        free_px = max(0, self.width_px - picture.width)
        self.parts.append((picture, {"left": 0, "centre": free_px // 2, "right": free_px}[align]))

    def text(self, text: str, style: Style) -> None:
        """Put text into the row, beginning a new one where it is full."""
        for char in text:
            if sum(_width_px(one, how) for one, how in self._row) + _width_px(char, style) > self.width_px:
                self.overrun += 1
                self.end_row()
            self._row.append((char, style))

    def end_row(self) -> None:
        """Print the row, if one is begun."""
        row, self._row = self._row, []
        if row:
            self.picture(_drawn(row), row[0][1].align)

    def feed(self, rows: int) -> None:
        """Move on by so many rows of plain size."""
        self.end_row()
        self.parts.append((Image.new("L", (1, rows * LINE_PX), 255), 0))

    def image(self) -> Image.Image:
        """Return the slip as one picture."""
        self.end_row()
        page = Image.new("L", (self.width_px, max(1, sum(part.height for part, _ in self.parts))), 255)
        top_px = 0
        for part, left_px in self.parts:
            page.paste(part, (left_px, top_px))
            top_px += part.height
        return page


def qr_code(data: bytes, dot_px: int, level: int) -> Image.Image:
    """Return the code that a printer draws: model 2, error correction 0 (L) to 3 (H), with its quiet zone."""
    code = qrcode.QRCode(box_size=dot_px, border=4, error_correction=QR_LEVELS[level])
    code.add_data(data)
    picture: Image.Image = code.make_image().get_image().convert("L")
    return picture


def _width_px(char: str, style: Style) -> int:
    return CELL_PX // (2 if char.isascii() else 1) * style.wide


def _drawn(row: list[tuple[str, Style]]) -> Image.Image:
    """Return a row of text as a printer sets it: each character in its cell, larger ones by larger dots, all on one ground line."""
    high = max(style.high for _, style in row)
    height_px = max(LINE_PX, CELL_PX * high + LINE_PX - CELL_PX)
    picture = Image.new("L", (sum(_width_px(char, style) for char, style in row), height_px), 255)
    left_px = 0
    for char, style in row:
        cell = _cell(char, style)
        picture.paste(cell, (left_px, height_px - (LINE_PX - CELL_PX) // 2 - cell.height))
        left_px += cell.width
    return picture


def _cell(char: str, style: Style) -> Image.Image:
    dots = _dots(char, style.bold)
    return dots.resize((dots.width * style.wide, dots.height * style.high), Image.Resampling.NEAREST)


@lru_cache(maxsize=1024)
def _dots(char: str, bold: bool) -> Image.Image:  # noqa: FBT001 - a cache knows its arguments by place
    """Return a character as it lies in the printer's memory."""
    width_px = CELL_PX // (2 if char.isascii() else 1)
    face, weight_px = font(22), 0.5 if bold else 0.0
    # a printer's Latin letters are all of one width
    drawn_px = max(width_px, math.ceil(face.getlength(char) + 2 * weight_px))
    drawn = Image.new("L", (drawn_px, CELL_PX), 255)
    ImageDraw.Draw(drawn).text((drawn_px / 2, CELL_PX / 2), char, fill=0, font=face, anchor="mm", stroke_width=weight_px)
    return drawn.resize((width_px, CELL_PX), Image.Resampling.LANCZOS).point(_dot)


def _dot(grey: int) -> int:
    return 0 if grey < 150 else 255  # noqa: PLR2004 - a little over half keeps thin strokes whole
