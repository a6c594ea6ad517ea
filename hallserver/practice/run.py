# SPDX-License-Identifier: Apache-2.0
"""A running practice hall: set up once, opened anew at each start, with its visitors, its lessons and its frame."""

from collections.abc import Callable
from random import Random
from typing import Any

from hallserver.app import Composition
from hallserver.clock import AnchoredClock, Clock
from hallserver.core.catalog import Catalog
from hallserver.core.commands import AdoptStandard, CloseDay, OpenDay
from hallserver.core.roles import SERVICE_SETUP
from hallserver.demo.run import Cast, Demo, set_up
from hallserver.demo.stage import Stage
from hallserver.practice.hall import rows_of
from hallserver.practice.lessons import Learning
from hallserver.practice.told import told
from hallserver.practice.visitors import colleagues, visitors
from hallserver.service import Service
from hallserver.settings import Settings
from hallserver.store.folder import Folder

_ALL = 1_000_000


async def begin(folder: Folder, rules: AdoptStandard, like: Catalog | None) -> None:
    """Set a new practice folder up; one that is there begins a new day with nobody waiting. ``rules``: those to practise under."""
    service = Service(folder, AnchoredClock())
    if service.hall.standard is None:
        await service.submit(rules, SERVICE_SETUP)
        await set_up(service, rows_of(like))
        return
    if service.hall.open:
        await service.submit(CloseDay(rest="left"), SERVICE_SETUP)
    await service.submit(OpenDay(), SERVICE_SETUP)


class Practice:
    """The practice hall being served."""

    def __init__(self, folder: Folder, settings: Settings, *, seed: str) -> None:
        """Build the server on a folder that was begun."""
        self._learning = Learning()
        self._learning.hear(folder.journal.after(0, 0, _ALL))
        catalog = folder.journal.load().catalog
        rows = {name: [{"slug": row.slug, **_keyed(row)} for row in getattr(catalog, name).values()] for name in ("people", "devices")}
        cast = Cast(rows=rows, people=_peopled, counter_of={}, composition=Composition(learnt=self._told))
        self._demo = Demo(folder, settings, cast, seed=seed)
        self._leave: Callable[[], None] = self._demo.server.service.bus.listen(self._learning.hear)

    async def start(self) -> str:
        """Open the door; return the address to open."""
        return await self._demo.start()

    async def stop(self) -> None:
        """Close the door and the folder."""
        self._leave()
        await self._demo.stop()

    def _told(self, person: str) -> dict[str, Any]:
        server = self._demo.server
        return told(server.service.hall, person, self._learning.done(person), server.clock.now())


def _keyed(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of people or of devices
    """Return what accounts and keys are given out by."""
    more = {"driver": row.driver} if getattr(row, "driver", "") else {}
    return {"kind": row.kind, **more} if hasattr(row, "kind") else {"roles": list(row.roles)}


def _peopled(service: Service, clock: Clock, seed: str) -> Stage:
    stage = Stage(service, clock)
    services = [slug for slug, row in service.hall.catalog.services.items() if not row.retired]
    stage.after(0, visitors(services, Random(seed)))  # noqa: S311 -- pretend visitors, not secrets
    stage.after(1, colleagues)
    return stage
