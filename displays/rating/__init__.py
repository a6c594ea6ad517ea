# SPDX-License-Identifier: Apache-2.0
"""The rater (评价器) at a counter: five levels, of the visitor's own free choice."""

from pathlib import Path

from displays.rating.view import view
from hallserver.page import Page

PAGE = Page(
    name="rating",
    roles=frozenset({"rater"}),
    of="counter",
    view=view,
    folder=Path(__file__).parent / "screen",
    commands=frozenset({"rate"}),
    ages=False,
)
