# SPDX-License-Identifier: Apache-2.0
"""Channels as national records number them."""

import pytest

from hallserver.core.rating_codes import CODES, channel_code


def test_every_channel_has_a_code_of_the_national_record_or_nine() -> None:
    """1 PC, 2 mobile, 3 QR code, 4 tablet, 5 other terminal; 9 is ours, for paper."""
    assert [channel_code(it) for it in ("pc", "phone", "qr", "rater", "keys", "kiosk", "paper")] == [1, 2, 3, 4, 5, 5, 9]
    assert set(CODES.values()) == {1, 2, 3, 4, 5, 9}


def test_a_channel_that_nobody_knows_has_none() -> None:
    """No rating is filed under a code by mistake."""
    with pytest.raises(KeyError):
        channel_code("fax")
