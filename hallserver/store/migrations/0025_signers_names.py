# SPDX-License-Identifier: Apache-2.0
"""The names of who drafted, checked and signed a report as they were then; of what was signed before this they are those of today."""

from peewee import Database
from playhouse.migrate import SchemaMigrator

NAMES = ("drafted_name", "checked_name", "signed_name")
STATEMENTS = tuple(f"ALTER TABLE report_version ADD COLUMN {name} TEXT" for name in NAMES)


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the columns: no event has a name yet."""
    for statement in STATEMENTS:
        db.execute_sql(statement)


def down(migrator: SchemaMigrator, db: Database) -> None:
    """Take them away: the events keep the names."""
    for name in NAMES:
        db.execute_sql(f"ALTER TABLE report_version DROP COLUMN {name}")
