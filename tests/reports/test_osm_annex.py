# SPDX-License-Identifier: Apache-2.0
"""The pages behind the first: none of a ledger without findings, always the notes."""

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest
from msgspec import structs
from reportlab.graphics.shapes import Drawing
from reportlab.platypus import KeepTogether, PageBreak, Paragraph

from hallserver.core.check_row import STEPS
from reports.osm_annex import PHOTO_PT, Photo, how_made, ledger, notes_in_full
from reports.paper import build
from tests.hallserver.test_photos import jpeg
from tests.reports.test_osm import made

REPORT = made()


def test_a_hall_without_findings_has_no_ledger() -> None:
    """An empty table would look like a lost one."""
    assert ledger(structs.replace(REPORT, findings=()), "zh-Hans", {}) == []
    assert isinstance(ledger(REPORT, "zh-Hans", {})[0], PageBreak)


def test_the_notes_are_never_split_and_how_points_are_made_is_one_paragraph() -> None:
    """So that neither stands on two pages."""
    assert isinstance(notes_in_full(structs.replace(REPORT, notes=()), "zh-Hans"), KeepTogether)
    assert isinstance(how_made("zh-Hans"), Paragraph)


def test_findings_that_gather_nowhere_have_no_chart() -> None:
    """Six of them, two in a cell at most: bars of one and two take a third of a page and say nothing."""
    spread = [structs.replace(REPORT.findings[0], no=f"X{no}", step=STEPS[no % 5], new=True) for no in range(6)]
    gathered = [structs.replace(it, step=STEPS[0]) if no < 3 else it for no, it in enumerate(spread)]

    old = [structs.replace(it, new=False) for it in spread]
    told = [ledger(structs.replace(REPORT, findings=tuple(it)), "zh-Hans", {})[2] for it in (gathered, spread, spread[:2], old)]

    assert isinstance(told[0], Drawing)
    spread_out, few, none = (it.text for it in told[1:] if isinstance(it, Paragraph))
    assert spread_out == "问题分散在 5 格，每格不到 3 项，没有集中之处。"
    assert few == "新发现的问题（项）：空间·整理 1；空间·定位 1。"
    assert none == "本期没有新发现的问题，以下为上期结转。"


def test_a_photo_is_drawn_in_its_room() -> None:
    """As wide as its room allows and in its own shape; a picture of no size would be on the page too."""
    pdf = pdfium.PdfDocument(build(lambda: [Photo(jpeg(400, 200))], "x", "x", "en"))
    [drawn] = pdf[0].get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE])
    left, bottom, right, top = drawn.get_bounds()
    assert (right - left, top - bottom) == pytest.approx((PHOTO_PT[0], PHOTO_PT[0] / 2), abs=0.1)
