# SPDX-License-Identifier: Apache-2.0
"""A device's screen learns its look from its row; the beat tells every screen whose theme it should have."""

import tempfile
from pathlib import Path
from typing import Any

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_SETUP
from hallserver.web.limits import Limits
from tests.hallserver.web.running import Running, run, running
from tests.support import SMALL_HALL, STANDARD, names

FAST = Limits(beat_s=0.05, quick_beat_s=0.05)


async def _look(door: Running, look: str) -> None:
    """Give the hall display another look."""
    rows: list[dict[str, Any]] = [row | ({"look": look} if row["slug"] == "hall-1" else {}) for row in SMALL_HALL["devices"]]
    await door.service.submit(c.Configure(section="devices", rows=rows), SERVICE_SETUP)


def test_a_device_hears_its_look_behind_its_first_view_and_at_each_change() -> None:
    """Whoever sets the hall up sees it at once; the usual look needs no word."""

    async def story(door: Running) -> None:
        line = await door.line("hall", {"key": await door.key("hall-1")})
        assert "view" in (await line.hear() or {})
        assert "beat" in (await line.hear() or {}), "nothing to say of the usual look"
        await _look(door, "dark")
        assert await line.hear_of("look") == {"look": "dark"}
        later = await door.line("hall", {"key": await door.key("hall-1")})
        assert ["view" in (await later.hear() or {}), await later.hear()] == [True, {"look": "dark"}]
        await _look(door, "")
        assert await line.hear_of("look") == {"look": ""}

    run(story, limits=FAST)


def test_a_person_is_told_no_look() -> None:
    """They choose it themselves, on the bar."""

    async def story(door: Running) -> None:
        await _look(door, "dark")
        token = (await door.staff("li")).partition(" ")[2]
        line = await door.line("clerk", {"token": token})
        heard = [await line.hear() or {} for _ in range(4)]
        assert not any("look" in message for message in heard)

    run(story, limits=FAST)


def test_the_beat_names_the_standard_whose_theme_is_in_force() -> None:
    """And the style sheet says of itself whose it is, so that a screen knows when to load it anew."""

    async def story(door: Running) -> None:
        line = await door.line("hall", {"key": await door.key("hall-1")})
        before = (await line.hear_of("beat"))["standard"]
        assert f'--standard: "{before}"' in (await door.ask("GET", "/theme.css")).body.decode()
        await door.service.submit(c.CloseDay(), SERVICE_SETUP)
        await door.service.submit(c.AdoptStandard(text=f'{STANDARD}\n[theme.light]\nmain = "#7a1020"\n'), SERVICE_SETUP)
        beats = [(await line.hear_of("beat"))["standard"] for _ in range(3)]
        assert beats[-1] != before
        sheet = (await door.ask("GET", f"/theme.css?of={beats[-1]}")).body.decode()
        assert f'--standard: "{beats[-1]}"' in sheet
        assert "--main: #7a1020" in sheet

    run(story, limits=FAST)


def test_two_halls_with_one_standard_differ_in_name_and_zones_alone() -> None:
    """The unities: the same style sheet to the byte and the same sentences; one that adopts another standard looks otherwise."""
    themed = f'{STANDARD}\n[theme.light]\nmain = "#7a1020"\n'

    async def dressed(door: Running, hall: str, standard: str) -> list[bytes]:
        rows = [SMALL_HALL["hall"][0] | {"names": names(hall), "zones": {"main": names(f"{hall}一楼")}}]
        await door.service.submit(c.Configure(section="hall", rows=rows), SERVICE_SETUP)
        await door.service.submit(c.CloseDay(), SERVICE_SETUP)
        await door.service.submit(c.AdoptStandard(text=standard), SERVICE_SETUP)
        assert hall in str(door.service.hall.catalog.here.names)
        return [(await door.ask("GET", path)).body for path in ("/theme.css", "/words/zh-Hans.json", "/words/en.json")]

    async def story(door: Running) -> None:
        looks = [await dressed(door, "莲花街道政务服务大厅", themed)]

        with tempfile.TemporaryDirectory() as folder:
            async with running(Path(folder)) as other:
                looks.append(await dressed(other, "香蜜湖街道政务服务大厅", themed))
                await other.service.submit(c.AdoptStandard(text=STANDARD), SERVICE_SETUP)
                looks.append([(await other.ask("GET", "/theme.css")).body])
        assert looks[0] == looks[1]
        assert looks[2][0] != looks[0][0]

    run(story)
