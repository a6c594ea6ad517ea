# SPDX-License-Identifier: Apache-2.0
"""The proof: everything that is kept equals what the journal says, and what does not is named."""

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import peewee
import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.commands_site import Found
from hallserver.core.roles import SERVICE_SETUP
from hallserver.store.anchor import Anchor
from hallserver.store.chain import ChainBroken
from hallserver.store.folder import FILE, Folder
from hallserver.store.projections import TABLES
from hallserver.store.rebuild import _AT_ONCE, Rebuilt, _empty, _refold, _rows_differ, check
from tests.support import DUTY, GUIDE, LI, Play, keep, names, new_folder, next_day, varied_day


@pytest.fixture(scope="module")
def play() -> Play:
    """Return two days: a varied one, closed, and one that has begun."""
    play = next_day(varied_day(), hours=24).open()
    play.take()
    play.call()
    return play


@pytest.fixture
def folder(tmp_path: Path, play: Play) -> Iterator[Folder]:
    """Give an open folder with these days."""
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        keep(folder, play.entries)
        yield folder


def changed(folder: Folder, sql: str) -> Rebuilt:
    """Change the file behind the hall's back and check."""
    with closing(sqlite3.connect(folder.path / FILE)) as database, database:
        database.execute(sql)
    return check(folder)


def test_what_nobody_touched_is_clean(folder: Folder, play: Play) -> None:
    """Every table was looked at, and had rows."""
    found = check(folder)

    assert (found.events, found.differences) == (len(play.entries), [])
    assert set(found.rows) == set(TABLES)
    assert all(found.rows.values())


@pytest.mark.parametrize(
    ("table", "sql"),
    [
        ("ticket", "UPDATE ticket SET issued_us = issued_us - 1 WHERE number = 3"),
        ("leg", "UPDATE leg SET first_called_us = first_called_us - 60000000 WHERE rowid IS NOT NULL AND leg = 1 AND calls = 2"),
        ("leg", "DELETE FROM leg WHERE leg = 2"),
        ("rating", "UPDATE rating SET stars = 5 WHERE stars = 2"),
        ("rating", "DELETE FROM rating WHERE stars = 2"),
        ("counter_span", "UPDATE counter_span SET clerk = 'wang' WHERE state = 'paused'"),
        ("hand", "UPDATE hand SET until_us = until_us + 1 WHERE until_us IS NOT NULL"),
        ("item_done", "UPDATE item_done SET quantity = quantity + 1"),
        ("business_day", "UPDATE business_day SET closed_us = NULL"),
        ("business_day", "INSERT INTO business_day VALUES ('2020-01-01', 0, 0)"),
    ],
)
def test_a_changed_projection_is_found_with_both_rows(folder: Folder, table: str, sql: str) -> None:
    """A bad rating turned into a good one is seen, and what it was."""
    found = changed(folder, sql.replace("rowid IS NOT NULL AND ", ""))

    assert {difference.table for difference in found.differences} == {table}
    assert all(difference.kept != difference.refolded for difference in found.differences)


def test_a_row_behind_the_last_is_found(folder: Folder) -> None:
    """Also the table that is longer than it should be."""
    found = changed(folder, "INSERT INTO item_done VALUES ('9.9', 1, 'x', '2026-11-23', 1)")

    assert [(difference.table, difference.refolded) for difference in found.differences] == [("item_done", "None")]


def test_a_broken_chain_ends_the_check(folder: Folder) -> None:
    """Tables proved against a changed journal would prove nothing."""
    with pytest.raises(ChainBroken, match=r"1\.20"):
        changed(folder, "UPDATE event SET actor = 'person:wang' WHERE seq = 20")


def lying(play: Play, **lie: Any) -> list[e.Entry]:
    """Return the days with a snapshot that says otherwise, sealed by the hall itself as its own fault would be."""
    entries = list(play.entries)
    at = next(place for place, entry in enumerate(entries) if isinstance(entry.event, e.DayClosed))
    closed = entries[at].event
    assert isinstance(closed, e.DayClosed)
    event = msgspec.structs.replace(closed, snapshot=closed.snapshot | lie)
    entries[at] = msgspec.structs.replace(entries[at], event=event)
    return entries


LATER = ("plan", "quotas", "returns", "layers", "filed")
"""What snapshots had no place for in earlier releases."""


def test_a_snapshot_of_an_older_program_lacks_what_it_did_not_know(tmp_path: Path) -> None:
    """An update must not make a hall's own past look forged; where there was something to keep, its absence is found."""
    for busy, differences in ((Play(), []), (varied_day(), ["snapshot 2026-11-23"])):
        play = next_day(busy, hours=24)
        at = next(at for at, entry in enumerate(play.entries) if isinstance(entry.event, e.DayClosed))
        closed = play.entries[at].event
        assert isinstance(closed, e.DayClosed)
        older = {name: value for name, value in closed.snapshot.items() if name not in LATER}
        older["catalog"] = {section: rows for section, rows in older["catalog"].items() if section != "plans"}
        play.entries[at] = msgspec.structs.replace(play.entries[at], event=msgspec.structs.replace(closed, snapshot=older))
        with closing(Folder(new_folder(tmp_path / str(len(play.entries))))) as folder:
            keep(folder, play.entries)
            assert [it.table for it in check(folder).differences if it.table != "hall"] == differences


def test_a_day_that_closed_when_only_what_was_finished_could_be_rated_is_clean(tmp_path: Path) -> None:
    """One visitor was finished, one sent on. The control: a snapshot that forgets the finished one is found."""
    for label, differences in (("A001", []), ("A002", ["snapshot 2026-11-23"])):
        busy = Play().open()
        busy.take()
        busy.serve()
        busy.take()
        busy.call()
        busy.later(5).ask(c.Start(), LI)
        busy.later(60).ask(c.Transfer(to_queue="firms"), LI)
        play = next_day(busy, hours=24)
        at = next(at for at, entry in enumerate(play.entries) if isinstance(entry.event, e.DayClosed))
        closed = play.entries[at].event
        assert isinstance(closed, e.DayClosed)
        legs = [[*place, found] for *place, rows in closed.snapshot["rated"]["legs"] if (found := [row for row in rows if row[1] == label])]
        older = closed.snapshot | {"rated": closed.snapshot["rated"] | {"legs": legs}}
        play.entries[at] = msgspec.structs.replace(play.entries[at], event=msgspec.structs.replace(closed, snapshot=older))
        with closing(Folder(new_folder(tmp_path / str(len(differences))))) as folder:
            keep(folder, play.entries)
            assert [it.table for it in check(folder).differences] == differences


def test_a_day_that_closed_before_ratings_outlived_it_is_clean(tmp_path: Path) -> None:
    """However many were served: its program kept nothing of them. The control: one that keeps the wrong thing is found."""
    for told, differences in ((None, []), ({"legs": []}, ["snapshot 2026-11-23"])):
        busy = Play().open()
        busy.take()
        busy.serve()
        play = next_day(busy, hours=24)
        at = next(at for at, entry in enumerate(play.entries) if isinstance(entry.event, e.DayClosed))
        closed = play.entries[at].event
        assert isinstance(closed, e.DayClosed)
        older = {name: value for name, value in closed.snapshot.items() if name != "rated"} | ({"rated": told} if told else {})
        play.entries[at] = msgspec.structs.replace(play.entries[at], event=msgspec.structs.replace(closed, snapshot=older))
        with closing(Folder(new_folder(tmp_path / str(told)[:4]))) as folder:
            keep(folder, play.entries)
            assert [it.table for it in check(folder).differences] == differences


def test_a_day_that_closed_before_patrols_and_changes_were_kept_is_clean(tmp_path: Path) -> None:
    """Its program kept neither what a patrol found nor which checks were changed. The control: one that keeps the wrong thing is found."""
    own = {"slug": "own", "names": names("绿植"), "resource": "goods", "step": "keep"}
    for told, differences in ((None, []), ({}, ["snapshot 2026-11-23"])):
        busy = Play()
        busy.ask(c.PlanAction(measure="线缆入槽", owner="guo", due="2026-12-01"), DUTY)
        busy.ask(c.Configure(section="patrol", rows=[own]), SERVICE_SETUP)
        busy.ask(c.RecordPatrol(checked={"main": ("own",)}, findings=(Found(check="own", zone="main"),)), GUIDE)
        play = next_day(busy)
        at = next(at for at, entry in enumerate(play.entries) if isinstance(entry.event, e.DayClosed))
        closed = play.entries[at].event
        assert isinstance(closed, e.DayClosed)
        assert closed.snapshot["changed"]
        assert closed.snapshot["patrol_found"]
        older = {name: it for name, it in closed.snapshot.items() if name not in {"changed", "patrol_found"}}
        older |= {} if told is None else {"changed": told}
        play.entries[at] = msgspec.structs.replace(play.entries[at], event=msgspec.structs.replace(closed, snapshot=older))
        with closing(Folder(new_folder(tmp_path / str(told)))) as folder:
            keep(folder, play.entries)
            assert [it.table for it in check(folder).differences] == differences


@pytest.mark.parametrize(
    ("lie", "tables"),
    [
        ({"rates": {"social": {"calls": 99.0, "busy_min": 1.0}}}, {"snapshot 2026-11-23"}),
        ({"devices": {}}, {"snapshot 2026-11-23", "hall"}),
    ],
    ids=["rates", "devices"],
)
def test_a_snapshot_that_is_not_what_the_events_before_it_say_is_found(
    tmp_path: Path, play: Play, lie: dict[str, Any], tables: set[str]
) -> None:
    """The chain is whole, the hall would start from it: only a refold from the first event shows it."""
    with closing(Folder(new_folder(tmp_path))) as folder:
        keep(folder, lying(play, **lie))
        found = check(folder)

    assert {difference.table for difference in found.differences} == tables


@pytest.mark.parametrize("days", [1, 2, 3])
def test_one_pass_folds_what_a_start_would_fold(tmp_path: Path, days: int) -> None:
    """The hall from the last snapshot is folded on the way; it is the one that ``load`` gives, with and without a snapshot."""
    play = varied_day()
    for _ in range(days - 1):
        next_day(play, hours=24).open().take()
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder, closing(_empty()) as refolded, folder.database.reader() as kept:
        keep(folder, play.entries)
        seen: list[int] = []
        found = _refold(folder.journal, kept, refolded, lambda _, entry: seen.append(entry.seq))

        assert (found.live is not found.hall) == (days > 1)
        assert found.live == found.hall == folder.journal.load() == play.hall
        assert seen == [entry.seq for entry in play.entries]


def test_every_longer_table_is_found_whichever_it_is(tmp_path: Path) -> None:
    """Rows are compared many at a time; the last lot may be longer on either side, or be full to the brim."""
    kept, refolded = (peewee.SqliteDatabase(str(tmp_path / name)) for name in ("kept", "refolded"))
    for there, here in itertools.product((0, 1, _AT_ONCE, _AT_ONCE + 1), repeat=2):
        for database, rows in ((kept, there), (refolded, here)):
            database.execute_sql("DROP TABLE IF EXISTS t")
            database.execute_sql("CREATE TABLE t (n INTEGER)")
            database.execute_sql(
                "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM s) INSERT INTO t SELECT n FROM s LIMIT ?", (rows,)
            )
        assert bool(list(_rows_differ(kept, refolded.connection(), "t", "n"))) == (there != here)


def test_only_so_many_differences_are_named(folder: Folder) -> None:
    """A table that is off by one row from the first on would fill the screen."""
    with closing(sqlite3.connect(folder.path / FILE)) as database, database:
        database.execute("UPDATE leg SET target_s = 1")

    assert len(check(folder, most=3).differences) == 3


def test_checking_changes_nothing(folder: Folder) -> None:
    """It may run while the hall is open."""
    with folder.database.reader() as reader:
        before = {table: reader.execute_sql(f"SELECT * FROM {table}").fetchall() for table in TABLES}  # noqa: S608 -- TABLES only
        check(folder)
        assert before == {table: reader.execute_sql(f"SELECT * FROM {table}").fetchall() for table in TABLES}  # noqa: S608


def test_an_anchor_that_somebody_kept_must_still_fit(tmp_path: Path) -> None:
    """The head of today is there; one of a journal that was longer is not."""
    with closing(Folder(new_folder(tmp_path / "hall"))) as folder:
        keep(folder, varied_day().entries)
        head = folder.journal.anchor
        gone = Anchor(head.epoch, head.seq + 5, head.hash)
        assert check(folder, anchors=[head]).differences == []
        (found,) = check(folder, anchors=[head, gone]).differences
    assert (found.table, found.kept, found.refolded) == ("anchor", "missing", str(gone))
