# SPDX-License-Identifier: Apache-2.0
"""One writer, many readers, on a real SQLite file."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import peewee
import pytest

from hallserver.store import database as store
from hallserver.store.database import PRAGMAS, Database, DiskFull, migrate, read_only
from hallserver.store.migrations import load_steps

Story = Callable[[Database], Coroutine[Any, Any, None]]
_SMALL: dict[str, str | int] = PRAGMAS | {"max_page_count": 80}
"""Room for the tables and little more: SQLite itself says that the disk is full."""


def play(path: Path, story: Story, pragmas: dict[str, str | int] | None = None) -> None:
    """Play a story on a database in this folder, then close it."""
    database = Database(path / "hall.sqlite3", pragmas)
    try:
        asyncio.run(story(database))
    finally:
        database.close()


def put(key: str, value: str = "x") -> Callable[[peewee.SqliteDatabase], None]:
    """Return a job that keeps a value."""

    def job(database: peewee.SqliteDatabase) -> None:
        database.execute_sql("INSERT INTO meta (key, value) VALUES (?, ?)", (key, value))

    return job


def keys(database: Database) -> list[str]:
    """Return what is kept, as any reader sees it."""
    with database.reader() as reader:
        return [key for (key,) in reader.execute_sql("SELECT key FROM meta ORDER BY key")]


def test_jobs_run_one_after_the_other_on_one_thread(tmp_path: Path) -> None:
    """Two writers at once can damage a WAL; here there cannot be two."""
    at_work: list[int] = []
    threads: set[int] = set()

    def job(database: peewee.SqliteDatabase) -> int:
        at_work.append(len(at_work))
        threads.add(threading.get_ident())
        database.execute_sql("INSERT OR IGNORE INTO meta (key, value) VALUES ('n', '0')")
        database.execute_sql("UPDATE meta SET value = value + 1 WHERE key = 'n'")
        return int(database.execute_sql("SELECT value FROM meta WHERE key = 'n'").fetchone()[0])

    async def story(database: Database) -> None:
        assert await asyncio.gather(*(database.write(job) for _ in range(50))) == list(range(1, 51))

    play(tmp_path, story)
    assert len(threads) == 1
    assert threading.get_ident() not in threads


@pytest.mark.parametrize("sql", ["INSERT INTO meta VALUES ('x', 'y')", "DELETE FROM event", "CREATE TABLE mine (a)"])
def test_a_reader_cannot_write(tmp_path: Path, sql: str) -> None:
    """A report with a slip in its SQL changes nothing."""

    async def story(database: Database) -> None:
        with database.reader() as reader, pytest.raises(peewee.OperationalError, match="readonly"):
            reader.execute_sql(sql)

    play(tmp_path, story)


def test_a_reader_sees_what_is_committed_and_only_that(tmp_path: Path) -> None:
    """While the writer is in the middle of a group, a reader looks at the one before."""
    in_the_middle, looked = threading.Event(), threading.Event()

    def job(database: peewee.SqliteDatabase) -> None:
        put("half")(database)
        in_the_middle.set()
        assert looked.wait(60)

    async def story(database: Database) -> None:
        await database.write(put("before"))
        writing = asyncio.ensure_future(database.write(job))
        await asyncio.to_thread(in_the_middle.wait, 20)
        during = keys(database)
        looked.set()
        await writing
        assert (during, keys(database)) == (["before"], ["before", "half"])

    play(tmp_path, story)


def test_a_failed_job_is_rolled_back_alone(tmp_path: Path) -> None:
    """The one before and the one after it are kept; its own first half is not."""

    def half(database: peewee.SqliteDatabase) -> None:
        put("half")(database)
        put("before")(database)

    async def story(database: Database) -> None:
        outcomes = await asyncio.gather(
            database.write(put("before")), database.write(half), database.write(put("after")), return_exceptions=True
        )
        assert isinstance(outcomes[1], peewee.IntegrityError)
        assert keys(database) == ["after", "before"]

    play(tmp_path, story)


def test_an_error_of_the_job_itself_reaches_the_one_who_asked(tmp_path: Path) -> None:
    """And the writer goes on."""

    def job(_: peewee.SqliteDatabase) -> None:
        raise ZeroDivisionError

    async def story(database: Database) -> None:
        with pytest.raises(ZeroDivisionError):
            await database.write(job)
        await database.write(put("after"))
        assert keys(database) == ["after"]

    play(tmp_path, story)


def test_who_has_gone_does_not_stop_the_job(tmp_path: Path) -> None:
    """A browser that closes while its command is written must not leave half of it."""

    async def story(database: Database) -> None:
        writing = asyncio.ensure_future(database.write(put("kept")))
        await asyncio.sleep(0)
        writing.cancel()
        await database.write(put("next"))
        assert keys(database) == ["kept", "next"]

    play(tmp_path, story)


def test_a_full_disk_has_its_own_name_and_loses_nothing_else(tmp_path: Path) -> None:
    """SQLITE_FULL is the one failure that a hall lives through."""

    async def story(database: Database) -> None:
        await database.write(put("before"))
        with pytest.raises(DiskFull):
            await database.write(put("large", "x" * 1_000_000))
        assert keys(database) == ["before"]
        await database.write(put("small"))
        assert keys(database) == ["before", "small"]

    play(tmp_path, story, _SMALL)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, value in PRAGMAS.items() if name != "busy_timeout"])
def test_the_writing_connection_has_its_settings(tmp_path: Path, name: str, value: str | int) -> None:
    """``synchronous=FULL`` that is not in force is a promise broken at the next power cut."""
    meant = {"full": 2}.get(str(value), value)

    async def story(database: Database) -> None:
        assert await database.write(lambda db: db.execute_sql(f"PRAGMA {name}").fetchone()[0]) == meant

    play(tmp_path, story)


def test_migrating_again_changes_nothing(tmp_path: Path) -> None:
    """Each start migrates; only the first does anything."""
    path = tmp_path / "hall.sqlite3"
    migrate(path)
    tables = _schema(path)
    play(tmp_path, lambda database: database.write(put("kept")))
    migrate(path)

    assert _schema(path) == tables
    reader = read_only(path)
    assert reader.execute_sql("SELECT key FROM meta").fetchall() == [("kept",)]
    assert reader.execute_sql("SELECT count(*) FROM schema_migration").fetchone() == (len(load_steps()),)
    reader.close()


def _schema(path: Path) -> list[tuple[str, str]]:
    reader = read_only(path)
    rows: list[tuple[str, str]] = reader.execute_sql("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    reader.close()
    return rows


def test_what_waits_is_written_before_closing(tmp_path: Path) -> None:
    """A stop at the wrong moment drops nothing that was handed over."""
    database, errors = Database(tmp_path / "hall.sqlite3"), list[BaseException | None]()
    for nth in range(20):
        database.write_then(put(f"{nth:02d}"), lambda _, error: errors.append(error))
    database.close()

    assert errors == [None] * 20
    with sqlite3.connect(tmp_path / "hall.sqlite3") as kept:
        assert kept.execute("SELECT count(*) FROM meta").fetchone() == (20,)


def test_the_second_belt_holds_whatever_the_program_does(tmp_path: Path) -> None:
    """One number a day and letter, one called or served leg a counter: the tables refuse the second."""
    ticket = (
        "INSERT INTO ticket (id, day, letter, number, label, issued_us, grp, declared, needs, party, language, channel, actor,"
        " ahead, standard, state) VALUES (?, '2026-11-23', 'A', 1, 'A001', 0, '', '', '[]', 1, 'en', 'kiosk', '', 0, '', 'open')"
    )
    leg = (
        "INSERT INTO leg (ticket, leg, day, queue, service, services, opened_by, opened_us, target_s, grp, credit_s, counter, state)"
        " VALUES (?, 1, '', '', '', '', '', 0, 0, '', 0, 'c1', ?)"
    )

    async def story(database: Database) -> None:
        await database.write(lambda db: db.execute_sql(ticket, ("1.1",)))
        await database.write(lambda db: db.execute_sql(leg, ("1.1", "called")))
        with pytest.raises(peewee.IntegrityError):
            await database.write(lambda db: db.execute_sql(ticket, ("1.2",)))
        with pytest.raises(peewee.IntegrityError):
            await database.write(lambda db: db.execute_sql(leg, ("1.2", "serving")))
        await database.write(lambda db: db.execute_sql(leg, ("1.2", "held")))

    play(tmp_path, story)


class Failing(sqlite3.OperationalError):
    """What SQLite says when the kernel could not sync."""

    sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC


def test_an_io_error_is_told_before_anybody_hears_of_it(tmp_path: Path) -> None:
    """The hall ends its process on the spot; also where it was not the journal's own write."""
    heard: list[str] = []

    def fail(_: peewee.SqliteDatabase) -> None:
        message = "disk I/O error"
        raise Failing(message)

    async def story(database: Database) -> None:
        database.on_fault = lambda error: heard.append(str(error))
        with pytest.raises(Failing):
            await database.write(fail)
        assert heard == ["disk I/O error"]
        with pytest.raises(peewee.IntegrityError):
            await database.write(lambda db: (put("a")(db), put("a")(db)))
        assert heard == ["disk I/O error"]

    play(tmp_path, story)


def test_a_full_disk_is_no_io_error_and_has_its_sentence(tmp_path: Path) -> None:
    """The index of the log that cannot grow is a full disk too: nothing is broken, and it gets better."""
    heard: list[str] = []

    def fail(_: peewee.SqliteDatabase) -> None:
        error = Failing("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
        raise error

    async def story(database: Database) -> None:
        database.on_fault = lambda error: heard.append(str(error))
        with pytest.raises(DiskFull) as refused:
            await database.write(fail)
        assert (refused.value.status, refused.value.key) == (503, "disk-full")
        assert heard == []

    play(tmp_path, story)


def test_a_writer_that_cannot_open_says_so_to_whoever_writes(tmp_path: Path) -> None:
    """A thread that died without a word would leave everybody waiting; and it tries again."""

    async def story(database: Database) -> None:
        path, database.path = database.path, tmp_path / "gone" / "hall.sqlite3"
        database.close()
        database._thread = threading.Thread(target=database._run)
        database._thread.start()
        with pytest.raises(peewee.OperationalError, match="unable to open"):
            await database.write(put("a"))
        database.path.parent.mkdir()
        migrate(database.path)
        await database.write(put("b"))
        assert keys(database) == ["b"]
        assert path != database.path

    play(tmp_path, story)


def test_the_log_is_brought_into_the_file_now_and_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It would grow for ever; and where there is little room, the log says so in time."""
    monkeypatch.setattr(store, "CHECKPOINT_EVERY", 2)
    monkeypatch.setattr(store, "LOW_DISK", 1 << 60)

    async def story(database: Database) -> None:
        for key in ("a", "b", "c"):
            await database.write(put(key))
        alone = sqlite3.connect(f"file:{database.path}?immutable=1", uri=True)
        assert [key for (key,) in alone.execute("SELECT key FROM meta ORDER BY key")] == ["a", "b"]
        alone.close()

    play(tmp_path, story)
    assert "MB are free" in caplog.text


def test_the_log_is_emptied_when_asked_unless_somebody_reads(tmp_path: Path) -> None:
    """What was erased must not stand there; and nobody's ticket waits for a reader."""

    async def story(database: Database) -> None:
        log = database.path.with_name(f"{database.path.name}-wal")
        await database.write(put("a"))
        with database.reader() as reader, reader.atomic():
            reader.execute_sql("SELECT count(*) FROM meta").fetchone()
            await database.write(put("b"))
            assert not await database.checkpoint()
        assert log.stat().st_size > 0
        assert await database.checkpoint()
        assert log.stat().st_size == 0

    play(tmp_path, story)
