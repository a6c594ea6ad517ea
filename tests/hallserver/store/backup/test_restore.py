# SPDX-License-Identifier: Apache-2.0
"""A restored hall is what the live one was, in a new epoch; a restore that fails leaves nothing behind."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_DOOR
from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.keeper import Keeper
from hallserver.store.backup.place import START, Place, newest_line
from hallserver.store.backup.restore import ACTOR, Options, restore
from hallserver.store.backup.segment import read_rows
from hallserver.store.folder import Folder, open_reading
from hallserver.store.rebuild import check
from tests.hallserver.store.backup.saving import LATE_US, Saved, row, stored
from tests.support import NINE_US


@pytest.fixture
def saved(tmp_path: Path) -> Saved:
    """Return a hall with a full copy and two segments; each took two numbers and has a comment in the vault."""
    saved = Saved(tmp_path)
    saved.take(2, [row("in-full")])
    saved.keeper.full(NINE_US)
    for minute in (1, 2):
        saved.take(2, [row(f"in-{minute}")])
        saved.keeper.segment(NINE_US + minute)
    return saved


def hall_in(path: Path) -> tuple[Hall, list[e.Entry]]:
    """Return the hall of a data folder, and its journal; every table must be what the journal says."""
    with closing(Folder(path)) as folder:
        assert check(folder).differences == []
        return folder.journal.load(), folder.journal.after(0, 0)


def vault_of(path: Path) -> list[Any]:
    """Return the references in a folder's vault."""
    _, reader = open_reading(path)
    with reader() as database:
        return [ref for (ref,) in database.execute_sql("SELECT ref FROM vault ORDER BY id")]


def test_everything_is_back_and_a_new_epoch_has_begun(saved: Saved, tmp_path: Path) -> None:
    """Same events in the same places, so that tickets, tokens and keys in people's hands stay good."""
    done = restore(saved.place, saved.key, tmp_path / "new", NINE_US + 9)

    hall, entries = hall_in(tmp_path / "new")
    last = len(saved.play.entries)
    assert stored(entries[:-1]) == stored(saved.play.entries)
    assert (entries[-1].epoch, entries[-1].seq, entries[-1].actor) == (2, last + 1, ACTOR)
    begun = entries[-1].event
    assert isinstance(begun, e.Restored)
    assert (begun.kept, begun.taken_us, begun.lost_to) == (f"1.{last}", NINE_US + 2, "")
    assert (hall.epoch, list(hall.tickets)) == (2, list(saved.play.hall.tickets))
    assert vault_of(tmp_path / "new") == ["in-full", "in-1", "in-2"]
    assert (done.upto, done.place, done.segments, done.events, done.vault_rows) == (f"1.{last}", f"2.{last + 1}", 2, last, 3)
    assert done.at_us == saved.play.entries[-1].at_us


def test_two_restores_of_one_backup_are_told_apart(saved: Saved, tmp_path: Path) -> None:
    """Both begin epoch 2 at the same place; the mark differs, so all seals after it do."""
    marks = set()
    for name in ("one", "two"):
        restore(saved.place, saved.key, tmp_path / name, NINE_US)
        event = hall_in(tmp_path / name)[1][-1].event
        assert isinstance(event, e.Restored)
        marks.add(event.mark)

    assert len(marks) == 2


def test_a_restored_hall_is_saved_in_a_line_of_its_own(saved: Saved, tmp_path: Path) -> None:
    """And restored again into epoch 3; the old line is left as it was."""
    restore(saved.place, saved.key, tmp_path / "new", NINE_US)
    before = sorted(path.name for path in saved.line.folder.iterdir())
    Keeper(tmp_path / "new", saved.place, saved.key).full(NINE_US + 20)

    again = restore(saved.place, saved.key, tmp_path / "again", NINE_US)

    assert newest_line(saved.place).epoch == 2
    assert again.place.startswith("3.")
    assert sorted(path.name for path in newest_line(saved.place).folder.parent.glob("0001-*/*")) != []
    old = next(saved.place.glob("*/0001-*"))
    assert sorted(path.name for path in old.iterdir()) == before
    assert hall_in(tmp_path / "again")[0].epoch == 3


def test_until_leaves_out_what_came_later(saved: Saved, tmp_path: Path) -> None:
    """In the middle of a segment too; before the oldest copy there is nothing."""
    upto = len(saved.play.entries) - 3

    restore(saved.place, saved.key, tmp_path / "new", NINE_US, Options(until=Place(1, upto)))

    assert stored(hall_in(tmp_path / "new")[1][:-1]) == stored(saved.play.entries[:upto])
    with pytest.raises(BackupFault, match="no-backup"):
        restore(saved.place, saved.key, tmp_path / "none", NINE_US, Options(until=Place(1, 2)))


def test_what_was_erased_does_not_come_back(saved: Saved, tmp_path: Path) -> None:
    """Before its time by somebody's wish, also when the restore stops before that; or because its time is over."""
    ticket = saved.play.take()
    saved.play.ask(c.EraseData(ticket=ticket.id, refs=("in-1",), asked_by="safe"), SERVICE_DOOR)
    saved.write([row("short", NINE_US + 100)])
    saved.keeper.segment(NINE_US + 3)

    restore(saved.place, saved.key, tmp_path / "new", NINE_US + 100)
    restore(saved.place, saved.key, tmp_path / "earlier", NINE_US, Options(until=saved.line.segments()[0].upto))

    assert vault_of(tmp_path / "new") == ["in-full", "in-2"]
    assert vault_of(tmp_path / "earlier") == ["in-full"]
    assert restore(saved.place, saved.key, tmp_path / "late", LATE_US + 86_400_000_000).vault_rows == 0


def test_the_tail_of_a_damaged_journal_is_kept_as_far_as_it_follows(saved: Saved, tmp_path: Path) -> None:
    """The last minute is not in any segment, but it may still be readable; how far it went is noted."""
    saved.take(3)
    _, reader = open_reading(saved.data)
    with reader() as database:
        rows = read_rows(database, START)
    spoilt = [*rows[:-1], (*rows[-1][:8], b"{}", rows[-1][9])]

    done = restore(saved.place, saved.key, tmp_path / "new", NINE_US, Options(tail=spoilt, lost_to=str(Place(*rows[-1][:2]))))

    _, entries = hall_in(tmp_path / "new")
    assert stored(entries[:-1]) == stored(saved.play.entries[:-1])
    assert isinstance(entries[-1].event, e.Restored)
    assert (done.tail, entries[-1].event.lost_to) == (2, f"1.{len(rows)}")


def test_what_the_tail_says_was_erased_does_not_come_back(saved: Saved, tmp_path: Path) -> None:
    """No segment knows of it; nor does one where a full copy came after the erasure and an older one is restored from."""
    ticket = saved.play.take()
    saved.play.ask(c.EraseData(ticket=ticket.id, refs=("in-1",), asked_by="safe"), SERVICE_DOOR)
    saved.write()
    _, reader = open_reading(saved.data)
    with reader() as database:
        rows = read_rows(database, START)

    assert restore(saved.place, saved.key, tmp_path / "new", NINE_US, Options(tail=rows)).tail == 2
    assert vault_of(tmp_path / "new") == ["in-full", "in-2"]


def test_an_empty_folder_that_is_there_is_filled_not_replaced(saved: Saved, tmp_path: Path) -> None:
    """It may be where a disk is mounted: that can be neither removed nor renamed to."""
    (tmp_path / "new").mkdir()
    before = (tmp_path / "new").stat().st_ino

    restore(saved.place, saved.key, tmp_path / "new", NINE_US)

    assert (tmp_path / "new").stat().st_ino == before
    assert not (tmp_path / "new" / ".restoring").exists()
    assert hall_in(tmp_path / "new")[0].epoch == 2


def test_a_restore_that_was_only_tried_is_not_taken_for_the_hall(saved: Saved, tmp_path: Path) -> None:
    """It was served once, so it has a line of a later epoch; the hall went on meanwhile."""
    restore(saved.place, saved.key, tmp_path / "drill", NINE_US)
    Keeper(tmp_path / "drill", saved.place, saved.key).full(NINE_US + 20)
    live = next(saved.place.glob("*/0001-*"))
    saved.take()
    saved.keeper.segment(NINE_US + 30)

    with pytest.raises(BackupFault, match="several-lives"):
        restore(saved.place, saved.key, tmp_path / "new", NINE_US)
    assert restore(live, saved.key, tmp_path / "new", NINE_US).upto == f"1.{len(saved.play.entries)}"


def test_salvage_takes_the_newest_copy_that_is_sound(saved: Saved, tmp_path: Path) -> None:
    """With everything that follows it; what was passed over is said."""
    saved.keeper.full(NINE_US + 5)
    newest = saved.line.fulls()[-1].path
    newest.write_bytes(newest.read_bytes()[:-5])
    vault = saved.line.vault(1)
    vault.unlink()
    with pytest.raises(BackupFault, match="damaged"):
        restore(saved.place, saved.key, tmp_path / "new", NINE_US)

    done = restore(saved.place, saved.key, tmp_path / "new", NINE_US, Options(salvage=True))

    assert stored(hall_in(tmp_path / "new")[1][:-1]) == stored(saved.play.entries)
    assert [text.split(":")[0] for text in done.left_out] == ["damaged", "missing"]
    assert vault_of(tmp_path / "new") == ["in-full", "in-2"]


def test_a_wrong_key_is_never_passed_over(saved: Saved, tmp_path: Path) -> None:
    """Everything would be, and that is no salvage."""
    with pytest.raises(BackupFault, match="wrong-key"):
        restore(saved.place, bytes(32), tmp_path / "new", NINE_US, Options(salvage=True))


def test_a_folder_that_holds_anything_is_left_alone(saved: Saved, tmp_path: Path) -> None:
    """An empty one may be there."""
    with pytest.raises(FileExistsError):
        restore(saved.place, saved.key, saved.data, NINE_US)
    (tmp_path / "new").mkdir()
    restore(saved.place, saved.key, tmp_path / "new", NINE_US)
    assert hall_in(tmp_path / "new")[0].epoch == 2


def test_a_restore_that_fails_leaves_nothing_behind(saved: Saved, tmp_path: Path) -> None:
    """Half a hall would be opened in good faith."""
    saved.line.segments()[0].path.unlink()

    with pytest.raises(BackupFault, match="gap") as fault:
        restore(saved.place, saved.key, tmp_path / "new", NINE_US)

    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("new")] == []
    assert fault.value.sound == f"1.{len(saved.play.entries) - 4}"
