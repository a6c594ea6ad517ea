# SPDX-License-Identifier: Apache-2.0
"""What visitors of a hall of the district say to its staff, and how that and bad ratings are handled, evening by evening."""

import random
from collections.abc import Callable
from datetime import date

from hallserver.core import commands as c
from hallserver.core.commands_work import Content, Found, Register
from hallserver.core.work_order import PRAISE, WorkOrder
from tests.bench.district_day import Floor, us_of
from tests.support import BOSS, DUTY, GUIDE

SAID: dict[Register, str] = {
    "complaint": "排队时有人被提前叫号，没有说明原因",
    "cannot-do": "异地房产证明开不出来，跑了三个部门都说不归自己管",
    "praise": "引导员帮老人填表，一直陪到窗口，谢谢",
}
"""What is registered → what was said."""
REPLY = {PRAISE: "感谢您的肯定，已转告本人", "": "已核实整改，感谢监督"}


class Orders:
    """The work orders of one hall."""

    def __init__(self, floor: Floor, dice: random.Random) -> None:
        """Keep the hall and the chances."""
        self._floor, self._dice = floor, dice
        self._slow: dict[str, bool] = {}

    def morning(self, day: date) -> None:
        """Lay down whether somebody will say something today, and when."""
        if self._dice.random() < 0.04 * len(self._floor.hall.catalog.counters) ** 0.9:
            self._floor.at(us_of(day, self._dice.uniform(10, 17.5)), self._hear)

    def _hear(self) -> None:
        """Write down what somebody says who has just been served; most say how they can be reached."""
        floor, dice = self._floor, self._dice
        served = [it for it in floor.hall.tickets.values() if it.state == "finished"]
        if not served:
            return
        source = dice.choices([*SAID], (30, 20, 50))[0]
        contact = c.Personal(f"1380000{dice.randrange(10_000):04d}") if dice.random() < 0.7 else None
        floor.sealed(c.RegisterCase(source=source, text=c.Personal(SAID[source]), contact=contact, ticket=served[-1].label), GUIDE)

    def evening(self) -> None:
        """Take each open order some steps further; a few are left lying."""
        for order in [it for it in self._floor.hall.orders.values() if it.open]:
            slow = self._slow.setdefault(order.no, self._dice.random() < 0.1)
            while order.open and self._dice.random() < (0.1 if slow else 0.8):
                self._step(order)

    def _step(self, order: WorkOrder) -> None:
        """Do what is next."""
        self._floor.later(120)
        if order.exclusion == "proposed":
            self._floor.ask(c.DecideExclusion(order=order.no, agree=True, reason="评价内容与办件无关，两人核实为误评"), BOSS)
        elif order.source == "rating" and order.verified_us and not order.exclusion and self._dice.random() < 0.01:
            self._floor.ask(c.ProposeExclusion(order=order.no, why="mistaken", reason="群众回电称按错星级"), DUTY)
        elif order.source == PRAISE and not order.replied_us:
            self._reply(order)
        else:
            steps: dict[str, Callable[[WorkOrder], object]] = {
                "verify": self._verify, "contact": self._contact, "fix": self._fix,
                "reply": self._reply, "call-back": self._call_back, "close": self._close,
            }  # fmt: skip
            steps[order.next_step](order)

    def _verify(self, order: WorkOrder) -> None:
        found: Found = self._dice.choices(("justified", "partly", "unjustified"), (50, 30, 20))[0]
        self._floor.ask(c.VerifyOrder(order=order.no, found=found, complexity=self._dice.choice(("simple", "simple", "complex"))), DUTY)

    def _contact(self, order: WorkOrder) -> None:
        self._floor.ask(c.ContactVisitor(order=order.no, reached=self._dice.random() < 0.85), DUTY)

    def _fix(self, order: WorkOrder) -> None:
        if order.found == "unjustified":
            self._floor.ask(c.ExplainOrder(order=order.no, cause="rule"), DUTY)
        else:
            cause = self._dice.choice(("attitude", "unclear", "slow", "long-wait", "other"))
            self._floor.ask(
                c.RectifyOrder(order=order.no, measure=self._dice.choice(("corrected", "instructed", "process")), cause=cause), DUTY
            )

    def _reply(self, order: WorkOrder) -> None:
        text = REPLY.get(order.source, REPLY[""])
        self._floor.sealed(c.ReplyOrder(order=order.no, text=c.Personal(text)), DUTY)

    def _call_back(self, order: WorkOrder) -> None:
        said: Content = self._dice.choices(("satisfied", "fair", "dissatisfied", "unreachable"), (70, 18, 5, 7))[0]
        self._floor.ask(c.CallVisitorBack(order=order.no, content=said), DUTY)

    def _close(self, order: WorkOrder) -> None:
        self._floor.ask(c.CloseOrder(order=order.no), BOSS if order.dissatisfied else DUTY)
