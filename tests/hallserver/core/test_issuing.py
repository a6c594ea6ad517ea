# SPDX-License-Identifier: Apache-2.0
"""Which queue gives numbers: hall, queue and quota each have a say, and the refusal names it."""

from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core.asking import Holder
from hallserver.core.errors import Conflict
from hallserver.core.issuing import full_slots, given_in, is_full, kiosks_from_us, must_be_issuing, none_why, quota, slot_now
from tests.support import DUTY, GUIDE, KIOSK, LI, NINE_US, SMALL_HALL, Play

QUOTA = SMALL_HALL | {"queues": [row | {"quota": 2} if row["slug"] == "social" else row for row in SMALL_HALL["queues"]]}


def test_a_stopped_queue_gives_none_and_the_others_do() -> None:
    """One department's system is down; the rest of the hall goes on."""
    play = Play()
    play.ask(c.StopIssuing(reason="fault", queue="social"), DUTY)
    with pytest.raises(Conflict, match="queue-stopped") as refused:
        play.take("seniors")
    assert refused.value.args_by_name == {"queue": "social", "stopped": "fault"}
    with pytest.raises(Conflict, match="queue-stopped"):
        play.take(services=("founding", "seniors"), by=GUIDE)

    assert play.take("founding").state == "waiting"
    assert (none_why(play.hall, "social"), none_why(play.hall, "firms")) == ("fault", "")


def test_a_quota_ends_the_queues_numbers_but_for_the_duty_manager() -> None:
    """The number beyond it is recorded as given by the duty manager."""
    play = Play(QUOTA)
    for by in (KIOSK, GUIDE):
        play.take("seniors", by)
    assert (quota(play.hall, "social"), is_full(play.hall, "social"), none_why(play.hall, "social")) == (2, True, "quota")
    for by in (KIOSK, GUIDE):
        with pytest.raises(Conflict, match="queue-full") as refused:
            play.take("aid", by)
        assert refused.value.args_by_name == {"queue": "social", "most": 2}

    assert play.take("aid", DUTY).channel == "duty-manager"
    assert play.take("founding").state == "waiting"


def test_a_number_that_was_voided_or_belongs_elsewhere_uses_up_no_quota() -> None:
    """Somebody leant on the kiosk, somebody took the wrong number: that must not send others away."""
    play = Play(QUOTA)
    mistake, wrong = play.take("seniors"), play.take("seniors")
    assert is_full(play.hall, "social")
    play.ask(c.VoidRun(tickets=(mistake.id,), reason="mistake"), DUTY)
    play.ask(c.ChangeService(ticket=wrong.id, services=("founding",)), GUIDE)

    assert play.hall.issued_by == {"social": 0, "firms": 1}
    play.take("aid")


def test_a_plans_quota_goes_before_the_rows_and_nought_takes_it_away() -> None:
    """A peak day may do without the limit of an ordinary one."""
    play = Play(QUOTA)
    assert [quota(play.hall, queue) for queue in ("social", "firms", "gone")] == [2, 0, 0]
    play.hall.quotas = {"social": 0, "firms": 1}

    assert [quota(play.hall, queue) for queue in ("social", "firms")] == [0, 1]
    assert not is_full(play.hall, "social")


def test_the_halls_own_stop_is_said_first() -> None:
    """Closed, suspended, stopped: each with its own sentence."""
    play = Play()
    must_be_issuing(play.hall)
    play.ask(c.StopIssuing(reason="full"), DUTY)
    assert none_why(play.hall, "social") == "full"
    with pytest.raises(Conflict, match="issuing-stopped"):
        must_be_issuing(play.hall)
    play.ask(c.Suspend(reason="power"), DUTY)
    with pytest.raises(Conflict, match="hall-suspended"):
        must_be_issuing(play.hall)
    play.ask(c.CloseDay(), DUTY)
    with pytest.raises(Conflict, match="hall-closed"):
        must_be_issuing(play.hall)


SLOTS = SMALL_HALL | {
    "queues": [row | {"slots": {"09:00-10:00": 2, "10:00-11:00": 1, "12:00-13:00": 0}} for row in SMALL_HALL["queues"][:1]]
    + SMALL_HALL["queues"][1:]
}


def test_a_time_of_the_day_has_its_own_quota() -> None:
    """Two numbers from nine to ten, one from ten to eleven, then as many as come, over noon none."""
    play = Play(SLOTS)
    play.take("seniors")
    wrong = play.later(1800).take("aid")
    with pytest.raises(Conflict, match="slot-full") as refused:
        play.take("seniors", GUIDE)
    assert refused.value.args_by_name == {"queue": "social", "slot": "09:00-10:00", "most": 2}
    assert (none_why(play.hall, "social"), none_why(play.hall, "social", play.now_us)) == ("", "slot")
    assert full_slots(play.hall, "social") == ["09:00-10:00", "12:00-13:00"]
    assert play.take("founding").state == "waiting"
    assert play.take("seniors", DUTY).channel == "duty-manager"

    play.ask(c.ChangeService(ticket=wrong.id, services=("founding",)), GUIDE)
    assert given_in(play.hall, "social", "09:00-10:00") == 2
    play.later(1800).take("seniors")
    with pytest.raises(Conflict, match="slot-full"):
        play.take("seniors")
    play.later(3600)
    for _ in range(3):
        play.take("seniors")
    with pytest.raises(Conflict, match="slot-full"):
        play.later(3600).take("seniors")
    assert (slot_now(play.hall, "social", play.now_us), slot_now(play.hall, "gone", play.now_us)) == ("12:00-13:00", "")


def test_a_time_of_the_day_is_todays_though_the_business_day_is_yesterdays() -> None:
    """Somebody was left on yesterday's list, so that day still is open: who came then takes nothing from who comes now."""
    play = Play(SLOTS)
    for _ in range(2):
        play.take("seniors")
    with pytest.raises(Conflict, match="slot-full"):
        play.take("seniors")

    assert [play.later(24 * 3600 * (n == 0)).take("seniors").state for n in range(2)] == ["waiting"] * 2
    with pytest.raises(Conflict, match="slot-full"):
        play.take("seniors")


def test_a_number_that_was_voided_gives_its_slot_back() -> None:
    """As with the day's quota."""
    play = Play(SLOTS)
    first, _ = play.take(), play.take()
    play.ask(c.VoidRun(tickets=(first.id,), reason="mistake"), DUTY)

    assert full_slots(play.hall, "social") == ["12:00-13:00"]
    play.take()


def test_a_number_that_was_given_back_makes_room_unless_it_has_been_served() -> None:
    """Who leaves without having been served has used nothing up: the place is another's, today's and this hour's."""
    both = SLOTS | {"queues": [row | {"quota": 2} if row["slug"] == "social" else row for row in SLOTS["queues"]]}
    play = Play(both).open()
    play.take(), play.take()
    leaves = play.call()
    assert (is_full(play.hall, "social"), full_slots(play.hall, "social")) == (True, ["09:00-10:00", "12:00-13:00"])
    play.ask(c.Cancel(ticket=leaves.id), DUTY)
    assert (is_full(play.hall, "social"), full_slots(play.hall, "social")) == (False, ["12:00-13:00"])

    play.take()
    begun = play.call()
    play.ask(c.Start(), LI)
    play.ask(c.Hold(reason="copy"), LI)
    play.ask(c.Cancel(ticket=begun.id), DUTY)
    assert (play.hall.issued_by["social"], is_full(play.hall, "social")) == (2, True)


HOURS = SMALL_HALL | {"hall": [SMALL_HALL["hall"][0] | {"hours": {"1": ["09:30-12:00", "14:00-17:30"]}}]}


def test_kiosks_begin_half_an_hour_before_the_hall_opens() -> None:
    """The day is open from half past eight, the hall from half past nine: until nine staff alone give numbers."""
    play = Play(HOURS)
    assert kiosks_from_us(play.hall, play.now_us) == NINE_US
    play.now_us -= 1
    with pytest.raises(Conflict, match="issuing-not-yet") as refused:
        play.take()
    assert refused.value.args_by_name == {"when": "09:00"}
    for by in (GUIDE, DUTY):
        play.take(by=by)

    play.now_us += 1
    play.take()
    assert play.later(3.5 * 3600).take().state == "waiting"  # the break


@pytest.mark.parametrize("hall", [SMALL_HALL, HOURS | {"hall": [HOURS["hall"][0] | {"hours": {"2": ["09:00-12:00"]}}]}])
def test_on_a_day_without_hours_kiosks_give_numbers_while_it_is_open(hall: dict[str, Any]) -> None:
    """Nobody has said, or the hall is open on a day on which it need not be: whoever opened it wants it so."""
    play = Play(hall)

    assert kiosks_from_us(play.hall, play.now_us) is None
    play.take()


def numbered(*refs: str) -> c.Personal:
    """Return an ID number as the rules get it: the last reference is its own, all are of the same person."""
    return Holder(c.Sealed(ref=refs[-1], digest="d"), frozenset(refs))


def test_one_person_has_two_open_numbers_in_a_queue() -> None:
    """The third must wait until one is done or given back; another queue, another person and who gave no card are not concerned."""
    play = Play().open()
    first = play.take(id_number=numbered("r1"))
    second = play.take("aid", id_number=numbered("r1", "r2"))
    with pytest.raises(Conflict, match="person-has-numbers") as refused:
        play.take(id_number=numbered("r1", "r2", "r3"))
    assert refused.value.args_by_name == {"queue": "social", "most": 2, "tickets": [first.label, second.label]}
    with pytest.raises(Conflict, match="person-has-numbers"):
        play.take(services=("founding", "seniors"), id_number=numbered("r1", "r2", "r4"), by=GUIDE)
    play.take("founding", id_number=numbered("r1", "r2", "r5"))
    play.take(id_number=numbered("r9"))
    play.take()
    play.take(id_number=numbered("r1", "r2", "r6"), by=DUTY)

    for _ in range(2):
        play.serve()
    assert play.take(id_number=numbered("r1", "r2", "r5", "r6", "r7")).person == "r7"


def test_a_leg_to_come_and_a_number_in_hand_count_and_a_missed_one_does_not() -> None:
    """Who was called, is served or on hold still has the number; who let the turn pass may take another."""
    play = Play().open()
    play.take(services=("founding", "seniors"), id_number=numbered("r1"))
    absent = play.take(id_number=numbered("r1", "r2"))
    refs = ("r1", "r2", "r3")
    with pytest.raises(Conflict, match="person-has-numbers"):
        play.take(id_number=numbered(*refs))
    assert play.call() is absent
    with pytest.raises(Conflict, match="person-has-numbers"):
        play.later(200).take(id_number=numbered(*refs))
    play.ask(c.MarkAbsent(), LI)

    play.take(id_number=numbered(*refs))
