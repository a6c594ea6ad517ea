# SPDX-License-Identifier: Apache-2.0
"""What one kiosk has given today, kept so that its runs are found without looking at the tickets."""

from bisect import bisect_left

from msgspec import Struct, field


class Given(Struct, kw_only=True):
    """Times and tickets, oldest first; a ticket's place is its index there."""

    at_us: list[int] = field(default_factory=list)
    tickets: list[str] = field(default_factory=list)
    services: dict[str, list[int]] = field(default_factory=dict)
    """First service of a ticket → the places of such tickets."""
    untouched: list[int] = field(default_factory=list)
    """Places of those that still wait for their first call."""

    def add(self, ticket: str, service: str, at_us: int) -> None:
        """Note that the kiosk has just given this ticket."""
        place = len(self.tickets)
        self.at_us.append(at_us)
        self.tickets.append(ticket)
        self.services.setdefault(service, []).append(place)
        self.untouched.append(place)

    def touch(self, ticket: str, issued_us: int) -> None:
        """Note that this ticket, given then, does not wait for its first call any more."""
        place = self.tickets.index(ticket, bisect_left(self.at_us, issued_us))
        at = bisect_left(self.untouched, place)
        if self.untouched[at : at + 1] == [place]:
            del self.untouched[at]

    def untouched_between(self, begin: int, end: int, most: int) -> list[str]:
        """Return those of these places that still wait for their first call, oldest first, at most so many."""
        first, last = bisect_left(self.untouched, begin), bisect_left(self.untouched, end)
        return [self.tickets[place] for place in self.untouched[first : min(last, first + most)]]

    def services_between(self, begin: int, end: int) -> list[str]:
        """Return the services of these places, each once, in the order in which they were first taken."""
        first = {service: places[bisect_left(places, begin)] for service, places in self.services.items() if places[-1] >= begin}
        return sorted((service for service, place in first.items() if place < end), key=first.__getitem__)
