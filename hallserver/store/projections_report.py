# SPDX-License-Identifier: Apache-2.0
"""What is kept of reports that people sign: every version that was drafted, and who checked and signed it. The content is in its event."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from hallserver.core import events as e
from hallserver.core.row import Names

_Statements = Iterator[tuple[str, tuple[Any, ...]]]

_DRAFTED = (
    "INSERT INTO report_version"
    " (epoch, seq, report, from_date, to_date, version, sha256, journal, why, drafted_by, drafted_us, drafted_name)"
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
)
_CHECKED = "UPDATE report_version SET checked_by=?, checked_us=?, checked_name=? WHERE epoch=? AND seq=?"
_SIGNED = "UPDATE report_version SET signed_by=?, signed_us=?, signed_name=? WHERE epoch=? AND seq=?"


def _drafted(entry: e.Entry, it: e.ReportDrafted | e.ReportCorrected) -> _Statements:
    why = it.why if isinstance(it, e.ReportCorrected) else ""
    period = (it.report, it.from_date, it.to_date, it.version)
    yield _DRAFTED, (entry.epoch, entry.seq, *period, it.sha256, it.journal, why, entry.actor, entry.at_us, _name(it.by))


def _name(names: Names) -> str | None:
    """Return a name in every language it has, as JSON; None: none was known."""
    return msgspec.json.encode(names, order="sorted").decode() if names else None


def _place(draft: str) -> tuple[int, int]:
    epoch, seq = draft.split(".")
    return int(epoch), int(seq)


def _checked(entry: e.Entry, it: e.ReportChecked) -> _Statements:
    yield _CHECKED, (entry.actor, entry.at_us, _name(it.by), *_place(it.draft))


def _signed(entry: e.Entry, it: e.ReportSigned) -> _Statements:
    yield _SIGNED, (entry.actor, entry.at_us, _name(it.by), *_place(it.draft))


PROJECT: dict[type[e.Event], Callable[[e.Entry, Any], _Statements]] = {
    e.ReportDrafted: _drafted,
    e.ReportCorrected: _drafted,
    e.ReportChecked: _checked,
    e.ReportSigned: _signed,
}
"""Event → its statements."""
