# SPDX-License-Identifier: Apache-2.0
"""What the server adds to a command before anybody decides it, of what is committed, and nobody else can give.

To a drafted report its content, made by a process of its own; to an entry of a register the number of an earlier day that it names.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Final, Protocol

import msgspec
from msgspec import structs

from hallserver.core.asking import Frozen, Traced
from hallserver.core.commands import Command, CorrectReport, DraftReport, RegisterEntry
from hallserver.core.earlier import number_asked
from hallserver.core.errors import NotFound
from hallserver.core.roles import Actor
from hallserver.service import Service
from hallserver.web.decoding import read_drawn

NOTHING_MADE: Final = Frozen("", "")
"""The content of a repeat: what is made is no part of what is asked, and the rules draft nothing without content."""
Freeze = Callable[[DraftReport | CorrectReport], Frozen]
"""Makes the content. Runs off the event loop; raises HallError."""
Trace = Callable[[str, str], Traced]
"""(number, business day) → what the tables have of it. Runs off the event loop."""


def nothing_frozen(command: DraftReport | CorrectReport) -> Frozen:
    """Refuse: this door makes no reports. Raises NotFound."""
    raise NotFound("report-unknown", report=command.report)


def nothing_traced(name: str, day: str) -> Traced:
    """Find nothing: this door has no tables, and no number was given at it."""
    return Traced(name, day)


class Opened(Protocol):
    """What of a door is needed."""

    @property
    def service(self) -> Service:
        """The service."""

    @property
    def freeze(self) -> Freeze:
        """Makes the content."""

    @property
    def trace(self) -> Trace:
        """Looks for a number."""

    @property
    def work(self) -> Executor:
        """The worker thread."""

    @property
    def apart(self) -> Executor:
        """Threads that wait for processes."""


async def read_ready(name: str, body: bytes | msgspec.Raw, door: Opened, by: Actor, key: str | None = None) -> Command:
    """Return what ``read_drawn`` does; a command that drafts a report with its content. Raises as it and ``freeze`` do.

    ``key``: under which it is asked. A repeat gets its first answer, so nothing is made for it, and no hall need be there any more.
    """
    command = await read_drawn(name, body, door.work)
    if isinstance(command, RegisterEntry):
        return await _traced(command, door)
    if not isinstance(command, DraftReport | CorrectReport):
        return command
    await door.service.settled()
    if door.service.has_answered(by, key):
        return structs.replace(command, content=NOTHING_MADE)
    content = await asyncio.get_running_loop().run_in_executor(door.apart, door.freeze, command)
    return structs.replace(command, content=content)


async def _traced(command: RegisterEntry, door: Opened) -> RegisterEntry:
    """Return the command with what was found of the number and day that it names."""
    number, day = number_asked(command)
    if not number:
        return command
    return structs.replace(command, traced=await asyncio.to_thread(door.trace, number, day))
