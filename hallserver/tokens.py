# SPDX-License-Identifier: Apache-2.0
"""The visitor's token of a ticket: 22 characters that open this one ticket, derived, stored nowhere."""

import base64
from collections.abc import Iterable

from hallserver.core.events import Entry, TicketIssued
from hallserver.core.hall import Hall
from hallserver.core.keyed import keyed
from hallserver.core.short_code import short_code, typed

_LENGTH = 22
"""Characters of base64url: 132 bits."""


class Tokens:
    """Derives tokens, and finds the ticket of one among those of the business day."""

    def __init__(self, key: bytes, hall_id: str) -> None:
        """Keep the ticket key; know no ticket yet."""
        self._sealed, self._hall_id = keyed(key), hall_id
        self._tickets: dict[str, str] = {}
        self._tokens: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        """Short code → token; empty where two tickets of the day have the same."""
        self._earlier: dict[str, str] = {}
        """The same of numbers of earlier days: what the day's own have comes first."""

    def of(self, ticket: str) -> str:
        """Return base64url(HMAC(ticket key, hall ‖ epoch ‖ seq)), cut to 22 characters."""
        return self._tokens.get(ticket) or self._derived(ticket)

    def _derived(self, ticket: str) -> str:
        sealed = self._sealed(f"{self._hall_id}|{ticket}".encode())
        return base64.urlsafe_b64encode(sealed)[:_LENGTH].decode()

    def ticket(self, token: str) -> str | None:
        """Return the ticket of this token, None when no known ticket has it."""
        return self._tickets.get(token)

    def ticket_of_code(self, text: str) -> str | None:
        """Return the ticket of a short code as somebody typed it; None for no code, an unknown one, or one that two tickets have."""
        code = typed(text)
        return self._tickets.get(self._codes.get(code, self._earlier.get(code, "")))

    def know(self, ticket: str) -> None:
        """Let the token and the short code of this ticket be found."""
        token = self._tokens[ticket] = self.of(ticket)
        self._tickets[token] = ticket
        self._know_code(token)

    def know_issued(self, entries: Iterable[Entry]) -> None:
        """Let those of every ticket that these entries issue be found."""
        for entry in entries:
            if isinstance(entry.event, TicketIssued):
                self.know(f"{entry.epoch}.{entry.seq}")

    def _know_code(self, token: str) -> None:
        _add(self._codes, token)

    def know_those_of(self, hall: Hall) -> None:
        """Let those be found that are good for anything: of today, with a right to come back, with a work order, that may be rated."""
        of_orders = (it.ticket for it in hall.orders.values() if it.ticket)
        self.know_only(dict.fromkeys([*hall.tickets, *hall.returns, *of_orders]), hall.rated.kept)

    def know_only(self, tickets: Iterable[str], earlier: Iterable[str] = ()) -> None:
        """Let the tokens and short codes of these tickets be found and no others; a code of one of the day is not an ``earlier`` one's."""
        today = {ticket: self.of(ticket) for ticket in tickets}
        past = {ticket: self.of(ticket) for ticket in earlier if ticket not in today}
        self._tokens = today | past
        self._tickets = {token: ticket for ticket, token in self._tokens.items()}
        self._codes, self._earlier = {}, {}
        for token in today.values():
            self._know_code(token)
        for token in past.values():
            _add(self._earlier, token)


def _add(codes: dict[str, str], token: str) -> None:
    """Note a token's short code; one that two have opens neither."""
    code = typed(short_code(token))
    codes[code] = token if codes.get(code, token) == token else ""
