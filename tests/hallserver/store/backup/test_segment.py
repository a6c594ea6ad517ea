# SPDX-License-Identifier: Apache-2.0
"""A segment holds the journal's rows as they stand, and is what its name says."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hallserver.core import commands as c
from hallserver.core.roles import SERVICE_DOOR
from hallserver.store import chain
from hallserver.store.backup import segment
from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.place import START, Place, SegmentFile
from hallserver.store.database import PRAGMAS, writable
from hallserver.store.folder import FILE, open_reading
from hallserver.store.keys import load_keys
from tests.hallserver.store.backup.saving import Saved, stored

ACCOUNTS = segment.Accounts(credentials=[("li", b"salt", b"hash", 5)], device_keys=[("kiosk-1", b"key", 6)])


def made(saved: Saved, number: int = 1) -> segment.Segment:
    """Return a segment of the whole journal."""
    _, reader = open_reading(saved.data)
    with reader() as database:
        rows = segment.read_rows(database, START)
    return segment.Segment(
        hall_id="futian",
        number=number,
        before="",
        taken_us=9,
        after=START,
        rows=rows,
        seal=rows[-1][9],
        accounts=ACCOUNTS,
        vault_id=0,
        vault="",
    )


def test_a_segment_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Every byte of every row."""
    saved = Saved(tmp_path)
    whole = made(saved)
    file = SegmentFile(tmp_path / "segment", 1, START, whole.upto)
    segment.write(file, saved.key, whole)

    assert segment.read(file, saved.key) == whole
    assert whole.upto == Place(1, len(saved.play.entries))


def test_a_segment_that_is_not_what_its_name_says_is_refused(tmp_path: Path) -> None:
    """Number and places stand in the name, so that they can be read without the key; the inside must say the same."""
    saved = Saved(tmp_path)
    whole = made(saved)
    segment.write(SegmentFile(tmp_path / "segment", 1, START, whole.upto), saved.key, whole)

    for wrong in ((2, START, whole.upto), (1, Place(1, 1), whole.upto), (1, START, Place(1, 2))):
        with pytest.raises(BackupFault, match="damaged"):
            segment.read(SegmentFile(tmp_path / "segment", *wrong), saved.key)


def test_a_segment_without_events_ends_where_it_begins() -> None:
    """A minute in which only a password was changed."""
    empty = segment.Segment(
        hall_id="x", number=1, before="", taken_us=9, after=Place(1, 7), rows=[], seal=b"", accounts=ACCOUNTS, vault_id=0, vault=""
    )

    assert (empty.upto, empty.erased) == (Place(1, 7), set())


def test_a_segment_names_what_its_events_erased(tmp_path: Path) -> None:
    """A restore must not bring it back from an older file."""
    saved = Saved(tmp_path)
    ticket = saved.play.take()
    saved.play.ask(c.EraseData(ticket=ticket.id, refs=("r1", "r2"), asked_by="safe"), SERVICE_DOOR)
    saved.write()

    assert made(saved).erased == {"r1", "r2"}


def test_rows_that_do_not_follow_are_found(tmp_path: Path) -> None:
    """One left out is enough."""
    saved = Saved(tmp_path)
    rows, key = made(saved).rows, load_keys(saved.data).chain

    assert stored([entry for entry, _ in segment.chained(rows, key, chain.GENESIS)]) == stored(saved.play.entries)
    with pytest.raises(chain.ChainBroken) as broken:
        list(segment.chained(rows[:3] + rows[4:], key, chain.GENESIS))
    assert broken.value.seq == 5


def test_the_seal_of_a_place_is_looked_up(tmp_path: Path) -> None:
    """Before the first event stands the genesis; where nothing stands there is no seal."""
    saved = Saved(tmp_path)
    rows = made(saved).rows
    _, reader = open_reading(saved.data)
    with reader() as database:
        assert segment.hash_at(database, START) == chain.GENESIS
        assert segment.hash_at(database, Place(1, 3)) == rows[2][9]
        assert segment.hash_at(database, Place(1, 999)) == b""


def test_accounts_take_the_place_of_those_that_are_there(tmp_path: Path) -> None:
    """A device whose key was taken away must not have it again."""
    saved = Saved(tmp_path)
    with closing(sqlite3.connect(saved.data / FILE)) as old, old:
        old.execute("INSERT INTO device_key VALUES ('lost-1', x'aa', 1)")
    database = writable(saved.data / FILE, PRAGMAS)
    with database.connection_context(), database.atomic():
        segment.write_accounts(database, ACCOUNTS)

    _, reader = open_reading(saved.data)
    with reader() as database:
        assert segment.read_accounts(database) == ACCOUNTS
