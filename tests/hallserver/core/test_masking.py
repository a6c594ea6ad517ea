# SPDX-License-Identifier: Apache-2.0
"""Long figures are made unreadable; short ones, by which people find their way, stay."""

import pytest

from hallserver.core.masking import masked_figures


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("请拨 13812345678", "请拨 138******78"),
        ("0755-8291 8888 转 3", "075*-**** **88 转 3"),
        ("卡号 6222020200112230000", "卡号 622**************00"),
        ("3 号窗口，A012，2026-11-23，工单 G20261123-003", "3 号窗口，A012，2026-11-23，工单 G20261123-003"),
        ("", ""),
    ],
)
def test_telephone_and_card_numbers_are_masked_and_nothing_else(text: str, shown: str) -> None:
    """Dates, counters, ticket and order numbers are what a reply is about."""
    assert masked_figures(text) == shown
