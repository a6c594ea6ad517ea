# SPDX-License-Identifier: Apache-2.0
"""What was changed of the standard and of the checklist, since when, and how long that is remembered."""

from hallserver.core import commands as c
from hallserver.core.changed import changed_since, kept_changes
from hallserver.core.roles import SERVICE_SETUP
from tests.support import DUTY, STANDARD, Play, names, next_day

RULE = "site.patrol_per_day"
_TWICE = f'[parameter."{RULE}"]\nvalue = 2'
THRICE = STANDARD.replace(_TWICE, _TWICE.replace("2", "3"))
assert THRICE != STANDARD, "the rule that is changed must be there"
OWN = {"slug": "own", "names": names("绿植"), "resource": "goods", "step": "keep"}


def test_a_check_is_changed_at_once_and_a_rule_that_is_filed_counts_before_its_day() -> None:
    """What only stands there again as it was is not changed; nor is anything by the first standard of a hall."""
    play = Play()
    assert play.hall.changed == {}
    since_us = play.later(60).now_us
    play.ask(c.Configure(section="patrol", rows=[OWN]), SERVICE_SETUP)
    play.later(60).ask(c.Configure(section="patrol", rows=[OWN]), SERVICE_SETUP)
    assert play.hall.changed == {"own": since_us}
    play.ask(c.AdoptStandard(text=THRICE, at_opening=True), SERVICE_SETUP)

    assert changed_since(play.hall, since_us, play.now_us) == {"own", RULE}
    assert changed_since(play.hall, since_us + 1, play.now_us) == {RULE}
    assert play.hall.changed == {"own": since_us}


def test_what_was_changed_is_known_for_as_long_as_an_action_may_name_it() -> None:
    """A snapshot keeps it over nights; without an open action it is forgotten."""
    play = Play()
    play.ask(c.PlanAction(measure="多巡一次", owner="guo", due="2026-12-05"), DUTY)
    play.later(60).ask(c.AdoptStandard(text=THRICE, at_opening=True), SERVICE_SETUP)
    next_day(next_day(play))
    assert list(play.hall.changed) == [RULE]
    assert kept_changes(play.hall) == {"changed": play.hall.changed}
    for step in ("do", "check", "act"):
        play.ask(c.StepAction(action="C20261123-001", step=step), DUTY)
    play.ask(c.StepAction(action="C20261123-001", step="standardise", parameter=RULE), DUTY)
    next_day(play)

    assert play.hall.changed == {}
