# SPDX-License-Identifier: Apache-2.0
"""The demo's morning patrol is a real one: taken by the rules, with one finding that somebody has to put right."""

import asyncio
from pathlib import Path

from hallserver.core.checklist import planned
from hallserver.core.site import checks_due
from hallserver.demo.hall import sections
from hallserver.demo.patrol import patrol
from hallserver.demo.stage import Stage
from tests.support import new_folder, open_service, set_up


def test_the_morning_patrol_looks_at_all_that_is_due_daily_and_finds_one_thing(tmp_path: Path) -> None:
    """Nothing daily is due any more; the finding has who is responsible, and until when."""

    async def story() -> None:
        service, folder, clock = open_service(new_folder(tmp_path / "hall"))
        await set_up(service, sections())
        await patrol(Stage(service, clock))
        hall = service.hall
        [done], [finding] = hall.site.patrols, hall.site.findings.values()
        [daily] = [it for it in checks_due(hall, clock.now()) if it.cycle == "daily"]
        assert (done.cycle, done.checked, daily.left) == ("daily", len(planned(hall)["main"]["daily"]), ())
        assert (finding.responsible, finding.open) == ("guide", True)
        assert finding.due_us > finding.found_us == clock.now()
        folder.close()

    asyncio.run(story())
