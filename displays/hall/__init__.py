# SPDX-License-Identifier: Apache-2.0
"""The hall display (综合屏): who is called where, last calls, who waits."""

from pathlib import Path

from displays.hall.view import view
from hallserver.page import Page

PAGE = Page(
    name="hall",
    roles=frozenset({"display", "hall-manager", "duty-manager"}),
    of="zone",
    view=view,
    folder=Path(__file__).parent / "screen",
    haste="call",
)
