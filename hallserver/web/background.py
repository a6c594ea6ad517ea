# SPDX-License-Identifier: Apache-2.0
"""Work that nobody waits for: kept from being forgotten while it runs, and logged when it fails."""

import asyncio
import logging
from collections.abc import Coroutine, Iterable
from functools import partial
from typing import Any

from hallserver.core.errors import HallError
from hallserver.redact import HEARD

log = logging.getLogger(__name__)


class Background:
    """Runs coroutines on the loop of the caller."""

    def __init__(self) -> None:
        """Begin with nothing running."""
        self._tasks: set[asyncio.Task[Any]] = set()

    def run(self, work: Coroutine[Any, Any, Any], heard: Iterable[str] = ()) -> None:
        """Run the work; its failure is one line in the log, without the texts that came in with it."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(partial(self._ended, list(heard)))

    async def finished(self) -> None:
        """Wait for everything that runs now."""
        if self._tasks:
            await asyncio.wait(self._tasks)

    def _ended(self, heard: list[str], task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, HallError):
            log.warning("refused: %s", error, extra={HEARD: heard})
        elif error is not None:
            log.error("work in the background failed", exc_info=error, extra={HEARD: heard})
