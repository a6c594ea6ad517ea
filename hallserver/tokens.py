# SPDX-License-Identifier: Apache-2.0
"""The visitor's token of a ticket: 22 characters that open this one ticket, derived, stored nowhere."""

import base64
import hmac
from collections.abc import Iterable

_LENGTH = 22
"""Characters of base64url: 132 bits."""


class Tokens:
    """Derives tokens, and finds the ticket of one among those of the business day."""

    def __init__(self, key: bytes, hall_id: str) -> None:
        """Keep the ticket key; know no ticket yet."""
        self._key, self._hall_id = key, hall_id
        self._tickets: dict[str, str] = {}

    def of(self, ticket: str) -> str:
        """Return base64url(HMAC(ticket key, hall ‖ epoch ‖ seq)), cut to 22 characters."""
        sealed = hmac.digest(self._key, f"{self._hall_id}|{ticket}".encode(), "sha256")
        return base64.urlsafe_b64encode(sealed)[:_LENGTH].decode()

    def ticket(self, token: str) -> str | None:
        """Return the ticket of this token, None when no known ticket has it."""
        return self._tickets.get(token)

    def know(self, ticket: str) -> None:
        """Let the token of this ticket be found."""
        self._tickets[self.of(ticket)] = ticket

    def know_only(self, tickets: Iterable[str]) -> None:
        """Let the tokens of these tickets be found and no others."""
        self._tickets = {self.of(ticket): ticket for ticket in tickets}
