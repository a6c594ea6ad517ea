# SPDX-License-Identifier: Apache-2.0
"""A load of HTTP requests that costs little itself: raw streams, one request in flight on each connection."""

import asyncio
import time
from collections.abc import Callable

from msgspec import Struct

Request = Callable[[int], bytes]
"""The n-th request, whole, as bytes."""


class Round(Struct, frozen=True):
    """What one round of a load gave: requests a second, and the time of each request in milliseconds, sorted."""

    per_s: float
    took_ms: list[float]

    def percentile_ms(self, share: float) -> float:
        """Return the nearest-rank percentile of the times."""
        return self.took_ms[max(0, -(-int(share * 1000) * len(self.took_ms) // 1000) - 1)]


class Refused(Exception):
    """The server did not answer 200: a figure from refusals would be worth nothing."""


def post(path: str, host: str, body: bytes, headers: dict[str, str]) -> bytes:
    """Return a POST request as bytes."""
    lines = [f"POST {path} HTTP/1.1", f"Host: {host}", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def load(port: int, request: Request, *, requests: int, connections: int, first: int = 0) -> Round:
    """Send the requests over the connections and return what it gave. Raises Refused on any answer but 200."""
    numbers = iter(range(first, first + requests))
    took_ms: list[float] = []

    async def one_connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number in numbers:
            begun = time.perf_counter()
            writer.write(request(number))
            await _answer(reader)
            took_ms.append((time.perf_counter() - begun) * 1000)
        writer.close()

    begun = time.perf_counter()
    await asyncio.gather(*(one_connection() for _ in range(connections)))
    return Round(requests / (time.perf_counter() - begun), sorted(took_ms))


async def _answer(reader: asyncio.StreamReader) -> None:
    """Read one answer whole."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(int(line.partition(b":")[2]) for line in head.lower().splitlines() if line.startswith(b"content-length"))
    body = await reader.readexactly(length)
    if b" 200 " not in head.partition(b"\r\n")[0]:
        raise Refused((head.partition(b"\r\n")[0] + b" " + body).decode(errors="replace"))
