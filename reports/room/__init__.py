# SPDX-License-Identifier: Apache-2.0
"""The manager's reading room (报表室): reports looked at, looked into, taken away and signed; what an inspection asks for."""

from pathlib import Path

from hallserver.page import Page
from reports.room.view import COMMANDS, view

PAGE = Page(
    name="room",
    roles=frozenset({"hall-manager", "duty-manager", "inspector"}),
    of="person",
    view=view,
    folder=Path(__file__).parent / "screen",
    commands=COMMANDS,
    haste="spare",
)
"""The screen's row."""
