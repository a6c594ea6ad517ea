# SPDX-License-Identifier: Apache-2.0
"""Two visitors quarrel about who was first: what the hall answers."""

import pytest

from hallserver.core import commands as c
from hallserver.core.errors import AgainstStandard, NotFound
from hallserver.core.why import Why, why
from tests.support import DUTY, GUIDE, LI, MINUTE_US, NINE_US, WANG, Play


def asked(play: Play, a: str, b: str) -> Why:
    """Ask of all that happened."""
    return why(play.entries, a, b)


def summed(answer: Why) -> list[str]:
    """Return the keys of the sentences that sum it up."""
    return [said.key for said in answer.summary]


def story(answer: Why) -> list[tuple[str, str]]:
    """Return number and key of each line."""
    return [(line.label, line.said.key) for line in answer.lines]


def test_who_took_the_number_first_was_called_first() -> None:
    """With both times; a number is found however it is typed, and the order of asking does not matter."""
    play = Play().open()
    play.take()
    play.later(30).take()
    play.later(30).serve()
    play.serve()
    answer = asked(play, "a2", "A001")

    assert (answer.a, answer.b, answer.first) == ("A002", "A001", "A001")
    assert summed(answer) == ["sum.first", "sum.order", "sum.second"]
    assert answer.summary[1].args["other_us"] - answer.summary[1].args["first_us"] == 30_000_000  # type: ignore[operator]
    assert story(answer) == [
        ("A001", "taken"), ("A002", "taken"), ("A001", "call.number-order"), ("A001", "started"), ("A001", "finished"),
        ("A002", "call.number-order"),
    ]  # fmt: skip
    assert summed(asked(play, "A001", "A002")) == summed(answer)


def test_every_call_between_is_there_and_no_other() -> None:
    """Somebody else's call decided too; one before both, after both or of another letter did not."""
    play = Play().open("c1", LI).open("c2", WANG)
    play.take()
    play.serve()
    for service in ("seniors", "seniors", "founding", "seniors", "seniors"):
        play.later(5).take(service)
    for _ in range(3):
        play.serve()
    play.serve(WANG)
    play.serve()
    answer = asked(play, "A002", "A004")

    assert [line.label for line in answer.lines if line.call] == ["A002", "A003", "A004"]
    assert [line.who for line in answer.lines if line.call] == ["a", "", "b"]


def test_a_legal_priority_is_named_and_how_many_it_passed() -> None:
    """The edge prints its legal basis."""
    play = Play().open()
    play.take()
    play.later(20).take(group="elderly", by=GUIDE)
    play.later(20).call()
    answer = asked(play, "A001", "A002")

    assert answer.first == "A002"
    assert summed(answer) == ["sum.first", "sum.credit", "sum.not-yet"]
    assert (answer.summary[1].args["group"], answer.summary[1].args["passed"]) == ("elderly", 1)


def test_a_priority_that_was_first_anyway_is_not_the_reason() -> None:
    """Its number was earlier: that is all."""
    play = Play().open()
    play.take(group="elderly", by=GUIDE)
    play.later(20).take()
    play.call()

    assert summed(asked(play, "A001", "A002"))[1] == "sum.order"


def test_an_ordered_call_names_who_ordered_it_and_why() -> None:
    """A manager's own too."""
    play = Play().open()
    play.take()
    late = play.later(20).take()
    play.ask(c.CallTicket(ticket=late.id, reason="urgent", ordered_by="dan"), LI)
    answer = asked(play, "A001", "A002")

    assert summed(answer)[1] == "sum.ordered"
    assert answer.summary[1].args == {"by": "dan", "reason": "call-reason.urgent", "counter": "c1", "first": "A002", "other": "A001"}


def test_who_was_called_and_did_not_come_has_lost_places() -> None:
    """The earlier call is named."""
    play = Play().open()
    missed = play.take()
    for _ in range(2):
        play.later(5).take()
    play.call()
    play.later(95).ask(c.MarkAbsent(), LI)
    play.ask(c.BringBack(ticket=missed.id), GUIDE)
    for _ in range(3):
        play.later(10).serve()
    answer = asked(play, "A001", "A002")

    assert (answer.first, summed(answer)) == ("A002", ["sum.first", "sum.missed", "sum.second"])
    assert ("A001", "absent") in story(answer)
    assert ("A001", "brought-to-tail") in story(answer)


def test_a_call_that_somebody_ordered_is_not_excused_by_a_missed_one() -> None:
    """The other had missed its call before; that is true, and not why this one came first."""
    play = Play().open()
    missed = play.take()
    play.later(5).take()
    late = play.later(5).take()
    play.call()
    play.later(95).ask(c.MarkAbsent(), LI)
    play.ask(c.BringBack(ticket=missed.id), GUIDE)
    play.ask(c.CallTicket(ticket=late.id, reason="ordered", ordered_by="dan"), LI)

    assert summed(asked(play, "A001", "A003"))[1] == "sum.ordered"


def test_a_paper_number_that_was_entered_later_says_who_gave_it_its_time() -> None:
    """It stands before who took a number at the kiosk meanwhile: by a time that somebody has typed."""
    play = Play().open()
    play.later(300).take("seniors")
    play.serve()
    play.later(300).take()
    play.later(60).ask(c.EnterPaper(number=3, services=("seniors",), taken="09:02"), GUIDE)
    assert play.call().label == "P003"
    answer = asked(play, "A002", "P003")

    assert summed(answer) == ["sum.first", "sum.entered", "sum.not-yet"]
    told = answer.summary[1].args
    assert (told["by"], told["at_us"], told["first_us"]) == ("guo", play.now_us, NINE_US + 2 * MINUTE_US)
    assert story(answer) == [("A002", "taken"), ("P003", "entered"), ("P003", "call.number-order")]


def test_two_letters_cannot_be_compared() -> None:
    """The calls of both queues are listed."""
    play = Play().open("c1", LI).open("c2", WANG)
    play.take()
    play.take("founding")
    play.call(WANG)
    answer = asked(play, "A001", "B001")

    assert (answer.first, summed(answer)[1]) == ("B001", "sum.queues")
    assert (answer.summary[1].args["queue"], answer.summary[1].args["queue_other"]) == ("firms", "social")


def test_a_second_errand_waits_from_when_it_joined_the_queue() -> None:
    """Its number is older, its wait is not."""
    play = Play().open("c1", LI).open("c2", WANG)
    play.take(services=("seniors", "founding"))
    play.later(60).take("founding")
    play.serve(LI, seconds=1200)
    play.call(WANG)
    answer = asked(play, "A001", "B001")

    assert (answer.first, summed(answer)[1]) == ("B001", "sum.later-leg")


def test_a_counter_that_cannot_serve_the_one_calls_the_other() -> None:
    """A wheelchair waits for the accessible counter, in its place."""
    play = Play().open("c1", LI).open("c3", WANG)
    play.take(by=GUIDE, needs=("mobility",))
    play.later(5).take()
    play.call(LI)

    assert summed(asked(play, "A001", "A002"))[1] == "sum.counter"


def test_while_nobody_was_called_there_is_no_first() -> None:
    """Both wait."""
    play = Play().open()
    play.take()
    play.take()
    answer = asked(play, "A001", "A002")

    assert (answer.first, summed(answer)) == ("", ["sum.none"])


def test_a_suspension_between_them_is_in_the_story() -> None:
    """It explains why the second waited so long."""
    play = Play().open()
    play.take()
    play.later(5).take()
    play.serve()
    play.ask(c.Suspend(reason="power"), DUTY)
    play.later(600).ask(c.ResumeHall(), DUTY)
    play.serve()

    assert [line.said.key for line in asked(play, "A001", "A002").lines if not line.label] == ["suspended", "went-on"]


def test_a_number_that_was_not_given_and_one_and_the_same_are_refused() -> None:
    """There is nothing to compare."""
    play = Play().open()
    play.take()
    for other in ("A002", "B001", "A", ""):
        with pytest.raises(NotFound, match="ticket-unknown"):
            asked(play, "A001", other)
    with pytest.raises(AgainstStandard, match="why-same-number"):
        asked(play, "A001", "a1")
