# SPDX-License-Identifier: Apache-2.0
"""The rows of on-site management of a period, as reports read them, and what the vault still has of notes and photos.

A file that no newer server has opened yet has no such tables: then there are none.
"""

import base64
import json
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import msgspec

from hallserver.store.rating_rows import Span, bounds
from hallserver.store.selecting import Execute, columns_of
from hallserver.store.vault import SAID
from reports.rows_site import ActionRow, CheckDoneRow, CheckPlannedRow, EntryRow, FindingRow, PatrolRow, SiteRows, SiteStepRow

R = TypeVar("R")
_DONE_IN = " WHERE done_us >= ? AND done_us < ?"
_DAY_US = 86_400_000_000
_DAYS = " WHERE day >= ? AND day < ?"
_OPEN_IN = " WHERE opened_us < ? AND (closed_us IS NULL OR closed_us >= ?)"
"""Opened before the end, and not closed before the beginning."""
_FINDINGS = (
    "(SELECT finding.*, coalesce(json_extract(gone.says, '$.reason'), '') AS withdrawn, coalesce(gone.actor, '') AS withdrawn_by"
    " FROM finding LEFT JOIN site_step AS gone ON gone.no = finding.no AND gone.kind = 'withdrawn')"
)
_ENTRIES = (
    "(SELECT register_entry.*, coalesce(json_extract(gone.says, '$.reason'), '') AS withdrawn, coalesce(gone.actor, '') AS withdrawn_by,"
    " coalesce(gone.at_us, 0) AS withdrawn_us"
    " FROM register_entry LEFT JOIN site_step AS gone ON gone.no = register_entry.no AND gone.kind = 'withdrawn')"
)
_TABLES: dict[type, tuple[str, str, tuple[str, ...]]] = {
    PatrolRow: (f"patrol{_DAYS}", "epoch, seq", ("zones",)),
    CheckDoneRow: (f"check_done{_DONE_IN}", "epoch, seq, zone, item", ()),
    CheckPlannedRow: (f"check_planned{_DAYS}", "day, zone, cycle", ("items",)),
    FindingRow: (f"{_FINDINGS}{_OPEN_IN}", "no", ()),
    ActionRow: (f"site_action{_OPEN_IN}", "no", ("findings",)),
    EntryRow: (f"{_ENTRIES}{_OPEN_IN}", "no", ("fields",)),
    SiteStepRow: ("site_step WHERE no = ?", "epoch, seq", ("says", "photo_refs")),
}
"""Row → its table and which of its rows, the columns that order it, and those that are kept as JSON."""


def read_site(execute: Execute, span: Span) -> SiteRows:
    """Return what there was on these business days (half-open): patrols and plans of the days, and whatever was open on any of them.

    What was looked at is there from a day before on: whoever counts by dates has to look at its own time.
    """
    if not columns_of(execute, "site_step"):
        return SiteRows()
    first_us, end_us = bounds(execute, span)
    open_in = (end_us, first_us)
    findings = _rows(execute, FindingRow, open_in)
    actions = _rows(execute, ActionRow, open_in)
    entries = _rows(execute, EntryRow, open_in)
    numbers = [it.no for it in findings] + [it.no for it in actions] + [it.no for it in entries]
    return SiteRows(
        patrols=_rows(execute, PatrolRow, span),
        done=_rows(execute, CheckDoneRow, (first_us - _DAY_US, end_us)),
        planned=_rows(execute, CheckPlannedRow, span),
        findings=findings,
        actions=actions,
        entries=entries,
        steps=[it for no in numbers for it in read_steps(execute, no)],
    )


def read_steps(execute: Execute, no: str) -> list[SiteStepRow]:
    """Return every step of a finding, an action or an entry, in order; none for a number that there is not."""
    return _rows(execute, SiteStepRow, (no,)) if columns_of(execute, "site_step") else []


def read_said(execute: Execute, refs: Iterable[str | None]) -> dict[str, str]:
    """Return reference → text of those that the vault still has."""
    found = ((ref, execute(SAID, (ref,)).fetchone()) for ref in sorted({it for it in refs if it}))
    return {ref: row[0] for ref, row in found if row is not None}


def read_photos(execute: Execute, refs: Iterable[str]) -> dict[str, bytes]:
    """Return reference → JPEG of those that the vault still has."""
    return {ref: base64.b64decode(text) for ref, text in read_said(execute, refs).items()}


def _rows(execute: Execute, kind: type[R], values: Sequence[Any]) -> list[R]:
    """Return rows as this type, whose fields are columns of its table."""
    table, order, packed = _TABLES[kind]
    names: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]  # a NamedTuple
    columns = ", ".join(names)
    sql = f"SELECT {columns} FROM {table} ORDER BY {order}"  # noqa: S608 -- constants only
    found = [
        [json.loads(value) if name in packed else value for name, value in zip(names, row, strict=True)]
        for row in execute(sql, values).fetchall()
    ]
    return msgspec.convert(found, list[kind], strict=False)  # type: ignore[valid-type]  # a type made at run time
