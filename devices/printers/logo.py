# SPDX-License-Identifier: Apache-2.0
"""The hall's logo above its name: a PNG as base64, drawn in black and white. Whatever is wrong with it, the slip goes on without."""

import base64
import binascii
import io
import logging

from PIL import Image, UnidentifiedImageError

_log = logging.getLogger(__name__)

MOST_CHARS = 24_000
"""About 18 kB of PNG, as much as a hall may keep."""
MOST_SIDE_PX = 2000
"""A picture that says to be larger is not unpacked."""
SHARE, HEIGHT_SHARE = 0.6, 0.18
"""Most of the slip's width that a logo may take, and its most height, also as a share of that width."""


def logo_picture(logo: str, width_px: int) -> Image.Image | None:
    """Return the logo in grey on white, made smaller where it must be; None: there is none, or none that can be drawn."""
    if not logo:
        return None
    try:
        drawn = _on_white(logo)
    except (OSError, ValueError, SyntaxError, binascii.Error, UnidentifiedImageError, Image.DecompressionBombError) as error:
        _log.warning("the hall's logo cannot be drawn: %s", error)
        return None
    share = min(1.0, width_px * SHARE / drawn.width, width_px * HEIGHT_SHARE / drawn.height)
    size = max(1, round(drawn.width * share)), max(1, round(drawn.height * share))
    return drawn if share == 1.0 else drawn.resize(size, Image.Resampling.LANCZOS)


def _on_white(logo: str) -> Image.Image:
    if len(logo) > MOST_CHARS:
        message = f"{len(logo)} characters, {MOST_CHARS} at most"
        raise ValueError(message)
    with Image.open(io.BytesIO(base64.b64decode(logo, validate=True)), formats=("PNG",)) as picture:
        if max(picture.size) > MOST_SIDE_PX:
            message = f"{picture.width} x {picture.height} dots, {MOST_SIDE_PX} at most"
            raise ValueError(message)
        drawn = picture.convert("RGBA")
    white = Image.new("RGBA", drawn.size, "white")
    white.alpha_composite(drawn)
    return white.convert("L")
