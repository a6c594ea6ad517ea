# SPDX-License-Identifier: Apache-2.0
"""The journal's seal: what it finds, and the one thing that it cannot find alone."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hallserver.core import events as e
from hallserver.store import chain
from hallserver.store.chain import GENESIS, ChainBroken
from hallserver.store.folder import FILE, Folder, open_reading
from hallserver.store.keys import load_keys
from hallserver.store.reading import JournalReader
from tests.support import Play, keep, new_folder, varied_day


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    """Return a data folder with a varied day in its journal, not in service."""
    path = new_folder(tmp_path / "hall")
    with closing(Folder(path)) as folder:
        keep(folder, varied_day().entries)
    return path


def tamper(hall: Path, sql: str) -> None:
    """Change the file behind the hall's back."""
    with closing(sqlite3.connect(hall / FILE)) as database, database:
        database.execute(sql)


def read_all(hall: Path) -> int:
    """Read the whole journal, checking the chain; return how many entries there are."""
    journal, reader = open_reading(hall)
    with reader() as database:
        return sum(1 for _ in journal.all_checked(database))


def test_an_unchanged_journal_is_whole(hall: Path) -> None:
    """The counterpart: a check that always fails proves nothing."""
    assert read_all(hall) == len(varied_day().entries)


@pytest.mark.parametrize(
    "column",
    [
        "at_us = at_us + 1", "day = '2026-11-22'", "kind = 'TicketRecalled'", "v = 0", "actor = 'person:wang'", "idem_key = 'x'",
        "body = replace(body, 'c1', 'c2')", "hash = zeroblob(32)", "epoch = 2",
    ],
)  # fmt: skip
def test_a_change_of_any_column_is_found_where_it_is(hall: Path, column: str) -> None:
    """Who called whom, when, from where: all columns are sealed, the time too."""
    tamper(hall, f"UPDATE event SET {column} WHERE seq = 20")  # noqa: S608 -- the rows of this test only
    with pytest.raises(ChainBroken) as broken:
        read_all(hall)
    # A row moved to another epoch leaves a gap, which its successor shows.
    assert (broken.value.epoch, broken.value.seq) == ((1, 21) if column.startswith("epoch") else (1, 20))


def test_a_removed_row_is_found_at_the_next(hall: Path) -> None:
    """A visitor cannot be made never to have come."""
    tamper(hall, "DELETE FROM event WHERE seq = 20")
    with pytest.raises(ChainBroken, match=r"1\.21"):
        read_all(hall)


def test_a_removed_beginning_is_found(hall: Path) -> None:
    """The first row is sealed onto nothing else but the genesis."""
    tamper(hall, "DELETE FROM event WHERE seq < 5")
    with pytest.raises(ChainBroken, match=r"1\.5"):
        read_all(hall)


@pytest.mark.parametrize(("epoch", "seq"), [(0, 7), (1, 10_000), (2, 1)])
def test_a_row_put_in_is_found(hall: Path, epoch: int, seq: int) -> None:
    """Even a copy of a true one: before the first, at the end, or as a new epoch."""
    copy = "INSERT INTO event SELECT {}, {}, at_us, day, kind, v, actor, idem_key, body, hash FROM event WHERE seq = 20"
    tamper(hall, copy.format(epoch, seq))
    with pytest.raises(ChainBroken, match=rf"{epoch}\.{seq}"):
        read_all(hall)


def test_two_rows_that_change_places_are_found(hall: Path) -> None:
    """The order is who came first."""
    tamper(hall, "UPDATE event SET seq = CASE seq WHEN 20 THEN -21 ELSE -20 END WHERE seq IN (20, 21)")
    tamper(hall, "UPDATE event SET seq = -seq WHERE seq < 0")
    with pytest.raises(ChainBroken, match=r"1\.20"):
        read_all(hall)


def test_a_cut_off_tail_is_not_found_by_the_chain_alone(hall: Path) -> None:
    """What is left is a true beginning: only a copy elsewhere, a backup or the district, knows of more."""
    tamper(hall, "DELETE FROM event WHERE seq > 30")

    assert read_all(hall) == 30


def test_with_another_key_nothing_fits(hall: Path) -> None:
    """Whoever could seal anew without the key could write history."""
    journal, reader = open_reading(hall)
    stranger = JournalReader(reader, bytes(32))
    with reader() as database, pytest.raises(ChainBroken, match=r"1\.1$"):
        list(stranger.all_checked(database))
    assert journal.load().seq > 0


def test_columns_cannot_be_shifted_into_each_other() -> None:
    """``ab`` + ``c`` and ``a`` + ``bc`` are two rows and have two seals."""
    one: chain.Row = (1, 1, 0, "2026", "DayOpened", 1, "person:l", "i", b"{}")
    other: chain.Row = (1, 1, 0, "2026", "DayOpened", 1, "person:", "li", b"{}")
    nothing: chain.Row = (1, 1, 0, "2026", "DayOpened", 1, "person:li", None, b"{}")

    assert len({chain.seal(b"k", GENESIS, row) for row in (one, other, nothing)}) == 3


def test_a_seal_depends_on_key_and_predecessor() -> None:
    """Neither alone is enough to fake one."""
    row = chain.row_of(Play().entries[0])

    assert len({chain.seal(key, before, row) for key in (b"a", b"b") for before in (GENESIS, b"x" * 32)}) == 4


@pytest.mark.parametrize("size", [0, 1, 32, 63, 64, 65, 200])
def test_the_quick_seal_is_the_plain_one(size: int) -> None:
    """A key worked in beforehand changes no hash: shorter than SHA-256's block, as long, and longer."""
    chance = random.Random(size)
    key, head = chance.randbytes(size), GENESIS
    quick = chain.sealer(key)
    for entry in varied_day().entries:
        row = chain.row_of(entry)
        assert quick(head, row) == chain.seal(key, head, row)
        head = chain.seal(key, head, row)


@pytest.mark.parametrize("entry", varied_day().entries, ids=lambda it: f"{it.seq}-{it.kind}")
def test_an_entry_comes_back_from_its_row(entry: e.Entry) -> None:
    """Journal columns and entry are the same thing twice, to the byte."""
    row = chain.row_of(entry)
    back = chain.entry_of(row)

    assert chain.row_of(back) == row
    assert (back.kind, back.at_us, back.actor) == (entry.kind, entry.at_us, entry.actor)


def test_the_key_is_the_folders_own(hall: Path, tmp_path: Path) -> None:
    """Two halls cannot vouch for each other."""
    other = new_folder(tmp_path / "other")

    assert load_keys(hall).chain != load_keys(other).chain
