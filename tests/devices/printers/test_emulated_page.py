# SPDX-License-Identifier: Apache-2.0
"""The emulator's paper shows what a printer would have put there."""

import pytest
import zxingcpp
from PIL import Image

from devices.printers.emulated_page import Align, Page, Style, qr_code


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    """Return the box around all black dots."""
    box = picture.point(lambda grey: 255 - grey).getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize(("align", "left_px"), [("left", 0), ("centre", 288 - 24), ("right", 576 - 48)])
def test_text_stands_where_it_was_put(align: Align, left_px: int) -> None:
    """Two Chinese characters are 48 dots wide."""
    page = Page(576)
    page.text("取号", Style(align=align))
    left, _, right, _ = ink(page.image())

    assert left_px <= left
    assert right <= left_px + 48


def test_large_text_is_made_of_large_dots() -> None:
    """What a real printer does, and the reason why pictures look better."""
    page = Page(576)
    page.text("A012", Style(wide=7, high=7))
    left, top, right, bottom = ink(page.image())

    assert 4 * 12 * 5 < right - left <= 4 * 12 * 7
    assert 14 * 7 < bottom - top <= 24 * 7
    assert page.overrun == 0


def test_text_beyond_the_edge_goes_on_below_and_is_noted() -> None:
    """A driver that counts wrongly must be found out."""
    page = Page(384)
    page.text("字" * 17, Style())

    assert page.overrun == 1
    assert page.image().height == 68


def test_a_picture_beyond_the_edge_is_clipped_and_noted() -> None:
    """Half a QR code is none."""
    page = Page(384)
    page.picture(Image.new("L", (400, 10), 0), "centre")

    assert (page.image().size, page.overrun) == ((384, 10), 1)


@pytest.mark.parametrize("level", range(4))
def test_a_code_can_be_read(level: int) -> None:
    """By what a phone does."""
    assert [found.text for found in zxingcpp.read_barcodes(qr_code(b"http://hall/#t=1", 4, level))] == ["http://hall/#t=1"]


def test_a_page_knows_whether_it_was_begun() -> None:
    """Half a slip is what a jam leaves."""
    page = Page(576)
    assert not page.begun
    page.text("A", Style())
    assert page.begun
