# SPDX-License-Identifier: Apache-2.0
"""When the hall stood still, and how much of each wait fell into that, so that waits can be told with and without it."""

from peewee import Database
from playhouse.migrate import SchemaMigrator

STATEMENTS = (
    """CREATE TABLE suspension (
        epoch INTEGER NOT NULL, seq INTEGER NOT NULL, day TEXT NOT NULL, reason TEXT NOT NULL, from_us INTEGER NOT NULL,
        until_us INTEGER, PRIMARY KEY (epoch, seq)) WITHOUT ROWID""",
    "CREATE INDEX suspension_day ON suspension (day)",
    "ALTER TABLE leg ADD COLUMN suspended_us INTEGER NOT NULL DEFAULT 0",
)


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add table and column: no hall was ever suspended before."""
    for statement in STATEMENTS:
        db.execute_sql(statement)


def down(migrator: SchemaMigrator, db: Database) -> None:
    """Take them away: the events keep what happened."""
    db.execute_sql("ALTER TABLE leg DROP COLUMN suspended_us")
    db.execute_sql("DROP TABLE suspension")
