# SPDX-License-Identifier: Apache-2.0
"""The ticket page on a visitor's phone: this one number, and nothing of anybody else."""

from pathlib import Path

from displays.ticket.crowd import CROWD
from displays.ticket.view import view
from hallserver.page import Page

PAGE = Page(
    name="ticket",
    roles=frozenset({"visitor"}),
    of="ticket",
    view=view,
    folder=Path(__file__).parent / "screen",
    commands=frozenset({"cancel", "on-my-way", "rate", "yield-place"}),
    ages=False,
    crowd=CROWD,
)
