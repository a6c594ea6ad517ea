# SPDX-License-Identifier: Apache-2.0
"""The matrix as a picture: every cell there, told apart by tint, mark and arrow."""

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color

from reports.osm_matrix import added, matrix_of
from reports.osm_matrix_chart import TINTS, matrix_chart, tinted
from reports.rows_site import SiteRows
from tests.reports.sample_site import BEFORE, CHECKS, SPAN, WEIGHTS, done, finding

NOW = matrix_of(SiteRows(done=[done("signs", "2026-03-03")], findings=[finding(1, deduction=4)]), CHECKS, WEIGHTS, SPAN)
THEN = matrix_of(SiteRows(findings=[finding(1, day="2026-02-20", deduction=2)]), CHECKS, WEIGHTS, BEFORE)


def grey(colour: Color) -> float:
    """Return how light a colour is when it is printed without any: 0 black, 1 white."""
    return float(0.299 * colour.red + 0.587 * colour.green + 0.114 * colour.blue)


def test_every_cell_row_and_column_is_there() -> None:
    """6 × 5 and their sums: 42 cells, and four in the legend."""
    picture = matrix_chart(NOW, THEN, "zh-Hans", 500)
    cells = [it for it in picture.contents if isinstance(it, Rect)]
    words = [it.text for it in picture.contents if isinstance(it, String)]

    assert len(cells) == 7 * 6 + len(TINTS)
    assert {"人力", "废物", "整理", "保养", "合计", "未检查", "无此项"} <= set(words)
    assert "60.0 ↓" in words
    assert "100.0" in words
    assert words.count("×") == 4


def test_a_sum_says_in_how_many_halls_a_cell_is_poor() -> None:
    """Nineteen good halls hide a poor one; of one hall alone nothing is counted."""
    good = matrix_of(SiteRows(done=[done("exits", "2026-03-03")]), CHECKS, WEIGHTS, SPAN)
    words = [[it.text for it in matrix_chart(added([NOW, *[good] * 19]), None, "zh-Hans", 500, halls).contents if isinstance(it, String)]
             for halls in ([NOW, *[good] * 19], [])]  # fmt: skip

    assert (words[0].count("×1"), words[1].count("×1")) == (4, 0)


def test_grades_differ_without_colour() -> None:
    """Three greys at least a tenth apart, light to dark, and hatching where nobody looked."""
    good, fair, poor = (grey(TINTS[grade]) for grade in ("good", "fair", "poor"))
    assert good > fair + 0.1 > poor + 0.2
    drawing = Drawing(50, 50)
    tinted(drawing, (0, 0, 40, 20), "unseen")

    assert any(isinstance(it, Line) for it in drawing.contents)
