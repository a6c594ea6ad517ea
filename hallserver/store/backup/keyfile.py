# SPDX-License-Identifier: Apache-2.0
"""The backup key: 32 random bytes in a file of its own, which only its owner can read.

A backup is always sealed, there is no other way to write one: the second place is often somebody else's
machine or a disk that is carried home. The key file must not lie in the data folder (with the folder the
key would be lost, and with it every backup), and somebody must keep a copy away from the server.
"""

import hashlib
import os
import secrets
import sys
from pathlib import Path

from hallserver.store.backup.fault import BackupFault

KEY_BYTES = 32
_FIRST_LINE = "hallserver backup key 1"


def make_key(file: Path, data: Path | None = None) -> bytes:
    """Write a new key into a new file. Raises FileExistsError where one is, BackupFault inside the data folder."""
    must_be_outside(file, data)
    key = secrets.token_bytes(KEY_BYTES)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as text:
        text.write(f"{_FIRST_LINE}\n{key.hex()}\n")
        text.flush()
        os.fsync(text.fileno())
    return key


def load_key(file: Path, data: Path | None = None) -> bytes:
    """Return the key of this file.

    Raises BackupFault: ``key-missing``, ``key-unreadable``, ``key-open`` (others may read it), ``inside-data``.
    """
    must_be_outside(file, data)
    try:
        lines = file.read_text(encoding="ascii").split("\n")
    except FileNotFoundError as error:
        raise BackupFault("key-missing", file) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BackupFault("key-unreadable", file) from error
    if sys.platform != "win32" and file.stat().st_mode & 0o077:
        raise BackupFault("key-open", file)
    try:
        key = bytes.fromhex(lines[1])
    except (IndexError, ValueError) as error:
        raise BackupFault("key-unreadable", file) from error
    if lines[0] != _FIRST_LINE or len(key) != KEY_BYTES:
        raise BackupFault("key-unreadable", file)
    return key


def must_be_outside(file: Path, data: Path | None) -> None:
    """Raise BackupFault when a file or folder that must survive the data folder lies inside it."""
    if data is not None and file.resolve().is_relative_to(data.resolve()):
        raise BackupFault("inside-data", file, data=str(data))


def key_id(key: bytes) -> str:
    """Return eight hex digits that name a key without telling anything of it."""
    return hashlib.sha256(b"hallserver backup key id" + key).hexdigest()[:8]
