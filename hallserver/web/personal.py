# SPDX-License-Identifier: Apache-2.0
"""What the hall holds of one person: told, and erased before its time when that person asks for it (PIPL art. 45 and 47)."""

from collections.abc import Callable
from functools import partial
from typing import Literal

from msgspec import Struct

from hallserver.core.commands import EraseData
from hallserver.core.errors import NotFound
from hallserver.core.roles import SERVICE_DOOR
from hallserver.store.vault import Held
from hallserver.web.records import RecordHandler

HeldOf = Callable[[str, str], tuple[str, list[Held]]]
"""(business day, label) → the ticket, and what the vault has of it. Runs off the event loop."""


class HeldOnWire(Struct, frozen=True, kw_only=True):
    """One piece of personal data: which field, until when it is kept (UTC µs), and whether it is there; never its content."""

    field: str
    until_us: int
    state: Literal["kept", "erased"]


class PersonalOnWire(Struct, frozen=True, kw_only=True):
    """A ticket, or a work order of who had none, and what is held of its visitor."""

    ticket: str
    held: list[HeldOnWire]


def nothing_held(_day: str, _label: str) -> tuple[str, list[Held]]:
    """Return that there is no such ticket: a door without a vault."""
    return "", []


class PersonalHandler(RecordHandler):
    """``GET`` and ``DELETE /api/v1/personal/{day}/{number}``: day and number stand on the slip, so that nobody needs a name."""

    async def get(self, day: str, label: str) -> None:
        """Answer what is held; its content is shown to nobody here."""
        ticket, held = await self._held(day, label)
        self._answer(ticket, held)

    async def delete(self, day: str, label: str) -> None:
        """Erase it now; the journal keeps that it was done, and for whom."""
        ticket, held = await self._held(day, label)
        refs = tuple(row.ref for row in held if not row.erased)
        if refs:
            await self.door.service.submit(EraseData(ticket=ticket, refs=refs, asked_by=self.actor.name), SERVICE_DOOR)
            ticket, held = await self._held(day, label)
        self._answer(ticket, held)

    async def _held(self, day: str, label: str) -> tuple[str, list[Held]]:
        await self.door.service.settled()
        ticket, held = await self.off_the_loop(partial(self.door.held, day, label))
        if not ticket:
            raise NotFound("ticket-unknown", ticket=label[:60])
        return ticket, held

    def _answer(self, ticket: str, held: list[Held]) -> None:
        rows = [HeldOnWire(field=row.field, until_us=row.erase_after_us, state="erased" if row.erased else "kept") for row in held]
        self.answer(PersonalOnWire(ticket=ticket, held=rows))
