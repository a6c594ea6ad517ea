# SPDX-License-Identifier: Apache-2.0
"""The vault in the order in which it is filled, so that no page is ever split and nothing personal is copied about."""

from peewee import Database
from playhouse.migrate import SchemaMigrator

STATEMENTS = (
    """CREATE TABLE vault_in_order (
        id INTEGER PRIMARY KEY, ref TEXT NOT NULL UNIQUE, salt BLOB NOT NULL, content TEXT NOT NULL,
        erase_after_us INTEGER NOT NULL)""",
    """INSERT INTO vault_in_order (ref, salt, content, erase_after_us)
        SELECT ref, coalesce(salt, zeroblob(16)), coalesce(content, ''), erase_after_us FROM vault ORDER BY erase_after_us, ref""",
    "DROP TABLE vault",
    "ALTER TABLE vault_in_order RENAME TO vault",
    "CREATE INDEX vault_due ON vault (erase_after_us)",
)


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Copy the vault into a table in order; the pages of the old one are overwritten (secure_delete)."""
    for statement in STATEMENTS:
        db.execute_sql(statement)


def down(migrator: SchemaMigrator, db: Database) -> None:
    """Give the vault its first form again."""
    for statement in (
        "CREATE TABLE vault_first (ref TEXT PRIMARY KEY, salt BLOB, content TEXT, erase_after_us INTEGER NOT NULL) WITHOUT ROWID",
        "INSERT INTO vault_first SELECT ref, salt, content, erase_after_us FROM vault",
        "DROP TABLE vault",
        "ALTER TABLE vault_first RENAME TO vault",
    ):
        db.execute_sql(statement)
