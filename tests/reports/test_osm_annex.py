# SPDX-License-Identifier: Apache-2.0
"""The pages behind the first: none of a ledger without findings, always the notes."""

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest
from msgspec import structs
from reportlab.platypus import KeepTogether, PageBreak

from reports.osm_annex import PHOTO_PT, Photo, how_made, ledger, notes_in_full
from reports.paper import build
from tests.hallserver.test_photos import jpeg
from tests.reports.test_osm import made

REPORT = made()


def test_a_hall_without_findings_has_no_ledger() -> None:
    """An empty table would look like a lost one."""
    assert ledger(structs.replace(REPORT, findings=()), "zh-Hans", {}) == []
    assert isinstance(ledger(REPORT, "zh-Hans", {})[0], PageBreak)


def test_the_notes_and_how_points_are_made_are_always_there() -> None:
    """Two blocks that are never split."""
    blocks = (notes_in_full(structs.replace(REPORT, notes=()), "zh-Hans"), how_made("zh-Hans"))
    assert all(isinstance(it, KeepTogether) for it in blocks)


def test_a_photo_is_drawn_in_its_room() -> None:
    """As wide as its room allows and in its own shape; a picture of no size would be on the page too."""
    pdf = pdfium.PdfDocument(build(lambda: [Photo(jpeg(400, 200))], "x", "x", "en"))
    [drawn] = pdf[0].get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE])
    left, bottom, right, top = drawn.get_bounds()
    assert (right - left, top - bottom) == pytest.approx((PHOTO_PT[0], PHOTO_PT[0] / 2), abs=0.1)
