# SPDX-License-Identifier: Apache-2.0
"""A server that went down and came back shows what it showed, finishes what it began, and keeps the day over midnight."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from tornado.websocket import websocket_connect

from hallserver import wire
from hallserver.clock import SimulatedClock
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import Conflict
from hallserver.core.roles import Actor
from hallserver.daywatch import DayWatch
from hallserver.service import Service
from hallserver.store.folder import Folder
from tests.hallserver.web.running import Line
from tests.stories.caller import Caller
from tests.stories.server_process import PATIENCE_S, HallProcess, Prepared, journal_of, prepared, rebuilt, serving
from tests.support import DUTY, KIOSK, LI, NINE_US, SECOND_US, WANG, new_folder, open_service, set_up

HOUR_US = 3600 * SECOND_US
End = Callable[[HallProcess], object]
ENDS: dict[str, End] = {"killed": HallProcess.kill, "stopped": HallProcess.stop}


# ---- screens ----


class Hands:
    """Connections of those who stand in the hall."""

    def __init__(self, server: HallProcess, hall: Prepared, lines: ExitStack) -> None:
        """Connect all of them."""
        self.clerks = [lines.enter_context(server.caller(clerk.proof)) for clerk in hall.clerks]
        self.kiosk = lines.enter_context(server.caller(hall.kiosks[0]))
        self.manager = lines.enter_context(server.caller(hall.manager))

    def take(self, service: str = "seniors") -> dict[str, Any]:
        """Take a ticket; return the result."""
        return self.kiosk.command("take-ticket", {"services": [service], "language": "en"}).result


@contextmanager
def hands_in(server: HallProcess, hall: Prepared) -> Iterator[Hands]:
    """Connect everybody for a while."""
    with ExitStack() as lines:
        yield Hands(server, hall, lines)


def busy_morning(hands: Hands) -> list[str]:
    """Bring tickets into every state that does not need time; return the visitors' tokens."""
    first, second, third = hands.clerks
    visitors = [hands.take("seniors" if n % 3 else "founding") for n in range(12)]
    assert first.command("call-next").status == 200
    assert first.command("start").status == 200
    assert first.command("hold", {"reason": "copy"}).status == 200
    assert first.command("call-next").status == 200
    assert second.command("call-next").status == 200
    assert second.command("start").status == 200
    assert second.command("finish-and-call").status == 200
    assert second.command("transfer", {"to_counter": "c1", "returns": True}).status == 200
    assert second.command("call-ticket", {"ticket": visitors[-1]["ticket"], "reason": "agreed"}).status == 200
    assert hands.manager.command("cancel", {"ticket": visitors[-2]["ticket"]}).status == 200
    assert third.command("pause-counter", {"reason": "lunch"}).status == 200
    return [visitor["token"] for visitor in visitors]


def shown(hands: Hands, tokens: list[str]) -> dict[str, Any]:
    """Return what every screen shows."""
    paths = {
        name: f"/api/v1/views/{name}" for name in ("hall?of=main", "counter?of=c1", "counter?of=c2", "counter?of=c3", "manager", "setup")
    }
    screens = {name: _view(hands.manager, path) for name, path in paths.items()}
    screens["kiosk"] = _view(hands.kiosk, "/api/v1/views/kiosk")
    screens |= {f"clerk {n}": _view(clerk, "/api/v1/views/clerk") for n, clerk in enumerate(hands.clerks)}
    return screens | {f"phone {token}": _view(hands.manager, f"/api/v1/tickets/{token}") for token in tokens}


def _view(caller: Caller, path: str) -> Any:  # noqa: ANN401 - a view is any JSON
    said = caller.ask("GET", path)
    assert said.status == 200, said.body.decode()
    return _steady(json.loads(said.body))


def _steady(view: Any) -> Any:  # noqa: ANN401 - a view is any JSON
    """Leave out what goes on while nobody does anything: seconds waited, and devices that are found missing."""
    if isinstance(view, dict):
        return {name: _steady(value) for name, value in view.items() if name not in {"wait_s", "devices"}}
    return [_steady(value) for value in view] if isinstance(view, list) else view


@pytest.mark.parametrize("end", ENDS)
def test_every_screen_shows_after_a_restart_what_it_showed_before(end: str, tmp_path: Path) -> None:
    """Visitors must not notice that the machine was started anew: numbers, order, counters, figures, their own page."""
    hall = prepared(tmp_path / "hall", clerks=3)
    with serving(hall.path) as server, hands_in(server, hall) as hands:
        tokens = busy_morning(hands)
        before = shown(hands, tokens)
        ENDS[end](server)
    with serving(hall.path) as server, hands_in(server, hall) as hands:
        after = shown(hands, tokens)
        for name, view in before.items():
            assert after[name] == view, name
        assert [call["call"] for call in after["hall?of=main"]["calls"]] == [1] * len(after["hall?of=main"]["calls"])
        assert hands.take()["number"] == "A009"
        assert shown(hands, tokens) != before, "the comparison sees nothing"
        assert server.stop() == 0
    assert rebuilt(hall.path)["differences"] == []


def test_work_goes_on_after_a_kill_where_it_stood(tmp_path: Path) -> None:
    """Who was in hand is finished, who was held is resumed, the next is the one who would have been next."""
    hall = prepared(tmp_path / "hall", clerks=3)
    with serving(hall.path) as server, hands_in(server, hall) as hands:
        busy_morning(hands)
        view = hands.clerks[0].ask("GET", "/api/v1/views/clerk").json
        in_hand, held, following = view["ticket"]["id"], view["held"][0]["id"], view["next"]["id"]
        server.kill()
    with serving(hall.path) as server, hands_in(server, hall) as hands:
        clerk = hands.clerks[0]
        assert clerk.command("finish", {"ticket": in_hand}).status == 200
        assert clerk.command("call-next").result["ticket"] == following
        assert clerk.command("finish").status == 200
        assert clerk.command("resume", {"ticket": held}).status == 200
        assert clerk.command("finish", {"ticket": held}).status == 200
        assert server.stop() == 0


async def _slips_handed(port: int, key: str, last: str) -> list[str]:
    """Connect as the agent, take slips and report each as sent until the last was noted; return their tickets."""
    line, slips = Line(await websocket_connect(f"ws://127.0.0.1:{port}/ws/device")), list[str]()
    noted = ""
    async with asyncio.timeout(PATIENCE_S):
        await line.send({"is": "hello", "agent": "agent-1", "v": wire.VERSION, "key": key})
        while noted != f"slip/{last}/1":
            said = await line.hear()
            assert said is not None
            noted = said["job"] if said["is"] == "noted" else noted
            if said["is"] == "work" and said["job"]["do"] == "print-slip":
                slips.append(said["job"]["ticket"])
                await line.send({"is": "ack", "report": {"job": said["job"]["job"], "device": "printer-1", "state": "sent"}})
    line.close()
    return slips


def test_a_slip_of_before_is_printed_once_after_a_kill(tmp_path: Path) -> None:
    """The server died between commit and printer: who waits or was called still gets the paper, and a second restart prints no other."""
    hall = prepared(tmp_path / "hall", clerks=1, agent=True)
    tickets: list[str] = []
    with serving(hall.path) as server, hands_in(server, hall) as hands:
        tickets += [hands.take()["ticket"] for _ in range(2)]
        assert hands.clerks[0].command("call-next").result["ticket"] == tickets[0]
        server.kill()
    for nth in range(2):
        with serving(hall.path) as server, hands_in(server, hall) as hands:
            tickets.append(hands.take()["ticket"])
            assert asyncio.run(_slips_handed(server.port, hall.agent, tickets[-1])) == (tickets if nth == 0 else tickets[-1:])
            server.kill()
    reports = [it.event.ticket for it in journal_of(hall.path) if isinstance(it.event, e.SlipReported)]
    assert reports == tickets
    assert rebuilt(hall.path)["differences"] == []


# ---- the day ----


def over_days(path: Path, clock: SimulatedClock, *acts: Callable[[Service, DayWatch], Awaitable[None]]) -> Folder:
    """Let the acts happen one after the other on one folder; before each the server is started anew."""

    async def run(act: Callable[[Service, DayWatch], Awaitable[None]], nth: int) -> None:
        service, folder, _ = open_service(path, clock=clock)
        try:
            if not nth:
                await set_up(service)
            await act(service, DayWatch(service, clock))
        finally:
            folder.close()

    for nth, act in enumerate(acts):
        asyncio.run(run(act, nth))
    return Folder(path)


async def take(service: Service, wish: str = "seniors") -> str:
    """Take a ticket; return its number."""
    return str((await service.submit(c.TakeTicket(services=(wish,)), KIOSK)).result["number"])


async def call(service: Service, by: Actor) -> str:
    """Call the next, after finishing who is in hand; return the number."""
    if any(state.clerk == by.name and state.ticket for state in service.hall.counters.values()):
        await service.submit(c.Finish(), by)
    answer = await service.submit(c.CallNext(), by)
    return service.hall.tickets[str(answer.result["ticket"])].label


def check_unique(path: Path) -> None:
    """No number was given twice on one business day."""
    labels = [(it.day, it.event.label) for it in journal_of(path) if isinstance(it.event, e.TicketIssued)]
    assert len(set(labels)) == len(labels)


def test_midnight_drops_nobody_and_begins_no_numbers_anew(tmp_path: Path) -> None:
    """A hall that is still full at midnight goes on with its day until the last visitor is served, also over a restart."""
    path, clock = new_folder(tmp_path / "hall"), SimulatedClock(NINE_US)

    async def evening(service: Service, watch: DayWatch) -> None:
        clock.move_to(NINE_US + 14 * HOUR_US + HOUR_US // 2)
        await service.submit(c.OpenCounter(counter="c1"), LI)
        assert [await take(service) for _ in range(4)] == ["A001", "A002", "A003", "A004"]
        assert await call(service, LI) == "A001"
        clock.move_to(NINE_US + 15 * HOUR_US + HOUR_US // 4)
        await watch.look()
        assert service.hall.day == "2026-11-23"
        assert await take(service) == "A005"

    async def night(service: Service, watch: DayWatch) -> None:
        assert await call(service, LI) == "A002"
        clock.move_to(NINE_US + 19 * HOUR_US + HOUR_US // 4)
        await watch.look()
        assert service.hall.day == "2026-11-23"
        assert [await call(service, LI) for _ in range(3)] == ["A003", "A004", "A005"]
        await watch.look()
        assert service.hall.day == "2026-11-23"
        await service.submit(c.Finish(), LI)
        await watch.look()
        assert (service.hall.day, service.hall.open) == ("2026-11-24", True)

    async def morning(service: Service, _: DayWatch) -> None:
        assert service.hall.tickets == {}
        assert await take(service) == "A001"
        await service.submit(c.OpenCounter(counter="c1"), LI)
        assert await call(service, LI) == "A001"

    over_days(path, clock, evening, night, morning).close()
    check_unique(path)
    assert rebuilt(path)["differences"] == []


def test_a_day_with_people_in_it_closes_only_with_a_word_for_each(tmp_path: Path) -> None:
    """Nobody who waits is dropped by closing: each gets a disposition that stays in the record, and the next day is clean."""
    path, clock = new_folder(tmp_path / "hall"), SimulatedClock(NINE_US)

    async def closing(service: Service, _: DayWatch) -> None:
        await service.submit(c.OpenCounter(counter="c1"), LI)
        assert [await take(service) for _ in range(3)] == ["A001", "A002", "A003"]
        assert await call(service, LI) == "A001"
        with pytest.raises(Conflict, match="day-has-open-tickets"):
            await service.submit(c.CloseDay(), DUTY)
        assert [ticket.state for ticket in service.hall.tickets.values()] == ["called", "waiting", "waiting"]

    async def close_and_open_again(service: Service, _: DayWatch) -> None:
        waiting = [ticket.id for ticket in service.hall.tickets.values() if ticket.state == "waiting"]
        left = (c.Left(ticket=waiting[0], disposition="first-next-day"), c.Left(ticket=waiting[1], disposition="booked"))
        await service.submit(c.CloseDay(left=left, rest="served-late"), DUTY)
        assert [ticket.state for ticket in service.hall.tickets.values()] == ["unserved"] * 3
        await service.submit(c.OpenDay(), DUTY)

    async def same_day(service: Service, _: DayWatch) -> None:
        assert service.hall.day == "2026-11-23"
        assert await take(service) == "A004"
        await service.submit(c.CloseDay(rest="left"), DUTY)
        clock.move_to(NINE_US + 24 * HOUR_US)
        await service.submit(c.OpenDay(), DUTY)

    async def next_day(service: Service, _: DayWatch) -> None:
        assert service.hall.day == "2026-11-24"
        assert await take(service) == "A001"
        await service.submit(c.OpenCounter(counter="c1"), WANG)

    over_days(path, clock, closing, close_and_open_again, same_day, next_day).close()
    unserved = [it.event.disposition for it in journal_of(path) if isinstance(it.event, e.TicketUnserved)]
    assert unserved == ["served-late", "first-next-day", "booked", "left"]
    check_unique(path)
    assert rebuilt(path)["differences"] == []


def test_a_server_that_was_off_over_night_opens_the_next_day_by_itself(tmp_path: Path) -> None:
    """The machine was switched off in the evening with the day open and nobody in the hall."""
    path, clock = new_folder(tmp_path / "hall"), SimulatedClock(NINE_US)

    async def evening(service: Service, _: DayWatch) -> None:
        await service.submit(c.OpenCounter(counter="c1"), LI)
        assert await take(service) == "A001"
        await call(service, LI)
        await service.submit(c.Finish(), LI)
        clock.move_to(NINE_US + 23 * HOUR_US)

    async def morning(service: Service, watch: DayWatch) -> None:
        assert service.hall.day == "2026-11-23"
        await watch.look()
        assert (service.hall.day, service.hall.open, service.hall.issuing) == ("2026-11-24", True, True)
        assert await take(service) == "A001"

    over_days(path, clock, evening, morning).close()
    check_unique(path)
    assert rebuilt(path)["differences"] == []
