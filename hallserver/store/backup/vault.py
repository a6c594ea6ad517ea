# SPDX-License-Identifier: Apache-2.0
"""The vault's backups, and how they end: a key for each day on which rows are to be erased.

A backup cannot be gone through to erase a row, least of all on media that are written once. So each row is
sealed under the key of the day on which its retention ends, and when that day is over the key is dropped
from ``vault-keys.sealed``: from then on no copy of the row can be read, wherever it lies. That one file must
therefore be where files can be replaced; everything else may lie on media that cannot. It is sealed under
the backup key like all others.

What was erased before its time (a person asked for it) the journal names (``DataErased``), and a restore
leaves it out whatever earlier files hold.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
import peewee

from hallserver.store.backup import sealed
from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.keyfile import KEY_BYTES
from hallserver.store.backup.place import VAULT_KEYS
from hallserver.store.vault import IS_ERASED

DAY_US = 86_400_000_000
_LATER = (
    "SELECT id, ref, salt, content, erase_after_us FROM vault"  # noqa: S608 -- constants only
    f" WHERE id > ? AND id <= ? AND NOT {IS_ERASED} ORDER BY id"
)
_LAST_ID = "SELECT coalesce(max(id), 0) FROM vault"
_INSERT = "INSERT INTO vault (ref, salt, content, erase_after_us) VALUES (?,?,?,?)"

VaultRow = tuple[int, str, bytes, str, int]
"""id, ref, salt, content, erase_after_us. Rows are only ever put behind the last one, so ids tell what is new."""
_encode = msgspec.msgpack.Encoder().encode
_decode_days = msgspec.msgpack.Decoder(dict[int, bytes]).decode
_decode_rows = msgspec.msgpack.Decoder(list[VaultRow]).decode


class VaultKeys:
    """The keys of a line's vault files, by the day (since 1970, UTC) on which retention ends."""

    def __init__(self, folder: Path, key: bytes) -> None:
        """Read the line's keys; none where the file is not there yet. Raises BackupFault for a file that does not open."""
        self._path, self._key = folder / VAULT_KEYS, key
        self._days: dict[int, bytes] = _decode_days(sealed.unseal_bytes(self._path, key)) if self._path.exists() else {}

    def __len__(self) -> int:
        """Return how many days have a key."""
        return len(self._days)

    def of(self, day: int) -> bytes | None:
        """Return the day's key, None when it was dropped or never was."""
        return self._days.get(day)

    def need(self, days: Iterable[int]) -> Mapping[int, bytes]:
        """Return the keys of these days, new ones where there are none; they are on disk before anything is sealed with them."""
        new = {day: secrets.token_bytes(KEY_BYTES) for day in set(days) if day not in self._days}
        if new:
            self._days |= new
            self._save()
        return self._days

    def drop_before(self, now_us: int) -> int:
        """Drop the keys of days that are over: what was sealed with them is erased. Return how many."""
        over = [day for day in self._days if day < now_us // DAY_US]
        for day in over:
            del self._days[day]
        if over:
            self._save()
        return len(over)

    def _save(self) -> None:
        sealed.seal_bytes(self._path, self._key, _encode(self._days))


def rows_after(database: peewee.SqliteDatabase, last_id: int) -> tuple[list[VaultRow], int]:
    """Return the rows behind this id that were not erased, and the id up to which they were looked at.

    The end is fixed first: a row that comes while these are read is behind it, and so it is the next one's.
    """
    upto_id = int(database.execute_sql(_LAST_ID).fetchone()[0])
    return list(database.execute_sql(_LATER, (last_id, upto_id))), upto_id


def write_rows(path: Path, key: bytes, keys: VaultKeys, rows: Iterable[VaultRow]) -> str:
    """Write a vault file: the rows of each day sealed under the day's key. Return its sha256 (hex)."""
    by_day: dict[int, list[VaultRow]] = {}
    for row in rows:
        by_day.setdefault(row[4] // DAY_US, []).append(row)
    held = keys.need(by_day)
    days = {day: sealed.seal_small(held[day], _encode(some), _about(path, day)) for day, some in by_day.items()}
    return sealed.seal_bytes(path, key, _encode(days))


def read_rows(path: Path, key: bytes, keys: VaultKeys, now_us: int) -> Iterator[VaultRow]:
    """Give the rows of a vault file whose retention has not ended. Raises BackupFault, ``no-vault-key`` for a day that must have one."""
    for day, box in _decode_days(sealed.unseal_bytes(path, key)).items():
        if day < now_us // DAY_US:
            continue
        day_key = keys.of(day)
        plain = sealed.open_small(day_key, box, _about(path, day)) if day_key is not None else None
        if plain is None:
            raise BackupFault("no-vault-key", path)
        yield from _decode_rows(plain)


def put_back(database: peewee.SqliteDatabase, rows: Iterable[VaultRow], erased: set[str], now_us: int) -> int:
    """Insert, in their order, the rows whose retention has not ended and that nobody erased; return how many."""
    count = 0
    for _, ref, salt, content, erase_after_us in sorted(rows):
        if ref not in erased and erase_after_us > now_us:
            database.execute_sql(_INSERT, (ref, salt, content, erase_after_us))
            count += 1
    return count


def _about(path: Path, day: int) -> bytes:
    return f"{path.name} {day}".encode()
