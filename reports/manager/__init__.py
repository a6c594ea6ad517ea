# SPDX-License-Identifier: Apache-2.0
"""The manager's live screen (大厅实时看板): what needs a person first, how the hall stands to the standard, the day in pictures."""

from pathlib import Path

from hallserver.core.roles import ROLES
from hallserver.page import Page
from reports.manager.briefing import briefing
from reports.manager.view import view
from reports.manager.wall import wall_briefing, wall_view

_FOLDER = Path(__file__).parent / "screen"

PAGE = Page(
    name="manager",
    roles=frozenset({"hall-manager", "duty-manager", "inspector"}),
    of="person",
    view=view,
    folder=_FOLDER,
    commands=ROLES["hall-manager"],
    haste="spare",
    looks={"briefing": briefing},
)
"""The screen's row."""

WALL = Page(
    name="wall",
    roles=frozenset({"display", "hall-manager", "duty-manager", "inspector"}),
    of="",
    view=wall_view,
    folder=_FOLDER,
    haste="spare",
    looks={"briefing": wall_briefing},
)
"""The same on a wall, by a display's key: no buttons, nobody's name."""
