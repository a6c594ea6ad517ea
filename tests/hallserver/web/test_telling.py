# SPDX-License-Identifier: Apache-2.0
"""A kiosk's screen and the readers beside it, through the real door: card, slip, typed code, and what others may not."""

import logging
import secrets
from typing import Any

import pytest

from hallserver.cli.logs import FORMAT
from hallserver.core import commands as c
from hallserver.core.catalog import DeviceRow
from hallserver.core.id_number import with_check
from hallserver.core.roles import SERVICE_SETUP
from hallserver.core.short_code import short_code
from hallserver.redact import Redacting
from hallserver.service import Service
from hallserver.wire import Input
from tests.hallserver.web.running import Json, Line, Running, key_of, run, said
from tests.support import LI, SMALL_HALL, names

NUMBER = with_check("11010519491231002")
READERS: list[Json] = [
    {"slug": "cards-1", "names": names("身份证"), "kind": "reader", "agent": "agent-1", "driver": "pretend", "kiosk": "kiosk-1"},
    {"slug": "desk-1", "names": names("扫码"), "kind": "reader", "agent": "agent-1", "driver": "pretend", "counter": "c1"},
]


async def readers(service: Service) -> None:
    """Put readers at the kiosk and at counter 1."""
    await service.submit(c.Configure(section="devices", rows=[*SMALL_HALL["devices"], *READERS]), SERVICE_SETUP)


class Lobby:
    """The kiosk's screen and the agent of its readers."""

    def __init__(self, screen: Line, agent: Line) -> None:
        """Keep both lines."""
        self.screen, self.agent, self._n = screen, agent, 0

    async def read(self, kind: str, value: str, device: str = "cards-1") -> int:
        """Have a reader read something; return its beeps."""
        self._n += 1
        await self.agent.send({"is": "input", "device": device, "run": "r1", "n": self._n, "kind": kind, "value": value})
        return int((await self.agent.hear_of("beeps"))["beeps"])

    async def told(self, what: str) -> Json:
        """Return what the screen hears."""
        heard: Json = (await self.screen.hear_of("whisper"))["whisper"][what]
        return heard

    async def ask(self, command: str, fields: Json) -> Any:  # noqa: ANN401 - the answer's or problem's JSON
        """Ask by the screen; return the result, or the key of the refusal."""
        asked = secrets.token_hex(4)
        await self.screen.send({"id": asked, "command": command, "fields": fields})
        heard = await self.screen.hear_of("id")
        return heard["answer"]["result"] if "answer" in heard else heard["problem"]["key"]


async def lobby(door: Running) -> Lobby:
    """Open the kiosk's screen and the agent's line."""
    screen = await door.line("kiosk", {"key": await door.key("kiosk-1")})
    await screen.hear_of("view")
    agent = await door.socket("/ws/device", {"is": "hello", "agent": "agent-1", "v": 1, "key": await door.key("agent-1")})
    await agent.hear_of("devices")
    return Lobby(screen, agent)


def test_a_card_at_the_kiosk_takes_a_ticket_by_either_way() -> None:
    """Through the screen's line, and through the API that other kiosks use."""

    async def story(door: Running) -> None:
        at = await lobby(door)
        assert await at.read("card", NUMBER) == 1
        ref = (await at.told("card"))["ref"]
        first = await at.ask("take-ticket", {"services": ["seniors"], "group": "elderly", "card": ref})
        assert door.service.hall.tickets[first["ticket"]].group == "elderly"
        assert await at.ask("take-ticket", {"services": ["seniors"], "card": ref}) == "card-used"
        await at.read("card", NUMBER)
        fields = {"services": ["seniors"], "group": "elderly", "card": (await at.told("card"))["ref"]}
        answers = [await door.command("take-ticket", fields, proof=await door.device("kiosk-1"), key="k") for _ in range(2)]
        assert said(answers[0]) == said(answers[1])
        assert door.service.hall.tickets[said(answers[0])["result"]["ticket"]].group == "elderly"
        again = await door.command("take-ticket", fields, proof=await door.device("kiosk-1"))
        assert key_of(again) == (409, "card-used")

    run(story, arrange=readers)


def test_a_typed_code_is_looked_up_and_its_holder_may_act() -> None:
    """As after a scan; on going back the right ends."""

    async def story(door: Running) -> None:
        at = await lobby(door)
        taken = await door.ticket()
        mine = {"ticket": taken["ticket"]}
        assert await at.ask("cancel", mine) == "slip-not-read"
        await at.screen.send({"look": short_code(taken["token"])})
        assert (await at.told("scan"))["label"] == taken["number"]
        assert await at.ask("bring-back", mine) == "ticket-in-state"
        await at.screen.send({"clear": "scan"})
        assert await at.ask("cancel", mine) == "slip-not-read"
        assert await at.read("scan", f"https://hall.example/ticket/#t={taken['token']}") == 1
        assert (await at.told("scan"))["may"] == ["reprint-slip", "cancel"]
        assert await at.ask("call-next", {}) == "command-not-of-page"
        assert await at.ask("cancel", mine) != "slip-not-read"
        assert door.service.hall.tickets[taken["ticket"]].state == "cancelled"

    run(story, arrange=readers)


def test_only_a_kiosk_can_say_so() -> None:
    """Another screen's words are read as the command that they are not."""

    async def story(door: Running) -> None:
        line = await door.line("hall", {"key": await door.key("hall-1")})
        await line.hear_of("view")
        for message in ({"look": "ABC234"}, {"clear": "card"}):
            await line.send(message)
            assert (await line.hear_of("problem"))["problem"]["status"] == 400
        at = await lobby(door)
        for message in ({"look": ""}, {"clear": "all"}, {"look": "x" * 41}):
            await at.screen.send(message)
            assert (await at.screen.hear_of("problem"))["problem"]["status"] == 400

    run(story, arrange=readers)


def test_a_scan_at_a_counter_reaches_its_clerk() -> None:
    """And the guard counts what is no slip."""

    async def story(door: Running) -> None:
        at = await lobby(door)
        taken = await door.ticket()
        await door.service.submit(c.OpenCounter(counter="c1"), LI)
        clerk = await door.line("clerk", {"token": (await door.staff("li"))[7:]})
        await clerk.hear_of("view")
        assert (await clerk.hear_of("whisper"))["whisper"] == {"talk": None}
        assert await at.read("scan", f"https://hall.example/ticket/#t={taken['token']}", "desk-1") == 1
        told = (await clerk.hear_of("whisper"))["whisper"]["scan"]
        assert told == {"ticket": taken["ticket"], "label": taken["number"], "state": "waiting", "counter": "c1"}
        for _ in range(door.door.limits.ticket_misses):
            assert await at.read("scan", "ABC234", "desk-1") == 3
        while "too_often" not in (await clerk.hear_of("whisper"))["whisper"]["scan"]:
            await at.read("scan", "ABC234", "desk-1")

    run(story, arrange=readers)


@pytest.mark.parametrize("protected", [True, False])
def test_a_fault_on_a_card_says_no_number_in_the_log(caplog: pytest.LogCaptureFixture, *, protected: bool) -> None:
    """Whatever fails below may name what it was handed; a log with a plain formatter, the control, shows it."""
    caplog.handler.setFormatter(Redacting(FORMAT) if protected else logging.Formatter(FORMAT))

    async def fail(row: DeviceRow, what: Input) -> int:
        message = f"{row.slug} failed on {what!r}"
        raise ValueError(message)

    async def story(door: Running) -> None:
        at = await lobby(door)
        door.door.inputs.takers["card"] = fail
        await at.agent.send({"is": "input", "device": "cards-1", "run": "r1", "n": 1, "kind": "card", "value": NUMBER})
        assert await at.agent.closed() == 4403
        assert "ValueError" in caplog.text
        assert (NUMBER in caplog.text) == (not protected)

    run(story, arrange=readers)
