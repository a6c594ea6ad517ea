# SPDX-License-Identifier: Apache-2.0
"""The counter display (窗口屏): which number this counter serves, or why it does not."""

from pathlib import Path

from displays.counter.view import view
from hallserver.page import Page

PAGE = Page(
    name="counter",
    roles=frozenset({"display", "hall-manager", "duty-manager"}),
    of="counter",
    view=view,
    folder=Path(__file__).parent / "screen",
    haste="call",
    ages=False,
)
