# SPDX-License-Identifier: Apache-2.0
"""What a draft holds, and which number of an earlier day an entry means, comes from the server: whoever asks sends neither, and cannot."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from msgspec import Struct, structs

from hallserver.clock import SimulatedClock
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.asking import Frozen
from hallserver.core.commands_report import DRAFTING
from hallserver.core.errors import AgainstStandard, HallError, Malformed, NotFound
from hallserver.makers import Makers
from hallserver.service import Service
from hallserver.store.folder import Folder
from hallserver.web import quick
from hallserver.web.drafting import Freeze, Trace, nothing_frozen, nothing_traced, read_ready
from tests.hallserver.test_freezing import apart, freezing, november
from tests.support import BOSS, DUTY, GUIDE

BODY = b'{"report":"osm","from_date":"2026-11-01","to_date":"2026-12-01"}'


class Door(Struct):
    """What is needed of one."""

    service: Service
    freeze: Freeze
    trace: Trace
    work: ThreadPoolExecutor
    apart: ThreadPoolExecutor


def test_the_door_makes_the_content_and_a_repeat_is_the_same_command(tmp_path: Path) -> None:
    """The same key again gets the first answer, though the server would make another content by now."""

    async def story() -> None:
        play = november()
        freezer = freezing(play, tmp_path / "hall")
        with closing(Folder(tmp_path / "hall")) as folder, ThreadPoolExecutor(1) as work:
            door = Door(Service(folder, SimulatedClock(play.now_us)), apart(freezer).freeze, nothing_traced, work, work)
            first = await read_ready("draft-report", BODY, door, DUTY)
            assert isinstance(first, c.DraftReport)
            assert first.content is not None
            answer = await door.service.submit(first, DUTY, "k")
            paper = next(iter(door.service.hall.reports.values()))
            assert answer.result == {"draft": paper.draft, "version": 1, "sha256": paper.sha256}
            later = structs.replace(first, content=Frozen("{}", ""))
            assert (await door.service.submit(later, DUTY, "k")).seq == answer.seq
            await _is_not_made_again(door, answer.seq)
            assert await read_ready("open-day", b"{}", door, DUTY) == c.OpenDay()
            with pytest.raises(Malformed):
                await read_ready("draft-report", BODY[:-1] + b',"content":"{}"}', door, DUTY)

    asyncio.run(story())


async def _is_not_made_again(door: Door, seq: int) -> None:
    """Assert that a repeat needs no content, nor what it would be made of; the controls: another key, another person, no key."""
    gone = structs.replace(door, freeze=nothing_frozen)
    again = await read_ready("draft-report", BODY, gone, DUTY, "k")
    assert (await door.service.submit(again, DUTY, "k")).seq == seq
    for by, key in ((DUTY, "other"), (BOSS, "k"), (DUTY, None)):
        with pytest.raises(NotFound):
            await read_ready("draft-report", BODY, gone, by, key)
    other = await read_ready("draft-report", BODY.replace(b"osm", b"month"), gone, DUTY, "k")
    with pytest.raises(AgainstStandard, match="key-used-otherwise"):
        await door.service.submit(other, DUTY, "k")
    with pytest.raises(Malformed, match="report-not-made"):
        await door.service.submit(again, DUTY, "other")


def test_a_door_that_makes_no_reports_says_so() -> None:
    """A practice door, or a test's."""
    with pytest.raises(NotFound):
        nothing_frozen(c.DraftReport(report="day", from_date="2026-11-23", to_date="2026-11-24"))


def test_a_draft_takes_the_plain_way() -> None:
    """On the short way of most commands nobody would make its content."""
    assert quick._PLAIN.issuperset(DRAFTING)
    assert {c.name_of(kind) for kind in DRAFTING} == {"draft-report", "correct-report"}


def lost(**more: object) -> bytes:
    """Return the body of an entry about what was lost on a day of November."""
    fields = {"side": "missed", "kind": "phone", "what": "手机一部", "date": "2026-11-23", "ticket": "a2"}
    return msgspec.json.encode({"register": "lost-found", "fields": fields | more})


async def key_of(body: bytes, door: Door) -> str:
    """Return the key with which the door or the rules refuse an entry."""
    with pytest.raises(HallError) as found:
        await door.service.submit(await read_ready("register-entry", body, door, GUIDE), GUIDE)
    return found.value.key


def test_a_number_of_an_earlier_day_is_looked_for_in_the_tables(tmp_path: Path) -> None:
    """As it is read on the slip or typed; then it stands in that number's story. The controls: other numbers, days, and a client's own."""

    async def story() -> None:
        play = november()
        freezer = freezing(play, tmp_path / "hall")
        with closing(Folder(tmp_path / "hall")) as folder, ThreadPoolExecutor(1) as work:
            service = Service(folder, SimulatedClock(play.now_us))
            made = Makers(connect=folder.database.reader, hall=lambda: service.hall, said=lambda _: {})
            door = Door(service, apart(freezer).freeze, made.trace, work, work)
            answer = await service.submit(await read_ready("register-entry", lost(), door, GUIDE), GUIDE, "k")
            again = await service.submit(await read_ready("register-entry", lost(), door, GUIDE), GUIDE, "k")
            assert again.seq == answer.seq, "what the server finds is no part of what is asked"
            [entry] = [it.event for it in answer.events if isinstance(it.event, e.EntryRegistered)]
            second = [f"{it.epoch}.{it.seq}" for it in play.entries if isinstance(it.event, e.TicketIssued)][1]
            assert (entry.fields["ticket"], entry.fields["label"]) == (second, "A002")
            await service.submit(c.StepEntry(entry=entry.entry, step="given-back"), GUIDE)
            told = msgspec.json.decode(made.timeline("json", "2026-11-23", "A002", "zh-Hans", ""))["moments"][-2:]
            assert [it["what"] for it in told] == ["台账登记", "台账进展"]
            assert [it["facts"][-1] for it in told] == [
                "登记内容：登记类别 遗失; 类型 手机; 内容 手机一部; 日期 2026-11-23; 排队号 A002", "进展：已归还"]  # fmt: skip
            assert made.timeline("json", "2026-11-23", "A001", "zh-Hans", "").count("台账".encode()) == 0
            cases = {"A003": "number-not-given", "C2": "number-not-given", "二号": "register-field-wrong"}
            assert {number: await key_of(lost(ticket=number), door) for number in cases} == cases
            assert await key_of(lost(date="2026-11-24"), door) == "number-no-day"
            assert await key_of(lost(date="2026-12-03"), door) == "register-date-ahead"
            assert await key_of(lost(date="2026-02-30"), door) == "register-field-wrong"
            given = msgspec.json.encode(msgspec.json.decode(lost()) | {"traced": {"ticket": second, "label": "A002"}})
            assert await key_of(given, door) == "field-wrong"
            with pytest.raises(Malformed):
                await service.submit(c.RegisterEntry(register="lost-found", fields=msgspec.json.decode(lost())["fields"]), GUIDE)

    asyncio.run(story())


def test_a_door_without_tables_finds_no_number() -> None:
    """So it is refused."""
    assert (nothing_traced("A001", "2026-11-23").opened, nothing_traced("A001", "2026-11-23").ticket) == (False, "")
