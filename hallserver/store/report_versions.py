# SPDX-License-Identifier: Apache-2.0
"""The versions of signed reports as the tables and the journal have them. A content that is not what its digest says is never given out."""

import hashlib
from typing import NamedTuple

from msgspec import Struct

from hallserver.core.errors import Conflict, NotFound
from hallserver.core.events import ReportCorrected, ReportDrafted
from hallserver.core.history import decode
from hallserver.store.selecting import Execute, columns_of, converted

_DRAFTED = "epoch, seq, report, from_date, to_date, version, sha256, journal, why, drafted_by, drafted_us"
_COLUMNS = f"{_DRAFTED}, checked_by, checked_us, signed_by, signed_us"
_ALL = f"SELECT {_COLUMNS} FROM report_version ORDER BY to_date DESC, report, epoch DESC, seq DESC"  # noqa: S608 -- constants only
_ONE = f"SELECT {_COLUMNS} FROM report_version WHERE epoch=? AND seq=?"  # noqa: S608 -- constants only
_EVENT = "SELECT kind, v, body FROM event WHERE epoch=? AND seq=?"
_STAFF_DAYS = "SELECT count(*) FROM (SELECT DISTINCT day, clerk FROM counter_span WHERE day >= ? AND day < ? AND clerk <> '')"


class VersionRow(NamedTuple):
    """One drafted version: who drafted, checked and signed it and when (UTC µs); None: nobody yet."""

    epoch: int
    seq: int
    report: str
    from_date: str
    to_date: str
    version: int
    sha256: str
    journal: str
    why: str
    drafted_by: str
    drafted_us: int
    checked_by: str | None
    checked_us: int | None
    signed_by: str | None
    signed_us: int | None

    @property
    def place(self) -> str:
        """``<epoch>.<seq>`` of the event that holds the content."""
        return f"{self.epoch}.{self.seq}"

    @property
    def state(self) -> str:
        """How far it came: ``draft``, ``checked`` or ``signed``."""
        return "signed" if self.signed_by else "checked" if self.checked_by else "draft"


class VersionOnWire(Struct, frozen=True, kw_only=True):
    """A version for a reader: where its content is, how far it came, by whom (slugs) and when; None: nobody yet."""

    place: str
    version: int
    state: str
    sha256: str
    journal: str
    why: str
    drafted: tuple[str, int]
    checked: tuple[str, int] | None
    signed: tuple[str, int] | None


def on_wire(row: VersionRow) -> VersionOnWire:
    """Return what a reader is told of a version."""

    def who(actor: str | None, at_us: int | None) -> tuple[str, int] | None:
        return (actor.partition(":")[2], at_us) if actor and at_us else None

    return VersionOnWire(
        place=row.place,
        version=row.version,
        state=row.state,
        sha256=row.sha256,
        journal=row.journal,
        why=row.why,
        drafted=(row.drafted_by.partition(":")[2], row.drafted_us),
        checked=who(row.checked_by, row.checked_us),
        signed=who(row.signed_by, row.signed_us),
    )


class Altered(Conflict):
    """A report's content is not what its digest says: the file was changed behind the program's back."""


def read_versions(execute: Execute) -> list[VersionRow]:
    """Return every version that was drafted, of the latest period first, the newest first."""
    return converted(execute, _ALL, (), VersionRow) if columns_of(execute, "report_version") else []


def read_frozen(execute: Execute, place: str) -> tuple[VersionRow, str]:
    """Return a version and its content by its place (``<epoch>.<seq>``). Raises NotFound, Altered."""
    epoch, _, seq = place.partition(".")
    where = (int(epoch), int(seq)) if epoch.isdecimal() and seq.isdecimal() else (0, 0)
    rows = converted(execute, _ONE, where, VersionRow) if columns_of(execute, "report_version") else []
    if not rows:
        raise NotFound("report-not-drafted")
    stored = execute(_EVENT, where).fetchone()
    event = decode(*stored) if stored is not None else None
    if not isinstance(event, ReportDrafted | ReportCorrected):
        raise Altered("report-altered", place=place)
    if hashlib.sha256(event.content.encode()).hexdigest() != rows[0].sha256:
        raise Altered("report-altered", place=place)
    return rows[0], event.content


def read_staff_days(execute: Execute, span: tuple[str, str]) -> int:
    """Return on how many days how many clerks had a counter, over these business days (half-open)."""
    n: int = execute(_STAFF_DAYS, span).fetchone()[0]
    return n
