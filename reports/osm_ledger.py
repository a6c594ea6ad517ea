# SPDX-License-Identifier: Apache-2.0
"""The ledger of findings, the actions that follow from them, and what concerns safety and visual management. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from hallserver.core.check_row import CheckRow
from hallserver.core.row import Names
from hallserver.core.site_state import ENDS
from reports.rows_site import ActionRow, EntryRow, FindingRow, SiteRows, SiteStepRow

State = Literal["open", "fixed", "closed"]
SHOWN_PHOTOS: Final = 2
"""So many photos of a finding are printed."""
_GRAVITY = {"critical": 0, "major": 1, "minor": 2}


class FindingLine(Struct, frozen=True, kw_only=True):
    """A finding as it stood at the end of what the report holds; times are UTC µs, 0: not yet."""

    no: str
    item: Names
    resource: str
    step: str
    zone: str
    place: str
    counter: str
    severity: str
    deduction: int
    owner: str
    found_us: int
    due_us: int
    fixed_us: int
    closed_us: int
    rechecks: int
    """How often somebody else looked at it again."""
    state: State
    late: bool
    """The time for its next step has passed, or had passed when it was put right."""
    repeat_of: str
    nth: int
    escalated: str
    new: bool
    """Found in the period; else it was still open from before."""
    photos: tuple[str, ...]
    """References into the vault of the photos of the finding and of its repair; what was erased is not there any more."""
    source: str = ""
    """``inspection``: somebody from outside the hall found it; empty: the hall itself."""

    @property
    def last_us(self) -> int:
        """Return the last moment in time: ``due_us`` is the midnight at which its last day is over."""
        return self.due_us - 1


class ActionLine(Struct, frozen=True, kw_only=True):
    """An action (PDCAS) as it stood; ``parameter``: the rule that was changed for it, under ``standard``, by ``by``."""

    no: str
    measure: str
    owner: str
    due: str
    step: str
    late: bool
    findings: tuple[str, ...]
    parameter: str
    standard: str
    by: str
    rule: Names = {}
    """What that rule is called, where it is a check; of a parameter the words know it."""
    why: str = ""
    """Why none had to be changed; empty also where an older release ended the action."""


class CheckLine(Struct, frozen=True, kw_only=True):
    """A check of safety or of visual management: how often looked at, what was found, what of it is open."""

    slug: str
    names: Names
    safety: bool
    looks: int
    findings: int
    open: int


class Happened(Struct, frozen=True, kw_only=True):
    """Entries of a register in the period: how many, and how many of them are not closed."""

    register: str
    n: int
    open: int


def standing(rows: SiteRows) -> SiteRows:
    """Return the rows without findings and entries that were withdrawn: they count for nothing."""
    findings = [it for it in rows.findings if not it.withdrawn]
    return rows._replace(findings=findings, entries=[it for it in rows.entries if not it.withdrawn])


def findings_of(rows: SiteRows, checks: Mapping[str, CheckRow], days: tuple[str, str], as_of_us: int) -> tuple[FindingLine, ...]:
    """Return the findings of the business days ``days`` (half-open) and those open from before: open first, the gravest first."""
    photos, sources = _photos(rows.steps), {it.no: it.says.get("source", "") for it in rows.steps if it.kind == "opened"}
    found = [it for it in rows.findings if it.day < days[1]]
    lines = [replace(_finding(it, checks, days, as_of_us, photos.get(it.no, ())), source=sources.get(it.no, "")) for it in found]
    return tuple(sorted(lines, key=lambda it: (it.state == "closed", not it.late, _GRAVITY[it.severity], it.due_us, it.no)))


def _finding(it: FindingRow, checks: Mapping[str, CheckRow], days: tuple[str, str], as_of_us: int, photos: tuple[str, ...]) -> FindingLine:
    closed_us, fixed_us = _by(it.closed_us, as_of_us), _by(it.fixed_us, as_of_us)
    due_us = it.recheck_us if fixed_us and it.recheck_us and not closed_us else it.due_us
    return FindingLine(
        no=it.no,
        item=dict(checks[it.item].names) if it.item in checks else {"zh-Hans": it.item},
        resource=it.resource,
        step=it.step,
        zone=it.zone,
        place=it.place,
        counter=it.counter,
        severity=it.severity,
        deduction=it.deduction,
        owner=it.responsible,
        found_us=it.found_us,
        due_us=it.due_us,
        fixed_us=fixed_us,
        closed_us=closed_us,
        rechecks=it.rechecks,
        state="closed" if closed_us else "fixed" if fixed_us else "open",
        late=fixed_us > it.due_us if closed_us else as_of_us >= due_us,
        repeat_of=it.repeat_of,
        nth=it.nth,
        escalated=it.escalated,
        new=it.day >= days[0],
        photos=photos,
    )


def _by(at_us: int | None, as_of_us: int) -> int:
    """Return a time that had come by then, else 0."""
    return at_us if at_us is not None and at_us <= as_of_us else 0


def _photos(steps: Iterable[SiteStepRow]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for step in steps:
        if step.photo_refs:
            found[step.no] = (*found.get(step.no, ()), *step.photo_refs)
    return found


def actions_of(rows: SiteRows, checks: Mapping[str, CheckRow], as_of_us: int) -> tuple[ActionLine, ...]:
    """Return the actions that were open in the period, those not ended first."""
    lines = [_action(it, checks, rows.steps, as_of_us) for it in rows.actions]
    return tuple(sorted(lines, key=lambda it: (it.step in ENDS, it.due, it.no)))


def _action(it: ActionRow, checks: Mapping[str, CheckRow], steps: Sequence[SiteStepRow], as_of_us: int) -> ActionLine:
    last = next((step for step in steps if step.no == it.no and step.kind == "standardise"), None)
    return ActionLine(
        no=it.no,
        measure=it.measure,
        owner=it.owner,
        due=it.due,
        step=it.step,
        late=not _by(it.closed_us, as_of_us) and as_of_us >= it.due_us,
        findings=tuple(it.findings),
        parameter=it.parameter,
        standard=it.standard,
        by=last.actor if last is not None else it.by,
        why=str(last.says.get("why", "")) if last is not None else "",
        rule=dict(checks[it.parameter].names) if it.parameter in checks else {},
    )


def lines_of(rows: SiteRows, checks: Mapping[str, CheckRow], days: tuple[str, str], as_of_us: int) -> tuple[CheckLine, ...]:
    """Return the checks of safety, then those of visual management: of information, and of the places of things."""
    chosen = [row for row in checks.values() if row.safety or row.resource == "information" or row.step == "place"]
    lines = [
        CheckLine(
            slug=row.slug,
            names=dict(row.names),
            safety=row.safety,
            looks=sum(it.item == row.slug and days[0] <= it.day < days[1] for it in rows.done),
            findings=sum(it.item == row.slug and days[0] <= it.day < days[1] for it in rows.findings),
            open=sum(it.item == row.slug and it.day < days[1] and not _by(it.closed_us, as_of_us) for it in rows.findings),
        )
        for row in chosen
    ]
    return tuple(sorted(lines, key=lambda it: not it.safety))


def happened(entries: Iterable[EntryRow], days: tuple[str, str], registers: Sequence[str], as_of_us: int) -> tuple[Happened, ...]:
    """Return how much was written into these registers in the period; those without anything too."""
    mine = [it for it in entries if days[0] <= it.day < days[1]]
    return tuple(
        Happened(
            register=register,
            n=sum(it.register == register for it in mine),
            open=sum(it.register == register and not _by(it.closed_us, as_of_us) for it in mine),
        )
        for register in registers
    )
