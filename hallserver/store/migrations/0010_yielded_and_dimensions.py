# SPDX-License-Identifier: Apache-2.0
"""Which waits were chosen, as their visitors let others go first; the stars of a rating's dimensions, and which form was asked."""

import json

from peewee import Database
from playhouse.migrate import SchemaMigrator

STATEMENTS = (
    "ALTER TABLE leg ADD COLUMN yielded INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE rating ADD COLUMN dimensions TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE rating ADD COLUMN content TEXT NOT NULL DEFAULT ''",
)
_SAID = "SELECT body, at_us FROM event WHERE kind=? AND v>=? ORDER BY epoch, seq"
_RATED = "UPDATE rating SET dimensions=?, content=? WHERE ticket=? AND leg=? AND stage=? AND nth=?"
_YIELDED = "UPDATE leg SET yielded=yielded+? WHERE ticket=? AND leg=? AND (first_called_us IS NULL OR first_called_us>?)"


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the columns, and what a newer program has already written to the journal."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
    for body, _ in db.execute_sql(_SAID, ("RatingGiven", 2)).fetchall():
        it = json.loads(body)
        said = (json.dumps(it.get("dimensions", {}), sort_keys=True), it.get("content", ""))
        db.execute_sql(_RATED, (*said, it["ticket"], it["leg"], it.get("stage", "accepted"), it.get("nth", 1)))
    for body, at_us in db.execute_sql(_SAID, ("PlaceYielded", 1)).fetchall():
        it = json.loads(body)
        db.execute_sql(_YIELDED, (it["places"], it["ticket"], it["leg"], at_us))


def down(migrator: SchemaMigrator, db: Database) -> None:
    """Take the columns away: the events keep what they say."""
    db.execute_sql("ALTER TABLE leg DROP COLUMN yielded")
    for column in ("dimensions", "content"):
        db.execute_sql(f"ALTER TABLE rating DROP COLUMN {column}")
