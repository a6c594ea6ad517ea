# SPDX-License-Identifier: Apache-2.0
"""The short way of a command against its plain twin: the same requests, the same answers."""

import asyncio
import random
import re
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from tornado.httputil import HTTPMessageDelegate, HTTPServerRequest

from hallserver.clock import SimulatedClock
from hallserver.core.commands import Command
from hallserver.core.events import Entry
from hallserver.core.roles import Actor
from hallserver.web.quick import ShortWay
from tests.hallserver.web.running import Running, key_of, run, running, said, until
from tests.support import NINE_US

REQUESTS = 300
COMMANDS = (*["take-ticket"] * 6, "open-counter", "call-next", "call-next", "start", "finish", "recall", "transfer", "rate", "no-such")
BODIES = (
    b'{"services":["seniors"]}',
    b'{"services":["aid","founding"],"party":3}',
    b'{"services":["nothing"]}',
    b'{"services":["44030419900307123X"]}',
    *(
        b'{"counter":"c1"}',
        b'{"counter":"c2"}',
        b"{}",
        b"",
        b"[]",
        b"{",
        b'{"stars":9}',
        b'{"services":[],"more":1}',
        b"\xff\xfe",
        b" " * 1_000_001,
    ),
)
WHO = ("kiosk-1", "kiosk-1", "kiosk-1", "li", "li", "wang", "dan", "hall-1", "nobody", "", "basic", "lower")
HEADERS = (
    *(
        "",
        "",
        "",
        "",
        "Origin: http://{host}",
        "Origin: http://elsewhere.example",
        "Sec-Fetch-Site: same-origin",
        "Sec-Fetch-Site: cross-site",
    ),
    *(
        "Connection: close",
        "Connection: keep-alive",
        "Accept-Language: en",
        "Cookie: hall=abc",
        "Idempotency-Key: again",
        "Idempotency-Key: ",
    ),
)
_NEW = re.compile(rb'"token":"[\w-]{22}"|"code":"\w{3} \w{3}"|Date: [^\r]*|127\.0\.0\.1:\d+')
"""What differs between two halls: keys of tokens, the time, the port."""


async def proof_of(door: Running, who: str, known: dict[str, str]) -> str:
    """Return the Authorization line of somebody, empty for none."""
    if who not in known:
        match who:
            case "":
                known[who] = ""
            case "basic":
                known[who] = "Authorization: Basic bm9ib2R5"
            case "nobody":
                known[who] = "Authorization: Bearer " + "x" * 43
            case "lower":
                known[who] = f"Authorization: bearer  {await door.key('kiosk-1')} "
            case "kiosk-1" | "hall-1":
                known[who] = f"Authorization: {await door.device(who)}"
            case _:
                known[who] = f"Authorization: {await door.staff(who)}"
    return known[who]


def drawn(chance: random.Random, number: int) -> tuple[Callable[[str, str], bytes], str]:
    """Return the maker of a request, given host and Authorization line, and who asks."""
    command, body, extra = chance.choice(COMMANDS), chance.choice(BODIES), chance.choice(HEADERS)
    if command == "take-ticket" and chance.random() < 0.6:
        body = BODIES[0]
    elif chance.random() < 0.6:
        body = b'{"counter":"c1"}' if command == "open-counter" else b"{}"
    version = "1.0" if chance.random() < 0.05 else "1.1"
    method = chance.choice(("POST",) * 20 + ("GET", "PUT"))
    shown = chance.choice((None,) * 12 + ("EVIL.example", "LOCALHOST"))
    chunked = version == "1.1" and method == "POST" and chance.random() < 0.05
    key = f"Idempotency-Key: k-{number // 2 if chance.random() < 0.5 else 0}" if chance.random() < 0.6 else ""

    def made(host: str, proof: str) -> bytes:
        size = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {len(body)}"
        content = (b"%x\r\n%b\r\n" % (len(body), body) if body else b"") + b"0\r\n\r\n" if chunked else body
        lines = [f"{method} /api/v1/commands/{command} HTTP/{version}", f"Host: {shown or host}", size, proof, extra.format(host=host)]
        lines += [key] if "Idempotency-Key" not in extra else []
        return "\r\n".join([*filter(None, lines), "", ""]).encode() + content

    usual = "kiosk-1" if command == "take-ticket" else "li"
    return made, usual if chance.random() < 0.7 else chance.choice(WHO)


async def answer(door: Running, request: bytes) -> bytes:
    """Return the whole answer to a request on a connection of its own, without what differs between two halls."""
    host, _, port = door.host.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    size = re.search(rb"Content-Length: (\d+)", head)
    body = await reader.readexactly(int(size[1])) if size else b""
    writer.close()
    return _NEW.sub(b"*", head + body)


def without_short_way(door: Running) -> None:
    """Let every request take the plain way."""
    setattr(door.application, "_short_way", None)  # noqa: B010 - the shipped door has no switch for it


async def counted(door: Running) -> list[str]:
    """Return what the metrics say of commands, but for times."""
    text = (await door.ask("GET", "/metrics")).body.decode()
    return [line for line in text.splitlines() if "/commands/" in line and "requests_total" in line]


def test_both_ways_say_the_same_to_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands, bodies, proofs, hosts, origins, keys, versions drawn at random: status, headers, body and figures are equal."""
    taken: list[str] = []
    take = ShortWay.take

    def noted(way: ShortWay, request: HTTPServerRequest) -> HTTPMessageDelegate | None:
        found = take(way, request)
        taken.extend([request.path or ""] if found else [])
        return found

    monkeypatch.setattr(ShortWay, "take", noted)

    async def story() -> None:
        async with AsyncExitStack() as stack:
            doors = [
                await stack.enter_async_context(running(tmp_path / name, clock=SimulatedClock(NINE_US))) for name in ("quick", "plain")
            ]
            without_short_way(doors[1])
            chance, known = random.Random(4), [dict[str, str](), dict[str, str]()]
            codes: set[bytes] = set()
            for number in range(REQUESTS):
                made, who = drawn(chance, number)
                heard = [await answer(door, made(door.host, await proof_of(door, who, of))) for door, of in zip(doors, known, strict=True)]
                assert heard[0] == heard[1], made("host", who)
                codes.add(heard[0][9:12])
            assert codes >= {b"200", b"400", b"401", b"403", b"404", b"405", b"409", b"421", b"422"}
            assert await counted(doors[0]) == await counted(doors[1])
            assert doors[0].service.hall.seq == doors[1].service.hall.seq > 40

    asyncio.run(story())
    assert len(taken) > REQUESTS / 4


def test_a_fault_on_the_short_way_is_answered_with_its_number(caplog: pytest.LogCaptureFixture) -> None:
    """As on the plain way: 500, one line in the log, and nothing of what was asked in it."""

    async def story(door: Running) -> None:
        def broken(command: Command, by: Actor, key: str | None = None) -> None:
            message = f"cannot do {command} for {by} under {key}"
            raise RuntimeError(message)

        kiosk, ask = await door.device("kiosk-1"), door.service.ask
        door.service.ask = broken  # type: ignore[assignment, method-assign]
        answer = await door.command("take-ticket", {"services": ["seniors"]}, proof=kiosk)
        assert key_of(answer) == (500, "unexpected")
        incident = re.search(r"[0-9a-f]{8}", said(answer)["detail"])
        assert incident is not None
        assert incident[0] in caplog.text
        door.service.ask = ask  # type: ignore[method-assign]
        assert (await door.command("take-ticket", {"services": ["seniors"]}, proof=kiosk)).code == 200

    run(story)


def test_who_goes_before_the_answer_leaves_the_hall_as_it_was_decided() -> None:
    """The number is given and durable, whether or not somebody still listens; the next is served."""

    async def story(door: Running) -> None:
        kiosk = await door.device("kiosk-1")
        host, _, port = door.host.partition(":")
        for _ in range(5):
            _, writer = await asyncio.open_connection(host, int(port))
            head = [
                "POST /api/v1/commands/take-ticket HTTP/1.1",
                f"Host: {door.host}",
                f"Authorization: {kiosk}",
                "Content-Length: 24",
                "",
                "",
            ]
            writer.write("\r\n".join(head).encode() + b'{"services":["seniors"]}')
            await writer.drain()
            writer.transport.abort()
        await door.command("take-ticket", {"services": ["seniors"]}, proof=kiosk)
        assert 1 <= len(door.service.hall.tickets) <= 6
        assert door.service.committed == door.service.hall.seq

    run(story)


def test_a_command_has_its_whole_address() -> None:
    """Its name alone, without what stands before it, is an address that nobody knows."""

    async def story(door: Running) -> None:
        kiosk = await door.device("kiosk-1")
        for path, status in (("take-ticket", b"404"), ("/api/v1/commands/take-ticket", b"200")):
            lines = [f"POST {path} HTTP/1.1", f"Host: {door.host}", f"Authorization: {kiosk}", "Content-Length: 24", "", ""]
            heard = await answer(door, "\r\n".join(lines).encode() + b'{"services":["seniors"]}')
            assert heard[9:12] == status, path
        assert len(door.service.hall.tickets) == 1

    run(story)


def test_a_command_begins_the_idle_time_anew() -> None:
    """Also one that comes to nothing: somebody sits there."""

    async def story(door: Running) -> None:
        clerk = await door.staff("li")
        for code in (200, 409, 409):
            for sign_in in door.accounts._sign_ins.values():
                sign_in.seen_us -= 10 * 60 * 1_000_000
            command, fields = ("open-counter", {"counter": "c1"}) if code == 200 else ("call-next", {})
            assert (await door.command(command, fields, proof=clerk)).code == code

    run(story)


def test_staff_and_devices_do_not_ask_on_plain_http_from_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """The address is open to visitors' phones, but they show no bearer's proof."""

    async def story(door: Running) -> None:
        kiosk = await door.device("kiosk-1")
        monkeypatch.setattr("hallserver.web.guard.is_local", lambda _: False)
        assert key_of(await door.command("take-ticket", {"services": ["seniors"]}, proof=kiosk)) == (403, "https-needed")

    run(story)


def test_the_date_of_an_answer_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """The head is made once a second, not once for all."""
    clock, dates = SimulatedClock(NINE_US), iter(("first", "second"))
    monkeypatch.setattr("hallserver.web.quick.formatdate", lambda **_: next(dates))

    async def story(door: Running) -> None:
        kiosk, heard = await door.device("kiosk-1"), []
        for later_us in (0, 0, 1_000_000):
            clock.move_to(clock.now() + later_us)
            heard.append((await door.command("take-ticket", {"services": ["seniors"]}, proof=kiosk)).headers["Date"])
        assert heard == ["first", "first", "second"]

    run(story, clock=clock)


def test_a_copied_key_is_refused_and_reported_once() -> None:
    """The short way leaves a device that is connected elsewhere to the plain way, which says so."""

    async def story(door: Running) -> None:
        told: list[Entry] = []
        door.service.bus.listen(told.extend)
        line = await door.socket("/ws?page=hall", {"key": await door.key("hall-1")}, source="127.0.0.2")
        await line.hear_of("view")
        refused = await door.command("take-ticket", {"services": ["seniors"]}, proof=await door.device("hall-1"))
        assert key_of(refused) == (409, "device-twin")
        await until(lambda: "twin" in {getattr(entry.event, "state", "") for entry in told})

    run(story)
