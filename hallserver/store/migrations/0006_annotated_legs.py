# SPDX-License-Identifier: Apache-2.0
"""Why a figure of a leg is not credible, as a hall manager marked it; empty: nobody has."""

from peewee import Database
from playhouse.migrate import SchemaMigrator

STATEMENTS = (
    "ALTER TABLE leg ADD COLUMN wait_doubt TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE leg ADD COLUMN service_doubt TEXT NOT NULL DEFAULT ''",
)


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the columns: nothing was marked before."""
    for statement in STATEMENTS:
        db.execute_sql(statement)


def down(migrator: SchemaMigrator, db: Database) -> None:
    """Take the columns away: the events keep the marks."""
    for column in ("wait_doubt", "service_doubt"):
        db.execute_sql(f"ALTER TABLE leg DROP COLUMN {column}")
