# SPDX-License-Identifier: Apache-2.0
"""The guide's screen (导办台): what to look after now, and the few things that a guide does to a number."""

from pathlib import Path

from counters.guide.view import view
from hallserver.core.roles import ROLES
from hallserver.page import Page

PAGE = Page(
    name="guide",
    roles=frozenset({"guide", "duty-manager"}),
    of="",
    view=view,
    folder=Path(__file__).parent / "screen",
    commands=ROLES["guide"],
    haste="spare",
    ages=False,
)
"""The screen's row."""
