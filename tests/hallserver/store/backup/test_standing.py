# SPDX-License-Identifier: Apache-2.0
"""How the backups stand can be told without the key."""

from pathlib import Path

from hallserver.store.backup.standing import standing
from tests.hallserver.store.backup.saving import Saved
from tests.support import NINE_US


def test_before_the_first_copy_nothing_is_saved(tmp_path: Path) -> None:
    """Every event is one that would be lost."""
    saved = Saved(tmp_path)
    now = standing(saved.data, saved.place)

    assert (now.full_us, now.verified, now.upto) == (None, False, "0.0")
    assert now.unsaved == len(saved.play.entries)


def test_a_copy_and_its_segments_say_up_to_where(tmp_path: Path) -> None:
    """And since when there is something that is not saved."""
    saved = Saved(tmp_path)
    saved.keeper.full(NINE_US)
    after_full = standing(saved.data, saved.place)
    entries = saved.take(2)
    behind = standing(saved.data, saved.place)
    saved.keeper.segment(NINE_US + 1)
    now = standing(saved.data, saved.place)

    assert (after_full.full_us, after_full.verified, after_full.unsaved, after_full.oldest_us) == (NINE_US, True, 0, None)
    assert (behind.unsaved, behind.oldest_us) == (2, entries[0].at_us)
    assert (now.upto, now.unsaved) == (f"1.{entries[-1].seq}", 0)


def test_a_copy_that_was_not_verified_shows(tmp_path: Path) -> None:
    """It is one only by name."""
    saved = Saved(tmp_path)
    saved.keeper.full(NINE_US)
    saved.line.fulls()[0].verified.unlink()

    assert not standing(saved.data, saved.place).verified
