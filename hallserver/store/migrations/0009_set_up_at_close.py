# SPDX-License-Identifier: Apache-2.0
"""Zone and counters as they were when a day closed, so that a record annotated later can be rolled up anew as its day was."""

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

from hallserver.store.roll_up import fill_set_ups

STATEMENTS = ("CREATE TABLE set_up_at_close (day TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID",)


def up(migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Add the table, with a row for every day that is closed."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
    fill_set_ups(db.execute_sql)


def down(migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Take it away: the closes keep it."""
    db.execute_sql("DROP TABLE set_up_at_close")
