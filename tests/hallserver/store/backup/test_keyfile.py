# SPDX-License-Identifier: Apache-2.0
"""The key lies outside the data folder, for its owner alone."""

from pathlib import Path

import pytest

from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.keyfile import key_id, load_key, make_key, must_be_outside


def code_of(file: Path, data: Path | None = None) -> str:
    """Return why a key file is not taken."""
    with pytest.raises(BackupFault) as fault:
        load_key(file, data)
    return fault.value.code


def test_a_key_is_read_as_it_was_made(tmp_path: Path) -> None:
    """Thirty-two random bytes, readable by nobody else."""
    key = make_key(tmp_path / "key")

    assert load_key(tmp_path / "key") == key
    assert len(key) == 32
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert make_key(tmp_path / "other") != key


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    """With it every backup would be lost."""
    make_key(tmp_path / "key")

    with pytest.raises(FileExistsError):
        make_key(tmp_path / "key")


def test_a_key_that_cannot_be_used_says_why(tmp_path: Path) -> None:
    """Each is another thing to do."""
    make_key(tmp_path / "key")
    (tmp_path / "text").write_text("hallserver backup key 1\nzz\n", encoding="ascii")
    (tmp_path / "short").write_text("hallserver backup key 1\naabb\n", encoding="ascii")
    (tmp_path / "picture").write_bytes(b"\x89PNG\xff")
    for name in ("text", "short", "picture"):
        (tmp_path / name).chmod(0o600)

    assert code_of(tmp_path / "none") == "key-missing"
    assert {code_of(tmp_path / name) for name in ("text", "short", "picture")} == {"key-unreadable"}
    (tmp_path / "key").chmod(0o640)
    assert code_of(tmp_path / "key") == "key-open"


def test_a_key_in_the_data_folder_is_refused(tmp_path: Path) -> None:
    """It would be lost with the folder, and with it every backup."""
    data = tmp_path / "hall"
    data.mkdir()

    with pytest.raises(BackupFault, match="inside-data"):
        make_key(data / "key", data)
    make_key(data / "key")
    assert code_of(data / "key", data) == "inside-data"
    assert code_of(tmp_path / "x" / ".." / "hall" / "key", data) == "inside-data"
    must_be_outside(tmp_path / "hall-key", data)


def test_a_keys_name_tells_nothing_of_it(tmp_path: Path) -> None:
    """It stands in every file's head."""
    key = make_key(tmp_path / "key")

    assert len(key_id(key)) == 8
    assert key_id(key) not in key.hex()
