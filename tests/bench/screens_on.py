# SPDX-License-Identifier: Apache-2.0
"""Screens that are on: connected, signed in, reading what they are sent, answering its pings. ``python -m tests.bench.screens_on PORT``.

Reads one JSON line ``[[page, of, kind of proof, secret], …]``, prints ``here`` when each has had a view, and ends when its
standard input does. A screen whose sign-in ends goes dark, as one does that nobody attends.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from websockets.asyncio.client import connect

from tests.stories.server_process import ROOT, environment

Screen = tuple[str, str, str, str]
"""Page, what it is about, ``token``, ``key`` or ``ticket``, and the secret itself."""
_PATIENCE_S = 60.0


async def _on(port: int, screen: Screen, here: asyncio.Event) -> None:
    page, of, proof, secret = screen
    async with connect(f"ws://127.0.0.1:{port}/ws?page={page}&of={of}", proxy=None, compression=None, max_size=None) as line:
        await line.send(json.dumps({proof: secret}))
        async for message in line:
            if '"refused"' in str(message)[:60] and not here.is_set():
                sys.exit(f"{page}: {message!s}")
            here.set()


async def main() -> None:
    """Keep every screen on until standard input ends."""
    screens = json.loads(sys.stdin.readline())
    heres = [asyncio.Event() for _ in screens]
    running = [asyncio.create_task(_on(int(sys.argv[1]), screen, here)) for screen, here in zip(screens, heres, strict=True)]
    await asyncio.gather(*(here.wait() for here in heres))
    print("here", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    for task in running:
        task.cancel()


@contextmanager
def screens_on(port: int, screens: Sequence[Screen]) -> Iterator[None]:
    """Keep these screens on, by a process of their own."""
    command = [sys.executable, "-m", "tests.bench.screens_on", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(screens) + "\n")
        process.stdin.flush()
        assert process.stdout.readline() == "here\n", "not every screen got its first view"
        yield
    finally:
        process.communicate(timeout=_PATIENCE_S)


if __name__ == "__main__":
    asyncio.run(main())
