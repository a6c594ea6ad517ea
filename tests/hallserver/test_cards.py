# SPDX-License-Identifier: Apache-2.0
"""Cards in memory: one for each kiosk, for a minute, for one ticket."""

import pytest

from hallserver.cards import FOR_S, Card, Cards
from hallserver.clock import SimulatedClock
from hallserver.core.commands import IdNumber
from hallserver.core.errors import Conflict
from hallserver.core.id_number import with_check
from tests.support import SECOND_US

NUMBER = with_check("11010519491231002")


def card(kiosk: str = "kiosk-1") -> Card:
    """Return a card that lies at this kiosk."""
    return Card(kiosk=kiosk, number=IdNumber(NUMBER), elderly=True)


@pytest.fixture
def clock() -> SimulatedClock:
    """Give a clock that moves when told."""
    return SimulatedClock()


def refusal(cards: Cards, ref: str, key: str | None = None, kiosk: str = "kiosk-1") -> str:
    """Return why this claim is refused."""
    with pytest.raises(Conflict) as refused:
        cards.claim(kiosk, ref, key)
    return refused.value.key


def test_a_card_is_for_one_ticket_and_for_the_repeat_of_its_command(clock: SimulatedClock) -> None:
    """A line that was cut asks again under the same key; another key is another ticket."""
    cards = Cards(clock)
    laid = card()
    ref = cards.lay(laid)

    assert cards.claim("kiosk-1", ref, "k1") is cards.claim("kiosk-1", ref, "k1") is laid
    assert refusal(cards, ref, "k2") == refusal(cards, ref, None) == "card-used"
    cards.give_back(laid)
    assert cards.claim("kiosk-1", ref, None) is laid
    assert refusal(cards, ref, None) == "card-used"


def test_a_card_is_known_at_its_kiosk_for_a_minute(clock: SimulatedClock) -> None:
    """Its visitor has walked away by then, and the next one stands there."""
    cards = Cards(clock)
    ref = cards.lay(card())
    assert refusal(cards, ref, kiosk="kiosk-2") == "card-unknown"
    clock.move_to((FOR_S - 1) * SECOND_US)
    cards.give_back(cards.claim("kiosk-1", ref, "k1"))
    clock.move_to((FOR_S + 1) * SECOND_US)

    assert refusal(cards, ref) == "card-unknown"
    assert not cards._cards


def test_the_next_card_takes_its_place(clock: SimulatedClock) -> None:
    """Two in a row at one kiosk: the second visitor must not use the first one's card; nor can one guess a reference."""
    cards = Cards(clock)
    first, other = cards.lay(card()), cards.lay(card("kiosk-2"))
    second = cards.lay(card())

    assert refusal(cards, first) == "card-unknown"
    assert cards.claim("kiosk-1", second, None).kiosk == "kiosk-1"
    assert cards.claim("kiosk-2", other, None).kiosk == "kiosk-2"
    assert len({first, second, other}) == 3
    assert min(map(len, (first, second, other))) >= 16


def test_a_command_keeps_its_card_when_the_next_is_laid_down(clock: SimulatedClock) -> None:
    """The answer to the first was lost on the way; its repeat must be the same ticket, though the next visitor stands there."""
    cards = Cards(clock)
    laid = card()
    first = cards.lay(laid)
    cards.claim("kiosk-1", first, "k1")
    cards.lay(card())
    assert cards.claim("kiosk-1", first, "k1") is laid
