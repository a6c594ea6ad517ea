# SPDX-License-Identifier: Apache-2.0
"""Refold everything from the first event and prove it equal to what is kept: tables, snapshots, chain."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import peewee
from msgspec import Struct, field

from hallserver.core.apply import apply
from hallserver.core.events import DayClosed, Entry
from hallserver.core.hall import Hall
from hallserver.core.rateable import kept_ratings
from hallserver.core.rules_day import snapshot
from hallserver.store import roll_up
from hallserver.store.anchor import Anchor, Fit
from hallserver.store.migrations import load_steps
from hallserver.store.projections import TABLES, statements
from hallserver.store.reading import Folded, JournalReader, Reader, from_snapshot

if TYPE_CHECKING:
    from hallserver.store.folder import Folder

Look = Callable[[peewee.SqliteDatabase, Entry], None]
"""Is shown an entry and the database that it stands in."""
ALWAYS_KEPT = frozenset({"rated", "changed", "patrol_found"})
"""Parts that every snapshot has since there are such parts: one without them is an older program's, however much there was to be kept."""
_AT_ONCE = 1000
"""Rows that are compared in one go."""


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
    return refold(reader, journal, anchors=anchors, most=most)[0]


def refold(
    reader: Reader, journal: JournalReader, *, anchors: Sequence[Anchor] = (), most: int = 20, look: Look | None = None
) -> tuple[Rebuilt, Folded]:
    """Do what ``compare`` does and return the hall too, as a server starts it; ``look`` is shown every entry on the way."""
    with reader() as kept, closing(_empty()) as refolded:
        found = _refold(journal, kept, refolded, look)
        tables = _tables(kept)
        rows = {table: _count(kept, table) for table in tables}
        found.differences += [_misfit(anchor, fit) for anchor in anchors if (fit := anchor.fit(kept)) != "fits"]
        for table, order in tables.items():
            found.differences += _rows_differ(kept, refolded, table, order)
        folded = journal.folded(kept, found.live)
    if found.live != found.hall:
        found.differences.append(Difference(table="hall", kept="state from the last snapshot", refolded="state from the first event"))
    return Rebuilt(events=found.events, rows=rows, differences=found.differences[:most]), folded


class _Refolded(Struct, kw_only=True):
    """What one pass over the journal came to: the hall from the first event, and as a server starts it, from the last snapshot."""

    hall: Hall
    live: Hall
    events: int = 0
    differences: list[Difference] = field(default_factory=list)


def _refold(journal: JournalReader, kept: peewee.SqliteDatabase, refolded: sqlite3.Connection, look: Look | None) -> _Refolded:
    """Fold every entry into the hall and the empty tables. Without a snapshot both halls are one: the same fold of the same rows."""
    hall = Hall()
    found, place, execute = _Refolded(hall=hall, live=hall), journal.start_place(kept), refolded.execute
    for entry in journal.all_checked(kept):
        if look is not None:
            look(kept, entry)
        found.differences += _snapshot_differs(hall, entry)
        apply(hall, entry)
        if found.live is not hall:
            apply(found.live, entry)
        elif (entry.epoch, entry.seq) == place:
            found.live = from_snapshot(entry)
        for sql, values in statements(entry):
            execute(sql, values)
        roll_up.follow(execute, entry)
        found.events += 1
    return found


def _misfit(anchor: Anchor, fit: Fit) -> Difference:
    return Difference(table="anchor", kept=fit, refolded=str(anchor))


def _empty() -> sqlite3.Connection:
    """Return the tables of today, empty and in memory. They are thrown away, so nothing of them need ever be rolled back."""
    refolded = sqlite3.connect(":memory:")
    refolded.execute("PRAGMA journal_mode=OFF")
    for step in load_steps():
        for statement in step:
            refolded.execute(statement)
    return refolded


def _tables(kept: peewee.SqliteDatabase) -> dict[str, str]:
    """Return the tables to compare: every projection, or of a file that no newer server has opened yet those that it has."""
    (steps,) = kept.execute_sql("SELECT count(*) FROM schema_migration").fetchone()
    if steps >= len(load_steps()):
        return TABLES
    there = {name for (name,) in kept.execute_sql("SELECT name FROM sqlite_master WHERE type='table'")}
    return {table: order for table, order in TABLES.items() if table in there}


def _count(database: peewee.SqliteDatabase, table: str) -> int:
    return int(database.execute_sql(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 -- TABLES only


def _snapshot_differs(hall: Hall, entry: Entry) -> list[Difference]:
    if not isinstance(entry.event, DayClosed):
        return []
    kept: Any = _as_stored(entry.event.snapshot)
    whole = snapshot(hall, entry.at_us)
    expected = _expected(kept, whole)
    if kept in (expected, _expected(kept, _of_finished_legs(hall, entry.at_us, whole, kept))):
        return []
    return [Difference(table=f"snapshot {entry.event.date}", kept=str(kept)[:200], refolded=str(expected)[:200])]


def _of_finished_legs(hall: Hall, at_us: int, whole: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    """Return the snapshot of an older program: only what was finished could be rated, and counted as a clerk's visitor."""
    counted = {no: {"among": it["among"]} for no, it in kept.get("orders", {}).items() if "among" in it}
    orders = {no: {name: part for name, part in it.items() if name != "among"} for no, it in whole.get("orders", {}).items()}
    orders = {no: it | counted.get(no, {}) for no, it in orders.items()}
    return whole | {"orders": orders} | kept_ratings(hall, at_us, unfinished=False)


def _expected(kept: Any, whole: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return the snapshot as the program that kept this one would have written it."""
    known = _known_to(kept, _as_stored(whole))
    return {name: part for name, part in known.items() if name in kept or name not in ALWAYS_KEPT}


def _known_to(kept: object, value: object) -> Any:  # noqa: ANN401 - JSON
    """Return the value without what is empty and not kept: an older program had no place for it, and there was nothing to be kept."""
    if not isinstance(kept, dict) or not isinstance(value, dict):
        return value
    return {name: _known_to(kept.get(name), it) for name, it in value.items() if it or name in kept}


def _as_stored(value: object) -> object:
    """Return the value as JSON would give it back: tuples as lists."""
    if isinstance(value, dict):
        return {key: _as_stored(it) for key, it in value.items()}
    return [_as_stored(it) for it in value] if isinstance(value, list | tuple) else value


def _rows_differ(kept: peewee.SqliteDatabase, refolded: sqlite3.Connection, table: str, order: str) -> Iterator[Difference]:
    columns = ", ".join(row[1] for row in kept.execute_sql(f"PRAGMA table_info({table})"))
    sql = f"SELECT {columns} FROM {table} ORDER BY {order}"  # noqa: S608 -- TABLES only; a file not updated yet has fewer columns
    there, here = kept.execute_sql(sql), refolded.execute(sql)
    while True:
        rows, twins = there.fetchmany(_AT_ONCE), here.fetchmany(_AT_ONCE)
        if not rows and not twins:
            return
        for row, twin in zip_longest(rows, twins) if rows != twins else ():
            if row != twin:
                yield Difference(table=table, kept=str(row), refolded=str(twin))
            if row is None or twin is None:
                return
