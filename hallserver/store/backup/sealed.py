# SPDX-License-Identifier: Apache-2.0
"""Sealed files: compressed, then encrypted and authenticated with AES-256-GCM; the one door to that cipher.

Each file has a key of its own, HKDF(backup key, 32 random bytes ‖ its name), so a nonce can simply count:
nonce = chunk number (11 bytes) ‖ 1 for the last chunk. The name is part of the key, so a file put in the
place of another does not open; the last mark is part of the nonce, so a file cut at a chunk does not either.
A file comes to be whole or not at all: written under a passing name, synced, renamed, the folder synced.
"""

import hashlib
import os
import secrets
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.keyfile import KEY_BYTES, key_id

_MAGIC = b"HALLSEALED1\n"
_SALT_BYTES = 32
_TAG_BYTES = 16
CHUNK_BYTES = 1 << 18
"""Plain bytes of a chunk after compression."""
PASSING = ".part"
"""Ending of a file that is still being written."""


def _cipher(key: bytes, salt: bytes, name: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt, b"hallserver sealed file " + name.encode()).derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11) + bytes([last])


class SealedWriter:
    """A sealed file being written; ``tarfile`` may write to it. ``digest`` is the sha256 (hex) of what is on disk so far."""

    def __init__(self, file: BinaryIO, key: bytes, name: str) -> None:
        """Write the head."""
        salt = secrets.token_bytes(_SALT_BYTES)
        self._file, self._cipher = file, _cipher(key, salt, name)
        self._hash, self._zip = hashlib.sha256(), zlib.compressobj(1)
        self._held, self._number = b"", 0
        self._put(_MAGIC + key_id(key).encode() + salt)

    @property
    def digest(self) -> str:
        """Return the sha256 (hex) of what was written."""
        return self._hash.hexdigest()

    def write(self, data: bytes) -> int:
        """Seal more."""
        self._held += self._zip.compress(data)
        while len(self._held) > CHUNK_BYTES:
            self._chunk(self._held[:CHUNK_BYTES], last=False)
            self._held = self._held[CHUNK_BYTES:]
        return len(data)

    def finish(self) -> None:
        """Seal what is left and mark the end."""
        self._held += self._zip.flush()
        while len(self._held) > CHUNK_BYTES:
            self._chunk(self._held[:CHUNK_BYTES], last=False)
            self._held = self._held[CHUNK_BYTES:]
        self._chunk(self._held, last=True)

    def _chunk(self, plain: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last=last), plain, None)
        self._put(len(sealed).to_bytes(4) + sealed)
        self._number += 1

    def _put(self, data: bytes) -> None:
        self._hash.update(data)
        self._file.write(data)


class SealedReader:
    """The plain bytes of a sealed file; nothing is given that was not authenticated."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Read the head. Raises BackupFault: ``missing``, ``wrong-key``, ``damaged``."""
        self._path, self._unzip, self._held, self._number, self._ended = path, zlib.decompressobj(), b"", 0, False
        try:
            self._file = path.open("rb")
        except FileNotFoundError as error:
            raise BackupFault("missing", path) from error
        head = self._file.read(len(_MAGIC) + 8 + _SALT_BYTES)
        magic, named, salt = head[: len(_MAGIC)], head[len(_MAGIC) : len(_MAGIC) + 8], head[len(_MAGIC) + 8 :]
        if magic != _MAGIC or len(salt) != _SALT_BYTES:
            self.close()
            raise BackupFault("damaged", path)
        if named != key_id(key).encode():
            self.close()
            raise BackupFault("wrong-key", path, given=key_id(key), wanted=named.decode("ascii", "replace"))
        self._cipher = _cipher(key, salt, path.name)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def read(self, size: int = -1) -> bytes:
        """Return up to ``size`` plain bytes, fewer only at the end. Raises BackupFault ``damaged``."""
        while not self._ended and (size < 0 or len(self._held) < size):
            self._held += self._chunk()
        end = len(self._held) if size < 0 else size
        given, self._held = self._held[:end], self._held[end:]
        return given

    def _chunk(self) -> bytes:
        length = int.from_bytes(self._file.read(4))
        if not _TAG_BYTES <= length <= CHUNK_BYTES + _TAG_BYTES:
            raise BackupFault("damaged", self._path)
        sealed = self._file.read(length)
        if len(sealed) != length:
            raise BackupFault("damaged", self._path)
        at_end = not self._file.peek(1)
        try:
            plain = self._unzip.decompress(self._cipher.decrypt(_nonce(self._number, last=at_end), sealed, None))
        except (InvalidTag, zlib.error) as error:
            raise BackupFault("damaged", self._path) from error
        self._number += 1
        self._ended = at_end
        return plain + (self._unzip.flush() if at_end else b"")


@contextmanager
def sealing(path: Path, key: bytes) -> Iterator[SealedWriter]:
    """Give the writer of a new sealed file, which is there when the block ends well, and not at all otherwise."""
    passing = path.with_name(path.name + PASSING)
    try:
        with passing.open("wb") as file:
            writer = SealedWriter(file, key, path.name)
            yield writer
            writer.finish()
            file.flush()
            os.fsync(file.fileno())
        passing.replace(path)
    except BaseException:
        passing.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


@contextmanager
def unsealing(path: Path, key: bytes) -> Iterator[SealedReader]:
    """Give the reader of a sealed file. Raises BackupFault."""
    reader = SealedReader(path, key)
    try:
        yield reader
    finally:
        reader.close()


def seal_bytes(path: Path, key: bytes, plain: bytes) -> str:
    """Write a sealed file of these bytes; return the sha256 (hex) of the file."""
    with sealing(path, key) as writer:
        writer.write(plain)
    return writer.digest


def unseal_bytes(path: Path, key: bytes) -> bytes:
    """Return what a sealed file holds. Raises BackupFault."""
    with unsealing(path, key) as reader:
        return reader.read()


def digest_of(path: Path) -> str:
    """Return the sha256 (hex) of a file. Raises BackupFault ``missing``."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise BackupFault("missing", path) from error


def sync_folder(folder: Path) -> None:
    """Make a folder's new names durable, where the system knows how (Windows does it by itself)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def seal_small(key: bytes, plain: bytes, about: bytes) -> bytes:
    """Return these bytes sealed under a key that seals many such pieces: 12 random bytes, then the sealed ones."""
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(key).encrypt(nonce, plain, about)


def open_small(key: bytes, sealed: bytes, about: bytes) -> bytes | None:
    """Return what ``seal_small`` sealed, None when key, bytes or ``about`` are other ones."""
    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], about)
    except (InvalidTag, ValueError):
        return None
