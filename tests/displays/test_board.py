# SPDX-License-Identifier: Apache-2.0
"""What boards, keypads and cabled raters show of the hall."""

import pytest

from displays.board import shown
from hallserver.core import commands as c
from hallserver.core.catalog import DeviceRow
from hallserver.core.events import CounterPaused, DeviceReported
from hallserver.core.jobs import Shown
from hallserver.core.roles import SERVICE_DOOR, SERVICE_SETUP
from hallserver.core.row import DeviceKind
from tests.support import DUTY, LI, RATER, SMALL_HALL, WANG, Play, names


def device(kind: DeviceKind = "board", *, counter: str = "c1", digits: int = 0, zone: str = "main") -> DeviceRow:
    """Return a device of the small hall."""
    return DeviceRow(
        slug="board-1", names=names("窗口条屏"), kind=kind, counter=counter, digits=digits, zone=zone, agent="agent-1", driver="pretend"
    )


def at(play: Play, row: DeviceRow | None = None) -> Shown:
    """Return what the device shows now."""
    return shown(play.hall, row or device())


def test_a_counters_board_follows_its_whole_life() -> None:
    """One state after the other, the first line of each worth showing alone."""
    play = Play()
    assert at(play) == Shown(counter=1, text=("暂停办理",))
    play.open()
    assert at(play) == Shown(state="open", counter=1, text=("欢迎光临", "1号窗口"))
    play.take()
    play.call()
    called = at(play)
    assert (called.state, called.label, called.figures, called.counter) == ("called", "A001", "001", 1)
    assert called.text == ("请A001号", "到1号窗口")
    play.later(10).ask(c.Start(), LI)
    assert (at(play).state, at(play).text) == ("serving", ("A001号", "正在办理"))
    play.later(60).ask(c.Finish(), LI)
    assert (at(play).state, at(play).label, at(play).figures) == ("open", "", "")
    play.ask(c.PauseCounter(reason="lunch"), LI)
    assert (at(play).state, at(play).text) == ("paused", ("暂停服务", "午间轮休"))


def test_a_board_of_a_counter_out_of_use_shows_nothing() -> None:
    """It may have been called there the day before; nobody sits there any more."""
    play = Play()
    counters = [row | {"retired": row["slug"] == "c3"} for row in SMALL_HALL["counters"]]
    play.ask(c.Configure(section="counters", rows=counters), SERVICE_SETUP)
    assert at(play, device(counter="c3")) == Shown() == at(play, device(counter="c9"))


def test_a_reason_that_has_no_words_is_not_shown() -> None:
    """A later version paused for it; its code would be read by people."""
    play = Play().open()
    play.fold(CounterPaused(counter="c1", clerk="li", reason="elsewhere"), LI)

    assert at(play).text == ("暂停服务",)


def test_a_number_goes_when_its_visitor_is_held_or_absent() -> None:
    """Who is not expected any more must not read that it is their turn."""
    play = Play().open()
    play.take()
    play.call()
    play.later(95).ask(c.MarkAbsent(), LI)

    assert (at(play).state, at(play).label, at(play).figures) == ("open", "", "")


def test_a_board_of_figures_gets_the_last_figures_of_the_number_alone() -> None:
    """No letter may reach it: not in the label, not in the text."""
    play = Play().open()
    play.take()
    play.call()

    assert [(it.label, it.figures) for it in (at(play, device(digits=n)) for n in (2, 3, 4))] == [
        ("01", "01"),
        ("001", "001"),
        ("0001", "0001"),
    ]
    assert at(play, device(digits=3)).text == ("请001号", "到1号窗口")
    assert at(play, device("keypad")).figures == "001"


def test_waiting_is_who_waits_in_the_counters_own_queues() -> None:
    """Those whom it helps are another counter's."""
    play = Play().open()
    for service in ("seniors", "aid", "founding"):
        play.take(service)

    assert [at(play, device("keypad", counter=slug)).waiting for slug in ("c1", "c2", "c3")] == [2, 1, 3]


def test_a_rater_is_told_when_there_is_a_leg_to_rate() -> None:
    """From the end of the service until it is rated, or the next one starts; one that was not tried out asks nobody."""
    play = Play().open()
    play.take()
    play.serve()
    assert not at(play, device("rater")).rate
    play.fold(DeviceReported(device="board-1", state="commissioned"), SERVICE_DOOR)
    assert at(play, device("rater")).rate
    play.take()
    play.call()
    play.ask(c.Start(), LI)
    play.ask(c.Finish(), LI)
    play.ask(c.Rate(stars=5), RATER)
    play.take()
    assert not at(play, device("rater")).rate
    play.serve()
    assert at(play, device("rater")).rate
    play.ask(c.Rate(stars=5), RATER)
    assert not at(play, device("rater")).rate


def test_a_zones_board_has_the_last_call_of_each_ticket_newest_first() -> None:
    """A recall moves its ticket up; it does not stand there twice."""
    play = Play().open().open("c3", WANG)
    first, second = play.take(), play.take()
    play.call()
    play.later(5).call(WANG)
    play.later(60).ask(c.Recall(), LI)
    row = device(counter="")

    assert at(play, row).rows == ((first.label, 1), (second.label, 3))
    assert at(play, row).text == ("A001号到1号窗口", "A002号到3号窗口")
    assert at(play, device(counter="", digits=3)).rows == (("001", 1), ("002", 3))


def test_a_zones_board_knows_only_its_zone() -> None:
    """People in the next hall are not called there."""
    rows = [SMALL_HALL["counters"][0], {**SMALL_HALL["counters"][2], "zone": "upstairs"}]
    play = Play({**SMALL_HALL, "counters": rows}).open().open("c3", WANG)
    play.take()
    play.take()
    play.call()
    play.later(5).call(WANG)

    assert at(play, device(counter="", zone="upstairs")).rows == (("A002", 3),)


def test_a_zones_board_bids_welcome_and_ends_with_the_day() -> None:
    """Yesterday's numbers must not stand there when the doors open."""
    play = Play()
    assert at(play, device(counter="")).text == ("欢迎光临", "请取号等候")
    play.open().take()
    play.serve()
    assert len(at(play, device(counter="")).rows) == 1
    play.ask(c.CloseCounter(), LI)
    play.later(60).ask(c.CloseDay(), DUTY)
    assert at(play, device(counter="")) == Shown(text=("暂停办理",))


@pytest.mark.parametrize("row", [device(counter="gone"), device("keypad", counter=""), device("rater", counter="")])
def test_a_device_without_its_counter_shows_nothing(row: DeviceRow) -> None:
    """No number is right there."""
    assert at(Play().open(), row) == Shown()
