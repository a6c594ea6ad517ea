# SPDX-License-Identifier: Apache-2.0
"""From how many stars on each standard counts a rating as satisfied."""

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

from hallserver.store import chain
from hallserver.store.projections_hall import SHIPPED_GOOD_MIN, good_min

STATEMENTS: tuple[str, ...] = (f"ALTER TABLE standard ADD COLUMN good_min INTEGER NOT NULL DEFAULT {SHIPPED_GOOD_MIN}",)
_ADOPTED = "SELECT epoch, seq, at_us, day, kind, v, actor, idem_key, body FROM event WHERE kind = 'StandardAdopted' ORDER BY epoch, seq"


def up(migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Add the column, with what every standard that was adopted so far says."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
    entries = [chain.entry_of(row) for row in db.execute_sql(_ADOPTED).fetchall()]
    other = [(n, it.epoch, it.seq) for it in entries if (n := good_min(it.event)) != SHIPPED_GOOD_MIN]
    for values in other:
        db.execute_sql("UPDATE standard SET good_min=? WHERE epoch=? AND seq=?", values)


def down(migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Take the column away: the events keep the standards."""
    db.execute_sql("ALTER TABLE standard DROP COLUMN good_min")
