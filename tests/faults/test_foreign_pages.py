# SPDX-License-Identifier: Apache-2.0
"""A page of somebody else in a clerk's browser: it can neither act, nor open a line, nor come in under another name."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from tornado.httputil import HTTPServerRequest

from hallserver.core.errors import NotAllowed
from hallserver.core.roles import FOR_PEOPLE
from hallserver.service import Service
from hallserver.web import guard, handler
from hallserver.web.asking import xsrf_token
from hallserver.web.limits import Limits
from tests.faults.door_cells import Cell, cells, people_of_every_role
from tests.faults.knocker import Asked, Heard, Knocker, knocking
from tests.hallserver.web.running import Running, running

UNSAFE = ("POST", "DELETE")
FOREIGN = "https://evil.example"
UPGRADE = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": "x" * 22 + "==", "Sec-WebSocket-Version": "13"}
SOCKETS = ("/ws?page=clerk", "/ws?page=hall&of=main", "/ws/device")
NAME = "hall.example"
"""A second name of the hall, as the settings give it."""


class Browser(NamedTuple):
    """A signed-in browser of somebody with every role: what it adds by itself, and what only our own page knows."""

    cookie: str
    xsrf: str
    origin: str

    def from_own_page(self) -> dict[str, str]:
        """Return the headers of a request that our own page makes."""
        return {
            "Cookie": self.cookie, "X-XSRF-Token": self.xsrf, "Origin": self.origin,
            "Sec-Fetch-Site": "same-origin", "Content-Type": "application/json",
        }  # fmt: skip

    def variants(self) -> dict[str, dict[str, str]]:
        """Return the headers of what other pages can make a browser send, by name."""
        own = self.from_own_page()
        without_token = {name: value for name, value in own.items() if name != "X-XSRF-Token"}
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return {
            "no token": without_token,
            "wrong token": own | {"X-XSRF-Token": "x" * 32},
            "foreign origin": own | {"Origin": FOREIGN},
            "no origin of its own": own | {"Origin": "null"},
            "cross-site": own | {"Sec-Fetch-Site": "cross-site"},
            "same site, other host": own | {"Sec-Fetch-Site": "same-site"},
            "form": without_token | form | {"Origin": FOREIGN},
            "form with the token": own | form,
            "JSON sent as text": own | {"Content-Type": "text/plain"},
        }


TOKENLESS = ("foreign origin", "no origin of its own", "cross-site", "same site, other host")
"""Variants for addresses that look at no cookie: there is nothing that a token would protect."""


async def browser(door: Running) -> Browser:
    """Sign in somebody who may do everything that a person may."""
    token = await door.accounts.sign_in("all")
    return Browser(f"hall={token}", xsrf_token(token), door.base)


async def somebody_with_every_role(service: Service) -> None:
    """Add that person."""
    await people_of_every_role(service)
    row = service.hall.catalog.people["spare"]
    service.hall.catalog.people["all"] = type(row)(slug="all", names=row.names, roles=tuple(FOR_PEOPLE))


def unsafe_cells() -> list[Cell]:
    """Return every address with a method that changes something."""
    return [cell for cell in cells("x" * 22, UNSAFE) if cell.asked.method in cell.route.operations]


async def forged(door: Running, knocker: Knocker) -> tuple[int, list[str]]:
    """Try every variant at every unsafe address; return how many, and which were not refused."""
    one = await browser(door)
    asked, passed = 0, []
    for cell in unsafe_cells():
        public = cell.route.operations[cell.asked.method].policy.kind == "public"
        for name, headers in one.variants().items():
            if public and name not in TOKENLESS:
                continue
            heard = await knocker.ask(cell.asked._replace(headers=headers))
            asked += 1
            if heard.status not in (403, 415):
                passed.append(f"{name}: {cell.place} {heard.status}")
    return asked, passed


@pytest.mark.promise("S23")
def test_no_other_page_acts_in_a_clerks_name(tmp_path: Path, figure: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every address that changes something × whatever a foreign page can make the browser send, with a cookie for everything.

    The control lets any origin and any token through, and the same requests pass.
    """

    async def story() -> tuple[int, list[str]]:
        async with running(tmp_path / "whole", arrange=somebody_with_every_role) as door, knocking(door.host) as knocker:
            before = door.service.hall.seq
            asked, passed = await forged(door, knocker)
            assert door.service.hall.seq == before
            own = (await browser(door)).from_own_page()
            heard = [await knocker.ask(cell.asked._replace(headers=own)) for cell in unsafe_cells()]
            known = {"not-allowed", "role-needed", "person-needed"}
            assert not [it for it in heard if it.status in (403, 415) and it.key not in known], "our own page must pass"
        return asked, passed

    async def control() -> list[str]:
        async with running(tmp_path / "control", arrange=somebody_with_every_role) as door, knocking(door.host) as knocker:
            return (await forged(door, knocker))[1]

    asked, passed = asyncio.run(story())
    figure(f"{asked - len(passed)} of {asked} forged requests refused")
    assert not passed
    monkeypatch.setattr(guard, "check_origin", lambda _request: None)
    monkeypatch.setattr(handler, "xsrf_is_right", lambda _session, _shown: True)
    passed = asyncio.run(control())
    assert "no token: POST /api/v1/commands/call-next 400" in passed
    assert "foreign origin: POST /api/v1/commands/call-next 400" in passed


def foreign_origins(host: str) -> list[str]:
    """Return origins that are not ours, however much they look like it."""
    name, _, port = host.rpartition(":")
    return [
        FOREIGN, "null", f"http://{host}.evil.example", f"http://{name}.evil.example:{port}", f"http://evil{host}", f"http://evil.{host}",
        f"http://{name}:{int(port) + 1}", f"http://{name}", f"https://{host}", f"http://user@{host}", f"http://{host}@evil.example",
        f"http://{name}.:{port}", f"HTTP://{host}.EVIL.EXAMPLE", f"http://{host}/", f"http://{host} ,http://evil.example",
        f"http://{name.replace('.', chr(0x3002))}:{port}", f"http://xn--{name}:{port}", "file://", "*", f"http://{host}\thttp://evil.example",
    ]  # fmt: skip


async def lines(knocker: Knocker, host: str, origins: Sequence[str]) -> dict[tuple[str, str], Heard]:
    """Ask for every socket from every origin; return the answers."""
    asked = [(path, origin) for path in SOCKETS for origin in origins]
    return {it: await knocker.ask(Asked("GET", it[0], headers={**UPGRADE, "Origin": it[1]}, host=host)) for it in asked}


def by_prefix(request: HTTPServerRequest) -> None:
    """Compare origins as Bokeh did (CVE-2026-21883): the control."""
    own = f"{request.protocol}://{request.host}"
    if not request.headers.get("Origin", own).startswith(own):
        raise NotAllowed("origin-foreign")


@pytest.mark.promise("S24")
def test_no_other_page_opens_a_line(tmp_path: Path, figure: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket has no XSRF token: only the exact own origin opens one. The control compares beginnings, and is fooled."""

    async def story() -> tuple[int, int]:
        async with running(tmp_path / "whole") as door, knocking(door.host) as knocker:
            named = f"{NAME}:{door.host.rpartition(':')[2]}"
            door.door.hosts |= {named}
            asked = refused = 0
            for host in (door.host, named):
                heard = await lines(knocker, host, foreign_origins(host))
                opened = [it for it, answer in heard.items() if answer.status not in (400, 403)]
                assert not opened
                asked, refused = asked + len(heard), refused + sum(it.status in (400, 403) for it in heard.values())
                own = await lines(knocker, host, [f"http://{host}"])
                assert {it.status for it in own.values()} == {101}
            return asked, refused

    async def control() -> set[str]:
        async with running(tmp_path / "control") as door, knocking(door.host) as knocker:
            heard = await lines(knocker, door.host, foreign_origins(door.host))
            return {origin.replace(door.host, "own") for (_, origin), answer in heard.items() if answer.status == 101}

    asked, refused = asyncio.run(story())
    figure(f"{refused} of {asked} refused: {asked // 2 // len(SOCKETS)} origins × {len(SOCKETS)} sockets × 2 names")
    monkeypatch.setattr(guard, "check_origin", by_prefix)
    assert "http://own.evil.example" in asyncio.run(control())


@pytest.mark.promise("S24")
def test_a_line_without_origin_needs_a_proof_in_its_first_message(tmp_path: Path) -> None:
    """Programs send no origin; a cookie that a browser adds by itself opens nothing, only a proof that the page was given does."""

    async def story() -> None:
        async with running(tmp_path, limits=Limits(first_message_s=0.2)) as door:
            cookie = {"Cookie": f"hall={await door.accounts.sign_in('li')}"}
            for headers in ({}, cookie):
                silent = await door.line("clerk", headers=headers)
                assert (await silent.hear() or {})["refused"]["key"] == "sign-in-late"
                empty = await door.line("clerk", {}, headers=headers)
                assert (await empty.hear() or {})["refused"]["key"] == "sign-in-needed"
            keyed = await door.line("kiosk", {"key": await door.key("kiosk-1")})
            assert "view" in (await keyed.hear() or {})
            agent = await door.socket("/ws/device", {"is": "hello", "agent": "agent-1", "v": 1}, headers=cookie)
            assert await agent.hear() == {"is": "refused", "key": "device-key-unknown"}

    asyncio.run(story())


def unknown_hosts(host: str) -> list[str]:
    """Return names that are not ours, however much they look like it."""
    name, _, port = host.rpartition(":")
    return [
        "evil.example", f"evil.example:{port}", name, f"{name}:{int(port) + 1}", f"{host}.evil.example", f"{name}.evil.example:{port}",
        f"evil.{host}", f"{name}.:{port}", f"localhost:{port}", f"2130706433:{port}", f"127.1:{port}", f"[::1]:{port}", f"user@{host}",
        f"{host}:{port}", f"{host}/", "", f"{host} evil.example", f"0:{port}",
    ]  # fmt: skip


def all_cells(methods: Sequence[str]) -> list[Asked]:
    """Return every address with every declared method, those of no row, and the sockets."""
    declared = [cell.asked for cell in cells("x" * 22) if cell.asked.method in cell.route.operations]
    nowhere = [Asked(method, path) for method in methods for path in ("/nothing", "/api/v1/nothing", "/../etc/passwd")]
    return [*declared, *nowhere]


@pytest.mark.promise("S25")
def test_an_unknown_name_gets_nothing_anywhere(
    tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rebinding makes a visitor's browser a client of ours under a name of somebody else; no address, no socket answers to it.

    Not even a counter moves: the name is looked at before anything. The control takes any name.
    """

    async def story(place: Path) -> tuple[int, list[str]]:
        async with running(place, arrange=somebody_with_every_role, limits=Limits(ticket_misses=5)) as door, knocking(door.host) as knocker:
            everything = {**(await browser(door)).from_own_page()}
            hosts = unknown_hosts(door.host)
            asked = all_cells(("GET", "POST", "OPTIONS"))
            tried = [(it, host) for n, it in enumerate(asked) for host in (hosts if size(0, 1) else [hosts[n % len(hosts)]])]
            before = door.service.hall.seq
            heard = [await knocker.ask(_as_browser(it, everything, host)) for it, host in tried]
            assert place.name == "control" or door.service.hall.seq == before
            assert place.name == "control" or (await knocker.get("/api/v1/tickets/x")).status == 404, "nothing was counted"
            # whatever is no name at all is refused by the parser
            odd = [f"{it.method} {it.path} as {host!r}: {a.status}" for (it, host), a in zip(tried, heard, strict=True) if not _nothing(a)]
            return len(tried), odd

    asked, odd = asyncio.run(story(tmp_path / "whole"))
    figure(f"{asked - len(odd)} of {asked} refused with 421 (or as no HTTP at all)")
    assert not odd
    monkeypatch.setattr(guard, "check_host", lambda _request, _hosts: None)
    _, odd = asyncio.run(story(tmp_path / "control"))
    assert any("GET /api/v1/views/" in it and it.endswith(" 200") for it in odd), odd[:5]


def _as_browser(asked: Asked, headers: Mapping[str, str], host: str) -> Asked:
    # a page under that name is of that origin
    return asked._replace(headers={**headers, **asked.headers, "Origin": f"http://{host}"}, host=host)


def _nothing(heard: Heard) -> bool:
    return heard.key == "host-unknown" or (heard.status == 421 and not heard.body) or (heard.status == 400 and not heard.body)
