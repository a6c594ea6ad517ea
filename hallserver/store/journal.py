# SPDX-License-Identifier: Apache-2.0
"""Writing the journal: a group of entries with its vault rows and projections in one transaction."""

from collections.abc import Callable, Sequence
from typing import Any

import peewee
from msgspec import Struct

from hallserver.core.events import Entry
from hallserver.store import chain, roll_up
from hallserver.store.anchor import Anchor
from hallserver.store.batching import of_entries, of_rows
from hallserver.store.database import Database
from hallserver.store.reading import COLUMNS, Folded, JournalReader

_APPEND = f"INSERT INTO event ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?)"  # noqa: S608 -- constants only
_VAULT = "INSERT INTO vault (ref, salt, content, erase_after_us) VALUES (?,?,?,?)"


class VaultRow(Struct, frozen=True, kw_only=True):
    """Personal text in the vault under its reference, to be erased after ``erase_after_us``."""

    ref: str
    salt: bytes
    content: str
    erase_after_us: int


class Journal(JournalReader):
    """Knows the chain's head too; the service is its only writer."""

    def __init__(self, database: Database, chain_key: bytes, folded: Folded | None = None) -> None:
        """Stand at the journal's end; ``load`` must be called before ``append_then``."""
        super().__init__(database.reader, chain_key, folded)
        self._database = database

    def append_then(self, entries: Sequence[Entry], vault: Sequence[VaultRow], done: Callable[[BaseException | None], object]) -> None:
        """Make the group durable, then call ``done(error)`` on the writer thread; the chain moves on success only."""

        def job(database: peewee.SqliteDatabase) -> bytes:
            return self._write(database, entries, vault)

        def written(head: bytes, error: BaseException | None) -> None:
            if error is None:
                self._head = head
                self.anchor = Anchor.of(entries[-1].epoch, entries[-1].seq, head) if entries else self.anchor
            done(error)

        self._database.write_then(job, written)

    def _write(self, database: peewee.SqliteDatabase, entries: Sequence[Entry], vault: Sequence[VaultRow]) -> bytes:
        head, execute = self._head, database.connection().execute
        rows: list[tuple[Any, ...]] = []
        for entry in entries:
            row = chain.row_of(entry)
            head = self._seal(head, row)
            rows.append((*row, head))
        for sql, values in of_rows(_APPEND, rows):
            execute(sql, values)
        for sql, values in of_entries(entries):
            execute(sql, values)
        for entry in entries:
            roll_up.follow(execute, entry)
        for kept in vault:
            execute(_VAULT, (kept.ref, kept.salt, kept.content, kept.erase_after_us))
        return head
