# SPDX-License-Identifier: Apache-2.0
"""Rules of what becomes of a finding: put right, looked at again by somebody else, and taken further while it stays."""

from collections.abc import Collection

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.codes import must_be_known
from hallserver.core.errors import AgainstStandard, Conflict, NotAllowed, NotFound
from hallserver.core.hall import Hall
from hallserver.core.ladder import HOUR_US, fix_due_us, ladder_anew, recheck_us, step_after_us
from hallserver.core.roles import ROLES, Actor, is_from_outside
from hallserver.core.rules_patrol import sealed_note, sealed_photos
from hallserver.core.site_state import Finding

_DUTY = "duty-manager"
_SEEN = {"opened", "seen-again"}
_LATE_US = 12 * HOUR_US
"""A step of the ladder that came later than this came late."""


def _open_finding(hall: Hall, no: str) -> Finding:
    """Return an open finding. Raises NotFound, Conflict for one that is closed or was withdrawn."""
    finding = hall.site.findings.get(no)
    if finding is None:
        raise NotFound("finding-unknown", finding=no)
    if finding.withdrawn:
        raise Conflict("finding-withdrawn", finding=no)
    if not finding.open:
        raise Conflict("finding-closed", finding=no)
    return finding


def fix_finding(hall: Hall, command: c.FixFinding, by: Actor, now_us: int) -> list[e.Event]:
    """Say that it is put right; from then on somebody else is to look. Who sees only findings of their own fixes only those."""
    finding = _open_finding(hall, command.finding)
    if finding.fixed_us:
        raise Conflict("finding-fixed", finding=finding.no)
    if by.name != finding.responsible and not any("recheck-finding" in ROLES[role] for role in by.roles):
        raise NotAllowed("finding-not-yours", finding=finding.no)
    note, photos = sealed_note(command.note), sealed_photos(command.photos)
    return [e.FindingFixed(finding=finding.no, recheck_us=recheck_us(hall, now_us), note=note, photos=photos)]


def recheck_finding(hall: Hall, command: c.RecheckFinding, by: Actor, now_us: int) -> list[e.Event]:
    """Look at it again: neither who put it right nor who had to. Not passed, it is due anew from now on."""
    finding = _open_finding(hall, command.finding)
    if not finding.fixed_us:
        raise Conflict("finding-not-fixed", finding=finding.no)
    if by.id == finding.fixed_by or by.name == finding.responsible:
        raise NotAllowed("finding-second-person", finding=finding.no)
    note, photos = sealed_note(command.note), sealed_photos(command.photos)
    if command.passed:
        return [e.FindingRechecked(finding=finding.no, passed=True, note=note, photos=photos)]
    due_us = fix_due_us(hall, now_us, finding.severity)
    anew = ladder_anew(hall, due_us, finding.ladder, finding.climbed)
    return [e.FindingRechecked(finding=finding.no, passed=False, due_us=due_us, ladder=anew, note=note, photos=photos)]


def escalate_finding(hall: Hall, command: c.EscalateFinding, by: Actor, now_us: int) -> list[e.Event]:
    """Take the next step: the server's clock when its time has come, a person at any time."""
    finding = _open_finding(hall, command.finding)
    if finding.climbed >= len(finding.ladder) or (by.kind == "service" and not is_due(hall, finding, now_us)):
        raise Conflict("finding-not-due", finding=finding.no)
    step = finding.ladder[finding.climbed].step
    return [e.FindingEscalated(finding=finding.no, step=step, nth=finding.climbed + 1, note=sealed_note(command.note))]


def withdraw_finding(hall: Hall, command: c.WithdrawFinding, by: Actor, _: int) -> list[e.Event]:
    """Take back what was opened by mistake; actions that are about nothing else are over with it."""
    finding = _open_finding(hall, command.finding)
    must_be_known("withdrawn", command.reason)
    if command.note is None:
        raise AgainstStandard("finding-withdraw-why", finding=finding.no)
    if finding.rechecks:
        raise Conflict("finding-confirmed", finding=finding.no)
    if not may_withdraw(hall, finding, by.name, by.roles):
        raise NotAllowed("finding-withdraw-who", finding=finding.no)
    withdrawn = e.FindingWithdrawn(finding=finding.no, reason=command.reason, note=sealed_note(command.note))
    return [withdrawn, *(e.ActionStepped(action=no, step="withdrawn") for no in _about_nothing_else(hall, finding.no))]


def may_withdraw(hall: Hall, finding: Finding, person: str, roles: Collection[str]) -> bool:
    """Tell whether this person may take a finding back.

    Who opened it may while nobody else has seen the same and no step of the ladder was taken, an inspector too; a duty manager, unless
    it is theirs to put right. What an inspector found, or has seen too, the hall does not take back; nor does who says that it is put
    right, as nobody else would look again.
    """
    mine = f"person:{person}"
    if not finding.open or finding.rechecks or (finding.fixed_us and finding.fixed_by == mine):
        return False
    seen_by = {it.by for it in finding.steps if it.kind in _SEEN}
    if seen_by == {mine} and not finding.climbed:
        return True
    seers = (hall.catalog.people.get(it.partition(":")[2]) for it in seen_by)
    inspected = finding.source or any(row is not None and is_from_outside(row.roles) for row in seers)
    return not inspected and _DUTY in roles and person != finding.responsible


def _about_nothing_else(hall: Hall, no: str) -> list[str]:
    """Return the open actions that are about this finding, and otherwise about withdrawn ones alone."""
    gone = {it.no for it in hall.site.findings.values() if it.withdrawn} | {no}
    return [it.no for it in hall.site.actions.values() if it.open and no in it.findings and gone.issuperset(it.findings)]


def is_due(hall: Hall, finding: Finding, now_us: int) -> bool:
    """Tell whether the next step of the ladder is due: not while somebody is to look whether it is put right."""
    if not finding.open or finding.fixed_us or finding.climbed >= len(finding.ladder):
        return False
    return now_us >= finding.ladder[finding.climbed].at_us and now_us >= _not_before_us(hall, finding)


def _not_before_us(hall: Hall, finding: Finding) -> int:
    """Return before when the next step is not taken: where the last one came late, as the server was off, what follows comes later too."""
    if not finding.climbed:
        return 0
    taken_us = max((it.at_us for it in finding.steps if it.kind == "escalated"), default=0)
    if taken_us - finding.ladder[finding.climbed - 1].at_us < _LATE_US:
        return 0
    return step_after_us(hall, taken_us)
