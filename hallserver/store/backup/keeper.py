# SPDX-License-Identifier: Apache-2.0
"""Writes the backups of one data folder: ``segment`` every minute, ``full`` every night, ``prune`` after it.

It reads the hall's database through read-only connections alone, so the hall may be in service, and it may
run in the server or in a process of its own; a lock in the data folder lets one at a time write. What it
needs to go on (number, place, digest of the last segment) it reads from the place itself, never from
memory, so two of them in turn, a restart or a new disk in the second place cannot make it skip anything.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import peewee
from msgspec import Struct

from hallserver.store.backup import full as fulls
from hallserver.store.backup import sealed, segment, vault
from hallserver.store.backup.appending import last_event
from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.place import FullFile, Line, Place, SegmentFile, line_in, lines_in
from hallserver.store.backup.proof import Verified, prove
from hallserver.store.backup.pruning import drop_orphans, prune_line
from hallserver.store.backup.segment import Accounts, Segment
from hallserver.store.folder import FILE, FolderBusy, hold, open_reading
from hallserver.store.keys import load_keys

LOCK = "backup.lock"
_FULL_LOCK = "backup-full.lock"
_SCRATCH = "backup-scratch"
_FREE_BYTES = 300_000_000
"""Space that a backup leaves to the hall."""


Copy = Callable[[Path, Path], dict[str, int]]
"""Copies the live database file to another, returns its rows by table."""


class Written(Struct, frozen=True, kw_only=True):
    """What one turn wrote: the file's path, the events in it, and up to which one the hall is saved."""

    path: str
    events: int
    upto: str


class _Tail(Struct, frozen=True):
    """Where the next segment goes on."""

    number: int
    before: str
    upto: Place
    seal: bytes
    vault_id: int
    accounts: Accounts | None
    """As they were last saved; None: unknown."""


class Keeper:
    """Saves the hall of one data folder into one place under one key."""

    def __init__(self, data: Path, place: Path, key: bytes, *, copy: Copy = fulls.copy_database) -> None:
        """Keep where things are; nothing is read yet. ``copy`` is handed in by tests that need another one."""
        self._data, self._place, self._key, self._copy = data, place, key, copy
        self._last: tuple[str, Accounts] | None = None
        """Digest of the last segment that this keeper wrote, and the accounts as of then."""

    def segment(self, now_us: int) -> list[Written]:
        """Write what is new since the last segment.

        Raises BackupFault (``no-full``: a line begins with a full copy), OSError, ChainBroken (the live journal itself was changed).
        """
        with self._held(), self._reader() as database:
            line = self._line(database)
            if not line.fulls():
                raise BackupFault("no-full", line.folder)
            written: list[Written] = []
            while (one := self._one_segment(line, database, now_us)) is not None:
                written.append(one)
                if one.events < segment.MOST_ROWS:
                    break  # what came meanwhile is the next minute's
            return written

    def full(self, now_us: int) -> Written:
        """Write a full copy, restore it once into a scratch folder and compare; then it counts as verified.

        Segments may be written while it is compared. Raises BackupFault, OSError, ChainBroken.
        """
        with self._held(_FULL_LOCK), self._scratch() as scratch:
            with self._held(), self._reader() as database:
                line = self._line(database)
                # The newest by name is the newest: also behind one that was dated by a clock that ran ahead.
                full = line.full(max([now_us, *(it.taken_us + 1 for it in line.fulls()[-1:])]))
                with fulls.all_or_none(full):
                    head, digest = self._write_full(line, full, scratch)
            return self._verified(full, head, digest, scratch)

    def prune(self, now_us: int, keep_days: int) -> int:
        """Drop the vault keys of days that are over, in every line of this hall; then files older than ``keep_days``.

        The newest verified full copies stay whatever their age, with all segments since the oldest of them. No day is over
        before the journal has reached its end: a dropped key is gone for good, and the wall clock may be wrong. Returns how
        many files went.
        """
        with self._held(), self._reader() as database:
            line = self._line(database)
            gone, now_us = 0, min(now_us, last_event(database)[1])
            for each in lines_in(line.folder.parent):
                vault.VaultKeys(each.folder, self._key).drop_before(now_us)
                gone += prune_line(each, self._key, now_us - keep_days * vault.DAY_US, current=each.folder == line.folder)
            return gone

    # ---- the place ----

    @contextmanager
    def _held(self, name: str = LOCK) -> Iterator[None]:
        """Let nobody else write backups of this data folder meanwhile. Raises BackupFault ``busy``."""
        try:
            lock = hold(self._data, name)
        except FolderBusy as error:
            raise BackupFault("busy", self._data, holder=error.holder) from error
        with closing(lock):
            yield

    @contextmanager
    def _reader(self) -> Iterator[peewee.SqliteDatabase]:
        _, reader = open_reading(self._data)
        with reader() as database:
            yield database

    def _line(self, database: peewee.SqliteDatabase) -> Line:
        line = line_in(self._place, database)
        line.folder.mkdir(parents=True, exist_ok=True)
        for left in line.folder.glob(f"*{sealed.PASSING}"):
            left.unlink()
        drop_orphans(line)
        return line

    # ---- segments ----

    def _one_segment(self, line: Line, database: peewee.SqliteDatabase, now_us: int) -> Written | None:
        tail = self._tail(line)
        head = segment.hash_at(database, tail.upto)
        if head != tail.seal:
            # The data folder was put back some other way than by a restore, or is a copy that went its own way.
            raise BackupFault("other-life", line.folder, place=str(tail.upto))
        rows = segment.read_rows(database, tail.upto)
        accounts = segment.read_accounts(database)
        vault_rows, vault_id = vault.rows_after(database, tail.vault_id)
        if not rows and not vault_rows and accounts == tail.accounts:
            return None
        # Who is asked to restore one day must not find a break that was there when it was saved.
        for _ in segment.chained(rows, load_keys(self._data).chain, head):
            pass
        number, keys = tail.number + 1, vault.VaultKeys(line.folder, self._key)
        digest = vault.write_rows(line.vault(number), self._key, keys, vault_rows) if vault_rows else ""
        made = Segment(
            hall_id=line.hall_id,
            number=number,
            before=tail.before,
            taken_us=now_us,
            after=tail.upto,
            rows=rows,
            seal=rows[-1][9] if rows else head,
            accounts=None if accounts == tail.accounts else accounts,
            vault_id=vault_id,
            vault=digest,
        )
        file = SegmentFile(line.segment(number, tail.upto, made.upto), number, tail.upto, made.upto)
        self._last = segment.write(file, self._key, made), accounts
        return Written(path=str(file.path), events=len(rows), upto=str(made.upto))

    def _tail(self, line: Line) -> _Tail:
        """Return where the last segment ended, or the newest full copy where nothing, or nothing sound, came after it."""
        files, full = line.segments(), line.fulls()[-1]
        if not files:
            return _behind(fulls.read_head(full, self._key))
        last = files[-1]
        digest = sealed.digest_of(last.path)
        try:
            found = segment.read(last, self._key)
        except BackupFault:
            head = fulls.read_head(full, self._key)
            if head.segment != last.number or head.before != digest:
                raise
            return _behind(head)
        known = self._last[1] if self._last is not None and self._last[0] == digest else found.accounts
        return _Tail(last.number, digest, last.upto, found.seal, found.vault_id, known)

    # ---- full copies ----

    @contextmanager
    def _scratch(self) -> Iterator[Path]:
        """Give an empty folder beside the database, which nobody else may read, for a while. Raises BackupFault ``no-space``."""
        need = 3 * (self._data / FILE).stat().st_size + _FREE_BYTES
        if shutil.disk_usage(self._data).free < need:
            raise BackupFault("no-space", self._data, need_mb=need // 1_000_000)
        scratch = self._data / _SCRATCH
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(mode=0o700)
        try:
            yield scratch
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def _verified(self, full: FullFile, head: fulls.Head, digest: str, scratch: Path) -> Written:
        """Restore the copy from what lies in the place, compare, and note it; a copy that fails is taken away."""
        proof = scratch / "proof"
        proof.mkdir()
        with fulls.all_or_none(full):
            rebuilt = prove(full, self._key, proof)
        upto = str(Place(*head.upto))
        verified = Verified(at_us=head.taken_us, upto=upto, events=rebuilt.events, rows=rebuilt.rows, digest=digest)
        full.verified.write_bytes(msgspec.json.encode(verified))
        return Written(path=str(full.path), events=rebuilt.events, upto=upto)

    def _write_full(self, line: Line, full: FullFile, scratch: Path) -> tuple[fulls.Head, str]:
        files, copy = line.segments(), scratch / FILE
        with self._reader() as database:
            known, _ = last_event(database)
        try:
            rows = self._copy(self._data / FILE, copy)
        except sqlite3.DatabaseError as error:
            raise BackupFault("unreadable", self._data / FILE, detail=str(error)) from error
        with self._reader() as database:
            vault_rows, vault_id = vault.rows_after(database, 0)
        upto, seal = fulls.place_in(copy)
        if upto < known:
            raise BackupFault("differs", full.path, table="event")
        head = fulls.Head(
            hall_id=line.hall_id, taken_us=full.taken_us, upto=upto, seal=seal, segment=files[-1].number if files else 0,
            before=sealed.digest_of(files[-1].path) if files else "", rows=rows, vault_id=vault_id,
            vault=vault.write_rows(full.vault, self._key, vault.VaultKeys(line.folder, self._key), vault_rows),
        )  # fmt: skip
        return head, fulls.write(full, self._key, head, copy, self._data)


def _behind(head: fulls.Head) -> _Tail:
    return _Tail(head.segment, head.before, Place(*head.upto), head.seal, head.vault_id, None)
