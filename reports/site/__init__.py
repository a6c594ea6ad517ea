# SPDX-License-Identifier: Apache-2.0
"""On-site management (现场管理): patrols on a phone, findings until they are closed, actions, registers, attendance."""

from pathlib import Path

from hallserver.page import Page
from reports.site.view import COMMANDS, view

PAGE = Page(
    name="site",
    roles=frozenset({"guide", "clerk", "trainee", "duty-manager", "hall-manager", "inspector"}),
    of="person",
    view=view,
    folder=Path(__file__).parent / "screen",
    commands=COMMANDS,
    haste="spare",
)
"""The screen's row."""
