# SPDX-License-Identifier: Apache-2.0
"""The versions of signed reports as the tables and the journal have them. A content that is not what its digest says is never given out."""

import hashlib
from typing import NamedTuple

import msgspec
from msgspec import Struct

from hallserver.core.errors import Conflict, NotFound
from hallserver.core.events import ReportCorrected, ReportDrafted
from hallserver.core.history import decode
from hallserver.core.row import Names
from hallserver.store.selecting import Execute, columns_of, converted

_DRAFTED = "epoch, seq, report, from_date, to_date, version, sha256, journal, why, drafted_by, drafted_us"
_STEPS = "checked_by, checked_us, signed_by, signed_us"
_NAMES = ("drafted_name", "checked_name", "signed_name")
_ORDER = "to_date DESC, report, epoch DESC, seq DESC"
_EVENT = "SELECT kind, v, body FROM event WHERE epoch=? AND seq=?"
_STAFF_DAYS = "SELECT count(*) FROM (SELECT DISTINCT day, clerk FROM counter_span WHERE day >= ? AND day < ? AND clerk <> '')"


_names = msgspec.json.Decoder(Names).decode


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
    drafted_name: str | None = None
    """The name of who drafted it as it was then, by language, as JSON; None: the set-up, or an older event, had none."""
    checked_name: str | None = None
    signed_name: str | None = None

    @property
    def names(self) -> dict[str, Names]:
        """Step → the name of who did it, as it was then; steps without one are left out."""
        told = {"drafted": self.drafted_name, "checked": self.checked_name, "signed": self.signed_name}
        return {step: _names(name) for step, name in told.items() if name}

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
    names: dict[str, Names]
    """``drafted checked signed`` → the name as it was then, where it was kept."""


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
        names=row.names,
    )


class Altered(Conflict):
    """A report's content is not what its digest says: the file was changed behind the program's back."""


def read_versions(execute: Execute) -> list[VersionRow]:
    """Return every version that was drafted, of the latest period first, the newest first.

    A file that no newer server has opened yet has no names of who did it, an older one no versions.
    """
    there = columns_of(execute, "report_version")
    columns = ", ".join(name if name in there else "NULL" for name in _NAMES)
    sql = f"SELECT {_DRAFTED}, {_STEPS}, {columns} FROM report_version ORDER BY {_ORDER}"  # noqa: S608 -- constants only
    return converted(execute, sql, (), VersionRow) if there else []


def read_frozen(execute: Execute, place: str) -> tuple[VersionRow, str]:
    """Return a version and its content by its place (``<epoch>.<seq>``). Raises NotFound, Altered."""
    row = next((it for it in read_versions(execute) if it.place == place), None)
    if row is None:
        raise NotFound("report-not-drafted")
    stored = execute(_EVENT, (row.epoch, row.seq)).fetchone()
    event = decode(*stored) if stored is not None else None
    if not isinstance(event, ReportDrafted | ReportCorrected):
        raise Altered("report-altered", place=place)
    if hashlib.sha256(event.content.encode()).hexdigest() != row.sha256:
        raise Altered("report-altered", place=place)
    return row, event.content


def read_staff_days(execute: Execute, span: tuple[str, str]) -> int:
    """Return on how many days how many clerks had a counter, over these business days (half-open)."""
    n: int = execute(_STAFF_DAYS, span).fetchone()[0]
    return n
