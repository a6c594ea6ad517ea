# SPDX-License-Identifier: Apache-2.0
"""The vault: personal data under references, apart from the journal, so that it can really be erased.

SQLite copies rows about when it makes room in a page, and such copies outlive an UPDATE or DELETE even with
``secure_delete``. So rows are only ever put behind the last one, where nothing has to move, and erasing writes
zeros of the same length over salt and content, in place. What then still stands in the WAL goes with ``checkpoint``.
"""

from collections.abc import Sequence

import peewee
from msgspec import Struct

from hallserver.core.events import TicketIssued
from hallserver.store import chain
from hallserver.store.database import Database

IS_ERASED = "salt = zeroblob(length(salt))"
"""SQL: whether a row of the vault was erased; no salt of ours is all zeros."""
_ZEROS = f"""UPDATE vault SET salt = zeroblob(length(salt)), content = CAST(zeroblob(length(CAST(content AS BLOB))) AS TEXT)
    WHERE NOT {IS_ERASED}"""  # noqa: S608 -- constants only
ERASE = f"{_ZEROS} AND ref = ?"
"""Erases one reference; what was erased before stays so."""
_ERASE_DUE = f"{_ZEROS} AND erase_after_us <= ?"
_DUE = f"SELECT 1 FROM vault WHERE NOT {IS_ERASED} AND erase_after_us <= ? LIMIT 1"  # noqa: S608 -- constants only
_TICKET = "SELECT id FROM ticket WHERE day = ? AND label = ?"
_ISSUED = "SELECT epoch, seq, at_us, day, kind, v, actor, idem_key, body FROM event WHERE epoch = ? AND seq = ?"
_COMMENTS = "SELECT comment_ref, contact_ref FROM rating WHERE ticket = ? ORDER BY leg, stage, nth"
_ORDERS = (
    "SELECT 'comment', text_ref FROM work_order WHERE {0} = ? AND text_ref IS NOT NULL"
    " UNION ALL SELECT 'contact', contact_ref FROM work_order WHERE {0} = ? AND contact_ref IS NOT NULL"
    " UNION ALL SELECT 'answer', note_ref FROM work_step JOIN work_order USING (no)"
    " WHERE {0} = ? AND note_ref IS NOT NULL AND kind = 'replied'"
    " UNION ALL SELECT 'note', note_ref FROM work_step JOIN work_order USING (no)"
    " WHERE {0} = ? AND note_ref IS NOT NULL AND kind NOT IN ('opened', 'replied')"
)
"""What was said about work orders: those of a ticket, or one."""
_OF_TICKET, _OF_ORDER = _ORDERS.format("ticket"), _ORDERS.format("no")
_ORDER = "SELECT ticket FROM work_order WHERE no = ? AND substr(no, 2, 8) = replace(?, '-', '')"
_OF_SITE = (
    "SELECT 'who', who_ref FROM site_step WHERE no = ?1 AND who_ref IS NOT NULL"
    " UNION ALL SELECT 'note', note_ref FROM site_step WHERE no = ?1 AND note_ref IS NOT NULL"
    " UNION ALL SELECT 'photo', value FROM site_step, json_each(photo_refs) WHERE no = ?1"
)
"""What was said and photographed about a finding, an action or an entry of a register."""
_ENTRIES = "SELECT no FROM register_entry WHERE json_extract(fields, '$.ticket') = ?"
"""What was lost or found with a number."""
_SITE = "SELECT no FROM site_step WHERE no = ? AND instr(no, replace(?, '-', '')) LIMIT 1"
SAID = f"SELECT content FROM vault WHERE ref = ? AND NOT {IS_ERASED}"  # noqa: S608 -- constants only
"""What is kept under a reference."""
_STATE = f"SELECT erase_after_us, {IS_ERASED} FROM vault WHERE ref = ?"  # noqa: S608 -- constants only


class Held(Struct, frozen=True, kw_only=True):
    """What the vault has under a reference: which field of a ticket, until when, and whether it is erased by now."""

    field: str
    ref: str
    erase_after_us: int
    erased: bool


class Vault:
    """Erases, tells what is held, and gives out what was said about work orders; of ID numbers it gives out nothing."""

    def __init__(self, database: Database) -> None:
        """Keep where the rows are."""
        self._database = database

    async def erase_due(self, now_us: int) -> int:
        """Erase what is kept no longer than until now; return how many rows that were. They are gone after ``settle``."""
        with self._database.reader() as reader:
            if reader.execute_sql(_DUE, (now_us,)).fetchone() is None:
                return 0
        return await self._database.write(lambda db: int(db.execute_sql(_ERASE_DUE, (now_us,)).rowcount))

    async def settle(self) -> bool:
        """Empty the write-ahead log, where erased text still stands; False while a reader holds it: try again."""
        return await self._database.checkpoint()

    def said(self, refs: Sequence[str]) -> dict[str, str]:
        """Return reference → text of those that are not erased."""
        with self._database.reader() as reader:
            found = ((ref, reader.execute_sql(SAID, (ref,)).fetchone()) for ref in refs)
            return {ref: row[0] for ref, row in found if row is not None}

    def held(self, day: str, label: str) -> tuple[str, list[Held]]:
        """Return the ticket with this label of a business day and what the vault has of it; no ticket: empty.

        Who had no number names the work order in its place, with its date; then it is the order that is returned.
        """
        with self._database.reader() as reader:
            found = reader.execute_sql(_TICKET, (day, label)).fetchone() or reader.execute_sql(_ORDER, (label, day)).fetchone()
            if found is None:
                return self._held_on_site(reader, day, label)
            refs = _refs(reader, found[0]) if found[0] else reader.execute_sql(_OF_ORDER, (label,) * 4).fetchall()
            return found[0] or label, [_held(reader, field, ref) for field, ref in refs]

    @staticmethod
    def _held_on_site(reader: peewee.SqliteDatabase, day: str, number: str) -> tuple[str, list[Held]]:
        """Return the same of a finding, an action or an entry of a register, by its number and date."""
        if reader.execute_sql(_SITE, (number, day)).fetchone() is None:
            return "", []
        return number, [_held(reader, field, ref) for field, ref in reader.execute_sql(_OF_SITE, (number,)).fetchall()]


def _refs(reader: peewee.SqliteDatabase, ticket: str) -> list[tuple[str, str]]:
    """Return (field, reference) of everything personal that a ticket's events name."""
    row = reader.execute_sql(_ISSUED, tuple(map(int, ticket.split(".")))).fetchone()
    event = chain.entry_of(row).event
    assert isinstance(event, TicketIssued), ticket
    own = [("id_number", event.id_number.ref)] if event.id_number is not None else []
    said = [pair for refs in reader.execute_sql(_COMMENTS, (ticket,)) for pair in zip(("comment", "contact"), refs, strict=True)]
    rated = [(field, ref) for field, ref in said if ref is not None]
    known = {ref for _, ref in rated}
    ordered = [(field, ref) for field, ref in reader.execute_sql(_OF_TICKET, (ticket,) * 4) if ref not in known]
    entries = reader.execute_sql(_ENTRIES, (ticket,)).fetchall()
    return own + rated + ordered + [pair for no in entries for pair in reader.execute_sql(_OF_SITE, no).fetchall()]


def _held(reader: peewee.SqliteDatabase, field: str, ref: str) -> Held:
    """Return its state; what a restore has not brought back counts as erased."""
    found = reader.execute_sql(_STATE, (ref,)).fetchone()
    return Held(field=field, ref=ref, erase_after_us=found[0] if found else 0, erased=bool(found[1]) if found else True)
