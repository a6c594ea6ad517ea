# SPDX-License-Identifier: Apache-2.0
"""``hallserver practice`` keeps away from a hall's folder, and a hall's server from a practice folder."""

from pathlib import Path

from hallserver.store.folder import PRACTICE, init_folder, open_reading
from tests.hallserver.cli.running import forked, hallserver, started


def test_practice_refuses_a_real_hall_and_changes_nothing(tmp_path: Path) -> None:
    """One wrong path must not let pretend visitors into a hall."""
    hallserver("init", "--data", tmp_path / "hall", "--hall", "futian")
    before = open_reading(tmp_path / "hall")[0].load().seq

    done = started("practice", "--data", tmp_path / "hall")

    assert done.returncode == 2
    assert "正式大厅" in done.stderr
    assert open_reading(tmp_path / "hall")[0].load().seq == before


def test_a_practice_folder_is_never_served_as_a_hall(tmp_path: Path) -> None:
    """Neither by ``serve`` nor as a demo; the sentence says what to run."""
    init_folder(tmp_path / "practice", PRACTICE)
    (tmp_path / "practice" / "demo.json").write_text("{}", encoding="utf-8")
    for verb in ("serve", "demo"):
        done = forked(verb, "--data", tmp_path / "practice", "--port", "0")
        assert done.returncode == 2
        assert "hallserver practice --data" in done.stderr


def test_no_hall_may_take_the_slug_of_practice(tmp_path: Path) -> None:
    """It would be framed for ever."""
    done = hallserver("init", "--data", tmp_path / "hall", "--hall", PRACTICE)
    assert done.returncode == 2
    assert "--hall" in done.stderr
    assert not (tmp_path / "hall").exists()


def test_a_practice_that_goes_on_says_that_nothing_is_copied_again(tmp_path: Path) -> None:
    """Whoever names another hall for an old practice would else learn the wrong services and not know it."""
    hallserver("init", "--data", tmp_path / "hall", "--preset", "shanghai")
    init_folder(tmp_path / "practice", PRACTICE)
    taken = ("--host", "192.0.2.1")  # no machine's own address: it ends before it is served
    done = forked("practice", "--like", tmp_path / "hall", "--data", tmp_path / "practice", *taken)
    assert f"不再照搬 {tmp_path / 'hall'}" in done.stderr
    new = forked("practice", "--like", tmp_path / "hall", "--data", tmp_path / "new", *taken)
    assert "不再照搬" not in new.stderr
    rules = [open_reading(tmp_path / name)[0].load().rules for name in ("hall", "new")]
    assert rules[0].layers == rules[1].layers != (), "people practise under the rules of their place"


def test_a_hall_that_is_not_there_cannot_be_copied(tmp_path: Path) -> None:
    """And leaves no temporary folder to be wondered at."""
    done = forked("practice", "--like", tmp_path / "nowhere", "--data", tmp_path / "practice")
    assert done.returncode == 2
    assert "hallserver init" in done.stderr
    assert not (tmp_path / "practice").exists()
