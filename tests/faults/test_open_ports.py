# SPDX-License-Identifier: Apache-2.0
"""What a stranger on the hall's network finds: the ports that the settings name, and the addresses that the README lists."""

import asyncio
import re
import ssl
import subprocess
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hallserver import app
from hallserver.app import HallServer
from hallserver.web.policy import PUBLIC, Route
from hallserver.web.server import make_web
from tests.faults.door_cells import METHODS, SHIPPED, Cell, cells
from tests.faults.knocker import Asked, Knocker, knocking
from tests.faults.tls_hall import ADDRESS, network_with_address, tls_hall
from tests.habits.house import read
from tests.hallserver.web.running import PAGES

README = "hallserver/README.md"
ROW = re.compile(r"^\| `([A-Z]+ /[^`]*)` \|[^|]*\| (yes|no) \|$", re.MULTILINE)
SCREENS = "/<screen>"
"""Stands in the README for all screens but the phone's: their files hold no data."""
NOT_LET_IN = frozenset({401, 403, 405})


def listed(*, plain: bool) -> set[str]:
    """Return the addresses that the README says answer without sign-in, or those of them that answer on plain HTTP too."""
    rows = ROW.findall(read(README))
    return {address for address, on_plain in rows if not plain or on_plain == "yes"}


def as_listed(place: str) -> str:
    """Return a route as the README names it: the screens of staff and devices in one row."""
    screens = "|".join(page.name for page in PAGES if page.of != "ticket")
    return re.sub(rf"^GET /(?:{screens})(?=$|/\{{file\.\.\.\}}$)", f"GET {SCREENS}", place)


def ports(what: str) -> set[int]:
    """Return the ports on which anything in this network listens: ``-lt`` TCP, ``-lu`` UDP."""
    said = subprocess.run(["ss", f"{what}nH"], check=True, capture_output=True, encoding="utf-8").stdout
    return {int(line.split()[3].rpartition(":")[2]) for line in said.splitlines()}


async def answered(knocker: Knocker, origin: str, methods: tuple[str, ...]) -> set[str]:
    """Walk every address without signing in; return which do not say 401, 403 or 405."""
    found = set()
    for cell in cells("x" * 22, methods):
        heard = await knocker.ask(_from_page(cell, origin))
        if heard.status not in NOT_LET_IN and cell.asked.method != "HEAD":
            found.add(as_listed(f"{cell.asked.method} {cell.route.path}"))
    return found


def _from_page(cell: Cell, origin: str) -> Asked:
    return cell.asked._replace(headers={**cell.asked.headers, "Origin": origin})


@asynccontextmanager
async def open_hall(path: Path) -> AsyncIterator[HallServer]:
    """Serve a hall to a network, with the port for phones too."""
    async with tls_hall(path, host=ADDRESS, https="auto", plain_port=0) as server:
        yield server


async def walked(path: Path, methods: tuple[str, ...] = METHODS) -> tuple[set[int], set[int], set[str], set[str]]:
    """Return the ports that should be and those that are open, and what answers a stranger over HTTPS and over plain HTTP."""
    async with open_hall(path) as server:
        anybody = ssl.create_default_context()
        anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
        both = [(server.port, anybody, "https"), (server.plain_port, None, "http")]
        found = []
        for port, tls, scheme in both:
            async with knocking(f"{ADDRESS}:{port}", tls=tls) as knocker:
                found.append(await answered(knocker, f"{scheme}://{ADDRESS}:{port}", methods))
        return {server.port, server.plain_port}, ports("-lt") | ports("-lu"), found[0], found[1]


def in_own_network(act: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever it gives
    """Act in a network in which there is nothing else."""
    with network_with_address():
        return act()


@pytest.mark.netns
@pytest.mark.promise("S16")
def test_what_answers_without_sign_in_is_what_is_listed(
    tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trusting the LAN is how others leaked: nothing listens and nothing answers but what the README says.

    The control makes the journal public and opens a port, and both are found.
    """
    asked, is_open, over_tls, over_plain = in_own_network(
        lambda: asyncio.run(walked(tmp_path / "whole", METHODS if size(0, 1) else ("GET", "POST")))
    )
    figure(f"{len(is_open)} ports of {len(asked)} set; {len(over_tls)} addresses of {len(listed(plain=False))} listed")
    assert is_open == asked
    assert over_tls == listed(plain=False)
    assert over_plain == listed(plain=True)
    monkeypatch.setattr(app, "make_web", lambda parts, routes: make_web(parts, tuple(_public(routes))))

    async def careless() -> tuple[set[int], set[int], set[str], set[str]]:
        more = await asyncio.start_server(lambda _reader, writer: writer.close(), ADDRESS, 0)
        try:
            return await walked(tmp_path / "control", ("GET",))
        finally:
            more.close()

    asked, is_open, over_tls, _ = in_own_network(lambda: asyncio.run(careless()))
    assert len(is_open - asked) == 1
    assert over_tls - listed(plain=False) == {"GET /api/v1/journal"}


def _public(routes: Iterable[Route]) -> Iterable[Route]:
    """Forget that the journal is the auditor's."""
    for route in routes:
        rows = {name: msgspec.structs.replace(row, policy=PUBLIC) for name, row in route.operations.items()}
        yield msgspec.structs.replace(route, operations=rows) if route.path == "/api/v1/journal" else route


@pytest.mark.promise("S16")
def test_the_list_is_the_table_of_routes() -> None:
    """Checked without any network too: a new public address is a row of the README, or the door is not as it says."""
    public = {
        (as_listed(f"{method} {route.path}"), row.policy.plain)
        for route in SHIPPED
        for method, row in route.operations.items()
        if row.policy.kind == "public"
    }
    assert {address for address, _ in public} == listed(plain=False)
    assert {address for address, plain in public if plain} == listed(plain=True)
