# SPDX-License-Identifier: Apache-2.0
"""The set-up of a closed day has the holiday calendar too: a make-up Saturday has its hours."""

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

from hallserver.store.roll_up import fill_set_ups

STATEMENTS: tuple[str, ...] = ()


def up(migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Keep the set-up of every day that is closed."""
    fill_set_ups(db.execute_sql)


def down(migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Leave them: an older server passes over the calendar, and they are filled again on the way up."""
