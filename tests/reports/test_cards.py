# SPDX-License-Identifier: Apache-2.0
"""Which cards there are."""

import pytest

from hallserver.words import known
from reports.card_sheets import MAKERS
from reports.cards import CARDS, SERIES, For, card_of


def test_each_card_has_its_maker_and_its_name() -> None:
    """What the door offers can be made, and nothing more can."""
    assert set(CARDS) == set(MAKERS)
    assert all(known(f"card.{card}") and known(f"card.link.{card}") for card in CARDS)
    assert card_of("keys", For(hall="厅")).startswith(b"%PDF")
    with pytest.raises(KeyError):
        card_of("unknown", For(hall="厅"))


def test_one_printing_has_a_hundred_numbers() -> None:
    """A morning's worth; the next printing begins behind it."""
    assert (SERIES[0], SERIES[-1]) == (1, 100)
