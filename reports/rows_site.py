# SPDX-License-Identifier: Apache-2.0
"""What reports read of on-site management: one row type per projection. Times are UTC µs; None: it has not come yet.

Personal texts and photos are references into the vault; what was erased is not there any more.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from hallserver.core.site_state import StepRow

SiteStepRow = StepRow
"""A step of a finding, an action or an entry; the door reads it too."""


class PatrolRow(NamedTuple):
    """A patrol: round, zones, how much was looked at and found; from when until when as it was said, ``at_us`` as it came."""

    epoch: int
    seq: int
    day: str
    at_us: int
    actor: str
    cycle: str
    zones: list[str]
    checks: int
    findings: int
    from_us: int
    until_us: int
    mark: str


class CheckDoneRow(NamedTuple):
    """A check (``item``) that was looked at in a zone."""

    zone: str
    item: str
    day: str
    done_us: int


class CheckPlannedRow(NamedTuple):
    """What should be looked at in a zone so often, by the checklist that was in force when this day closed."""

    day: str
    zone: str
    cycle: str
    items: list[str]


class FindingRow(NamedTuple):
    """A finding as it stands now."""

    no: str
    day: str
    mark: str
    item: str
    """The check."""
    resource: str
    step: str
    zone: str
    counter: str
    place: str
    responsible: str
    safety: bool
    severity: str
    deduction: int
    by: str
    opened_us: int
    found_us: int
    due_us: int
    repeat_of: str
    nth: int
    seen: int
    fixed_us: int | None
    fixed_by: str
    recheck_us: int | None
    rechecks: int
    rechecked_by: str
    closed_us: int | None
    escalated: str
    climbed: int
    withdrawn: str = ""
    """Code of the reason for which it was taken back when it was closed, and by whom; empty: it was not. It counts for nothing."""
    withdrawn_by: str = ""


class ActionRow(NamedTuple):
    """An action as it stands now: ``step`` is the last that was taken."""

    no: str
    day: str
    measure: str
    owner: str
    due: str
    due_us: int
    findings: list[str]
    by: str
    opened_us: int
    step: str
    parameter: str
    standard: str
    closed_us: int | None


class EntryRow(NamedTuple):
    """An entry of a register as it stands now."""

    no: str
    day: str
    register: str
    fields: dict[str, Any]
    by: str
    opened_us: int
    step: str
    closed_us: int | None
    withdrawn: str = ""
    """Code of the reason for which it was taken back, by whom, and when; empty: it was not. It counts for nothing."""
    withdrawn_by: str = ""
    withdrawn_us: int = 0


class SiteRows(NamedTuple):
    """All of a period: what was opened in it, and what was open from before."""

    patrols: Sequence[PatrolRow] = ()
    done: Sequence[CheckDoneRow] = ()
    planned: Sequence[CheckPlannedRow] = ()
    findings: Sequence[FindingRow] = ()
    actions: Sequence[ActionRow] = ()
    entries: Sequence[EntryRow] = ()
    steps: Sequence[SiteStepRow] = ()
    """Of the findings, actions and entries above."""
