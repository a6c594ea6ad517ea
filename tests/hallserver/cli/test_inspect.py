# SPDX-License-Identifier: Apache-2.0
"""``hallserver inspect`` writes a number's story or a pack, and refuses a muddle of both."""

from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from hallserver.store.folder import Folder
from tests.hallserver.cli.running import hallserver
from tests.hallserver.core.work import rated
from tests.support import keep, new_folder, next_day

DAY = "2026-11-23"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a closed day on which a number was rated."""
    path = tmp_path_factory.mktemp("inspect") / "hall"
    with closing(Folder(new_folder(path))) as folder:
        keep(folder, next_day(rated()).entries)
    return path


def test_a_number_and_a_pack_are_written(hall: Path, tmp_path: Path) -> None:
    """The story as PDF; the pack tells each of its files on standard error as it goes."""
    story = hallserver("inspect", "--data", hall, "--date", DAY, "--number", "A001", "--out", tmp_path / "a.pdf")
    pack = hallserver("inspect", "--data", hall, "--from", DAY, "--to", DAY, "--out", tmp_path / "pack.zip")

    assert (story.returncode, pack.returncode) == (0, 0)
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert ZipFile(tmp_path / "pack.zip").namelist()[1:] == pack.stderr.split()


@pytest.mark.parametrize(
    "given",
    [
        ("--date", DAY),
        ("--date", DAY, "--number", "A001", "--from", DAY, "--to", DAY),
        ("--from", DAY),
        ("--date", DAY, "--number", "Z999"),
    ],
)
def test_a_muddle_is_refused(hall: Path, given: tuple[str, ...]) -> None:
    """Nothing is written, and standard error says what to do."""
    done = hallserver("inspect", "--data", hall, *given)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.strip()
    assert "刷新" not in done.stderr, "at a command line there is nothing to refresh"
    if "Z999" in given:
        assert f"{DAY} 没有发过排队号 Z999" in done.stderr
