# SPDX-License-Identifier: Apache-2.0
"""The day as pictures: the same figures as the report, in the colours of either look, on one page, and about nobody."""

import re
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from reportlab.graphics.shapes import Rect
from reportlab.pdfbase import pdfmetrics

from hallserver.core.theme import DARK, Palette
from hallserver.words import say
from reports.day import make_day
from reports.drawing import register_font
from reports.pictures import SIZE, TILES, as_pdf, as_svg, fitted, in_colours, ratings_chart
from reports.report import CHARTS
from reports.tables import all_figures, figure_cell
from tests.reports.sample_day import at, busy_day, leg, names, period, rating

DAY = make_day(busy_day(300), names())
LIGHT = Palette()


def words(svg: bytes) -> str:
    """Return everything that is written in a picture."""
    return "".join(ET.fromstring(svg).itertext())  # noqa: S314 -- our own picture


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_the_picture_says_what_the_report_says(language: str) -> None:
    """Each figure with what it rests on, word for word as in the report's cards."""
    written = words(as_svg(DAY, "picture", language, LIGHT))

    for key in TILES:
        cell = figure_cell(all_figures(DAY)[key], language)
        assert cell.main in written
        assert (cell.small or "") in written
    assert say("report.picture.nobody", language) in written


@pytest.mark.parametrize("name", [*CHARTS, "picture"])
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_a_picture_has_the_colours_of_its_look_alone(name: str, palette: Palette) -> None:
    """A colour that was forgotten would be invisible on the other ground."""
    svg = as_svg(DAY, name, "zh-Hans", palette).decode()

    assert "rgb(" not in svg
    allowed = {palette.ink, palette.main, palette.main_tint, palette.line, palette.paper}
    assert set(re.findall(r"#[0-9a-f]{6}", svg)) <= allowed
    assert palette.ink in svg


def test_a_colour_that_no_look_has_is_a_mistake() -> None:
    """Found when the chart is drawn first, not by whoever cannot read it in the dark."""
    with pytest.raises(KeyError):
        in_colours('<g style="fill: rgb(1%,2%,3%)"/>', LIGHT)


def test_a_halls_name_is_written_and_nothing_more() -> None:
    """Marks and colours in it are letters: it neither breaks the picture nor is drawn as one."""
    name = '<script>alert(1)</script> & "rgb(1%,2%,3%)" <title>...</title>'
    written = as_svg(make_day(busy_day(30), replace(names(), hall={"zh-Hans": name})), "picture", "zh-Hans", LIGHT)

    assert name in words(written)
    assert b"<script" not in written


@pytest.mark.parametrize(
    ("text", "whole"), [("98.1%", True), ("8 分 05 秒", True), ("1 小时 05 分 30 秒", False), ("15 h 30 min 00 s", False)]
)
def test_a_figure_stays_within_its_tile(text: str, whole: bool) -> None:  # noqa: FBT001 -- a row of the table
    """A longest wait of hours is what a picture is passed on for: it must not run into the next tile."""
    size = fitted(text, 130)

    assert (size == 20) is whole
    assert pdfmetrics.stringWidth(text, register_font(), size) <= 130.001


def test_the_pdf_is_one_page_with_the_same_words() -> None:
    """To be printed or sent where an SVG cannot be opened."""
    [page] = PdfReader(BytesIO(as_pdf(DAY, "zh-Hans"))).pages

    assert figure_cell(all_figures(DAY)["wait.within"], "zh-Hans").main in page.extract_text()


def test_rating_bars_are_as_long_as_their_numbers_and_the_bad_come_first() -> None:
    """Two very bad ones and one very good: twice as long, at the top, and darker."""
    legs = [leg(no, at("09:00")) for no in range(3)]
    day = make_day(period(legs=legs, ratings=[rating(0, 1), rating(1, 1), rating(2, 5)]), names())
    bars = [it for it in ratings_chart(day, "zh-Hans", *SIZE).contents if isinstance(it, Rect)]

    assert [round(bar.width / bars[4].width, 6) for bar in bars] == [2, 0, 0, 0, 1]
    assert bars[0].y > bars[4].y
    assert bars[0].fillColor != bars[4].fillColor


def test_a_day_without_anybody_can_be_drawn() -> None:
    """At nine in the morning of the first day the wall is on already."""
    empty = make_day(period(), names())

    assert "0" in words(as_svg(empty, "picture", "zh-Hans", LIGHT))
    assert as_pdf(empty, "en").startswith(b"%PDF")
