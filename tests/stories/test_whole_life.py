# SPDX-License-Identifier: Apache-2.0
"""The whole life of a hall, any way it may go: Hypothesis asks, the real service and store answer.

Checked after every command: only the table's transitions, number order inside a letter but for
credit groups, the run limit, counts on screens. At the end of each history: projections equal to a
refold, the replayed journal equal to the live state, the chain whole.
"""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from counters.clerk.view import view as clerk_view
from displays.hall.view import view as hall_view
from hallserver.clock import SimulatedClock
from hallserver.core import commands as c
from hallserver.core import dispatch
from hallserver.core import events as e
from hallserver.core.errors import HallError
from hallserver.core.hall import LIVE, Hall, Ticket
from hallserver.core.roles import SERVICE_DOOR, SERVICE_SETUP, Actor, visitor
from hallserver.core.rules import decide
from hallserver.core.rules_copy import MOST_COPIES
from hallserver.core.states import FROM, TO
from hallserver.service import Decide, Service
from hallserver.store.database import PRAGMAS
from hallserver.store.folder import Folder
from hallserver.store.rebuild import check
from tests.support import AGENT, DUTY, GUIDE, KIOSK, NINE_US, SMALL_HALL, new_folder, setup_commands

# What is proved here is order and equality, not durability; tests/faults and the crash story keep the real sync.
_QUICK: dict[str, str | int] = PRAGMAS | {"synchronous": "off"}
_CLERKS = tuple(Actor(kind="person", name=name, roles=frozenset({"clerk"})) for name in ("li", "wang", "zhao"))
_COUNTERS = ("c1", "c2", "c3")
_GROUPS = ("", "", "", "elderly", "disabled", "urgent", "pregnant")
_EVENT_OF = {
    "finish-and-call": ("finish", "call-next"),
    "correct-ticket": ("correct-ticket", "transfer"),
    "undo": ("undo", "transfer"),
}
"""Command → the transitions that it makes; who is put back by the last two goes the way of a transfer."""
_SWAPPED: dict[str, tuple[str, ...]] = {"correct-ticket": ("waiting", "absent"), "change-service": ("waiting",), "ready": ("held",)}


def ranks(hall: Hall, queue: str, counter: str) -> list[Ticket]:
    """Return who waits in a queue and may be called at a counter, by rank, straight from the tickets."""
    row = hall.catalog.counters[counter]
    open_accessible = any(
        it.accessible and queue in (*it.queues, *it.helps) and hall.counter(slug).state == "open"
        for slug, it in hall.catalog.counters.items()
    )
    waiting = [it for it in hall.tickets.values() if it.state == "waiting" and it.leg.queue == queue]
    mine = [it for it in waiting if it.leg.only in ("", counter) or hall.counter(it.leg.only).state == "closed"]
    able = [it for it in mine if row.accessible or not open_accessible or "mobility" not in it.needs]
    return sorted(able, key=lambda it: it.leg.rank)


class Life(RuleBasedStateMachine):
    """Asks commands as people would, rightly and wrongly, and checks what comes of them."""

    decide: Decide = staticmethod(decide)

    def __init__(self) -> None:
        """Open a small hall on a real store."""
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.temporary = tempfile.TemporaryDirectory()
        self.path = new_folder(Path(self.temporary.name) / "hall")
        self.clock = SimulatedClock(NINE_US)
        self.folder = Folder(self.path, pragmas=_QUICK)
        self.service = self.loop.run_until_complete(self._open())
        self.runs: Counter[str] = Counter()
        self.kept = self.folder.database.reader()
        self.tables = self.kept.__enter__()

    async def _open(self) -> Service:
        return Service(self.folder, self.clock, decide=type(self).decide)

    @initialize()
    def set_up(self) -> None:
        """Configure the hall, open the day and two counters."""
        people = [*SMALL_HALL["people"], {"slug": "zhao", "names": {"zh-Hans": "赵静"}, "rights": ["call-ticket"]}]
        for command in setup_commands(SMALL_HALL | {"people": people}):
            self.ask(command, SERVICE_SETUP)
        self.ask(c.OpenDay(), SERVICE_SETUP)
        for clerk, counter in zip(_CLERKS[:2], ("c1", "c3"), strict=True):
            self.ask(c.OpenCounter(counter=counter), clerk)

    # ---- asking ----

    def ask(self, command: c.Command, by: Actor) -> list[e.Event] | None:
        """Ask the service; None when it refuses. Check every transition that comes of it."""
        hall = self.service.hall
        before = {ticket.id: ticket.state for ticket in hall.tickets.values()}
        order = {queue: {slug: ranks(hall, queue, slug) for slug in hall.catalog.counters} for queue in hall.catalog.queues}
        seq = hall.seq
        try:
            answer = self.loop.run_until_complete(self.service.submit(command, by))
        except HallError:
            assert self.service.hall.seq == seq, "a refusal left an event behind"
            return None
        self._check_transitions(command, before)
        happened = [entry.event for entry in answer.events]
        for event in happened:
            if isinstance(event, e.TicketCalled) and not event.out_of_order:
                self._check_order(event, order)
        return happened

    def _check_transitions(self, command: c.Command, before: Mapping[str, str]) -> None:
        name = c.name_of(command)
        steps = _EVENT_OF.get(name, (name,))
        for ticket in self.service.hall.tickets.values():
            was = before.get(ticket.id)
            if was is None or was == ticket.state:
                continue
            allowed = any(was in FROM.get(step, ()) and ticket.state in TO[step] for step in steps)
            assert allowed, f"{name} took {ticket.label} from {was} to {ticket.state}"

    def _check_order(self, called: e.TicketCalled, order: dict[str, dict[str, list[Ticket]]]) -> None:
        """A call passes nobody of lower rank but by credit, and credit passes an ordinary one at most twice in a row."""
        ticket = self.service.hall.tickets[called.ticket]
        leg = ticket.legs[called.leg - 1]
        if called.reason.key == "ready":
            return
        before = [it for it in order[leg.queue][called.counter] if it.legs[-1].rank < leg.rank or it is ticket]
        passed = [it for it in before if it is not ticket]
        if leg.credit_s == 0:
            assert not [it for it in passed if self._ordinary(it)], "an ordinary ticket passed another"
            self.runs[leg.queue] = 0
        elif any(self._ordinary(it) for it in passed):
            if leg.group != "urgent" and not leg.lifted_by:
                self.runs[leg.queue] += 1
                assert self.runs[leg.queue] <= 2, "a third credit ticket in a row passed an ordinary one"
        elif not any(self._ordinary(it) for it in order[leg.queue]["c3"] if it.legs[-1].rank < leg.rank):
            self.runs[leg.queue] = 0

    @staticmethod
    def _ordinary(ticket: Ticket) -> bool:
        return ticket.legs[-1].credit_s == 0

    def pick(self, data: st.DataObject, *states: str) -> Ticket | None:
        """Draw a ticket, mostly in one of these states."""
        tickets = list(self.service.hall.tickets.values())
        fitting = [it for it in tickets if it.state in states]
        if fitting and data.draw(st.integers(0, 9)) > 0:
            return data.draw(st.sampled_from(fitting))
        return data.draw(st.sampled_from(tickets)) if tickets else None

    # ---- what people do ----

    @rule(seconds=st.sampled_from((0, 1, 31, 95, 200, 1000)))
    def time_passes(self, seconds: int) -> None:
        """The clock goes on."""
        self.clock.move_to(self.clock.now() + seconds * 1_000_000)

    @rule(
        services=st.lists(st.sampled_from(("seniors", "aid", "founding")), min_size=1, max_size=3),
        group=st.sampled_from(_GROUPS),
        needs=st.sampled_from(((), (), (), ("mobility",), ("hearing",))),
        by=st.sampled_from((KIOSK, GUIDE)),
        paperless=st.booleans(),
    )
    def take(self, services: list[str], group: str, needs: tuple[Any, ...], by: Actor, *, paperless: bool = False) -> None:
        """A visitor takes a number, with a slip or without."""
        self.ask(c.TakeTicket(services=tuple(services), group=group, needs=needs, paperless=paperless), by)

    @rule(state=st.sampled_from(("fine", "fine", "low", "out")))
    def printer_says(self, state: Any) -> None:  # noqa: ANN401 -- drawn by Hypothesis
        """The printer has paper, or none."""
        self.ask(c.ReportDevice(device="printer-1", state=state), SERVICE_DOOR)

    @rule(data=st.data(), state=st.sampled_from(("", "sent", "done", "unknown", "failed")))
    def slip(self, data: st.DataObject, state: Any) -> None:  # noqa: ANN401 -- drawn by Hypothesis
        """An agent tells of a slip, or somebody asks for one more: never more than three of a ticket."""
        ticket = self.pick(data, *LIVE)
        if ticket is None:
            return
        if not state:
            self.ask(c.ReprintSlip(ticket=ticket.label), GUIDE)
        else:
            copy = max(1, self.service.hall.copies.get(ticket.id, ("", 0))[1])
            self.ask(c.ReportSlip(job=f"slip/{ticket.id}/{copy}", device="printer-1", ticket=ticket.id, copy=copy, state=state), AGENT)
        assert self.service.hall.copies.get(ticket.id, ("", 0))[1] <= MOST_COPIES

    @rule(clerk=st.sampled_from(_CLERKS), counter=st.sampled_from(_COUNTERS))
    def open_counter(self, clerk: Actor, counter: str) -> None:
        """A clerk opens a counter."""
        self.ask(c.OpenCounter(counter=counter), clerk)

    @rule(clerk=st.sampled_from(_CLERKS), leave=st.booleans())
    def pause_or_close(self, clerk: Actor, leave: bool) -> None:  # noqa: FBT001 -- drawn by Hypothesis
        """A clerk has lunch or goes home."""
        self.ask(c.CloseCounter() if leave else c.PauseCounter(reason="lunch"), clerk)

    @rule(clerk=st.sampled_from(_CLERKS))
    def call_next(self, clerk: Actor) -> None:
        """A clerk calls."""
        self.ask(c.CallNext(), clerk)

    @rule(groups=st.lists(st.sampled_from(("disabled", "disabled", "elderly", "urgent")), min_size=2, max_size=4))
    def priority_rush(self, groups: list[str]) -> None:
        """An ordinary visitor, and at once several with priority."""
        self.ask(c.TakeTicket(services=("seniors",)), KIOSK)
        for group in groups:
            self.ask(c.TakeTicket(services=("seniors",), group=group), GUIDE)

    @rule(clerk=st.sampled_from(_CLERKS), times=st.integers(1, 6))
    def serve_on(self, clerk: Actor, times: int) -> None:
        """A clerk works off one after the other with one key."""
        self.ask(c.CallNext(), clerk)
        for _ in range(times):
            self.ask(c.FinishAndCall(), clerk)

    @rule(data=st.data(), clerk=st.sampled_from(_CLERKS))
    def call_ticket(self, data: st.DataObject, clerk: Actor) -> None:
        """A clerk calls a certain ticket."""
        ticket = self.pick(data, "waiting", "absent")
        if ticket is not None:
            self.ask(c.CallTicket(ticket=ticket.id, reason="agreed"), clerk)

    @rule(
        clerk=st.sampled_from(_CLERKS),
        command=st.sampled_from((c.Recall(), c.Start(), c.Finish(), c.FinishAndCall(), c.Hold(reason="copy"), c.MarkAbsent())),
    )
    def at_counter(self, clerk: Actor, command: c.Command) -> None:
        """A clerk presses a key."""
        self.ask(command, clerk)

    @rule(clerk=st.sampled_from(_CLERKS), to=st.sampled_from(("social", "firms", "c1", "c2", "c3")), returns=st.booleans())
    def transfer(self, clerk: Actor, to: str, returns: bool) -> None:  # noqa: FBT001 -- drawn by Hypothesis
        """A clerk sends a visitor on."""
        where: dict[str, Any] = {"to_counter": to} if to in _COUNTERS else {"to_queue": to}
        self.ask(c.Transfer(returns=returns, **where), clerk)

    @rule(data=st.data(), clerk=st.sampled_from(_CLERKS))
    def resume(self, data: st.DataObject, clerk: Actor) -> None:
        """A clerk takes up a held ticket."""
        ticket = self.pick(data, "held")
        if ticket is not None:
            self.ask(c.Resume(ticket=ticket.id), clerk)

    @rule(data=st.data())
    def bring_back(self, data: st.DataObject) -> None:
        """The guide finds an absent visitor."""
        ticket = self.pick(data, "absent")
        if ticket is not None:
            self.ask(c.BringBack(ticket=ticket.id), GUIDE)

    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        """A visitor gives up."""
        ticket = self.pick(data, "waiting", "held")
        if ticket is not None:
            self.ask(c.Cancel(ticket=ticket.id), visitor(ticket.id))

    @rule(data=st.data(), stars=st.integers(1, 5))
    def rate(self, data: st.DataObject, stars: int) -> None:
        """A visitor rates."""
        ticket = self.pick(data, "finished")
        if ticket is not None:
            self.ask(c.Rate(stars=stars, comment=c.Personal("办得很快")), visitor(ticket.id))

    @rule(clerk=st.sampled_from(_CLERKS), services=st.sampled_from((("seniors",), ("aid", "founding"))))
    def serve_direct(self, clerk: Actor, services: tuple[str, ...]) -> None:
        """Somebody without a number stands at the counter."""
        self.ask(c.ServeDirect(services=services), clerk)

    @rule(
        clerk=st.sampled_from(_CLERKS),
        first=st.sampled_from((None, c.Finish(), c.FinishAndCall(), c.FinishAndCall(outcome="incomplete"), c.MarkAbsent())),
        seconds=st.sampled_from((0, 4, 11)),
    )
    def second_thought(self, clerk: Actor, first: c.Command | None, seconds: int) -> None:
        """A clerk takes back what was pressed last, by mistake or too late."""
        if first is not None:
            self.ask(first, clerk)
        self.time_passes(seconds)
        self.ask(c.Undo(), clerk)

    @rule(data=st.data(), clerk=st.sampled_from(_CLERKS), name=st.sampled_from(tuple(_SWAPPED)))
    def put_right(self, data: st.DataObject, clerk: Actor, name: str) -> None:
        """The wrong person, the wrong number, somebody who has come back."""
        ticket = self.pick(data, *_SWAPPED[name])
        if ticket is not None:
            more = {"services": data.draw(st.sampled_from((("founding",), ("aid", "founding"))))} if name == "change-service" else {}
            self.ask(c.BY_NAME[name](ticket=ticket.id, **more), clerk)

    @rule(
        data=st.data(), group=st.sampled_from(("", "elderly", "disabled")), needs=st.sampled_from(((), ("mobility",))), lift=st.booleans()
    )
    def look_closer(self, data: st.DataObject, group: str, needs: tuple[Any, ...], lift: bool) -> None:  # noqa: FBT001 -- drawn by Hypothesis
        """The guide checks a priority and notes needs; the duty manager brings somebody forward."""
        ticket = self.pick(data, *LIVE)
        if ticket is not None:
            self.ask(c.ConfirmPriority(ticket=ticket.id, group=group), GUIDE)
            self.ask(c.NoteNeeds(ticket=ticket.id, needs=needs), GUIDE)
            if lift:
                self.ask(c.Lift(ticket=ticket.id, reason="agreed"), DUTY)

    @rule(clerk=st.sampled_from(_CLERKS), counter=st.sampled_from(_COUNTERS))
    def hand_over(self, clerk: Actor, counter: str) -> None:
        """A colleague takes the counter over with whatever is in hand there."""
        self.ask(c.HandOver(counter=counter, to=clerk.name, reason="shift"), DUTY)

    @rule(command=st.sampled_from((c.Suspend(reason="power"), c.ResumeHall(), c.ResumeHall())))
    def stand_still(self, command: c.Command) -> None:
        """The power fails, or comes back."""
        self.ask(command, DUTY)

    @rule(command=st.sampled_from((c.StopIssuing(), c.ResumeIssuing())))
    def issuing(self, command: c.Command) -> None:
        """The duty manager stops or resumes issuing."""
        self.ask(command, DUTY)

    @precondition(lambda self: self.clock.now() > NINE_US + 600_000_000)
    @rule(rest=st.sampled_from((None, "left")), next_day=st.booleans())
    def change_day(self, rest: Literal["left"] | None, next_day: bool) -> None:  # noqa: FBT001 -- drawn by Hypothesis
        """The duty manager closes the day and opens the next, or the same one again."""
        if self.ask(c.CloseDay(rest=rest), DUTY) is None:
            return
        self.clock.move_to(self.clock.now() + (86_400_000_000 if next_day else 1_000_000))
        self.ask(c.OpenDay(), DUTY)
        if next_day:
            self.runs.clear()

    @rule()
    def restart(self) -> None:
        """The server is started anew; nothing may change by that."""
        before = self.service.hall
        self.service = self.loop.run_until_complete(self._open())
        assert self.service.hall == before, "the replayed journal differs from the live state"

    # ---- what must hold ----

    @invariant()
    def one_ticket_in_hand_and_each_in_hand_once(self) -> None:
        """No ticket is at two counters, no counter has one that is not in hand."""
        hall = self.service.hall
        in_hand = [state.ticket for state in hall.counters.values() if state.ticket]
        assert len(in_hand) == len(set(in_hand))
        assert sorted(in_hand) == sorted(it.id for it in hall.tickets.values() if it.state in {"called", "serving"})

    @invariant()
    def counts_on_screens_are_those_of_the_journal(self) -> None:
        """The hall display and the clerk terminal count whom the tables say is waiting."""
        hall = self.service.hall
        if hall.standard is None or not hall.catalog.queues:
            return
        sql = "SELECT queue, count(*) FROM leg WHERE day=? AND state='waiting' GROUP BY queue"
        kept = dict(self.tables.execute_sql(sql, (hall.day,)).fetchall())
        shown = {row["slug"]: row["waiting"] for row in hall_view(hall, "", self.clock.now())["queues"]}  # type: ignore[attr-defined]
        assert {queue: count for queue, count in shown.items() if count} == kept
        for clerk in _CLERKS:
            for row in clerk_view(hall, clerk.name, self.clock.now())["queues"]:  # type: ignore[attr-defined]
                assert row["waiting"] == kept.get(row["slug"], 0)

    @invariant()
    def numbers_are_used_once(self) -> None:
        """No label is there twice on a day."""
        labels = [ticket.label for ticket in self.service.hall.tickets.values()]
        assert len(labels) == len(set(labels))

    @invariant()
    def nobody_is_lost(self) -> None:
        """Every live ticket that waits is in exactly one line, and no other is."""
        hall = self.service.hall
        in_lines = [ticket for line in hall.lines.values() for part in line.parts.values() for _, ticket in part]
        assert sorted(in_lines) == sorted(it.id for it in hall.tickets.values() if it.state == "waiting")
        assert hall.open or not any(it.state in LIVE for it in hall.tickets.values())

    def serve_everyone(self) -> None:
        """Call until nobody answers: nobody may wait whose queue an open counter owns; with all open, nobody at all."""
        self.ask(c.ResumeHall(), DUTY)
        self._call_all()
        hall = self.service.hall
        owned = {queue for slug in _COUNTERS if hall.counter(slug).state == "open" for queue in hall.catalog.counters[slug].queues}
        stranded = [it.label for it in hall.tickets.values() if it.state == "waiting" and it.leg.queue in owned]
        assert not stranded, f"nobody can call {stranded}"
        for counter in _COUNTERS:
            has = hall.counter(counter).clerk
            taken = {state.clerk for state in hall.counters.values()}
            by = next(it for it in _CLERKS if it.name == has or (not has and it.name not in taken))
            self.ask(c.OpenCounter(counter=counter), by)
        self._call_all()
        assert not [it.label for it in hall.tickets.values() if it.state == "waiting"]

    def _call_all(self) -> None:
        """Let every clerk finish and call as long as anything comes of it."""
        last = -1
        while last != self.service.hall.seq:
            last = self.service.hall.seq
            for clerk in _CLERKS:
                self.ask(c.Finish(), clerk)
                self.ask(c.CallNext(), clerk)

    def teardown(self) -> None:
        """Serve everyone, refold everything and compare, then clean up."""
        try:
            if self.service.hall.open:
                self.serve_everyone()
            found = check(self.folder)
            assert found.differences == []
            assert found.events == self.service.hall.seq
        finally:
            self.kept.__exit__(None, None, None)
            self.folder.close()
            self.loop.close()
            self.temporary.cleanup()


_STEPS = 40


@pytest.mark.promise("R12")
def test_any_history_keeps_order_limits_counts_and_proofs(size: Callable[[int, int], int], figure: Callable[[str], None]) -> None:
    """Three hundred histories of forty steps at length; the first difference ends the test."""
    lives, most = 0, size(48, 300)

    class Counted(Life):
        def teardown(self) -> None:
            """Count the lives that ended without a difference."""
            nonlocal lives
            super().teardown()
            lives += 1

    how = settings(max_examples=most, stateful_step_count=_STEPS, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Counted, settings=how)
    figure(f"0 differences in {lives} lives of up to {_STEPS} steps")
    assert lives >= most


def _unbounded(hall: Hall, command: c.Command, by: Actor, now_us: int) -> list[e.Event]:
    """Decide without the run limit: what the control hands in."""
    kept: Callable[..., bool] = dispatch._limited
    dispatch._limited = lambda *_: False
    try:
        return decide(hall, command, by, now_us)
    finally:
        dispatch._limited = kept


def _stranding(hall: Hall, command: c.Command, by: Actor, now_us: int) -> list[e.Event]:
    """Decide with tickets bound to their one counter and need for ever: what the third control hands in."""
    kept: Callable[..., bool] = dispatch._kept_for
    dispatch._kept_for = lambda hall, only, queue: only != ""  # noqa: ARG005 -- the signature of what it replaces
    try:
        return decide(hall, command, by, now_us)
    finally:
        dispatch._kept_for = kept


def _any_state(hall: Hall, command: c.Command, by: Actor, now_us: int) -> list[e.Event]:
    """Decide without the transition table for cancelling: what the other control hands in."""
    if isinstance(command, c.Cancel) and command.ticket in hall.tickets and hall.tickets[command.ticket].state == "finished":
        ticket = hall.tickets[command.ticket]
        return [e.TicketCancelled(ticket=ticket.id, leg=ticket.leg.no)]
    return decide(hall, command, by, now_us)


def _three_priorities(life: Life) -> None:
    life.priority_rush(["disabled", "disabled", "disabled"])
    life.serve_on(_CLERKS[0], 4)


def _cancel_after_the_end(life: Life) -> None:
    life.take(["seniors"], "", (), KIOSK)
    life.call_next(_CLERKS[0])
    life.at_counter(_CLERKS[0], c.Finish())
    ticket = f"1.{min(seq for seq in range(1, life.service.hall.seq) if f'1.{seq}' in life.service.hall.tickets)}"
    life.ask(c.Cancel(ticket=ticket), visitor(ticket))


def _sent_to_a_clerk_at_lunch(life: Life) -> None:
    life.take(["seniors"], "", (), KIOSK)
    life.call_next(_CLERKS[1])
    life.transfer(_CLERKS[1], "c1", returns=False)
    life.pause_or_close(_CLERKS[0], leave=False)


@pytest.mark.promise("R12")
@pytest.mark.parametrize(
    ("broken", "play", "says"),
    [
        (_unbounded, _three_priorities, "a third credit ticket"),
        (_any_state, _cancel_after_the_end, "from finished to cancelled"),
        (_stranding, _sent_to_a_clerk_at_lunch, "nobody can call"),
    ],
    ids=["without the run limit", "without the transition table", "with tickets bound for ever"],
)
def test_the_machine_finds_a_hall_without_the_protection(broken: Decide, play: Callable[[Life], None], says: str) -> None:
    """The control: the same checks, on a history that needs the protection, fail without it and hold with it."""

    def lived(how: Decide) -> None:
        life: Life = type("Controlled", (Life,), {"decide": staticmethod(how)})()
        try:
            life.set_up()
            play(life)
        finally:
            life.teardown()

    lived(decide)
    with pytest.raises(AssertionError, match=says):
        lived(broken)
