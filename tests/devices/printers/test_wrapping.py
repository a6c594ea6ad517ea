# SPDX-License-Identifier: Apache-2.0
"""Rows that fit, and that look as if somebody had set them."""

import pytest

from devices.printers.wrapping import balanced, wrapped

RULES = "过号不必重新取号，请持本票到导办台，由导办员为您重新安排。"


@pytest.mark.parametrize("room", range(2, 40))
def test_no_row_is_too_wide_and_none_begins_with_a_closing_mark(room: int) -> None:
    """A printer clips what is too wide; a full stop at the start of a row looks like a fault of the machine."""
    for text in (RULES, "The_longest_word_of_all, and two. 好。", "A012"):
        rows = wrapped(text, len, room)

        assert "".join(rows).replace(" ", "") == text.replace(" ", "")
        assert max(len(row) for row in rows) <= room
        assert not any(row[0] in "，。" for row in rows)


def test_what_stands_in_the_middle_is_in_rows_of_about_the_same_length() -> None:
    """One word alone on a second row looks like an accident."""
    rows = balanced("Please take a seat and watch for your number now", len, 44)

    assert len(rows) == 2
    assert abs(len(rows[0]) - len(rows[1])) < 12


def test_a_dot_between_two_sentences_is_where_they_part() -> None:
    """And it is not needed any more where they do."""
    assert balanced("Scan to follow · Valid today", len, 40) == ["Scan to follow · Valid today"]
    assert balanced("Scan to follow · Valid today", len, 20) == ["Scan to follow", "Valid today"]


def test_quotation_marks_stay_with_what_they_quote() -> None:
    """A mark alone at the end of a row is taken for dirt on the paper."""
    for room in range(14, 40):
        rows = wrapped("连接大厅 Wi-Fi“Futian-Hall”后（请）扫码", len, room)

        assert not any(row[-1] in "“（" or row[0] in "”）" for row in rows), rows
