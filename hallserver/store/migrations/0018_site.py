# SPDX-License-Identifier: Apache-2.0
"""On-site management: patrols, what was looked at and what should have been, findings, actions, registers, and every step of them."""

from peewee import Database
from playhouse.migrate import SchemaMigrator

from hallserver.store.projections_site import fill

STATEMENTS = (
    """CREATE TABLE patrol (
        epoch INTEGER NOT NULL, seq INTEGER NOT NULL, day TEXT NOT NULL, at_us INTEGER NOT NULL, actor TEXT NOT NULL, cycle TEXT NOT NULL,
        zones TEXT NOT NULL, checks INTEGER NOT NULL, findings INTEGER NOT NULL, from_us INTEGER NOT NULL, until_us INTEGER NOT NULL,
        mark TEXT NOT NULL, PRIMARY KEY (epoch, seq)) WITHOUT ROWID""",
    "CREATE INDEX patrol_day ON patrol (day)",
    """CREATE TABLE check_done (
        epoch INTEGER NOT NULL, seq INTEGER NOT NULL, zone TEXT NOT NULL, item TEXT NOT NULL, day TEXT NOT NULL, done_us INTEGER NOT NULL,
        PRIMARY KEY (epoch, seq, zone, item)) WITHOUT ROWID""",
    "CREATE INDEX check_done_us ON check_done (done_us)",
    """CREATE TABLE check_planned (
        day TEXT NOT NULL, zone TEXT NOT NULL, cycle TEXT NOT NULL, items TEXT NOT NULL, PRIMARY KEY (day, zone, cycle)) WITHOUT ROWID""",
    """CREATE TABLE finding (
        no TEXT NOT NULL PRIMARY KEY, day TEXT NOT NULL, mark TEXT NOT NULL, item TEXT NOT NULL, resource TEXT NOT NULL, step TEXT NOT NULL,
        zone TEXT NOT NULL, counter TEXT NOT NULL, place TEXT NOT NULL, responsible TEXT NOT NULL, safety INTEGER NOT NULL,
        severity TEXT NOT NULL, deduction INTEGER NOT NULL, by TEXT NOT NULL, opened_us INTEGER NOT NULL, found_us INTEGER NOT NULL,
        due_us INTEGER NOT NULL, repeat_of TEXT NOT NULL, nth INTEGER NOT NULL, seen INTEGER NOT NULL DEFAULT 1, fixed_us INTEGER,
        fixed_by TEXT NOT NULL DEFAULT '', recheck_us INTEGER, rechecks INTEGER NOT NULL DEFAULT 0, rechecked_by TEXT NOT NULL DEFAULT '',
        closed_us INTEGER, escalated TEXT NOT NULL DEFAULT '', climbed INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID""",
    "CREATE INDEX finding_opened ON finding (opened_us)",
    """CREATE TABLE site_action (
        no TEXT NOT NULL PRIMARY KEY, day TEXT NOT NULL, measure TEXT NOT NULL, owner TEXT NOT NULL, due TEXT NOT NULL,
        due_us INTEGER NOT NULL, findings TEXT NOT NULL, by TEXT NOT NULL, opened_us INTEGER NOT NULL, step TEXT NOT NULL DEFAULT 'plan',
        parameter TEXT NOT NULL DEFAULT '', standard TEXT NOT NULL DEFAULT '', closed_us INTEGER) WITHOUT ROWID""",
    """CREATE TABLE register_entry (
        no TEXT NOT NULL PRIMARY KEY, day TEXT NOT NULL, register TEXT NOT NULL, fields TEXT NOT NULL, by TEXT NOT NULL,
        opened_us INTEGER NOT NULL, step TEXT NOT NULL DEFAULT '', closed_us INTEGER) WITHOUT ROWID""",
    "CREATE INDEX register_entry_day ON register_entry (day)",
    """CREATE TABLE site_step (
        epoch INTEGER NOT NULL, seq INTEGER NOT NULL, no TEXT NOT NULL, day TEXT NOT NULL, at_us INTEGER NOT NULL, actor TEXT NOT NULL,
        kind TEXT NOT NULL, says TEXT NOT NULL, who_ref TEXT, note_ref TEXT, photo_refs TEXT NOT NULL,
        PRIMARY KEY (epoch, seq)) WITHOUT ROWID""",
    "CREATE INDEX site_step_no ON site_step (no)",
)
TABLES = ("site_step", "register_entry", "site_action", "finding", "check_planned", "check_done", "patrol")


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the tables, and what a newer program has already written to the journal."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
    fill(db.execute_sql)


def down(migrator: SchemaMigrator, db: Database) -> None:
    """Take them away: the events keep what happened."""
    for table in TABLES:
        db.execute_sql(f"DROP TABLE {table}")
