# SPDX-License-Identifier: Apache-2.0
"""The guide's screen (导办台): numbers in two taps, whom to look after now, and everything that a guide does to a number."""

from pathlib import Path

from counters.guide.desk import items
from counters.guide.found import found
from counters.guide.view import view
from hallserver.core.roles import ROLES
from hallserver.page import Page

PAGE = Page(
    name="guide",
    roles=frozenset({"guide", "duty-manager"}),
    of="person",
    view=view,
    folder=Path(__file__).parent / "screen",
    commands=ROLES["guide"],
    haste="spare",
    looks={"ticket": found, "items": items},
)
"""The screen's row."""
