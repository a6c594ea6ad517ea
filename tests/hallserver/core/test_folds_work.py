# SPDX-License-Identifier: Apache-2.0
"""Work orders outlive the day on which they were opened, in memory, in its snapshot, and not for ever."""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.folds_work import FOLDS
from hallserver.store.reading import from_snapshot
from tests.hallserver.core.work import rated, steps, the_order
from tests.support import DUTY, Play, fold, next_day, register, varied_day

DAY_S = 86_400
NO = "G20261123-001"


def closes(play: Play) -> list[e.Entry]:
    """Return the entries that closed a day."""
    return [entry for entry in play.entries if isinstance(entry.event, e.DayClosed)]


def test_every_event_of_a_work_order_has_its_fold() -> None:
    """All of them happen on a varied day, and the hall folds from the journal alone to what it was."""
    play = varied_day()

    assert {type(entry.event) for entry in play.entries} >= set(FOLDS)
    assert fold(play.entries).orders == play.hall.orders


def test_open_orders_stand_in_the_snapshot_of_the_day() -> None:
    """The next process starts from it, whatever day that is."""
    play = varied_day()
    before = play.hall.orders
    next_day(play)
    [closed] = closes(play)

    assert len(before) == 3
    assert from_snapshot(closed).orders == before == play.hall.orders


def test_a_snapshot_without_orders_is_as_it_was_before_there_were_any() -> None:
    """Old days keep their bytes; a hall that never had one has no such part."""
    play = next_day(Play())

    assert "orders" not in closes(play)[0].event.snapshot  # type: ignore[attr-defined]
    assert from_snapshot(closes(play)[0]).orders == {}


def test_a_closed_order_is_forgotten_after_thirty_days_and_an_open_one_never() -> None:
    """The tables keep both."""
    play = rated()
    rated(play=play)
    first, second = play.hall.orders
    play.ask(c.VerifyOrder(order=first, found="unjustified"), DUTY)
    for command in (c.ContactVisitor(order=first), c.ExplainOrder(order=first)):
        play.ask(command, DUTY)
    play.ask(c.ReplyOrder(order=first, text=c.Personal("", c.Sealed(ref="x", digest="d"))), DUTY)
    play.ask(c.CallVisitorBack(order=first, content="fair"), DUTY)
    play.ask(c.CloseOrder(order=first), DUTY)
    next_day(play, hours=29 * 24)
    assert list(play.hall.orders) == [first, second]

    next_day(play, hours=3 * 24)
    assert list(play.hall.orders) == [second]


def test_the_first_time_of_a_step_is_the_one_that_counts() -> None:
    """Spoken to again, answered again: the limit was kept when it was kept."""
    play = rated()
    order = steps(play, "verify", "contact")
    first_us = order.contacted_us
    play.later(DAY_S).ask(c.ContactVisitor(order=NO, reached=False), DUTY)

    assert (the_order(play).contacted_us, the_order(play).reached, the_order(play).tried) == (first_us, True, 2)


def test_a_step_of_praise_that_is_forgotten_changes_nothing() -> None:
    """Servers that kept praise for ever have written such steps: their journals still fold."""
    play = rated()
    praise = register(play, "praise")
    for _ in range(2):
        next_day(play, hours=40 * 24)
    assert list(play.hall.orders) == [NO]
    play.fold(e.OrderClosed(order=praise), DUTY)

    assert list(play.hall.orders) == [NO]
