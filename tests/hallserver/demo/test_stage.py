# SPDX-License-Identifier: Apache-2.0
"""Steps happen in the order of their time, whoever put them off first."""

import asyncio
from pathlib import Path

from hallserver.core import commands as c
from hallserver.demo.stage import Stage, Step
from tests.support import KIOSK, NINE_US, new_folder, open_service


def test_steps_are_taken_in_order_of_time_up_to_the_end(tmp_path: Path) -> None:
    """What is due later than the end stays to come."""

    async def story() -> list[tuple[str, int]]:
        service, folder, clock = open_service(new_folder(tmp_path / "hall"))
        stage, done = Stage(service, clock), list[tuple[str, int]]()

        def step(name: str) -> Step:
            async def take(stage: Stage) -> None:
                done.append((name, (stage.now_us() - NINE_US) // 1_000_000))

            return take

        for name, delay_s in (("third", 9.0), ("first", 1.0), ("later", 30.0), ("second", 1.0)):
            stage.after(delay_s, step(name))
        await stage.play_until(NINE_US + 10_000_000, clock)
        folder.close()
        return done

    assert asyncio.run(story()) == [("first", 1), ("second", 1), ("third", 9)]


def test_a_refusal_is_no_fault_of_the_stage(tmp_path: Path) -> None:
    """Somebody else was quicker: the day goes on."""

    async def story() -> None:
        service, folder, clock = open_service(new_folder(tmp_path / "hall"))
        assert await Stage(service, clock).ask(c.TakeTicket(services=("x",)), KIOSK) is None
        folder.close()

    asyncio.run(story())
