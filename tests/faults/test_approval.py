# SPDX-License-Identifier: Apache-2.0
"""The approval system's key sends case numbers, and is good for nothing else: the matrix of the door asks everything else."""

import asyncio
import json
import re
from pathlib import Path

from hallserver import setup as setup_screen
from hallserver.core.commands import Configure
from hallserver.core.roles import ROLES, SERVICE_SETUP
from hallserver.web.asking import DEVICE_ROLES
from tests.faults.door_cells import APPROVAL, OF
from tests.hallserver.web.running import PAGES, Running, running, said
from tests.support import SMALL_HALL


async def paired(door: Running) -> str:
    """Pair the approval system as its operator does, with a one-time code; return the Authorization header."""
    await door.service.submit(Configure(section="devices", rows=[*SMALL_HALL["devices"], APPROVAL]), SERVICE_SETUP)
    admin = await door.staff("admin")
    code = said(await door.ask("POST", f"/api/v1/devices/{APPROVAL['slug']}/pairing-code", {}, proof=admin))["code"]
    told = said(await door.ask("POST", "/api/v1/pair", {"code": code}))
    assert (told["device"], told["kind"]) == ("approval-1", "approval")
    assert (await door.ask("POST", "/api/v1/pair", {"code": code})).code == 401, "a code is good for one key"
    return f"Bearer {told['key']}"


async def served(door: Running) -> str:
    """Let counter 1 serve somebody; return the number."""
    clerk, ticket = await door.staff("li"), await door.ticket()
    for command, fields in (("open-counter", {"counter": "c1"}), ("call-next", {}), ("start", {})):
        assert (await door.command(command, fields, proof=clerk)).code == 200
    number: str = ticket["number"]
    return number


def test_it_notes_the_case_number_of_a_ticket_by_its_number_or_of_a_counter(tmp_path: Path) -> None:
    """As the clerk's other system sends it when the case is made; a repeat with the same key is the same answer."""

    async def story() -> None:
        async with running(tmp_path) as door:
            proof, number = await paired(door), await served(door)
            first = await door.command("note-case", {"ticket": number, "case_no": "SZ-2026-001"}, proof=proof, key="k1")
            again = await door.command("note-case", {"ticket": number, "case_no": "SZ-2026-001"}, proof=proof, key="k1")
            assert (first.code, again.body) == (200, first.body)
            assert (await door.command("note-case", {"counter": "c1", "case_no": "SZ-2026-002"}, proof=proof)).code == 200
            (ticket,) = door.service.hall.tickets.values()
            assert ticket.leg.case_no == "SZ-2026-002"
            unknown = await door.command("note-case", {"case_no": "SZ-2026-003"}, proof=proof)
            assert (unknown.code, said(unknown)["key"]) == (422, "case-of-which")
            assert (await door.command("note-case", {"ticket": "A099", "case_no": "SZ-1"}, proof=proof)).code == 404
            described = said(await door.ask("GET", "/openapi.json"))["paths"]["/api/v1/commands/note-case"]["post"]
            assert "approval" in described["x-policy"].split()

    asyncio.run(story())


def test_it_says_that_a_case_is_closed_which_no_clerk_may(tmp_path: Path) -> None:
    """Once; a repeat with the same key is the same answer; then the visitor's page asks for the second stage."""

    async def story() -> None:
        async with running(tmp_path) as door:
            proof, clerk, ticket = await paired(door), await door.staff("li"), await door.ticket()
            for command, fields in (("open-counter", {"counter": "c1"}), ("call-next", {}), ("start", {})):
                assert (await door.command(command, fields, proof=clerk)).code == 200
            assert (await door.command("finish", {"outcome": "accepted", "case_no": "SZ-1"}, proof=clerk)).code == 200
            assert (await door.command("import-completion", {"case_no": "SZ-1"}, proof=clerk)).code == 403
            first = await door.command("import-completion", {"case_no": "SZ-1"}, proof=proof, key="k1")
            again = await door.command("import-completion", {"case_no": "SZ-1"}, proof=proof, key="k1")
            assert (first.code, again.body) == (200, first.body)
            twice = await door.command("import-completion", {"case_no": "SZ-1"}, proof=proof)
            assert (twice.code, said(twice)["key"]) == (409, "case-completed-already")
            assert (await door.command("import-completion", {"case_no": "SZ-9"}, proof=proof)).code == 404
            page = said(await door.ask("GET", f"/api/v1/tickets/{ticket['token']}"))["ticket"]
            assert [it["stage"] for it in page["rateable"]] == ["accepted", "completed"]

    asyncio.run(story())


def test_it_sees_no_screen_asks_nothing_else_and_is_out_when_its_key_is_taken_away(tmp_path: Path) -> None:
    """Not by the interface, not on a line of a screen, not on the line of agents."""

    async def story() -> None:
        async with running(tmp_path) as door:
            proof, number = await paired(door), await served(door)
            before = door.service.hall.seq
            for page in PAGES:
                assert (await door.ask("GET", f"/api/v1/views/{page.name}?of={OF.get(page.of, '')}", proof=proof)).code == 403
                line = await door.line(page.name, {"key": proof.partition(" ")[2]}, of=OF.get(page.of, ""))
                assert "refused" in (await line.hear() or {"refused": "closed"})
            agents = await door.socket("/ws/device", {"is": "hello", "agent": "approval-1", "v": 1, "key": proof.partition(" ")[2]})
            assert (await agents.hear() or {"is": "refused"})["is"] == "refused"
            for name, fields in (("call-next", {}), ("take-ticket", {"services": ["seniors"]}), ("finish", {"counter": "c1"})):
                assert (await door.command(name, fields, proof=proof)).code == 403
            assert door.service.hall.seq == before
            taken = await door.ask("DELETE", "/api/v1/devices/approval-1/key", proof=await door.staff("admin"))
            assert taken.code == 204
            assert (await door.command("note-case", {"ticket": number, "case_no": "SZ-1"}, proof=proof)).code == 401

    asyncio.run(story())


def test_its_role_holds_one_command_and_a_role_with_more_would_be_seen(tmp_path: Path) -> None:
    """The control: the same requests with a kiosk's key get through."""

    async def story() -> None:
        async with running(tmp_path) as door:
            await paired(door)
            kiosk = await door.device("kiosk-1")
            assert (await door.ask("GET", "/api/v1/views/kiosk?of=kiosk-1", proof=kiosk)).code == 200
            assert (await door.command("take-ticket", {"services": ["seniors"]}, proof=kiosk)).code == 200
            assert not [it for it in door.service.hall.tickets.values() if it.leg.case_no]

    assert ROLES["approval"] == {"note-case", "import-completion"}
    asyncio.run(story())


def test_each_kind_that_has_a_key_is_pairable_in_the_set_up() -> None:
    """The screen offers the code to just those for whom the door gives one."""
    script = (Path(setup_screen.__file__).parent / "screen" / "setup.js").read_text(encoding="utf-8")
    (listed,) = re.findall(r"^const PAIRABLE = (\[.*\]);$", script, re.MULTILINE)
    assert set(json.loads(listed)) == set(DEVICE_ROLES)
