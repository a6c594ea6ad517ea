# SPDX-License-Identifier: Apache-2.0
"""The day as pictures: each chart for a screen, light or dark, and the day in one picture to be photographed and passed on.

All are drawn from the day report, so they say what the report says. Nothing in them is about one person: no visitor, no clerk.
"""

import re
from html import escape
from typing import Final

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing, Group, Line, Rect
from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics

from hallserver.core.theme import Palette
from hallserver.words import say
from reports.charts import load_chart, waits_chart
from reports.drawing import DARK, GROUND, INK, LIGHT, RULE, put_text, register_font, to_svg
from reports.figures import Figure
from reports.gallery import GALLERY
from reports.report import DayReport
from reports.tables import all_figures, figure_cell
from reports.text import date_text, dates_text, heading_text, moment_text, name_of, state_text

SIZE: Final = (460.0, 190.0)
NARROW: Final = (270.0, 190.0)
"""Width and height of a chart on a screen and on a phone, in points: there its smallest letters are still read."""
PICTURE: Final = (640.0, 470.0)
TILES: Final = (
    "tickets.issued", "tickets.finished", "wait.mean", "wait.within",
    "wait.max", "ratings.satisfied", "ratings.response", "calls.out_of_order",
)  # fmt: skip
"""The figures of the picture, four in a row; on a wall two."""
_A_ROW: Final = 4
_FIGURE: Final = 20.0
_EDGE: Final = 20.0
_NAME: Final = 90.0
"""Room for a figure's name beside it."""
_FACTS: Final = 40.0
_BADS: Final = 2
_RGB: Final = re.compile(r"rgb\((\d+)%,(\d+)%,(\d+)%\)(?=[^<>]*>)")
"""A colour inside a tag: what is written in the picture may be called so."""


def chart(report: DayReport, name: str, language: str) -> Drawing:
    """Return one of ``reports.report.CHARTS`` in the size of a screen."""
    own = {"ratings": ratings_chart, "sums": sums}
    whole = name.removesuffix("-narrow")
    draw = own[whole] if whole in own else GALLERY[whole].draw
    return draw(report, language, *(NARROW if name.endswith("-narrow") else SIZE))


def ratings_chart(report: DayReport, language: str, width: float, height: float) -> Drawing:
    """Return the ratings of the day: one bar a level, the bad ones first and darker, each with its number if there is a record of it."""
    found, drawing = all_figures(report), Drawing(width, height)
    put_text(drawing, 0, height - 10, say("report.chart.ratings", language, basis=_basis(found, language)), size=9)
    counts = [int(found[f"ratings.{star}"].value or 0) for star in (1, 2, 3, 4, 5)]
    left, step = 96.0, (height - 24) / len(counts)
    for row, count in enumerate(counts):
        y = height - 24 - (row + 0.8) * step
        put_text(drawing, left - 8, y + step * 0.2, name_of(f"ratings.{row + 1}", language), anchor="end")
        long = (width - left - 40) * count / max(1, *counts)
        drawing.add(boxed((left, y, long, step * 0.6), fill=DARK if row < _BADS else LIGHT, edge=INK))
        told = f"{count:,}" if found[f"ratings.{row + 1}"].value is not None else say("report.not-recorded", language)
        put_text(drawing, left + long + 6, y + step * 0.2, told)
    return drawing


def _basis(found: dict[str, Figure], language: str) -> str:
    cell = figure_cell(found["ratings.response"], language)
    return f"{name_of('ratings.response', language)} {cell.main} · {cell.small}" if cell.small else cell.main


def picture(report: DayReport, language: str) -> Drawing:
    """Return the day in one picture: figures with what they rest on, the charts, and how far the data reach."""
    width, height = PICTURE
    drawing = Drawing(width, height)
    drawing.add(boxed((0, 0, width, height), fill=GROUND, edge=GROUND))
    put_text(drawing, _EDGE, height - 34, heading_text(report, language), size=19)
    put_text(drawing, width - _EDGE, height - 32, date_text(report, language), anchor="end", size=11)
    drawing.add(Line(_EDGE, height - 44, width - _EDGE, height - 44, strokeColor=INK, strokeWidth=1.2))
    _tiles(drawing, report, language)
    half = (width - 2 * _EDGE - 16) / 2
    drawing.add(as_part(load_chart(report, language, half, 150), _EDGE, 122))
    drawing.add(as_part(waits_chart(report, language, half, 150), _EDGE + half + 16, 122))
    drawing.add(as_part(ratings_chart(report, language, half, 84), _EDGE, 28))
    _facts(drawing, report, language, _EDGE + half + 16)
    return drawing


def _tiles(drawing: Drawing, report: DayReport, language: str) -> None:
    found, wide, high = all_figures(report), (PICTURE[0] - 2 * _EDGE) / _A_ROW, 66.0
    for at, key in enumerate(TILES):
        cell = figure_cell(found[key], language)
        x, top = _EDGE + (at % _A_ROW) * wide, PICTURE[1] - 54 - (at // _A_ROW) * high
        drawing.add(boxed((x + 2, top - high + 6, wide - 4, high - 6), fill=GROUND, edge=RULE))
        put_text(drawing, x + 10, top - 15, name_of(key, language), size=9)
        put_text(drawing, x + 10, top - 38, cell.main, size=fitted(cell.main, wide - 18))
        put_text(drawing, x + 10, top - 53, cell.small or "", size=7.5)


def fitted(text: str, room: float) -> float:
    """Return the size (points) at which a figure fits into ``room`` points: 20, less for a wait of hours."""
    return min(_FIGURE, _FIGURE * room / pdfmetrics.stringWidth(text, register_font(), _FIGURE))


def sums(report: DayReport, language: str, width: float, height: float) -> Drawing:
    """Return the figures of the picture alone, as large as a wall needs them, over what they rest on."""
    found, drawing = all_figures(report), Drawing(width, height)
    wide, high = width / 2, (height - _FACTS) / (len(TILES) // 2)
    for at, key in enumerate(TILES):
        cell = figure_cell(found[key], language)
        x, foot = at % 2 * wide, height - (at // 2 + 1) * high
        drawing.add(boxed((x + 2, foot + 2, wide - 4, high - 4), fill=GROUND, edge=RULE))
        put_text(drawing, x + 10, foot + high - 16, name_of(key, language), size=11)
        put_text(drawing, x + 10, foot + 9, cell.small or "", size=8)
        put_text(drawing, x + wide - 10, foot + 11, cell.main, anchor="end", size=fitted(cell.main, wide - 20 - _NAME))
    for row, line in enumerate(_told(report, language)[:_A_ROW]):
        put_text(drawing, row % 2 * wide + 2, 24 - row // 2 * 17, line, size=10)
    return drawing


def _facts(drawing: Drawing, report: DayReport, language: str, x: float) -> None:
    """Write what the picture rests on."""
    for row, line in enumerate(filter(None, _told(report, language))):
        put_text(drawing, x, 96 - row * 15, line, size=9)


def _told(report: DayReport, language: str) -> list[str]:
    """Return what the figures rest on, the place in the journal last."""
    return [
        say("report.picture.acts", language, n=len(report.acts)),
        state_text(report, language),
        say("report.picture.as-of", language, at=moment_text(report.as_of_us, report.zone)),
        say("report.picture.nobody", language),
        report.journal,
    ]


def boxed(at: tuple[float, float, float, float], *, fill: Color, edge: Color) -> Rect:
    """Return a rectangle: left, foot, width, height."""
    shape = Rect(*at)
    shape.fillColor, shape.strokeColor, shape.strokeWidth = fill, edge, 0.5
    return shape


def as_part(part: Drawing, x: float, y: float) -> Group:
    """Return a chart as a part of a larger picture, its lower left corner at (x, y)."""
    return Group(*part.contents, transform=(1, 0, 0, 1, x, y))


def in_colours(svg: str, palette: Palette) -> str:
    """Return the picture in the colours of a look: its four greys and white are exchanged, nothing else is in it."""
    looks = {
        _percent(INK): palette.ink,
        _percent(DARK): palette.main,
        _percent(LIGHT): palette.main_tint,
        _percent(RULE): palette.line,
        _percent(GROUND): palette.paper,
    }
    return _RGB.sub(lambda found: looks[found[0]], svg)


def _percent(colour: Color) -> str:
    """Return a colour as reportlab writes it into an SVG."""
    return f"rgb({int(colour.red * 100)}%,{int(colour.green * 100)}%,{int(colour.blue * 100)}%)"


def as_svg(report: DayReport, name: str, language: str, palette: Palette) -> bytes:
    """Return a chart, or ``picture``, as SVG in the colours of a look, with its name for who cannot see it."""
    drawing = picture(report, language) if name == "picture" else chart(report, name, language)
    title = say(f"report.picture.{name.removesuffix('-narrow')}", language)
    return in_colours(to_svg(drawing), palette).replace("<title>...</title>", f"<title>{escape(title)}</title>", 1).encode()


def as_pdf(report: DayReport, language: str) -> bytes:
    """Return the picture as a PDF of one page."""
    register_font()
    title = f"{heading_text(report, language)} {dates_text(report, language)}"
    content: bytes = renderPDF.drawToString(picture(report, language), title)  # type: ignore[assignment]  # its stub says text
    return content
