# SPDX-License-Identifier: Apache-2.0
"""ID cards that were laid on a kiosk's reader a moment ago: in memory alone, one for each kiosk, for a minute.

A page knows a card only by a random reference; the number stays in the server and is hashed when a ticket is taken with it.
"""

import secrets

from msgspec import Struct

from hallserver.clock import Clock
from hallserver.core.commands import IdNumber
from hallserver.core.errors import Conflict

FOR_S = 60
"""A card may be used so long: its visitor stands in front of the kiosk."""


class Card(Struct, kw_only=True, eq=False):
    """A card: which kiosk it lies at, its number, and whether its holder is of an age that has priority."""

    kiosk: str
    number: IdNumber
    elderly: bool
    """Has it for everything."""
    age: int = 0
    """In whole years, on the hall's date."""
    key: str | None = None
    """Idempotency key of the command that has it or had it."""
    busy: bool = False
    """A command has it, or was done with it."""


class Cards:
    """The cards of all kiosks by reference."""

    def __init__(self, clock: Clock) -> None:
        """Begin with none."""
        self._clock = clock
        self._cards: dict[str, Card] = {}

    def lay(self, card: Card) -> str:
        """Keep a card for a minute, in place of the one before it at this kiosk; return its reference."""
        self.forget(card.kiosk)
        ref = secrets.token_urlsafe(12)
        self._cards[ref] = card
        self._clock.call_later(FOR_S, lambda: self._drop(ref))
        return ref

    def forget(self, kiosk: str) -> None:
        """Drop the card of this kiosk, but for one that a command has: its repeat must be understood."""
        self._cards = {ref: card for ref, card in self._cards.items() if card.kiosk != kiosk or card.busy}

    def claim(self, kiosk: str, ref: str, key: str | None) -> Card:
        """Give the card to the command with this key, or to its repeat.

        Raises Conflict: it is too old, of another kiosk or none, or another command has it.
        """
        card = self._cards.get(ref)
        if card is None or card.kiosk != kiosk:
            raise Conflict("card-unknown")
        if card.busy and (key is None or card.key != key):
            raise Conflict("card-used")
        card.busy, card.key = True, key
        return card

    def give_back(self, card: Card) -> None:
        """Note that nothing came of the command: another one may have the card."""
        card.busy, card.key = False, None

    def _drop(self, ref: str) -> None:
        self._cards.pop(ref, None)
