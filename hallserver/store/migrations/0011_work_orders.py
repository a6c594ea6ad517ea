# SPDX-License-Identifier: Apache-2.0
"""Work orders: one row each with when every step was first done and when it was due, and a row for every step there was."""

from peewee import Database
from playhouse.migrate import SchemaMigrator

from hallserver.store.projections_work import fill

STATEMENTS = (
    """CREATE TABLE work_order (
        no TEXT NOT NULL PRIMARY KEY, day TEXT NOT NULL, source TEXT NOT NULL, ticket TEXT NOT NULL, label TEXT NOT NULL,
        leg INTEGER NOT NULL, stage TEXT NOT NULL, nth INTEGER NOT NULL, counter TEXT NOT NULL, clerk TEXT NOT NULL, service TEXT NOT NULL,
        item TEXT NOT NULL, stars INTEGER NOT NULL, named INTEGER NOT NULL, channel TEXT NOT NULL, opened_us INTEGER NOT NULL,
        contact_due_us INTEGER, fix_due_us INTEGER, close_due_us INTEGER, text_ref TEXT, contact_ref TEXT,
        verified_us INTEGER, found TEXT NOT NULL DEFAULT '', complexity TEXT NOT NULL DEFAULT '',
        contacted_us INTEGER, reached INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0, enough INTEGER NOT NULL,
        settled_us INTEGER, rectified_us INTEGER, explained_us INTEGER, measure TEXT NOT NULL DEFAULT '', cause TEXT NOT NULL DEFAULT '',
        replied_us INTEGER, answer_ref TEXT, called_back_us INTEGER, content TEXT NOT NULL DEFAULT '', closed_us INTEGER,
        appeal TEXT NOT NULL DEFAULT '', excluded TEXT NOT NULL DEFAULT '', overdue INTEGER NOT NULL DEFAULT 0,
        escalated TEXT NOT NULL DEFAULT '') WITHOUT ROWID""",
    "CREATE INDEX work_order_day ON work_order (day)",
    "CREATE INDEX work_order_ticket ON work_order (ticket)",
    """CREATE TABLE work_step (
        epoch INTEGER NOT NULL, seq INTEGER NOT NULL, no TEXT NOT NULL, day TEXT NOT NULL, at_us INTEGER NOT NULL, actor TEXT NOT NULL,
        kind TEXT NOT NULL, says TEXT NOT NULL, note_ref TEXT, PRIMARY KEY (epoch, seq)) WITHOUT ROWID""",
    "CREATE INDEX work_step_no ON work_step (no)",
)


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the tables, and what a newer program has already written to the journal."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
    fill(db.execute_sql)


def down(migrator: SchemaMigrator, db: Database) -> None:
    """Take them away: the events keep what happened."""
    db.execute_sql("DROP TABLE work_step")
    db.execute_sql("DROP TABLE work_order")
