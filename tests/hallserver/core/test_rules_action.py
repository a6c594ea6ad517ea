# SPDX-License-Identifier: Apache-2.0
"""Actions: plan, do, check, act, standardise, and which rule was changed for it."""

import pytest

from hallserver.core import commands as c
from hallserver.core.commands_site import ActionStep
from hallserver.core.errors import HallError
from hallserver.core.roles import SERVICE_SETUP
from hallserver.core.site_state import Action
from tests.hallserver.core.site_acts import opened
from tests.hallserver.core.work import said
from tests.support import BOSS, DUTY, STANDARD, Play, names, next_day

NO = "C20261123-001"
RULE = "site.patrol_per_day"
_TWICE = f'[parameter."{RULE}"]\nvalue = 2'
THRICE = STANDARD.replace(_TWICE, _TWICE.replace("2", "3"))
assert THRICE != STANDARD, "the rule that is changed must be there"
PLACE = {"slug": "equipment-place", "names": names("线缆入槽"), "resource": "equipment", "step": "place", "cycle": "daily"}


def planned(play: Play, **fields: object) -> Action:
    """Return an action of the duty manager's about the first finding."""
    finding = opened(play)
    play.ask(c.PlanAction(**{"measure": "线缆入槽", "owner": "guo", "due": "2026-11-27", "findings": (finding.no,)} | fields), DUTY)  # type: ignore[arg-type]
    return next(iter(play.hall.site.actions.values()))


def stepped(play: Play, *steps: ActionStep, parameter: str = "") -> Action:
    """Take these steps; the parameter goes with the last, or why there is none."""
    for step in steps:
        named = parameter if step == steps[-1] else ""
        why = "只此一处" if step == "standardise" and not named else ""
        play.later(60).ask(c.StepAction(action=NO, step=step, parameter=named, why=why), DUTY)
    return play.hall.site.actions[NO]


def refused(play: Play, command: c.Command) -> str:
    """Return the key of the refusal."""
    with pytest.raises(HallError) as found:
        play.ask(command, BOSS)
    return found.value.key


def test_an_action_goes_round_and_ends_with_the_standard() -> None:
    """计划、实施、检查、改进、标准化; it says which rule was changed and under which standard."""
    play = Play()
    action = planned(play)
    assert (action.no, action.next_step, said(action.due_us), action.late(action.due_us)) == (NO, "do", "2026-11-28 00:00", True)
    play.ask(c.AdoptStandard(text=THRICE, at_opening=True), SERVICE_SETUP)
    action = stepped(play, "do", "check", "act", "standardise", parameter=RULE)

    assert (action.open, action.next_step, action.parameter) == (False, "", RULE)
    assert action.standard == play.hall.rules.hash[:12]
    assert [it.kind for it in action.steps] == ["plan", "do", "check", "act", "standardise"]


def test_what_shows_no_effect_is_done_again() -> None:
    """After the check, as often as it takes; a check of the list may be what was changed."""
    play = Play()
    planned(play)
    play.later(60).ask(c.Configure(section="patrol", rows=[PLACE | {"safety": True, "minor": 2}]), SERVICE_SETUP)
    action = stepped(play, "do", "check", "do", "check", "act", "standardise", parameter="equipment-place")

    assert (len(action.steps), action.parameter) == (7, "equipment-place")


def test_a_rule_that_nobody_changed_since_the_plan_is_not_what_was_standardised() -> None:
    """Nor one that was changed before it; the way out is to change it now, or to say that nothing was changed."""
    play = Play()
    play.ask(c.AdoptStandard(text=THRICE, at_opening=True), SERVICE_SETUP)
    next_day(play).ask(c.Configure(section="patrol", rows=[PLACE | {"safety": True, "minor": 2}]), SERVICE_SETUP)
    play.later(60)
    no = planned(play).no
    for step in ("do", "check", "act"):
        play.ask(c.StepAction(action=no, step=step), DUTY)
    for named in (RULE, "equipment-place"):
        assert refused(play, c.StepAction(action=no, step="standardise", parameter=named)) == "action-unchanged"
    play.ask(c.StepAction(action=no, step="standardise", why=" 现行标准已有规定 "), DUTY)
    assert (play.hall.site.actions[no].parameter, play.hall.site.actions[no].steps[-1].says) == ("", {"why": "现行标准已有规定"})


def test_a_measure_is_a_line_that_people_see() -> None:
    """It goes into reports for good: nothing in it turns the text beside it round."""
    assert planned(Play(), measure=" 放\u202e警示锥\n ").measure == "放警示锥"
    with pytest.raises(HallError) as found:
        planned(Play(), measure="\u200b\u200b")
    assert found.value.key == "action-measure"


@pytest.mark.parametrize("why", ["", "  ", "无", "两\n行"])
def test_who_changed_nothing_says_why(why: str) -> None:
    """In one line that says something; with a rule that was changed, or before the last step, there is nothing to be said."""
    play = Play()
    planned(play)
    stepped(play, "do", "check")
    assert refused(play, c.StepAction(action=NO, step="act", why="现行标准已有规定")) == "action-why"
    play.ask(c.AdoptStandard(text=THRICE, at_opening=True), SERVICE_SETUP)
    stepped(play, "act")

    assert refused(play, c.StepAction(action=NO, step="standardise", why=why)) == "action-why"
    assert refused(play, c.StepAction(action=NO, step="standardise", parameter=RULE, why="现行标准已有规定")) == "action-why"
    play.ask(c.StepAction(action=NO, step="standardise", why="字" * 200), DUTY)


@pytest.mark.parametrize(
    ("done", "asked", "key"),
    [
        ((), c.StepAction(action=NO, step="check"), "action-step-first"),
        (("do",), c.StepAction(action=NO, step="do"), "action-step-first"),
        (("do", "check"), c.StepAction(action=NO, step="standardise"), "action-step-first"),
        (("do", "check", "act"), c.StepAction(action=NO, step="standardise", parameter="no.rule"), "action-parameter"),
        ((), c.StepAction(action=NO, step="do", parameter="site.cycle"), "action-parameter"),
        (("do", "check", "act", "standardise"), c.StepAction(action=NO, step="do"), "action-closed"),
        ((), c.StepAction(action="C20261123-009", step="do"), "action-unknown"),
        ((), c.PlanAction(measure="线缆入槽", owner="nobody", due="2026-12-01"), "reference-unknown"),
        ((), c.PlanAction(measure="线缆入槽", owner="dan", due="2026-11-22"), "action-date"),
        ((), c.PlanAction(measure="线缆入槽", owner="dan", due="2026-11-31"), "action-date"),
        ((), c.PlanAction(measure="线缆入槽", owner="dan", due="2028-11-24"), "action-date"),
        ((), c.PlanAction(measure="线缆入槽", owner="dan", due="9999-12-31"), "action-date"),
        ((), c.PlanAction(measure="线缆入槽", owner="dan", due="2026-12-01", findings=("X20261123-099",)), "finding-unknown"),
    ],
)
def test_what_cannot_be_is_refused(done: tuple[ActionStep, ...], asked: c.Command, key: str) -> None:
    """In its turn, about what there is, with a day to come, and a rule only at the end."""
    play = Play()
    planned(play)
    stepped(play, *done)

    assert refused(play, asked) == key
