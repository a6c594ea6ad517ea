# SPDX-License-Identifier: Apache-2.0
"""A day on the floor of one hall of the district: visitors come, clerks call, start, finish, rest; some miss their call, some rate."""

import heapq
import random
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial

from msgspec import structs

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import HallError
from hallserver.core.hall import Hall, Ticket
from hallserver.core.roles import SERVICE_SETUP, Actor, visitor
from hallserver.core.rules_needs import absent_after_s
from hallserver.sealing import Sealing
from hallserver.store.journal import VaultRow
from tests.bench.district_rows import LAYER, SERVICES, rows_of
from tests.support import DUTY, GUIDE, KIOSK, STANDARD, Play, setup_commands

S = 1_000_000
AGAIN_S = 31
"""A clerk calls again after so long: a second more than the standard asks for."""
COMES = (0.92, 0.04, 0.04)
COMES_BACK = (0.55, 0.1, 0.35)
"""Shares of visitors who come at the first call, when called again, not at all; and of those who have missed one before."""
SAID = {
    "long-wait": "等了太久，窗口开得太少",
    "unclear": "第一次来没说清要带租赁合同原件，又跑了一趟",
    "unfriendly": "问第二遍就不耐烦",
    "environment": "取号机旁边没有座位，老人站着等",
}
"""Tag of a bad rating → what is written with it."""


class Floor(Play):
    """A hall whose time is moved by what happens next: a heap of what somebody will do when."""

    def __init__(self, name: str, number: int, counters: int, dice: random.Random) -> None:
        """Set the hall up; no day is open yet."""
        self.hall, self.now_us = Hall(), us_of(date(2026, 10, 20), 9)
        self.entries: list[e.Entry] = []
        self.vault: list[VaultRow] = []
        self._dice, self._counters = dice, {f"c{no}": no for no in range(1, counters + 1)}
        self._next: list[tuple[int, int, Callable[[], object]]] = []
        self._free: set[str] = set()
        self._sealing, self._turn = Sealing(b"district-bench-key-of-32-bytes!!", f"hall-{number:03d}"), 0
        for command in setup_commands(rows_of(name, number, counters), STANDARD):
            adopts = isinstance(command, c.AdoptStandard) and number % 3 == 1
            self.ask(structs.replace(command, layers=(LAYER,)) if adopts else command, SERVICE_SETUP)

    def sealed(self, command: c.Command, by: Actor) -> list[e.Event]:
        """Ask a command that may hold what somebody said or a photo."""
        clean, rows = self._sealing.sealed(command, self.now_us, self.hall.standard)
        self.vault.extend(rows)
        return self.ask(clean, by)

    def day(self, day: date, tickets: int) -> int:
        """Play a day of so many visitors, and of those who may come back, to the close; return how many got a number."""
        dice, given = self._dice, len(self.hall.tickets)
        for slug in self._counters:
            self.at(us_of(day, 9) + dice.randrange(600 * S), partial(self._open, slug))
            self.at(us_of(day, dice.choice((11.75, 12, 12.5))), partial(self._rest, slug, 0.5))
        for _ in range(tickets):
            hour = dice.choices((8.6, 9, 12, 13.5, 16), (8, 40, 7, 36, 9))[0]
            self.at(us_of(day, hour + dice.random() ** 1.6 * (0.4 if hour < 9 else 2.0 if hour > 15 else 2.8)), self._come)
        for ticket, right in self.hall.returns.items():
            if dice.random() < 0.35 and right.until >= day.isoformat():
                self.at(us_of(day, dice.uniform(9, 16)), partial(self._return, ticket))
        close_us = us_of(day, 18.5)
        while self._next and self._next[0][0] < close_us:
            at_us, _, act = heapq.heappop(self._next)
            self.now_us = max(self.now_us, at_us)
            act()
        self._next.clear()
        self._free.clear()
        self.now_us = max(self.now_us, close_us)
        return len(self.hall.tickets) - given

    def at(self, at_us: int, act: Callable[[], object]) -> None:
        """Have something done then, if the hall is still open."""
        self._turn += 1
        heapq.heappush(self._next, (at_us, self._turn, act))

    def after(self, seconds: float, act: Callable[[], object]) -> None:
        """Have something done so much later, if the hall is still open."""
        self.at(self.now_us + int(seconds * S), act)

    def clerk(self, counter: str) -> Actor:
        """Return who sits at a counter."""
        return Actor(kind="person", name=f"p{self._counters[counter]}", roles=frozenset({"clerk"}))

    def _come(self) -> None:
        dice = self._dice
        service = dice.choices([*SERVICES], [of[3] for of in SERVICES.values()])[0]
        elderly = dice.random() < 0.05
        ticket = self.take(
            service, by=GUIDE if elderly else KIOSK, group="elderly" if elderly else "", party=dice.choices((1, 2, 3), (85, 12, 3))[0]
        )
        if dice.random() < 0.03:
            self.after(dice.uniform(300, 2400), lambda: self._leave(ticket.id))
        self._wake()

    def _return(self, ticket: str) -> None:
        """Come back with what was missing, or because the hall had closed."""
        self.ask(c.ComeBack(ticket=ticket), GUIDE)
        self._wake()

    def _wake(self) -> None:
        """Have one of the counters where nobody is call, if it can."""
        for counter in self._dice.sample(sorted(self._free), len(self._free)):
            if self._call(counter):
                break

    def _leave(self, ticket: str) -> None:
        if self.hall.tickets[ticket].state == "waiting":
            self.ask(c.Cancel(ticket=ticket), visitor(ticket))

    def _open(self, counter: str) -> None:
        if self.hall.counter(counter).state != "open":
            self.open(counter, self.clerk(counter))
        self._call(counter)

    def _rest(self, counter: str, hours: float) -> None:
        """Rest at the next moment that nobody is at the counter."""
        if counter not in self._free:
            self.after(60, lambda: self._rest(counter, hours))
            return
        self._free.discard(counter)
        self.ask(c.PauseCounter(reason="lunch"), self.clerk(counter))
        self.after(hours * 3600, lambda: self._open(counter))

    def _call(self, counter: str) -> bool:
        """Call the next visitor; False: nobody waits for this counter."""
        by = self.clerk(counter)
        if not any(self.hall.line(queue).waiting for queue in self.hall.catalog.counters[counter].queues):
            self._free.add(counter)
            return False
        called = self._jump(counter, by) or self._called(by)
        if called is None:
            self._free.add(counter)
            return False
        self._free.discard(counter)
        self._await(counter, self.hall.tickets[called.ticket])
        return True

    def _await(self, counter: str, ticket: Ticket) -> None:
        """Wait for who was called, and call again as often as one may."""
        dice = self._dice
        comes = dice.choices(("soon", "late", "not"), COMES_BACK if ticket.misses else COMES)[0]
        if comes == "soon":
            self.after(dice.uniform(5, AGAIN_S - 1), lambda: self._start(counter))
            return
        self.after(AGAIN_S, lambda: self.ask(c.Recall(), self.clerk(counter)))
        if comes == "late":
            self.after(dice.uniform(AGAIN_S + 3, 2 * AGAIN_S - 1), lambda: self._start(counter))
            return
        self.after(2 * AGAIN_S, lambda: self.ask(c.Recall(), self.clerk(counter)))
        self.after(absent_after_s(self.hall, ticket) + dice.uniform(1, 8), lambda: self._miss(counter))

    def _called(self, by: Actor) -> e.TicketCalled | None:
        try:
            happened = self.ask(c.CallNext(), by)
        except HallError:  # a counter whose line holds only who may not be called yet
            return None
        return next((it for it in happened if isinstance(it, e.TicketCalled)), None)

    def _jump(self, counter: str, by: Actor) -> e.TicketCalled | None:
        """Now and then call somebody before the turn."""
        if self._dice.random() > 0.004:
            return None
        queues = self.hall.catalog.counters[counter].queues
        waiting = [it for it in self.hall.tickets.values() if it.state == "waiting" and it.leg.queue in queues]
        if not waiting:
            return None
        reason, orderer = self._dice.choice((("agreed", "dan"), ("urgent", None)))
        return next(it for it in self.ask(c.CallTicket(ticket=waiting[-1].id, reason=reason, ordered_by=orderer), by)
                    if isinstance(it, e.TicketCalled))  # fmt: skip

    def _miss(self, counter: str) -> None:
        """Give up waiting; every second who missed a call comes after all, and nearly all who came so before."""
        ticket = self.hall.tickets[self.hall.counter(counter).ticket or ""]
        self.ask(c.MarkAbsent(), self.clerk(counter))
        if ticket.state == "absent" and self._dice.random() < (0.5 if ticket.misses == 1 else 0.85):
            self.after(self._dice.uniform(120, 2400), lambda: self._bring_back(ticket.id))
        self.after(self._dice.uniform(5, 30), lambda: self._call(counter))

    def _bring_back(self, ticket: str) -> None:
        """Wait again: at the guide's word, or by the slip at a kiosk."""
        present = Actor(kind="ticket", name=ticket, roles=frozenset({"visitor", "present"}))
        self.ask(c.BringBack(ticket=ticket), GUIDE if self._dice.random() < 0.6 else present)
        self._wake()

    def _start(self, counter: str) -> None:
        by = self.clerk(counter)
        self.ask(c.Start(), by)
        ticket = self.hall.tickets[self.hall.counter(counter).ticket or ""]
        mean_s = SERVICES[ticket.leg.services[0]][2]
        self.after(max(20, self._dice.gammavariate(2.5, mean_s / 2.5)), lambda: self._finish(counter))

    def _finish(self, counter: str) -> None:
        dice, by = self._dice, self.clerk(counter)
        ticket = self.hall.tickets[self.hall.counter(counter).ticket or ""]
        if dice.random() < 0.015:
            self.ask(c.Finish(outcome="incomplete", missing=(dice.choice(("copy", "photo", "original", "authorisation")),)), by)
        else:
            item = c.ItemDone(item=ticket.leg.services[0], quantity=dice.choice((1, 1, 1, 2)))
            self.ask(c.Finish(outcome="accepted", items=(item,)), by)
        if dice.random() < 0.55:
            self.after(dice.uniform(2, 5), lambda: self._rate(counter))
        self.after(dice.uniform(6, 60), lambda: self._call(counter))

    def _rate(self, counter: str) -> None:
        """Rate; of those who are not content every second says who they are, and with some it is put right at once."""
        dice = self._dice
        stars = dice.choices((5, 4, 3, 2, 1), (875, 90, 31, 3, 1))[0]
        by = Actor(kind="device", name=f"rater-{self._counters[counter]}", roles=frozenset({"rater"}), counter=counter)
        if stars > 2:
            self.ask(c.Rate(stars=stars), by)
            return
        tag = dice.choice([*SAID])
        contact = c.Personal(f"1390000{dice.randrange(10_000):04d}") if dice.random() < 0.5 else None
        happened = self.sealed(c.Rate(stars=stars, tags=(tag,), comment=c.Personal(SAID[tag]), contact=contact), by)
        for order in [it.order for it in happened if isinstance(it, e.WorkOrderOpened) and dice.random() < 0.2]:
            self.after(dice.uniform(180, 1500), partial(self.ask, c.SettleOnSpot(order=order, measure="apologised", cause="slow"), DUTY))


def us_of(day: date, hour: float) -> int:
    """Return an hour in Shanghai as UTC microseconds."""
    return int((datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() + (hour - 8) * 3600) * S)
