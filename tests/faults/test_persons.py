# SPDX-License-Identifier: Apache-2.0
"""S28: the full number of an identity card is never written, whatever way it comes in. S30: public screens know no names."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pypdf import PdfReader
from tornado.websocket import WebSocketClosedError

from hallserver.app import Composition
from hallserver.clock import AnchoredClock
from hallserver.core.commands import Command, IdNumber, Personal
from hallserver.core.id_number import compact
from hallserver.sealing import Sealing
from hallserver.store.backup.keeper import Keeper
from hallserver.store.backup.keyfile import make_key
from hallserver.store.backup.restore import restore
from tests.faults.persons_hall import PersonsHall, bytes_of, found_in, id_numbers, persons_hall, typed
from tests.hallserver.web.running import said, until

Size = Callable[[int, int], int]
Figure = Callable[[str], None]
Way = Callable[[PersonsHall, str, str], Awaitable[None]]
"""(hall, number as somebody types it, a text that differs each time) → comes in somewhere."""
SEED = 11643
COMMANDS = "/api/v1/commands"


class Open(Sealing):
    """The control: keeps what came in as it came in."""

    def masked(self, command: Command) -> Command:
        """Return the command with the number as text."""
        number = getattr(command, "id_number", None)
        if isinstance(number, IdNumber):
            return msgspec.structs.replace(command, id_number=Personal(number._IdNumber__number))  # type: ignore[attr-defined]
        return command


async def visit(hall: PersonsHall, number: str, nth: str) -> None:
    """A whole visit with the number in every field that takes text: ticket, case number, comment, and asked twice."""
    kiosk, clerk = await hall.device("kiosk-1"), await hall.staff("li")
    fields = {"services": ["seniors"], "id_number": number}
    ticket = said(await hall.command("take-ticket", fields, proof=kiosk, key=f"tap-{nth}"))["result"]
    assert said(await hall.command("take-ticket", fields, proof=kiosk, key=f"tap-{nth}"))["result"] == ticket
    await hall.command("open-counter", {"counter": "c1"}, proof=clerk)
    assert (await hall.command("call-ticket", {"ticket": ticket["ticket"], "reason": "agreed"}, proof=clerk)).code == 200
    done = await hall.command("finish", {"case_no": number if re.fullmatch("[A-Za-z0-9-]+", number) else ""}, proof=clerk)
    assert done.code == 200, done.body
    comment = {"stars": 2, "comment": f"我的证件号是{number}，请查"}
    rated = await hall.command("rate", comment, proof=f"Ticket {ticket['token']}", key=f"rate-{nth}")
    assert rated.code == 200, rated.body
    assert (await hall.ask("GET", f"/api/v1/tickets/{ticket['token']}")).code == 200


async def refused_commands(hall: PersonsHall, number: str, nth: str) -> None:
    """Commands that come to nothing: of unknown things, in wrong places, with numbers that are wrong by one figure."""
    kiosk, clerk = await hall.device("kiosk-1"), await hall.staff("li")
    for proof, name, fields in (
        (kiosk, "take-ticket", {"services": [number]}),
        (kiosk, "take-ticket", {"services": ["seniors"], "id_number": f"{number}{number}"}),
        (kiosk, "take-ticket", {"services": ["seniors"], "id_number": [number]}),
        (kiosk, "take-ticket", {"services": ["flying"], "id_number": number}),
        (kiosk, "take-ticket", {"services": ["seniors"], number: 1}),
        (kiosk, "take-ticket", {"services": ["seniors"], "language": number}),
        (kiosk, "take-ticket", {"services": ["seniors"], "group": number}),
        (kiosk, "call-next", {"counter": number}),
        (clerk, "call-ticket", {"ticket": number, "reason": number}),
        (clerk, "call-ticket", {"ticket": "1.1", "reason": number.lower()}),
        (clerk, "pause-counter", {"reason": number}),
        (clerk, "rate", {"stars": 1, "comment": number * 40}),
        ("", "take-ticket", {"services": ["seniors"], "id_number": number}),
    ):
        answer = await hall.command(name, fields, proof=proof, key=nth)
        assert answer.code >= 400, (name, fields, answer.body)


async def addresses_and_headers(hall: PersonsHall, number: str, nth: str) -> None:
    """Where nobody expects data: addresses, keys, user agents, cookies, languages."""
    kiosk, boss, safe = await hall.device("kiosk-1"), await hall.staff("boss"), await hall.staff("safe")
    bare = "".join(sign for sign in number if sign.isalnum())
    quoted = "".join(f"%{byte:02X}" for byte in bare.encode())
    for path in (f"/{quoted}", f"{COMMANDS}/{quoted}", f"/api/v1/tickets/{quoted}", f"/kiosk/{quoted}", f"/words/{quoted}.json"):
        await hall.ask("POST" if COMMANDS in path else "GET", path, proof=kiosk)
    await hall.ask("GET", f"/api/v1/views/kiosk?of={quoted}", proof=kiosk)
    await hall.ask("GET", f"/api/v1/reports/day.csv?date={quoted}", proof=boss)
    await hall.ask("DELETE", f"/api/v1/personal/{quoted}/{quoted}", proof=safe)
    await hall.ask("DELETE", f"/api/v1/devices/{quoted}/key", proof=safe)
    await hall.ask("POST", f"/api/v1/people/{quoted}/password", {"password": f"{number} and more"}, proof=safe)
    plain = bare if bare.isascii() else nth
    headers = {"User-Agent": plain, "Accept-Language": plain, "Cookie": f"x={plain}", "Referer": f"http://{plain}/"}
    await hall.ask("GET", "/healthz", headers=headers)
    await hall.ask("GET", "/", headers={"Authorization": f"Bearer {plain}"})
    await hall.command("take-ticket", {"services": ["seniors"]}, proof=kiosk, key=plain)


async def forms(hall: PersonsHall, number: str, nth: str) -> None:
    """Sign-in, pairing and first forms, and bodies that are no JSON."""
    kiosk = await hall.device("kiosk-1")
    if int(nth.partition("-")[0]) < 5:  # each try costs the third of a second, on purpose
        assert (await hall.ask("POST", "/api/v1/session", {"name": number, "password": number})).code == 401
    await hall.ask("POST", "/api/v1/pair", {"code": number[:40]})
    await hall.ask("POST", "/api/v1/first", {"code": number[:40], "name": number, "password": number, "display_name": number})
    for body in (f'{{"services": ["{number}"', f'{{"id_number": "{number}", "x": {nth}}} trailing {number}', number, f'["{number}"]'):
        answer = await hall.ask("POST", f"{COMMANDS}/take-ticket", body.encode(), proof=kiosk)
        assert answer.code == 400, answer.body


async def set_up_with(hall: PersonsHall, number: str, nth: str) -> None:
    """Names, badges, codes and rules in which somebody put the number; a slug that is one is refused."""
    safe, people = await hall.staff("safe"), hall.service.hall.catalog.people
    rows = [msgspec.to_builtins(row) for row in people.values()]
    named = {"slug": "guo", "names": {"zh-Hans": f"郭芳 {number}", number[:30]: nth}, "roles": ["guide"], "badge": number}
    answer = await hall.command(
        "configure", {"section": "people", "rows": [*(it for it in rows if it["slug"] != "guo"), named]}, proof=safe
    )
    assert answer.code == 200, answer.body
    bare = "".join(sign for sign in number if sign.isalnum()).lower()
    more = [*rows, {"slug": bare, "names": {"zh-Hans": "x"}}]
    await hall.command("configure", {"section": "people", "rows": more}, proof=safe)
    assert (await hall.command("adopt-standard", {"text": f'note = "{number}"'}, proof=safe)).code >= 400


async def lines(hall: PersonsHall, number: str, nth: str) -> None:
    """The sockets of screens and agents: first messages, commands, ids, and what is no JSON."""
    page = await hall.line("kiosk", {"key": await hall.key("kiosk-1")}, of="")
    await page.hear_of("view")
    for message in (
        {"id": f"a{nth}", "command": "take-ticket", "fields": {"services": ["seniors"], "id_number": number}},
        {"id": f"b{nth}", "command": number, "fields": {}},
        {"id": f"c{nth}", "command": "take-ticket", "fields": {"services": [number]}},
        {"id": number, "command": "take-ticket", "fields": {"services": ["seniors"]}},
    ):
        await page.send(message)
        heard = await page.hear_of("id")
        assert "answer" in heard or "problem" in heard
    await page.send(f'{{"id": "{number}", "command"')
    await page.hear_of("problem")
    page.close()
    for path, first in (("/ws?page=" + nth, {"ticket": number}), ("/ws/device", {"say": "hello", "agent": number, "v": 1, "code": number})):
        line = await hall.socket(path)
        try:
            await line.send(first)
            await line.closed()
        except WebSocketClosedError:
            continue


async def readers(hall: PersonsHall, number: str, nth: str) -> None:
    """A card that is laid on a kiosk's reader: taken with, left lying, read as a code, and told wrongly by the agent."""
    screen = await hall.line("kiosk", {"key": await hall.key("kiosk-9")})
    await screen.hear_of("view")
    agent = await hall.socket("/ws/device", {"is": "hello", "agent": "agent-9", "v": 1, "key": await hall.key("agent-9")})
    await agent.hear_of("devices")
    bare = compact(number)

    async def told(kind: str, value: str, device: str = "cards-9") -> None:
        await agent.send({"is": "input", "device": device, "run": nth, "n": 1, "kind": kind, "value": value})
        await agent.hear_of("beeps")

    await told("card", bare)
    ref = (await screen.hear_of("whisper"))["whisper"]["card"]["ref"]
    for service in ("flying", "seniors"):
        await screen.send({"id": f"{service}-{nth}", "command": "take-ticket", "fields": {"services": [service], "card": ref}})
        heard = await screen.hear_of("id")
    assert heard["answer"]["result"]["ticket"]
    for kind, value in (("card", bare[:-1] + "0"), ("card", bare), ("scan", number), ("card-refused", number), ("key", bare)):
        await told(kind, value)
    await told("card", bare, "kiosk-9")
    await screen.send({"look": number})
    await agent.send({"is": "input", "device": bare, "run": number, "n": number, "kind": "card", "value": bare})
    await agent.closed()
    screen.close()
    await until(lambda: "agent-9" not in hall.door.agents)


WAYS: tuple[Way, ...] = (visit, refused_commands, addresses_and_headers, forms, set_up_with, lines, readers)


async def come_in(hall: PersonsHall, numbers: list[str]) -> None:
    """Let each number come in by a whole visit and two of the other ways in turn, typed differently each time."""
    await hall.key("kiosk-1")
    for person in ("li", "boss", "safe", "eye"):
        await hall.staff(person)
    for nth, number in enumerate(numbers):
        ways = {0, 1 + nth % 6, 1 + (nth + 2) % 6}
        await asyncio.gather(*(WAYS[way](hall, typed(number, nth + way), f"{nth}-{way}") for way in sorted(ways)))


async def reports_of(hall: PersonsHall) -> bytes:
    """Return the day's report in every form, the PDF as its text, and what the journal gives to an auditor."""
    boss, eye = await hall.staff("boss"), await hall.staff("eye")
    day = hall.service.hall.day
    made = [(await hall.ask("GET", f"/api/v1/reports/day.{ending}?date={day}", proof=boss)) for ending in ("json", "csv", "pdf")]
    assert [it.code for it in made] == [200, 200, 200]
    pages = PdfReader(made[2].buffer).pages
    journal = await hall.ask("GET", "/api/v1/journal?after=1.0", proof=eye)
    assert journal.code == 200
    return b"".join([made[0].body, made[1].body, *(page.extract_text().encode() for page in pages), journal.body])


def leaks(path: Path, numbers: list[str], composition: Composition | None = None) -> dict[str, int]:
    """Return how many of the numbers stand in what the hall wrote, and in what it sent, after they came in by every way."""

    async def story() -> dict[str, int]:
        async with persons_hall(path, composition) as hall:
            await come_in(hall, numbers)
            reports = await reports_of(hall)
            on_disk = found_in(hall.written(), numbers)
            assert hall.jobs, "nothing was printed or said"
            return {"written": len(on_disk), "sent": len(found_in(hall.sent() + reports, numbers))}

    before = asyncio.run(story())
    place, restored = path.with_name("place"), path.with_name("restored")
    place.mkdir()
    key, now_us = make_key(path.with_name("backup.key"), path), AnchoredClock().now()
    Keeper(path, place, key).full(now_us)
    restore(place, key, restored, now_us)
    return before | {folder.name: len(found_in(bytes_of(folder), numbers)) for folder in (path, place, restored)}


@pytest.mark.promise("S28")
def test_no_full_id_number_is_written_or_sent(tmp_path: Path, size: Size, figure: Figure) -> None:
    """Whatever a person gives, wherever: the files, the log, slips, calls, answers and reports have at most its last four."""
    numbers = id_numbers(size(12, 1000), SEED)
    found = leaks(tmp_path / "hall", numbers)
    figure(f"{max(found.values())} of {len(numbers)} numbers found after {len(WAYS)} ways in")
    assert found == {"written": 0, "sent": 0, "hall": 0, "place": 0, "restored": 0}, f"seed {SEED}"


@pytest.mark.promise("S28")
def test_control_without_sealing_the_numbers_are_found(tmp_path: Path) -> None:
    """The same search finds them all where nothing hashes and masks them."""
    numbers = id_numbers(3, SEED)
    found = leaks(tmp_path / "hall", numbers, Composition(sealing=Open))
    assert found["written"] == found["hall"] == found["restored"] == len(numbers)


@pytest.mark.promise("S28")
def test_the_digest_tells_equal_numbers_of_one_hall(tmp_path: Path) -> None:
    """What is kept serves its purpose: two visits of one person can be told, and only with the hall's key."""

    async def story() -> list[str]:
        numbers = id_numbers(2, SEED)
        async with persons_hall(tmp_path / "hall") as hall:
            kiosk = await hall.device("kiosk-1")
            for number in (numbers[0], typed(numbers[0], 4), numbers[1]):
                fields: dict[str, Any] = {"services": ["seniors"], "id_number": number}
                assert (await hall.command("take-ticket", fields, proof=kiosk)).code == 200
            with hall.server._folder.database.reader() as reader:
                return [row[0] for row in reader.execute_sql("SELECT content FROM vault ORDER BY id")]

    one, again, other = asyncio.run(story())
    assert one == again != other
    assert len(one.split()[1]) == 4
