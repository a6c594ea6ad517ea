# SPDX-License-Identifier: Apache-2.0
"""Gives a drafted report its content before anybody decides: made by a process of its own, of what is committed."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Protocol

import msgspec
from msgspec import structs

from hallserver.core.asking import Frozen
from hallserver.core.commands import Command, CorrectReport, DraftReport
from hallserver.core.errors import NotFound
from hallserver.service import Service
from hallserver.web.decoding import read_drawn

Freeze = Callable[[DraftReport | CorrectReport], Frozen]
"""Makes the content. Runs off the event loop; raises HallError."""


def nothing_frozen(command: DraftReport | CorrectReport) -> Frozen:
    """Refuse: this door makes no reports. Raises NotFound."""
    raise NotFound("report-unknown", report=command.report)


class Opened(Protocol):
    """What of a door is needed."""

    @property
    def service(self) -> Service:
        """The service."""

    @property
    def freeze(self) -> Freeze:
        """Makes the content."""

    @property
    def work(self) -> Executor:
        """The worker thread."""

    @property
    def apart(self) -> Executor:
        """Threads that wait for processes."""


async def read_ready(name: str, body: bytes | msgspec.Raw, door: Opened) -> Command:
    """Return what ``read_drawn`` does; a command that drafts a report with its content. Raises as it and ``freeze`` do."""
    command = await read_drawn(name, body, door.work)
    if not isinstance(command, DraftReport | CorrectReport):
        return command
    await door.service.settled()
    content = await asyncio.get_running_loop().run_in_executor(door.apart, door.freeze, command)
    return structs.replace(command, content=content)
