# SPDX-License-Identifier: Apache-2.0
"""A slip as what a printer of this model is to be sent, piece by piece. Pure."""

from collections.abc import Callable

from msgspec import Struct
from PIL import Image

from devices.printers import commands
from devices.printers.models import Model
from devices.printers.picture import qr_picture, slip_picture
from devices.printers.text_slip import text_pieces
from devices.safe_text import safe_text
from hallserver.core.jobs import PrintSlip, SlipLine


class Code(Struct, frozen=True):
    """A QR code that the printer itself draws."""

    text: str


Piece = bytes | Image.Image | Code


def pieces_of(job: PrintSlip, model: Model, clean: Callable[[str], str] = safe_text) -> list[Piece]:
    """Return the slip's pieces in order: bytes as they are, pictures, a code. Every text goes through ``clean``."""
    native = bool(job.qr) and model.native_qr
    short_code = "" if job.qr else job.short_code
    code: list[Piece] = [commands.CENTRE, Code(clean(job.qr))] if native else []
    if not model.text_mode:
        picture = slip_picture(
            job.lines, width_px=model.width_px, qr="" if native else job.qr, short_code=short_code, logo=job.logo
        )  # fmt: skip
        return [commands.CENTRE, picture, *code]
    lines = (*job.lines, SlipLine(text=short_code, size=4, bold=True)) if short_code else job.lines
    drawn: list[Piece] = [commands.CENTRE, qr_picture(job.qr, model.width_px)] if job.qr and not native else []
    # a logo would take longer than all the rest
    return [*text_pieces(lines, model, clean), *drawn, *code]
