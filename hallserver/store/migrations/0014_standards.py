# SPDX-License-Identifier: Apache-2.0
"""Where in the journal each standard came into force: reports say what deviated under the ones that they rest on."""

import json

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

STATEMENTS = (
    """CREATE TABLE standard (
        epoch INTEGER NOT NULL, seq INTEGER NOT NULL, at_us INTEGER NOT NULL, hash TEXT NOT NULL,
        PRIMARY KEY (epoch, seq)) WITHOUT ROWID""",
)
_ADOPTED = "SELECT epoch, seq, at_us, body FROM event WHERE kind='StandardAdopted' ORDER BY epoch, seq"
_STANDARD = "INSERT INTO standard (epoch, seq, at_us, hash) VALUES (?,?,?,?)"


def up(migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Add the table, with every standard that was adopted so far."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
    for epoch, seq, at_us, body in db.execute_sql(_ADOPTED).fetchall():
        db.execute_sql(_STANDARD, (epoch, seq, at_us, json.loads(body)["hash"]))


def down(migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Take the table away: the events keep the standards."""
    db.execute_sql("DROP TABLE standard")
