# SPDX-License-Identifier: Apache-2.0
"""Text mode: the bytes of a slip in the printer's own characters."""

import pytest
from PIL import Image

from devices.printers.models import Model
from devices.printers.text_slip import columns, text_pieces
from devices.safe_text import safe_text
from hallserver.core.jobs import SlipLine
from tests.devices.samples import LINES

WIDE, NARROW = Model(text_mode=True), Model(text_mode=True, width_px=384)


def sent(*lines: SlipLine, model: Model = WIDE) -> bytes:
    """Return the bytes of lines that are all text."""
    pieces = text_pieces(lines, model, safe_text)
    assert all(isinstance(piece, bytes) for piece in pieces)
    return b"".join(piece for piece in pieces if isinstance(piece, bytes))


def test_a_line_is_its_style_its_size_and_its_text() -> None:
    """``ESC a`` where it stands, ``ESC E`` how heavy, ``GS !`` how large, GB18030, line feed; ``FS &`` before all."""
    assert sent(SlipLine(text="取号", size=3, bold=True)) == b"\x1c&\x1ba\x01\x1bE\x01\x1d!\x11" + "取号".encode("gb18030") + b"\n"
    assert sent(SlipLine(text="a1", align="left")) == b"\x1c&\x1ba\x00\x1bE\x00\x1d!\x00a1\n"


@pytest.mark.parametrize(("model", "label", "size"), [
    (WIDE, "A012", 7), (NARROW, "A012", 7), (WIDE, "AB1000", 7), (NARROW, "AB1000", 5), (NARROW, "W" * 16, 2),
])  # fmt: skip
def test_the_number_is_as_large_as_it_fits(model: Model, label: str, size: int) -> None:
    """A number broken in two is two numbers; a small one is not seen."""
    data = sent(SlipLine(text=label, size=10), model=model)

    assert bytes((0x1D, 0x21, (size - 1) * 16 + size - 1)) in data
    assert data.count(b"\n") == 1


def test_a_rule_is_as_wide_as_the_paper() -> None:
    """48 columns of 12 dots, or 32."""
    assert b"-" * 48 + b"\n" in sent(SlipLine(text=""))
    assert sent(SlipLine(text=""), model=NARROW).count(b"-") == 32


def test_a_slip_is_short_enough_for_a_slow_line() -> None:
    """At 9600 baud a picture of it takes forty seconds."""
    assert len(sent(*LINES)) < 250


@pytest.mark.parametrize(("codepage", "text", "drawn"), [
    ("gb2312", "敬老优待证", False), ("gb2312", "朱镕基", True), ("gbk", "朱镕基", False), ("gbk", "㐀", True), ("gb18030", "㐀", True),
    ("gb18030", "𠮷野家", True), ("gb18030", "A012", False),
])  # fmt: skip
def test_what_the_memory_may_lack_is_drawn(codepage: str, text: str, drawn: bool) -> None:  # noqa: FBT001 - a column of the table
    """A glyph that cannot be coded killed other systems' slips; four-byte codes come out as garbage on most printers."""
    model = Model(text_mode=True, codepage=codepage)  # type: ignore[arg-type]
    pieces = text_pieces((SlipLine(text=text),), model, safe_text)

    assert any(isinstance(piece, Image.Image) for piece in pieces) == drawn


def test_control_bytes_leave_no_trace() -> None:
    """``ESC p`` opens a cash drawer."""
    assert sent(SlipLine(text="敬老\x1bp\x00")) == sent(SlipLine(text="敬老p"))


def test_a_chinese_character_takes_two_columns() -> None:
    """What a row holds is counted so."""
    assert [columns(text) for text in ("", "A0", "号", "A号", "·")] == [0, 2, 2, 3, 2]
