# SPDX-License-Identifier: Apache-2.0
"""Advice to open or close counters: worked out by hand, steady, and never against who waits."""

from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core.advice import Advice, advice, could_open, expected_s, free_for, longest_lately, pressure
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_DOOR
from hallserver.core.waiting import owners_open
from tests.hallserver.core.any_day import AnyDay
from tests.support import BOSS, DUTY, LI, NINE_US, SMALL_HALL, WANG, Play

TIDAL = {"slug": "c8", "names": {"zh-Hans": "8号窗口"}, "number": 8, "kind": "tidal", "queues": ["social"]}
COUNTERS: list[dict[str, Any]] = [
    {"slug": f"c{n}", "names": {"zh-Hans": f"{n}号窗口"}, "number": n, "queues": ["social"]} for n in (1, 2, 3)
]


def hall(*, counters: list[dict[str, Any]] = [*COUNTERS, TIDAL], target_s: int = 1200) -> Play:  # noqa: B006 -- never changed
    """Return a hall with one open counter of a queue whose target is twenty minutes."""
    social, firms = SMALL_HALL["queues"]
    return Play(SMALL_HALL | {"queues": [social | {"target_s": target_s}, firms], "counters": counters}).open("c1", LI)


def come(play: Play, n: int) -> None:
    """Let so many people take a number at once."""
    for _ in range(n):
        play.take()


def signed_in(play: Play, *people: str) -> None:
    """Let them sign in."""
    for person in people:
        play.ask(c.ReportSignIn(person=person, state="in"), SERVICE_DOOR)


def test_one_more_counter_halves_the_wait_and_is_named_with_who_is_free() -> None:
    """7 wait, 0.2 calls a minute: (7 + 1) ÷ 0.2 = 40 min; with two counters 20 min: not under the target yet; with three 13.3."""
    play = hall()
    come(play, 7)
    signed_in(play, "wang", "guo", "li")

    [found] = advice(play.hall, play.now_us)

    assert found == Advice(
        kind="open", queue="social", n=2, waiting=7, now_s=2400, then_s=800, counters=("c8", "c2", "c3"), people=("wang",)
    )


def test_a_queue_within_its_target_is_left_alone() -> None:
    """3 wait: 4 ÷ 0.2 = 20 min is the target and too much, 2 wait: 15 min is not."""
    play = hall()
    come(play, 2)
    assert advice(play.hall, play.now_us) == []

    come(play, 1)
    assert [(it.n, it.now_s, it.then_s) for it in advice(play.hall, play.now_us)] == [(1, 1200, 600)]


@pytest.mark.parametrize(("people", "counters", "expected"), [(10, 1, 1.0), (9, 1, 0.9), (15, 2, 0.75), (20, 3, 1.0), (0, 1, 0.0)])
def test_pressure_is_people_per_window_or_people_in_all(people: int, counters: int, expected: float) -> None:
    """Ten per window, twenty in all; with a target so long that the wait says nothing."""
    play = hall(target_s=7200)
    come(play, people)

    assert pressure(play.hall, "social", counters) == pytest.approx(expected)


def test_where_nobody_serves_the_pressure_has_no_end_and_a_counter_is_advised() -> None:
    """What the wait would be is known from the prior alone: 2 ÷ 0.2 = 10 min."""
    play = hall()
    come(play, 1)
    play.ask(c.CloseCounter(), LI)

    [found] = advice(play.hall, play.now_us)
    assert (found.now_s, found.then_s, found.n) == (None, 600, 1)
    assert pressure(play.hall, "social", 0) == float("inf")


def test_where_no_counter_could_open_it_is_said_all_the_same() -> None:
    """A plan or a colleague from another queue has to help."""
    play = hall(counters=COUNTERS[:1])
    come(play, 9)

    assert [(it.n, it.counters, it.then_s) for it in advice(play.hall, play.now_us)] == [(1, (), None)]


def test_where_nobody_is_free_the_plan_that_helps_is_named() -> None:
    """With somebody free for a closed counter no plan is needed."""
    firms = {"slug": "c4", "names": {"zh-Hans": "4号窗口"}, "number": 4, "queues": ["firms"]}
    plan = {"slug": "help", "names": {"zh-Hans": "支援"}, "counters": {"c4": {"queues": ["firms"], "helps": ["social"]}}}
    play = Play(SMALL_HALL | {"counters": [*COUNTERS, firms], "plans": [plan]}).open("c1", LI).open("c4", WANG)
    come(play, 12)

    assert [it.plan for it in advice(play.hall, play.now_us)] == ["help"]
    signed_in(play, "dan")
    assert [(it.plan, it.people) for it in advice(play.hall, play.now_us)] == [("", ("dan",))]


def test_advice_to_open_holds_while_somebody_is_over_the_target() -> None:
    """At pressure 0.75 it does not come; at 0.62 it stays, for somebody is late: else it would flicker.

    Called after 20 min: (12 + 1) ÷ (60 + 20) calls a minute, so 1 waiting means 2 ÷ 0.1625 = 12.3 of 20 minutes.
    """
    play = hall()
    come(play, 2)
    assert (advice(play.hall, play.now_us), pressure(play.hall, "social", 1)) == ([], 0.75)

    play.later(1201)
    assert [it.kind for it in advice(play.hall, play.now_us)] == ["open"]
    play.call()
    assert pressure(play.hall, "social", 1) == pytest.approx(12.3 / 20, abs=0.001)
    assert [it.kind for it in advice(play.hall, play.now_us)] == ["open"]
    play.ask(c.FinishAndCall(), LI)
    assert advice(play.hall, play.now_us) == []


def test_at_the_brink_advice_stays_for_five_minutes_and_then_goes() -> None:
    """Ten per window: at the tenth it comes, at nine it stays, for ten waited a moment ago; the control never had ten."""
    play = hall(target_s=7200)
    come(play, 11)
    play.later(60).call()
    assert [it.kind for it in advice(play.hall, play.now_us)] == ["open"]
    play.later(60).ask(c.FinishAndCall(), LI)
    assert [pressure(play.hall, "social", 1), *(it.kind for it in advice(play.hall, play.now_us))] == [0.9, "open"]
    assert longest_lately(play.hall, "social", play.now_us) == 11

    assert advice(play.hall, play.now_us + 301 * 1_000_000) == []
    calm = hall(target_s=7200)
    come(calm, 9)
    assert advice(calm.hall, calm.now_us) == []


def test_one_counter_is_not_advised_to_two_queues() -> None:
    """Both are pressed; the tidal counter serves both and is opened for the first: it relieves the other, which needs no second one."""
    both = [row | {"queues": ["social", "firms"]} for row in (COUNTERS[0], TIDAL)]
    play = hall(counters=[*both, COUNTERS[1]], target_s=7200)
    come(play, 12)
    play.later(1)
    for _ in range(10):
        play.take("founding")

    found = advice(play.hall, play.now_us)
    assert [(it.queue, it.n, it.counters[:1]) for it in found] == [("firms", 1, ("c8",))]
    assert (pressure(play.hall, "social", 1), pressure(play.hall, "social", 2)) == (1.2, 0.6)


def test_a_counter_that_was_busy_a_moment_ago_is_not_advised_to_close() -> None:
    """Five waited two minutes ago: with one counter less that was a half and more; five minutes later it is quiet."""
    play = quiet(16)
    come(play, 6)
    for _ in range(3):
        for clerk in (LI, WANG):
            play.later(2).serve(clerk)
    assert (play.hall.line("social").waiting, advice(play.hall, play.now_us)) == (0, [])
    assert [it.kind for it in advice(play.hall, play.now_us + 301 * 1_000_000)] == ["close"]


def quiet(minutes: float) -> Play:
    """Return a hall with two open counters, one person served, and then nothing for so long."""
    play = hall().open("c2", WANG)
    play.take()
    play.later(5).serve(LI)
    return play.later(minutes * 60)


def test_a_counter_less_is_advised_only_when_it_has_been_quiet_for_a_while() -> None:
    """Fifteen minutes after the last counter opened; the control is one minute earlier."""
    assert advice(quiet(13).hall, quiet(13).now_us) == []
    play = quiet(16)

    [found] = advice(play.hall, play.now_us)
    assert (found.kind, found.queue, found.n, found.counters, found.idle) == ("close", "social", 1, ("c2",), True)
    play.ask(c.CloseCounter(counter="c2", reason="quiet"), BOSS)
    assert play.hall.counter("c2").state == "closed"


def test_a_tidal_counter_closes_first() -> None:
    """It was opened for the flood."""
    play = hall().open("c8", WANG)
    play.take()
    play.later(5).serve(LI)
    play.later(16 * 60)

    assert [it.counters for it in advice(play.hall, play.now_us)] == [("c8",)]


def test_one_counter_at_a_time_and_the_next_after_it_has_been_quiet_again() -> None:
    """Three are idle: closing two at once would be two guesses on one figure."""
    play = quiet(16)
    [first] = advice(play.hall, play.now_us)
    play.ask(c.CloseCounter(), WANG)
    assert (first.counters, advice(play.hall, play.now_us)) == (("c2",), [])

    play.open("c2", WANG).open("c3", DUTY)
    assert advice(play.hall, play.now_us + 14 * 60_000_000) == []
    assert len(advice(play.hall, play.now_us + 16 * 60_000_000)) == 1


def test_nothing_is_advised_in_a_hall_that_is_closed_or_stands_still() -> None:
    """Nobody could follow it."""
    play = hall()
    come(play, 9)
    play.ask(c.Suspend(reason="power"), DUTY)

    assert advice(play.hall, play.now_us) == []
    assert advice(Hall(), NINE_US) == []


def test_who_is_free_has_no_counter_and_may_serve_there_alone() -> None:
    """Li has a counter, a guide may open none, and Wang only while he is signed in and authorised."""
    play = hall()
    signed_in(play, "li", "guo")
    assert free_for(play.hall, "social") == []
    signed_in(play, "wang")
    assert free_for(play.hall, "social") == ["wang"]

    people = [row | ({"items": ["senior-card"]} if row["slug"] == "wang" else {}) for row in SMALL_HALL["people"]]
    services = [row | {"items": ["other"]} for row in SMALL_HALL["services"]]
    barred = Play(
        SMALL_HALL
        | {"people": people, "services": services, "items": [*SMALL_HALL["items"], {"slug": "other", "names": {"zh-Hans": "其他"}}]}
    )
    signed_in(barred, "wang")
    assert free_for(barred.hall, "social") == []


@pytest.mark.parametrize("seed", range(6))
def test_on_any_day_advice_can_be_followed_and_leaves_nobody_alone(seed: int) -> None:
    """What to open is closed, what to close is open, no queue loses its last counter, and a counter more never makes it worse."""
    for play in AnyDay(seed).halls(240, 12):
        found = advice(play.hall, play.now_us)
        assert len({it.queue for it in found}) == len(found)
        for it in found:
            own = owners_open(play.hall, it.queue)
            assert it.n >= 1
            if it.kind == "open":
                assert set(it.counters) <= {row.slug for row in could_open(play.hall, it.queue)}
                now_s, then_s = (expected_s(play.hall, it.queue, n) for n in (own, own + it.n))
                assert then_s is not None
                assert now_s is None or then_s < now_s
            else:
                [slug] = it.counters
                assert play.hall.counter(slug).state == "open"
                queues = play.hall.catalog.counters[slug].queues
                assert all(owners_open(play.hall, queue) > 1 for queue in queues)
                assert not {other.queue for other in found if other.kind == "open"} & set(queues)
