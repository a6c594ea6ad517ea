# SPDX-License-Identifier: Apache-2.0
"""Deliveries of reports are found in the journal without looking through all of it."""

from peewee import Database
from playhouse.migrate import SchemaMigrator

STATEMENTS = ("CREATE INDEX event_delivery ON event (epoch, seq) WHERE kind='DeliveryReported'",)


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add an index of these events alone; there are a few a day."""
    for statement in STATEMENTS:
        db.execute_sql(statement)


def down(migrator: SchemaMigrator, db: Database) -> None:
    """Take it away."""
    db.execute_sql("DROP INDEX event_delivery")
