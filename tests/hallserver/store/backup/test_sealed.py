# SPDX-License-Identifier: Apache-2.0
"""Sealed files: what is read is what was written under this name and key, whole, or nothing."""

import secrets
from pathlib import Path

import pytest

from hallserver.store.backup import sealed
from hallserver.store.backup.fault import BackupFault

KEY = bytes(range(32))
LONG = secrets.token_bytes(3 * sealed.CHUNK_BYTES)
"""Does not compress: several chunks."""


def code_of(path: Path, key: bytes = KEY) -> str:
    """Return why a file does not open."""
    with pytest.raises(BackupFault) as fault:
        sealed.unseal_bytes(path, key)
    assert fault.value.file == str(path)
    return fault.value.code


@pytest.mark.parametrize("plain", [b"", b"a", b"a" * 10_000_000, LONG, LONG[: sealed.CHUNK_BYTES]])
def test_what_was_sealed_is_read_again(tmp_path: Path, plain: bytes) -> None:
    """Whatever its size; nothing of it is seen in the file."""
    digest = sealed.seal_bytes(tmp_path / "x", KEY, plain)

    assert sealed.unseal_bytes(tmp_path / "x", KEY) == plain
    assert digest == sealed.digest_of(tmp_path / "x")
    assert len(plain) < 100 or plain[:100] not in (tmp_path / "x").read_bytes()


def test_the_same_text_is_never_sealed_the_same_way(tmp_path: Path) -> None:
    """Equal files would tell that nothing has happened."""
    assert sealed.seal_bytes(tmp_path / "x", KEY, b"a") != sealed.seal_bytes(tmp_path / "x", KEY, b"a")


def test_a_part_can_be_read(tmp_path: Path) -> None:
    """A head is read without the rest."""
    sealed.seal_bytes(tmp_path / "x", KEY, LONG)

    with sealed.unsealing(tmp_path / "x", KEY) as reader:
        assert (reader.read(10), reader.read(0), reader.read(7)) == (LONG[:10], b"", LONG[10:17])


def test_every_flipped_bit_of_a_small_file_is_found(tmp_path: Path) -> None:
    """Also in the head, the lengths and behind the end."""
    path = tmp_path / "x"
    sealed.seal_bytes(path, KEY, b"a short one")
    whole = path.read_bytes()

    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
        assert code_of(path) in {"damaged", "wrong-key"}, at
    path.write_bytes(whole + b"\0")
    assert code_of(path) == "damaged"


def test_a_file_cut_anywhere_is_found(tmp_path: Path) -> None:
    """Also where a chunk ends."""
    path = tmp_path / "x"
    sealed.seal_bytes(path, KEY, LONG)
    whole = path.read_bytes()
    head = 12 + 8 + 32
    chunk = 4 + sealed.CHUNK_BYTES + 16

    for at in (0, 5, head, head + 2, head + chunk - 1, head + chunk, head + 2 * chunk, len(whole) - 1):
        path.write_bytes(whole[:at])
        assert code_of(path) == "damaged", at


def test_another_name_another_key_and_none_are_told_apart(tmp_path: Path) -> None:
    """A file in the place of another would put one minute in the place of another."""
    sealed.seal_bytes(tmp_path / "x", KEY, b"a")
    (tmp_path / "y").write_bytes((tmp_path / "x").read_bytes())

    assert code_of(tmp_path / "y") == "damaged"
    assert code_of(tmp_path / "x", bytes(32)) == "wrong-key"
    assert code_of(tmp_path / "z") == "missing"
    with pytest.raises(BackupFault, match="missing"):
        sealed.digest_of(tmp_path / "z")


def test_a_file_that_could_not_be_finished_is_not_there(tmp_path: Path) -> None:
    """Half a backup under a whole one's name would be believed."""
    sealed.seal_bytes(tmp_path / "x", KEY, b"before")

    def fail() -> None:
        with sealed.sealing(tmp_path / "x", KEY) as writer:
            writer.write(b"after")
            raise OSError(28, "no space")

    with pytest.raises(OSError, match="no space"):
        fail()

    assert sealed.unseal_bytes(tmp_path / "x", KEY) == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_small_pieces_are_bound_to_what_they_are_about() -> None:
    """The rows of one day do not open as those of another."""
    box = sealed.seal_small(KEY, b"a", b"one")

    assert sealed.open_small(KEY, box, b"one") == b"a"
    assert sealed.open_small(KEY, box, b"two") is None
    assert sealed.open_small(bytes(32), box, b"one") is None
    assert sealed.open_small(KEY, b"", b"one") is None
