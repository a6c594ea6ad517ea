# SPDX-License-Identifier: Apache-2.0
"""What a screen is: a row with its name, who may see it, its view and the folder of its files."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from msgspec import Struct

from hallserver.core.hall import Hall

View = Callable[[Hall, str, int], dict[str, object]]
"""(hall, of, now_us) → what the screen shows, JSON-ready. Pure. Times in it are UTC microseconds."""

Of = Literal["", "zone", "counter", "kiosk", "person", "ticket"]
"""What a screen is about. ``zone``/``counter``/``kiosk``: from the device's row or the socket's ``of``;
``person``: who is signed in; ``ticket``: the token's own ticket; empty: the hall."""


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
