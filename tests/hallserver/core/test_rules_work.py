# SPDX-License-Identifier: Apache-2.0
"""The order of a work order's steps: each in its turn, by whom it is not about, and what is refused in words."""

import pytest
from msgspec.structs import replace

from hallserver.core import commands as c
from hallserver.core.commands_work import Found
from hallserver.core.errors import AgainstStandard, Conflict, HallError, NotFound
from hallserver.core.roles import Actor
from tests.hallserver.core.work import SAID, rated, said, steps, the_order, with_values
from tests.support import BOSS, DUTY, MINUTE_US, Play, register

ALL = ("verify", "contact", "rectify", "reply", "call-back", "close")
NO = "G20261123-001"
EVERY: dict[str, c.Command] = {
    "verify": c.VerifyOrder(order=NO, found="justified"),
    "contact": c.ContactVisitor(order=NO),
    "settle": c.SettleOnSpot(order=NO),
    "rectify": c.RectifyOrder(order=NO, measure="corrected", cause="unclear"),
    "explain": c.ExplainOrder(order=NO),
    "reply": c.ReplyOrder(order=NO, text=SAID),
    "call-back": c.CallVisitorBack(order=NO, content="satisfied"),
    "close": c.CloseOrder(order=NO),
}


def refused(play: Play, name: str, by: Actor = DUTY) -> HallError:
    """Return the refusal of this step."""
    with pytest.raises(HallError) as found:
        play.ask(EVERY[name], by)
    return found.value


def test_every_step_in_its_turn_closes_the_order() -> None:
    """核实、联系、整改、答复、回访、结案; each is kept with who and when."""
    play = rated()
    order = steps(play, *ALL)

    assert (order.open, order.next_step, order.due_us) == (False, "", None)
    times = [order.verified_us, order.contacted_us, order.rectified_us, order.replied_us, order.called_back_us, order.closed_us]
    assert times == [order.opened_us + n * MINUTE_US for n in range(1, 7)]
    assert [it.kind for it in order.steps] == ["opened", "verified", "contacted", "rectified", "replied", "called-back", "closed"]
    assert {it.by for it in order.steps[1:]} == {"person:dan"}


@pytest.mark.parametrize(
    ("done", "tried", "first"),
    [
        ((), "rectify", "verify"),
        ((), "explain", "verify"),
        ((), "reply", "verify"),
        ((), "call-back", "verify"),
        ((), "close", "verify"),
        (("verify",), "rectify", "contact"),
        (("contact",), "rectify", "verify"),
        (("verify", "contact"), "reply", "fix"),
        (("verify", "contact"), "close", "fix"),
        (("verify", "contact", "rectify"), "call-back", "reply"),
        (("verify", "contact", "rectify"), "close", "reply"),
        (("verify", "contact", "rectify", "reply"), "close", "call-back"),
    ],
)
def test_no_step_goes_before_the_one_that_it_needs(done: tuple[str, ...], tried: str, first: str) -> None:
    """The refusal names the step that is missing."""
    play = rated()
    steps(play, *done)
    found = refused(play, tried)

    assert (found.key, found.args_by_name["step"]) == ("order-step-first", first)


@pytest.mark.parametrize(
    ("done", "tried", "key"),
    [
        (("verify",), "verify", "order-step-done"),
        (("verify", "contact", "rectify"), "rectify", "order-step-done"),
        (("verify", "contact", "rectify"), "settle", "order-step-done"),
        *[(ALL, name, "order-closed") for name in EVERY],
    ],
)
def test_what_is_done_is_not_done_again(done: tuple[str, ...], tried: str, key: str) -> None:
    """A later time would take the place of the true one."""
    play = rated()
    steps(play, *done)

    assert refused(play, tried).key == key


def test_the_visitor_may_be_spoken_to_before_it_is_looked_into() -> None:
    """Whoever stands there is asked first."""
    play = rated()

    assert steps(play, "contact", "verify").next_step == "fix"


@pytest.mark.parametrize(
    ("found", "tried", "key"), [("justified", "explain", "order-rectify"), ("unjustified", "rectify", "order-explain")]
)
def test_what_is_so_is_put_right_and_what_is_not_is_explained(found: Found, tried: str, key: str) -> None:
    """立行立改; 没有依据的说明情况. What is partly so may be either."""
    play = rated()
    play.ask(c.VerifyOrder(order=NO, found=found), DUTY)
    steps(play, "contact")
    assert refused(play, tried).key == key

    steps(play, "rectify" if tried == "explain" else "explain")
    assert the_order(play).next_step == "reply"


def test_what_takes_longer_has_its_own_limit_from_the_verification_on() -> None:
    """限期整改: not from the rating, and not by whoever is late."""
    play = rated()
    play.ask(c.VerifyOrder(order=NO, found="partly", complexity="complex"), DUTY)
    order = steps(play, "contact")

    assert said(order.due_us or 0) == "2026-12-15 00:00"


def test_the_hall_manager_corrects_what_was_found_but_wins_no_time() -> None:
    """The limit of another complexity still runs from the first time; after it is put right nothing is corrected any more."""
    play = rated()
    order = steps(play, "contact", "verify")
    first_us, due_us = order.verified_us, order.due_us
    play.later(3 * 86_400).ask(c.VerifyOrder(order=NO, found="partly", complexity="complex"), BOSS)
    assert (order.found, order.verified_us, order.verified_by, said(order.due_us or 0)) == (
        "partly",
        first_us,
        "person:gao",
        "2026-12-15 00:00",
    )

    play.ask(c.VerifyOrder(order=NO, found="partly"), BOSS)
    assert order.due_us == due_us
    steps(play, "rectify")
    assert refused(play, "verify", BOSS).key == "order-step-done"


def test_who_cannot_be_reached_holds_nothing_up() -> None:
    """Three tries by default: then it goes on, and nobody is called back."""
    play = rated()
    steps(play, "verify")
    for tries, step in ((1, "contact"), (2, "contact"), (3, "fix")):
        play.later(600).ask(c.ContactVisitor(order=NO, reached=False), DUTY)
        assert (the_order(play).tried, the_order(play).next_step) == (tries, step)
    order = steps(play, "rectify", "reply")

    assert (order.next_step, order.reached) == ("close", False)


def test_how_many_tries_are_enough_is_the_standards() -> None:
    """A parameter that somebody changes does something."""
    play = rated(play=Play(standard=with_values(contact_tries=1)).open())
    steps(play, "verify")
    play.ask(c.ContactVisitor(order=NO, reached=False), DUTY)

    assert the_order(play).next_step == "fix"


def test_an_anonymous_rating_is_looked_into_and_answered_all_the_same() -> None:
    """Nobody is spoken to and nobody called back."""
    order = steps(rated(contact=False), "verify", "rectify", "reply", "close")

    assert not order.open


def test_on_the_spot_is_four_steps_in_one_and_timed() -> None:
    """现场立行立改."""
    play = rated()
    play.later(240).ask(c.SettleOnSpot(order=NO, measure="apologised", cause="attitude", note=SAID), DUTY)
    order = the_order(play)

    assert order.verified_us == order.contacted_us == order.rectified_us == order.replied_us == order.settled_us == play.now_us
    assert (order.found, order.measure, order.cause, order.next_step) == ("justified", "apologised", "attitude", "call-back")
    assert order.steps[-1].says["took_us"] == 4 * MINUTE_US
    assert said(order.due_us or 0) == "2026-12-01 00:00"


def test_on_the_spot_is_over_when_its_time_is() -> None:
    """After that the visitor has gone, and it goes the long way."""
    play = rated()
    play.later(30 * 60 + 1)
    found = refused(play, "settle")

    assert (type(found), found.key, found.args_by_name) == (AgainstStandard, "order-not-on-spot", {"minutes": 30})


def test_a_visitor_who_is_not_satisfied_is_asked_again() -> None:
    """Only the hall manager may close it as it is; the first times stay."""
    play = rated()
    order = steps(play, "verify", "contact", "rectify", "reply")
    first_us = order.rectified_us
    play.ask(c.CallVisitorBack(order=NO, content="dissatisfied"), DUTY)
    assert refused(play, "close").key == "order-dissatisfied"

    steps(play, "rectify")
    assert (order.next_step, order.rectified_us) == ("call-back", first_us)
    steps(play, "call-back", "close")
    assert not order.open


def test_the_hall_manager_closes_it_even_so() -> None:
    """Some visitors cannot be satisfied; somebody answers for it by name."""
    play = rated()
    steps(play, "verify", "contact", "rectify", "reply")
    play.ask(c.CallVisitorBack(order=NO, content="dissatisfied"), DUTY)
    play.ask(c.CloseOrder(order=NO), BOSS)

    assert the_order(play).steps[-1].by == "person:gao"


@pytest.mark.parametrize("name", EVERY)
def test_whom_it_is_about_has_no_part_in_it(name: str) -> None:
    """A duty manager who served at a counter, who cannot tell it from one that there is not; the control is a colleague, above."""
    play = rated()
    himself = Actor(kind="person", name="li", roles=frozenset({"duty-manager"}))

    found = refused(play, name, himself)
    assert (type(found), found.key, found.args_by_name) == (NotFound, "order-unknown", {"order": NO})


@pytest.mark.parametrize("name", EVERY)
def test_an_order_that_there_is_not_is_named(name: str) -> None:
    """Somebody mistyped it."""
    found = refused(Play(), name)

    assert (type(found), found.key, found.args_by_name) == (NotFound, "order-unknown", {"order": NO})


@pytest.mark.parametrize("name", ["verify", "contact", "settle", "rectify", "explain", "call-back"])
def test_praise_has_no_such_steps(name: str) -> None:
    """There is nothing to be put right."""
    play = Play()
    praise = register(play, "praise")
    with pytest.raises(Conflict, match="order-needs-none"):
        play.ask(replace(EVERY[name], order=praise), DUTY)


@pytest.mark.parametrize("command", [c.RectifyOrder(order=NO, measure="magic", cause="slow"), c.ExplainOrder(order=NO, cause="moon")])
def test_causes_and_measures_are_those_that_have_words(command: c.Command) -> None:
    """What nobody can read later helps nobody."""
    play = rated()
    play.ask(c.VerifyOrder(order=NO, found="partly"), DUTY)
    steps(play, "contact")
    with pytest.raises(AgainstStandard, match="code-unknown"):
        play.ask(command, DUTY)


def test_a_second_answer_takes_the_place_of_the_first_but_not_its_time() -> None:
    """A mistake in it is put right."""
    play = rated()
    order = steps(play, "verify", "contact", "rectify", "reply")
    first_us = order.replied_us
    play.later(60).ask(c.ReplyOrder(order=NO, text=c.Personal("", c.Sealed(ref="again", digest="d"))), DUTY)

    assert (order.replied_us, order.answer) == (first_us, c.Sealed(ref="again", digest="d"))
    with pytest.raises(AgainstStandard, match="order-text-needed"):
        play.ask(c.ReplyOrder(order=NO), DUTY)
