# SPDX-License-Identifier: Apache-2.0
"""What a kiosk's screen says besides commands: a code was typed that should be looked up, its visitor has gone back or wants to hear it."""

from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, Struct

from hallserver.core.aloud import Reading, aloud_job
from hallserver.core.errors import HallError
from hallserver.core.roles import Actor
from hallserver.core.row import Language
from hallserver.web.decoding import read

if TYPE_CHECKING:
    from hallserver.web.door import Door


class Look(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody typed the short code of a slip; what it is comes back as a whisper, as after a scan."""

    look: Annotated[str, Meta(min_length=1, max_length=40)]


class Clear(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The card or slip that was read is not needed any more."""

    clear: Literal["card", "scan"]


class Aloud(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody wants to hear what stands on the screen; the sound comes as on a hall display."""

    aloud: Annotated[str, Meta(min_length=1, max_length=600)]
    language: Language
    nth: Annotated[int, Meta(ge=0)] = 0
    """The screen's own count: it plays only what it asked for last."""


def _asked(body: bytes) -> Look | Clear | Aloud:
    """Return which of the three it is. Raises HallError: none of them."""
    if body.startswith(b'{"look"'):
        return read(Look, body)
    return read(Aloud, body) if body.startswith(b'{"aloud"') else read(Clear, body)


async def was_told(door: "Door", actor: Actor, body: bytes) -> bool:
    """Take what a kiosk's screen tells; False: it is something else."""
    if "kiosk" not in actor.roles:
        return False
    try:
        said = _asked(body)
    except HallError:
        return False
    if isinstance(said, Clear):
        door.reading.clear(actor.name, said.clear)
    elif isinstance(said, Aloud):
        await door.service.settled()
        job = aloud_job(door.service.hall, actor.name, Reading(said.language, said.aloud, said.nth), door.clock.now())
        if job is not None:
            door.outbox.at_once(job)
    else:
        await door.service.settled()
        door.reading.look(actor.name, said.look)
    return True
