# SPDX-License-Identifier: Apache-2.0
"""Rules of rating, where the common ones in test_rules.py end."""

from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, Conflict, NotAllowed, NotFound
from hallserver.core.roles import Actor, visitor
from tests.support import LI, RATER, WANG, Play

CONTENT = "2026-1"
"""Version of the shipped standard's rating form."""
LOOSE = Actor(kind="device", name="rater-9", roles=frozenset({"rater"}))
"""A rater that stands at no counter of its own."""


def rated(play: Play, command: c.Rate, by: Actor) -> e.RatingGiven:
    """Rate; return the event."""
    [event] = play.ask(command, by)
    assert isinstance(event, e.RatingGiven)
    return event


def test_a_rater_rates_what_was_just_finished_at_its_counter() -> None:
    """Counter, clerk and device come from the hall, never from the one who rates."""
    play = Play().open()
    ticket = play.take()
    play.serve()
    event = rated(play, c.Rate(stars=2, tags=("long-wait",)), RATER)

    assert event == e.RatingGiven(
        ticket=ticket.id, leg=1, counter="c1", clerk="li", stars=2, device="rater-1", tags=("long-wait",), content=CONTENT
    )


def test_a_phone_rates_the_last_finished_leg_or_the_one_it_names() -> None:
    """Two errands, two clerks, two ratings; no device is named."""
    play = Play().open("c1", LI).open("c2", WANG)
    ticket = play.take(services=("seniors", "founding"))
    play.serve(LI)
    play.serve(WANG)

    last = rated(play, c.Rate(stars=5), visitor(ticket.id))
    first = rated(play, c.Rate(stars=1, leg=1), visitor(ticket.id))
    assert (last.leg, last.clerk, first.leg, first.clerk) == (2, "wang", 1, "li")
    assert (last.channel, last.device) == ("phone", "")


def test_a_leg_may_be_rated_while_the_next_one_waits() -> None:
    """The visitor has time in the second queue."""
    play = Play().open()
    ticket = play.take(services=("seniors", "founding"))
    play.serve()

    assert rated(play, c.Rate(stars=4), visitor(ticket.id)).leg == 1


def test_a_leg_that_is_not_finished_is_not_rated() -> None:
    """Nor one that there is not."""
    play = Play().open()
    ticket = play.take(services=("seniors", "founding"))
    play.serve()
    for leg in (2, 3):
        with pytest.raises(Conflict, match="nothing-to-rate"):
            play.ask(c.Rate(stars=4, leg=leg), visitor(ticket.id))


def test_a_sealed_comment_goes_into_the_event_as_its_reference() -> None:
    """The words are in the vault; here is only where."""
    play = Play().open()
    ticket = play.take()
    play.serve()
    sealed = c.Sealed(ref="r1", digest="d1")

    assert rated(play, c.Rate(stars=1, comment=c.Personal("", sealed)), visitor(ticket.id)).comment == sealed


def test_a_rater_rates_at_no_other_counter() -> None:
    """A rater carried to the neighbour's would rate the neighbour's visitor."""
    play = Play().open()
    play.take()
    play.serve()
    with pytest.raises(NotAllowed, match="not-your-counter"):
        play.ask(c.Rate(stars=5, counter="c2"), RATER)


@pytest.mark.parametrize("counter", [None, "c9"])
def test_a_rater_without_a_counter_rates_nothing(counter: str | None) -> None:
    """Nothing is guessed."""
    with pytest.raises(NotFound, match="counter-unknown"):
        Play().ask(c.Rate(stars=5, counter=counter), LOOSE)


@pytest.mark.parametrize("fields", [{"ticket": "1.99"}, {"leg": 2}])
def test_a_screen_that_shows_another_leg_is_refused(fields: dict[str, object]) -> None:
    """The guard keeps a slow touch from rating the next visitor's clerk."""
    play = Play().open()
    play.take()
    play.serve()
    with pytest.raises(Conflict, match="nothing-to-rate"):
        play.ask(c.Rate(stars=5, **fields), RATER)  # type: ignore[arg-type]


def test_who_is_still_writing_when_the_next_one_starts_rates_the_own_leg() -> None:
    """The screen has gone blank for the next; ticket and leg say whose rating it is."""
    play = Play().open()
    first, second = play.take(), play.take()
    play.serve()
    play.call()
    play.ask(c.Start(), LI)

    event = rated(play, c.Rate(stars=1, ticket=first.id, leg=1), RATER)
    assert (event.ticket, second.leg.ratings) == (first.id, 0)


def test_a_ticket_of_another_day_is_not_rated() -> None:
    """Its page says that the day is over."""
    with pytest.raises(NotFound, match="ticket-unknown"):
        Play().ask(c.Rate(stars=5), visitor("1.1"))


def test_dimensions_and_tags_are_those_of_the_standards_form() -> None:
    """Each dimension with stars of its own; which form was asked stands beside."""
    play = Play().open()
    play.take()
    play.serve()
    event = rated(play, c.Rate(stars=4, dimensions={"attitude": 5, "efficiency": 2}, tags=("unclear", "competence")), RATER)

    assert (event.dimensions, event.tags) == ({"attitude": 5, "efficiency": 2}, ("unclear", "competence"))
    assert event.content == play.hall.rules.word("eval.content_version")


@pytest.mark.parametrize("asked", [{"dimensions": {"charm": 5}}, {"tags": ("slow",)}])
def test_what_is_not_asked_here_is_refused_by_name(asked: dict[str, Any]) -> None:
    """A figure under a name that nobody knows would be in no report."""
    play = Play().open()
    play.take()
    play.serve()
    with pytest.raises(AgainstStandard, match="rating-unknown") as refusal:
        play.ask(c.Rate(stars=4, **asked), RATER)

    assert refusal.value.args_by_name["unknown"] == [*asked.get("dimensions", ()), *asked.get("tags", ())]
