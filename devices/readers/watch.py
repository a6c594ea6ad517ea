# SPDX-License-Identifier: Apache-2.0
"""What to ask an ID card reader next, and what its answers mean: find, select, read; each card told once. No line and no clock."""

from typing import Final

from devices.readers import sdt
from devices.readers.card import Seen, card_in

POLL_S: Final = 0.3
"""A reader is asked for a card so often."""
TAKEN_AFTER: Final = 3
"""Searches in vain after which a card was taken away: one that trembles in somebody's hand must not be told again and again."""
READ_TRIES: Final = 3
"""A card that could not be read so often is refused; its visitor goes to the guide."""
_WAIT_S: Final = {sdt.FIND: 1.0, sdt.SELECT: 1.0, sdt.READ: 3.0}


class Watch:
    """One reader's state: which command comes next, whether the card there was told."""

    def __init__(self) -> None:
        """Begin to look for a card."""
        self.asks = sdt.FIND
        """The command to send."""
        self._told = False
        """The card that lies there was told."""
        self._vain = 0
        """Searches in vain since a card was found."""
        self._failed = 0
        """Readings of this card that failed."""

    @property
    def wait_s(self) -> float:
        """How long the answer may take, in seconds."""
        return _WAIT_S[self.asks]

    @property
    def pause_s(self) -> float:
        """How long to wait before asking, in seconds."""
        return POLL_S if self.asks == sdt.FIND else 0.0

    def heard(self, answer: sdt.Answer | None) -> Seen | None:
        """Take an answer, None for silence; return what is to be told."""
        if self.asks == sdt.FIND:
            self._found(answer is not None and answer.status == sdt.FOUND)
            return None
        if self.asks == sdt.SELECT:
            selected = answer is not None and answer.status == sdt.READY
            self.asks = sdt.READ if selected else sdt.FIND
            return None if selected else self._not_read()
        self.asks = sdt.FIND
        if answer is None or answer.status not in {sdt.READY, sdt.STRANGE_CARD}:
            return self._not_read()
        self._told = True
        if answer.status == sdt.STRANGE_CARD:
            return "card-refused", "unknown-layout"
        with answer.view() as whole:
            return card_in(whole)

    def _found(self, found: bool) -> None:  # noqa: FBT001 - what the reader said
        if found:
            self._vain = 0
            self.asks = sdt.FIND if self._told else sdt.SELECT
            return
        self._vain += 1
        if self._vain >= TAKEN_AFTER:
            self._told, self._failed = False, 0

    def _not_read(self) -> Seen | None:
        self._failed += 1
        if self._failed < READ_TRIES:
            return None
        self._told = True
        return "card-refused", "unreadable"
