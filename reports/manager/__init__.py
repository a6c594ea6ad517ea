# SPDX-License-Identifier: Apache-2.0
"""The manager's live screen (大厅实时看板): who waits, which counter does what, how today goes."""

from pathlib import Path

from hallserver.core.roles import ROLES
from hallserver.page import Page
from reports.manager.view import view

PAGE = Page(
    name="manager",
    roles=frozenset({"hall-manager", "duty-manager", "inspector"}),
    of="person",
    view=view,
    folder=Path(__file__).parent / "screen",
    commands=ROLES["hall-manager"],
    haste="spare",
)
"""The screen's row."""
