# SPDX-License-Identifier: Apache-2.0
"""The administrator's screen (系统设置): one editable table per section of the catalog."""

from pathlib import Path

from hallserver.core.roles import ROLES
from hallserver.page import Page
from hallserver.setup.view import view

PAGE = Page(
    name="setup",
    roles=frozenset({"system-admin", "security-admin"}),
    of="",
    view=view,
    folder=Path(__file__).parent / "screen",
    commands=ROLES["security-admin"] | {"try-device"},
    haste="spare",
    ages=False,
)
"""The screen's row."""
