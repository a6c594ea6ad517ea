# SPDX-License-Identifier: Apache-2.0
"""``hallserver replay`` ends with one line of figures, or loads nothing."""

import argparse
import json
import socket
from pathlib import Path

import pytest

from hallserver.cli.replay import _speed, _unmade_on_failure
from tests.hallserver.cli.running import hallserver, started

DAY = (
    "issued_at,service,number,called_at,more\n"
    "2026-11-23T09:00:00+08:00,敬老优待证,A001,2026-11-23T09:05:00+08:00,x\n"
    "2026-11-23T09:01:00+08:00,敬老优待证,A002,,x\n"
    "2026-11-23T09:05:00+08:00,咨询,I001,2026-11-23T09:05:00+08:00,x\n"
)


def test_a_small_day_comes_out_with_its_figures(tmp_path: Path) -> None:
    """One called after five minutes, one at once, one never; a letter that looks like a digit only warns."""
    (tmp_path / "day.csv").write_text(DAY, encoding="utf-8")
    done = started("replay", tmp_path / "day.csv", "--data", tmp_path / "hall")

    figures = json.loads(done.stdout.splitlines()[-1])
    assert "I" in done.stderr
    assert {key: figures[key] for key in figures if key not in {"events", "seconds"}} == {
        "tickets": 3, "called": 2, "not_called": 1, "wait_mean_s": 150.0, "wait_median_s": 0.0, "wait_p90_s": 300.0,
        "equal_numbers": 3, "out_of_order": 0,
    }  # fmt: skip
    assert figures["seconds"] > 0


def test_a_folder_with_a_hall_is_not_replayed_into(tmp_path: Path) -> None:
    """Real journals are not mixed with played ones."""
    (tmp_path / "day.csv").write_text(DAY, encoding="utf-8")
    hallserver("init", "--data", tmp_path / "hall")
    done = hallserver("replay", tmp_path / "day.csv", "--data", tmp_path / "hall")
    assert done.returncode == 2
    assert "已有大厅数据" in done.stderr


def _play_badly(folder: Path, error: type[BaseException]) -> None:
    with _unmade_on_failure(folder):
        folder.mkdir(exist_ok=True)
        (folder / "hall.sqlite3").touch()
        raise error


def _fail_in(folder: Path, error: type[BaseException]) -> None:
    with pytest.raises(error):
        _play_badly(folder, error)


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_a_play_that_fails_leaves_no_hall(error: type[BaseException], tmp_path: Path) -> None:
    """Half a day would be reported as a whole one, and be in the way of the next try."""
    _fail_in(tmp_path / "hall", error)
    assert not (tmp_path / "hall").exists()


def test_a_play_that_fails_removes_only_what_it_made(tmp_path: Path) -> None:
    """The folder and the settings in it are somebody's own."""
    (tmp_path / "settings.toml").touch()
    _fail_in(tmp_path, RuntimeError)
    assert [file.name for file in tmp_path.iterdir()] == ["settings.toml"]


def test_a_live_play_that_was_stopped_stays(tmp_path: Path) -> None:
    """Its operator may look at it."""
    _fail_in(tmp_path / "hall", SystemExit)
    assert (tmp_path / "hall" / "hall.sqlite3").exists()


def test_a_play_whose_port_is_taken_leaves_no_hall(tmp_path: Path) -> None:
    """The same through the verb: the folder was made before the door failed to open."""
    (tmp_path / "day.csv").write_text(DAY, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = started("replay", tmp_path / "day.csv", "--data", tmp_path / "hall", "--speed", "60", "--port", str(port))
    assert done.returncode == 75
    assert not (tmp_path / "hall").exists()


@pytest.mark.parametrize(("text", "speed"), [("max", None), ("60", 60.0), ("0.5", 0.5)])
def test_speed_is_max_or_a_factor(text: str, speed: float | None) -> None:
    """Sixty plays a day in a few minutes."""
    assert _speed(text) == speed


@pytest.mark.parametrize("text", ["0", "-1", "fast"])
def test_time_does_not_stand_still_or_run_back(text: str) -> None:
    """A speed of nothing would never end."""
    with pytest.raises(argparse.ArgumentTypeError, match="above 0"):
        _speed(text)
