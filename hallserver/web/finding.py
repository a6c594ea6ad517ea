# SPDX-License-Identifier: Apache-2.0
"""Staff look something up that their view has no room for: any number of today with its way so far, an item with its papers.

Screen: ``{"find": "ticket", "text": "A012"}``; the answer comes on the same line alone, as a whisper
``{"found": {"find", "text", …}}``. A number may be typed as it is printed, as its short code, or scanned.
"""

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta, Struct

from hallserver.core.errors import HallError, NotFound
from hallserver.core.roles import Actor
from hallserver.core.short_code import typed as typed_code
from hallserver.core.states import ticket_named
from hallserver.page import Page
from hallserver.web.decoding import read

if TYPE_CHECKING:
    from hallserver.web.door import Door

TICKET = "ticket"
"""The one look whose text is a ticket: by number, id, short code or scanned link."""
MINE = frozenset({"my-day", "my-orders"})
"""The looks whose text is who asks: nobody looks up a colleague's."""
_LINK = "/ticket/#t="
_NAMED = re.compile(r"\d{1,9}\.\d{1,12}|[A-Za-z]{1,2}\d{1,4}")


class Find(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody of the staff looks something up."""

    find: Annotated[str, Meta(min_length=1, max_length=20)]
    text: Annotated[str, Meta(max_length=200)] = ""


async def was_found(door: "Door", page: Page, actor: Actor, body: bytes, say: Callable[[bytes], None]) -> bool:
    """Look up what a screen asks for and say it on its line; False: it asks for nothing, or the page has no such look."""
    if not page.looks or not body.startswith(b'{"find"'):
        return False
    try:
        asked = read(Find, body)
    except HallError:
        return False
    look = page.looks.get(asked.find)
    if look is None:
        return False
    await door.service.settled()
    text = actor.name if asked.find in MINE else asked.text
    what, problem = ticket_of(door, actor, text) if asked.find == TICKET else (text, {})
    found = problem or look(door.service.hall, what, door.clock.now())
    say(msgspec.json.encode({"whisper": {"found": {"find": asked.find, "text": asked.text, **found}}}))
    return True


def ticket_of(door: "Door", actor: Actor, typed: str) -> tuple[str, dict[str, object]]:
    """Return the id of the ticket that was typed or scanned, else what the screen is to say.

    Staff may know any number; codes are another matter: one that leads nowhere counts as a guess of this person.
    """
    text = unicodedata.normalize("NFKC", typed).strip()
    if _NAMED.fullmatch(text):
        with suppress(NotFound):
            return ticket_named(door.service.hall, text).id, {}
    if not typed_code(text) and _LINK not in text:
        return "", {"unknown": True}
    ticket, problem = door.reading.find(actor.id, text)
    return ticket or "", problem
