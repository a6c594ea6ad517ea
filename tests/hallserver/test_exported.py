# SPDX-License-Identifier: Apache-2.0
"""What somebody at the machine takes stands in every folder it was taken from; what the server has made does not."""

import json
import os
from pathlib import Path

import pytest

from hallserver.exported import FILE, Export, moment, note, read, who
from hallserver.store.folder import hold

ONE = Export(
    at="2026-11-23T09:00:00+00:00", who="li", report="day", first="2026-11-23", last="2026-11-23", output="pdf", sha256="ab", size=1
)


def test_each_folder_gets_its_line_behind_those_that_are_there(tmp_path: Path) -> None:
    """As many halls as there were; for the owner alone to read."""
    folders = [tmp_path / name for name in ("a", "b")]
    for folder in folders:
        folder.mkdir()
    note(folders[:1], ONE)
    note(folders, ONE)

    assert [len(read(folder).splitlines()) for folder in folders] == [2, 1]
    assert json.loads(read(folders[1])) == {"at": ONE.at, "who": "li", "report": "day", "first": "2026-11-23", "last": "2026-11-23",
                                            "output": "pdf", "sha256": "ab", "size": 1}  # fmt: skip
    assert os.name == "nt" or (folders[0] / FILE).stat().st_mode & 0o777 == 0o600
    assert read(tmp_path) == b""


def test_what_the_server_of_the_folder_has_made_is_left_to_its_journal(tmp_path: Path) -> None:
    """Its own process is the parent of the command; no argument says so. Here this process is made the parent's twin, then another."""
    with hold(tmp_path) as lock:
        lock.truncate(0)
        lock.write(str(os.getppid()))
        lock.flush()
        further = tmp_path / "further"
        further.mkdir()
        note([tmp_path, further], ONE)
        assert read(tmp_path) == read(further) == b"", "further halls of its district are only read"
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        note([tmp_path], ONE)
        assert len(read(tmp_path).splitlines()) == 1


def test_where_it_cannot_be_kept_nobody_gets_anything(tmp_path: Path) -> None:
    """A folder that is not there, or a folder in its place."""
    (tmp_path / FILE).mkdir()
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(OSError, match=r"."):
            note([folder], ONE)


@pytest.mark.skipif(os.name == "nt", reason="not run: Windows is asked another way")
def test_who_it_is_does_not_come_from_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anybody can set those."""
    before = who()
    for name in ("USER", "LOGNAME", "USERNAME", "SUDO_USER"):
        monkeypatch.setenv(name, "somebody-else")
    assert who() == before
    assert "somebody-else" not in before
    assert moment().endswith("+00:00")
