# SPDX-License-Identifier: Apache-2.0
"""What charts are made of: axes with round steps, dots and lines, fonts that screens have."""

import pytest
from reportlab.graphics.shapes import Circle, Drawing, PolyLine, String

from reports import drawing


@pytest.mark.parametrize(
    ("highest", "top", "step"), [(0, 1, 1), (0.2, 1, 1), (4, 4, 1), (21.8, 25, 5), (125, 150, 50), (1500, 1500, 500), (5000, 5000, 1000)]
)
def test_axes_have_round_steps(highest: float, top: float, step: float) -> None:
    """Between the lines a reader must be able to guess the value."""
    assert drawing.value_axis(highest) == drawing.Axis(top=top, step=step)


def test_one_point_alone_is_a_dot() -> None:
    """A line needs two points; with one, something must be seen all the same."""
    picture = Drawing(100, 100)
    drawing.put_line(picture, [(1, 2)], drawing.INK)
    drawing.put_line(picture, [(1, 2), (11, 4), (21, 6)], drawing.INK, 2.0)

    assert [type(shape) for shape in picture.contents] == [Circle, PolyLine, Circle, Circle, Circle]
    assert [shape.points for shape in picture.contents if isinstance(shape, PolyLine)] == [[1, 2, 11, 4, 21, 6]]


def test_points_that_are_crowded_are_a_line_alone() -> None:
    """The dots of a whole year, day by day, would be a thick bar."""
    picture = Drawing(100, 100)
    drawing.put_line(picture, [(no, 5) for no in range(100)], drawing.INK)

    assert [type(shape) for shape in picture.contents] == [PolyLine]


def test_a_text_that_is_too_long_is_written_smaller() -> None:
    """And one that fits as it was asked for."""
    assert drawing.shrunk("等候", 100, 9) == 9
    assert drawing.width_of("等候时长" * 9, drawing.shrunk("等候时长" * 9, 100, 9)) == pytest.approx(100)


def test_large_numbers_have_room_beside_the_axis() -> None:
    """A million would be cut at the edge of the picture."""
    picture = Drawing(300, 200)
    plot = drawing.grid(picture, 4, drawing.value_axis(985_400))
    widest = max(drawing.width_of(it.text) for it in picture.contents if isinstance(it, String))

    assert plot.left > drawing.LEFT
    assert plot.left - 5 - widest >= 0


def test_the_svg_asks_for_fonts_that_screens_have() -> None:
    """No screen knows our font by its name in print, and would fall back to one with serifs."""
    picture = Drawing(100, 100)
    drawing.put_text(picture, 50, 50, "等候", anchor="middle", size=12)
    svg = drawing.to_svg(picture)

    assert "Noto Sans SC" in svg
    assert drawing.FONT not in svg


def test_a_dashed_line_is_no_closed_path() -> None:
    """On the way back a dash would fill the gap."""
    picture = Drawing(100, 100)
    drawing.put_dashes(picture, (0, 0), (0, 90), drawing.DARK)
    svg = drawing.to_svg(picture)

    assert "stroke-dasharray" in svg
    assert "Z" not in svg.partition("stroke-dasharray")[0].rpartition("<")[2]
