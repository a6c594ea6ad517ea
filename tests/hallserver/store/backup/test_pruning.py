# SPDX-License-Identifier: Apache-2.0
"""Old backups go, but never those that are needed."""

from pathlib import Path

import pytest

from hallserver.store.backup.pruning import drop_orphans, prune_line
from hallserver.store.backup.restore import restore
from tests.hallserver.store.backup.saving import DAY_US, Saved
from tests.support import NINE_US


@pytest.fixture
def saved(tmp_path: Path) -> Saved:
    """Return a hall with a full copy and a segment on each of five days."""
    saved = Saved(tmp_path)
    for day in range(5):
        saved.keeper.full(NINE_US + day * DAY_US)
        saved.take(2)
        saved.keeper.segment(NINE_US + day * DAY_US + 1)
    return saved


def test_what_is_older_goes_with_its_segments(saved: Saved, tmp_path: Path) -> None:
    """The rest still restores."""
    prune_line(saved.line, saved.key, NINE_US + 2 * DAY_US, current=True)

    assert [full.taken_us for full in saved.line.fulls()] == [NINE_US + day * DAY_US for day in (2, 3, 4)]
    assert [file.number for file in saved.line.segments()] == [3, 4, 5]
    assert restore(saved.place, saved.key, tmp_path / "new", NINE_US).upto == str(saved.line.segments()[-1].upto)


def test_the_newest_verified_copies_stay_whatever_their_age(saved: Saved, tmp_path: Path) -> None:
    """A hall that was closed for a year is not without a backup."""
    prune_line(saved.line, saved.key, NINE_US + 999 * DAY_US, current=True)

    assert len(saved.line.fulls()) == 2
    assert restore(saved.place, saved.key, tmp_path / "new", NINE_US).segments == 1


def test_a_copy_that_was_never_verified_does_not_count(saved: Saved) -> None:
    """It might not restore."""
    for full in saved.line.fulls()[-3:]:
        full.verified.unlink()

    prune_line(saved.line, saved.key, NINE_US + 999 * DAY_US, current=True)

    assert len(saved.line.fulls()) == 5


def test_an_earlier_life_goes_altogether_when_it_is_old(saved: Saved) -> None:
    """Not before its last segment is."""
    line, last_us = saved.line, NINE_US + 4 * DAY_US + 1
    assert prune_line(line, saved.key, last_us, current=False) == 0

    assert prune_line(line, saved.key, last_us + 1, current=False) > 0
    assert [path.name for path in line.folder.iterdir()] == []


def test_nothing_old_is_nothing_to_do(saved: Saved) -> None:
    """The usual night."""
    assert prune_line(saved.line, saved.key, NINE_US, current=True) == 0


def test_a_vault_without_its_copy_goes(saved: Saved) -> None:
    """The others stay."""
    gone, *kept = saved.line.fulls()
    gone.path.unlink()
    gone.vault.touch()
    for full in kept:
        full.vault.touch()

    drop_orphans(saved.line)

    assert sorted(saved.line.folder.glob("vault-full-*")) == sorted(full.vault for full in kept)
