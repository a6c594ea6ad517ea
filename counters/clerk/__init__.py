# SPDX-License-Identifier: Apache-2.0
"""The clerk terminal (窗口人员终端): call, serve and finish, one key each."""

from pathlib import Path

from counters.clerk.my_day import my_day
from counters.clerk.my_orders import my_orders
from counters.clerk.view import view
from hallserver.core.roles import ROLES
from hallserver.page import Page

PAGE = Page(
    name="clerk",
    roles=frozenset({"clerk", "trainee", "duty-manager"}),
    of="person",
    view=view,
    folder=Path(__file__).parent / "screen",
    commands=ROLES["clerk"],
    looks={"my-day": my_day, "my-orders": my_orders},
)
"""The screen's row."""
