# SPDX-License-Identifier: Apache-2.0
"""Which queue gives numbers: hall, queue and quota each have a say, and the refusal names it."""

import pytest

from hallserver.core import commands as c
from hallserver.core.errors import Conflict
from hallserver.core.issuing import is_full, must_be_issuing, none_why, quota
from tests.support import DUTY, GUIDE, KIOSK, SMALL_HALL, Play

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
