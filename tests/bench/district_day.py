# SPDX-License-Identifier: Apache-2.0
"""A day on the floor of one hall of the district: visitors come, clerks call, start, finish, rest; some visitors rate."""

import heapq
import random
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from msgspec import structs

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import HallError
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_SETUP, Actor, visitor
from hallserver.sealing import Sealing
from hallserver.store.journal import VaultRow
from tests.support import GUIDE, KIOSK, STANDARD, Play, names, setup_commands

S = 1_000_000
HOURS = (8.5, 18.0)
SERVICES = {
    "senior-card": ("social", "敬老优待证", 400, 8), "old-age": ("social", "高龄老人津贴", 700, 4),
    "illness": ("social", "疾病救助", 900, 4), "social-card": ("social", "社会保障卡申领、补领、换领及信息变更", 450, 12),
    "lease": ("tenancy", "房屋租赁登记备案", 600, 34), "residence": ("tenancy", "户口本打印", 240, 10),
    "founding": ("firms", "企业设立登记", 1500, 6), "food": ("firms", "食品经营许可", 1700, 2),
    "enquiry": ("collect", "咨询", 200, 8), "collection": ("collect", "出件领证", 150, 12),
}  # fmt: skip
"""Service → queue, name, mean service time in seconds, share of the arrivals."""
QUEUES = {"social": ("A", "民生社保"), "tenancy": ("B", "房屋租赁"), "firms": ("C", "企业服务"), "collect": ("D", "咨询出件")}
SURNAMES = "李王张陈刘赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩"
TAGS = ("long-wait", "attitude", "unclear")
RESTS = ("lunch", "paperwork", "wc")
LAYER = """[layer]
tier = "hall"
name = "福田大厅"

[deviation."book.late"]
value = 20
reason = "地铁施工，群众到厅时间难以预计"
author = "单明"
date = 2026-10-20

[deviation."call.absent_after"]
value = 120
reason = "大厅面积大，老年群众步行时间长"
author = "单明"
date = 2026-10-20
"""
"""What every third hall does otherwise."""


def rows_of(name: str, number: int, counters: int) -> dict[str, list[dict[str, Any]]]:
    """Return the set-up of a hall."""
    queues = [*QUEUES]
    zones = {"main": names("一楼大厅"), "self": names("自助服务区")} if counters > 2 else {"main": names("服务大厅")}
    return {
        "hall": [{"slug": f"hall-{number:03d}", "names": names(name), "zone": "Asia/Shanghai", "zones": zones,
                  "hours": {day: ["08:30-12:00", "12:00-18:00"] for day in "1234567"}}],
        "queues": [{"slug": slug, "names": names(of), "letter": letter} for slug, (letter, of) in QUEUES.items()],
        "items": [{"slug": slug, "names": names(of[1])} for slug, of in SERVICES.items()],
        "services": [{"slug": slug, "names": names(of[1]), "queue": of[0], "items": [slug]} for slug, of in SERVICES.items()],
        "counters": [
            {"slug": f"c{no}", "names": names(f"{no}号窗口"), "number": no,
             "queues": queues if counters < 6 or no % 4 == 0 else sorted({queues[no % 4], queues[no % 3]})}
            for no in range(1, counters + 1)
        ],
        "people": [
            {"slug": "guo", "names": names("郭芳"), "roles": ["guide"]},
            {"slug": "dan", "names": names("单明"), "roles": ["duty-manager"]},
            {"slug": "gao", "names": names("高主任"), "roles": ["hall-manager"]},
            *({"slug": f"p{no}", "names": names(f"{SURNAMES[no % 24]}{'敏强燕晨洋静凯宁'[no % 8]}"), "badge": f"{100 + no}",
               "rights": ["call-ticket"]} for no in range(1, counters + 1)),
        ],
        "devices": [
            {"slug": "agent-1", "names": names("设备代理"), "kind": "agent"},
            {"slug": "printer-1", "names": names("小票机"), "kind": "printer", "agent": "agent-1", "driver": "pretend"},
            {"slug": "kiosk-1", "names": names("取号机"), "kind": "kiosk", "printer": "printer-1"},
            *({"slug": f"rater-{no}", "names": names(f"{no}号评价器"), "kind": "rater", "counter": f"c{no}"}
              for no in range(1, counters + 1)),
        ],
    }  # fmt: skip


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
        """Play a day of so many visitors, from the first to the close; return how many got a number."""
        dice = self._dice
        for slug in self._counters:
            self._at(us_of(day, 9) + dice.randrange(600 * S), partial(self._open, slug))
            self._at(us_of(day, dice.choice((11.75, 12, 12.5))), partial(self._rest, slug, 0.5))
        for _ in range(tickets):
            hour = dice.choices((8.6, 9, 12, 13.5, 16), (8, 40, 7, 36, 9))[0]
            self._at(us_of(day, hour + dice.random() ** 1.6 * (0.4 if hour < 9 else 2.0 if hour > 15 else 2.8)), self._come)
        close_us = us_of(day, 18.5)
        while self._next and self._next[0][0] < close_us:
            at_us, _, act = heapq.heappop(self._next)
            self.now_us = max(self.now_us, at_us)
            act()
        self._next.clear()
        self._free.clear()
        self.now_us = max(self.now_us, close_us)
        return tickets

    def _at(self, at_us: int, act: Callable[[], object]) -> None:
        self._turn += 1
        heapq.heappush(self._next, (at_us, self._turn, act))

    def _in(self, seconds: float, act: Callable[[], object]) -> None:
        self._at(self.now_us + int(seconds * S), act)

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
            self._in(dice.uniform(300, 2400), lambda: self._leave(ticket.id))
        for counter in sorted(self._free, key=lambda _: dice.random()):
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
            self._in(60, lambda: self._rest(counter, hours))
            return
        self._free.discard(counter)
        self.ask(c.PauseCounter(reason="lunch"), self.clerk(counter))
        self._in(hours * 3600, lambda: self._open(counter))

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
        absent = self._dice.random() < 0.04
        self._in(185 if absent else self._dice.uniform(5, 50), (lambda: self._miss(counter)) if absent else (lambda: self._start(counter)))
        return True

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
        self.ask(c.MarkAbsent(), self.clerk(counter))
        self._in(self._dice.uniform(5, 30), lambda: self._call(counter))

    def _start(self, counter: str) -> None:
        by = self.clerk(counter)
        self.ask(c.Start(), by)
        ticket = self.hall.tickets[self.hall.counter(counter).ticket or ""]
        mean_s = SERVICES[ticket.leg.services[0]][2]
        self._in(max(20, self._dice.gammavariate(2.5, mean_s / 2.5)), lambda: self._finish(counter))

    def _finish(self, counter: str) -> None:
        dice, by = self._dice, self.clerk(counter)
        ticket = self.hall.tickets[self.hall.counter(counter).ticket or ""]
        done = c.Finish(outcome="accepted", items=(c.ItemDone(item=ticket.leg.services[0], quantity=dice.choice((1, 1, 1, 2))),))
        self.ask(done, by)
        if dice.random() < 0.55:
            self._in(dice.uniform(2, 5), lambda: self._rate(counter))
        self._in(dice.uniform(6, 60), lambda: self._call(counter))

    def _rate(self, counter: str) -> None:
        stars = self._dice.choices((5, 4, 3, 2, 1), (870, 90, 30, 7, 3))[0]
        by = Actor(kind="device", name=f"rater-{self._counters[counter]}", roles=frozenset({"rater"}), counter=counter)
        comment = c.Personal("等了太久，窗口开得太少") if stars < 3 else None
        self.sealed(c.Rate(stars=stars, tags=("long-wait",) if stars < 3 else (), comment=comment), by)


def us_of(day: date, hour: float) -> int:
    """Return an hour in Shanghai as UTC microseconds."""
    return int((datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() + (hour - 8) * 3600) * S)
