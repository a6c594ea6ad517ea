# SPDX-License-Identifier: Apache-2.0
"""What printed forms that are signed by hand are made of: facts, boxes with room for a pen, places to sign."""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from reports.drawing import register_font
from reports.paper import INK, RULE, SHADE, WIDTH, paragraph

LABEL = 26 * mm
"""Width of a label at the left."""
_SIGNED = 14 * mm
"""Room for a signature."""
LOOK = (
    ("BOX", (0, 0), (-1, -1), 0.8, INK), ("INNERGRID", (0, 0), (-1, -1), 0.4, RULE), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("TOPPADDING", (0, 0), (-1, -1), 3), ("BOTTOMPADDING", (0, 0), (-1, -1), 4), ("LEFTPADDING", (0, 0), (-1, -1), 5),
)  # fmt: skip


def facts_grid(facts: Sequence[tuple[str, str]], height: float | None = None) -> Flowable:
    """Return label and value of each fact, two facts in a row; ``height`` of a row in points, where values are written by hand."""
    cells = [[paragraph(label, 9, grey=True), paragraph(value, 9.5)] for label, value in facts]
    rows = [[*cells[at], *cells[at + 1]] for at in range(0, len(cells), 2)]
    widths = [LABEL, WIDTH / 2 - LABEL] * 2
    shades: list[Any] = [("BACKGROUND", (at, 0), (at, -1), SHADE) for at in (0, 2)]
    return Grid(rows, colWidths=widths, rowHeights=height, style=TableStyle([*LOOK, *shades]), hAlign="LEFT")


def labelled(label: str, content: list[Flowable]) -> Flowable:
    """Return a box with its label at the left."""
    look = TableStyle([*LOOK, ("BACKGROUND", (0, 0), (0, 0), SHADE)])
    return Grid([[paragraph(label, 9, grey=True), content]], colWidths=[LABEL, WIDTH - LABEL], style=look, hAlign="LEFT")


def places_to_sign(labels: Sequence[str], date: str) -> Flowable:
    """Return a box for each who signs, with name and date."""
    cells = [[paragraph(label, 9, grey=True), Spacer(0, _SIGNED), paragraph(date, 8, grey=True, align=2)] for label in labels]
    look = TableStyle([*LOOK, ("VALIGN", (0, 0), (-1, -1), "TOP"), ("FONT", (0, 0), (-1, -1), register_font())])
    return Grid([cells], colWidths=[WIDTH / len(labels)] * len(labels), style=look, hAlign="LEFT")
