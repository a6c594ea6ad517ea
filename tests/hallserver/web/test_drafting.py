# SPDX-License-Identifier: Apache-2.0
"""A draft's content comes from the server: whoever asks sends none, and cannot."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from msgspec import Struct, structs

from hallserver.clock import SimulatedClock
from hallserver.core import commands as c
from hallserver.core.asking import Frozen
from hallserver.core.commands_report import DRAFTING
from hallserver.core.errors import Malformed, NotFound
from hallserver.service import Service
from hallserver.store.folder import Folder
from hallserver.web import quick
from hallserver.web.drafting import Freeze, nothing_frozen, read_ready
from tests.hallserver.test_freezing import apart, freezing, november
from tests.support import DUTY

BODY = b'{"report":"osm","from_date":"2026-11-01","to_date":"2026-12-01"}'


class Door(Struct):
    """What is needed of one."""

    service: Service
    freeze: Freeze
    work: ThreadPoolExecutor
    apart: ThreadPoolExecutor


def test_the_door_makes_the_content_and_a_repeat_is_the_same_command(tmp_path: Path) -> None:
    """The same key again gets the first answer, though the server would make another content by now."""

    async def story() -> None:
        play = november()
        freezer = freezing(play, tmp_path / "hall")
        with closing(Folder(tmp_path / "hall")) as folder, ThreadPoolExecutor(1) as work:
            door = Door(Service(folder, SimulatedClock(play.now_us)), apart(freezer).freeze, work, work)
            first = await read_ready("draft-report", BODY, door)
            assert isinstance(first, c.DraftReport)
            assert first.content is not None
            answer = await door.service.submit(first, DUTY, "k")
            paper = next(iter(door.service.hall.reports.values()))
            assert answer.result == {"draft": paper.draft, "version": 1, "sha256": paper.sha256}
            later = structs.replace(first, content=Frozen("{}", ""))
            assert (await door.service.submit(later, DUTY, "k")).seq == answer.seq
            assert await read_ready("open-day", b"{}", door) == c.OpenDay()
            with pytest.raises(Malformed):
                await read_ready("draft-report", BODY[:-1] + b',"content":"{}"}', door)

    asyncio.run(story())


def test_a_door_that_makes_no_reports_says_so() -> None:
    """A practice door, or a test's."""
    with pytest.raises(NotFound):
        nothing_frozen(c.DraftReport(report="day", from_date="2026-11-23", to_date="2026-11-24"))


def test_a_draft_takes_the_plain_way() -> None:
    """On the short way of most commands nobody would make its content."""
    assert quick._PLAIN.issuperset(DRAFTING)
    assert {c.name_of(kind) for kind in DRAFTING} == {"draft-report", "correct-report"}
