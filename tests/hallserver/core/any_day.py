# SPDX-License-Identifier: Apache-2.0
"""Days as chance makes them: whatever anybody may ask, in any order, most of it at the wrong moment."""

import random
from collections.abc import Callable, Iterator

from hallserver.core import commands as c
from hallserver.core.catalog import Need
from hallserver.core.codes import OFFERED
from hallserver.core.errors import HallError
from hallserver.core.hall import LIVE
from hallserver.core.roles import SERVICE_SETUP, Actor, visitor
from tests.support import DUTY, GUIDE, KIOSK, LI, SMALL_HALL, WANG, Play

DAN = Actor(kind="person", name="dan", roles=frozenset({"duty-manager"}))
_KIOSKS = (KIOSK, Actor(kind="device", name="kiosk-2", roles=frozenset({"kiosk"})))
_CLERKS = (LI, WANG, DAN)
_COUNTERS = ("c1", "c2", "c3")
_NEEDS: tuple[tuple[Need, ...], ...] = ((), (), ("mobility",))


class AnyDay:
    """Plays by a seed. ``play`` is the hall so far."""

    def __init__(self, seed: int) -> None:
        """Open the day; groups are those that somebody may declare."""
        self.play, self._chance = Play(), random.Random(seed)
        self._groups = [slug for slug, row in sorted(self.play.hall.rules.groups.items()) if row.declarable]
        self._acts: dict[Callable[[], None], int] = {
            self._take: 16, self._flood: 1, self._open: 12, self._leave: 1, self._call: 30, self._serve: 24, self._finish: 14,
            self._absent: 12, self._set_aside: 14, self._transfer: 8, self._bring_back: 8, self._cancel: 2, self._void: 1,
            self._call_one: 6, self._set_up: 1, self._next_day: 1,
        }  # fmt: skip

    def halls(self, steps: int, every: int) -> Iterator[Play]:
        """Let so many things be asked; give the hall after each so many."""
        for step in range(1, steps + 1):
            self.play.later(self._chance.choice((0, 1, 5, 20, 90)))
            [act] = self._chance.choices(list(self._acts), list(self._acts.values()))
            act()
            if not step % every:
                yield self.play

    def _ask(self, command: c.Command, by: Actor) -> None:
        try:
            self.play.ask(command, by)
        except HallError:
            return

    def _clerk(self) -> Actor:
        return self._chance.choice(_CLERKS)

    def _one(self, *states: str) -> str:
        """Return a ticket in one of these states; one that nobody knows if there is none."""
        return self._chance.choice([ticket.id for ticket in self.play.hall.tickets.values() if ticket.state in states] or ["9.9"])

    def _reason(self, kind: str) -> str:
        return self._chance.choice(OFFERED[kind])

    def _take(self) -> None:
        services = tuple(self._chance.sample(("seniors", "aid", "founding"), self._chance.choice((1, 1, 1, 2, 3))))
        group, needs = self._chance.choice(["", "", *self._groups]), self._chance.choice(_NEEDS)
        self._ask(c.TakeTicket(services=services, group=group, needs=needs), self._chance.choice((*_KIOSKS, *_KIOSKS, GUIDE)))

    def _flood(self) -> None:
        kiosk = self._chance.choice(_KIOSKS)
        for _ in range(self._chance.randrange(5, 25)):
            self.play.later(self._chance.choice((1, 4, 9)))
            self._ask(c.TakeTicket(services=(self._chance.choice(("seniors", "founding")),)), kiosk)

    def _open(self) -> None:
        self._ask(c.OpenCounter(counter=self._chance.choice(_COUNTERS)), self._clerk())

    def _leave(self) -> None:
        self._ask(self._chance.choice((c.PauseCounter(reason="lunch"), c.CloseCounter())), self._clerk())

    def _call(self) -> None:
        self._ask(c.CallNext(), self._clerk())

    def _serve(self) -> None:
        self._ask(c.Start(), self._clerk())

    def _finish(self) -> None:
        self._ask(self._chance.choice((c.Finish(), c.FinishAndCall())), self._clerk())

    def _absent(self) -> None:
        self.play.later(self._chance.choice((0, 200)))
        self._ask(c.MarkAbsent(), self._clerk())

    def _set_aside(self) -> None:
        hold, take_up = c.Hold(reason=self._reason("hold")), c.Resume(ticket=self._one("held"))
        self._ask(self._chance.choice((hold, take_up, take_up)), self._clerk())

    def _transfer(self) -> None:
        to_queue = {"to_queue": self._chance.choice(("social", "firms"))}
        to = self._chance.choice((to_queue, {"to_counter": self._chance.choice(_COUNTERS)}))
        self._ask(c.Transfer(**to, returns=self._chance.random() < 0.3, reason=self._reason("transfer")), self._clerk())

    def _bring_back(self) -> None:
        self._ask(c.BringBack(ticket=self._one("absent")), GUIDE)

    def _cancel(self) -> None:
        ticket = self._one(*LIVE)
        self._ask(c.Cancel(ticket=ticket), visitor(ticket))

    def _void(self) -> None:
        self._ask(c.VoidRun(tickets=tuple(self._one("waiting", "absent") for _ in range(3))), self._chance.choice((DUTY, GUIDE)))

    def _call_one(self) -> None:
        self._ask(c.CallTicket(ticket=self._one("waiting", "absent"), reason="agreed"), self._chance.choice((LI, DAN)))

    def _set_up(self) -> None:
        """Give a counter other queues in the middle of the day."""
        first, second, third = SMALL_HALL["counters"]
        second = second | {"queues": self._chance.sample(("social", "firms"), self._chance.choice((1, 2)))}
        self._ask(c.Configure(section="counters", rows=[first, second, third]), SERVICE_SETUP)

    def _next_day(self) -> None:
        if self._chance.random() < 0.2:
            self._ask(c.CloseDay(rest="left"), DUTY)
            self.play.later(self._chance.choice((600, 15 * 3600)))
            self._ask(c.OpenDay(), DUTY)
