# SPDX-License-Identifier: Apache-2.0
"""Restore: a full copy, the segments after it, and a new epoch. The way back is ``restore`` in this module.

``restore(source, key, target, now_us, Options(...))`` makes a new data folder and returns ``Restored``; whoever finds a
damaged data folder (the check at boot, the command line) moves it aside first and calls this. The new folder is
made beside ``target`` and renamed to it at the very end, so a restore that died half-way never looks like a hall.
Nothing is believed: the cipher authenticates each file, the segments name each other, each event must follow from
the one before it by the chain of the live hall, and at the end every table is refolded from the first event and
compared. What differs is refused, naming the file, and the target is not made.

A new epoch begins with ``Restored``. Everything up to the backup keeps its place, so tickets, tokens and keys in
visitors' and agents' hands stay good; what was lost after it can never be mistaken for what comes now, because
(epoch, seq) differ; a random mark tells apart two restores of one backup, and a hall that is still alive elsewhere
goes on in its old epoch. Numbers of an open day go on behind a gap (``ticket.restore_skip``): the lost minute may
have given numbers that are on paper in somebody's hand.

Not brought back: sign-ins and one-time codes, and vault rows whose retention has ended or that were erased before
their time, also when an older copy than the erasure is restored. What a backup cannot show is that its last
segments were taken away: the answer names the last event and its time, and somebody has to look at it.
"""

import secrets
import shutil
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue

import peewee
from msgspec import Struct, field

from hallserver.core.events import Entry
from hallserver.core.rules_backup import restored
from hallserver.store.backup import full as fulls
from hallserver.store.backup import sealed, vault
from hallserver.store.backup import segment as segments
from hallserver.store.backup.appending import append, append_tail, last_event
from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.place import FullFile, Line, Place, SegmentFile, newest_line
from hallserver.store.backup.proof import check_copy, compare_all, following
from hallserver.store.backup.segment import JournalRow, write_accounts
from hallserver.store.database import PRAGMAS, migrate, writable
from hallserver.store.folder import FILE, Folder
from hallserver.store.keys import load_keys

ACTOR = "service:restore"
_MAKING = ".restoring"


class Restored(Struct, kw_only=True):
    """What was restored. ``upto`` is the last event that was kept, ``at_us`` its time; ``place`` is where the new epoch begins."""

    hall_id: str
    line: str
    full: str
    """File name of the full copy that it rests on."""
    segments: int
    events: int
    upto: str
    at_us: int
    place: str
    vault_rows: int
    tail: int = 0
    """Events that were taken from the damaged journal behind the last segment."""
    left_out: list[str] = field(default_factory=list)
    """Faults that were passed over (``salvage``)."""


class Options(Struct, frozen=True, kw_only=True):
    """How to restore where not everything is to be had, or wanted."""

    until: Place | None = None
    """Leave out later events."""
    salvage: bool = False
    """Pass over a damaged full copy to an older one and over vault files that do not open; stop at the first bad segment."""
    tail: Sequence[JournalRow] = ()
    """Rows of a damaged journal (``segment.read_rows``); as many as follow on by the chain are kept."""
    lost_to: str = ""
    """The last event that is known to have existed, ``<epoch>.<seq>``; it goes into the journal."""


def restore(source: Path, key: bytes, target: Path, now_us: int, how: Options | None = None) -> Restored:
    """Make the data folder ``target`` from the backups in ``source``; begin a new epoch in it.

    ``source``: a backup place, a hall's folder in it, or one line. ``key``: from ``keyfile.load_key``.
    Raises BackupFault naming the file (``sound`` tells up to where the backup is good), ChainBroken for events that do
    not follow, FileExistsError when ``target`` holds anything. Nothing is left behind when it fails. Takes seconds: never
    call it on the event loop.
    """
    asked = how or Options()
    if target.exists() and any(target.iterdir()):
        raise FileExistsError(str(target))
    # An empty folder that is there may be a mount point: nothing is renamed to it, and what lies beside it is another disk.
    making = target / _MAKING if target.exists() else target.with_name(target.name + _MAKING)
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700, parents=True)
    try:
        run = _Run(newest_line(source, lambda file: _taken_us(file, key)), key, making, asked)
        done = run.take()
        done.vault_rows = run.put_vault_back(now_us)
        done.place = _begin_epoch(making, now_us, run.last_taken_us, asked.lost_to)
        sealed.sync_folder(making)
        _install(making, target)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    sealed.sync_folder(target.parent)
    return done


class _Run:
    """One restore: from which line, into which folder."""

    def __init__(self, line: Line, key: bytes, folder: Path, asked: Options) -> None:
        self._line, self._key, self._folder, self._asked = line, key, folder, asked
        self._left_out: list[str] = []
        self._vaults: list[tuple[Path, str]] = []
        """Vault files with their digests, of what was taken."""
        self._erased: set[str] = set()
        self.last_taken_us = 0

    def take(self) -> Restored:
        """Unpack the full copy, append what follows, compare everything."""
        full, head = self._unpack()
        self._vaults.append((full.vault, head.vault))
        self.last_taken_us = head.taken_us
        chain_key = load_keys(self._folder).chain
        migrate(self._folder / FILE)
        database = writable(self._folder / FILE, PRAGMAS)
        with database.connection_context(), database.atomic("IMMEDIATE"):
            count = self._append_segments(database, chain_key, head)
            tailed = append_tail(database, chain_key, self._asked.tail)
            upto, at_us = last_event(database)
        rebuilt = compare_all(full.path, self._folder)
        return Restored(
            hall_id=head.hall_id, line=self._line.folder.name, full=full.path.name, segments=count, events=rebuilt.events,
            upto=str(upto), at_us=at_us, place="", vault_rows=0, tail=tailed, left_out=self._left_out,
        )  # fmt: skip

    def _unpack(self) -> tuple[FullFile, fulls.Head]:
        """Unpack the newest full copy that is not behind ``until``; with ``salvage`` the newest that is sound."""
        for full in reversed(self._line.fulls()):
            try:
                head = fulls.read_head(full, self._key)
                if self._asked.until is not None and Place(*head.upto) > self._asked.until:
                    continue
                fulls.unpack(full, self._key, self._folder)
                check_copy(full, head, self._folder / FILE)
            except BackupFault as fault:
                if not self._asked.salvage or fault.code == "wrong-key":
                    raise
                self._left_out.append(str(fault))
                _empty(self._folder)
            else:
                return full, head
        raise BackupFault("no-backup", self._line.folder)

    def _append_segments(self, database: peewee.SqliteDatabase, chain_key: bytes, head: fulls.Head) -> int:
        """Append the segments after the copy; those behind ``until`` are read only for what was erased."""
        count = 0
        try:
            for file, found in following(self._line, self._key, head):
                self._erased.update(found.erased)
                if self._asked.until is not None and file.after >= self._asked.until:
                    continue
                append(database, chain_key, found.rows, file.after, self._asked.until)
                if found.accounts is not None:
                    write_accounts(database, found.accounts)
                if found.vault:
                    self._vaults.append((self._line.vault(file.number), found.vault))
                self.last_taken_us, count = found.taken_us, count + 1
        except BackupFault as fault:
            fault.sound = str(last_event(database)[0])
            reached = self._asked.until is not None and last_event(database)[0] >= self._asked.until
            if not (self._asked.salvage or reached) or fault.code == "wrong-key":
                raise
            self._left_out.append(str(fault))
        return count

    def put_vault_back(self, now_us: int) -> int:
        """Put the vault's rows back whose retention has not ended and that nobody erased; return how many."""
        rows: dict[int, vault.VaultRow] = {}
        for path, digest in self._vaults:
            try:
                if sealed.digest_of(path) != digest:
                    raise BackupFault("damaged", path)  # noqa: TRY301 -- passed over like the others
                keys = vault.VaultKeys(self._line.folder, self._key)
                rows |= {row[0]: row for row in vault.read_rows(path, self._key, keys, now_us)}
            except BackupFault as fault:
                if not self._asked.salvage:
                    raise
                self._left_out.append(str(fault))
        database = writable(self._folder / FILE, PRAGMAS)
        with database.connection_context(), database.atomic("IMMEDIATE"):
            # The segments say it of what they hold; the full copy and the tail of a damaged journal only by their events.
            self._erased |= segments.erased_in(database)
            return vault.put_back(database, rows.values(), self._erased, now_us)


def _taken_us(file: SegmentFile, key: bytes) -> int:
    """Return when a segment was written; 0 for one that cannot be read, which says nothing of its life."""
    try:
        return segments.read(file, key).taken_us
    except BackupFault:
        return 0


def _install(making: Path, target: Path) -> None:
    """Make the finished folder the target: by one rename, or, where it was made inside the target, file by file."""
    if making.parent != target:
        making.replace(target)
        return
    target.chmod(0o700)
    for path in sorted(making.iterdir(), key=lambda path: path.name == FILE):  # the database last: before it this is no hall
        path.replace(target / path.name)
    making.rmdir()
    sealed.sync_folder(target)


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def _begin_epoch(folder: Path, now_us: int, taken_us: int, lost_to: str) -> str:
    """Append ``Restored`` as the first event of the next epoch; return its place."""
    with closing(Folder(folder)) as opened:
        hall = opened.journal.load()
        event = restored(hall, taken_us=taken_us, mark=secrets.token_hex(8), lost_to=lost_to)
        entry = Entry(epoch=hall.epoch + 1, seq=hall.seq + 1, at_us=max(now_us, hall.at_us), day=hall.day, actor=ACTOR, event=event)
        written: SimpleQueue[BaseException | None] = SimpleQueue()
        opened.journal.append_then([entry], [], written.put)
        error = written.get()
    if error is not None:
        raise error
    return f"{entry.epoch}.{entry.seq}"
