# SPDX-License-Identifier: Apache-2.0
"""The kiosk (取号机): one press, one number; and for a slip that is scanned there, what its holder may do."""

from pathlib import Path

from displays.kiosk.finding import papers, search, where
from displays.kiosk.view import view
from hallserver.page import Page

PAGE = Page(
    name="kiosk",
    roles=frozenset({"kiosk"}),
    of="kiosk",
    view=view,
    folder=Path(__file__).parent / "screen",
    commands=frozenset({"take-ticket", "bring-back", "come-back", "reprint-slip", "rate", "cancel", "yield-place"}),
    looks={"search": search, "papers": papers, "map": where},
    quick=True,
    ages=False,
)
