# SPDX-License-Identifier: Apache-2.0
"""The data folder's secret keys: made once at ``init``, readable by the owner alone."""

import hashlib
import json
import os
import secrets
from pathlib import Path

from msgspec import Struct

FILE = "keys.json"
_CHECK = "check"


class Keys(Struct, frozen=True, kw_only=True):
    """``chain`` seals the journal, ``ticket`` makes visitors' tokens, ``person`` hashes ID numbers."""

    chain: bytes
    ticket: bytes
    person: bytes


class KeysUnreadable(Exception):
    """The file of keys is there but does not hold the three keys that were made."""


def make_keys(folder: Path) -> Keys:
    """Write new keys into the folder. Raises FileExistsError where there are some."""
    keys = Keys(chain=secrets.token_bytes(32), ticket=secrets.token_bytes(32), person=secrets.token_bytes(32))
    descriptor = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({name: getattr(keys, name).hex() for name in keys.__struct_fields__} | {_CHECK: _check(keys)}, file)
        file.flush()
        os.fsync(file.fileno())
    return keys


def load_keys(folder: Path) -> Keys:
    """Return the folder's keys. Raises FileNotFoundError where ``init`` never ran, KeysUnreadable for a broken file."""
    try:
        raw = json.loads((folder / FILE).read_text(encoding="utf-8"))
        keys = Keys(**{name: bytes.fromhex(raw[name]) for name in Keys.__struct_fields__})
        sound = raw[_CHECK] == _check(keys)
    except (ValueError, KeyError, TypeError) as error:
        raise KeysUnreadable(str(folder / FILE)) from error
    if not sound:
        raise KeysUnreadable(str(folder / FILE))
    return keys


def _check(keys: Keys) -> str:
    """Return what tells keys that a bad disk has changed: a wrong ticket key would quietly turn every visitor away."""
    return hashlib.sha256(keys.chain + keys.ticket + keys.person).hexdigest()[:16]
