# SPDX-License-Identifier: Apache-2.0
"""Phones are told in time and nothing wrong; a line walked at once shows what each view built by itself shows."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any, cast

import msgspec
import pytest

from displays.ticket import PAGE
from hallserver.clock import SimulatedClock
from hallserver.core import commands as c
from hallserver.core.hall import Hall
from hallserver.core.roles import visitor
from hallserver.page import Page
from hallserver.service import Service
from hallserver.web import phones as module
from hallserver.web.background import Background
from hallserver.web.limits import Limits
from hallserver.web.phones import Phones
from hallserver.web.viewing import Viewing
from tests.hallserver.core.any_day import AnyDay
from tests.support import AGENT, DUTY, LI, Play

PLAIN = msgspec.structs.replace(PAGE, crowd=None)
"""The page of which each view is built by itself."""


class Folded:
    """What phones need of a service, around a hall in memory that is settled unless somebody lets a group be in flight."""

    def __init__(self, play: Play) -> None:
        """Keep the play."""
        self._play = play
        self.durable = asyncio.Event()
        self.durable.set()

    @property
    def hall(self) -> Hall:
        """Return the hall as of now."""
        return self._play.hall

    async def settled(self) -> None:
        """Wait for the group in flight, if any."""
        await self.durable.wait()


class Crowd:
    """Phones of one page over a hall in memory, and what each showed last."""

    def __init__(self, play: Play, page: Page, clock: SimulatedClock) -> None:
        """Begin with none."""
        self.background, self.pushed = Background(), 0
        self.shown: dict[str, list[Any]] = {}
        self.service = Folded(play)
        viewing = Viewing(
            service=cast("Service", self.service), clock=clock, limits=Limits(), background=self.background, pushed=self._count
        )
        self.phones = Phones(page, viewing)

    def _count(self, page: str, many: int) -> None:
        assert page == "ticket"
        self.pushed += many

    async def watch(self, of: str) -> Callable[[], None]:
        """Let a phone look at this ticket."""
        self.shown[of] = []
        return await self.phones.watch(of, lambda frame: self.shown[of].append(json.loads(frame[4:])))

    def last(self) -> dict[str, Any]:
        """Return what each phone shows."""
        return {of: shown[-1]["view"] for of, shown in self.shown.items()}


class Desk:
    """A hall in memory whose phones hear of what happens."""

    def __init__(self, play: Play, *pages: Page) -> None:
        """Begin with none."""
        self.play, self.clock = play, SimulatedClock(play.now_us)
        self.crowds = [Crowd(play, page, self.clock) for page in pages or (PAGE,)]
        self._heard = len(play.entries)

    async def tell(self) -> None:
        """Let the phones hear of what has happened, and push what goes out after the answers."""
        self.clock.move_to(self.play.now_us)
        new, self._heard = self.play.entries[self._heard :], len(self.play.entries)
        for crowd in self.crowds:
            if new:
                crowd.phones.heard(new)
        await self.rest()

    async def rest(self) -> None:
        """Let everything that was begun end."""
        for crowd in self.crowds:
            await crowd.background.finished()

    async def later(self, seconds: float) -> None:
        """Let time pass, and what was put off happen."""
        self.play.later(seconds)
        end_us = self.play.now_us
        while self.clock.now() < end_us:
            self.clock.move_to(min(end_us, self.clock.now() + 100_000))
            await self.rest()


def page_of(play: Play, of: str) -> dict[str, Any]:
    """Return what the page of a ticket shows."""
    page: dict[str, Any] = json.loads(msgspec.json.encode(PAGE.view(play.hall, of, 0)))
    return page


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Play a story."""
    asyncio.run(story())


@pytest.mark.parametrize("seed", range(3))
def test_a_walk_shows_what_each_view_by_itself_shows(seed: int) -> None:
    """On any day: whoever the events concern at once, everybody else when five seconds have passed."""

    async def story() -> None:
        day = AnyDay(seed)
        desk = Desk(day.play, PAGE, PLAIN)
        walked, plain = desk.crowds
        for number, play in enumerate(day.halls(150, every=1)):
            await desk.tell()
            for of in [of for of in play.hall.tickets if of not in walked.shown]:
                for crowd in desk.crowds:
                    await crowd.watch(of)
            named = {getattr(entry.event, "ticket", "") for entry in play.entries[-3:]} & walked.shown.keys()
            assert [of for of in named if walked.last()[of] != plain.last()[of]] == []
            if number % 10 == 0:
                await desk.later(5.2)
                assert walked.last() == plain.last() == {of: page_of(play, of) for of in walked.shown}
        assert 0 < walked.pushed <= plain.pushed * 1.2

    run(story)


def test_who_is_called_is_told_at_once_and_the_others_after_the_answers() -> None:
    """The first push waits for no timer: no time passes here."""

    async def story() -> None:
        desk = Desk(Play().open())
        tickets = [desk.play.later(1).take().id for _ in range(5)]
        [crowd] = desk.crowds
        for of in tickets:
            await crowd.watch(of)
        desk.play.call()
        crowd.phones.heard(desk.play.entries[-1:])
        assert [len(crowd.shown[of]) for of in tickets] == [2, 2, 1, 1, 1], "who was called, and who is first now"
        await desk.rest()
        assert [len(crowd.shown[of]) for of in tickets] == [2] * 5
        assert [crowd.last()[of]["ticket"]["ahead"] for of in tickets] == [None, 0, 1, 2, 3]
        assert crowd.pushed == 5

    run(story)


def test_a_place_is_told_again_when_five_seconds_have_passed() -> None:
    """Each phone of a big hall must not be told of every call in it."""

    async def story() -> None:
        desk = Desk(Play().open().open("c3", DUTY))
        tickets = [desk.play.later(1).take().id for _ in range(6)]
        [crowd] = desk.crowds
        await crowd.watch(tickets[5])
        desk.play.call()
        await desk.tell()
        await desk.later(1)
        desk.play.call(DUTY)
        await desk.tell()
        assert [it["view"]["ticket"]["ahead"] for it in crowd.shown[tickets[5]]] == [5, 4]
        await desk.later(4.2)
        assert [it["view"]["ticket"]["ahead"] for it in crowd.shown[tickets[5]]] == [5, 4, 3]

    run(story)


def test_an_event_of_ones_own_that_the_page_does_not_show_brings_no_place_early() -> None:
    """A slip that has come out is no news; the next step in line still keeps its five seconds."""

    async def story() -> None:
        desk = Desk(Play().open().open("c3", DUTY))
        tickets = [desk.play.later(1).take().id for _ in range(6)]
        [crowd] = desk.crowds
        await crowd.watch(tickets[5])
        desk.play.call()
        await desk.tell()
        desk.play.ask(c.ReportSlip(job="slip-1", device="printer-1", ticket=tickets[5], state="done"), AGENT)
        await desk.tell()
        desk.play.call(DUTY)
        await desk.tell()
        await desk.later(1)
        assert [it["view"]["ticket"]["ahead"] for it in crowd.shown[tickets[5]]] == [5, 4]
        await desk.later(4.2)
        assert [it["view"]["ticket"]["ahead"] for it in crowd.shown[tickets[5]]] == [5, 4, 3]

    run(story)


def test_who_is_called_while_the_others_are_told_hears_nothing_older_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A phone that said "called" must not say again that one is ahead."""
    monkeypatch.setattr(module, "AT_ONCE", 1)

    async def story() -> None:
        desk = Desk(Play().open().open("c3", DUTY))
        tickets = [desk.play.later(1).take().id for _ in range(30)]
        [crowd] = desk.crowds
        for of in tickets:
            await crowd.watch(of)
        desk.play.call()
        crowd.phones.heard(desk.play.entries[-1:])
        for _ in range(5):
            await asyncio.sleep(0)
        assert len(crowd.shown[tickets[29]]) == 1, "the walk is still telling"
        desk.play.ask(c.CallTicket(ticket=tickets[28], reason="agreed"), DUTY)
        crowd.phones.heard(desk.play.entries[-1:])
        await desk.rest()
        assert crowd.last()[tickets[28]]["ticket"]["state"] == "called"
        assert crowd.last()[tickets[29]]["ticket"]["ahead"] is not None
        told = [[it["seq"] for it in shown] for shown in crowd.shown.values()]
        assert [seqs for seqs in told if seqs != sorted(seqs)] == []

    run(story)


def test_nothing_is_told_of_a_group_in_flight() -> None:
    """Neither to who comes or asks just then, nor along the line."""

    async def story() -> None:
        desk = Desk(Play().open())
        tickets = [desk.play.later(1).take().id for _ in range(4)]
        [crowd] = desk.crowds
        await crowd.watch(tickets[3])
        desk.play.call()
        crowd.phones.heard(desk.play.entries[-1:])
        crowd.service.durable.clear()
        asked = [asyncio.ensure_future(crowd.watch(tickets[2])), asyncio.ensure_future(crowd.phones.look(tickets[1]))]
        for _ in range(5):
            await asyncio.sleep(0)
        assert ([len(shown) for shown in crowd.shown.values()], [it.done() for it in asked]) == ([1, 0], [False, False])
        crowd.service.durable.set()
        await asyncio.gather(*asked)
        await desk.rest()
        assert crowd.last() == {of: page_of(desk.play, of) for of in tickets[2:]}

    run(story)


def test_who_looks_already_is_told_what_a_second_one_sees() -> None:
    """Two phones side by side must not show two places."""

    async def story() -> None:
        desk = Desk(Play().open().open("c3", DUTY))
        tickets = [desk.play.later(1).take().id for _ in range(5)]
        [crowd] = desk.crowds
        await crowd.watch(tickets[4])
        for clerk in (LI, DUTY):
            desk.play.call(clerk)
            await desk.tell()
        assert crowd.last()[tickets[4]]["ticket"]["ahead"] == 3
        await crowd.phones.watch(tickets[4], lambda _frame: None)
        assert crowd.last()[tickets[4]]["ticket"]["ahead"] == 2

    run(story)


def test_nothing_is_kept_of_lines_that_nobody_looks_at() -> None:
    """Also when the ticket was sent on to another queue meanwhile."""

    async def story() -> None:
        desk = Desk(Play().open())
        mine = desk.play.take().id
        [crowd] = desk.crowds
        leave = await crowd.watch(mine)
        desk.play.call()
        await desk.tell()
        desk.play.ask(c.Transfer(to_queue="firms", reason="other"), LI)
        await desk.tell()
        assert list(crowd.phones._lines) == ["firms"]
        leave()
        assert (crowd.phones._lines, crowd.phones._phones, crowd.phones._loose) == ({}, {}, {})

    run(story)


def test_the_tag_is_the_seq_that_changed_it_also_while_nobody_looks() -> None:
    """A phone that comes back with its tag gets 304 as long as nothing changed."""

    async def story() -> None:
        desk = Desk(Play())
        first, second = desk.play.take().id, desk.play.later(1).take().id
        [crowd] = desk.crowds
        tag, body = await crowd.phones.look(second)
        assert tag.partition("-")[0] == str(desk.play.hall.seq)
        assert json.loads(body) == page_of(desk.play, second)
        desk.play.later(1).take("founding")
        leave = await crowd.watch(second)
        assert await crowd.phones.look(second) == (tag, body)
        leave()
        assert await crowd.phones.look(second) == (tag, body)
        desk.play.ask(c.Cancel(ticket=first), visitor(first))
        await desk.tell()
        changed, _ = await crowd.phones.look(second)
        assert changed.partition("-")[0] == str(desk.play.hall.seq)

    run(story)


def test_who_stopped_to_look_is_told_nothing_and_a_second_look_keeps_the_first() -> None:
    """Two tabs of one phone are one view."""

    async def story() -> None:
        desk = Desk(Play())
        first, mine = desk.play.take().id, desk.play.later(1).take().id
        [crowd] = desk.crowds
        leave = await crowd.watch(mine)
        other: list[bytes] = []
        stop = await crowd.phones.watch(mine, other.append)
        stop()
        desk.play.ask(c.Cancel(ticket=first), visitor(first))
        await desk.tell()
        assert (len(crowd.shown[mine]), len(other)) == (2, 1)
        leave()
        desk.play.ask(c.Cancel(ticket=mine), visitor(mine))
        await desk.tell()
        assert len(crowd.shown[mine]) == 2

    run(story)


def test_what_concerns_everybody_reaches_everybody() -> None:
    """The doors are closed: on every phone, in line or not."""

    async def story() -> None:
        desk = Desk(Play().open())
        called, waits = desk.play.take().id, desk.play.later(1).take().id
        [crowd] = desk.crowds
        desk.play.call()
        for of in (called, waits):
            await crowd.watch(of)
        desk.play.ask(c.StopIssuing(reason="closing"), DUTY)
        await desk.tell()
        assert [shown["hall"]["stopped"] for shown in crowd.last().values()] == ["closing", "closing"]

    run(story)
