# SPDX-License-Identifier: Apache-2.0
"""Backups are written one after the other, from the place itself and never from memory; what is wrong stops them with a word."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.keeper import LOCK, Keeper
from hallserver.store.backup.proof import Verified
from hallserver.store.backup.restore import restore
from hallserver.store.backup.vault import VaultKeys
from hallserver.store.chain import ChainBroken
from hallserver.store.folder import FILE, hold
from tests.hallserver.store.backup.saving import LATE_US, Saved, row
from tests.support import NINE_US


@pytest.fixture
def saved(tmp_path: Path) -> Saved:
    """Return a hall with a full copy."""
    saved = Saved(tmp_path)
    saved.keeper.full(NINE_US)
    return saved


def test_a_line_begins_with_a_full_copy(tmp_path: Path) -> None:
    """A segment alone restores nothing."""
    with pytest.raises(BackupFault, match="no-full"):
        Saved(tmp_path).keeper.segment(NINE_US)


def test_a_full_copy_is_verified_and_says_so_beside_it(saved: Saved) -> None:
    """In words that need no key."""
    (full,) = saved.line.fulls()
    noted = msgspec.json.decode(full.verified.read_bytes(), type=Verified)

    assert (noted.at_us, noted.upto, noted.events) == (NINE_US, f"1.{len(saved.play.entries)}", len(saved.play.entries))
    assert not (saved.data / "backup-scratch").exists()


def test_a_minute_without_news_writes_nothing(saved: Saved) -> None:
    """The first segment notes the accounts; then only what is new makes one."""
    saved.keeper.segment(NINE_US)
    assert saved.keeper.segment(NINE_US) == []

    entries = saved.take(2, [row("r1")])
    (written,) = saved.keeper.segment(NINE_US)

    assert (written.events, written.upto) == (2, f"1.{entries[-1].seq}")
    assert saved.line.vault(saved.line.segments()[-1].number).exists()


def test_a_password_alone_is_news(saved: Saved) -> None:
    """It stands in no event; a device key that was taken away neither."""
    saved.keeper.segment(NINE_US)
    with closing(sqlite3.connect(saved.data / FILE)) as database, database:
        database.execute("INSERT INTO credential VALUES ('li', x'aa', x'bb', 1)")

    (written,) = saved.keeper.segment(NINE_US)

    assert written.events == 0


def test_another_process_goes_on_where_this_one_stopped(saved: Saved, tmp_path: Path) -> None:
    """The server, the command line and the server again."""
    for keeper in (saved.keeper, Keeper(saved.data, saved.place, saved.key), saved.keeper):
        saved.take()
        keeper.segment(NINE_US)

    assert [file.number for file in saved.line.segments()] == [1, 2, 3]
    assert restore(saved.place, saved.key, tmp_path / "new", NINE_US).segments == 3


def test_two_at_once_are_one_after_the_other(saved: Saved) -> None:
    """Who comes second is told, and comes again."""
    with closing(hold(saved.data, LOCK)), pytest.raises(BackupFault, match="busy"):
        saved.keeper.segment(NINE_US)


def test_a_place_that_is_not_there_is_not_made(saved: Saved) -> None:
    """It is the mount point of a disk that is not in."""
    shutil.rmtree(saved.place)

    with pytest.raises(BackupFault, match="place-missing"):
        saved.keeper.segment(NINE_US)
    assert not saved.place.exists()


def test_a_changed_live_journal_is_found_when_it_is_saved(saved: Saved) -> None:
    """Not only when it is restored one day."""
    saved.take(2)
    with closing(sqlite3.connect(saved.data / FILE)) as database, database:
        database.execute("UPDATE event SET actor = 'x' WHERE seq = (SELECT max(seq) FROM event)")

    with pytest.raises(ChainBroken):
        saved.keeper.segment(NINE_US)


def test_an_old_copy_of_the_folder_is_not_saved_over_the_newer_one(saved: Saved, tmp_path: Path) -> None:
    """Somebody put yesterday's files back by hand: the events that are in the backup alone must stay there."""
    shutil.copytree(saved.data, tmp_path / "old")
    saved.take(3)
    saved.keeper.segment(NINE_US)

    with pytest.raises(BackupFault, match="other-life"):
        Keeper(tmp_path / "old", saved.place, saved.key).segment(NINE_US)


def test_a_full_copy_heals_a_line_whose_last_segment_is_damaged(saved: Saved, tmp_path: Path) -> None:
    """Nobody has to come at night; the damaged minutes stay in the new copy."""
    saved.take()
    saved.keeper.segment(NINE_US)
    last = saved.line.segments()[-1].path
    last.write_bytes(last.read_bytes()[:-1])
    saved.take()
    with pytest.raises(BackupFault, match="damaged"):
        saved.keeper.segment(NINE_US)

    saved.keeper.full(NINE_US + 1)
    saved.take()
    saved.keeper.segment(NINE_US + 2)

    assert restore(saved.place, saved.key, tmp_path / "new", NINE_US).upto == f"1.{len(saved.play.entries)}"


def test_a_copy_that_does_not_stand_the_proof_is_none(saved: Saved) -> None:
    """The live tables differ from the live journal: that is found at night, and the older copies stay."""
    saved.take()
    with closing(sqlite3.connect(saved.data / FILE)) as database, database:
        database.execute("UPDATE ticket SET label = 'A999'")

    with pytest.raises(BackupFault, match=r"differs.*ticket"):
        saved.keeper.full(NINE_US + 1)
    assert [full.taken_us for full in saved.line.fulls()] == [NINE_US]
    assert not (saved.data / "backup-scratch").exists()


def test_what_a_dead_process_left_half_written_is_cleared(saved: Saved) -> None:
    """A passing name is no backup."""
    (saved.line.folder / "full-x.sealed.part").write_bytes(b"half")
    (saved.data / "backup-scratch").mkdir()
    (saved.data / "backup-scratch" / "hall.sqlite3").write_bytes(b"half")

    saved.keeper.full(NINE_US + 1)

    assert list(saved.line.folder.glob("*.part")) == []
    assert not (saved.data / "backup-scratch").exists()


def test_pruning_drops_the_keys_of_days_that_are_over(saved: Saved) -> None:
    """So the vault's retention ends in every copy, also in those that stay."""
    saved.take(vault=[row("r1"), row("r2", LATE_US + 86_400_000_000)])
    saved.keeper.segment(NINE_US)
    assert len(VaultKeys(saved.line.folder, saved.key)) == 2

    saved.keeper.prune(LATE_US + 86_400_000_000, 9999)
    assert len(VaultKeys(saved.line.folder, saved.key)) == 2, "the journal knows of no such day: the wall clock may be wrong"
    saved.play.later((LATE_US + 86_400_000_000 - NINE_US) // 1_000_000)
    saved.take()
    saved.keeper.prune(LATE_US + 86_400_000_000, 9999)

    assert len(VaultKeys(saved.line.folder, saved.key)) == 1


def test_a_full_copy_that_cannot_be_written_leaves_nothing(saved: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its vault would fill the disk that is full, night after night; so would one of a process that died."""

    def full_disk(*_: object) -> str:
        raise OSError(28, "no space")

    saved.take(vault=[row("r1")])
    before = sorted(path.name for path in saved.line.folder.glob("vault-full-*"))
    (saved.line.folder / "vault-full-20261124T010000.000000Z.sealed").write_bytes(b"left")
    with monkeypatch.context() as patched:
        patched.setattr("hallserver.store.backup.full.write", full_disk)
        with pytest.raises(OSError, match="no space"):
            saved.keeper.full(NINE_US + 1)

    assert sorted(path.name for path in saved.line.folder.glob("vault-full-*")) == before


def test_a_copy_from_the_future_is_not_the_newest_for_ever(saved: Saved) -> None:
    """What is gone on from is the last copy, not the one with the greatest date."""
    saved.keeper.full(NINE_US + 10**15)
    saved.take()
    saved.keeper.full(NINE_US + 1)

    assert f"1.{len(saved.play.entries)}" in saved.line.fulls()[-1].verified.read_text(encoding="utf-8")
