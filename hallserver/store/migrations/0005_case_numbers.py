# SPDX-License-Identifier: Apache-2.0
"""The case number of each leg, by which a visit is found in the approval system; those that were typed at a finish are in the journal."""

import json

from peewee import Database
from playhouse.migrate import SchemaMigrator

STATEMENTS = ("ALTER TABLE leg ADD COLUMN case_no TEXT NOT NULL DEFAULT ''",)
_FINISHES = "SELECT body FROM event WHERE kind='ServiceFinished' AND instr(body, '\"case_no\"') > 0"


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the column and fill it from what was typed at each finish."""
    for statement in STATEMENTS:
        db.execute_sql(statement)
    for (body,) in db.execute_sql(_FINISHES).fetchall():
        it = json.loads(body)
        db.execute_sql("UPDATE leg SET case_no=? WHERE ticket=? AND leg=?", (it["case_no"], it["ticket"], it["leg"]))


def down(migrator: SchemaMigrator, db: Database) -> None:
    """Take the column away: the events keep the numbers."""
    db.execute_sql("ALTER TABLE leg DROP COLUMN case_no")
