# SPDX-License-Identifier: Apache-2.0
"""Closed days rolled up, so that a year's report reads a row per day and not each ticket; those closed before are filled in."""

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

from hallserver.store.roll_up import fill

STATEMENTS = (
    "CREATE TABLE roll_up (day TEXT PRIMARY KEY, body BLOB NOT NULL, ratings BLOB NOT NULL)",
    # A year's journal has millions of events and few steps of the clock.
    "CREATE INDEX event_clock ON event (epoch, seq) WHERE kind='ClockSuspected'",
)


def up(migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Add table and index, and roll up every day that is closed."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
    fill(db.execute_sql)


def down(migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Leave the days as they were: nothing but the roll-ups is lost."""
    db.execute_sql("DROP INDEX event_clock")
    db.execute_sql("DROP TABLE roll_up")
