# SPDX-License-Identifier: Apache-2.0
"""Which font a slip is drawn with: a configured one, else WenQuanYi Micro Hei of the system or of the wheel."""

import hashlib
import importlib.util
import os
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

from devices.errors import FontMissing

SETTING = "HALL_FONT"
"""Environment variable that names a font file and wins over all others."""
SYSTEM = (
    Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
    Path("/usr/share/fonts/wenquanyi/wqy-microhei/wqy-microhei.ttc"),
    Path("C:/Windows/Fonts/msyh.ttc"),
)
"""Where Linux distributions and Windows keep a Chinese font that covers GB2312."""
WHEEL = "paperang_p2_fonts_cjk"
WHEEL_SHA256 = "2420e8078af796b19a3f6ef13de527a1a91c1e7171eea115926c614ced1009b3"
"""Of WenQuanYi Micro Hei 0.2.0-beta, Apache-2.0: what the wheel is expected to hold."""


@lru_cache(maxsize=1)
def font_file() -> Path:
    """Return the font file to draw with. Raises FontMissing where none can be trusted or found."""
    configured = os.environ.get(SETTING, "")
    if configured:
        if not Path(configured).is_file():
            message = f"{SETTING} names {configured}, which is not a file: correct it or unset it"
            raise FontMissing(message)
        return Path(configured)
    return next((path for path in SYSTEM if path.is_file()), None) or wheel_font()


def wheel_font() -> Path:
    """Return the font of the installed wheel, checked by its hash. Raises FontMissing."""
    found = importlib.util.find_spec(WHEEL)
    if found is None or found.origin is None:
        message = f"no Chinese font: install the package paperang-p2-fonts-cjk or set {SETTING}"
        raise FontMissing(message)
    path = Path(found.origin).parent / "fonts" / "wqy-microhei.ttc"
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != WHEEL_SHA256:
        message = f"{path} is not the font that was reviewed: install paperang-p2-fonts-cjk 0.1.0 anew or set {SETTING}"
        raise FontMissing(message)
    return path


@lru_cache(maxsize=64)
def font(size_px: int) -> ImageFont.FreeTypeFont:
    """Return the font at this size in pixels."""
    return ImageFont.truetype(font_file(), size_px, index=0)


def length_px(size_px: int, text: str) -> float:
    """Return how long the text is at this size, in pixels; kerning, which only shortens it, is left out."""
    return sum(_char_px(size_px, char) for char in text)


@lru_cache(maxsize=8192)
def _char_px(size_px: int, char: str) -> float:
    return font(size_px).getlength(char)
