# SPDX-License-Identifier: Apache-2.0
"""Which counters should be open on a day, and closed days rolled up anew: a roll-up now also counts how far they were."""

import json

from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

from hallserver.store.roll_up import fill

STATEMENTS = (
    """CREATE TABLE planned_span (
        day TEXT NOT NULL, counter TEXT NOT NULL, from_us INTEGER NOT NULL, until_us INTEGER NOT NULL,
        PRIMARY KEY (day, counter, from_us)) WITHOUT ROWID""",
)
_SAID = "SELECT day, body FROM event WHERE kind='OpeningsPlanned' ORDER BY epoch, seq"
_PLANNED = "INSERT INTO planned_span (day, counter, from_us, until_us) VALUES (?,?,?,?)"


def up(migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Add the table with what a newer program has already written to the journal, and roll up every day that is closed."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
    for day, body in db.execute_sql(_SAID).fetchall():
        for counter, spans in json.loads(body)["spans"].items():
            for from_us, until_us in spans:
                db.execute_sql(_PLANNED, (day, counter, from_us, until_us))
    db.execute_sql("DELETE FROM roll_up")
    fill(db.execute_sql)


def down(migrator: SchemaMigrator, db: SqliteDatabase) -> None:
    """Take the table away; what roll-ups hold more is not read by an older server's report."""
    db.execute_sql("DROP TABLE planned_span")
