# SPDX-License-Identifier: Apache-2.0
"""A hall server with other limits, as a process of its own: ``python -m tests.faults.serve_limits --data DIR --limits JSON``.

The limits are handed to the composition root; the shipped program has no way to ask for them. On SIGUSR1 it prints the longest
uninterrupted work of its loop since the last time, in milliseconds of processor time: a busy machine does not count.
"""

import argparse
import asyncio
import logging
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
from tornado import httputil

from hallserver.app import Composition, HallServer
from hallserver.cli.logs import FORMAT, handler_for
from hallserver.cli.running import until_stopped
from hallserver.settings import load
from hallserver.store.folder import Folder
from hallserver.web.handler import DoorHandler
from hallserver.web.limits import Limits

TICK_S = 0.001


class Lag:
    """Looks in at short intervals and keeps the longest time that the loop was busy in between."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to look."""
        self._loop, self._worst_s, self._last_s = loop, 0.0, time.thread_time()
        self._look()

    def _look(self) -> None:
        now_s = time.thread_time()
        self._worst_s, self._last_s = max(self._worst_s, now_s - self._last_s), now_s
        self._loop.call_later(TICK_S, self._look)

    def tell(self) -> None:
        """Print the worst so far, and begin anew."""
        print(f"{1000 * self._worst_s:.3f}", flush=True)  # noqa: T201 - that is how it tells
        self._worst_s, self._last_s = 0.0, time.thread_time()


def old_parameters(text: str) -> Iterator[str]:
    """Return the parameters of a header as Tornado before 6.5.3 did: quadratic where semicolons stand in quotes (CVE-2025-67726)."""
    while text[:1] == ";":
        text = text[1:]
        end = text.find(";")
        while end > 0 and (text.count('"', 0, end) - text.count('\\"', 0, end)) % 2:
            end = text.find(";", end + 1)
        if end < 0:
            end = len(text)
        yield text[:end].strip()
        text = text[end:]


async def _serve(path: Path, limits: Limits) -> None:
    server = HallServer(Folder(path), load(None, {"port": 0}, {}), Composition(limits=limits))
    server.start()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, Lag(loop).tell)
    print(server.base, flush=True)  # noqa: T201 - as `serve` does
    await until_stopped()
    await server.stop()


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limits", default="{}")
    parser.add_argument("--parse-bodies", action="store_true", help="let Tornado parse forms and multipart, as it does by itself")
    parser.add_argument("--old-parser", action="store_true", help="parse the parameters of a header as Tornado 6.5.2 did")
    parser.add_argument("--every-line", action="store_true", help="log without the filter for floods")
    given = parser.parse_args()
    if given.every_line:
        logging.basicConfig(level="INFO", format=FORMAT)
    else:
        logging.basicConfig(level="INFO", handlers=[handler_for("")])
    if given.parse_bodies:
        setattr(DoorHandler, "_stream_request_body", False)  # noqa: B010 - what the decorator has set
    if given.old_parser:
        setattr(httputil, "_parseparam", old_parameters)  # noqa: B010 - private, as it was when it was at fault
    asyncio.run(_serve(given.data, msgspec.json.decode(given.limits, type=Limits)))


if __name__ == "__main__":
    main()
