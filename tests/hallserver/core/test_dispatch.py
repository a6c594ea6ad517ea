# SPDX-License-Identifier: Apache-2.0
"""Who is next, and the sentence that says why."""

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.roles import visitor
from hallserver.core.row import Language
from tests.support import GUIDE, LI, SMALL_HALL, WANG, Play


def called(play: Play) -> list[str]:
    """Call and finish everyone at c1; return labels in order."""
    order = []
    while any(it.state == "waiting" for it in play.hall.tickets.values()):
        order.append(play.later(1).call().label)
        play.ask(c.Finish(), LI)
    return order


def reason(play: Play) -> e.Reason:
    """Call the next and return why."""
    event = play.ask(c.CallNext(), LI)[0]
    assert isinstance(event, e.TicketCalled)
    return event.reason


def test_inside_a_letter_numbers_go_in_order() -> None:
    """First come, first served, also within the same microsecond."""
    play = Play().open()
    for _ in range(5):
        play.take()
    assert called(play) == ["A001", "A002", "A003", "A004", "A005"]


def test_a_credit_passes_whom_it_has_waited_longer_than_with_the_credit() -> None:
    """Twenty minutes of credit pass those who came less than twenty minutes before."""
    play = Play().open()
    play.take()
    play.later(30 * 60).take()
    play.later(60).take(group="elderly", by=GUIDE)
    play.later(10)

    assert called(play) == ["A001", "A003", "A002"]


def test_after_two_credit_tickets_in_a_row_an_ordinary_one_is_due() -> None:
    """Bounded overtaking: the third priority waits for one ordinary visitor."""
    play = Play().open()
    play.take()
    play.take()
    for _ in range(5):
        play.take(group="disabled", by=GUIDE)
    assert called(play) == ["A003", "A004", "A001", "A005", "A006", "A002", "A007"]


def test_urgent_illness_is_exempt_from_the_limit() -> None:
    """A heart attack does not wait for fairness."""
    play = Play().open()
    play.take()
    for _ in range(4):
        play.take(group="urgent", by=GUIDE)
    assert called(play)[-1] == "A001"


def test_the_run_limit_is_said() -> None:
    """The one who is passed over can read why."""
    play = Play().open()
    play.take()
    for _ in range(3):
        play.take(group="disabled", by=GUIDE)
    keys = []
    for _ in range(3):
        keys.append(reason(play).key)
        play.ask(c.Finish(), LI)
    assert keys == ["credit", "credit", "run-limit"]


def test_own_queues_come_before_helped_ones() -> None:
    """c1 helps firms only when its own queue is empty or firms is past its target."""
    play = Play().open()
    play.take("founding")
    play.later(60).take("seniors")

    assert play.call().label == "A001"
    play.ask(c.Finish(), LI)
    assert reason(play).key == "helping"


def test_a_helped_queue_past_its_target_goes_first_while_no_own_one_is() -> None:
    """A company founder who has waited past fifteen minutes is helped by the neighbour."""
    play = Play().open()
    play.take("founding")
    play.later(15 * 60).take("seniors")

    assert play.call().label == "B001"


def test_among_own_queues_the_highest_pressure_goes_first() -> None:
    """c3 owns both letters: who has used up more of the target is called."""
    play = Play().open("c3")
    play.take("founding")
    play.later(10).take("seniors")
    assert play.later(60).call().label == "B001"


def test_a_wheelchair_waits_for_the_accessible_counter_while_one_is_open() -> None:
    """Otherwise the visitor would be called to steps."""
    play = Play().open("c1").open("c3", WANG)
    wheels = play.take(needs=("mobility",))
    other = play.take()

    assert play.call(LI) is other
    assert play.call(WANG) is wheels


def test_a_wheelchair_is_called_by_any_counter_when_no_accessible_one_is_open() -> None:
    """Better an ordinary counter than no counter."""
    play = Play().open("c1")
    wheels = play.take(needs=("mobility",))
    assert play.call(LI) is wheels


def test_a_ticket_for_one_counter_is_free_for_all_when_that_counter_closes() -> None:
    """Nobody waits for a clerk who has gone home."""
    play = Play().open("c1").open("c3", WANG)
    ticket = play.take()
    play.call(LI)
    play.ask(c.Transfer(to_counter="c3"), LI)
    other = play.take()
    assert play.call(LI) is other
    play.ask(c.CloseCounter(), WANG)
    play.ask(c.Finish(), LI)
    assert play.call(LI) is ticket


def test_passing_counts_reset_when_nobody_is_passed() -> None:
    """A limit used up against somebody who left does not bind against the next."""
    play = Play().open()
    first = play.take()
    for _ in range(3):
        play.take(group="disabled", by=GUIDE)
    for _ in range(2):
        play.call()
        play.ask(c.Finish(), LI)
    play.ask(c.Cancel(ticket=first.id), visitor(first.id))
    assert reason(play).key == "credit-first"
    assert play.hall.line("social").run == 0


def test_urgent_illness_passes_even_behind_other_priority_tickets_at_their_limit() -> None:
    """The limit holds back the third wheelchair, not the heart attack behind it."""
    play = Play().open()
    play.take()
    for _ in range(3):
        play.take(group="disabled", by=GUIDE)
    play.take(group="urgent", by=GUIDE)
    assert called(play) == ["A002", "A003", "A005", "A001", "A004"]


def test_a_ticket_sent_to_a_counter_is_its_candidate_whatever_the_need() -> None:
    """Somebody has decided so; else no counter at all could call."""
    play = Play().open("c1", LI).open("c3", WANG)
    wheels = play.take(needs=("mobility",))
    play.call(WANG)
    play.ask(c.Transfer(to_counter="c1"), WANG)
    assert play.call(LI) is wheels


def test_a_ticket_for_a_paused_counter_is_free_for_the_others() -> None:
    """Nobody waits for a clerk at lunch."""
    play = Play().open("c1", LI).open("c3", WANG)
    ticket = play.take()
    play.call(LI)
    play.ask(c.Transfer(to_counter="c3"), LI)
    play.ask(c.PauseCounter(reason="lunch"), WANG)
    assert play.call(LI) is ticket


def test_a_clerk_calls_only_what_the_person_is_authorised_for() -> None:
    """A trainee for senior cards does not get the illness aid, whoever waits longer."""
    people = [{"slug": "li", "names": {"zh-Hans": "李敏"}, "items": ["senior-card"]}, *SMALL_HALL["people"][1:]]
    services = [
        row | ({"items": ["senior-card"]} if row["slug"] == "seniors" else {"items": ["aid-item"]}) for row in SMALL_HALL["services"]
    ]
    items = [*SMALL_HALL["items"], {"slug": "aid-item", "names": {"zh-Hans": "疾病救助"}}]
    play = Play(SMALL_HALL | {"items": items, "services": services, "people": people}).open("c1", LI).open("c3", WANG)
    aid, card = play.take("aid"), play.take("seniors")
    assert play.call(LI) is card
    assert play.call(WANG) is aid


ENGLISH = SMALL_HALL | {"people": [it | {"languages": ["en"]} if it["slug"] == "wang" else it for it in SMALL_HALL["people"]]}
"""Wang serves in English."""


def test_who_needs_a_language_waits_for_the_clerk_who_speaks_it() -> None:
    """Li's next call passes by; that is no way to jump the queue and is not listed."""
    play = Play(ENGLISH).open("c1", LI).open("c3", WANG)
    foreign, second = play.take(needs=("language",), language="en"), play.take()

    assert (play.call(LI), play.call(WANG)) == (second, foreign)
    assert play.hall.passings == []


def test_without_an_open_counter_where_the_language_is_spoken_the_need_is_waived() -> None:
    """Served with hands and feet is better than not at all; the clerk on a break speaks to nobody."""
    play = Play(ENGLISH).open("c1", LI).open("c3", WANG)
    foreign = play.take(needs=("language",), language="en")
    play.ask(c.PauseCounter(reason="lunch"), WANG)

    assert play.call(LI) is foreign


def test_a_clerk_who_speaks_the_language_but_serves_other_queues_waives_it_too() -> None:
    """Nobody at this visitor's queue speaks it."""
    play = Play(ENGLISH).open("c1", LI).open("c2", WANG)
    foreign = play.take(needs=("language",), language="en")

    assert play.call(LI) is foreign


def test_a_language_alone_is_no_need() -> None:
    """Whoever reads the slip in English may speak Mandarin well."""
    play = Play(ENGLISH).open("c1", LI).open("c3", WANG)
    foreign = play.take(language="en")

    assert play.call(LI) is foreign


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
def test_a_need_of_mandarin_is_met_everywhere(language: Language) -> None:
    """Sign language or a slow talk: any clerk; and who reads Traditional characters hears Mandarin."""
    play = Play(ENGLISH).open("c1", LI).open("c3", WANG)
    visitor_here = play.take(needs=("language",), language=language)

    assert play.call(LI) is visitor_here


def test_several_errands_are_each_routed_by_need_and_item() -> None:
    """一号多办: the second errand of a visitor in a wheelchair waits for the accessible counter, too."""
    play = Play().open("c2", LI).open("c3", WANG)
    ticket = play.take(services=("seniors", "founding"), needs=("mobility",))
    assert play.call(WANG) is ticket
    play.ask(c.Finish(), WANG)
    other = play.later(5).take("founding")

    assert (play.call(LI), play.call(WANG)) == (other, ticket)
    assert ticket.leg.queue == "firms"
