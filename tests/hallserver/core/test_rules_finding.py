# SPDX-License-Identifier: Apache-2.0
"""What becomes of a finding: put right by one, looked at by another, taken further by the server's clock in working days."""

from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import HallError
from hallserver.core.roles import SERVICE_CLOCK, Actor
from hallserver.core.rules_finding import is_due
from hallserver.core.site import findings_counted
from hallserver.core.site_state import Finding
from tests.hallserver.core.site_acts import NOTE, PHOTO, opened
from tests.hallserver.core.work import at, said
from tests.support import BOSS, DUTY, GUIDE, INSPECTOR, LI, SMALL_HALL, Play, names

UNKNOWN = "X20261123-099"
SEEN = ((GUIDE, "北门"), (INSPECTOR, "西门"), (INSPECTOR, "东门"))


def refused(play: Play, command: c.Command, by: Actor = DUTY) -> str:
    """Return the key of the refusal."""
    with pytest.raises(HallError) as found:
        play.ask(command, by)
    return found.value.key


def fixed(play: Play, **fields: Any) -> Finding:
    """Return a finding that the guide has put right."""
    finding = opened(play, **fields)
    play.later(60).ask(c.FixFinding(finding=finding.no, note=NOTE, photos=(PHOTO,)), GUIDE)
    return finding


def test_somebody_else_looks_and_it_is_closed() -> None:
    """Each step is kept with who and when, its note and photos."""
    play = Play()
    finding = fixed(play)
    assert (finding.next_step, said(finding.by_us)) == ("recheck", "2026-11-26 00:00")
    play.later(60).ask(c.RecheckFinding(finding=finding.no, passed=True), DUTY)

    assert (finding.open, finding.next_step, finding.closed_us) == (False, "", play.now_us)
    assert [(it.kind, it.by, len(it.photos)) for it in finding.steps] == [
        ("opened", "person:guo", 0), ("fixed", "person:guo", 1), ("rechecked", "person:dan", 0),
    ]  # fmt: skip


def test_who_put_it_right_or_had_to_does_not_look_again() -> None:
    """两人复查: neither the one nor the other, whatever the role."""
    play = Play()
    finding = fixed(play, responsible="dan")
    again = c.RecheckFinding(finding=finding.no, passed=True)

    assert refused(play, again, GUIDE) == "finding-second-person"
    assert refused(play, again, DUTY) == "finding-second-person"
    play.ask(again, BOSS)
    assert not finding.open


def test_what_was_not_put_right_after_all_is_due_anew() -> None:
    """The time and the ladder run from the second look."""
    play = Play()
    finding = fixed(play, severity="major")
    before = finding.due_us
    play.now_us = at("2026-11-25 15:00")
    play.ask(c.RecheckFinding(finding=finding.no, passed=False), DUTY)

    assert (finding.next_step, finding.fixed_by, said(before), said(finding.due_us)) == (
        "fix", "", "2026-11-27 00:00", "2026-12-01 00:00",
    )  # fmt: skip
    assert [said(it.at_us) for it in finding.ladder] == ["2026-12-01 00:00", "2026-12-03 00:00", "2026-12-05 00:00"]


@pytest.mark.parametrize(
    ("command", "key"),
    [
        (c.FixFinding(finding=UNKNOWN), "finding-unknown"),
        (c.RecheckFinding(finding=UNKNOWN, passed=True), "finding-unknown"),
        (c.EscalateFinding(finding=UNKNOWN), "finding-unknown"),
        (c.RecheckFinding(finding="X20261123-001", passed=True), "finding-not-fixed"),
    ],
)
def test_no_step_goes_before_the_one_that_it_needs(command: c.Command, key: str) -> None:
    """And none is about what there is not."""
    play = Play()
    opened(play)

    assert refused(play, command, BOSS if isinstance(command, c.EscalateFinding) else DUTY) == key


def test_nothing_is_done_twice() -> None:
    """Put right once until somebody has looked; closed is closed."""
    play = Play()
    finding = fixed(play)
    assert refused(play, c.FixFinding(finding=finding.no), LI) == "finding-fixed"
    play.ask(c.RecheckFinding(finding=finding.no, passed=True), DUTY)

    assert refused(play, c.FixFinding(finding=finding.no), LI) == "finding-closed"


def test_the_clock_climbs_step_by_step_in_working_days() -> None:
    """Due on Thursday night: the slip at once, another person on Monday night, the talk on Wednesday night; then nothing more."""
    play = Play()
    finding = opened(play, severity="major")
    told = []
    for moment in ("2026-11-26 23:59", "2026-11-27 00:00", "2026-11-30 23:59", "2026-12-01 00:00", "2026-12-03 00:00", "2026-12-30 00:00"):
        play.now_us = at(moment)
        if is_due(play.hall, finding, play.now_us):
            [event] = play.ask(c.EscalateFinding(finding=finding.no), SERVICE_CLOCK)
            assert isinstance(event, e.FindingEscalated)
            told.append((moment, event.step, event.nth))

    assert told == [("2026-11-27 00:00", "slip", 1), ("2026-12-01 00:00", "replace", 2), ("2026-12-03 00:00", "interview", 3)]
    assert finding.escalation == "interview"
    assert refused(play, c.EscalateFinding(finding=finding.no), SERVICE_CLOCK) == "finding-not-due"


def test_while_somebody_is_to_look_the_clock_waits() -> None:
    """What is said to be put right is not chased; what was not, goes on where it was."""
    play = Play()
    finding = fixed(play, severity="critical")
    play.now_us = at("2026-11-24 09:00")

    assert not is_due(play.hall, finding, play.now_us)
    assert refused(play, c.EscalateFinding(finding=finding.no), SERVICE_CLOCK) == "finding-not-due"


def test_a_hall_manager_need_not_wait_for_the_clock() -> None:
    """With a word of what was said; a duty manager does not take it further."""
    play = Play()
    finding = opened(play)

    assert refused(play, c.EscalateFinding(finding=finding.no), DUTY) == "not-allowed"
    play.ask(c.EscalateFinding(finding=finding.no, note=NOTE), BOSS)
    assert (finding.escalation, finding.climbed, finding.steps[-1].note) == ("slip", 1, NOTE.sealed)


def test_after_days_without_the_server_the_steps_still_come_one_by_one() -> None:
    """Off until the Saturday after next: the slip when it is back, another person two working days later, not in the same minute."""
    play = Play()
    finding = opened(play, severity="critical")
    told = []
    for moment in ("2026-12-05 08:00", "2026-12-05 08:01", "2026-12-08 23:59", "2026-12-09 00:00", "2026-12-10 23:59", "2026-12-11 00:00"):
        play.now_us = at(moment)
        if is_due(play.hall, finding, play.now_us):
            play.ask(c.EscalateFinding(finding=finding.no), SERVICE_CLOCK)
            told.append((moment, finding.escalation))

    assert told == [("2026-12-05 08:00", "slip"), ("2026-12-09 00:00", "replace"), ("2026-12-11 00:00", "interview")]


def test_a_clerk_puts_right_what_names_the_clerk_and_nothing_else() -> None:
    """What is said to be put right is not chased any more: nobody says so of what they do not even see."""
    play = Play()
    anothers, own = opened(play), opened(play, place="北门", responsible="li")

    assert refused(play, c.FixFinding(finding=anothers.no), LI) == "finding-not-yours"
    play.ask(c.FixFinding(finding=own.no), LI)
    assert own.next_step == "recheck"


def withdraw(no: str, reason: str = "in-order") -> c.WithdrawFinding:
    """Return the command that takes a finding back."""
    return c.WithdrawFinding(finding=no, reason=reason, note=NOTE)


def test_a_finding_opened_by_mistake_is_withdrawn_and_counts_for_nothing() -> None:
    """Who, when and why stay; it is neither open nor late, nobody puts it right, looks again or takes it further."""
    play = Play()
    finding = opened(play, severity="critical")
    play.later(60).ask(withdraw(finding.no), GUIDE)

    assert (finding.withdrawn, finding.closed_us, finding.next_step) == ("in-order", play.now_us, "")
    assert (finding.steps[-1].kind, finding.steps[-1].by, finding.steps[-1].note) == ("withdrawn", "person:guo", NOTE.sealed)
    play.later(30 * 86_400)
    assert (finding.late(play.now_us), is_due(play.hall, finding, play.now_us)) == (False, False)
    assert findings_counted(play.hall, play.now_us) == {"open": 0, "late": 0}
    for command in (c.FixFinding(finding=finding.no), c.RecheckFinding(finding=finding.no, passed=True), withdraw(finding.no)):
        assert refused(play, command) == "finding-withdrawn"
    assert refused(play, c.EscalateFinding(finding=finding.no), BOSS) == "finding-withdrawn"
    assert refused(play, c.PlanAction(measure="专人负责", owner="dan", due="2027-01-01", findings=(finding.no,))) == "finding-withdrawn"


def test_what_was_withdrawn_is_no_first_time_and_undoes_none() -> None:
    """After it the place has the finding that was there before; without one, the next is the first. The control: closed, it repeats."""
    play = Play()
    for end, nth in (("withdrawn", 1), ("closed", 1), ("withdrawn", 2), ("closed", 2), ("closed", 3)):
        finding = opened(play.later(60))
        assert finding.nth == nth
        if end == "withdrawn":
            play.ask(withdraw(finding.no), GUIDE)
        else:
            play.ask(c.FixFinding(finding=finding.no), GUIDE)
            play.ask(c.RecheckFinding(finding=finding.no, passed=True), DUTY)


def test_who_opened_it_may_withdraw_it_or_a_duty_manager() -> None:
    """Not a colleague, and not who is to put it right; what a second person has seen too only the duty manager."""
    play = Play()
    bosss, both, duties = opened(play, BOSS), opened(play, place="北门"), opened(play, place="南门", responsible="dan")
    opened(play, DUTY, place="北门")

    for finding, by in ((bosss, GUIDE), (both, GUIDE), (duties, DUTY), (duties, BOSS)):
        assert refused(play, withdraw(finding.no), by) == "finding-withdraw-who"
    for finding, by in ((bosss, BOSS), (both, DUTY), (duties, GUIDE)):
        play.ask(withdraw(finding.no), by)
        assert finding.withdrawn


def test_who_says_that_it_is_put_right_does_not_withdraw_it() -> None:
    """That would be a way around the second person; the control: somebody else, who need not look to know that it was none."""
    play = Play()
    finding = opened(play)
    play.ask(c.FixFinding(finding=finding.no), DUTY)

    assert refused(play, withdraw(finding.no), DUTY) == "finding-withdraw-who"
    play.ask(withdraw(finding.no), GUIDE)
    assert finding.withdrawn


def test_once_a_step_was_taken_who_opened_it_does_not_withdraw_it_alone() -> None:
    """What is chased is not made to vanish by who wrote it; the control: before the step, and a duty manager after it."""
    play = Play()
    before, after = opened(play), opened(play, place="北门")
    play.ask(c.EscalateFinding(finding=after.no), BOSS)

    assert refused(play, withdraw(after.no), GUIDE) == "finding-withdraw-who"
    for finding, by in ((before, GUIDE), (after, DUTY)):
        play.ask(withdraw(finding.no), by)
        assert finding.withdrawn


def test_what_a_second_look_has_confirmed_is_not_withdrawn() -> None:
    """Not even by a duty manager; nor without a word, or for a reason that nobody can read later."""
    play = Play()
    confirmed, fresh = fixed(play), opened(play, place="北门")
    play.ask(c.RecheckFinding(finding=confirmed.no, passed=False), DUTY)

    assert refused(play, withdraw(confirmed.no)) == "finding-confirmed"
    assert refused(play, c.WithdrawFinding(finding=fresh.no, reason="other")) == "finding-withdraw-why"
    assert refused(play, withdraw(fresh.no, "bored")) == "code-unknown"


def test_an_action_about_nothing_else_is_over_with_it() -> None:
    """One that is about another finding too goes on, until that one is withdrawn as well."""
    play = Play()
    first, second = opened(play), opened(play, place="北门")
    for about in ((first.no,), (first.no, second.no), ()):
        play.ask(c.PlanAction(measure="专人负责", owner="dan", due="2026-11-24", findings=about), DUTY)
    alone, both, about_none = play.hall.site.actions.values()
    play.ask(withdraw(first.no), GUIDE)
    assert [(it.open, it.step, it.next_step) for it in (alone, both, about_none)] == [
        (False, "withdrawn", ""), (True, "plan", "do"), (True, "plan", "do"),
    ]  # fmt: skip
    play.ask(withdraw(second.no), DUTY)

    assert [it.open for it in (alone, both, about_none)] == [False, False, True]
    assert refused(play, c.StepAction(action=alone.no, step="do")) == "action-closed"


def test_what_an_inspector_found_or_has_seen_the_hall_does_not_take_back() -> None:
    """Who is inspected does not strike out what the inspection says; the control: its own next to it."""
    play = Play(SMALL_HALL | {"people": [*SMALL_HALL["people"], {"slug": "jian", "names": names("简察"), "roles": ["inspector"]}]})
    theirs, both, own = opened(play, INSPECTOR), opened(play, place="北门"), opened(play, place="南门")
    opened(play, INSPECTOR, place="北门")

    for finding, by in ((theirs, DUTY), (theirs, GUIDE), (both, DUTY), (both, GUIDE)):
        assert refused(play, withdraw(finding.no), by) == "finding-withdraw-who"
    play.ask(withdraw(own.no), DUTY)


def test_an_inspector_takes_an_own_mistake_back_as_who_else_opens_a_finding_does() -> None:
    """Nobody else's, nor one that a colleague of the hall has seen too, or about which a step was taken."""
    play = Play(SMALL_HALL | {"people": [*SMALL_HALL["people"], {"slug": "jian", "names": names("简察"), "roles": ["inspector"]}]})
    own, halls, both, chased = opened(play, INSPECTOR), *(opened(play, by, place=at) for by, at in SEEN)
    opened(play, GUIDE, place="西门")
    play.ask(c.EscalateFinding(finding=chased.no), BOSS)

    for finding in (halls, both, chased):
        assert refused(play, withdraw(finding.no), INSPECTOR) == "finding-withdraw-who"
    play.ask(withdraw(own.no), INSPECTOR)
    assert (own.withdrawn, own.steps[-1].by) == ("in-order", "person:jian")
