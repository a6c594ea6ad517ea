# SPDX-License-Identifier: Apache-2.0
"""A client that costs little and sends exactly what it is told to: raw requests on kept connections, many at once if asked."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

DEADLINE_S = 30.0
_NO_BODY = frozenset({101, 204, 304})


class Heard(NamedTuple):
    """An answer: status, headers (names in lower case), body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401 - JSON is anything
        """Return the body's JSON."""
        return json.loads(self.body)

    @property
    def key(self) -> str:
        """Return the key of a refusal; empty where there is none."""
        is_problem = self.body and self.headers.get("content-type") == "application/problem+json"
        return str(self.json["key"]) if is_problem else ""


class Asked(NamedTuple):
    """One request. ``host`` and ``proof`` are whole header values; None: the usual host, empty: no proof."""

    method: str
    path: str
    body: bytes = b""
    proof: str = ""
    headers: Mapping[str, str] = {}
    host: str | None = None

    def on_wire(self, host: str) -> bytes:
        """Return what is sent."""
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {host if self.host is None else self.host}"]
        if self.body or self.method not in ("GET", "HEAD"):
            lines.append(f"Content-Length: {len(self.body)}")
        if self.proof:
            lines.append(f"Authorization: {self.proof}")
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([*lines, "", ""]).encode() + self.body


def posted(path: str, fields: object, proof: str = "", **headers: str) -> Asked:
    """Return a POST of JSON; ``X_Y=…`` becomes the header ``X-Y``."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Asked("POST", path, json.dumps(fields).encode(), proof, {"Content-Type": "application/json", **named})


class Knocker:
    """Some connections from one address of this machine to one server; opened when needed, kept while they last."""

    def __init__(self, host: str, *, source: str = "", tls: ssl.SSLContext | None = None) -> None:
        """Connect to ``name:port``; from ``source`` and over TLS if given."""
        self.host, self._source, self._tls = host, source, tls
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._open: list[asyncio.StreamWriter] = []

    async def ask(self, asked: Asked) -> Heard:
        """Make one request."""
        return (await self.ask_all([asked]))[0]

    async def get(self, path: str, proof: str = "") -> Heard:
        """Read something."""
        return await self.ask(Asked("GET", path, proof=proof))

    async def command(self, name: str, fields: object = None, proof: str = "", key: str = "") -> Heard:
        """Send one command."""
        named = {"Idempotency_Key": key} if key else {}
        return await self.ask(posted(f"/api/v1/commands/{name}", {} if fields is None else fields, proof, **named))

    async def ask_all(self, asked: Sequence[Asked]) -> list[Heard]:
        """Make these requests one behind the other on one connection, without waiting in between.

        A server that refuses a request unread hangs up; what stood behind it is asked again on the next connection.
        """
        heard: list[Heard] = []
        async with asyncio.timeout(DEADLINE_S):
            while len(heard) < len(asked):
                heard += await self._some(asked[len(heard) :])
        return heard

    async def _some(self, asked: Sequence[Asked]) -> list[Heard]:
        reader, writer = self._free.pop() if self._free else await self._connect()
        writer.write(b"".join(it.on_wire(self.host) for it in asked))
        heard: list[Heard] = []
        for it in asked:
            try:
                heard.append(await _answer(reader, it.method))
            except (OSError, asyncio.IncompleteReadError):
                writer.close()
                return heard
            if heard[-1].headers.get("connection") == "close" or heard[-1].status == 101:
                writer.close()
                return heard
        self._free.append((reader, writer))
        return heard

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        name, _, port = self.host.rpartition(":")
        local = (self._source, 0) if self._source else None
        reader, writer = await asyncio.open_connection(name, int(port), local_addr=local, ssl=self._tls)
        self._open.append(writer)
        return reader, writer

    def close(self) -> None:
        """Hang up."""
        for writer in self._open:
            writer.close()


@asynccontextmanager
async def knocking(host: str, source: str = "", tls: ssl.SSLContext | None = None) -> AsyncIterator[Knocker]:
    """Have a client for a block."""
    knocker = Knocker(host, source=source, tls=tls)
    try:
        yield knocker
    finally:
        knocker.close()


async def _answer(reader: asyncio.StreamReader, method: str) -> Heard:
    first = await reader.readline()
    if not first:
        raise asyncio.IncompleteReadError(first, None)
    status = int(first.split()[1])
    headers: dict[str, str] = {}
    while line := (await reader.readline()).strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    if method == "HEAD" or status in _NO_BODY:
        return Heard(status, headers, b"")
    if headers.get("transfer-encoding") == "chunked":
        return Heard(status, headers, await _chunks(reader))
    return Heard(status, headers, await reader.readexactly(int(headers.get("content-length", "0"))))


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    whole = b""
    while length := int(await reader.readline(), 16):
        whole += await reader.readexactly(length)
        await reader.readline()
    await reader.readline()
    return whole
