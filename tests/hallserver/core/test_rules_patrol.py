# SPDX-License-Identifier: Apache-2.0
"""Patrols and what they find: late from a phone, twice the same, and again within ninety days to the day."""

from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.checklist import checklist
from hallserver.core.commands_site import Found
from hallserver.core.errors import AgainstStandard, Conflict, HallError, NotAllowed, NotFound
from hallserver.core.roles import SERVICE_SETUP, Actor
from hallserver.core.rules_patrol import is_repeat
from hallserver.core.site import rounds_today
from hallserver.core.site_state import Finding, LastFound
from tests.hallserver.core.site_acts import NOTE, PHOTO, found, opened
from tests.hallserver.core.work import at, said
from tests.support import DUTY, GUIDE, INSPECTOR, MINUTE_US, NINE_US, SMALL_HALL, Play, names

DAY_S = 86_400
DAY_US = DAY_S * 1_000_000
CHECKED: dict[str, tuple[str, ...]] = {"main": ("people-sort",)}


def patrol(play: Play, *findings: Found, **fields: int | str) -> list[e.Event]:
    """Record a patrol of the main zone."""
    return play.ask(c.RecordPatrol(checked=CHECKED, findings=findings, **fields), GUIDE)  # type: ignore[arg-type]


def close(play: Play, finding: Finding) -> None:
    """Have it put right and looked at."""
    play.ask(c.FixFinding(finding=finding.no), GUIDE)
    play.ask(c.RecheckFinding(finding=finding.no, passed=True), DUTY)


def test_a_patrol_says_what_was_looked_at_and_opens_what_was_found() -> None:
    """A check with a finding was looked at, though the list forgets it; the deduction is the standard's."""
    play = Play()
    recorded, first, second = patrol(play, found(severity="critical", note=NOTE, photos=(PHOTO,)), found("goods-sort"), mark="p1")

    assert isinstance(recorded, e.PatrolRecorded)
    assert recorded.checked == {"main": ("people-sort", "space-exits", "goods-sort")}
    assert recorded.findings == ("X20261123-001", "X20261123-002")
    assert isinstance(first, e.FindingOpened)
    assert isinstance(second, e.FindingOpened)
    assert (first.finding, first.resource, first.step, first.deduction, first.safety) == ("X20261123-001", "space", "sort", 10, True)
    assert (first.mark, first.note, first.photos) == ("p1", NOTE.sealed, (PHOTO.sealed,))
    assert (second.deduction, second.safety, second.nth, second.repeat_of) == (1, False, 1, "")


def test_a_patrol_that_comes_late_keeps_its_own_time() -> None:
    """Made at 08:30 without a network, told at nine; what is found is due from when the hall knows of it."""
    play, made = Play(), NINE_US - 30 * MINUTE_US
    recorded, opened_now = patrol(play, found(), from_us=made - 10 * MINUTE_US, until_us=made)

    assert isinstance(recorded, e.PatrolRecorded)
    assert isinstance(opened_now, e.FindingOpened)
    assert (recorded.from_us, recorded.until_us, opened_now.found_us) == (made - 10 * MINUTE_US, made, made)
    assert opened_now.due_us > NINE_US
    assert play.hall.site.done["main"]["people-sort"] == made


@pytest.mark.parametrize(
    ("from_us", "until_us", "key"),
    [
        (NINE_US - 8 * DAY_US, NINE_US, "patrol-late"),
        (0, NINE_US + 5 * MINUTE_US, "patrol-late"),
        (NINE_US - MINUTE_US, NINE_US - 2 * MINUTE_US, "patrol-times"),
    ],
)
def test_times_that_cannot_be_are_refused(from_us: int, until_us: int, key: str) -> None:
    """Older than a week, in the future, or the end before the beginning."""
    with pytest.raises(AgainstStandard) as refused:
        patrol(Play(), from_us=from_us, until_us=until_us)

    assert refused.value.key == key


def test_a_phone_whose_clock_is_a_little_fast_is_taken_as_now() -> None:
    """Nobody's patrol is lost over some seconds."""
    recorded = patrol(Play(), until_us=NINE_US + 5_000_000)[0]

    assert isinstance(recorded, e.PatrolRecorded)
    assert recorded.until_us == NINE_US


def test_a_phone_that_comes_late_with_a_zone_that_is_gone_loses_no_patrol() -> None:
    """The zone was walled off while the phone was away. The control: where nobody ever patrolled is no zone."""
    hall = SMALL_HALL["hall"][0]
    play = Play(SMALL_HALL | {"hall": [hall | {"zones": {"main": names("大厅"), "wait": names("等候区"), "yard": names("院子")}}]})
    asked = c.RecordPatrol(checked={"wait": ("people-sort",)}, findings=(found(zone="wait"),))
    play.ask(asked, GUIDE)
    play.ask(c.Configure(section="hall", rows=[hall | {"zones": {"main": names("大厅")}}]), SERVICE_SETUP)

    recorded, again = play.later(60).ask(asked, GUIDE)
    assert isinstance(recorded, e.PatrolRecorded)
    assert isinstance(again, e.FindingSeenAgain)
    with pytest.raises(NotFound):
        play.ask(c.RecordPatrol(checked={"yard": ("people-sort",)}), GUIDE)


@pytest.mark.parametrize(
    ("command", "slug"),
    [
        (c.RecordPatrol(checked={"nowhere": ("people-sort",)}), "nowhere"),
        (c.RecordPatrol(checked={"main": ("unheard-of",)}), "unheard-of"),
        (c.OpenFinding(found=found("unheard-of")), "unheard-of"),
        (c.OpenFinding(found=found(zone="nowhere")), "nowhere"),
        (c.OpenFinding(found=found(counter="c9")), "c9"),
        (c.OpenFinding(found=found(responsible="nobody")), "nobody"),
    ],
)
def test_what_the_hall_does_not_have_is_refused(command: c.Command, slug: str) -> None:
    """By its name; nothing of the patrol is kept."""
    play = Play()
    with pytest.raises(NotFound) as refused:
        play.ask(command, GUIDE)

    assert refused.value.args_by_name["slugs"] == [slug]


def test_a_check_that_was_dropped_meanwhile_is_taken_from_a_phone_with_the_old_list() -> None:
    """A patrol of an hour ago must not be lost over it."""
    own = {"slug": "umbrella", "names": names("雨伞架"), "resource": "goods", "step": "place", "retired": True}
    play = Play(SMALL_HALL | {"patrol": [own]})

    assert opened(play, check="umbrella").deduction == 1


def test_what_is_still_there_is_one_finding_and_was_seen_again() -> None:
    """It counts once, however many patrols see it; another place, counter or check is another finding."""
    play = Play()
    first = opened(play)
    again = patrol(play, found(photos=(PHOTO,)))[1]

    assert isinstance(again, e.FindingSeenAgain)
    assert (again.finding, first.seen) == (first.no, 2)
    more: tuple[dict[str, Any], ...] = ({"place": "北门"}, {"counter": "c1"}, {"check": "goods-sort"})
    others = [opened(play, **fields).no for fields in more]
    assert len({first.no, *others}) == 4


def test_a_patrol_that_names_a_place_twice_opens_it_once() -> None:
    """Two pictures of one thing."""
    happened = patrol(Play(), found(place="北门"), found(place=" 北门 "), found(place="南门"))

    assert [type(it).__name__ for it in happened] == ["PatrolRecorded", "FindingOpened", "FindingSeenAgain", "FindingOpened"]
    assert isinstance(happened[0], e.PatrolRecorded)
    assert happened[0].findings == ("X20261123-001", "X20261123-002")


def test_what_comes_again_within_ninety_days_says_of_what_and_how_often() -> None:
    """Also where the hall has long forgotten the closed finding itself."""
    play = Play()
    first = opened(play)
    close(play, first)
    play.later(60 * DAY_S).ask(c.CloseDay(), DUTY)
    play.ask(c.OpenDay(), DUTY)
    assert play.hall.site.findings == {}
    second = opened(play)
    close(play, second)
    third = opened(play.later(60 * DAY_S))

    assert [(it.repeat_of, it.nth) for it in (second, third)] == [(first.no, 2), (second.no, 3)]
    assert [rung.step for rung in third.ladder] == ["interview"]


@pytest.mark.parametrize(("later", "again"), [("2027-02-21 23:59", True), ("2027-02-22 00:01", False)])
def test_the_ninetieth_day_counts_and_the_next_does_not(later: str, again: bool) -> None:  # noqa: FBT001 -- a row of the table
    """By the hall's dates: from 23 November the ninetieth day is 21 February, up to midnight."""
    play = Play()
    last = LastFound(no="X20261123-001", found_us=at("2026-11-23 16:00"), nth=1)

    assert is_repeat(play.hall, last, at(later)) is again


def test_a_number_of_the_same_day_is_not_given_twice() -> None:
    """Findings of a patrol and by themselves count on together."""
    play = Play()
    opened(play, place="甲")
    patrol(play, found(place="乙"), found(place="丙"))

    assert list(play.hall.site.findings) == [f"X20261123-00{n}" for n in (1, 2, 3)]


def test_a_patrol_that_is_sent_again_after_days_is_not_made_twice() -> None:
    """The phone had no network; its key is forgotten, its mark is not. Another's phone may have the same mark."""
    play = Play()
    patrol(play, mark="p1")
    with pytest.raises(Conflict, match="patrol-known"):
        patrol(play.later(3 * DAY_S), mark="p1")
    patrol(play, mark="")
    play.ask(c.RecordPatrol(checked=CHECKED, mark="p1"), DUTY)

    assert len(play.hall.site.patrols) == 3


def test_what_an_inspector_finds_comes_from_outside_and_does_none_of_the_halls_own_work() -> None:
    """Whatever round it is called; nothing is ticked off. The control: the same by somebody who is of the hall too."""
    both = Actor(kind="person", name="gao", roles=frozenset({"inspector", "hall-manager"}))
    for by, cycle, source, done in ((INSPECTOR, "inspection", "inspection", {}), (both, "daily", "", {"people-sort", "goods-sort"})):
        play = Play()
        recorded, first = play.ask(c.RecordPatrol(checked=CHECKED, findings=(found("goods-sort"),)), by)
        assert isinstance(recorded, e.PatrolRecorded)
        assert isinstance(first, e.FindingOpened)
        assert (recorded.cycle, first.source) == (cycle, source)
        assert play.hall.site.done.get("main", {}).keys() == set(done)
        assert rounds_today(play.hall, play.now_us).fixed == (0 if source else 1)
        [step] = play.hall.site.findings[first.finding].steps
        assert step.says == {"severity": "minor"} | ({"source": source} if source else {})
    assert opened(Play(), INSPECTOR).source == "inspection"
    with pytest.raises(NotAllowed, match="patrol-inspection"):
        patrol(Play(), cycle="inspection")


def test_an_inspector_looks_again_but_puts_nothing_right_and_the_hall_does_not_take_back_what_was_found() -> None:
    """Three commands, and no more."""
    play = Play()
    finding = opened(play, INSPECTOR)
    with pytest.raises(NotAllowed):
        play.ask(c.FixFinding(finding=finding.no), INSPECTOR)
    with pytest.raises(NotAllowed, match="finding-withdraw-who"):
        play.ask(c.WithdrawFinding(finding=finding.no, reason="mistake", note=NOTE), DUTY)
    play.ask(c.FixFinding(finding=finding.no), GUIDE)
    play.ask(c.RecheckFinding(finding=finding.no, passed=True), INSPECTOR)
    assert not finding.open


def test_a_refused_patrol_leaves_nothing() -> None:
    """The second finding is wrong: the first is not opened either."""
    play = Play()
    with pytest.raises(HallError):
        patrol(play, found(), found("unheard-of"))

    assert not play.hall.site.findings
    play.ask(c.Configure(section="machines", rows=[{"slug": "m1", "names": names("自助机"), "zone": "self"}]), SERVICE_SETUP)
    assert opened(play, zone="self").zone == "self"


def test_who_saw_it_before_it_was_closed_saw_the_same_whenever_the_phone_comes() -> None:
    """No second finding and no repeat; what is seen after it was closed is one."""
    play = Play()
    seen_us = play.now_us
    first = opened(play.later(3600))
    close(play, first)
    [again] = play.later(3600).ask(c.OpenFinding(found=found(severity="critical"), found_us=seen_us), DUTY)

    assert isinstance(again, e.FindingSeenAgain)
    [last] = play.hall.site.last.values()
    assert (again.due_us, last.found_us, first.open) == (0, first.found_us, False)
    assert opened(play).repeat_of == first.no


@pytest.mark.parametrize("other", ["3 号门口", "３号门口", "3号\u3000门口 "])
def test_a_place_is_the_same_however_it_is_written(other: str) -> None:
    """It is seen again there while it is open, in one patrol too, and repeats once it is closed; the control: the next door."""
    play = Play()
    first = opened(play, place="3号门口")
    assert opened(play, place=other) is first
    patrol(play, found(place="4号门口"), found(place=other.replace("3", "4").replace("３", "４")))
    assert [it.seen for it in play.hall.site.findings.values()] == [2, 2]
    close(play, first)

    assert opened(play.later(60), place=other).repeat_of == first.no


def test_who_sees_it_graver_has_it_put_right_sooner() -> None:
    """The gravest word counts, in points and in time; a milder one afterwards takes nothing back. So in one patrol too."""
    play = Play()
    first = opened(play, severity="minor")
    patrol(play, found(severity="critical"))
    patrol(play, found(severity="minor"))
    check = checklist(play.hall)["space-exits"]

    assert (first.severity, first.deduction, first.seen) == ("critical", check.critical, 3)
    assert [said(it) for it in (first.due_us, first.ladder[0].at_us)] == ["2026-11-24 00:00"] * 2
    patrol(play, found(place="北门"), found(place="北门", severity="major"))
    assert [it.severity for it in play.hall.site.findings.values()] == ["critical", "major"]
