# SPDX-License-Identifier: Apache-2.0
"""A log that lost answered transactions is told from one that was cut off by a power cut."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from hallserver.store.wal import is_cut_off

COMMITS = 6


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Return the log of a database that was killed after some transactions, with its index."""
    with sqlite3.connect(tmp_path / "live") as database:
        database.execute("PRAGMA journal_mode=wal")
        database.execute("CREATE TABLE t (a TEXT)")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for n in range(COMMITS):
            database.execute("INSERT INTO t VALUES (?)", (f"{n} " * 300,))
            database.commit()
        for ending in ("", "-wal", "-shm"):
            shutil.copy(tmp_path / f"live{ending}", tmp_path / f"dead{ending}")
    return tmp_path / "dead-wal"


def spoil(log: Path, at: int, length: int = 1) -> None:
    """Change bytes of the log."""
    content = bytearray(log.read_bytes())
    content[at : at + length] = bytes(it ^ 0xFF for it in content[at : at + length])
    log.write_bytes(content)


def test_a_sound_log_is_not_cut_off(log: Path) -> None:
    """Every kill leaves one."""
    assert not is_cut_off(log)
    assert not is_cut_off(log.with_name("none-wal"))


def test_every_byte_that_is_spoilt_is_seen_while_the_index_is_there(log: Path) -> None:
    """The index knows how many frames were answered."""
    whole = log.read_bytes()
    for at in [*range(32), *range(32, len(whole), 997), len(whole) - 1]:
        spoilt = bytearray(whole)
        spoilt[at] ^= 1
        log.write_bytes(spoilt)
        assert is_cut_off(log), at


def test_without_the_index_a_break_before_the_last_transactions_is_seen(log: Path) -> None:
    """After a power cut the index may be gone; answered transactions behind the break tell."""
    log.with_name("dead-shm").unlink()
    spoil(log, 100)

    assert is_cut_off(log)


def test_without_the_index_a_torn_last_transaction_is_a_power_cut(log: Path) -> None:
    """It was never answered, so nobody misses it; nothing could tell it from one that was."""
    log.with_name("dead-shm").unlink()
    log.write_bytes(log.read_bytes()[:-2000])

    assert not is_cut_off(log)


def test_an_index_of_another_log_is_not_believed(log: Path) -> None:
    """It would make every sound log look damaged."""
    index = log.with_name("dead-shm")
    content = bytearray(index.read_bytes())
    content[32:40] = content[80:88] = b"12345678"
    content[16:20] = content[64:68] = b"\xff\xff\x00\x00"
    index.write_bytes(content)

    assert not is_cut_off(log)


def test_frames_of_an_older_round_are_no_damage(tmp_path: Path) -> None:
    """A log is written over from its beginning after a checkpoint; what lies behind is old."""
    with sqlite3.connect(tmp_path / "live") as database:
        database.execute("PRAGMA journal_mode=wal")
        database.execute("CREATE TABLE t (a TEXT)")
        for n in range(40):
            database.execute("INSERT INTO t VALUES (?)", (f"{n} " * 900,))
            database.commit()
        database.execute("PRAGMA wal_checkpoint(RESTART)")
        database.execute("INSERT INTO t VALUES ('new')")
        database.commit()
        assert not is_cut_off(tmp_path / "live-wal")
