# SPDX-License-Identifier: Apache-2.0
"""Rows of ratings: given, added, doubted, closed, not given; and an update writes what a newer program has said already."""

import json
import sqlite3
from contextlib import closing
from importlib import import_module
from pathlib import Path

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.roles import SERVICE_CLOCK, visitor
from hallserver.store.database import PRAGMAS, writable
from hallserver.store.folder import FILE, Folder
from hallserver.store.projections import TABLES
from hallserver.store.rebuild import check
from hallserver.store.vault import Vault
from tests.support import APPROVAL, DUTY, LI, RATER, Play, keep, new_folder

COLUMNS = "stage, nth, stars, kind, case_no, named, contact_ref, channel, doubt, length(standard)"


def days() -> Play:
    """Return a hall with a rating at the counter, one from the phone with a contact and an addition, a closed case, a silent visit."""
    play = Play().open()
    play.take()
    play.serve()
    play.ask(c.Rate(stars=5), RATER)
    play.take()
    ticket = play.call()
    play.later(5).ask(c.Start(), LI)
    play.later(60).ask(c.Finish(outcome="accepted", case_no="SZ-1"), LI)
    sealed = c.Personal("", c.Sealed(ref="r9", digest="d9"))
    play.later(9).ask(c.Rate(stars=3, contact=sealed), visitor(ticket.id))
    play.later(9).ask(c.Rate(stars=4, follow_up=True), visitor(ticket.id))
    play.ask(c.CloseDay(), DUTY)
    play.later(24 * 3600).ask(c.OpenDay(), DUTY)
    play.ask(c.ImportCompletion(case_no="SZ-1"), APPROVAL)
    play.ask(c.Rate(stars=4, stage="completed"), visitor(ticket.id))
    play.fold(e.RatingDefaulted(ticket="1.99", leg=1, counter="c1", clerk="li", stars=3, day="2026-11-23"), SERVICE_CLOCK)
    play.ask(c.CloseDay(), DUTY)
    return play


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    """Return what a file has."""
    with closing(sqlite3.connect(path / FILE)) as database:
        return database.execute(sql).fetchall()


def test_every_kind_of_rating_has_its_row_and_what_was_not_given_is_in_a_table_of_its_own(tmp_path: Path) -> None:
    """No sum over ``rating`` can ever hold one that nobody gave."""
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        keep(folder, days().entries)
        assert check(folder).differences == []
        assert [(it.field, it.ref) for it in Vault(folder.database).held("2026-11-23", "A002")[1]] == [("contact", "r9")]
    path = tmp_path / "hall"
    assert rows(path, f"SELECT {COLUMNS} FROM rating ORDER BY at_us, nth") == [  # noqa: S608 -- constants only
        ("accepted", 1, 5, "given", "", 0, None, "rater", "too-soon", 12),
        ("accepted", 1, 3, "given", "SZ-1", 1, "r9", "qr", "", 12),
        ("accepted", 2, 4, "follow-up", "SZ-1", 0, None, "qr", "", 12),
        ("completed", 1, 4, "given", "SZ-1", 0, None, "qr", "", 12),
    ]
    assert rows(path, "SELECT case_no, day, counter, clerk FROM case_completed") == [("SZ-1", "2026-11-23", "c1", "li")]
    assert rows(path, "SELECT ticket, stage, stars, day FROM rating_default") == [("1.99", "accepted", 3, "2026-11-23")]


def test_an_update_fills_in_what_the_journal_says(tmp_path: Path) -> None:
    """The step is taken back and made again: the same rows."""
    step = import_module("hallserver.store.migrations.0012_ratings")
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        keep(folder, days().entries)
    tables = [f"SELECT * FROM {table}" for table in ("rating", "case_completed", "rating_default")]  # noqa: S608 -- constants only
    before = [rows(tmp_path / "hall", sql) for sql in tables]
    database = writable(tmp_path / "hall" / FILE, PRAGMAS)
    with database.connection_context():
        step.down(None, database)
        step.up(None, database)

    assert json.dumps([rows(tmp_path / "hall", sql) for sql in tables]) == json.dumps(before)


def test_going_back_behind_the_ratings_and_forth_again_keeps_everything(tmp_path: Path) -> None:
    """An older server is put in for a night: every table, index and roll-up is as it was, and what the journal says fits."""
    steps = [import_module(f"hallserver.store.migrations.{name}") for name in ("0012_ratings", "0015_ratings_rolled")]
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        keep(folder, days().entries)

    def kept() -> list[object]:
        schema = rows(tmp_path / "hall", "SELECT type, name, tbl_name FROM sqlite_master ORDER BY type, name")
        return [schema, *(rows(tmp_path / "hall", f"SELECT * FROM {table} ORDER BY {order}") for table, order in TABLES.items())]  # noqa: S608 -- TABLES only

    before = kept()
    database = writable(tmp_path / "hall" / FILE, PRAGMAS)
    with database.connection_context():
        for step in reversed(steps):
            step.down(None, database)
        without = kept_names(tmp_path / "hall")
        for step in steps:
            step.up(None, database)
    database.close()

    assert not {"case_completed", "rating_default"} & without
    assert kept() == before
    with closing(Folder(tmp_path / "hall")) as folder:
        assert check(folder).differences == []


def kept_names(path: Path) -> set[object]:
    """Return which tables a file has."""
    return {name for (name,) in rows(path, "SELECT name FROM sqlite_master WHERE type = 'table'")}
