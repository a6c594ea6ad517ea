# SPDX-License-Identifier: Apache-2.0
"""Closed days are rolled up anew: a roll-up now also counts what stands beside the waits, and what was annotated."""

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

from hallserver.store.roll_up import fill

STATEMENTS: tuple[str, ...] = ()


def up(migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Roll up every day that is closed."""
    db.execute_sql("DELETE FROM roll_up")
    fill(db.execute_sql)


def down(migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Leave them: what they hold more is not read by an older server's report, and they are filled again on the way up."""
