# SPDX-License-Identifier: Apache-2.0
"""Two persons, the clerk's appeal, and what the clock does when a due time comes near, is missed, and is missed for long."""

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core import rules_review
from hallserver.core.errors import AgainstStandard, Conflict, HallError, NotAllowed, NotFound
from hallserver.core.roles import SERVICE_CLOCK, Actor
from hallserver.core.rules_review import chased, chases
from tests.hallserver.core.work import at, rated, said, steps, the_order, with_others, with_values
from tests.support import BOSS, DUTY, LI, SMALL_HALL, WANG, Play, names, next_day, register

NO = "G20261123-001"
THIRD = Actor(kind="person", name="he", roles=frozenset({"duty-manager"}))
PROPOSE = c.ProposeExclusion(order=NO, why="malicious", reason="三次无故差评")
AGREE = c.DecideExclusion(order=NO, agree=True, reason="录像核实")


def refused(play: Play, command: c.Command, by: Actor) -> tuple[type[HallError], str]:
    """Return class and key of the refusal."""
    with pytest.raises(HallError) as found:
        play.ask(command, by)
    return type(found.value), found.value.key


def proposed() -> Play:
    """Return a hall in which the duty manager has verified a rating and proposed to leave it out."""
    play = rated()
    steps(play, "verify")
    play.ask(PROPOSE, DUTY)
    return play


def test_two_persons_leave_a_rating_out_and_nothing_is_deleted() -> None:
    """误评、恶意差评不予采纳: the order, the rating and both reasons stay."""
    play = proposed()
    [decided] = play.ask(AGREE, BOSS)
    order = the_order(play)

    assert isinstance(decided, e.ExclusionDecided)
    assert (decided.excluded, order.excluded, order.next_step) == (True, "malicious", "close")
    assert [it.says["reason"] for it in order.steps[-2:]] == ["三次无故差评", "录像核实"]
    assert [it.by for it in order.steps[-2:]] == ["person:dan", "person:gao"]
    assert play.hall.tally.stars == {1: 1}
    play.ask(c.CloseOrder(order=NO), DUTY)


def test_nobody_decides_the_own_proposal() -> None:
    """The control stands above: it is the same command by somebody else. A second role does not make a second person."""
    play = proposed()
    both = Actor(kind="person", name="dan", roles=frozenset({"duty-manager", "hall-manager"}))

    assert refused(play, AGREE, DUTY) == refused(play, AGREE, both) == (NotAllowed, "order-second-person")
    assert the_order(play).excluded == ""


def test_without_the_rule_of_two_one_person_would_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the same two commands of one person, under rules that lack it."""
    play = proposed()
    monkeypatch.setattr(rules_review, "_must_be_other", lambda *_: None)
    play.ask(AGREE, DUTY)

    assert the_order(play).excluded == "malicious"


def test_whom_it_is_about_neither_proposes_nor_decides() -> None:
    """A duty manager who was the clerk."""
    li = Actor(kind="person", name="li", roles=frozenset({"duty-manager"}))
    play = rated()
    steps(play, "verify")

    assert refused(play, PROPOSE, li) == (NotFound, "order-unknown")
    play.ask(PROPOSE, DUTY)
    assert refused(play, AGREE, li) == (NotFound, "order-unknown")


def test_a_mentor_does_not_decide_about_the_own_trainee() -> None:
    """Neither an appeal nor leaving a rating out; the control is the same person while Li has no mentor."""
    people = [row | ({"roles": ["trainee"], "mentor": "he"} if row["slug"] == "li" else {}) for row in SMALL_HALL["people"]]
    mentor = {"slug": "he", "names": names("何山"), "roles": ["duty-manager"]}
    taught = rated(play=Play(SMALL_HALL | {"people": [*people, mentor]}).open())
    for play, wanted in ((taught, (NotAllowed, "order-about-trainee")), (rated(), None)):
        steps(with_others(play), "verify")
        play.ask(PROPOSE, DUTY)
        next_day(play)
        play.ask(c.AppealOrder(order=NO, reason="系统故障"), LI)
        for command in (AGREE, c.ReviewAppeal(order=NO, upheld=True, reason="属实")):
            if wanted is not None:
                assert refused(play, command, THIRD) == wanted
            else:
                play.ask(command, THIRD)


@pytest.mark.parametrize("by", [LI, WANG])
def test_clerks_have_no_say_in_it(by: Actor) -> None:
    """Neither the own nor a colleague's."""
    assert refused(proposed(), AGREE, by) == (NotAllowed, "not-allowed")


def test_a_proposal_that_was_refused_is_not_asked_of_a_third() -> None:
    """Else one would ask until somebody agrees."""
    play = proposed()
    play.ask(c.DecideExclusion(order=NO, agree=False, reason="属实"), BOSS)

    assert (the_order(play).excluded, the_order(play).next_step) == ("", "contact")
    assert refused(play, PROPOSE, THIRD) == (Conflict, "order-exclusion-known")
    assert refused(play, AGREE, THIRD) == (Conflict, "order-no-proposal")


def test_three_persons_where_the_standard_wants_three() -> None:
    """Two of three have agreed: it still counts."""
    play = rated(play=Play(standard=with_values(malicious_review=3)).open())
    steps(play, "verify")
    play.ask(PROPOSE, DUTY)
    play.ask(AGREE, BOSS)

    assert (the_order(play).exclusion, the_order(play).excluded) == ("proposed", "")
    assert refused(play, AGREE, BOSS) == (NotAllowed, "order-second-person")
    play.ask(AGREE, THIRD)
    assert the_order(play).excluded == "malicious"


def test_it_is_looked_into_before_anything_is_left_out() -> None:
    """And only a rating can be."""
    play = rated()
    assert refused(play, PROPOSE, DUTY) == (Conflict, "order-step-first")

    no = register(play)
    assert refused(play, c.ProposeExclusion(order=no, why="mistaken", reason="按错键"), DUTY) == (AgainstStandard, "order-no-rating")


def test_an_order_with_an_open_question_is_not_closed() -> None:
    """The answer might still change what counts."""
    play = rated()
    steps(play, "verify", "contact", "rectify", "reply", "call-back")
    play.ask(PROPOSE, DUTY)

    assert refused(play, c.CloseOrder(order=NO), DUTY) == (Conflict, "order-undecided")


def appealed() -> Play:
    """Return a hall in which Li has appealed on the day after."""
    play = rated()
    steps(play, "verify", "contact", "rectify", "reply", "call-back")
    next_day(with_others(play))
    play.ask(c.AppealOrder(order=NO, reason="系统停机"), LI)
    return play


def test_a_clerk_asks_for_a_review_and_another_person_decides() -> None:
    """申诉复核: the visitor is answered all the same."""
    play = appealed()
    assert refused(play, c.CloseOrder(order=NO), DUTY) == (Conflict, "order-undecided")
    review = c.ReviewAppeal(order=NO, upheld=True, reason="停机属实")
    assert refused(play, review, DUTY) == (NotAllowed, "order-second-person")  # who found it
    play.ask(review, BOSS)

    order = the_order(play)
    assert (order.appeal, order.excluded, order.next_step) == ("upheld", "", "close")
    assert refused(play, review, BOSS) == (Conflict, "order-no-appeal")
    assert refused(play, c.AppealOrder(order=NO, reason="再来"), LI) == (Conflict, "order-appealed")


def test_who_found_it_first_does_not_review_what_was_found_anew() -> None:
    """The hall manager has corrected the finding; both have had their word."""
    play = with_others(rated())
    steps(play, "verify")
    play.ask(c.VerifyOrder(order=NO, found="partly"), BOSS)
    next_day(play).ask(c.AppealOrder(order=NO, reason="系统停机"), LI)
    review = c.ReviewAppeal(order=NO, upheld=True, reason="停机属实")
    first = Actor(kind="person", name=DUTY.name, roles=frozenset({"hall-manager"}))
    assert {refused(play, review, it) for it in (first, BOSS)} == {(NotAllowed, "order-second-person")}
    third = Actor(kind="person", name="he", roles=frozenset({"hall-manager"}))
    assert play.ask(review, third)


@pytest.mark.parametrize("case", ["today", "not-verified", "not-so", "somebody-else", "no-such"])
def test_a_clerk_finds_nothing_that_was_not_told(case: str) -> None:
    """All five get the same refusal: whoever tries numbers learns nothing, not even that there is an order."""
    play = with_others(rated())
    if case != "not-verified":
        play.ask(c.VerifyOrder(order=NO, found="unjustified" if case == "not-so" else "justified"), DUTY)
    if case != "today":
        next_day(play)
    no = "G20261123-007" if case == "no-such" else NO

    assert refused(play, c.AppealOrder(order=no, reason="系统停机"), WANG if case == "somebody-else" else LI) == (NotFound, "order-unknown")


def told(play: Play, moment: str) -> list[str]:
    """Have the clock look at this moment; return what it did, in words."""
    play.now_us = at(moment)
    happened = [event for no in chased(play.hall, play.now_us) for event in play.ask(c.ChaseOrder(order=no), SERVICE_CLOCK)]
    return [_word(it) for it in happened]


def _word(it: e.Event) -> str:
    match it:
        case e.OrderReminded():
            return f"{it.clock} reminded {it.nth}"
        case e.OrderOverdue():
            return f"{it.clock} overdue"
        case e.OrderEscalated():
            return f"{it.clock} to {it.to}"
    return type(it).__name__


def test_each_due_time_is_reminded_of_missed_and_taken_higher_over_the_holidays() -> None:
    """Rated on the last day before National Day 2026: 3 working days end with the make-up Saturday, 10 October. All by hand."""
    play = rated(moment="2026-09-30 16:00")
    assert said(the_order(play).due_us or 0) == "2026-10-11 00:00"
    story = [
        ("2026-10-01 08:00", []),
        ("2026-10-08 23:59", []),
        ("2026-10-09 00:00", ["contact reminded 1"]),
        ("2026-10-09 12:00", []),
        ("2026-10-10 00:00", ["contact reminded 2"]),
        ("2026-10-10 23:59", []),
        ("2026-10-11 00:00", ["contact overdue", "contact to hall-manager"]),
        ("2026-10-13 23:59", []),
        ("2026-10-14 00:00", ["contact to district"]),
        ("2026-10-20 00:00", []),
    ]

    assert [(moment, told(play, moment)) for moment, _ in story] == story
    order = the_order(play)
    assert (order.missed, order.escalated, order.late(play.now_us)) == (["contact"], {"contact": "district"}, True)


def test_the_clocks_of_putting_right_and_of_closing_run_the_same_way() -> None:
    """Verified on 8 October: 10 working days end on the 21st; answered on the 22nd: 5 end on the 29th."""
    play = rated(moment="2026-09-30 16:00")
    play.now_us = at("2026-10-08 09:58")
    steps(play, "contact", "verify")
    story = [
        ("2026-10-15 00:00", ["fix reminded 1"]),
        ("2026-10-21 00:00", ["fix reminded 2"]),
        ("2026-10-22 00:00", ["fix overdue", "fix to hall-manager"]),
    ]
    assert [(moment, told(play, moment)) for moment, _ in story] == story

    play.now_us = at("2026-10-22 10:00")
    steps(play, "rectify", "reply")
    story = [
        ("2026-10-29 00:00", ["close reminded 1"]),
        ("2026-11-03 00:00", ["close overdue", "close to hall-manager", "close to district"]),
    ]
    assert [(moment, told(play, moment)) for moment, _ in story] == story
    assert the_order(play).missed == ["fix", "close"]


def test_what_is_done_in_time_is_neither_chased_nor_missed() -> None:
    """The control of the two above."""
    play = rated(moment="2026-09-30 16:00")
    steps(play, "verify", "contact", "rectify", "reply", "call-back", "close")

    assert told(play, "2026-12-31 00:00") == []
    assert the_order(play).missed == []


def test_a_server_that_was_down_makes_up_for_it_once() -> None:
    """Four days without power: no reminders of what is over."""
    play = rated(moment="2026-09-30 16:00")

    assert told(play, "2026-10-15 00:00") == ["contact overdue", "contact to hall-manager", "contact to district"]
    assert told(play, "2026-10-15 00:00") == []


@pytest.mark.parametrize(("wd", "district"), [(1, "2026-10-13 00:00"), (3, "2026-10-15 00:00")])
def test_when_the_district_hears_of_it_is_the_standards(wd: int, district: str) -> None:
    """So many working days after the due time."""
    play = rated(moment="2026-09-30 16:00", standard=with_values(escalate_wd=wd))
    due = the_order(play).due

    assert due is not None
    assert said(due.higher_us) == district


def test_nothing_is_chased_that_is_not_due() -> None:
    """The clock's command is refused too: it does nothing by chance."""
    play = rated()

    assert chases(the_order(play), play.now_us) == []
    assert refused(play, c.ChaseOrder(order=NO), SERVICE_CLOCK) == (Conflict, "order-not-due")


def test_what_was_left_out_is_closed_in_time_too() -> None:
    """The decision sets the limit where nothing else has: else nobody would ever be reminded of it."""
    play = rated()
    play.now_us = at("2026-11-23 10:00")
    steps(play, "verify")
    play.ask(PROPOSE, DUTY)
    play.ask(AGREE, BOSS)

    assert (the_order(play).next_step, said(the_order(play).due_us or 0)) == ("close", "2026-12-01 00:00")


def test_a_longer_limit_is_reminded_of_and_missed_by_itself() -> None:
    """Found simple, missed, then corrected to complex: the new end is not over before it comes, and is told when it is."""
    play = rated(moment="2026-11-23 10:00")
    steps(play, "verify", "contact")
    play.now_us = at("2026-12-08 00:01")
    play.ask(c.ChaseOrder(order=NO), SERVICE_CLOCK)
    assert the_order(play).missed == ["fix"]

    play.ask(c.VerifyOrder(order=NO, found="partly", complexity="complex"), BOSS)
    assert (the_order(play).missed, chases(the_order(play), play.now_us)) == ([], [])
    play.now_us = at("2026-12-15 00:01")
    assert [type(it) for it in chases(the_order(play), play.now_us)] == [e.OrderOverdue, e.OrderEscalated]
