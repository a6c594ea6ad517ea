# SPDX-License-Identifier: Apache-2.0
"""Shades that are told apart without colour: lines stay inside, numbers stay legible."""

import pytest
from reportlab.graphics.shapes import Drawing, Path, Rect, String

from reports.drawing import GROUND, INK
from reports.hatching import SHADES, Where, hatching, swatch, tile


@pytest.mark.parametrize("where", [(0.0, 0.0, 10.0, 10.0), (5.0, 7.0, 40.0, 12.0), (5.0, 7.0, 12.0, 40.0)])
def test_hatching_fills_its_rectangle_and_no_more(where: Where) -> None:
    """A line outside would belong to the neighbour."""
    x, y, width, height = where
    lines = list(hatching(where, 3))

    assert len(lines) > (width + height) / 3 - 2
    for x1, y1, x2, y2 in lines:
        assert x <= min(x1, x2) <= max(x1, x2) <= x + width
        assert y <= min(y1, y2) <= max(y1, y2) <= y + height
        assert (x2 - x1, y2 - y1) == pytest.approx((y1 - y2, x1 - x2))


def test_each_shade_is_another_one() -> None:
    """Ground and hatching differ from one to the next; the last one is so dark that its number is white."""
    assert len({(ground.hexval(), hatch and hatch.hexval(), apart) for ground, hatch, apart in SHADES}) == len(SHADES)
    for shade in range(len(SHADES)):
        drawing = Drawing(60, 60)
        tile(drawing, (0, 0, 50, 20), shade, "12")
        [text] = [it for it in drawing.contents if isinstance(it, String)]
        assert text.fillColor == (GROUND if shade == len(SHADES) - 1 else INK)
        assert any(isinstance(it, Path) for it in drawing.contents) is (SHADES[shade][1] is not None)


def test_a_swatch_is_a_small_tile_without_a_number() -> None:
    """For the legend."""
    drawing = Drawing(60, 60)
    swatch(drawing, (3, 4), 3)
    shapes = [it for it in drawing.contents if isinstance(it, Rect)]

    assert (shapes[0].x, shapes[0].y) == (3, 4)
    assert not any(isinstance(it, String) for it in drawing.contents)
