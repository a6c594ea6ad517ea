# SPDX-License-Identifier: Apache-2.0
"""A data folder: made once, held by one server, private."""

import os
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from hallserver.core.hall import Hall
from hallserver.store.folder import FILE, Folder, FolderBusy, FolderEmpty, init_folder, open_reading
from hallserver.store.keys import FILE as KEYS
from tests.support import Play, keep, new_folder

_HOLD = """
import sys
from pathlib import Path
from hallserver.store.folder import Folder
folder = Folder(Path(sys.argv[1]))
print("held", flush=True)
input()
"""


def mode(path: Path) -> int:
    """Return the permission bits of a file."""
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_folder_is_an_empty_hall_with_its_name(tmp_path: Path) -> None:
    """One folder, one hall, one journal; the name is never changed."""
    with closing(Folder(new_folder(tmp_path / "deep" / "hall"))) as folder:
        assert folder.hall_id == "futian"
        assert folder.journal.load() == Hall()


@pytest.mark.skipif(os.name == "nt", reason="not run: Windows has no permission bits")
@pytest.mark.parametrize("name", [KEYS, FILE])
def test_secrets_are_readable_by_the_owner_alone(tmp_path: Path, name: str) -> None:
    """The keys, and the file with hashes and the vault, whatever the shell's umask is."""
    before = os.umask(0)
    try:
        path = new_folder(tmp_path / "hall")
    finally:
        os.umask(before)

    assert mode(path / name) == 0o600


def test_a_hall_is_never_made_over_another(tmp_path: Path) -> None:
    """A second init with a slip in the path must not cost a year of journal."""
    path = new_folder(tmp_path)
    with closing(Folder(path)) as folder:
        keep(folder, Play().entries)
    with pytest.raises(FileExistsError):
        init_folder(path, "other")

    with closing(Folder(path)) as folder:
        assert folder.hall_id == "futian"
        assert folder.journal.load() == Play().hall


@pytest.mark.parametrize("opened", [Folder, open_reading])
def test_without_init_there_is_nothing_to_open(tmp_path: Path, opened: type[Folder]) -> None:
    """And nothing is left behind by having looked."""
    with pytest.raises(FolderEmpty, match=tmp_path.name):
        opened(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_second_server_is_refused_and_told_who_holds_the_folder(tmp_path: Path) -> None:
    """Two writers on one journal are the end of it."""
    path = new_folder(tmp_path)
    with closing(Folder(path)):
        for _ in range(2):
            with pytest.raises(FolderBusy, match=f"is served by process {os.getpid()}") as refused:
                Folder(path)
            assert (refused.value.folder, refused.value.holder) == (path, str(os.getpid()))
    Folder(path).close()


def test_another_process_is_named_and_its_death_frees_the_folder(tmp_path: Path) -> None:
    """After a crash nobody has to delete a lock file."""
    path = new_folder(tmp_path)
    with subprocess.Popen([sys.executable, "-c", _HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(FolderBusy) as refused:
            Folder(path)
        assert refused.value.holder == str(other.pid)
        other.kill()

    Folder(path).close()


def test_a_folder_in_service_can_be_read(tmp_path: Path) -> None:
    """Reports and the doctor must not need a closed hall."""
    path = new_folder(tmp_path)
    with closing(Folder(path)) as folder:
        keep(folder, Play().entries)
        journal, reader = open_reading(path)
        assert journal.load() == Play().hall
        with reader() as database:
            assert database.execute_sql("SELECT value FROM meta WHERE key = 'hall_id'").fetchone() == ("futian",)
