# SPDX-License-Identifier: Apache-2.0
"""The foot of the page that is signed: three boxes with what people wrote, or room for a pen, and who drafted, checked and signed it."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from hallserver.words import say
from reports.osm import OsmReport
from reports.osm_annex import LOOK, SMALL, TINY
from reports.osm_text import Stamp, stamp_text
from reports.paper import RULE, SHADE, WIDTH, paragraph
from reports.signing import Signing

_PEN = (10 * mm, 5 * mm)
"""Room to sign or to stamp, and under it to date it."""
_SIZES = ((150, 8.0), (320, 7.0), (10_000, 6.0))
"""A text in a box of up to so many characters is written in this size, so that the page stays one."""


def boxes(report: OsmReport | Signing, language: str) -> list[Flowable]:
    """Return the three boxes with what was written into them, or room for a pen."""
    texts = {"work": report.boxes.work, "problems": report.boxes.problems, "measures": report.boxes.measures}
    head = [paragraph(say(f"osm.box-{key}", language), 9) for key in texts]
    size = next(size for most, size in _SIZES if max(map(len, texts.values())) <= most)
    body = [[paragraph(line, size) for line in text.splitlines() if line] or Spacer(0, 13 * mm) for text in texts.values()]
    look = TableStyle([*LOOK, ("BACKGROUND", (0, 0), (-1, 0), SHADE)])
    return [Grid([head, body], colWidths=[WIDTH / 3] * 3, style=look, spaceBefore=5, hAlign="LEFT")]


def signatures(stamp: Stamp | None, language: str) -> list[Flowable]:
    """Return who drafted, checked and signed it, or room for it; with a stamp also which version it is, and its digest."""
    said = (
        {"drafted": stamp.drafted, "checked": stamp.checked, "signed": stamp.signed}
        if stamp
        else dict.fromkeys(("drafted", "checked", "signed"), "")
    )
    cells = [[paragraph(say(f"osm.sign-{key}", language), SMALL, grey=True), paragraph(text or " ", 9)] for key, text in said.items()]
    dates = [paragraph("" if text else say("osm.sign-date", language), SMALL, grey=True, align=2) for text in said.values()]
    apart = (("LINEAFTER", (0, 0), (1, 1), 0.3, RULE), ("NOSPLIT", (0, 0), (-1, -1)))
    look = TableStyle([*(it for it in LOOK if it[0] != "INNERGRID"), *apart])
    grid = Grid([cells, dates], colWidths=[WIDTH / 3] * 3, rowHeights=_PEN, style=look, spaceBefore=4, hAlign="LEFT")
    if stamp is None:
        return [grid]
    line = stamp_text(stamp, language, 16)
    why = [say("osm.stamp-why", language, why=stamp.why)] if stamp.why else []
    return [grid, paragraph(" · ".join([line, *why]), TINY, grey=True, before=2)]
