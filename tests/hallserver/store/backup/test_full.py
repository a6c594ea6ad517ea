# SPDX-License-Identifier: Apache-2.0
"""A full copy holds everything but what must not be in it."""

import io
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from hallserver.store.backup import full as fulls
from hallserver.store.backup import sealed
from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.place import FullFile, Place
from hallserver.store.folder import FILE
from tests.hallserver.store.backup.saving import Saved, row
from tests.support import NINE_US

HEAD = fulls.Head(hall_id="futian", taken_us=NINE_US, upto=(1, 2), seal=b"", segment=0, before="", rows={}, vault_id=0, vault="")


@pytest.fixture
def saved(tmp_path: Path) -> Saved:
    """Return a hall with a comment, a sign-in, a code and a password."""
    saved = Saved(tmp_path)
    saved.take(vault=[row("r1")])
    with closing(sqlite3.connect(saved.data / FILE)) as database, database:
        database.execute("INSERT INTO session VALUES (x'aa', 'li', 1, 1)")
        database.execute("INSERT INTO one_time_code VALUES (x'aa', 'pairing', 'kiosk-1', 1)")
        database.execute("INSERT INTO credential VALUES ('li', x'aa', x'bb', 1)")
    return saved


def test_the_copy_has_the_rows_but_not_the_personal_ones(saved: Saved, tmp_path: Path) -> None:
    """Nobody stays signed in over a restore; the vault is a file of its own."""
    rows = fulls.copy_database(saved.data / FILE, tmp_path / "copy")

    assert fulls.rows_in(tmp_path / "copy", rows) == rows
    assert (rows["vault"], rows["session"], rows["one_time_code"]) == (0, 0, 0)
    assert (rows["event"], rows["ticket"], rows["credential"]) == (len(saved.play.entries), 1, 1)
    assert b"words of r1" not in (tmp_path / "copy").read_bytes()
    assert fulls.integrity(tmp_path / "copy") == "ok"
    assert fulls.place_in(tmp_path / "copy")[0] == Place(1, len(saved.play.entries))


def test_the_copy_has_the_same_tables_and_indexes(saved: Saved, tmp_path: Path) -> None:
    """The second belt is in the restored hall too."""
    fulls.copy_database(saved.data / FILE, tmp_path / "copy")
    things = []
    for file in (saved.data / FILE, tmp_path / "copy"):
        with closing(sqlite3.connect(file)) as database:
            things.append(set(database.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")))

    assert things[0] == things[1]


def test_small_files_go_along_and_locks_do_not(saved: Saved) -> None:
    """What another part puts beside the database is saved without anybody thinking of it."""
    (saved.data / "settings.toml").write_text("port = 1\n", encoding="utf-8")
    (saved.data / "authority.pem").write_text("x", encoding="utf-8")
    (saved.data / "huge").write_bytes(bytes(fulls.MOST_FILE_BYTES + 1))
    (saved.data / "damaged-1").mkdir()

    assert {"keys.json", "settings.toml", "authority.pem"} == {path.name for path in fulls.small_files(saved.data)}


def test_a_copy_is_unpacked_as_it_was(saved: Saved, tmp_path: Path) -> None:
    """Byte for byte, for the owner alone."""
    full = FullFile(tmp_path / "full.sealed", NINE_US)
    fulls.copy_database(saved.data / FILE, tmp_path / "copy")
    fulls.write(full, saved.key, HEAD, tmp_path / "copy", saved.data)
    (tmp_path / "new").mkdir()

    assert fulls.read_head(full, saved.key) == HEAD
    assert fulls.unpack(full, saved.key, tmp_path / "new") == HEAD
    assert (tmp_path / "new" / FILE).read_bytes() == (tmp_path / "copy").read_bytes()
    assert (tmp_path / "new" / "keys.json").read_bytes() == (saved.data / "keys.json").read_bytes()
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "new").iterdir()} == {0o600}


def packed(path: Path, key: bytes, members: dict[str, bytes]) -> FullFile:
    """Write a sealed file that is no full copy of ours."""
    with sealed.sealing(path, key) as writer, tarfile.open(mode="w|", fileobj=writer) as tar:  # type: ignore[call-overload]
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return FullFile(path, NINE_US)


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"other": b""},
        {"head.json": msgspec.json.encode(HEAD)},
        {"head.json": msgspec.json.encode(HEAD), "files/../../x": b"", FILE: b""},
        {"head.json": msgspec.json.encode(HEAD), "/x": b"", FILE: b""},
        {"head.json": msgspec.json.encode(msgspec.structs.replace(HEAD, taken_us=1)), FILE: b""},
    ],
)
def test_what_is_no_full_copy_is_refused(tmp_path: Path, members: dict[str, bytes]) -> None:
    """Whoever has the key may still have packed something else; nothing is written outside the folder."""
    full = packed(tmp_path / "full.sealed", bytes(32), members)
    (tmp_path / "new").mkdir()

    with pytest.raises(BackupFault, match="damaged"):
        fulls.unpack(full, bytes(32), tmp_path / "new")
    assert not (tmp_path / "x").exists()


def test_what_is_no_database_is_said_not_to_be_one(tmp_path: Path) -> None:
    """The check gives words, whatever the file is."""
    (tmp_path / "x").write_bytes(b"not a database" * 100)

    assert fulls.integrity(tmp_path / "x") != "ok"
