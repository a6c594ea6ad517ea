# SPDX-License-Identifier: Apache-2.0
"""Refold everything from the first event and prove it equal to what is kept: tables, snapshots, chain."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import peewee
from msgspec import Struct

from hallserver.core.apply import apply
from hallserver.core.events import DayClosed, Entry
from hallserver.core.hall import Hall
from hallserver.core.rules_day import snapshot
from hallserver.store.anchor import Anchor, Fit
from hallserver.store.migrations import load_steps
from hallserver.store.projections import TABLES, statements
from hallserver.store.reading import JournalReader, Reader

if TYPE_CHECKING:
    from hallserver.store.folder import Folder


class Difference(Struct, frozen=True, kw_only=True):
    """A place where the refolded journal and what is kept differ."""

    table: str
    kept: str
    refolded: str


class Rebuilt(Struct, frozen=True, kw_only=True):
    """What a rebuild found: events read, rows compared per table, and every difference."""

    events: int
    rows: dict[str, int]
    differences: list[Difference]


def check(folder: "Folder", *, anchors: Sequence[Anchor] = (), most: int = 20) -> Rebuilt:
    """Refold into an empty database in memory and compare every projection row, every snapshot and the live state.

    ``anchors`` are heads that somebody kept outside: each must still be there. Names at most ``most`` differences.
    Raises ChainBroken when the journal itself was changed.
    """
    return compare(folder.database.reader, folder.journal, anchors=anchors, most=most)


def compare(reader: Reader, journal: JournalReader, *, anchors: Sequence[Anchor] = (), most: int = 20) -> Rebuilt:
    """Do what ``check`` does through read-only connections alone."""
    hall, refolded, differences = Hall(), _empty(), []
    events = 0
    with reader() as kept, refolded.connection_context():
        for step in load_steps():
            for statement in step:
                refolded.execute_sql(statement)
        with refolded.atomic():
            for entry in journal.all_checked(kept):
                differences += _snapshot_differs(hall, entry)
                apply(hall, entry)
                for sql, values in statements(entry):
                    refolded.execute_sql(sql, values)
                events += 1
        rows = {table: _count(kept, table) for table in TABLES}
        differences += [_misfit(anchor, fit) for anchor in anchors if (fit := anchor.fit(kept)) != "fits"]
        for table, order in TABLES.items():
            differences += list(_rows_differ(kept, refolded, table, order))
    live = journal.load()
    if live != hall:
        differences.append(Difference(table="hall", kept="state from the last snapshot", refolded="state from the first event"))
    return Rebuilt(events=events, rows=rows, differences=differences[:most])


def _misfit(anchor: Anchor, fit: Fit) -> Difference:
    return Difference(table="anchor", kept=fit, refolded=str(anchor))


def _empty() -> peewee.SqliteDatabase:
    return peewee.SqliteDatabase(":memory:", autoconnect=False)


def _count(database: peewee.SqliteDatabase, table: str) -> int:
    return int(database.execute_sql(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 -- TABLES only


def _snapshot_differs(hall: Hall, entry: Entry) -> list[Difference]:
    if not isinstance(entry.event, DayClosed):
        return []
    expected = _as_stored(snapshot(hall, entry.at_us))
    kept = _as_stored(entry.event.snapshot)
    if expected == kept:
        return []
    return [Difference(table=f"snapshot {entry.event.date}", kept=str(kept)[:200], refolded=str(expected)[:200])]


def _as_stored(value: object) -> object:
    """Return the value as JSON would give it back: tuples as lists."""
    if isinstance(value, dict):
        return {key: _as_stored(it) for key, it in value.items()}
    return [_as_stored(it) for it in value] if isinstance(value, list | tuple) else value


def _rows_differ(kept: peewee.SqliteDatabase, refolded: peewee.SqliteDatabase, table: str, order: str) -> Iterator[Difference]:
    sql = f"SELECT * FROM {table} ORDER BY {order}"  # noqa: S608 -- TABLES only
    there, here = kept.execute_sql(sql), refolded.execute_sql(sql)
    while True:
        row, twin = there.fetchone(), here.fetchone()
        if row is None and twin is None:
            return
        if row != twin:
            yield Difference(table=table, kept=str(row), refolded=str(twin))
            if row is None or twin is None:
                return
