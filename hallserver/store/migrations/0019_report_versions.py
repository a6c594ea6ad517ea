# SPDX-License-Identifier: Apache-2.0
"""Reports that people sign: every version that was drafted, who checked and who signed it. No journal has any before this."""

from peewee import Database
from playhouse.migrate import SchemaMigrator

STATEMENTS = (
    """CREATE TABLE report_version (
        epoch INTEGER NOT NULL, seq INTEGER NOT NULL, report TEXT NOT NULL, from_date TEXT NOT NULL, to_date TEXT NOT NULL,
        version INTEGER NOT NULL, sha256 TEXT NOT NULL, journal TEXT NOT NULL, why TEXT NOT NULL,
        drafted_by TEXT NOT NULL, drafted_us INTEGER NOT NULL, checked_by TEXT, checked_us INTEGER, signed_by TEXT, signed_us INTEGER,
        PRIMARY KEY (epoch, seq)) WITHOUT ROWID""",
    "CREATE INDEX report_version_period ON report_version (report, from_date, to_date, version)",
)


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the table."""
    for statement in STATEMENTS:
        db.execute_sql(statement)


def down(migrator: SchemaMigrator, db: Database) -> None:
    """Take it away: the events keep what happened."""
    db.execute_sql("DROP TABLE report_version")
