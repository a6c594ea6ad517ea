# SPDX-License-Identifier: Apache-2.0
"""Text as boards take it."""

from hypothesis import given
from hypothesis import strategies as st

from devices.boards.letters import UNKNOWN, glyphs, page


def test_chinese_goes_as_gb2312() -> None:
    """C7 EB is 请 in every document of these cards."""
    assert glyphs("请8号") == [b"\xc7\xeb", b"8", b"\xba\xc5"]


def test_dashes_and_dots_of_every_spelling_are_there() -> None:
    """Word processors write them in two ways; GB2312 has one of each."""
    assert glyphs("—―·") == [b"\xa1\xaa", b"\xa1\xaa", b"\xa1\xa4"]


def test_what_gb2312_lacks_is_seen_to_be_missing() -> None:
    """A rare character of a name must not become another, or half of one."""
    assert glyphs("喆€𠮷é") == [UNKNOWN, UNKNOWN, UNKNOWN, "é".encode("gb2312")]


def test_no_text_can_give_the_card_an_order() -> None:
    r"""``\1`` and ``^fnt:16^`` change fonts and areas on some cards."""
    assert b"".join(glyphs("\\1^fnt\x1b\x00\x7f\r")) == "＼1＾fnt".encode("gb2312")


@given(st.text(max_size=40))
def test_every_glyph_is_a_printable_character_of_gb2312(text: str) -> None:
    """One or two bytes, none of which begins or ends a frame."""
    for glyph in glyphs(text):
        assert glyph.decode("gb2312").isprintable()
        assert len(glyph) == 1 + (glyph[0] > 0x7F)
        assert not set(glyph) & {0xFF, 0xA0, 0x90}


def shown(lines: tuple[str, ...], columns: int, rows: int) -> list[str]:
    """Return the rows of a page as text."""
    return [b"".join(row).decode("gb2312") for row in page(lines, columns, rows)]


def test_lines_stand_in_their_rows() -> None:
    """What was there before is overwritten to the last cell."""
    assert shown(("请A001号", "到1号窗口"), 12, 3) == ["请A001号    ", "到1号窗口   ", " " * 12]


def test_one_row_takes_all_lines_if_they_fit() -> None:
    """A strip of eight characters says both."""
    assert shown(("A012号", "正在办理"), 16, 1) == ["A012号 正在办理 "]


def test_one_row_takes_the_first_line_if_they_do_not_fit() -> None:
    """The number whole is worth more than a sentence that is cut."""
    assert shown(("请A012号", "到12号窗口"), 16, 1) == ["请A012号        "]


def test_half_a_character_is_not_shown() -> None:
    """Its first byte alone would make another of its neighbour."""
    assert shown(("欢迎光临",), 7, 1) == ["欢迎光 "]


@given(st.lists(st.text(max_size=20), max_size=5), st.integers(1, 24), st.integers(1, 4))
def test_a_page_always_fills_the_board(lines: list[str], columns: int, rows: int) -> None:
    """A cell that is not sent keeps what it showed."""
    assert [sum(map(len, row)) for row in page(lines, columns, rows)] == [columns] * rows
