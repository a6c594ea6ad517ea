# SPDX-License-Identifier: Apache-2.0
"""A real door in a thread of its own, for testers that wait for their answers."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from tests.hallserver.web.running import Running, running

T = TypeVar("T")
PATIENCE_S = 60.0


class HallThread:
    """The door, and how to ask its loop for something."""

    def __init__(self, door: Running, loop: asyncio.AbstractEventLoop) -> None:
        """Keep both."""
        self.door, self._loop = door, loop

    def do(self, what: Coroutine[Any, Any, T]) -> T:
        """Return what this gives on the door's own loop."""
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(PATIENCE_S)


@contextmanager
def hall_thread(path: Path, **options: Any) -> Iterator[HallThread]:
    """Run a small hall for a block."""
    ready: list[HallThread] = []
    begun = threading.Event()

    async def serve() -> None:
        ended = asyncio.Event()
        async with running(path, **options) as door:
            loop = asyncio.get_running_loop()
            ready.append(HallThread(door, loop))
            stop.append(lambda: loop.call_soon_threadsafe(ended.set))
            begun.set()
            await ended.wait()

    def live() -> None:
        try:
            asyncio.run(serve())
        finally:
            begun.set()

    stop: list[Any] = []
    thread = threading.Thread(target=live, name="hall")
    thread.start()
    assert begun.wait(PATIENCE_S)
    try:
        assert ready, "the hall did not open"
        yield ready[0]
    finally:
        for end in stop:
            end()
        thread.join(PATIENCE_S)
