# SPDX-License-Identifier: Apache-2.0
"""The drawn slip: black on white, within the paper, readable by people and scanners."""

import msgspec
import pytest
import zxingcpp
from PIL import Image

from devices.printers.font import font
from devices.printers.picture import MARGIN_PX, qr_picture, slip_picture
from devices.printers.wrapping import wrapped
from hallserver.core.jobs import SlipLine
from tests.devices.printers.slips import KEPT, PICTURES, emblem, own_font, page_of, sample, slips
from tests.devices.samples import LINES, URL


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    """Return the box around all black dots."""
    box = picture.convert("L").point(lambda grey: 255 - grey).getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("width_px", [576, 384])
def test_a_slip_is_one_bit_deep_and_keeps_its_margins(width_px: int) -> None:
    """What goes over the edge is not printed."""
    picture = slip_picture(LINES, width_px=width_px)
    left, _, right, _ = ink(picture)

    assert picture.mode == "1"
    assert picture.width == width_px
    assert left >= MARGIN_PX - 2
    assert right <= width_px - MARGIN_PX + 2


@pytest.mark.parametrize("label", ["A012", "AB1000", "W" * 12])
def test_the_number_stays_in_one_row_however_long(label: str) -> None:
    """A number broken in two is two numbers."""
    one = slip_picture((SlipLine(text="A012", size=10, bold=True),))
    left, _, right, _ = ink(slip_picture((SlipLine(text=label, size=10, bold=True),)))

    assert slip_picture((SlipLine(text=label, size=10, bold=True),)).height <= one.height
    assert left >= MARGIN_PX - 4
    assert right <= 576 - MARGIN_PX + 4


@pytest.mark.parametrize("width_px", [576, 384])
def test_the_code_on_the_picture_can_be_read(width_px: int) -> None:
    """This is what a clone without QR commands prints."""
    picture = slip_picture(LINES, width_px=width_px, qr=URL)

    assert [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))] == [URL]


def test_a_code_is_big_enough_for_a_phone() -> None:
    """0.375 mm a dot is the least that cheap cameras read from a hand's distance."""
    assert qr_picture(URL).width >= 20 * 8
    assert qr_picture(URL).width <= 576 * 0.44


def test_chinese_breaks_anywhere_but_before_a_closing_mark() -> None:
    """A full stop at the start of a row looks like a fault of the machine."""
    text = "过号不必重新取号，请持本票到导办台，由导办员为您重新安排。"
    for room_px in range(60, 600, 10):
        rows = wrapped(text, font(24).getlength, room_px)

        assert "".join(rows) == text
        assert not any(row[0] in "，。" for row in rows)


def test_english_breaks_between_words() -> None:
    """A word cut in two is not hyphenated by anybody."""
    rows = wrapped("Please take a seat and watch for your number on the screen.", font(24).getlength, 300)

    assert " ".join(rows).split() == "Please take a seat and watch for your number on the screen.".split()
    assert len(rows) > 1


def test_control_bytes_leave_no_trace() -> None:
    """The picture of a text with control bytes is that of the text without."""
    assert slip_picture((SlipLine(text="敬老\x1bp\x00优待证"),)).tobytes() == slip_picture((SlipLine(text="敬老p优待证"),)).tobytes()


def test_a_title_that_is_a_little_too_long_shrinks_instead_of_breaking() -> None:
    """One word alone on a second row looks like an accident."""
    one = slip_picture((SlipLine(text="Futian Service", size=4, bold=True),))

    assert slip_picture((SlipLine(text="Futian Government Service Centre", size=4, bold=True),)).height <= one.height


def test_the_kept_pictures_are_what_comes_out_today() -> None:
    """Chinese and English, 80 and 58 mm, drawn and as text: whoever changes a slip looks at it, and draws them anew."""
    with own_font():
        for path, job, options in slips():
            with Image.open(path) as kept:
                page = page_of(job, options).convert("1")

                assert (page.size, page.tobytes()) == (kept.size, kept.tobytes()), f"look: python -m tests.devices.printers.slips; {path}"
                assert [found.text for found in zxingcpp.read_barcodes(kept.convert("L"))] == [job.qr]
    assert {path for path, _, _ in slips()} == {*PICTURES.glob("*"), *KEPT.glob("*")}


def test_another_number_is_another_picture() -> None:
    """The control: the comparison sees a single digit, and a logo."""
    job = sample("zh-Hans")
    lines = tuple(msgspec.structs.replace(line, text=line.text.replace("15", "16")) for line in job.lines)
    pages = [page_of(it, {}).tobytes() for it in (job, msgspec.structs.replace(job, lines=lines), msgspec.structs.replace(job, logo=""))]

    assert emblem()
    assert len(set(pages)) == 3


NASTY = (
    "W" * 60,
    "http://a.very.long.address.of.a.hall.example/that/never/ends",
    "高龄老人津贴、疾病救助、残疾人服务、房屋租赁登记备案、不动产权证明",
    "Registration of foreign-invested enterprises, social organisations",
    "（“《未完",
    "，。、；：",
    "مرحبا 你好 Ünïcödé ①②③ Ⅷ 〇",
)
"""What halls may call things."""


@pytest.mark.parametrize("size", [1, 2, 3, 4, 6, 8, 10])
@pytest.mark.parametrize("width_px", [576, 384])
def test_nothing_is_clipped_whatever_things_are_called(size: int, width_px: int) -> None:
    """In letters of every size, drawn and as text, on wide and on narrow paper."""
    lines = tuple(
        SlipLine(text=text, size=size, bold=bold)
        for text in (NASTY if size < 8 else ("A012", "AB1000", "W" * 12))
        for bold in (True, False)
    )
    left, _, right, _ = ink(slip_picture(lines, width_px=width_px))
    page = page_of(msgspec.structs.replace(sample("en"), lines=lines), {"width": str(width_px), "text": "gb18030"})

    assert left >= MARGIN_PX - 4
    assert right <= width_px - MARGIN_PX + 4
    assert page.width == width_px
