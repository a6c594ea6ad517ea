# SPDX-License-Identifier: Apache-2.0
"""The one writer, on the real store: groups, answers, repeats, a full disk, and time."""

import asyncio
import hashlib
import sqlite3
import threading
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

import peewee
import pytest

from hallserver.answers import Answer
from hallserver.clock import AnchoredClock, Clock, SimulatedClock
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, Conflict, HallError, Malformed, NotFound, StorageDown
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_SETUP, Actor, visitor
from hallserver.core.rules import decide
from hallserver.daywatch import DayWatch
from hallserver.service import Service
from hallserver.store.database import PRAGMAS, Database, Done, Job
from hallserver.store.folder import FILE, Folder
from hallserver.store.journal import Journal
from tests.support import DUTY, GUIDE, KIOSK, LAYER, LI, NINE_US, RATER, new_folder, open_service, set_up

DAY_S = 24 * 3600
TAKE = c.TakeTicket(services=("seniors",))
MOST_GROUPS = 200


class FailingDatabase(Database):
    """A database that says of every write what SQLite says when ``error`` is set."""

    error = ""

    def write_then(self, job: Job, done: Done) -> None:
        """Refuse, on the writer thread, or write."""

        def refuse(_: peewee.SqliteDatabase) -> None:
            raise sqlite3.OperationalError(self.error)

        super().write_then(refuse if self.error else job, done)


class Desk:
    """A service on a real folder, with a hold on its writer."""

    def __init__(self, path: Path, clock: Clock | None = None) -> None:
        """Open the folder; it is made where there is none."""
        self.path, self.clock = path, clock or SimulatedClock(NINE_US)
        self.fatal = asyncio.Event()
        self.folder = Folder(path if (path / FILE).exists() else new_folder(path))
        self.folder.database.close()
        self.database = self.folder.database = FailingDatabase(path / FILE)
        self.folder.journal = Journal(self.database, self.folder.keys.chain)
        self.service = Service(self.folder, self.clock, on_fatal=self.fatal.set)
        self.gate = threading.Event()

    def hold(self) -> None:
        """Keep the writer busy: what is committed next is in flight until ``let_go``."""
        self.gate.clear()
        self.database.write_then(lambda _: self.gate.wait(60), lambda *_: None)

    def let_go(self) -> None:
        """Let the writer write."""
        self.gate.set()

    async def ask(self, command: c.Command, by: Actor = KIOSK, key: str | None = None) -> Answer:
        """Submit; return the answer."""
        return await self.service.submit(command, by, key)

    async def soon(self, command: c.Command, by: Actor = KIOSK, key: str | None = None) -> "asyncio.Task[Answer]":
        """Submit without waiting for the answer; return once it has been handed over."""
        task = asyncio.ensure_future(self.service.submit(command, by, key))
        await asyncio.sleep(0)
        return task

    def journal(self) -> list[e.Entry]:
        """Return all that is durable."""
        return self.folder.journal.after(0, 0)

    def later(self, seconds: float) -> None:
        """Let time pass on the simulated clock."""
        assert isinstance(self.clock, SimulatedClock)
        self.clock.move_to(self.clock.now() + int(seconds * 1e6))

    async def next_day(self) -> None:
        """Close the day over everyone and open the next."""
        await self.ask(c.CloseDay(rest="left"), DUTY)
        self.later(DAY_S)
        await self.ask(c.OpenDay(), DUTY)

    def close(self) -> None:
        """Close the folder."""
        self.gate.set()
        self.folder.close()


Story = Callable[[Desk], Coroutine[Any, Any, None]]


def play(path: Path, story: Story, clock: Clock | None = None) -> None:
    """Play a story in a small hall whose day is open."""

    async def open_and_play() -> None:
        desk = Desk(path / "hall", clock)
        try:
            await set_up(desk.service)
            await story(desk)
        finally:
            desk.close()

    asyncio.run(open_and_play())


# ---- groups ----


def test_an_answer_comes_when_its_events_are_durable(tmp_path: Path) -> None:
    """What a slip says has happened, whatever happens next."""

    async def story(desk: Desk) -> None:
        answer = await desk.ask(TAKE)
        last = desk.journal()[-1]
        assert (answer.seq, answer.events) == (last.seq, [last])
        assert answer.result["number"] == "A001"
        assert answer.result["token"] == desk.service.token(str(answer.result["ticket"]))

    play(tmp_path, story)


def test_what_comes_while_a_group_is_in_flight_waits_undecided_and_keeps_its_order(tmp_path: Path) -> None:
    """Memory is the journal and at most one group; numbers are given in the order of asking."""

    async def story(desk: Desk) -> None:
        durable, told = len(desk.journal()), list[list[int]]()
        desk.service.bus.listen(lambda entries: told.append([entry.seq for entry in entries]))
        desk.hold()
        tasks = [await desk.soon(TAKE, by) for by in (KIOSK, GUIDE, KIOSK, GUIDE)]
        assert desk.service.hall.seq == durable + 1
        assert not any(task.done() for task in tasks)
        assert len(desk.journal()) == durable
        desk.let_go()

        assert [(await task).result["number"] for task in tasks] == ["A001", "A002", "A003", "A004"]
        assert told == [[durable + 1], [durable + 2, durable + 3, durable + 4]]

    play(tmp_path, story)


def test_listeners_are_told_after_the_commit(tmp_path: Path) -> None:
    """Nothing uncommitted is ever shown, spoken or printed."""

    async def story(desk: Desk) -> None:
        seen: list[bool] = []

        def look(entries: Sequence[e.Entry]) -> None:
            seen.append(desk.journal()[-len(entries) :] == list(entries))

        desk.service.bus.listen(look)
        await asyncio.gather(*(desk.ask(TAKE) for _ in range(5)))
        assert seen == [True, True]

    play(tmp_path, story)


def test_a_refusal_waits_for_the_commit_of_its_group(tmp_path: Path) -> None:
    """It may rest on what the group's other commands did; a loser is not told of a winner that was never written."""

    async def story(desk: Desk) -> None:
        await desk.ask(c.OpenCounter(counter="c1"), LI)
        durable = len(desk.journal())
        desk.hold()
        first = await desk.soon(TAKE)
        pause, again = await desk.soon(c.PauseCounter(reason="lunch"), LI), await desk.soon(c.PauseCounter(reason="lunch"), LI)
        durable_at_refusal: list[int] = []
        again.add_done_callback(lambda _: durable_at_refusal.append(len(desk.journal())))
        desk.let_go()
        await first
        await pause
        with pytest.raises(Conflict, match="counter-not-open"):
            await again
        await asyncio.sleep(0)
        assert durable_at_refusal == [durable + 2]

    play(tmp_path, story)


def test_a_refusal_alone_needs_no_commit(tmp_path: Path) -> None:
    """It changes nothing, also not the file."""

    async def story(desk: Desk) -> None:
        durable = len(desk.journal())
        with pytest.raises(NotFound, match="service-unknown"):
            await desk.ask(c.TakeTicket(services=("gone",)))
        assert (len(desk.journal()), desk.service.hall.seq) == (durable, durable)

    play(tmp_path, story)


def test_whoever_reads_after_settling_sees_only_what_is_durable(tmp_path: Path) -> None:
    """Also when the next group is waiting to be decided."""

    async def story(desk: Desk) -> None:
        async def look() -> tuple[int, int]:
            await desk.service.settled()
            return desk.service.hall.seq, len(desk.journal())

        desk.hold()
        tasks = [await desk.soon(TAKE) for _ in range(3)]
        looks = [asyncio.ensure_future(look()) for _ in range(3)]
        await asyncio.sleep(0)
        assert not any(it.done() for it in looks)
        desk.let_go()
        for seq, durable in await asyncio.gather(*looks):
            assert seq == durable
        await asyncio.gather(*tasks)
        assert await look() == (len(desk.journal()), len(desk.journal()))

    play(tmp_path, story)


def test_who_reads_right_after_a_commit_does_not_wait_for_the_next(tmp_path: Path) -> None:
    """At night there is no next one: whoever waited for it would wait until morning."""

    async def story(desk: Desk) -> None:
        async def look_twice() -> None:
            await desk.service.settled()
            await desk.service.settled()

        desk.hold()
        task = await desk.soon(TAKE)
        looks = [asyncio.ensure_future(look_twice()) for _ in range(3)]
        await asyncio.sleep(0)
        desk.let_go()
        async with asyncio.timeout(10):
            await asyncio.gather(task, *looks)

    play(tmp_path, story)


def test_who_has_gone_does_not_undo_the_command(tmp_path: Path) -> None:
    """A kiosk that loses its line has taken the ticket all the same."""

    async def story(desk: Desk) -> None:
        desk.hold()
        gone = await desk.soon(TAKE, KIOSK, "k")
        gone.cancel()
        desk.let_go()
        await desk.service.settled()
        assert (await desk.ask(TAKE, KIOSK, "k")).result["number"] == "A001"

    play(tmp_path, story)


# ---- repeats ----


def test_a_repeat_gets_the_first_answer_and_nothing_happens(tmp_path: Path) -> None:
    """A kiosk that asks again after a lost line must not print a second number."""

    async def story(desk: Desk) -> None:
        first = await desk.ask(TAKE, KIOSK, "k")
        await desk.ask(TAKE, KIOSK, "other")
        durable = len(desk.journal())
        assert await desk.ask(TAKE, KIOSK, "k") == first
        assert len(desk.journal()) == durable

    play(tmp_path, story)


def test_a_repeat_in_flight_joins_the_first(tmp_path: Path) -> None:
    """Two clicks: one call."""

    async def story(desk: Desk) -> None:
        desk.hold()
        tasks = [await desk.soon(TAKE, KIOSK, "k") for _ in range(3)]
        with pytest.raises(AgainstStandard, match="key-used-otherwise"):
            await desk.ask(c.TakeTicket(services=("aid",)), KIOSK, "k")
        desk.let_go()
        answers = [await task for task in tasks]
        assert answers[0] == answers[1] == answers[2]
        assert len(desk.service.hall.tickets) == 1

    play(tmp_path, story)


def test_a_repeat_in_flight_of_a_refused_command_is_refused_too(tmp_path: Path) -> None:
    """Whoever joined hears the same."""

    async def story(desk: Desk) -> None:
        desk.hold()
        first = await desk.soon(TAKE)
        tasks = [await desk.soon(c.TakeTicket(services=("gone",)), KIOSK, "k") for _ in range(2)]
        desk.let_go()
        await first
        for task in tasks:
            with pytest.raises(NotFound, match="service-unknown"):
                await task

    play(tmp_path, story)


def test_what_asks_without_a_task_gets_the_same(tmp_path: Path) -> None:
    """The door's short way waits for the future itself: a new command, one in flight, one answered before, a refusal, a full disk."""

    async def story(desk: Desk) -> None:
        desk.hold()
        first, joined = desk.service.ask(TAKE, KIOSK, "k"), desk.service.ask(TAKE, KIOSK, "k")
        refused = desk.service.ask(c.TakeTicket(services=("gone",)), KIOSK)
        with pytest.raises(AgainstStandard, match="key-used-otherwise"):
            desk.service.ask(c.TakeTicket(services=("aid",)), KIOSK, "k")
        with pytest.raises(Malformed):
            desk.service.ask(TAKE, KIOSK, "")
        desk.let_go()
        assert await first == await joined == await desk.service.ask(TAKE, KIOSK, "k") == await desk.ask(TAKE, KIOSK, "k")
        with pytest.raises(NotFound, match="service-unknown"):
            await refused
        desk.database.error = "database or disk is full"
        for _ in range(2):  # the first finds it out, the second is told by the probe
            with pytest.raises(StorageDown):
                await desk.service.ask(TAKE, KIOSK, "later")
        desk.database.error = ""
        assert (await desk.service.ask(TAKE, KIOSK, "later")).result["number"] == "A002"

    play(tmp_path, story)


def test_a_key_with_another_body_is_refused(tmp_path: Path) -> None:
    """A client that reuses keys would lose commands without a word."""

    async def story(desk: Desk) -> None:
        await desk.ask(TAKE, KIOSK, "k")
        for other in (c.TakeTicket(services=("aid",)), c.TakeTicket(services=("seniors",), party=2)):
            with pytest.raises(AgainstStandard, match="key-used-otherwise"):
                await desk.ask(other, KIOSK, "k")

    play(tmp_path, story)


def test_keys_of_two_actors_are_two(tmp_path: Path) -> None:
    """Each kiosk counts for itself."""

    async def story(desk: Desk) -> None:
        numbers = [(await desk.ask(TAKE, by, "1")).result["number"] for by in (KIOSK, GUIDE)]
        assert numbers == ["A001", "A002"]

    play(tmp_path, story)


def test_a_refusal_is_not_remembered(tmp_path: Path) -> None:
    """The same key press a minute later may be allowed."""

    async def story(desk: Desk) -> None:
        await desk.ask(c.StopIssuing(), DUTY)
        with pytest.raises(Conflict, match="issuing-stopped"):
            await desk.ask(TAKE, KIOSK, "k")
        await desk.ask(c.ResumeIssuing(), DUTY)
        assert (await desk.ask(TAKE, KIOSK, "k")).result["number"] == "A001"

    play(tmp_path, story)


def test_an_unusable_key_is_refused(tmp_path: Path) -> None:
    """Before anything is decided."""

    async def story(desk: Desk) -> None:
        with pytest.raises(Malformed, match="bad-idempotency-key"):
            await desk.ask(TAKE, KIOSK, "")
        assert not desk.service.hall.tickets

    play(tmp_path, story)


def test_a_repeat_after_a_restart_gets_the_first_answer(tmp_path: Path) -> None:
    """Power comes back, the kiosk asks again: the same slip, several events and token included."""

    async def story(desk: Desk) -> None:
        await desk.ask(c.OpenCounter(counter="c1"), LI)
        taken = await desk.ask(TAKE, KIOSK, "take")
        await desk.ask(TAKE)
        await desk.ask(c.CallNext(), LI)
        both = await desk.ask(c.FinishAndCall(), LI, "both")
        assert len(both.events) == 2
        desk.folder.close()
        again = Desk(desk.path)
        try:
            assert await again.ask(TAKE, KIOSK, "take") == taken
            assert await again.ask(c.FinishAndCall(), LI, "both") == both
            with pytest.raises(AgainstStandard, match="key-used-otherwise"):
                await again.ask(c.FinishAndCall(outcome="done"), LI, "both")
        finally:
            again.close()

    play(tmp_path, story)


@pytest.mark.parametrize(("days", "known"), [(0, True), (1, True), (2, False)])
def test_a_key_is_forgotten_after_the_standards_business_days(tmp_path: Path, days: int, known: bool) -> None:  # noqa: FBT001 -- a row
    """``idem.days`` is 2: today and the business day before."""

    async def story(desk: Desk) -> None:
        first = await desk.ask(TAKE, KIOSK, "k")
        for _ in range(days):
            await desk.next_day()
        again = await desk.ask(TAKE, KIOSK, "k")
        assert (again == first) is known

    play(tmp_path, story)


def test_a_place_may_have_keys_forgotten_earlier(tmp_path: Path) -> None:
    """With ``idem.days`` of 1 from the next opening on, what was asked yesterday is asked anew."""
    text = LAYER.replace('"book.late"', '"idem.days"').replace("value = 20", "value = 1")

    async def story(desk: Desk) -> None:
        first = await desk.ask(TAKE, KIOSK, "k")
        await desk.ask(c.AdoptStandard(text=desk.service.hall.rules.text, layers=(text,), at_opening=True), SERVICE_SETUP)
        assert await desk.ask(TAKE, KIOSK, "k") == first
        await desk.next_day()
        assert await desk.ask(TAKE, KIOSK, "k") != first

    play(tmp_path, story)


# ---- storage ----


def test_a_full_disk_refuses_the_group_and_memory_is_what_the_journal_has(tmp_path: Path) -> None:
    """503, and nobody has seen the number that was never written."""

    async def story(desk: Desk) -> None:
        await desk.ask(TAKE)
        before = desk.folder.journal.load()
        told: list[Sequence[e.Entry]] = []
        desk.service.bus.listen(told.append)
        desk.database.error = "database or disk is full"
        outcomes = await asyncio.gather(
            desk.ask(TAKE, KIOSK, "k"), desk.ask(TAKE), desk.ask(c.TakeTicket(services=("gone",))), return_exceptions=True
        )
        assert [type(it) for it in outcomes] == [StorageDown, StorageDown, StorageDown]
        assert desk.service.hall == before
        assert told == []
        with pytest.raises(StorageDown, match="disk-full"):
            await desk.ask(TAKE)

    play(tmp_path, story)


def test_after_a_successful_probe_the_hall_goes_on(tmp_path: Path) -> None:
    """No restart, the next number, one chain; a key that was refused can be used."""

    async def story(desk: Desk) -> None:
        await desk.ask(TAKE)
        desk.database.error = "database or disk is full"
        with pytest.raises(StorageDown):
            await desk.ask(TAKE, KIOSK, "k")
        assert desk.service.down
        desk.database.error = ""
        assert (await desk.ask(TAKE, KIOSK, "k")).result["number"] == "A002"
        assert not desk.service.down
        assert desk.folder.journal.load() == desk.service.hall

    play(tmp_path, story)


def test_a_disk_that_is_really_full_is_lived_through(tmp_path: Path) -> None:
    """SQLite itself says so here: the file may not grow."""

    async def story() -> None:
        path = new_folder(tmp_path)
        folder = Folder(path, pragmas=PRAGMAS | {"max_page_count": 110})
        service = Service(folder, SimulatedClock(NINE_US))
        await set_up(service)
        taken = 0
        while await _outcome(service) != "disk-full":
            taken += 1
        assert 0 < taken == len(service.hall.tickets)
        seq = service.hall.seq
        await folder.database.write(lambda db: db.execute_sql("PRAGMA max_page_count = 100000"))
        assert (await service.submit(TAKE, KIOSK)).seq == seq + 1
        assert folder.journal.load() == service.hall
        folder.close()

    asyncio.run(story())


async def _outcome(service: Service) -> str:
    """Take a ticket; return its number, or the key of the refusal."""
    try:
        return str((await service.submit(TAKE, KIOSK)).result["number"])
    except StorageDown as refused:
        return refused.key


def test_any_other_commit_error_ends_the_process(tmp_path: Path) -> None:
    """Whether it was written nobody knows: not answered, not told; the supervisor starts anew from the journal."""

    async def story(desk: Desk) -> None:
        told: list[Sequence[e.Entry]] = []
        desk.service.bus.listen(told.append)
        desk.database.error = "disk I/O error"
        task = await desk.soon(TAKE)
        async with asyncio.timeout(20):
            await desk.fatal.wait()
        assert not task.done()
        assert told == []
        task.cancel()

    play(tmp_path, story)


def test_an_io_error_of_anybodys_write_ends_the_process(tmp_path: Path) -> None:
    """Also of a sign-in: the disk fails, and the next commit might be told that all is well."""

    class Failing(sqlite3.OperationalError):
        sqlite_errorcode = sqlite3.SQLITE_IOERR_WRITE

    def fail(_: peewee.SqliteDatabase) -> None:
        raise Failing

    async def story() -> None:
        ended: list[int] = []
        folder = Folder(new_folder(tmp_path))
        Service(folder, SimulatedClock(NINE_US), on_fatal=lambda: ended.append(threading.get_ident()))
        with pytest.raises(Failing):
            await folder.database.write(fail)
        assert len(ended) == 1
        folder.close()

    asyncio.run(story())


# ---- tokens and personal text ----


def test_a_token_opens_its_ticket_until_the_day_is_over(tmp_path: Path) -> None:
    """Also after a restart; yesterday's shows nothing of today."""

    async def story(desk: Desk) -> None:
        result = (await desk.ask(TAKE)).result
        assert desk.service.ticket_of(str(result["token"])) == result["ticket"]
        assert desk.service.ticket_of("x" * 22) is None
        desk.folder.close()
        again = Desk(desk.path)
        try:
            assert again.service.ticket_of(str(result["token"])) == result["ticket"]
            await again.next_day()
            assert again.service.ticket_of(str(result["token"])) is None
        finally:
            again.close()

    play(tmp_path, story)


def test_a_visitors_words_are_in_the_vault_and_nowhere_in_the_journal(tmp_path: Path) -> None:
    """What can be erased is kept apart from what cannot; the digest ties the two."""
    words = "窗口人员态度不好"

    async def story(desk: Desk) -> None:
        await desk.ask(c.OpenCounter(counter="c1"), LI)
        ticket = str((await desk.ask(TAKE)).result["ticket"])
        for command in (c.CallNext(), c.Finish()):
            await desk.ask(command, LI)
        answer = await desk.ask(c.Rate(stars=1, comment=c.Personal(words)), visitor(ticket), "k")
        rating = answer.events[0].event
        assert isinstance(rating, e.RatingGiven)
        assert rating.comment is not None
        with desk.database.reader() as reader:
            bodies = b"".join(body for (body,) in reader.execute_sql("SELECT body FROM event"))
            [(ref, salt, content)] = reader.execute_sql("SELECT ref, salt, content FROM vault").fetchall()
        assert words.encode() not in bodies
        assert (ref, content) == (rating.comment.ref, words)
        assert rating.comment.digest == hashlib.sha256(salt + words.encode()).hexdigest()
        assert await desk.ask(c.Rate(stars=1, comment=c.Personal(words)), visitor(ticket), "k") == answer

    play(tmp_path, story)


def test_the_words_of_a_refused_rating_are_not_kept(tmp_path: Path) -> None:
    """Nothing points to them, so nothing would ever erase them."""

    async def story(desk: Desk) -> None:
        await desk.ask(TAKE)
        with pytest.raises(HallError):
            await desk.ask(c.Rate(stars=1, comment=c.Personal("慢")), RATER)
        await desk.ask(TAKE)
        with desk.database.reader() as reader:
            assert reader.execute_sql("SELECT count(*) FROM vault").fetchone() == (0,)

    play(tmp_path, story)


# ---- time ----


def test_time_goes_on_behind_the_last_event(tmp_path: Path) -> None:
    """A machine that woke in the past does not write before what is written."""

    async def story(desk: Desk) -> None:
        desk.later(3600)
        last_us = (await desk.ask(TAKE)).events[0].at_us
        desk.folder.close()
        again = Desk(desk.path, SimulatedClock(NINE_US - 1000))
        try:
            assert (await again.ask(TAKE)).events[0].at_us >= last_us
        finally:
            again.close()

    play(tmp_path, story)


class Wall:
    """A wall clock that somebody steps."""

    def __init__(self) -> None:
        """Stand at nine."""
        self.now_us, self.mono_s = NINE_US, 0.0

    def clock(self) -> AnchoredClock:
        """Return a hall clock on it."""
        return AnchoredClock(wall_us=lambda: self.now_us, mono_s=lambda: self.mono_s)


def test_a_stepped_wall_clock_is_reported_once_and_followed_with_the_next_day(tmp_path: Path) -> None:
    """Figures of that day are marked; times in it stay what they were."""
    wall = Wall()

    async def story(desk: Desk) -> None:
        watch = DayWatch(desk.service, desk.clock)
        await watch.look()
        assert not desk.service.hall.clock_suspect
        wall.now_us += 3_600_000_000
        for _ in range(3):
            await watch.look()
        suspected = [entry.event for entry in desk.journal() if isinstance(entry.event, e.ClockSuspected)]
        assert suspected == [e.ClockSuspected(step_s=3600.0)]
        assert desk.service.hall.clock_suspect
        assert (await desk.ask(TAKE)).events[0].at_us == NINE_US
        await desk.ask(c.CloseDay(rest="left"), DUTY)
        opened = await desk.ask(c.OpenDay(), DUTY)
        assert opened.events[0].at_us == wall.now_us
        assert not desk.service.hall.clock_suspect

    play(tmp_path, story, wall.clock())


def test_after_months_the_one_who_opens_the_day_vouches_for_the_date(tmp_path: Path) -> None:
    """Without a word the last business day goes on; a date that the wall clock does not show is refused and binds nothing."""
    wall = Wall()

    async def story(desk: Desk) -> None:
        await desk.ask(c.CloseDay(rest="left"), DUTY)
        wall.now_us += 200 * DAY_S * 1_000_000
        await desk.ask(c.OpenDay(), DUTY)
        assert desk.service.hall.day == "2026-11-23"
        await desk.ask(c.CloseDay(rest="left"), DUTY)
        with pytest.raises(Conflict, match="clock-date-differs"):
            await desk.ask(c.OpenDay(date="2099-06-01"), DUTY)
        assert (await desk.ask(c.OpenDay(date="2027-06-11"), DUTY)).events[0].at_us == wall.now_us
        assert desk.service.hall.day == "2027-06-11"
        assert str(desk.service.anchor()).startswith(f"1.{desk.service.hall.seq}:")

    play(tmp_path, story, wall.clock())


@pytest.mark.parametrize("by", [DUTY, KIOSK], ids=["day already open", "not allowed"])
def test_a_refused_opening_takes_no_new_anchor(tmp_path: Path, by: Actor) -> None:
    """A key pressed in the middle of the day must not make the hall follow a step."""
    wall = Wall()

    async def story(desk: Desk) -> None:
        wall.now_us += 3_600_000_000
        with pytest.raises(HallError):
            await desk.ask(c.OpenDay(), by)
        assert (await desk.ask(TAKE)).events[0].at_us == NINE_US

    play(tmp_path, story, wall.clock())


def test_the_rules_are_handed_in(tmp_path: Path) -> None:
    """Tests of the house exchange them for faulty ones; the program never does."""
    asked: list[str] = []

    def decide(_: Hall, command: c.Command, by: Actor, now_us: int) -> list[e.Event]:
        asked.append(f"{c.name_of(command)} {by.id} {now_us}")
        return [e.ClockSuspected(step_s=1.0)]

    async def story() -> None:
        folder = Folder(new_folder(tmp_path))
        service = Service(folder, SimulatedClock(NINE_US), decide=decide)
        assert (await service.submit(c.OpenDay(), SERVICE_SETUP)).seq == 1
        folder.close()

    asyncio.run(story())
    assert asked == [f"open-day service:setup {NINE_US}"]


def test_a_rule_that_fails_takes_nobody_elses_answer_with_it(tmp_path: Path) -> None:
    """A fault of ours in one rule costs one request; the journal has no gap and the group its answers."""

    def broken(hall: Hall, command: c.Command, by: Actor, now_us: int) -> list[e.Event]:
        if isinstance(command, c.CallNext):
            nobody: list[e.Event] = []
            return [nobody[hall.seq]]  # an IndexError, as a careless rule would raise
        return decide(hall, command, by, now_us)

    async def story() -> None:
        service, folder, _ = open_service(new_folder(tmp_path / "hall"), decide=broken)
        await set_up(service)
        await service.submit(c.OpenCounter(counter="c1"), LI)
        # The first is in flight at once; the other three are decided together as the next group.
        asked = [(TAKE, KIOSK), (TAKE, KIOSK), (c.CallNext(), LI), (TAKE, KIOSK)]
        said = await asyncio.gather(*(service.submit(command, by) for command, by in asked), return_exceptions=True)

        assert [type(it).__name__ for it in said] == ["Answer", "Answer", "IndexError", "Answer"]
        assert [entry.seq for entry in folder.journal.after(0, 0)] == list(range(1, service.hall.seq + 1))
        folder.close()

    asyncio.run(story())


def test_what_goes_together_goes_whole_or_not_at_all(tmp_path: Path) -> None:
    """One refusal in the middle: nothing in memory, nothing in the journal, and the hall goes on."""

    async def story(desk: Desk) -> None:
        item = {"slug": "new", "names": {"zh-Hans": "新事项"}}
        items = [*[{"slug": slug, "names": dict(row.names)} for slug, row in desk.service.hall.catalog.items.items()], item]
        wrong = c.Configure(section="counters", rows=[])
        before, asked = len(desk.journal()), c.Configure(section="items", rows=items)
        with pytest.raises(AgainstStandard, match="slug-dropped"):
            await desk.service.submit_together(lambda: [asked, wrong], SERVICE_SETUP)
        assert "new" not in desk.service.hall.catalog.items
        assert len(desk.journal()) == before
        assert (await desk.ask(TAKE)).seq == desk.service.hall.seq
        await desk.service.submit_together(lambda: [asked], SERVICE_SETUP)
        assert "new" in desk.service.hall.catalog.items

    play(tmp_path, story)


def test_what_goes_together_has_its_turn_under_load_without_a_gap(tmp_path: Path) -> None:
    """A full hall: whenever a group is durable another command waits already. It goes after one group, and the others after it."""

    async def story(desk: Desk) -> None:
        item = {"slug": "new", "names": {"zh-Hans": "新事项"}}
        items = [*[{"slug": slug, "names": dict(row.names)} for slug, row in desk.service.hall.catalog.items.items()], item]
        groups, load = [0], [desk.service.ask(TAKE, KIOSK)]

        def more(entries: Sequence[e.Entry]) -> None:
            groups[0] += 1
            if any(isinstance(entry.event, e.TicketIssued) for entry in entries) and groups[0] < MOST_GROUPS:
                load.append(desk.service.ask(TAKE, KIOSK))

        desk.service.bus.listen(more)
        load.append(desk.service.ask(TAKE, KIOSK))
        seen: list[int] = []

        def plan() -> list[c.Command]:
            seen.append(groups[0])
            return [c.Configure(section="items", rows=items)]

        first = asyncio.ensure_future(desk.service.submit_together(plan, SERVICE_SETUP))
        second = asyncio.ensure_future(desk.service.submit_together(plan, SERVICE_SETUP))
        await asyncio.gather(first, second)
        await asyncio.gather(*load)
        assert seen == [1, 3], "after the group in flight, then the one that waited, then the second"

    play(tmp_path, story)


def test_a_plan_that_refuses_or_whose_asker_has_gone_holds_nobody_up(tmp_path: Path) -> None:
    """The next ones are decided at once."""

    async def story(desk: Desk) -> None:
        def refuse() -> list[c.Command]:
            raise Conflict("setup-changed-since")

        desk.hold()
        before = await desk.soon(TAKE)
        gone = asyncio.ensure_future(desk.service.submit_together(lambda: [TAKE], KIOSK))
        refused = asyncio.ensure_future(desk.service.submit_together(refuse, KIOSK))
        await asyncio.sleep(0)
        after = await desk.soon(TAKE)
        gone.cancel()
        desk.let_go()
        with pytest.raises(Conflict, match="setup-changed-since"):
            await refused
        assert (await after).seq == (await before).seq + 1
        assert len([entry for entry in desk.journal() if isinstance(entry.event, e.TicketIssued)]) == 2

    play(tmp_path, story)
