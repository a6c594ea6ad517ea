# SPDX-License-Identifier: Apache-2.0
"""The set-up of a closed day has the holiday calendar too; closed days are rolled up anew: a make-up Saturday has its hours."""

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

from hallserver.store.roll_up import fill, fill_set_ups

STATEMENTS: tuple[str, ...] = ()


def up(migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Roll up every day that is closed."""
    db.execute_sql("DELETE FROM roll_up")
    fill(db.execute_sql)
    fill_set_ups(db.execute_sql)


def down(migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Leave them: an older server passes over the calendar, and they are filled again on the way up."""
