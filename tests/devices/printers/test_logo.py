# SPDX-License-Identifier: Apache-2.0
"""The hall's logo, and everything that can be wrong with it."""

import base64
import io

import pytest
from PIL import Image, ImageDraw

from devices.printers.logo import MOST_CHARS, logo_picture
from devices.printers.picture import slip_picture
from tests.devices.samples import LINES


def logo(width_px: int = 200, height_px: int = 80, kind: str = "PNG") -> str:
    """Return a black ring on nothing, as base64."""
    picture = Image.new("RGBA", (width_px, height_px), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((2, 2, width_px - 3, height_px - 3), outline="black", width=8)
    file = io.BytesIO()
    picture.convert("RGBA" if kind == "PNG" else "RGB").save(file, format=kind)
    return base64.b64encode(file.getvalue()).decode()


@pytest.mark.parametrize("width_px", [576, 384])
def test_the_logo_stands_in_the_middle_above_the_name(width_px: int) -> None:
    """The unified sign of all halls is what people look for."""
    plain, with_logo = slip_picture(LINES, width_px=width_px), slip_picture(LINES, width_px=width_px, logo=logo())
    added_px = with_logo.height - plain.height
    box = with_logo.crop((0, 0, width_px, added_px)).convert("L").point(lambda grey: 255 - grey).getbbox()

    assert box is not None
    assert abs(box[0] - (width_px - box[2])) <= 2
    assert with_logo.crop((0, added_px, width_px, with_logo.height)).tobytes() == plain.tobytes()


@pytest.mark.parametrize(("width_px", "height_px"), [(1200, 100), (100, 1200), (900, 900)])
def test_a_large_logo_is_made_smaller(width_px: int, height_px: int) -> None:
    """It may take a part of the slip, not the slip."""
    drawn = logo_picture(logo(width_px, height_px), 384)

    assert drawn is not None
    assert drawn.width <= 384 * 0.6
    assert drawn.height <= 384 * 0.18 + 1


def test_what_is_transparent_is_paper() -> None:
    """A ring on nothing must not become a black box."""
    drawn = logo_picture(logo(), 576)

    assert drawn is not None
    assert drawn.getpixel((0, 0)) == 255
    assert drawn.getpixel((drawn.width // 2, drawn.height // 2)) == 255


WRONG = {
    "no base64": "not base64!", "no picture": "YWJj", "another kind": logo(kind="JPEG"), "half of one": logo()[:60],
    "too long": base64.b64encode(base64.b64decode(logo()) + bytes(MOST_CHARS)).decode(), "too wide": logo(2500, 10),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_logo_that_cannot_be_drawn_does_not_cost_the_slip(wrong: str) -> None:
    """Somebody put it there once; every visitor needs the number."""
    assert logo_picture(wrong, 576) is None
    assert slip_picture(LINES, logo=wrong).tobytes() == slip_picture(LINES).tobytes()
