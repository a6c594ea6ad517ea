# SPDX-License-Identifier: Apache-2.0
"""Tells the screen of a device which look its row gives it: ``{"look": "dark"}``, behind its first view and whenever that changes."""

from collections.abc import Callable

import msgspec

from hallserver.core.hall import Hall
from hallserver.core.roles import Actor


class ToldLook:
    """What the device at the other end of one line was told. A screen that hears nothing by its first beat has the usual look."""

    def __init__(self, say: Callable[[bytes], None]) -> None:
        """Begin with nothing told; ``say`` sends a message on the line."""
        self._say, self._told = say, ""

    def follow(self, hall: Hall, actor: Actor) -> None:
        """Tell a device its look, if it is another than it was told; people choose theirs themselves."""
        row = hall.catalog.devices.get(actor.name) if actor.kind == "device" else None
        if row is not None and row.look != self._told:
            self._told = row.look
            self._say(msgspec.json.encode({"look": row.look}))
