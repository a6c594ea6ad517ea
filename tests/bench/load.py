# SPDX-License-Identifier: Apache-2.0
"""A load of HTTP requests that costs little itself: raw streams, one request in flight on each connection."""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Self

from msgspec import Struct

from tests.bench.measure import percentile

Request = Callable[[int], bytes]
"""The n-th request, whole, as bytes."""


class Round(Struct, frozen=True):
    """What one round of a load gave: requests a second, and the time of each request in milliseconds, sorted."""

    per_s: float
    took_ms: list[float]

    def percentile_ms(self, share: float) -> float:
        """Return the nearest-rank percentile of the times."""
        return percentile(self.took_ms, share)


class Refused(Exception):
    """The server did not answer 200: a figure from refusals would be worth nothing."""


class Line:
    """A connection that is kept from request to request."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take an open connection."""
        self._reader, self._writer = reader, writer

    @classmethod
    async def to(cls, port: int) -> Self:
        """Connect to a server on this machine."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self, request: bytes) -> bytes:
        """Send a request and return the body of the answer. Raises Refused on any answer but 200."""
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        at = head.lower().index(b"content-length:") + len(b"content-length:")
        body = await self._reader.readexactly(int(head[at : head.index(b"\r\n", at)]))
        first = head.partition(b"\r\n")[0]
        if b" 200 " not in first:
            raise Refused((first + b" " + body).decode(errors="replace"))
        return body

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


def post(path: str, host: str, body: bytes, headers: dict[str, str]) -> bytes:
    """Return a POST request as bytes."""
    lines = [f"POST {path} HTTP/1.1", f"Host: {host}", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def load(port: int, request: Request, *, requests: int, connections: int, first: int = 0) -> Round:
    """Send so many requests, each over the connection that is free first. Raises Refused on any answer but 200."""
    numbers = iter(range(first, first + requests))
    return await each_its_own(port, [(request(number) for number in numbers) for _ in range(connections)])


async def each_its_own(port: int, requests_of: Sequence[Iterable[bytes]]) -> Round:
    """Send each of the series in order over a connection of its own, all at once. Raises Refused on any answer but 200."""
    took_ms: list[float] = []
    lines = [await Line.to(port) for _ in requests_of]

    async def one_connection(line: Line, requests: Iterable[bytes]) -> None:
        for asked in requests:
            begun_s = time.perf_counter()
            await line.ask(asked)
            took_ms.append((time.perf_counter() - begun_s) * 1000)

    begun_s = time.perf_counter()
    await asyncio.gather(*map(one_connection, lines, requests_of))
    per_s = len(took_ms) / (time.perf_counter() - begun_s)
    for line in lines:
        line.close()
    return Round(per_s, sorted(took_ms))
