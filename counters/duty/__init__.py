# SPDX-License-Identifier: Apache-2.0
"""The duty manager's screen (值班长), on a phone: what needs somebody now, and an act for any counter, any number and the day."""

from pathlib import Path

from counters.duty.view import view
from counters.guide.found import found
from hallserver.core.roles import ROLES
from hallserver.page import Page

PAGE = Page(
    name="duty",
    roles=frozenset({"duty-manager"}),
    of="person",
    view=view,
    folder=Path(__file__).parent / "screen",
    commands=ROLES["duty-manager"],
    haste="spare",
    looks={"ticket": found},
)
"""The screen's row."""
