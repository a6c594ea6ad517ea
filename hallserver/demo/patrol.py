# SPDX-License-Identifier: Apache-2.0
"""The patrol that the demo's duty manager made in the morning: everything due daily was looked at, and one thing was found."""

from typing import Final

from hallserver.core.checklist import planned
from hallserver.core.commands import RecordPatrol
from hallserver.core.commands_site import Found
from hallserver.core.roles import Actor
from hallserver.demo.stage import Stage

DUTY: Final = Actor(kind="person", name="duty", roles=frozenset({"duty-manager"}))
AFTER_S: Final = 1200.0
"""It ends so long after the hall was opened."""
_TOOK_US: Final = 600_000_000
_FOUND: Final = Found(check="equipment-clean", zone="main", place="2号自助终端屏幕", responsible="guide")


async def patrol(stage: Stage) -> None:
    """Record it; who is to put the finding right is named, and until when the standard says."""
    checked = planned(stage.hall)["main"]["daily"]
    now_us = stage.now_us()
    await stage.ask(RecordPatrol(checked={"main": checked}, from_us=now_us - _TOOK_US, until_us=now_us, findings=(_FOUND,)), DUTY)
