# SPDX-License-Identifier: Apache-2.0
"""S20: the hall server connects to nobody, whatever addresses are written into it."""

import asyncio
import itertools
import json
import re
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from tornado.httpclient import HTTPRequest
from tornado.simple_httpclient import SimpleAsyncHTTPClient

from hallserver.app import Composition, HallServer
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.hall import Hall
from hallserver.core.roles import Actor
from hallserver.core.rules import decide
from hallserver.service import Service
from tests.faults.hostile_hall import hostile_rows, live, set_up_hostile
from tests.faults.tls_hall import tls_hall

pytestmark = pytest.mark.promise("S20")
SCHEMES = ("http://", "https://", "//", "ws://", "ftp://", "gopher://", "ldap://", "smb://", "jdbc:http://", "git+http://")
HOSTS = ("127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "[::ffff:127.0.0.1]", "a@127.0.0.1")
WRAPS = (
    '<img src="{}"/>',
    "{}",
    "url({})",
    "<?xml-stylesheet href='{}'?>",
    "${{jndi:{}}}",
    "@import '{}'",
    "![x]({})",
    '=WEBSERVICE("{}")',
)


def urls(port: int) -> list[str]:
    """Return two hundred ways to name the listener, each at most 80 characters."""
    # pictures first: what makes reports could fetch them
    pairs = itertools.product(WRAPS, SCHEMES, HOSTS)
    made = [wrap.format(f"{scheme}{host}:{port}/{n}") for n, (wrap, scheme, host) in enumerate(pairs)]
    fitting = [url for url in made if len(url) <= 80]
    step = len(fitting) / 200
    return [fitting[int(n * step)] for n in range(200)]


class Listener:
    """Counts whoever connects."""

    def __init__(self) -> None:
        """Nobody yet."""
        self.hits = 0
        self.port = 0

    def hear(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Count and hang up."""
        self.hits += 1
        writer.close()


@asynccontextmanager
async def listener() -> AsyncIterator[Listener]:
    """Listen on a free port of the loopback, of both kinds where there are two."""
    ear = Listener()
    async with await asyncio.start_server(ear.hear, "127.0.0.1", 0) as server:
        ear.port = server.sockets[0].getsockname()[1]
        yield ear


async def use(server: HallServer, texts: list[str]) -> tuple[int, list[str]]:
    """Send the addresses in every field, header and query, make every report; return how many requests that were and which failed."""
    await live(server.service, texts)
    admin, boss = [await server.accounts.sign_in(person) for person in ("admin", "boss")]
    day = server.service.hall.day
    client = SimpleAsyncHTTPClient(force_instance=True)
    asked, failed = 0, list[str]()

    async def ask(method: str, path: str, proof: str, body: object = None, headers: dict[str, str] | None = None) -> None:
        nonlocal asked
        sent = {"Authorization": f"Bearer {proof}", **(headers or {})}
        content = None if body is None else json.dumps(body)
        request = HTTPRequest(server.base + path, method, sent, content, allow_nonstandard_methods=True, follow_redirects=False)
        answer = await client.fetch(request, raise_error=False)
        failed.extend([path] * (answer.code >= 500))
        asked += 1

    for url in texts:
        headers = {"Referer": url, "X-Forwarded-For": url, "X-Forwarded-Host": url, "Accept-Language": url, "Forwarded": f"for={url}"}
        await ask("GET", f"/words/en.json?language={quote(url)}", boss, headers=headers)
        await ask("POST", "/api/v1/commands/pause-counter", boss, {"reason": url})
    await ask("POST", "/api/v1/session", "", {"name": texts[0], "password": texts[1]})
    await ask("GET", "/api/v1/views/manager", boss)
    for section, rows in hostile_rows(texts).items():
        await ask("POST", "/api/v1/commands/configure", admin, {"section": section, "rows": rows})
    for output in ("pdf", "csv", "json"):
        await ask("GET", f"/api/v1/reports/day.{output}?date={day}", boss)
    client.close()
    return asked, failed


async def hits(path: Path, composition: Composition | None = None, *, used: bool = True) -> tuple[int, int, list[str]]:
    """Return how often the listener was called, how many requests named it, and which of them failed."""
    async with listener() as ear:
        texts = urls(ear.port)

        async def arrange(service: Service) -> None:
            await set_up_hostile(service, texts)

        async with tls_hall(path, composition, arrange, https="auto") as server:
            asked, failed = await use(server, texts) if used else (0, [])
        return ear.hits, asked, failed


def test_the_server_connects_to_nobody(tmp_path: Path, figure: Callable[[str], None]) -> None:
    """Two hundred addresses in names, codes, headers, queries and reports: the listener hears nothing."""
    heard, asked, failed = asyncio.run(hits(tmp_path / "hall"))
    figure(f"{heard} connections from 200 addresses in every field and {asked} requests")
    assert (heard, failed) == (0, [])


def _addresses_in(command: c.Command) -> Iterable[str]:
    if isinstance(command, c.Configure) and command.section == "hall":
        yield from re.findall(r"http://127\.0\.0\.1:\d+/\d+", str(command.rows[0]))[:1]


def curious(hall: Hall, command: c.Command, by: Actor, now_us: int) -> list[e.Event]:
    """Decide as always, but look first at the address that somebody gave: a preview, say."""
    for address in _addresses_in(command):
        with suppress(OSError, ValueError):
            urlopen(address, timeout=0.5)  # noqa: S310 -- the fault that is planted
    return decide(hall, command, by, now_us)


def test_a_server_that_looks_addresses_up_is_heard(tmp_path: Path) -> None:
    """The control: one part that fetches what it is given."""
    heard, *_ = asyncio.run(hits(tmp_path / "hall", Composition(decide=curious), used=False))
    assert heard > 0
