# SPDX-License-Identifier: Apache-2.0
"""What a screen is: a row with its name, who may see it, its view and the folder of its files."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from msgspec import Struct

from hallserver.core.events import Event
from hallserver.core.hall import Hall

View = Callable[[Hall, str, int], dict[str, object]]
"""(hall, of, now_us) → what the screen shows, JSON-ready. Pure. Times in it are UTC microseconds."""

Of = Literal["", "zone", "counter", "kiosk", "person", "ticket"]
"""What a screen is about. ``zone``/``counter``/``kiosk``: from the device's row or the socket's ``of``;
``person``: who is signed in; ``ticket``: the token's own ticket; empty: the hall."""


Look = Callable[[Hall, str, int], dict[str, object]]
"""(hall, what, now_us) → what was looked up, JSON-ready. Pure."""

Haste = Literal["call", "commit", "spare"]
"""When a changed view goes out. ``call``: after a call in the same breath, whatever was pushed a moment ago. ``commit``: in the
same breath, but views follow one another with a gap. ``spare``: like that, when those who asked have their answers."""


class Fixed(Struct, frozen=True, gc=False):
    """The JSON of a view around the one piece that says which place its ticket has in line."""

    before: bytes
    after: bytes
    queue: str
    """In whose line the ticket waits; empty: it does not wait, and there is no such piece."""


class InLine(NamedTuple):
    """A queue's line as of now: its tickets in order, and what to say of who has so many ahead."""

    order: Iterable[str]
    said: Callable[[int], bytes]


class Crowd(Struct, frozen=True, kw_only=True):
    """How to build the views of very many tickets: equal to ``Page.view`` of each of them, byte by byte, but in one walk along the line."""

    minor: frozenset[type[Event]]
    """Events that change nothing but the place in line in the view of any ticket that they do not name."""
    fixed: Callable[[Hall, str], Fixed]
    """(hall, ticket id) → what only changes with the ticket's own events, and with those that are not minor."""
    place: Callable[[Hall, str], bytes]
    """(hall, ticket id) → the piece between."""
    line: Callable[[Hall, str], InLine]
    """(hall, queue) → the same piece of everybody who waits there."""


class Page(Struct, frozen=True, kw_only=True):
    """One screen: ``GET /<name>/`` serves its files, ``/ws?page=<name>`` its view."""

    name: str
    roles: frozenset[str]
    """Roles that may see its view; the files themselves hold no data and are public."""
    of: Of
    view: View
    folder: Path
    """The folder with ``index.html``, one ``.js``, one ``.css``."""
    commands: frozenset[str] = frozenset()
    """Commands that this screen may send, of those its role has."""
    quick: bool = False
    """Whether it must know within 3 s that it cannot reach the hall, and so hears a beat every second."""
    haste: Haste = "commit"
    ages: bool = True
    """Whether its view changes by time alone and so is built anew at every beat; else it depends on the hall's state only."""
    looks: Mapping[str, Look] = {}
    """What somebody at this screen may look up beside its view, by name. For ``ticket`` the door makes its id of what was typed."""
    crowd: Crowd | None = None
    """For a page of tickets: how to build the views of a whole line of them at once."""
