# SPDX-License-Identifier: Apache-2.0
"""What a kiosk's screen says besides commands: a code was typed that should be looked up, its visitor has gone back."""

from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, Struct

from hallserver.core.errors import HallError
from hallserver.core.roles import Actor
from hallserver.web.decoding import read

if TYPE_CHECKING:
    from hallserver.web.door import Door


class Look(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody typed the short code of a slip; what it is comes back as a whisper, as after a scan."""

    look: Annotated[str, Meta(min_length=1, max_length=40)]


class Clear(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The card or slip that was read is not needed any more."""

    clear: Literal["card", "scan"]


async def was_told(door: "Door", actor: Actor, body: bytes) -> bool:
    """Take what a kiosk's screen tells; False: it is something else."""
    if "kiosk" not in actor.roles:
        return False
    try:
        said: Look | Clear = read(Look, body) if body.startswith(b'{"look"') else read(Clear, body)
    except HallError:
        return False
    if isinstance(said, Clear):
        door.reading.clear(actor.name, said.clear)
    else:
        await door.service.settled()
        door.reading.look(actor.name, said.look)
    return True
