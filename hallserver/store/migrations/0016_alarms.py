# SPDX-License-Identifier: Apache-2.0
"""Alarms: from when until when each lasted, and when somebody acknowledged it."""

from peewee import Database
from playhouse.migrate import SchemaMigrator

from hallserver.store.projections_alarm import fill

STATEMENTS = (
    """CREATE TABLE alarm (
        epoch INTEGER NOT NULL, seq INTEGER NOT NULL, day TEXT NOT NULL, alarm TEXT NOT NULL, key TEXT NOT NULL, level TEXT NOT NULL,
        raised_us INTEGER NOT NULL, seen_us INTEGER, ended_us INTEGER, PRIMARY KEY (epoch, seq)) WITHOUT ROWID""",
    "CREATE INDEX alarm_day ON alarm (day, alarm)",
)


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the table, and what stands in the journal already: of alarms from before they were raised only what somebody acknowledged."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
    fill(db.execute_sql)


def down(migrator: SchemaMigrator, db: Database) -> None:
    """Take it away: the events keep what happened."""
    db.execute_sql("DROP TABLE alarm")
