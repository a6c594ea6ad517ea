# SPDX-License-Identifier: Apache-2.0
"""The day in one picture for a work group: the head of the report at the width of a phone, as PNG. Nobody is named in it."""

import io
import re
from typing import Final

import pypdfium2
from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing, Line
from reportlab.pdfbase.pdfmetrics import stringWidth

from hallserver.words import say
from reports.charts import load_chart, waits_chart
from reports.drawing import GROUND, INK, RULE, put_text, register_font
from reports.pictures import as_part, boxed, fitted, ratings_chart
from reports.quality import gravest
from reports.report import DayReport
from reports.tables import all_figures, figure_cell
from reports.text import date_text, heading_text, moment_text, name_of, note_text, state_text

WIDTH: Final = 360.0
"""Of the picture in points, as wide as a phone's screen: text of 9 points is read without a finger."""
PIXELS: Final = 1080
"""Of the PNG, in width: what work groups show without shrinking it."""
EDGE: Final = 16.0
TILES: Final = (
    "tickets.issued", "tickets.finished", "wait.mean", "wait.p90", "wait.within", "service.mean", "ratings.satisfied", "ratings.bad",
)  # fmt: skip
_TILE: Final = 58.0
_CHART: Final = 150.0
_HEAD, _FOOT = 62.0, 24.0
_SMALL, _LINE = 8.5, 13.0
"""Size of the text at the foot, and from line to line."""


def picture(report: DayReport, language: str) -> Drawing:
    """Return the picture: whose and when, eight figures two in a row, load, waits, ratings, how far the data reach and can be trusted."""
    rows, told = len(TILES) // 2, [*_noted(report, language), *_told(report, language)]
    foot = _FOOT + len(told) * _LINE
    height = _HEAD + rows * _TILE + 3 * (_CHART + 10) + foot
    drawing = Drawing(WIDTH, height)
    drawing.add(boxed((0, 0, WIDTH, height), fill=GROUND, edge=GROUND))
    put_text(drawing, EDGE, height - 28, heading_text(report, language), size=fitted(heading_text(report, language), WIDTH - 2 * EDGE))
    put_text(drawing, EDGE, height - 46, date_text(report, language), size=11)
    drawing.add(Line(EDGE, height - 54, WIDTH - EDGE, height - 54, strokeColor=INK, strokeWidth=1.2))
    _tiles(drawing, report, language, height - _HEAD)
    size = (WIDTH - 2 * EDGE, _CHART)
    for at, draw in enumerate((load_chart, waits_chart, ratings_chart)):
        drawing.add(as_part(draw(report, language, *size), EDGE, foot + (2 - at) * (_CHART + 10)))
    for row, line in enumerate(told):
        put_text(drawing, EDGE, foot - 16 - row * _LINE, line, size=_SMALL)
    return drawing


def _tiles(drawing: Drawing, report: DayReport, language: str, top: float) -> None:
    found, wide = all_figures(report), (WIDTH - 2 * EDGE) / 2
    for at, key in enumerate(TILES):
        x, foot = EDGE + at % 2 * wide, top - (at // 2 + 1) * _TILE
        drawing.add(boxed((x + 2, foot + 3, wide - 4, _TILE - 6), fill=GROUND, edge=RULE))
        cell = figure_cell(found[key], language)
        put_text(drawing, x + 9, foot + _TILE - 16, name_of(key, language), size=9)
        put_text(drawing, x + 9, foot + 20, cell.main, size=min(17.0, fitted(cell.main, wide - 18)))
        put_text(drawing, x + 9, foot + 8, cell.small or "", size=7.5)


def _noted(report: DayReport, language: str) -> list[str]:
    """Return the gravest note on the data, in lines, and out of how many: a picture goes from hand to hand without its report."""
    text = note_text(gravest(report.notes), language)
    n = len(report.notes)
    said = say("report.picture.notes", language, n=n, text=text) if n > 1 else say("report.picture.note", language, text=text)
    return wrapped(said, WIDTH - 2 * EDGE, _SMALL)


def wrapped(text: str, room: float, size: float) -> list[str]:
    """Return a text in lines that fit the room (points): words and numbers stay whole, Chinese breaks anywhere but before a stop."""
    lines = [""]
    for part in _PARTS.findall(text):
        if lines[-1] and stringWidth((lines[-1] + part).rstrip(), register_font(), size) > room:
            lines.append("")
        lines[-1] += part if lines[-1] else part.lstrip()
    return [line.rstrip() for line in lines]


_PARTS: Final = re.compile(r"(?:[\x21-\x7e]+|[^\x20-\x7e])[，。；：、）”]* ?| ")
"""What stays on one line."""


def _told(report: DayReport, language: str) -> list[str]:
    """Return what the picture rests on, and that nobody is in it, or on a copy that was taken away, by whom."""
    state = state_text(report, language)
    until = say("report.picture.as-of", language, at=moment_text(report.as_of_us, report.zone))
    standards = " ".join(report.standards) or say("report.not-recorded", language)
    anchor = {"journal": report.journal or "-"} if report.halls == 1 else {}  # those of many halls are longer than any picture is wide
    facts = anchor | {"standards": standards}
    return [
        f"{state}  {until}" if len(state) + len(until) < _FITS else state,
        *(say("report.meta.one", language, name=say(f"report.meta.{key}", language), text=text) for key, text in facts.items()),
        *wrapped(report.marked or say("report.picture.nobody", language), WIDTH - 2 * EDGE, _SMALL),
    ]


_FITS: Final = 64
"""Characters of a line."""


def to_png(report: DayReport, language: str) -> bytes:
    """Return the picture as PNG, ``PIXELS`` wide."""
    register_font()
    page: bytes = renderPDF.drawToString(picture(report, language), heading_text(report, language))  # type: ignore[assignment]  # its stub says text
    return rasterised(page, PIXELS)


def rasterised(pdf: bytes, width_px: int) -> bytes:
    """Return the first page of a PDF as PNG of this width."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        image = page.render(scale=width_px / page.get_width()).to_pil()
    finally:
        document.close()
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
