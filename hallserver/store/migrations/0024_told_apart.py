# SPDX-License-Identifier: Apache-2.0
"""What is kept of a closed day has the waits of each counter, clerk, channel, group and hour one by one, and its ratings told apart."""

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

from hallserver.store.roll_up import fill

STATEMENTS: tuple[str, ...] = ()


def up(migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Roll up every day that is closed, once for all steps that an update takes."""
    db.execute_sql("DELETE FROM roll_up")
    fill(db.execute_sql, "0024_told_apart")


def down(migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Leave them: an older server passes over what stands behind the rest, and they are filled again on the way up."""
