# SPDX-License-Identifier: Apache-2.0
"""A practice hall from an empty folder to its door, and once more on the next day."""

import asyncio
import json
from pathlib import Path
from typing import Any

from hallserver.core import commands as c
from hallserver.core.commands import AdoptStandard
from hallserver.core.roles import Actor
from hallserver.practice.hall import LEARNER
from hallserver.practice.run import Practice, begin
from hallserver.settings import load
from hallserver.store.folder import PRACTICE, Folder, init_folder
from tests.hallserver.test_app import get
from tests.hallserver.web.running import until
from tests.support import SHIPPED

XIN = Actor(kind="person", name=LEARNER, roles=frozenset({"clerk"}))


async def started(path: Path) -> Practice:
    """Return a running practice in this folder."""
    folder = Folder(path)
    await begin(folder, AdoptStandard(text=SHIPPED), None)
    practice = Practice(folder, load(None, {"port": 0}, {}), seed="test")
    await practice.start()
    return practice


async def lessons(practice: Practice, path: Path) -> dict[str, Any]:
    """Return what the learner is told, as the terminal asks for it."""
    server = practice._demo.server
    token = await server.accounts.sign_in(LEARNER)
    links = json.loads((path / "demo.json").read_text(encoding="utf-8"))
    assert links["practice"] is True
    answer = await get(f"{server.base}/api/v1/practice", headers={"Authorization": f"Bearer {token}"})
    found: dict[str, Any] = json.loads(answer.body)
    return found


def test_lessons_last_over_a_restart_and_the_day_begins_anew(tmp_path: Path) -> None:
    """Whoever practises twice goes on where the first time ended, with nobody left waiting."""
    path = tmp_path / "practice"
    init_folder(path, PRACTICE)

    async def story() -> None:
        first = await started(path)
        service = first._demo.server.service
        await service.submit(c.OpenCounter(counter="c1"), XIN)
        await until(lambda: any(ticket.state == "waiting" for ticket in service.hall.tickets.values()))
        await service.submit(c.CallNext(), XIN)
        assert {it["name"] for it in (await lessons(first, path))["lessons"] if it["done"]} == {"open", "call"}
        await first.stop()

        again = await started(path)
        hall = again._demo.server.service.hall
        assert hall.open
        assert not [it for it in hall.tickets.values() if it.state == "called"]
        told = await lessons(again, path)
        assert {it["name"] for it in told["lessons"] if it["done"]} == {"open", "call"}
        assert told["now"]["key"] == "practice.now.choose"
        await again.stop()

    asyncio.run(story())
