# SPDX-License-Identifier: Apache-2.0
"""The register of work orders (工单台账): hall manager and duty manager handle bad ratings, complaints and praise, step by step."""

from pathlib import Path

from counters.orders.view import view
from hallserver.core.roles import ROLES
from hallserver.page import Page

PAGE = Page(
    name="orders",
    roles=frozenset({"duty-manager", "hall-manager"}),
    of="person",
    view=view,
    folder=Path(__file__).parent / "screen",
    commands=ROLES["duty-manager"] & ROLES["hall-manager"],
    haste="spare",
)
"""The screen's row."""
