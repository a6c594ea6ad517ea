# SPDX-License-Identifier: Apache-2.0
"""Which legs were put out of order, and when devices were away."""

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

from hallserver.store.projections_beside import fill

STATEMENTS: tuple[str, ...] = (
    """CREATE TABLE out_of_order (
        epoch INTEGER NOT NULL, seq INTEGER NOT NULL, day TEXT NOT NULL, ticket TEXT NOT NULL, leg INTEGER NOT NULL,
        kind TEXT NOT NULL, reason TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (epoch, seq)) WITHOUT ROWID""",
    "CREATE INDEX out_of_order_day ON out_of_order (day)",
    """CREATE TABLE device_away (
        epoch INTEGER NOT NULL, seq INTEGER NOT NULL, device TEXT NOT NULL, from_us INTEGER NOT NULL, until_us INTEGER,
        PRIMARY KEY (epoch, seq)) WITHOUT ROWID""",
    "CREATE INDEX device_away_device ON device_away (device, until_us)",
)


def up(migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Add the tables with what stands in the journal already."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
    fill(db.execute_sql)


def down(migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Take the tables away: the events keep what happened."""
    db.execute_sql("DROP TABLE out_of_order")
    db.execute_sql("DROP TABLE device_away")
