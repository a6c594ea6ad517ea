# SPDX-License-Identifier: Apache-2.0
"""Follow-ups, named ratings and doubted ones; closed cases; what nobody rated in time."""

import json
from collections.abc import Iterator
from typing import Any

from peewee import Database
from playhouse.migrate import SchemaMigrator

_COLUMNS = (
    "kind TEXT NOT NULL DEFAULT 'given'",
    "case_no TEXT NOT NULL DEFAULT ''",
    "named INTEGER NOT NULL DEFAULT 0",
    "contact_ref TEXT",
    "standard TEXT NOT NULL DEFAULT ''",
    "doubt TEXT NOT NULL DEFAULT ''",
)
STATEMENTS = (
    *(f"ALTER TABLE rating ADD COLUMN {column}" for column in _COLUMNS),
    """CREATE TABLE case_completed (
        ticket TEXT NOT NULL, leg INTEGER NOT NULL, case_no TEXT NOT NULL, done_us INTEGER NOT NULL, at_us INTEGER NOT NULL,
        day TEXT NOT NULL, counter TEXT NOT NULL, clerk TEXT NOT NULL, PRIMARY KEY (ticket, leg)) WITHOUT ROWID""",
    """CREATE TABLE rating_default (
        ticket TEXT NOT NULL, leg INTEGER NOT NULL, stage TEXT NOT NULL, day TEXT NOT NULL, at_us INTEGER NOT NULL, stars INTEGER NOT NULL,
        counter TEXT NOT NULL, clerk TEXT NOT NULL, standard TEXT NOT NULL, PRIMARY KEY (ticket, leg, stage)) WITHOUT ROWID""",
    "CREATE INDEX case_completed_day ON case_completed (day)",
    "CREATE INDEX rating_default_day ON rating_default (day)",
)
_SAID = "SELECT body, at_us FROM event WHERE kind=? AND v>=? ORDER BY epoch, seq"
_RATED = "UPDATE rating SET kind=?, case_no=?, named=?, contact_ref=?, standard=? WHERE ticket=? AND leg=? AND stage=? AND nth=?"
_COMPLETED = "INSERT OR REPLACE INTO case_completed VALUES (?,?,?,?,?,?,?,?)"
_DEFAULTED = "INSERT INTO rating_default VALUES (?,?,?,?,?,?,?,?,?)"
_DOUBTED = "UPDATE rating SET doubt=? WHERE ticket=? AND leg=? AND stage=? AND nth=? AND doubt=''"


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add columns and tables, and what a newer program has already written to the journal."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
    for it, _ in _said(db, "RatingGiven", 3):
        contact = it.get("contact", {}).get("ref")
        said = (it.get("kind", "given"), it.get("case_no", ""), int(it.get("named", False)), contact, it.get("standard", ""))
        db.execute_sql(_RATED, (*said, *_key(it)))
    for it, at_us in _said(db, "CaseCompleted", 1):
        case = (it["ticket"], it["leg"], it["case_no"], it["done_us"], at_us)
        db.execute_sql(_COMPLETED, (*case, it["day"], it["counter"], it["clerk"]))
    for it, at_us in _said(db, "RatingDefaulted", 1):
        leg = (it["ticket"], it["leg"], it.get("stage", "accepted"), it.get("day", ""), at_us)
        db.execute_sql(_DEFAULTED, (*leg, it["stars"], it["counter"], it["clerk"], it.get("standard", "")))
    for it, _ in _said(db, "RatingsDoubted", 1):
        for one in it["ratings"]:
            db.execute_sql(_DOUBTED, (it["sign"], *_key(one)))


def _said(db: Database, kind: str, version: int) -> Iterator[tuple[dict[str, Any], int]]:
    for body, at_us in db.execute_sql(_SAID, (kind, version)).fetchall():
        yield json.loads(body), at_us


def _key(it: dict[str, Any]) -> tuple[Any, ...]:
    return it["ticket"], it["leg"], it.get("stage", "accepted"), it.get("nth", 1)


def down(migrator: SchemaMigrator, db: Database) -> None:
    """Take them away: the events keep what they say."""
    for column in _COLUMNS:
        db.execute_sql(f"ALTER TABLE rating DROP COLUMN {column.split()[0]}")
    db.execute_sql("DROP TABLE case_completed")
    db.execute_sql("DROP TABLE rating_default")
