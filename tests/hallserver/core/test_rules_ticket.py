# SPDX-License-Identifier: Apache-2.0
"""Rules of a ticket's way, where the common ones in test_rules.py end."""

from typing import Any

import msgspec
import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, Conflict, HallError, NotAllowed, NotFound
from hallserver.core.roles import SERVICE_DOOR, SERVICE_SETUP, Actor, visitor
from hallserver.core.standard import FRONT_S
from tests.support import DUTY, GUIDE, KIOSK, LI, SMALL_HALL, STANDARD, WANG, Play, names


def issued(play: Play, by: Actor = KIOSK, **fields: Any) -> e.TicketIssued:
    """Take a ticket; return the event."""
    [event] = play.ask(c.TakeTicket(**{"services": ("seniors",), **fields}), by)
    assert isinstance(event, e.TicketIssued)
    return event


@pytest.mark.parametrize(
    ("fields", "kind", "key"),
    [
        ({"services": ("seniors", "gone")}, NotFound, "service-unknown"),
        ({"items": ("senior-card", "gone")}, NotFound, "item-unknown"),
        ({"group": "vip"}, NotFound, "group-unknown"),
        ({"group": "booked"}, NotFound, "group-unknown"),
    ],
)
def test_what_there_is_not_makes_no_ticket(fields: dict[str, Any], kind: type[HallError], key: str) -> None:
    """Whole or not at all: no number is used up."""
    play = Play()
    with pytest.raises(kind, match=key):
        issued(play, GUIDE, **fields)
    assert issued(play).number == 1


def test_a_retired_service_is_not_given_out() -> None:
    """A kiosk that was not reloaded still shows its button."""
    play = Play()
    rows = [row | {"retired": row["slug"] == "aid"} for row in SMALL_HALL["services"]]
    play.ask(c.Configure(section="services", rows=rows), SERVICE_SETUP)
    with pytest.raises(NotFound, match="service-unknown"):
        issued(play, services=("aid",))


def test_more_services_than_the_standard_allows_are_refused() -> None:
    """One number must not be a day's work."""
    play = Play(standard=STANDARD.replace('value = 5\nunit = "service"', 'value = 2\nunit = "service"'))
    with pytest.raises(AgainstStandard, match="too-many-services") as refused:
        issued(play, services=("seniors", "aid", "founding"))
    assert refused.value.args_by_name == {"most": 2}


def test_a_service_named_twice_is_done_once() -> None:
    """Two touches of one button."""
    assert issued(Play(), services=("seniors", "seniors")).legs[0].services == ("seniors",)


def test_the_first_service_gives_the_letter_and_later_legs_have_the_credit_of_the_transferred() -> None:
    """The visit keeps what it has waited."""
    event = issued(Play(), services=("founding", "seniors"))

    assert (event.letter, [(leg.queue, leg.group, leg.credit_s) for leg in event.legs]) == (
        "B",
        [("firms", "", 0), ("social", "transferred", 900)],
    )


def test_a_confirmed_group_counts_on_every_leg() -> None:
    """A disabled visitor is one at the second counter too."""
    event = issued(Play(), GUIDE, services=("founding", "seniors"), group="disabled")

    assert [(leg.group, leg.credit_s) for leg in event.legs] == [("disabled", FRONT_S)] * 2


@pytest.mark.parametrize(("by", "channel"), [(KIOSK, "kiosk"), (GUIDE, "guide"), (DUTY, "duty-manager")])
def test_the_channel_is_who_gave_the_number(by: Actor, channel: str) -> None:
    """Reports compare kiosk and guide desk."""
    assert issued(Play(), by).channel == channel


def test_needs_are_kept_once_and_in_order() -> None:
    """Two ways of saying the same make one part of the line."""
    assert issued(Play(), needs=("sight", "hearing", "sight")).needs == ("hearing", "sight")


def test_a_ticket_names_the_standard_and_what_was_quoted() -> None:
    """Whether a promise was kept is judged by the rules and the quote of then."""
    play = Play().open()
    issued(play)
    event = issued(play)

    assert event.standard == play.hall.rules.hash[:12]
    assert event.ahead == 1
    assert event.range_s is not None
    assert event.legs[0].target_s == 900


def test_a_credit_ticket_is_told_those_ahead_of_its_effective_time() -> None:
    """Nobody is told of people whom the call will pass."""
    play = Play()
    for _ in range(3):
        issued(play)

    assert [issued(play, GUIDE, group="disabled").ahead, issued(play).ahead] == [0, 4]


def test_hold_keeps_its_reason_and_needs_somebody_in_hand() -> None:
    """A hold without a visitor would be a pause without a name."""
    play = Play().open()
    with pytest.raises(Conflict, match="nothing-in-hand"):
        play.ask(c.Hold(reason="copy"), LI)
    ticket = play.take()
    play.call()

    assert play.ask(c.Hold(reason="copy"), LI) == [e.TicketHeld(ticket=ticket.id, leg=1, counter="c1", clerk="li", reason="copy")]


def test_a_paused_counter_resumes_into_waiting() -> None:
    """The clerk is at lunch; the visitor is first when the counter opens again."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.ask(c.Hold(reason="copy"), LI)
    play.ask(c.PauseCounter(reason="lunch"), LI)
    [resumed] = play.ask(c.Resume(ticket=ticket.id), LI)
    assert isinstance(resumed, e.TicketResumed)
    assert resumed.to == "waiting"
    play.take()

    assert play.open().call() is ticket


def test_another_clerk_may_take_up_a_held_ticket() -> None:
    """The first has gone home; the visitor is not sent home too."""
    play = Play().open("c1", LI).open("c3", WANG)
    ticket = play.take()
    play.call(LI)
    play.ask(c.Hold(reason="copy"), LI)
    play.ask(c.Resume(ticket=ticket.id), WANG)

    assert (ticket.state, ticket.leg.counter, ticket.leg.clerk) == ("serving", "c3", "wang")


def test_a_ticket_that_is_not_held_is_not_resumed() -> None:
    """Resume is no way to call somebody."""
    play = Play().open()
    with pytest.raises(Conflict, match="ticket-in-state"):
        play.ask(c.Resume(ticket=play.take().id), LI)


@pytest.mark.parametrize(("to", "queue"), [("c3", "social"), ("c2", "firms")])
def test_a_transfer_to_a_counter_waits_in_a_queue_of_that_counter(to: str, queue: str) -> None:
    """The visitor's own queue where that counter serves it, its first otherwise."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.ask(c.Transfer(to_counter=to), LI)

    assert (ticket.leg.queue, ticket.leg.only, ticket.leg.credit_s) == (queue, to, 900)


@pytest.mark.parametrize(
    ("fields", "kind", "key"),
    [
        ({"to_queue": "gone"}, NotFound, "queue-unknown"),
        ({"to_counter": "c9"}, NotFound, "counter-unknown"),
        ({"to_counter": "bare"}, AgainstStandard, "counter-without-queue"),
        ({"to_queue": "old"}, NotFound, "queue-unknown"),
    ],
)
def test_nobody_is_sent_where_nobody_is_called_from(fields: dict[str, Any], kind: type[HallError], key: str) -> None:
    """A visitor in a line without counters waits until the evening."""
    counters = [*SMALL_HALL["counters"], {"slug": "bare", "names": names("空窗口"), "number": 9}]
    queues = [*SMALL_HALL["queues"], {"slug": "old", "names": names("旧队列"), "letter": "C", "retired": True}]
    play = Play(SMALL_HALL | {"queues": queues, "counters": counters}).open()
    play.take()
    play.call()
    with pytest.raises(kind, match=key):
        play.ask(c.Transfer(**fields), LI)


def test_a_held_visitor_may_be_sent_on() -> None:
    """The copy showed that it is another queue's affair."""
    play = Play().open()
    ticket, other = play.take(), play.take()
    play.call()
    play.ask(c.Hold(reason="copy"), LI)
    play.call()
    play.ask(c.Transfer(ticket=ticket.id, to_queue="firms"), LI)

    assert (ticket.state, ticket.leg.queue, play.hall.counter("c1").ticket) == ("waiting", "firms", other.id)


def test_a_priority_visitor_keeps_the_own_group_when_sent_on() -> None:
    """The disabled visitor does not fall back to the credit of the transferred."""
    play = Play().open()
    ticket = play.take(group="disabled", by=GUIDE)
    play.call()
    play.ask(c.Transfer(to_queue="firms"), LI)

    assert (ticket.leg.group, ticket.leg.credit_s) == ("disabled", FRONT_S)


def test_with_fewer_behind_than_the_places_lost_the_tail_is_where_one_comes_back() -> None:
    """Five places back of two is the end."""
    play = Play().open()
    ticket = play.take()
    play.later(1).take()
    play.call()
    play.later(90).ask(c.MarkAbsent(), LI)
    [back] = play.ask(c.BringBack(ticket=ticket.id), GUIDE)

    assert isinstance(back, e.TicketBroughtBack)
    assert (back.behind, back.leg, back.next.group, back.next.credit_s) == (None, 2, "", 0)


@pytest.mark.parametrize("command", [c.BringBack(ticket="1.1"), c.Cancel(ticket="1.1")])
def test_a_ticket_that_is_not_of_today_is_unknown(command: c.Command) -> None:
    """The guide's list is of today."""
    with pytest.raises(NotFound, match="ticket-unknown"):
        Play().ask(command, GUIDE)


@pytest.mark.parametrize("state", ["called", "held", "absent", "waiting"])
def test_a_number_is_given_back_at_any_time_before_service(state: str) -> None:
    """Who leaves should say so; the counter is freed."""
    play = Play().open()
    ticket = play.take()
    steps: dict[str, list[c.Command]] = {
        "waiting": [],
        "called": [c.CallNext()],
        "held": [c.CallNext(), c.Hold(reason="copy")],
        "absent": [c.CallNext(), c.MarkAbsent()],
    }
    for step in steps[state]:
        play.later(90).ask(step, LI)
    assert ticket.state == state
    play.ask(c.Cancel(ticket=ticket.id), visitor(ticket.id))

    assert (ticket.state, play.hall.counter("c1").ticket) == ("cancelled", "")


def test_a_number_is_not_given_back_while_it_is_served_or_twice() -> None:
    """An end is an end."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.ask(c.Start(), LI)
    for _ in range(2):
        with pytest.raises(Conflict, match="ticket-not-in-state"):
            play.ask(c.Cancel(ticket=ticket.id), visitor(ticket.id))
        if ticket.state == "serving":
            play.ask(c.Finish(), LI)


def test_staff_give_a_number_back_on_the_visitors_word() -> None:
    """Not everyone has a phone."""
    play = Play()
    ticket = play.take()

    assert play.ask(c.Cancel(ticket=ticket.id), GUIDE) == [e.TicketCancelled(ticket=ticket.id, leg=1, reason="asked")]


def test_a_visitor_is_not_moved_forward_by_a_transfer_to_the_same_counter() -> None:
    """The credit of a transfer is for whoever has to walk on, not a way around the right to call a ticket."""
    play = Play().open()
    play.take()
    play.call()
    with pytest.raises(AgainstStandard, match="transfer-same-counter"):
        play.ask(c.Transfer(to_counter="c1"), LI)


def test_a_visitor_who_returns_to_a_counter_waits_where_that_counter_looks() -> None:
    """Out of the queue that the counter does not serve, or nobody would ever call."""
    play = Play().open("c2", DUTY).open("c3", LI)
    ticket = play.take("seniors")
    play.ask(c.CallTicket(ticket=ticket.id, reason="agreed"), DUTY)
    play.ask(c.Transfer(to_queue="firms", returns=True), DUTY)
    assert play.call(LI) is ticket
    play.ask(c.Finish(), LI)

    assert (ticket.leg.queue, ticket.leg.only) == ("firms", "c2")
    assert play.call(DUTY) is ticket


def test_a_legal_priority_is_not_lost_by_a_missed_call() -> None:
    """Brought back, a disabled visitor still has what the law gives."""
    play = Play().open()
    ticket = play.take(group="disabled", by=GUIDE)
    play.call()
    play.later(90).ask(c.MarkAbsent(), LI)
    play.ask(c.BringBack(ticket=ticket.id), GUIDE)

    assert ticket.leg.group == "disabled"


@pytest.mark.parametrize("command", [c.Hold(reason="nap"), c.Transfer(to_queue="firms", reason="nap"), c.Finish(outcome="nap")])
def test_a_reason_that_nobody_could_read_later_is_refused(command: c.Command) -> None:
    """Codes are words of the house; free text would end in the report."""
    play = Play().open()
    play.take()
    play.call()
    with pytest.raises(AgainstStandard, match="code-unknown"):
        play.ask(command, LI)


NO_PRINT = [("printer-1", "out", "printer-no-paper"), ("printer-1", "unable", "printer-unable"), ("agent-1", "lost", "printer-lost")]


def report(play: Play, device: str, state: Any) -> None:  # noqa: ANN401 - a state
    """Let a device say how it is."""
    play.ask(c.ReportDevice(device=device, state=state), SERVICE_DOOR)


@pytest.mark.parametrize(("device", "state", "key"), NO_PRINT)
def test_a_kiosk_that_cannot_print_gives_a_number_only_to_who_agrees_to_have_no_slip(device: str, state: str, key: str) -> None:
    """Whoever waits for a slip that never comes does not know the number; a guide writes it down."""
    play = Play()
    report(play, device, state)

    with pytest.raises(Conflict, match=key):
        issued(play)
    agreed = issued(play, paperless=True)
    assert (agreed.number, agreed.paperless, play.hall.slipless) == (1, True, {f"1.{play.hall.seq}": "agreed"})
    assert issued(play, by=GUIDE).number == 2
    report(play, device, "low" if state != "lost" else "back")
    assert (issued(play).paperless, len(play.hall.slipless)) == (False, 1)


@pytest.mark.parametrize(("device", "state", "key"), NO_PRINT)
def test_a_hall_may_rule_that_no_number_is_given_without_a_slip(device: str, state: str, key: str) -> None:
    """Not even to who agrees; as long as the printer prints, agreeing changes nothing."""
    head, name, tail = STANDARD.partition('[parameter."kiosk.paperless"]')
    play = Play(standard=head + name + tail.replace("value = true", "value = false", 1))
    assert issued(play, paperless=True).number == 1
    report(play, device, state)

    with pytest.raises(Conflict, match=key):
        issued(play, paperless=True)
    assert issued(play, by=GUIDE).number == 2


def test_a_card_confirms_a_group_and_one_that_the_door_did_not_know_is_refused() -> None:
    """The role is the door's word for the visitor's age; a reference that stays in the command must not be lost in silence."""
    play = Play()
    by_card = msgspec.structs.replace(KIOSK, roles=KIOSK.roles | {"card"})
    assert (play.take(group="elderly", by=by_card).group, play.take(group="elderly").group) == ("elderly", "")
    with pytest.raises(Conflict) as refused:
        play.take(card="left-over")
    assert refused.value.key == "card-unknown"


def test_a_holder_brings_back_the_own_ticket_alone() -> None:
    """Who scanned a slip at a kiosk is the holder of that slip."""
    play = Play().open()
    mine, other = play.take(), play.take()
    for _ in range(2):
        play.call()
        play.later(200).ask(c.MarkAbsent(), LI)
    holder = Actor(kind="ticket", name=mine.id, roles=frozenset({"visitor", "present"}))
    with pytest.raises(NotAllowed):
        play.ask(c.BringBack(ticket=other.id), holder)
    with pytest.raises(NotAllowed):
        play.ask(c.BringBack(ticket=mine.id), visitor(mine.id))
    play.ask(c.BringBack(ticket=mine.id), holder)
    assert (mine.state, other.state) == ("waiting", "absent")
