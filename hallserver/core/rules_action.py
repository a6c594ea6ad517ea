# SPDX-License-Identifier: Apache-2.0
"""Rules of actions (改进措施): plan, do, check, act, standardise. What is standardised may be a rule of the standard, or a check."""

from datetime import date

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.calendar import ONE_DAY
from hallserver.core.changed import changed_since
from hallserver.core.checklist import checklist
from hallserver.core.day_numbers import next_number
from hallserver.core.errors import AgainstStandard, Conflict, NotFound
from hallserver.core.hall import Hall
from hallserver.core.hours import date_here, time_us
from hallserver.core.roles import Actor
from hallserver.core.row import seen_line, unseen_in
from hallserver.core.rules_patrol import sealed_note
from hallserver.core.site_state import Action

ACTIONS = "C"
LAST = "standardise"
_HASH_SHOWN = 12
_FARTHEST_DAYS = 731
"""A day that is farther ahead is a slip of the hand."""
_WHY_LEAST = 2
"""Characters of a reason."""


def plan_action(hall: Hall, command: c.PlanAction, _: Actor, now_us: int) -> list[e.Event]:
    """Plan it: who, what, until the end of which day, about which findings."""
    if command.owner not in hall.catalog.people:
        raise NotFound("reference-unknown", section="people", slugs=[command.owner])
    measure = seen_line(command.measure)
    if not measure:
        raise AgainstStandard("action-measure")
    unknown = [no for no in command.findings if no not in hall.site.findings]
    if unknown:
        raise NotFound("finding-unknown", finding=unknown[0])
    withdrawn = [no for no in command.findings if hall.site.findings[no].withdrawn]
    if withdrawn:
        raise Conflict("finding-withdrawn", finding=withdrawn[0])
    number = next_number(hall, ACTIONS, [(it.no, it.opened_us) for it in hall.site.actions.values()], now_us)
    due_us = time_us(hall, _day(hall, command.due, now_us) + ONE_DAY, "00:00")
    planned = e.ActionPlanned(
        action=number, measure=measure, owner=command.owner, due=command.due, due_us=due_us, findings=command.findings
    )
    return [planned]


def _day(hall: Hall, due: str, now_us: int) -> date:
    """Return the day. Raises AgainstStandard for one that there is not, that has passed, or that is more than two years ahead."""
    try:
        day = date.fromisoformat(due)
    except ValueError as error:
        raise AgainstStandard("action-date", date=due) from error
    if not 0 <= (day - date_here(hall, now_us)).days <= _FARTHEST_DAYS:
        raise AgainstStandard("action-date", date=due)
    return day


def step_action(hall: Hall, command: c.StepAction, _: Actor, now_us: int) -> list[e.Event]:
    """Go one step on; after a check it may be done again. It ends with a rule that was changed since it was planned, or with why not."""
    action = hall.site.actions.get(command.action)
    if action is None:
        raise NotFound("action-unknown", action=command.action)
    if not action.open:
        raise Conflict("action-closed", action=action.no)
    if command.step not in may_follow(action):
        raise Conflict("action-step-first", action=action.no, action_step=f"action-{action.next_step}")
    _must_be_rule(hall, command)
    if command.parameter and command.parameter not in changed_since(hall, action.opened_us, now_us):
        raise AgainstStandard("action-unchanged", action=action.no, rule_named=command.parameter)
    why = _why(command)
    hashed = hall.rules.hash[:_HASH_SHOWN]
    note = sealed_note(command.note)
    return [e.ActionStepped(action=action.no, step=command.step, parameter=command.parameter, why=why, standard=hashed, note=note)]


def may_follow(action: Action) -> tuple[str, ...]:
    """Return the steps that may come next."""
    return (action.next_step, "do") if action.step == "check" else (action.next_step,)


def _why(command: c.StepAction) -> str:
    """Return why no rule had to be changed. Raises AgainstStandard where that is not said, and where there is nothing to be said."""
    why = command.why.strip()
    wanted = command.step == LAST and not command.parameter
    if wanted is not bool(why) or unseen_in(why) or 0 < len(why) < _WHY_LEAST:
        raise AgainstStandard("action-why", action=command.action)
    return why


def _must_be_rule(hall: Hall, command: c.StepAction) -> None:
    """Raise AgainstStandard unless what was changed is a rule or a check of this hall, and is named with the last step."""
    if not command.parameter:
        return
    if command.step != LAST or not (command.parameter in hall.rules.parameters or command.parameter in checklist(hall)):
        raise AgainstStandard("action-parameter", parameter=command.parameter)
