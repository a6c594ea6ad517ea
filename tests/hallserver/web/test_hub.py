# SPDX-License-Identifier: Apache-2.0
"""Which views are built when, and who gets them."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from hallserver.clock import SimulatedClock
from hallserver.core.commands import CallNext, Cancel, CorrectTicket, OpenCounter, TakeTicket
from hallserver.core.hall import Hall
from hallserver.page import Of, Page
from hallserver.service import Service
from hallserver.web.background import Background
from hallserver.web.hub import Hub
from hallserver.web.limits import Limits
from tests.support import GUIDE, KIOSK, LI, new_folder, open_service, set_up


class Desk:
    """A hub on a simulated clock, with pages that count how often they were built."""

    def __init__(self, service: Service, clock: SimulatedClock) -> None:
        """Build the hub."""
        self.service, self.clock = service, clock
        self.background = Background()
        self.built: list[str] = []
        self.hub = Hub(service, clock, Limits(), background=self.background, pushed=lambda _page, _many: None)

    def page(self, name: str, of: Of = "", show: Callable[[Hall, str], object] = lambda hall, _of: hall.seq) -> Page:
        """Return a page of this name."""

        def view(hall: Hall, about: str, _now_us: int) -> dict[str, object]:
            self.built.append(name)
            return {"shown": show(hall, about)}

        return Page(name=name, roles=frozenset(), of=of, view=view, folder=Path())

    async def watch(self, page: Page, of: str = "") -> tuple[list[Any], Callable[[], None]]:
        """Watch a view; return what is shown, as it comes, and how to leave."""
        shown: list[Any] = []

        def listener(frame: bytes) -> None:
            shown.append(json.loads(frame[2:] if frame[1] < 126 else frame[4:])["view"]["shown"])

        return shown, await self.hub.watch(page, of, listener)

    async def later(self, seconds: float) -> None:
        """Let time pass, and what was put off happen."""
        self.clock.move_to(self.clock.now() + int(seconds * 1e6))
        await self.background.finished()

    async def take(self) -> str:
        """Take a ticket; return its id."""
        answer = await self.service.submit(TakeTicket(services=("seniors",)), KIOSK)
        return str(answer.result["ticket"])


def play(tmp_path: Path, story: Callable[[Desk], Coroutine[Any, Any, None]]) -> None:
    """Play a story on a small hall."""

    async def all_of_it() -> None:
        service, folder, clock = open_service(new_folder(tmp_path))
        await set_up(service)
        desk = Desk(service, clock)
        await story(desk)
        desk.hub.close()
        folder.close()

    asyncio.run(all_of_it())


def test_a_view_is_built_once_for_all_who_watch(tmp_path: Path) -> None:
    """Fifty screens of one zone are one view, and pages without watchers none."""

    async def story(desk: Desk) -> None:
        page, other = desk.page("hall"), desk.page("other")
        one, _ = await desk.watch(page)
        two, _ = await desk.watch(page)
        _, leave = await desk.watch(other)
        leave()
        desk.built.clear()
        await desk.take()
        assert desk.built == ["hall"]
        assert one[-1] == two[-1] == desk.service.hall.seq

    play(tmp_path, story)


def test_only_a_change_is_pushed(tmp_path: Path) -> None:
    """A view that says the same again says nothing."""

    async def story(desk: Desk) -> None:
        shown, _ = await desk.watch(desk.page("hall", show=lambda hall, _of: len(hall.calls)))
        await desk.take()
        await desk.later(1)
        assert shown == [0]

    play(tmp_path, story)


def test_a_burst_ends_with_the_newest_state(tmp_path: Path) -> None:
    """In between may be left out, the end never."""

    async def story(desk: Desk) -> None:
        shown, _ = await desk.watch(desk.page("hall"))
        for _ in range(5):
            await desk.take()
        assert len(shown) < 6
        await desk.later(0.1)
        assert shown[-1] == desk.service.hall.seq

    play(tmp_path, story)


def test_a_call_never_waits_for_the_gap(tmp_path: Path) -> None:
    """The gap is for what people do not wait for: a display that has just been told of a new ticket shows the call at once."""

    async def story(desk: Desk) -> None:
        shown, _ = await desk.watch(replace(desk.page("hall"), haste="call"))
        slow, _ = await desk.watch(desk.page("kiosk"))
        await desk.service.submit(OpenCounter(counter="c1"), LI)
        await desk.take()
        told = len(slow)
        await desk.service.submit(CallNext(), LI)
        assert shown[-1] == desk.service.hall.seq, "no time has passed since the last push"
        assert len(slow) == told
        await desk.take()
        await desk.service.submit(CorrectTicket(ticket="A002"), LI)
        assert shown[-1] == desk.service.hall.seq, "who is wanted at a counter has changed"
        await desk.later(0.1)
        assert slow[-1] == desk.service.hall.seq

    play(tmp_path, story)


def test_the_screens_that_show_calls_come_first_and_staff_after_the_answers(tmp_path: Path) -> None:
    """Whoever waits for a number must not wait for a table of figures."""

    async def story(desk: Desk) -> None:
        await desk.watch(replace(desk.page("manager"), haste="spare"))
        await desk.watch(desk.page("kiosk"))
        await desk.watch(replace(desk.page("hall"), haste="call"))
        desk.built.clear()
        at_once: list[str] = []
        desk.service.bus.listen(lambda _entries: at_once.extend(desk.built))
        await desk.take()
        await desk.background.finished()
        assert at_once == ["hall", "kiosk"]
        assert desk.built == ["hall", "kiosk", "manager"]

    play(tmp_path, story)


def test_what_does_not_age_is_not_built_at_a_beat(tmp_path: Path) -> None:
    """A hundred screens at rest cost nothing but their beats."""

    async def story(desk: Desk) -> None:
        await desk.watch(replace(desk.page("hall"), ages=False))
        await desk.watch(replace(desk.page("ticket", "ticket"), ages=False), await desk.take())
        await desk.watch(desk.page("manager"))
        await desk.background.finished()
        desk.built.clear()
        desk.hub.beat()
        await desk.background.finished()
        assert desk.built == ["manager"]

    play(tmp_path, story)


def test_a_phone_waits_five_seconds_but_for_its_own_turn(tmp_path: Path) -> None:
    """Two hundred phones must not be told of every ticket; each must be told of its call."""

    async def story(desk: Desk) -> None:
        tickets = [await desk.take() for _ in range(4)]
        page = desk.page("ticket", "ticket", lambda hall, of: [hall.seq, hall.tickets[of].state])
        shown, _ = await desk.watch(page, tickets[2])
        await desk.later(6)
        await desk.take()
        assert len(shown) == 2
        await desk.take()
        assert len(shown) == 2, "within five seconds nothing that does not concern it"
        await desk.service.submit(Cancel(ticket=tickets[0]), GUIDE)
        await desk.service.submit(Cancel(ticket=tickets[1]), GUIDE)
        assert len(shown) == 3, "it is next: at once"
        await desk.service.submit(OpenCounter(counter="c1"), LI)
        await desk.service.submit(CallNext(), LI)
        assert shown[-1][1] == "called"
        await desk.take()
        await desk.later(6)
        assert shown[-1][0] == desk.service.hall.seq

    play(tmp_path, story)


def test_a_broken_view_does_not_keep_the_others_from_being_pushed(tmp_path: Path) -> None:
    """One screen's fault is one screen's."""

    async def story(desk: Desk) -> None:
        broken = desk.page("broken", show=lambda hall, _of: 1 // (0 if hall.calls or hall.tickets else 1))
        await desk.watch(broken)
        shown, _ = await desk.watch(desk.page("hall"))
        await desk.take()
        assert shown[-1] == desk.service.hall.seq

    play(tmp_path, story)


def test_the_tag_is_the_seq_that_changed_this_view(tmp_path: Path) -> None:
    """Also for views that nobody watches."""

    async def story(desk: Desk) -> None:
        page = desk.page("hall", show=lambda hall, _of: len(hall.calls))
        seq = desk.service.hall.seq
        tag, body = await desk.hub.look(page, "")
        assert (tag.partition("-")[0], json.loads(body)) == (str(seq), {"shown": 0})
        await desk.take()
        assert await desk.hub.look(page, "") == (tag, body)
        await desk.service.submit(OpenCounter(counter="c1"), LI)
        await desk.service.submit(CallNext(), LI)
        changed, _ = await desk.hub.look(page, "")
        assert changed.partition("-")[0] == str(desk.service.hall.seq)

    play(tmp_path, story)


def test_what_changes_by_time_alone_is_pushed_at_a_beat(tmp_path: Path) -> None:
    """An alarm after a minute needs no event."""

    async def story(desk: Desk) -> None:
        shown, _ = await desk.watch(desk.page("hall", show=lambda _hall, _of: desk.clock.now() // 60_000_000))
        before = list(shown)
        await desk.later(61)
        assert shown == before
        desk.hub.beat()
        await desk.background.finished()
        assert len(shown) == len(before) + 1

    play(tmp_path, story)
