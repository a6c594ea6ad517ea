# SPDX-License-Identifier: Apache-2.0
"""Days as chance makes them: whatever anybody may ask, in any order, most of it at the wrong moment."""

import random
from collections.abc import Callable, Iterator

from hallserver.core import commands as c
from hallserver.core.alarms import alarms
from hallserver.core.codes import OFFERED
from hallserver.core.commands_site import ActionStep, Found
from hallserver.core.errors import HallError
from hallserver.core.hall import LIVE
from hallserver.core.roles import SERVICE_CLOCK, SERVICE_SETUP, Actor, visitor
from hallserver.core.row import Need
from hallserver.core.rules_alarm import ended
from hallserver.core.rules_review import chased
from tests.support import APPROVAL, BOSS, DUTY, GUIDE, KIOSK, LI, SMALL_HALL, WANG, Play

DAN = Actor(kind="person", name="dan", roles=frozenset({"duty-manager"}))
WHY = c.Personal("", c.Sealed(ref="r", digest="d"))
ACTION_STEPS: tuple[tuple[ActionStep, str], ...] = (("do", ""), ("check", ""), ("act", ""), ("standardise", "只此一处"))
_KIOSKS = (KIOSK, Actor(kind="device", name="kiosk-2", roles=frozenset({"kiosk"})))
_CLERKS = (LI, WANG, DAN)
_COUNTERS = ("c1", "c2", "c3")
_NEEDS: tuple[tuple[Need, ...], ...] = ((), (), ("mobility",))
_NOTED: tuple[tuple[Need, ...], ...] = ((), ("mobility",), ("hearing",), ("language",), ("language", "mobility"))
_SPEAKS = {"wang": ["en"], "dan": ["yue"]}
_PEOPLE = [row | {"languages": _SPEAKS.get(row["slug"], [])} for row in SMALL_HALL["people"]]


class AnyDay:
    """Plays by a seed. ``play`` is the hall so far."""

    def __init__(self, seed: int, *, one_day: bool = False) -> None:
        """Open the day; groups are those that somebody may declare. ``one_day``: it is not closed."""
        self.play, self._chance = Play(SMALL_HALL | {"people": _PEOPLE}), random.Random(seed)
        self._groups = [slug for slug, row in sorted(self.play.hall.rules.groups.items()) if row.declarable]
        self._acts: dict[Callable[[], None], int] = {
            self._take: 16, self._flood: 1, self._open: 12, self._leave: 1, self._call: 30, self._serve: 24, self._finish: 14,
            self._absent: 12, self._set_aside: 14, self._transfer: 8, self._bring_back: 8, self._cancel: 2, self._void: 1,
            self._call_one: 6, self._set_up: 1, self._next_day: 1,
            self._direct: 4, self._change: 4, self._correct: 5, self._ready: 5, self._undo: 14, self._lift: 2, self._priority: 4,
            self._needs: 4, self._fetch: 3, self._case: 2, self._paper: 2, self._return: 2, self._hand_over: 2, self._stand_still: 1,
            self._let_others: 4,
            self._alarm: 2,
            self._rate: 6,
            self._work: 8,
        }  # fmt: skip
        if one_day:
            del self._acts[self._next_day]

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

    def _some(self) -> tuple[str, ...]:
        return tuple(self._chance.sample(("seniors", "aid", "founding"), self._chance.choice((1, 1, 2))))

    def _direct(self) -> None:
        self._ask(c.ServeDirect(services=self._some()), self._clerk())

    def _change(self) -> None:
        self._ask(c.ChangeService(ticket=self._one("waiting"), services=self._some()), GUIDE)

    def _correct(self) -> None:
        self._ask(c.CorrectTicket(ticket=self._one("waiting", "absent")), self._clerk())

    def _ready(self) -> None:
        self._ask(c.Ready(ticket=self._one("held")), self._chance.choice((GUIDE, *_CLERKS)))

    def _undo(self) -> None:
        """Take back what was done just now, or try to."""
        clerk = self._clerk()
        last = self._chance.choice((None, c.Finish(), c.Finish(outcome="incomplete"), c.FinishAndCall(), c.MarkAbsent()))
        if last is not None:
            self._ask(last, clerk)
        if self._chance.random() < 0.3:
            self._ask(c.CallNext(), clerk)
        self._ask(c.Undo(), clerk)

    def _lift(self) -> None:
        self._ask(c.Lift(ticket=self._one("waiting"), reason="agreed"), DAN)

    def _priority(self) -> None:
        group = self._chance.choice(["", *self._groups])
        ticket = self._one("waiting", "held", "called", "absent")
        self._ask(c.ConfirmPriority(ticket=ticket, group=group, confirmed=self._chance.random() < 0.8), GUIDE)

    def _needs(self) -> None:
        needs = self._chance.choice(_NOTED)
        self._ask(c.NoteNeeds(ticket=self._one(*LIVE), needs=needs, language=self._chance.choice((None, "en", "yue"))), GUIDE)

    def _fetch(self) -> None:
        ticket = self._one("called")
        self._ask(c.Escort(ticket=ticket), GUIDE)
        self._ask(c.OnMyWay(ticket=ticket), visitor(ticket))

    def _let_others(self) -> None:
        ticket = self._one("waiting")
        self._ask(c.YieldPlace(ticket=ticket, places=self._chance.choice((1, 2, 5))), self._chance.choice((GUIDE, visitor(ticket))))

    def _case(self) -> None:
        self._ask(c.NoteCase(case_no=f"SZ-{self._chance.randrange(99)}"), self._clerk())

    def _paper(self) -> None:
        served_at, taken = self._chance.choice((None, *_COUNTERS)), self._chance.choice((None, "08:40", "09:00"))
        self._ask(c.EnterPaper(number=self._chance.randrange(1, 90), services=self._some(), served_at=served_at, taken=taken), GUIDE)

    def _return(self) -> None:
        ticket = self._one(*LIVE)
        self._ask(c.GiveReturn(ticket=ticket, reason=self._reason("return")), DAN)
        self._ask(c.ComeBack(ticket=self._chance.choice([ticket, *self.play.hall.returns])), GUIDE)

    def _hand_over(self) -> None:
        to = self._chance.choice(("li", "wang", "dan"))
        self._ask(c.HandOver(counter=self._chance.choice(_COUNTERS), to=to, reason="shift"), DAN)

    def _stand_still(self) -> None:
        """Suspend the hall for a little while in which people go on trying."""
        self._ask(c.Suspend(reason="power"), DAN)
        for act in (self._serve, self._finish, self._undo, self._correct, self._ready):
            self.play.later(5)
            act()
        self._ask(c.ResumeHall(), DAN)

    def _alarm(self) -> None:
        """Acknowledge an alarm that is on, and let the clock forget those that are over."""
        on = [it.id for it in alarms(self.play.hall, self.play.now_us)]
        self._ask(c.AcknowledgeAlarm(alarm=self._chance.choice(on or ["late"])), DAN)
        if on:
            self._ask(c.RaiseAlarm(alarm=self._chance.choice(on)), SERVICE_CLOCK)
        for over in ended(self.play.hall, self.play.now_us):
            self._ask(c.EndAlarm(alarm=over), SERVICE_CLOCK)

    def _rate(self) -> None:
        """Rate a finished number, mostly badly; a good one opens no order."""
        ticket = self._one("finished")
        more = self._chance.random() < 0.3
        self._ask(c.Rate(stars=self._chance.choice((1, 2, 5)), follow_up=more), visitor(ticket))
        closed = [leg.case_no for it in self.play.hall.tickets.values() for leg in it.legs if leg.case_no]
        if closed:
            self._ask(c.ImportCompletion(case_no=self._chance.choice(closed)), APPROVAL)

    def _work(self) -> None:
        """Try a few steps of any work order, by whoever is about, and let the clock do what is due."""
        for _ in range(4):
            self._step(self._chance.choice([*self.play.hall.orders] or ["G20261123-999"]))
        for due in chased(self.play.hall, self.play.now_us):
            self._ask(c.ChaseOrder(order=due), SERVICE_CLOCK)
        self._patrol()

    def _patrol(self) -> None:
        """Let something of the site happen, by how far the journal is: what else happens on a day stays what it was."""
        n, site = self.play.hall.seq, self.play.hall.site
        finding = [*site.findings, "X20261123-999"][n % (len(site.findings) + 1)]
        again = Found(check=("space-exits", "goods-sort")[n % 2], zone="main", place=f"{n % 3}")
        acts: tuple[c.Command, ...] = (
            c.RecordPatrol(checked={"main": ("people-sort",)}, findings=(again,)),
            c.FixFinding(finding=finding),
            c.RecheckFinding(finding=finding, passed=n % 3 > 0),
            c.EscalateFinding(finding=finding),
            c.WithdrawFinding(finding=finding, reason="duplicate", note=WHY),
            c.RegisterEntry(register="fault", fields={"device": "hall-1", "kind": "damaged"}),
            c.StepEntry(entry=[*site.entries, "GZ20261123-999"][0], step="repaired"),
            c.WithdrawEntry(entry=[*site.entries, "GZ20261123-999"][-1], reason="mistake", note=WHY),
            c.PlanAction(measure="专人负责", owner="dan", due="2027-01-01", findings=tuple(site.findings)[:2]),
            c.StepAction(action=[*site.actions, "C20261123-999"][0], step=ACTION_STEPS[n % 4][0], why=ACTION_STEPS[n % 4][1]),
        )
        self._ask(acts[n // 4 % len(acts)], (DAN, BOSS)[n % 2])

    def _step(self, no: str) -> None:
        step = self._chance.choice((
            c.VerifyOrder(order=no, found=self._chance.choice(("justified", "unjustified"))),
            c.ContactVisitor(order=no, reached=self._chance.random() < 0.5),
            c.SettleOnSpot(order=no),
            c.RectifyOrder(order=no, measure="apologised", cause="slow"),
            c.ExplainOrder(order=no),
            c.ReplyOrder(order=no, text=WHY),
            c.CallVisitorBack(order=no, content=self._chance.choice(("satisfied", "dissatisfied"))),
            c.ProposeExclusion(order=no, why="mistaken", reason="按错键"),
            c.DecideExclusion(order=no, agree=self._chance.random() < 0.5, reason="录像核实"),
            c.CloseOrder(order=no),
        ))  # fmt: skip
        self._ask(step, self._chance.choice((DAN, BOSS)))

    def _set_up(self) -> None:
        """Give a counter other queues in the middle of the day."""
        first, second, third = SMALL_HALL["counters"]
        second = second | {"queues": self._chance.sample(("social", "firms"), self._chance.choice((1, 2)))}
        self._ask(c.Configure(section="counters", rows=[first, second, third]), SERVICE_SETUP)

    def _next_day(self) -> None:
        if self._chance.random() < 0.2:
            self._ask(c.CloseDay(rest=self._chance.choice(("left", "first-next-day"))), DUTY)
            self.play.later(self._chance.choice((600, 15 * 3600)))
            self._ask(c.OpenDay(), DUTY)
