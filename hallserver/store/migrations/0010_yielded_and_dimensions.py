# SPDX-License-Identifier: Apache-2.0
"""Which waits were chosen, as their visitors let others go first; the stars of a rating's dimensions, and which form was asked."""

from peewee import Database
from playhouse.migrate import SchemaMigrator

STATEMENTS = (
    "ALTER TABLE leg ADD COLUMN yielded INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE rating ADD COLUMN dimensions TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE rating ADD COLUMN content TEXT NOT NULL DEFAULT ''",
)


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the columns: nobody let others go first before, and no dimension was asked."""
    for statement in STATEMENTS:
        db.execute_sql(statement)


def down(migrator: SchemaMigrator, db: Database) -> None:
    """Take the columns away: the events keep what they say."""
    db.execute_sql("ALTER TABLE leg DROP COLUMN yielded")
    for column in ("dimensions", "content"):
        db.execute_sql(f"ALTER TABLE rating DROP COLUMN {column}")
