# SPDX-License-Identifier: Apache-2.0
"""R32: an update that dies leaves the old tables or the new ones, never something between."""

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path

import peewee
import pytest

from hallserver.store import database
from hallserver.store.database import PRAGMAS, STEPS, NewerTables, migrate
from tests.stories.server_process import prepared, rebuilt

pytestmark = [
    pytest.mark.promise("R32"),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="not run: needs fork"),
]

SECOND = '''
"""A table, a column filled from another table, an index: what an update does."""
{atomic}
def up(migrator, db):
    db.execute_sql("CREATE TABLE extra (id INTEGER PRIMARY KEY, said TEXT NOT NULL)")
    db.execute_sql("INSERT INTO extra (said) SELECT label FROM ticket")
    db.execute_sql("ALTER TABLE ticket ADD COLUMN said TEXT NOT NULL DEFAULT ''")
    db.execute_sql("UPDATE ticket SET said = label || '!'")
    db.execute_sql("CREATE INDEX ticket_said ON ticket (said)")
'''
THIRD = '''
"""A table made anew under its old name, as SQLite needs it to change a constraint."""
{atomic}
def up(migrator, db):
    db.execute_sql("CREATE TABLE rating_new AS SELECT *, 0 AS weight FROM rating")
    db.execute_sql("DROP TABLE rating")
    db.execute_sql("ALTER TABLE rating_new RENAME TO rating")
    db.execute_sql("DELETE FROM extra WHERE id % 2")
'''
MOST_STATEMENTS = 500
State = tuple[tuple[str, ...], ...]


def steps_in(folder: Path, *, whole: bool = True, upto: int = 3) -> Path:
    """Return a folder with the shipped steps and two of a later version; ``whole``: each in one transaction."""
    shutil.copytree(STEPS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    number = max(int(path.name[:4]) for path in folder.glob("[0-9]*.py"))
    for offset, text in enumerate((SECOND, THIRD)[: upto - 1], 1):
        (folder / f"{number + offset:04d}_later.py").write_text(text.format(atomic="" if whole else "atomic = False\n"), encoding="utf-8")
    return folder


def state_of(path: Path) -> State:
    """Return the tables of a file and what is in them, the times of its steps left out."""
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        schema = db.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name").fetchall()
        tables = [name for name, sql in schema if sql and sql.startswith("CREATE TABLE")]
        rows = {name: db.execute(f"SELECT * FROM {name}").fetchall() for name in tables if name != "schema_migration"}  # noqa: S608
        steps = db.execute("SELECT name FROM schema_migration ORDER BY name").fetchall()
    return tuple(tuple(map(repr, part)) for part in (schema, sorted(rows.items()), steps))


def dies_at(path: Path, steps: Path, nth: int) -> bool:
    """Migrate in a process that is killed before its n-th statement; tell whether it came so far."""
    child = os.fork()
    if child == 0:
        _migrate_and_die(path, steps, nth)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def _migrate_and_die(path: Path, steps: Path, nth: int) -> None:
    """Run in the child; never returns."""
    left = nth

    def count(_: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    class Traced(peewee.SqliteDatabase):
        def _connect(self) -> sqlite3.Connection:
            connection: sqlite3.Connection = super()._connect()  # type: ignore[misc]  # the stubs leave it out
            connection.set_trace_callback(count)
            return connection

    setattr(database, "writable", lambda file, pragmas: Traced(str(file), pragmas=pragmas, autoconnect=False))  # noqa: B010
    try:
        migrate(path, PRAGMAS, steps)
    finally:
        os._exit(0)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the database of a hall that has issued and closed nothing yet but is in use."""
    return prepared(tmp_path_factory.mktemp("old") / "hall", tickets=12).path / "hall.sqlite3"


def between(old: Path, steps: Path, tmp_path: Path) -> tuple[int, int]:
    """Die at every statement; return at how many there were, and how many left something between or could not go on."""
    whole = {state_of(old)}
    for upto in (2, 3):
        one = _copy(old, tmp_path / f"upto-{upto}.sqlite3")
        migrate(one, PRAGMAS, steps_in(tmp_path / f"steps-{upto}", upto=upto))
        whole.add(state_of(one))
        final = state_of(one)
    harmed, file = 0, tmp_path / "dying.sqlite3"
    for nth in range(1, MOST_STATEMENTS):
        if not dies_at(_copy(old, file), steps, nth):
            assert state_of(file) == final
            return nth - 1, harmed
        harmed += state_of(file) not in whole or not _goes_on(file, steps, final)
    pytest.fail("the migration never came to its end")


def _copy(old: Path, to: Path) -> Path:
    for ending in ("", "-wal", "-shm"):
        to.with_name(to.name + ending).unlink(missing_ok=True)
    shutil.copy(old, to)
    return to


def _goes_on(file: Path, steps: Path, final: State) -> bool:
    """Tell whether the next start ends where an undisturbed one does."""
    try:
        migrate(file, PRAGMAS, steps)
    except peewee.DatabaseError:
        return False
    return state_of(file) == final


def test_an_update_that_dies_at_any_statement_leaves_old_or_new(old: Path, tmp_path: Path, figure: Callable[[str], None]) -> None:
    """A power cut during an update on Sunday night must not cost the hall its Monday."""
    points, harmed = between(old, steps_in(tmp_path / "steps"), tmp_path)

    figure(f"{harmed} of {points} statements left anything between")
    assert harmed == 0
    assert points > 15


def test_control_without_a_transaction_something_is_left_between(old: Path, tmp_path: Path) -> None:
    """The same steps, each statement for itself, as an update without the protection."""
    points, harmed = between(old, steps_in(tmp_path / "steps", whole=False), tmp_path)

    assert 0 < harmed < points


def test_an_older_program_leaves_a_newer_file_alone(old: Path, tmp_path: Path) -> None:
    """After a step back the old program must say what is the matter, not write rows that the new one cannot read."""
    file = _copy(old, tmp_path / "hall.sqlite3")
    migrate(file, PRAGMAS, steps_in(tmp_path / "steps"))
    newer = state_of(file)

    with pytest.raises(NewerTables, match="_later"):
        migrate(file)

    assert state_of(file) == newer


def test_what_the_shipped_steps_make_serves(old: Path) -> None:
    """The file that the other tests start from is a real hall's."""
    assert rebuilt(old.parent)["differences"] == []
