# SPDX-License-Identifier: Apache-2.0
"""Draw a slip: lines of finished text become one black-and-white picture. Pure; 8 dots are one millimetre.

A line without text is a thin rule. The number (size 8 and up) never breaks: it shrinks until it fits.
"""

from functools import partial

import qrcode  # type: ignore[import-untyped]  # comes with python-escpos; has no stubs
from msgspec import Struct
from PIL import Image, ImageDraw

from devices.printers.font import font, length_px
from devices.printers.logo import logo_picture
from devices.printers.wrapping import balanced, wrapped
from devices.safe_text import safe_text
from hallserver.core.jobs import SlipLine

WIDTH_PX = 576
"""Printable width of 80 mm paper; 58 mm paper has 384."""
MARGIN_PX = 12
SIZE_PX = {1: 24, 2: 28, 3: 34, 4: 42, 6: 72, 8: 120, 10: 176}
"""Height of the type on 80 mm paper by the line's size step."""
SMALLEST_PX = 20
"""Type of 2.5 mm is the least that people read at arm's length; on narrow paper the small sizes stop here."""
TITLE, SMALLEST_TITLE = 4, 0.75
"""From this size step on a line that is too long may shrink this far before it breaks."""
UNBROKEN = 8
"""From this size step on a line shrinks instead of breaking."""
_INK_BELOW = 140
"""Grey value under which a dot is printed; a little over half keeps thin strokes whole."""


class Row(Struct, frozen=True, kw_only=True):
    """One drawn row: text that fits, type size, ink weight, where it starts, space below."""

    text: str
    size_px: int
    weight_px: float
    align: str
    height_px: int


def slip_picture(
    lines: tuple[SlipLine, ...], *, width_px: int = WIDTH_PX, qr: str = "", short_code: str = "", logo: str = "", margin_px: int = MARGIN_PX
) -> Image.Image:
    """Return the slip as a 1-bit picture of this width: logo, lines, the short code, below them the code of ``qr``.

    ``logo`` is a PNG as base64; ``margin_px`` is left above and below.
    """
    rows = [row for line in lines for row in _rows(line, width_px)]
    if short_code:
        rows += _rows(SlipLine(text=short_code, size=4, bold=True), width_px)
    above, below = logo_picture(logo, width_px), qr_picture(qr, width_px) if qr else None
    height_px = sum(row.height_px for row in rows) + sum(part.height + margin_px for part in (above, below) if part) + 2 * margin_px
    page = Image.new("L", (width_px, height_px), 255)
    top_px = margin_px
    if above is not None:
        page.paste(above, ((width_px - above.width) // 2, top_px))
        top_px += above.height + margin_px
    top_px = _draw_rows(ImageDraw.Draw(page), rows, width_px, top_px)
    if below is not None:
        page.paste(below, ((width_px - below.width) // 2, top_px))
    return page.point(partial(_ink, _INK_BELOW)).convert("1")


def qr_picture(text: str, width_px: int = WIDTH_PX) -> Image.Image:
    """Return the QR code of a text, with its quiet zone, at most 44 % of the slip's width (about 32 mm on 80 mm paper)."""
    code = qrcode.QRCode(box_size=1, border=3, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(safe_text(text))
    code.make(fit=True)
    matrix = code.get_matrix()
    picture = Image.new("L", (len(matrix), len(matrix)), 255)
    picture.putdata([0 if dark else 255 for row in matrix for dark in row])
    dot_px = max(3, int(width_px * 0.44) // len(matrix))
    return picture.resize((len(matrix) * dot_px, len(matrix) * dot_px), Image.Resampling.NEAREST)


def _fitting(text: str, size_px: int, smallest_px: int, room_px: float) -> int:
    """Return the largest size down to ``smallest_px`` at which the text fits; where none does, the size given."""
    for smaller_px in range(size_px, smallest_px - 1, -1):
        if font(smaller_px).getlength(text) <= room_px:
            return smaller_px
    return size_px


def _ink(below: int, grey: int) -> int:
    return 0 if grey < below else 255


def _rows(line: SlipLine, width_px: int) -> list[Row]:
    size_px = _size_px(line.size, width_px)
    text = safe_text(line.text)
    if not text:
        return [Row(text="", size_px=size_px, weight_px=0, align="centre", height_px=round(22 * width_px / WIDTH_PX))]
    room_px = width_px - 2 * MARGIN_PX
    if line.size >= UNBROKEN:
        # heavy ink goes beyond the letters
        size_px, parts = _fitting(text, size_px, SMALLEST_PX, room_px * (0.97 if line.bold else 1)), [text]
    else:
        # a title a little too long looks better smaller than with one word on a second row
        size_px = _fitting(text, size_px, round(size_px * SMALLEST_TITLE), room_px) if line.size >= TITLE else size_px
        parts = (balanced if line.align == "centre" else wrapped)(text, partial(length_px, size_px), room_px)
    weight_px = size_px / 60 if line.bold else 0
    lead = 1.14 if line.size >= UNBROKEN else 1.38
    return [Row(text=part, size_px=size_px, weight_px=weight_px, align=line.align, height_px=round(size_px * lead)) for part in parts]


def _size_px(step: int, width_px: int) -> int:
    """Return the height of the type. Narrow paper has smaller type, but none too small to read; the number stays as big as fits."""
    size_px = SIZE_PX.get(step, 18 * step)
    return size_px if step >= UNBROKEN else max(SMALLEST_PX, round(size_px * width_px / WIDTH_PX))


def _draw_rows(draw: ImageDraw.ImageDraw, rows: list[Row], width_px: int, top_px: int) -> int:
    """Draw the rows from there on; return where the last one ends, in pixels."""
    for row in rows:
        middle_px = top_px + row.height_px / 2
        if not row.text:
            draw.line([(MARGIN_PX, middle_px), (width_px - MARGIN_PX, middle_px)], fill=0, width=2)
        else:
            centred = row.align == "centre"
            at_px = (width_px / 2 if centred else MARGIN_PX, middle_px)
            draw.text(at_px, row.text, fill=0, font=font(row.size_px), anchor="mm" if centred else "lm", stroke_width=row.weight_px)
        top_px += row.height_px
    return top_px
