# SPDX-License-Identifier: Apache-2.0
"""From where people signed in, so that a restart in the middle of an attack makes no clerk a stranger."""

from peewee import Database
from playhouse.migrate import SchemaMigrator

STATEMENTS = (
    """CREATE TABLE familiar_place (person TEXT NOT NULL, place_hash BLOB NOT NULL, seen_us INTEGER NOT NULL,
        PRIMARY KEY (person, place_hash)) WITHOUT ROWID""",
)


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the table, empty: each place is familiar from the next sign-in on."""
    for statement in STATEMENTS:
        db.execute_sql(statement)


def down(migrator: SchemaMigrator, db: Database) -> None:
    """Forget the places."""
    db.execute_sql("DROP TABLE familiar_place")
