# SPDX-License-Identifier: Apache-2.0
"""Closed days are rolled up anew: a roll-up now also counts follow-ups, doubted ratings, closed cases and what was left out."""

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

from hallserver.store.roll_up import fill

STATEMENTS: tuple[str, ...] = (
    "CREATE INDEX case_completed_at ON case_completed (at_us)",
    "CREATE INDEX rating_default_at ON rating_default (at_us)",
)


def up(migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Add what finds a day's rows, and roll up every day that is closed."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
    db.execute_sql("DELETE FROM roll_up")
    fill(db.execute_sql)


def down(migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Take the indexes away; what the roll-ups hold more is not read by an older server's report."""
    db.execute_sql("DROP INDEX case_completed_at")
    db.execute_sql("DROP INDEX rating_default_at")
