# SPDX-License-Identifier: Apache-2.0
"""Alarms, the opening check, hours and plans as a duty manager sees them."""

from typing import Any

import pytest

from counters.duty.watching import KINDS, advice_rows, alarm_rows, crowd, hours, opening, plans
from hallserver.core import commands as c
from hallserver.core.catalog import PlanRow
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_CLOCK, SERVICE_DOOR
from tests.support import DUTY, LI, MINUTE_US, NINE_US, SMALL_HALL, Play, names

LUNCH: dict[str, Any] = {
    "slug": "lunch", "names": names("午间"), "kind": "lunch",
    "counters": {"c1": {"queues": ["social", "firms"]}, "c2": {}}, "quotas": {"firms": 5}, "notice": {"zh-Hans": "午间轮换"},
}  # fmt: skip


def hall_with(**changes: Any) -> Play:
    """Return a hall whose own row has these fields; ``plans`` are its plans."""
    plans_of = changes.pop("plans", [])
    return Play(SMALL_HALL | {"hall": [SMALL_HALL["hall"][0] | changes], "plans": plans_of})


def test_an_alarm_says_whose_it_is_by_name() -> None:
    """A queue, a device; somebody whose number is in the sentence needs no name."""
    play = Play()
    play.take()
    play.ask(c.ReportDevice(device="printer-1", state="out"), SERVICE_DOOR)
    rows: dict[Any, Any] = {row["key"]: row for row in alarm_rows(play.hall, play.now_us)}
    assert rows["nobody"]["names"]["zh-Hans"] == "社会事务"
    assert rows["printer-out"]["names"]["zh-Hans"] == "取号小票机"
    assert next(row["level"] for row in alarm_rows(play.hall, play.now_us)) == "critical"


def test_the_opening_check_is_shown_with_the_names_of_what_was_looked_at() -> None:
    """And when, by whom; nothing before anybody has looked."""
    play = Play()
    assert opening(play.hall) is None
    play.ask(c.CheckOpening(), DUTY)
    shown: Any = opening(play.hall)
    assert (shown["at_us"], shown["by"]["zh-Hans"]) == (play.now_us, "单明")
    printer = next(row for row in shown["checks"] if row["slug"] == "printer-1")
    assert (printer["state"], printer["names"]["zh-Hans"]) == ("red", "取号小票机")
    queue = next(row for row in shown["checks"] if row["area"] == "counter" and row["slug"] == "social")
    assert queue["names"]["zh-Hans"] == "社会事务"
    play.ask(c.CheckOpening(), SERVICE_CLOCK)
    by_clock: Any = opening(play.hall)
    assert by_clock["by"] == {}


def test_what_the_clock_will_do_is_known_before() -> None:
    """When numbers end, when the hall closes, and that it is over."""
    play = hall_with(hours={"1": ("09:00-12:00", "14:00-18:00")}, issue_until_min=30)
    closing_us = NINE_US + 9 * 60 * MINUTE_US
    shown = hours(play.hall, NINE_US)
    assert (shown["last_number_us"], shown["closes_us"], shown["late"]) == (closing_us - 30 * MINUTE_US, closing_us, False)
    assert shown["opens_us"] == NINE_US + 5 * 60 * MINUTE_US
    late = hours(play.hall, closing_us + 1)
    assert (late["late"], late["late_numbers"]) == (True, True)
    assert hours(Play().hall, NINE_US)["closes_us"] is None
    sunday = hours(play.hall, NINE_US - 24 * 60 * MINUTE_US)
    assert (sunday["known"], sunday["closes_us"], hours(Play().hall, NINE_US)["known"]) == (True, None, False)


def test_people_in_the_hall_are_counted_with_their_companions() -> None:
    """Whoever has left for the day is none of them."""
    play = hall_with(seats=10)
    play.take(party=3)
    play.take()
    assert crowd(play.hall) == {"people": 4, "seats": 10}


def test_a_plan_shows_what_it_would_change_now_and_whom_it_would_leave() -> None:
    """After it was applied it changes nothing any more."""
    play = hall_with(plans=[LUNCH, LUNCH | {"slug": "old", "retired": True}]).open("c2", LI)
    play.take("founding")
    (shown,) = plans(play.hall)
    preview: Any = shown["preview"]
    assert shown["slug"] == "lunch"
    assert [it["counter"] for it in preview["counters"]] == ["c1", "c2"]
    assert preview["alone"] == [{"queue": "firms", "waiting": 1}]
    assert preview["quotas"] == [{"queue": "firms", "before": 0, "after": 5}]
    play.ask(c.ApplyPlan(plan="lunch"), DUTY)
    (after,) = plans(play.hall)
    assert (after["preview"]["counters"], after["preview"]["quotas"]) == ([], [])  # type: ignore[index]
    assert play.hall.plan == "lunch"


@pytest.mark.parametrize("kind", PlanRow.__annotations__["kind"].__args__)
def test_every_kind_of_plan_has_its_place(kind: str) -> None:
    """One that is not in the list could not be sorted."""
    assert kind in KINDS


def test_advice_names_what_the_duty_manager_can_do() -> None:
    """Which queue, which counters by number, who is free; and nothing where nobody needs it."""
    play = Play().open()
    assert advice_rows(play.hall, play.now_us) == []
    for _ in range(9):
        play.take()
    play.ask(c.ReportSignIn(person="wang", state="in"), SERVICE_DOOR)

    [row] = advice_rows(play.hall, play.now_us)

    assert (row["kind"], row["letter"], row["numbers"], row["free"]) == ("open", "A", [3], [{"zh-Hans": "王强"}])
    assert (row["counters"], row["people"], row["plan_names"]) == (("c3",), ("wang",), {})


def test_an_acknowledged_alarm_goes_behind_the_others_with_who_and_when() -> None:
    """Whoever looks next knows that somebody sees to it."""
    play = Play().open()
    play.ask(c.AskHelp(kind="ill"), LI)
    play.ask(c.ReportDevice(device="hall-1", state="lost"), SERVICE_DOOR)
    rows: Any = alarm_rows(play.hall, play.now_us)
    play.later(60).ask(c.AcknowledgeAlarm(alarm=rows[0]["id"]), DUTY)

    rows = alarm_rows(play.hall, play.now_us)

    assert [(row["key"], row["seen"]) for row in rows] == [("lost", None), ("help", {"by": {"zh-Hans": "单明"}, "at_us": play.now_us})]


def test_what_day_it_is_and_from_when_kiosks_give_numbers_is_told() -> None:
    """A special day with its reason; kiosks until half past eight; where nobody has said, nothing is held."""
    play = hall_with(hours={"1": ("09:00-12:00",)}, special={"2026-11-24": {"spans": ["10:00-12:00"], "names": {"zh-Hans": "停电检修"}}})
    early = hours(play.hall, NINE_US - 60 * MINUTE_US)
    assert (early["kiosks_us"], early["kind"], early["told"]) == (NINE_US - 30 * MINUTE_US, "1", {})
    assert hours(play.hall, NINE_US)["kiosks_us"] is None
    tuesday = hours(play.hall, NINE_US + 24 * 60 * MINUTE_US)
    assert (tuesday["kind"], tuesday["told"]) == ("2", {"zh-Hans": "停电检修"})
    assert hours(play.hall, NINE_US - 44 * 24 * 60 * MINUTE_US)["kind"] == "make-up"
    assert hours(Hall(), NINE_US)["kiosks_us"] is None


def test_a_counter_that_should_be_open_names_who_should_have_it() -> None:
    """The duty manager knows whom to look for; where the shift names nobody, nobody is named."""
    shift = {"slug": "day", "names": names("白班"), "counters": {"c1": "li", "c2": ""}, "spans": ["09:00-12:00"]}
    play = Play(SMALL_HALL | {"shifts": [shift]})
    rows = {row["slug"]: row["who"] for row in alarm_rows(play.hall, NINE_US + 5 * MINUTE_US) if row["key"] == "planned"}

    assert rows == {"c1": names("李敏"), "c2": {}}
