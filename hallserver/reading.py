# SPDX-License-Identifier: Apache-2.0
"""What readers read: an ID card becomes a reference for one ticket, a slip its holder's right at that kiosk for a minute.

Visitors without a card take a number as before: nothing here requires one. What a reader read is told to the one screen
in front of which its visitor or clerk sits; numbers of cards go into the door alone.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

import msgspec

from displays.ticket.view import view as ticket_view
from hallserver import slips, wire
from hallserver.answers import Answer
from hallserver.cards import FOR_S, Card, Cards
from hallserver.clock import Clock
from hallserver.core import commands as c
from hallserver.core import id_number
from hallserver.core.catalog import DeviceRow
from hallserver.core.elders import ELDERLY, counts_as_elderly
from hallserver.core.errors import NotAllowed, TooOften
from hallserver.core.hall import Hall
from hallserver.core.hours import hall_date
from hallserver.core.printers import printer_of
from hallserver.core.roles import Actor
from hallserver.core.short_code import typed
from hallserver.service import Service

Tell = Callable[[str, str, Mapping[str, object]], bool]
"""(page, who as the journal names it, what) → whether that screen is open; ``Whispers.tell``."""


Ignore = Callable[[str, str, c.KeyIgnoredWhy], Awaitable[int]]
"""(device, what was read there, why nothing follows) → beeps; ``Keys.ignore``, which notes few of many."""


class Guard(NamedTuple):
    """Who watches over those that guess, by the kiosk or reader at which they do."""

    missed: Callable[[str], None]
    """Counts an unknown code. Raises TooOften when there were too many."""
    guesses: Callable[[str], bool]
    """Tells whether there were too many in the last minute."""


TAKEN, REFUSED = 1, 3
_CASE = re.compile(r"[A-Za-z0-9-]{7,64}")
"""What is on the papers of a case: no link, and longer than a short code."""
_LINK = re.compile(r"/ticket/#t=(?P<token>[A-Za-z0-9_-]{22})$")
_REFUSED_CARDS = frozenset({"foreign-residence", "hk-macau-taiwan", "unknown-layout", "unreadable"})

Held = c.BringBack | c.ReprintSlip | c.Rate | c.Cancel | c.ComeBack | c.YieldPlace
"""What the holder of a slip may ask at the kiosk that read it."""


class Reading:
    """Takes cards and scans of the hall's readers, and lets commands of kiosks use them."""

    def __init__(self, service: Service, clock: Clock, tell: Tell, guard: Guard, ignore: Ignore) -> None:
        """Begin with nothing read."""
        self._service, self._clock, self._tell, self._guard, self._ignore = service, clock, tell, guard, ignore
        self._cards = Cards(clock)
        self._slips: dict[str, tuple[str, float]] = {}
        """Kiosk → the ticket whose slip was read there, and until when (monotonic)."""

    # ---- from readers ----

    async def take(self, row: DeviceRow, said: wire.Input) -> int:
        """Take what a reader read; return its beeps."""
        await self._service.settled()
        kiosk = _kiosk_of(self._service.hall, row)
        if kiosk and said.kind == "scan":
            return self.look(kiosk, said.value)
        if kiosk:
            return self._card(kiosk, said)
        at_counter = row.kind == "reader" and row.counter != ""
        if at_counter and said.kind == "scan":
            return self._scan_at_counter(row, said.value)
        return await self._ignore(row.slug, said.kind, "no-meaning" if at_counter else "wrong-place")

    def look(self, kiosk: str, code: str) -> int:
        """Find the ticket of a code that was scanned or typed at a kiosk, and tell its screen. Await ``settled`` before."""
        ticket, problem = self.find(kiosk, code)
        hall = self._service.hall
        if ticket is None and "label" not in problem:
            self._slips.pop(kiosk, None)
            return self._whisper("kiosk", f"device:{kiosk}", {"scan": problem}, REFUSED)
        shown: Any = problem
        if ticket is not None:
            shown = ticket_view(hall, ticket, self._clock.now())["ticket"]
            shown |= slips.returns(hall, ticket)
        else:
            shown |= slips.ratings(hall, shown["ticket"])
        held = ticket or shown["ticket"]
        self._slips[kiosk] = (held, self._clock.mono() + FOR_S)
        shown |= {"ticket": held, "may": slips.allowed(hall, kiosk, shown), "for_s": FOR_S}
        return self._whisper("kiosk", f"device:{kiosk}", {"scan": shown}, TAKEN)

    def clear(self, kiosk: str, what: str) -> None:
        """Forget the ``card`` or ``scan`` of this kiosk: its visitor has gone back or is done."""
        if what == "card":
            self._cards.forget(kiosk)
        else:
            self._slips.pop(kiosk, None)

    def _card(self, kiosk: str, said: wire.Input) -> int:
        who = f"device:{kiosk}"
        self._cards.forget(kiosk)
        if said.kind != "card":
            why = said.value if said.value in _REFUSED_CARDS else "unknown-layout"
            return self._whisper("kiosk", who, {"card": {"refused": why}}, REFUSED)
        try:
            number = c.IdNumber(said.value)
        except ValueError:
            return self._whisper("kiosk", who, {"card": {"refused": "unreadable"}}, REFUSED)
        hall, age = self._service.hall, self._age(said.value)
        card = Card(kiosk=kiosk, number=number, elderly=counts_as_elderly(hall, age), age=age)
        ref = self._cards.lay(card)
        last = id_number.compact(said.value)[-id_number.SHOWN :]
        chosen = hall.rules.allows("prio.card_elderly")
        whispered = {"ref": ref, "elderly": card.elderly and chosen, "last": last, "for_s": FOR_S}
        major = [slug for slug in hall.catalog.services if counts_as_elderly(hall, age, [slug])] if chosen and not card.elderly else []
        if self._tell("kiosk", who, {"card": whispered | ({"elderly_for": major} if major else {})}):
            return TAKEN
        self._cards.forget(kiosk)
        return REFUSED

    def _scan_at_counter(self, row: DeviceRow, code: str) -> int:
        hall = self._service.hall
        clerk = hall.counter(row.counter).clerk
        if self._is_case(row.counter, code):
            return self._whisper("clerk", f"person:{clerk}", {"scan": {"case": code}}, TAKEN)
        ticket, problem = self.find(row.slug, code)
        if ticket is None:
            of_use = problem if "returns" in problem or "label" not in problem else {"unknown": True}
            return self._whisper("clerk", f"person:{clerk}", {"scan": of_use}, TAKEN if "returns" in problem else REFUSED)
        held = hall.tickets[ticket]
        shown = {"ticket": ticket, "label": held.label, "state": held.state, "counter": row.counter} | slips.returns(hall, ticket)
        return self._whisper("clerk", f"person:{clerk}", {"scan": shown}, TAKEN)

    def _is_case(self, counter: str, code: str) -> bool:
        """Tell whether a code is that of the case of whoever is served there now; an ID number never is, nor what may be a slip's."""
        hall = self._service.hall
        ticket = hall.tickets.get(hall.counter(counter).ticket)
        fits = _CASE.fullmatch(code) is not None and not id_number.is_id_number(code) and not typed(code)
        return fits and ticket is not None and ticket.state == "serving"

    def find(self, device: str, code: str) -> tuple[str | None, dict[str, object]]:
        """Return the ticket of a slip's QR code or short code, else what the screen is to say."""
        link = _LINK.search(code)
        if link is None and self._guard.guesses(device):
            return None, {"too_often": True}  # a short code can be guessed where a link cannot
        ticket = self._service.ticket_of(link["token"]) if link else self._service.ticket_of_code(code)
        hall = self._service.hall
        if ticket is not None and ticket in hall.tickets:
            return ticket, {}
        known = slips.earlier(hall, ticket) if ticket is not None else None
        if known is not None:
            return None, known
        try:
            self._guard.missed(device)
        except TooOften:
            return None, {"too_often": True}
        return None, {"unknown": True}

    def _whisper(self, page: str, who: str, what: Mapping[str, object], beeps: int) -> int:
        return beeps if self._tell(page, who, what) else REFUSED

    def _age(self, number: str) -> int:
        hall = self._service.hall
        return id_number.age_on(number, hall.day if hall.open else hall_date(hall, self._clock.now()))

    # ---- from kiosks ----

    def must_hold(self, by: Actor) -> str:
        """Return the ticket whose slip was read at this kiosk within the last minute. Raises NotAllowed when there was none."""
        ticket, until_s = self._slips.get(by.name, ("", 0.0))
        if not ticket or self._clock.mono() >= until_s:
            raise NotAllowed("slip-not-read")
        return ticket

    def holder(self, by: Actor, command: c.Command) -> tuple[Actor, c.Command]:
        """Return who asks for this at a kiosk: the holder of the slip that was read there; and the command as it may be done.

        Raises NotAllowed when it is for another ticket than the one of that slip, or nothing that its holder may ask.
        """
        ticket = self.must_hold(by)
        if not isinstance(command, Held) or command.ticket != ticket:
            raise NotAllowed("slip-not-read")
        if isinstance(command, c.ReprintSlip):
            command = msgspec.structs.replace(command, device=printer_of(self._service.hall, by.name) or None)
        if isinstance(command, c.ComeBack):  # the kiosk gives a number, and prints it
            return msgspec.structs.replace(by, roles=by.roles | {"present"}), command
        return Actor(kind="ticket", name=ticket, roles=frozenset({"visitor", "present"})), command

    def ask(self, command: c.Command, by: Actor, key: str | None = None) -> "asyncio.Future[Answer]":
        """Ask the service, with the number of the card in place of its reference. As ``Service.ask``."""
        if isinstance(command, c.TakeTicket) and command.card:
            return asyncio.ensure_future(self._with_card(command, by, key))
        return self._service.ask(command, by, key)

    async def submit(self, command: c.Command, by: Actor, key: str | None = None) -> Answer:
        """Ask the service, with the number of the card in place of its reference. As ``Service.submit``."""
        if isinstance(command, c.TakeTicket) and command.card:
            return await self._with_card(command, by, key)
        return await self._service.submit(command, by, key)

    async def _with_card(self, command: c.TakeTicket, by: Actor, key: str | None) -> Answer:
        card = self._cards.claim(by.name, command.card, key)
        whole = msgspec.structs.replace(command, card="", id_number=card.number)
        if command.group == ELDERLY and counts_as_elderly(self._service.hall, card.age, command.services):
            by = msgspec.structs.replace(by, roles=by.roles | {"card"})
        try:
            return await self._service.submit(whole, by, key)
        except BaseException:
            self._cards.give_back(card)
            raise


def _kiosk_of(hall: Hall, row: DeviceRow) -> str:
    """Return the kiosk that a reader serves; empty: none that is in use."""
    kiosk = hall.catalog.devices.get(row.kiosk)
    return row.kiosk if row.kind == "reader" and kiosk is not None and kiosk.kind == "kiosk" and not kiosk.retired else ""
