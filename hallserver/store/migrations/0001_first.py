# SPDX-License-Identifier: Apache-2.0
"""The journal, the vault, what is kept outside the journal, and the first projections."""

from peewee import Database
from playhouse.migrate import SchemaMigrator

STATEMENTS = (
    # The journal. Stored bytes never change.
    """CREATE TABLE event (
        epoch INTEGER NOT NULL, seq INTEGER NOT NULL, at_us INTEGER NOT NULL, day TEXT NOT NULL,
        kind TEXT NOT NULL, v INTEGER NOT NULL, actor TEXT NOT NULL, idem_key TEXT,
        body BLOB NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (epoch, seq)) WITHOUT ROWID""",
    # Partial indexes serve only a query that repeats their very condition.
    "CREATE INDEX event_day_opened ON event (epoch, seq) WHERE kind='DayOpened'",
    "CREATE INDEX event_day_closed ON event (epoch, seq) WHERE kind='DayClosed'",
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE vault (ref TEXT PRIMARY KEY, salt BLOB, content TEXT, erase_after_us INTEGER NOT NULL) WITHOUT ROWID",
    # Outside the journal: secrets, as hashes.
    "CREATE TABLE credential (person TEXT PRIMARY KEY, salt BLOB NOT NULL, hash BLOB NOT NULL, set_us INTEGER NOT NULL) WITHOUT ROWID",
    """CREATE TABLE session (token_hash BLOB PRIMARY KEY, person TEXT NOT NULL, from_us INTEGER NOT NULL,
        seen_us INTEGER NOT NULL) WITHOUT ROWID""",
    "CREATE TABLE device_key (device TEXT PRIMARY KEY, key_hash BLOB NOT NULL, set_us INTEGER NOT NULL) WITHOUT ROWID",
    """CREATE TABLE one_time_code (code_hash BLOB PRIMARY KEY, purpose TEXT NOT NULL, subject TEXT NOT NULL,
        until_us INTEGER NOT NULL) WITHOUT ROWID""",
    # Projections: written with their events, proved equal by `rebuild --check`.
    "CREATE TABLE business_day (date TEXT PRIMARY KEY, opened_us INTEGER NOT NULL, closed_us INTEGER) WITHOUT ROWID",
    """CREATE TABLE ticket (
        id TEXT PRIMARY KEY, day TEXT NOT NULL, letter TEXT NOT NULL, number INTEGER NOT NULL, label TEXT NOT NULL,
        issued_us INTEGER NOT NULL, grp TEXT NOT NULL, declared TEXT NOT NULL, needs TEXT NOT NULL, party INTEGER NOT NULL,
        language TEXT NOT NULL, channel TEXT NOT NULL, actor TEXT NOT NULL, ahead INTEGER NOT NULL,
        range_low_s INTEGER, range_high_s INTEGER, standard TEXT NOT NULL, misses INTEGER NOT NULL DEFAULT 0,
        state TEXT NOT NULL, ended_us INTEGER, disposition TEXT NOT NULL DEFAULT '') WITHOUT ROWID""",
    "CREATE UNIQUE INDEX ticket_number ON ticket (day, letter, number)",
    """CREATE TABLE leg (
        ticket TEXT NOT NULL, leg INTEGER NOT NULL, day TEXT NOT NULL, queue TEXT NOT NULL, service TEXT NOT NULL,
        services TEXT NOT NULL, opened_by TEXT NOT NULL, opened_us INTEGER NOT NULL, target_s INTEGER NOT NULL,
        grp TEXT NOT NULL, credit_s INTEGER NOT NULL, counter TEXT NOT NULL DEFAULT '', clerk TEXT NOT NULL DEFAULT '',
        calls INTEGER NOT NULL DEFAULT 0, out_of_order INTEGER NOT NULL DEFAULT 0,
        first_called_us INTEGER, last_called_us INTEGER, started_us INTEGER,
        held_from_us INTEGER, held_us INTEGER NOT NULL DEFAULT 0, finished_us INTEGER,
        implicit INTEGER NOT NULL DEFAULT 0, outcome TEXT NOT NULL DEFAULT '', state TEXT NOT NULL,
        ended_us INTEGER, PRIMARY KEY (ticket, leg)) WITHOUT ROWID""",
    "CREATE INDEX leg_day ON leg (day)",
    "CREATE UNIQUE INDEX leg_one_in_hand ON leg (counter) WHERE state IN ('called', 'serving')",
    """CREATE TABLE rating (
        ticket TEXT NOT NULL, leg INTEGER NOT NULL, stage TEXT NOT NULL, nth INTEGER NOT NULL, day TEXT NOT NULL,
        at_us INTEGER NOT NULL, stars INTEGER NOT NULL, counter TEXT NOT NULL, clerk TEXT NOT NULL, channel TEXT NOT NULL,
        device TEXT NOT NULL, tags TEXT NOT NULL, comment_ref TEXT, PRIMARY KEY (ticket, leg, stage, nth)) WITHOUT ROWID""",
    "CREATE INDEX rating_day ON rating (day)",
    """CREATE TABLE counter_span (
        epoch INTEGER NOT NULL, seq INTEGER NOT NULL, day TEXT NOT NULL, counter TEXT NOT NULL, clerk TEXT NOT NULL,
        state TEXT NOT NULL, reason TEXT NOT NULL, from_us INTEGER NOT NULL, until_us INTEGER,
        PRIMARY KEY (epoch, seq)) WITHOUT ROWID""",
    "CREATE INDEX counter_span_day ON counter_span (day, counter)",
    """CREATE TABLE hand (
        epoch INTEGER NOT NULL, seq INTEGER NOT NULL, day TEXT NOT NULL, counter TEXT NOT NULL, clerk TEXT NOT NULL,
        ticket TEXT NOT NULL, leg INTEGER NOT NULL, from_us INTEGER NOT NULL, until_us INTEGER,
        PRIMARY KEY (epoch, seq)) WITHOUT ROWID""",
    "CREATE INDEX hand_day ON hand (day, counter)",
    # Closing must not read every day's rows; this index holds only the few that are open.
    "CREATE INDEX hand_open ON hand (ticket, leg) WHERE until_us IS NULL",
    """CREATE TABLE item_done (
        ticket TEXT NOT NULL, leg INTEGER NOT NULL, item TEXT NOT NULL, day TEXT NOT NULL, quantity INTEGER NOT NULL,
        PRIMARY KEY (ticket, leg, item)) WITHOUT ROWID""",
)


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Create everything."""
    for statement in STATEMENTS:
        db.execute_sql(statement)


def down(migrator: SchemaMigrator, db: Database) -> None:
    """There is nothing below the first step: a data folder without tables is a new one."""
    message = "0001 is the first step; remove the data folder instead"
    raise NotImplementedError(message)
