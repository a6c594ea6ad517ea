# SPDX-License-Identifier: Apache-2.0
"""S29: what is erased, because its time is over or because somebody asks for it, is gone from the files, and the journal stays whole."""

import asyncio
import random
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from hallserver.app import Composition
from hallserver.clock import SimulatedClock
from hallserver.core.id_number import digest
from hallserver.store.backup.keeper import Keeper
from hallserver.store.backup.keyfile import make_key
from hallserver.store.backup.restore import restore
from hallserver.store.database import PRAGMAS
from hallserver.store.folder import Folder
from hallserver.store.migrations import load_steps
from hallserver.store.rebuild import check
from hallserver.store.vault import Vault
from tests.faults.persons_hall import PersonsHall, bytes_of, id_numbers, persons_hall, settled
from tests.hallserver.web.running import key_of, said
from tests.support import NINE_US, STANDARD

pytestmark = pytest.mark.promise("S29")
Size = Callable[[int, int], int]
Figure = Callable[[str], None]
HOUR_US = 3_600_000_000
DAYS = 1
"""Retention of the tests' hall: the least that the standard takes, so that not half a year of beats must be played."""
SEED = 29


def kept_for_days(days: int) -> str:
    """Return the shipped standard with this retention."""
    head, key, tail = STANDARD.partition('[parameter."pi.ticket_retention"]\n')
    assert key
    return head + key + tail.replace("value = 180", f"value = {days}", 1)


class Forgetful(Vault):
    """The control: erases, and leaves the write-ahead log as it is."""

    async def settle(self) -> bool:
        """Do nothing."""
        return True


def secrets_of(path: Path, numbers: list[str], names: range) -> list[bytes]:
    """Return what identifies these visitors: the digests of their ID numbers and their words."""
    folder = Folder(path)
    key, hall_id = folder.keys.person, folder.hall_id
    folder.close()
    return [it for nth in names for it in (digest(numbers[nth], key, hall_id).encode(), words(nth).encode())]


def words(nth: int) -> str:
    """Return what a visitor wrote; of very different lengths, as people do."""
    return f"canary-{nth:05d}-" + "等了很久" * random.Random(nth).choice((1, 3, 20, 80))


def found(path: Path, wanted: list[bytes]) -> int:
    """Return how many of these texts stand in any file of a folder."""
    content = bytes_of(path)
    return sum(it in content for it in wanted)


async def visit(hall: PersonsHall, number: str, nth: int) -> str:
    """One visitor gives a number and writes a comment; return the ticket's label."""
    kiosk, clerk = await hall.device("kiosk-1"), await hall.staff("li")
    ticket = said(await hall.command("take-ticket", {"services": ["seniors"], "id_number": number}, proof=kiosk))["result"]
    for name in ("open-counter", "call-next", "finish"):
        await hall.command(name, {"counter": "c1"} if name == "open-counter" else {}, proof=clerk)
    rated = await hall.command("rate", {"stars": 1, "comment": words(nth)}, proof=f"Ticket {ticket['token']}")
    assert rated.code == 200, rated.body
    return str(ticket["number"])


def story(path: Path, plot: Callable[[PersonsHall, SimulatedClock], Awaitable[None]], **parts: object) -> None:
    """Play a plot in a hall that keeps personal data for a day."""

    async def play() -> None:
        clock = SimulatedClock(NINE_US)
        composition = Composition(clock=clock, **parts)  # type: ignore[arg-type]
        async with persons_hall(path, composition, standard=kept_for_days(DAYS)) as hall:
            await settled(hall)
            await plot(hall, clock)

    asyncio.run(play())


MOST_TURNS = 10_000


async def hour_by_hour(hall: PersonsHall, clock: SimulatedClock, hours: int) -> None:
    """Let so many hours go by; the watcher looks when it does."""
    for _ in range(hours):
        clock.move_to(clock.now() + HOUR_US)
        await settled(hall)
    for _ in range(MOST_TURNS):  # the change of the day at 04:00 takes turns of the loop, and of the thread that writes
        if hall.service.hall.open:
            break
        await settled(hall)
        await asyncio.sleep(0.001)
    assert hall.service.hall.open
    hall._signed_in.clear()


def test_what_is_over_is_gone_within_the_hour(tmp_path: Path, size: Size, figure: Figure) -> None:
    """Two days of visitors: the first day's are gone from all files while the hall runs, the second's are all there."""
    path, count = tmp_path / "hall", size(30, 600)
    numbers = id_numbers(2 * count, SEED)

    async def plot(hall: PersonsHall, clock: SimulatedClock) -> None:
        for nth in range(count):
            await visit(hall, numbers[nth], nth)
        await hour_by_hour(hall, clock, 20)
        for nth in range(count, 2 * count):
            await visit(hall, numbers[nth], nth)
        await hour_by_hour(hall, clock, 3)
        shutil.copytree(hall.folder, tmp_path / "before")
        await hour_by_hour(hall, clock, 2)
        shutil.copytree(hall.folder, tmp_path / "after")

    story(path, plot)
    over, kept = (secrets_of(path, numbers, some) for some in (range(count), range(count, 2 * count)))
    assert found(tmp_path / "before", over) == len(over)
    left = found(tmp_path / "after", over)
    figure(f"{left} of {len(over)} erased texts found an hour after their time")
    assert left == 0
    assert found(tmp_path / "after", kept) == len(kept)
    proved(path, events_over=4 * count)


def proved(path: Path, *, events_over: int) -> None:
    """Prove the chain and every table of a closed folder."""
    folder = Folder(path)
    try:
        rebuilt = check(folder)
    finally:
        folder.close()
    assert rebuilt.differences == []
    assert rebuilt.events > events_over


def test_who_asks_for_it_is_erased_at_once(tmp_path: Path) -> None:
    """PIPL art. 47: by day and number on the slip; everybody else's data stays, and the journal says that it was done."""
    path, numbers = tmp_path / "hall", id_numbers(8, SEED)

    async def plot(hall: PersonsHall, _: SimulatedClock) -> None:
        labels = [await visit(hall, number, nth) for nth, number in enumerate(numbers)]
        safe, address = await hall.staff("safe"), f"/api/v1/personal/{hall.service.hall.day}/{labels[3]}"
        shown = said(await hall.ask("GET", address, proof=safe))
        assert [(it["field"], it["state"]) for it in shown["held"]] == [("id_number", "kept"), ("comment", "kept")]
        for _again in range(2):
            shown = said(await hall.ask("DELETE", address, proof=safe))
            assert [it["state"] for it in shown["held"]] == ["erased", "erased"]
        await settled(hall)
        shutil.copytree(hall.folder, tmp_path / "after")
        assert key_of(await hall.ask("DELETE", address, proof=await hall.staff("boss")))[0] == 403
        assert key_of(await hall.ask("GET", address + "9", proof=safe)) == (404, "ticket-unknown")
        eye = await hall.staff("eye")
        told = [it for it in said(await hall.ask("GET", "/api/v1/journal?after=1.0", proof=eye)) if it["kind"] == "DataErased"]
        assert [it["event"]["asked_by"] for it in told] == ["safe"]

    story(path, plot)
    others = secrets_of(path, numbers, range(3)) + secrets_of(path, numbers, range(4, 8))
    assert found(tmp_path / "after", secrets_of(path, numbers, range(3, 4))) == 0
    assert found(tmp_path / "after", others) == len(others)
    proved(path, events_over=40)


def test_a_restore_does_not_bring_back_who_asked(tmp_path: Path) -> None:
    """The full copy still has it; the minute's segment says that it was erased."""
    path, place, numbers = tmp_path / "hall", tmp_path / "place", id_numbers(4, SEED)
    place.mkdir()

    async def plot(hall: PersonsHall, clock: SimulatedClock) -> None:
        labels = [await visit(hall, number, nth) for nth, number in enumerate(numbers)]
        key = make_key(tmp_path / "backup.key", path)
        keeper = Keeper(path, place, key)
        await asyncio.to_thread(keeper.full, clock.now())
        restore(place, key, tmp_path / "control", clock.now())
        await hall.ask("DELETE", f"/api/v1/personal/{hall.service.hall.day}/{labels[0]}", proof=await hall.staff("safe"))
        assert await asyncio.to_thread(keeper.segment, clock.now())
        restore(place, key, tmp_path / "restored", clock.now())

    story(path, plot)
    erased, others = secrets_of(path, numbers, range(1)), secrets_of(path, numbers, range(1, 4))
    assert found(tmp_path / "control", erased) == len(erased)
    assert found(tmp_path / "restored", erased) == 0
    assert found(tmp_path / "restored", others) == len(others)


def test_a_server_that_died_in_between_goes_on(tmp_path: Path) -> None:
    """Erased but not yet out of the write-ahead log: the next start settles it."""
    numbers = id_numbers(3, SEED)

    async def plot(hall: PersonsHall, clock: SimulatedClock) -> None:
        for nth, number in enumerate(numbers):
            await visit(hall, number, nth)
        clock._now_us += 25 * HOUR_US  # the time is over, and nobody has looked yet
        assert await hall.server.vault.erase_due(clock.now()) == 6
        shutil.copytree(hall.folder, tmp_path / "died")

    async def look(hall: PersonsHall, _: SimulatedClock) -> None:
        shutil.copytree(hall.folder, tmp_path / "after")

    story(tmp_path / "hall", plot)
    wanted = secrets_of(tmp_path / "hall", numbers, range(3))
    assert found(tmp_path / "died", wanted) == len(wanted)
    story(tmp_path / "died", look)
    assert found(tmp_path / "after", wanted) == 0


def test_a_reader_only_delays_it(tmp_path: Path) -> None:
    """A report that reads for long keeps the log from being emptied; the next look, a minute later, succeeds."""
    numbers = id_numbers(2, SEED)

    async def plot(hall: PersonsHall, clock: SimulatedClock) -> None:
        for nth, number in enumerate(numbers):
            await visit(hall, number, nth)
        with hall.server._folder.database.reader() as reader:
            reader.execute_sql("BEGIN")
            reader.execute_sql("SELECT count(*) FROM event").fetchone()
            clock._now_us += 25 * HOUR_US
            await hall.server.retention.look()
            shutil.copytree(hall.folder, tmp_path / "while")
        await hall.server.retention.look()
        shutil.copytree(hall.folder, tmp_path / "after")

    story(tmp_path / "hall", plot)
    wanted = secrets_of(tmp_path / "hall", numbers, range(2))
    assert found(tmp_path / "while", wanted) == len(wanted)
    assert found(tmp_path / "after", wanted) == 0


def test_control_without_emptying_the_log_it_is_all_there(tmp_path: Path) -> None:
    """Zeros in the table alone leave every text in the write-ahead log."""
    numbers = id_numbers(5, SEED)

    async def plot(hall: PersonsHall, clock: SimulatedClock) -> None:
        for nth, number in enumerate(numbers):
            await visit(hall, number, nth)
        clock._now_us += 26 * HOUR_US
        await hall.server.retention.look()
        shutil.copytree(hall.folder, tmp_path / "after")

    story(tmp_path / "hall", plot, vault=Forgetful)
    wanted = secrets_of(tmp_path / "hall", numbers, range(5))
    assert found(tmp_path / "after", wanted) == len(wanted)


FIRST_TABLE = next(step for step in load_steps()[0] if step.startswith("CREATE TABLE vault"))


@pytest.mark.parametrize(
    ("table", "erase", "secure", "left"),
    [
        ("", "salt = zeroblob(16), content = CAST(zeroblob(length(CAST(content AS BLOB))) AS TEXT)", 1, False),
        ("", "salt = zeroblob(16), content = CAST(zeroblob(length(CAST(content AS BLOB))) AS TEXT)", 0, True),
        ("", "salt = x'', content = ''", 0, True),
        (FIRST_TABLE, "salt = NULL, content = NULL", 1, True),
        (FIRST_TABLE, "salt = NULL, content = NULL", 0, True),
    ],
    ids=[
        "as it is",
        "in place without secure_delete",
        "shortened without secure_delete",
        "out of order",
        "out of order without secure_delete",
    ],
)
def test_control_other_ways_to_erase_leave_copies(tmp_path: Path, table: str, erase: str, secure: int, left: bool) -> None:  # noqa: FBT001 -- a row of the table
    """Why the vault is filled in order and erased in place: SQLite's own copies outlive an UPDATE, even with secure_delete."""
    chance, count = random.Random(SEED), 3000
    file = tmp_path / "vault.sqlite3"
    with sqlite3.connect(file, isolation_level=None) as db:
        for name, value in (PRAGMAS | {"secure_delete": secure, "synchronous": "off"}).items():
            db.execute(f"PRAGMA {name}={value}")
        for statement in [table] if table else [it for step in load_steps() for it in step]:
            db.execute(statement)
        for nth in range(count):
            row = (f"{chance.randrange(10**15):016d}", chance.randbytes(16), words(nth), nth)
            db.execute("INSERT INTO vault (ref, salt, content, erase_after_us) VALUES (?,?,?,?)", row)
        db.execute(f"UPDATE vault SET {erase} WHERE erase_after_us < ?", (count // 2,))  # noqa: S608 -- the rows above
        assert db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    db.close()
    content = file.read_bytes()
    over = sum(words(nth).encode() in content for nth in range(count // 2))
    assert (over > 0) is left, f"{over} of {count // 2} found, seed {SEED}"
    assert all(words(nth).encode() in content for nth in range(count // 2, count) if len(words(nth)) < 300)
