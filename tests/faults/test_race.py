# SPDX-License-Identifier: Apache-2.0
"""Many at once, and answers that get lost: one tap is one number, one press is one call, one folder has one server and one writer.

Two clerks and one ticket (R9) are in ``tests/stories/test_races.py``.
"""

import asyncio
import os
import random
import select
import socket
import sqlite3
import struct
import sys
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import peewee
import pytest

from hallserver.cli.doctor import environment as examined
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.store import engine
from hallserver.store.database import PRAGMAS, Database, Done, Job, read_only, writable
from hallserver.store.folder import FILE, Folder, open_reading
from tests.faults.screen_line import screen_line
from tests.stories.caller import Unheard, together
from tests.stories.server_process import PATIENCE_S, HallProcess, Prepared, hallserver, journal_of, prepared, rebuilt, serving
from tests.support import KIOSK, new_folder, open_service, set_up

Size = Callable[[int, int], int]
Figure = Callable[[str], None]


def happened(path: Path, kind: type[e.Event]) -> list[Any]:
    """Return the events of this kind that the journal holds."""
    return [it.event for it in journal_of(path) if isinstance(it.event, kind)]


# ---- R7: double taps ----

AT_ONCE = 4


def tapped(server: HallProcess, kiosks: list[str]) -> None:
    """Let each kiosk send one tap twice at the same moment, over two connections."""

    def tap(number: int) -> None:
        for kiosk in range(number // 2, len(kiosks), AT_ONCE):
            with server.caller(kiosks[kiosk]) as caller:
                barriers[kiosk].wait(PATIENCE_S)
                said = caller.command("take-ticket", {"services": ["seniors"]}, key=f"tap-{kiosk}")
                assert said.status == 200, said.body

    barriers = [threading.Barrier(2) for _ in kiosks]
    together(2 * AT_ONCE, tap)


@pytest.mark.promise("R7")
def test_a_double_tap_is_one_ticket(tmp_path: Path, size: Size, figure: Figure) -> None:
    """Both requests are on their way before the first is answered; the visitor gets one number."""
    pairs = size(24, 200)
    hall = prepared(tmp_path / "hall", clerks=1, kiosks=pairs)
    with serving(hall.path) as server:
        tapped(server, hall.kiosks)
        assert server.stop() == 0
    rows = len(happened(hall.path, e.TicketIssued))
    figure(f"{pairs} double taps in parallel: {rows} tickets")
    assert rows == pairs
    assert rebuilt(hall.path)["rows"]["ticket"] == pairs


@pytest.mark.promise("R7")
def test_a_hall_that_forgets_keys_gives_two_numbers_a_tap(tmp_path: Path) -> None:
    """The control."""
    hall = prepared(tmp_path / "hall", clerks=1, kiosks=8)
    with serving(hall.path, "idempotency") as server:
        tapped(server, hall.kiosks)
    assert len(happened(hall.path, e.TicketIssued)) == 16


@pytest.mark.promise("R7")
def test_however_taps_and_restarts_mix_each_key_is_one_ticket(tmp_path: Path, size: Size) -> None:
    """Keys come again at once, later, and after the server was started anew."""
    for seed in range(size(2, 40)):
        rng = random.Random(seed)
        taps = [(rng.randrange(5), rng.random() < 0.3) for _ in range(20)]
        check_taps(new_folder(tmp_path / f"seed-{seed}"), taps)


def check_taps(path: Path, taps: list[tuple[int, bool]]) -> None:
    """Tap with each of these keys, twice at once; with ``True``, behind a restart."""

    async def story() -> None:
        service, folder, clock = open_service(path)
        await set_up(service)
        numbers: dict[int, str] = {}
        for key, anew in taps:
            if anew:
                folder.close()
                service, folder, _ = open_service(path, clock=clock)
            wish = c.TakeTicket(services=("seniors",))
            answers = await asyncio.gather(*(service.submit(wish, KIOSK, f"tap-{key}") for _ in range(2)))
            heard = {str(it.result["number"]) for it in answers} | {numbers.setdefault(key, str(answers[0].result["number"]))}
            assert len(heard) == 1, path.name
        folder.close()
        assert len(set(numbers.values())) == len(numbers), path.name

    asyncio.run(story())
    assert len(happened(path, e.TicketIssued)) == len({key for key, _ in taps})


# ---- R10: the answer is lost, the clerk presses again ----


def press_and_lose(server: HallProcess, proof: str, key: str, *, after_commit: bool) -> None:
    """Press once; cut the line without reading a byte, after the answer is there (so it is durable) or right after sending."""
    with server.caller(proof) as caller:
        body = b"{}"
        head = f"POST /api/v1/commands/finish-and-call HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nAuthorization: {proof}\r\n"
        caller._socket.sendall(f"{head}Idempotency-Key: {key}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        if after_commit:
            assert select.select([caller._socket], [], [], PATIENCE_S)[0], "no answer came"
        reset(caller._socket)


def reset(line: socket.socket) -> None:
    """Let the line end with a reset, as when a cable is pulled and put back."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def pressed_again(server: HallProcess, hall: Prepared, presses: int, seed: int) -> list[str]:
    """Press so many times, each answer lost at first; return the ticket that each press brought."""
    proof, brought, rng = hall.clerks[0].proof, list[str](), random.Random(seed)
    with server.caller(proof) as caller:
        brought.append(caller.command("call-next", key="first").result["ticket"])
    for n in range(1, presses):
        for _ in range(rng.randint(1, 2)):
            press_and_lose(server, proof, f"press-{n}", after_commit=rng.random() < 0.7)
        with server.caller(proof) as caller:
            brought.append(caller.command("finish-and-call", key=f"press-{n}").result["ticket"])
    return brought


@pytest.mark.promise("R10")
def test_a_lost_answer_skips_nobody(tmp_path: Path, size: Size, figure: Figure) -> None:
    """The clerk sees nothing happen and presses again: the same visitor comes back, not the next one."""
    presses = size(20, 200)
    hall = prepared(tmp_path / "hall", clerks=1, tickets=presses + 5)
    with serving(hall.path) as server:
        brought = pressed_again(server, hall, presses, seed=10)
        assert server.stop() == 0
    called = [it.ticket for it in happened(hall.path, e.TicketCalled)]
    figure(f"{presses} presses, every answer cut and pressed again: {len(called)} tickets called")
    assert called == brought
    assert len(set(called)) == presses
    waiting = [ticket for ticket in hall.tickets if ticket not in called]
    assert len(waiting) == 5, "somebody was skipped"


@pytest.mark.promise("R10")
def test_the_same_on_the_line_of_the_clerks_screen(tmp_path: Path) -> None:
    """The screen repeats under the same id when its line comes back."""
    hall = prepared(tmp_path / "hall", clerks=1, tickets=4)
    token = {"token": hall.clerks[0].proof.removeprefix("Bearer ")}
    brought = []
    with serving(hall.path) as server:
        for n, name in enumerate(("call-next", "finish-and-call", "finish-and-call")):
            for time in range(2):
                with screen_line(server, "clerk", token) as line:
                    line.send({"id": f"press-{n}", "command": name, "fields": {}})
                    heard = line.hear("answer", PATIENCE_S)
                    assert heard is not None
                    if time == 0:
                        reset(line.connection.socket)
                    else:
                        brought.append(heard.said["answer"]["result"]["ticket"])
    assert [it.ticket for it in happened(hall.path, e.TicketCalled)] == brought == hall_order(hall)[:3]


def hall_order(hall: Prepared) -> list[str]:
    """Return who waits in the order of issue, which is that of both queues taken in turn."""
    return hall.tickets


@pytest.mark.promise("R10")
def test_a_hall_that_forgets_keys_skips_visitors(tmp_path: Path) -> None:
    """The control: each press again finishes the one who was just called, and calls another."""
    hall = prepared(tmp_path / "hall", clerks=1, tickets=80)
    with serving(hall.path, "idempotency") as server:
        brought = pressed_again(server, hall, 10, seed=10)
    called = [it.ticket for it in happened(hall.path, e.TicketCalled)]
    assert len(called) > len(brought)


# ---- R27: one server a folder, one writer a server ----


@pytest.mark.promise("R27")
def test_a_second_server_on_the_folder_is_refused_and_told_who_has_it(tmp_path: Path) -> None:
    """Started twice by hand, or by a supervisor beside a terminal: the first goes on undisturbed."""
    hall = prepared(tmp_path / "hall", clerks=1)
    with serving(hall.path) as server:
        second = hallserver("serve", "--data", hall.path, "--port", 0)
        assert second.returncode == 75
        assert str(server.pid) in second.stderr
        assert str(hall.path) in second.stderr
        with server.caller(hall.kiosks[0]) as kiosk:
            assert kiosk.command("take-ticket", {"services": ["seniors"]}).result["number"] == "A001"


@pytest.mark.promise("R27")
def test_without_the_lock_one_of_two_servers_dies_at_its_work(tmp_path: Path) -> None:
    """The control: both serve; the store's keys end the one that comes second, a visitor at its kiosk."""
    hall = prepared(tmp_path / "hall", clerks=1)
    with serving(hall.path, "folder-lock") as one, serving(hall.path, "folder-lock") as other:
        with one.caller(hall.kiosks[0]) as kiosk:
            assert kiosk.command("take-ticket", {"services": ["seniors"]}).status == 200
        with other.caller(hall.kiosks[0]) as kiosk, pytest.raises(Unheard):
            kiosk.command("take-ticket", {"services": ["founding"]})
        assert other.ended() == 70


WRITES = (
    "INSERT INTO meta (key, value) VALUES ('x', 'y')",
    "UPDATE event SET actor = 'person:nobody'",
    "DELETE FROM event",
    "CREATE TABLE x (y)",
    "CREATE INDEX x ON event (day)",
    "DROP TABLE rating",
    "PRAGMA query_only = 0; UPDATE meta SET value = 'y'",
    "PRAGMA user_version = 9",
    "PRAGMA journal_mode = DELETE",
    "REINDEX",
    "VACUUM",
    "BEGIN IMMEDIATE; DELETE FROM ticket; COMMIT",
)
"""Ways to change a file."""


def state_of(path: Path) -> tuple[int, ...]:
    """Return what a write would have changed: rows of the journal and the tables, version and mode of the file."""
    with closing(sqlite3.connect(f"file:{path / FILE}?mode=ro", uri=True)) as database:
        asked = (
            "SELECT count(*) FROM event",
            "SELECT count(*) FROM meta",
            "PRAGMA user_version",
            "SELECT count(*) FROM sqlite_schema",
            "SELECT count(*) FROM event WHERE actor = 'person:nobody'",
            "SELECT journal_mode = 'wal' FROM pragma_journal_mode",
        )
        return tuple(database.execute(sql).fetchone()[0] for sql in asked)


def attempts(database: peewee.SqliteDatabase, path: Path) -> list[str]:
    """Try every way to write; return those that changed anything."""
    done = []
    for sql in WRITES:
        before = state_of(path)
        for statement in sql.split("; "):
            with suppress(peewee.DatabaseError, sqlite3.DatabaseError):
                database.connection().execute(statement)
        if database.connection().in_transaction:
            database.connection().rollback()
        if state_of(path) != before:
            done.append(sql)
    return done


@pytest.mark.promise("R27")
def test_every_other_way_to_open_the_hall_refuses_to_write(tmp_path: Path, figure: Figure) -> None:
    """Reports, doctor, replayed journals, backups: whoever reads cannot write, even when it tries."""
    hall = prepared(tmp_path / "hall", clerks=1, tickets=3)
    wrote, ways = list[str](), 0
    with closing(Folder(hall.path)) as folder:
        _, reader = open_reading(hall.path)
        for opened in (folder.database.reader, folder.journal._reader, reader):
            with opened() as database:
                wrote += attempts(database, hall.path)
                ways += 1
        database = read_only(hall.path / FILE)
        wrote += attempts(database, hall.path)
        database.close()
    figure(f"{len(wrote)} of {len(WRITES) * (ways + 1)} tries to write beside the one writer succeeded")
    assert wrote == []


@pytest.mark.promise("R27")
def test_a_plain_connection_writes(tmp_path: Path) -> None:
    """The control: the same tries with a connection like any other."""
    hall = prepared(tmp_path / "hall", clerks=1, tickets=3)
    database = writable(hall.path / FILE, {})
    database.connect()
    assert len(attempts(database, hall.path)) >= 5
    database.close()


@pytest.mark.promise("R27")
@pytest.mark.skipif(sys.platform != "linux", reason="not run: reads /proc")
def test_a_server_at_work_holds_the_file_open_for_writing_once(tmp_path: Path) -> None:
    """Seen from outside: with clerks, screens and a report at work, one descriptor of the process may write."""
    hall = prepared(tmp_path / "hall", clerks=2, tickets=20)
    with serving(hall.path) as server, server.caller(hall.manager) as manager, server.caller(hall.clerks[0].proof) as clerk:
        most = 0
        for _ in range(3):
            assert clerk.command("call-next").status in (200, 409)
            assert manager.ask("GET", "/api/v1/reports/day.json").status == 200
            most = max(most, writers_of(server.pid, hall.path / FILE))
        assert most == 1, "writing descriptors"


def writers_of(pid: int, file: Path) -> int:
    """Return how many descriptors of the process have this file open for writing."""
    count = 0
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            if os.readlink(link) == str(file.resolve()):  # noqa: PTH115 - pathlib would resolve further
                flags = next(line for line in Path(f"/proc/{pid}/fdinfo/{link.name}").read_text().splitlines() if line.startswith("flags"))
                count += bool(int(flags.split()[1], 8) & (os.O_WRONLY | os.O_RDWR))
    return count


@pytest.mark.promise("R27")
@pytest.mark.parametrize(("version", "says"), [((3, 40, 1), "3.7.0–3.51.2"), ((3, 51, 3), "没有 WAL"), ((3, 50, 7), "没有 WAL")])
def test_the_doctor_says_whether_this_sqlite_has_the_fault(
    version: tuple[int, int, int], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who runs an affected version must know why it is safe here."""
    monkeypatch.setattr("hallserver.cli.doctor.SQLITE", version)
    found = next(it for it in examined() if it.subject == "sqlite")
    assert says in found.found
    assert engine.has_wal_reset_fault(version) == ("3.7.0" in says)


# ---- R26: readers and writers at once ----


class ManyWriters(Database):
    """Every job on a connection of its own, begun as peewee's ``atomic()`` begins: read first, write later."""

    def write_then(self, job: Job, done: Done) -> None:
        """Run the job where it was asked for."""
        database = writable(self.path, PRAGMAS | {"busy_timeout": 0})
        database.connect()
        try:
            with database.atomic():
                result = job(database)
        except peewee.DatabaseError as error:
            done(None, error)
        else:
            done(result, None)
        finally:
            database.close()


def writing(database: Database, key: str, meet: threading.Barrier) -> list[BaseException]:
    """Read, wait for the others who have read, write; return what refused it."""
    refused: list[BaseException] = []
    told = threading.Event()

    def job(db: peewee.SqliteDatabase) -> None:
        db.execute_sql("SELECT count(*) FROM meta").fetchone()
        with suppress(threading.BrokenBarrierError):
            meet.wait(PATIENCE_S)
        db.execute_sql("INSERT INTO meta (key, value) VALUES (?, 'x')", (key,))

    def answered(_: object, error: BaseException | None) -> None:
        refused.extend([error] if error is not None else [])
        told.set()

    database.write_then(job, answered)
    assert told.wait(PATIENCE_S)
    return refused


def written(database: Database, clerks: int, calls: int) -> list[BaseException]:
    """Let clerks read and write at once while somebody copies the file and somebody reads all of it; return the refusals."""
    # Jobs of the one writer come after each other: they cannot meet.
    meet, stop = threading.Barrier(1 if type(database) is Database else clerks), threading.Event()

    def work(clerk: int) -> list[BaseException]:
        return [error for n in range(calls) for error in writing(database, f"{clerk}-{n}", meet)]

    def read() -> None:
        while not stop.is_set():
            with database.reader() as reader, closing(sqlite3.connect(":memory:")) as copy:
                reader.connection().backup(copy, pages=1)
                reader.execute_sql("SELECT count(*) FROM event, meta").fetchone()

    with ThreadPoolExecutor(clerks + 1) as threads:
        reading = threads.submit(read)
        refused = [error for each in [threads.submit(work, clerk) for clerk in range(clerks)] for error in each.result()]
        stop.set()
        reading.result()
    return refused


@pytest.mark.promise("R26")
def test_six_clerks_a_backup_and_a_report_are_never_locked_out(tmp_path: Path, size: Size, figure: Figure) -> None:
    """Through the door: clerks call, a copy of the file is made again and again, the manager asks for reports."""
    tickets = size(60, 1200)
    hall = prepared(tmp_path / "hall", clerks=6, tickets=tickets)
    stop = threading.Event()
    with serving(hall.path) as server:

        def copy() -> int:
            copies = 0
            while not stop.is_set():
                live, to = sqlite3.connect(f"file:{hall.path / FILE}?mode=ro", uri=True), sqlite3.connect(":memory:")
                with closing(live), closing(to):
                    live.backup(to, pages=20)
                    assert to.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                copies += 1
            return copies

        def report() -> int:
            reports = 0
            with server.caller(hall.manager) as manager:
                while not stop.is_set():
                    assert manager.ask("GET", "/api/v1/reports/day.json").status == 200
                    reports += 1
            return reports

        def clerks() -> list[int]:
            return [status for statuses in together(6, lambda number: _serve_all(server, hall, number)) for status in statuses]

        with ThreadPoolExecutor(3) as threads:
            copying, reporting = threads.submit(copy), threads.submit(report)
            try:
                statuses = Counter(threads.submit(clerks).result())
            finally:
                stop.set()
            copies, reports = copying.result(), reporting.result()
        said = server.said()
    refused = sum(times for status, times in statuses.items() if status not in (200, 409))
    figure(f"{refused} of {sum(statuses.values()):,} answers refused during {copies} copies and {reports} reports")
    assert refused == 0, statuses
    assert "locked" not in said
    assert min(copies, reports) > 0
    assert len({it.ticket for it in happened(hall.path, e.TicketCalled)}) == tickets


def _serve_all(server: HallProcess, hall: Prepared, number: int) -> list[int]:
    """Call and finish until nobody waits; return every status."""
    statuses = list[int]()
    with server.caller(hall.clerks[number].proof) as caller:
        said = caller.command("call-next")
        statuses.append(said.status)
        while said.status == 200 and said.json["result"]["ticket"] is not None:
            said = caller.command("finish-and-call")
            statuses.append(said.status)
    return statuses


@pytest.mark.promise("R26")
def test_the_one_writer_is_never_locked_and_six_writers_are(tmp_path: Path) -> None:
    """At the store, the same work on the shipped part and, as the control, on one where each has a connection of its own."""
    refused: dict[type[Database], list[BaseException]] = {}
    for kind in (Database, ManyWriters):
        path = new_folder(tmp_path / kind.__name__)
        with closing(kind(path / FILE)) as database:
            refused[kind] = written(database, 6, 10)
    assert refused[Database] == []
    assert refused[ManyWriters]
    assert {str(error) for error in refused[ManyWriters]} == {"database is locked"}
