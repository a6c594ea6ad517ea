# SPDX-License-Identifier: Apache-2.0
"""Rules of rating, where the common ones in test_rules.py end."""

from typing import Any

import msgspec
import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, Conflict, HallError, NotAllowed, NotFound
from hallserver.core.roles import SERVICE_CLOCK, Actor, visitor
from tests.hallserver.core.work import at
from tests.support import DUTY, LI, RATER, SECOND_US, WANG, Play, changed, fold

CONTENT = "2026-1"
"""Version of the shipped standard's rating form."""
LOOSE = Actor(kind="device", name="rater-9", roles=frozenset({"rater"}))
"""A rater that stands at no counter of its own."""


def rated(play: Play, command: c.Rate, by: Actor) -> e.RatingGiven:
    """Rate; return the event, beside which others may be decided: a work order, a doubt."""
    event, *_ = play.ask(command, by)
    assert isinstance(event, e.RatingGiven)
    return event


def test_a_rater_rates_what_was_just_finished_at_its_counter() -> None:
    """Counter, clerk and device come from the hall, never from the one who rates."""
    play = Play().open()
    ticket = play.take()
    play.serve()
    event = rated(play, c.Rate(stars=2, tags=("long-wait",)), RATER)

    assert event == e.RatingGiven(
        ticket=ticket.id,
        leg=1,
        counter="c1",
        clerk="li",
        stars=2,
        device="rater-1",
        tags=("long-wait",),
        content=CONTENT,
        standard=play.hall.rules.hash[:12],
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
    assert (last.channel, last.device) == ("qr", ""), "the page of a number from a kiosk is opened by its slip's code"


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


def close_and_open(play: Play, days: int = 1) -> None:
    """Let so many days go by, each closed and opened."""
    for _ in range(days):
        play.later(3600).ask(c.CloseDay(rest="left"), DUTY)
        play.later(23 * 3600).ask(c.OpenDay(), DUTY)


def refused(play: Play, command: c.Rate, by: Actor) -> str:
    """Return the key of the refusal."""
    with pytest.raises(HallError) as refusal:
        play.ask(command, by)
    return refusal.value.key


def with_value(key: str, value: str) -> Play:
    """Return a hall whose standard has another value of a parameter, with a counter open."""
    return Play(standard=changed(key, value)).open()


def test_a_rater_takes_ratings_for_its_window_and_what_is_being_written() -> None:
    """``eval.window_device``: a key pressed later is somebody else's; a screen that names the leg lets the visitor finish."""
    play = Play().open()
    first = play.take()
    play.serve()
    play.later(31)
    assert refused(play, c.Rate(stars=5), RATER) == "nothing-to-rate"
    assert rated(play.later(60), c.Rate(stars=2, ticket=first.id, leg=1), RATER).leg == 1
    second = play.take()
    play.serve()
    assert refused(play.later(400), c.Rate(stars=5, ticket=second.id, leg=1), RATER) == "nothing-to-rate"
    patient = with_value("eval.window_device", "60")
    patient.take()
    patient.serve()
    assert rated(patient.later(59), c.Rate(stars=5), RATER).stars == 5
    assert rated(play, c.Rate(stars=5), visitor(second.id)).stars == 5, "the own phone has days"


@pytest.mark.parametrize(("written", "limit_s"), [(False, 30), (True, 330)])
@pytest.mark.parametrize("finished", ["2026-11-23 10:00", "2026-11-23 23:59:50"])
def test_the_rater_stops_one_microsecond_after_its_window(finished: str, written: bool, limit_s: int) -> None:  # noqa: FBT001 -- a table
    """``eval.window_device``, and what is being written: in time at the very end, by day and over midnight, and after a restore."""
    for restored in (False, True):
        for late_us in (0, 1):
            play, ticket = finished_at(at(finished))
            play.now_us += limit_s * SECOND_US
            if restored:
                restore(play)
            play.now_us += late_us
            fields = {"ticket": ticket, "leg": 1} if written else {}
            if late_us:
                assert refused(play, c.Rate(stars=5, **fields), RATER) == "nothing-to-rate"  # type: ignore[arg-type]
            else:
                assert rated(play, c.Rate(stars=5, **fields), RATER).ticket == ticket  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("finished_us", "last"),
    [
        (at("2026-11-23 10:00"), "2026-12-01 00:00"),
        (at("2026-11-24 00:00") - 1, "2026-12-01 00:00"),
        (at("2026-11-24 00:00"), "2026-12-02 00:00"),
    ],
    ids=["by-day", "before-midnight", "at-midnight"],
)
def test_a_phone_rates_until_the_last_microsecond_of_the_last_day(finished_us: int, last: str) -> None:
    """``eval.window_online`` natural days of the hall's own calendar; the day on which the leg ended is not among them."""
    for closes in (False, True):
        for restored in (False, True):
            play, ticket = finished_at(finished_us)
            if closes:
                play.later(1).ask(c.CloseDay(rest="left"), DUTY)
                play.later(24 * 3600).ask(c.OpenDay(), DUTY)
            if restored:
                restore(play)
            play.now_us = at(last)
            assert refused(play, c.Rate(stars=5), visitor(ticket)) == ("rating-over" if closes else "nothing-to-rate")
            play.now_us -= 1
            assert rated(play, c.Rate(stars=5), visitor(ticket)).ticket == ticket


def finished_at(now_us: int) -> tuple[Play, str]:
    """Return a hall in which a visitor's leg was finished at this moment, and the ticket."""
    play = Play().open()
    ticket = play.take()
    play.call()
    play.later(5).ask(c.Start(), LI)
    play.now_us = now_us
    play.ask(c.Finish(), LI)
    return play, ticket.id


def restore(play: Play) -> None:
    """Go on from a backup of this very moment."""
    play.hall.epoch += 1
    play.fold(e.Restored(kept="1.9", taken_us=play.now_us, mark="0f"), SERVICE_CLOCK)


def test_the_holder_may_add_one_rating_and_nobody_else() -> None:
    """追评: once, after the first, in the same stage; the rater at the counter takes none."""
    play = Play().open()
    ticket = play.take()
    play.serve()
    holder = visitor(ticket.id)
    assert refused(play, c.Rate(stars=1, follow_up=True), holder) == "not-rated-yet"
    assert rated(play, c.Rate(stars=5), RATER).kind == "given"
    assert refused(play, c.Rate(stars=5), holder) == "already-rated"
    assert refused(play, c.Rate(stars=5, ticket=ticket.id, leg=1, follow_up=True), RATER) == "already-rated"
    added = rated(play, c.Rate(stars=1, follow_up=True), holder)

    assert (added.kind, added.nth, added.stage) == ("follow-up", 2, "accepted")
    assert refused(play, c.Rate(stars=1, follow_up=True), holder) == "already-rated"


def test_a_place_may_do_without_follow_ups() -> None:
    """``eval.followup_max`` 0."""
    play = with_value("eval.followup_max", "0")
    ticket = play.take()
    play.serve()
    rated(play, c.Rate(stars=5), visitor(ticket.id))

    assert refused(play, c.Rate(stars=1, follow_up=True), visitor(ticket.id)) == "already-rated"


@pytest.mark.parametrize(("days", "until"), [(1, "2026-11-24"), (7, "2026-11-30")])
def test_a_visit_is_rated_online_for_so_many_days_and_no_more(days: int, until: str) -> None:
    """``eval.window_online``: the last day counts whole, however often the hall closed in between, and after a restart."""
    play = with_value("eval.window_online", str(days))
    ticket = play.take()
    play.serve()
    close_and_open(play, days)
    given = rated(play, c.Rate(stars=4), visitor(ticket.id))
    assert (given.ticket, given.counter, given.clerk, given.channel) == (ticket.id, "c1", "li", "qr")
    assert fold(play.entries) == play.hall

    late = with_value("eval.window_online", str(days))
    ticket = late.take()
    late.serve()
    close_and_open(late, days)
    late.later(24 * 3600)  # nobody has closed the hall since
    assert refused(late, c.Rate(stars=4), visitor(ticket.id)) == "rating-over"
    assert late.hall.rated.kept[ticket.id][0].until == until
    close_and_open(late, 2)
    assert refused(late, c.Rate(stars=4), visitor(ticket.id)) == "ticket-unknown"


def test_an_earlier_visit_is_rated_once_too() -> None:
    """The count is kept with it, and across a restart."""
    play = Play().open()
    ticket = play.take()
    play.serve()
    rated(play, c.Rate(stars=4), RATER)
    close_and_open(play, 2)

    assert refused(play, c.Rate(stars=4), visitor(ticket.id)) == "already-rated"
    assert rated(play, c.Rate(stars=2, follow_up=True), visitor(ticket.id)).nth == 2
    close_and_open(play)
    assert refused(play, c.Rate(stars=2, follow_up=True), visitor(ticket.id)) == "already-rated"


def test_a_rating_is_named_by_an_id_number_or_by_what_the_visitor_leaves() -> None:
    """实名: of the contact the event has its reference alone."""
    play = Play().open()
    number = c.IdNumber("", "kept")
    number.sealed = c.Sealed(ref="i1", digest="d1")
    nobody, known = play.take(), play.take(id_number=number)
    play.serve()
    play.serve()
    sealed = c.Sealed(ref="r9", digest="d9")
    left = rated(play, c.Rate(stars=1, contact=c.Personal("", sealed)), visitor(nobody.id))

    assert (left.named, left.contact) == (True, sealed)
    assert rated(play, c.Rate(stars=1), visitor(known.id)).named


def test_what_nobody_rated_in_time_is_noted_where_a_place_says_so() -> None:
    """``eval.default_policy``: off by default. No sum of given ratings has it, and what was rated has none."""
    for policy, noted in (("none", []), ("satisfied-flagged", [("A001", 3)])):
        play = with_value("eval.default_policy", f'"{policy}"')
        silent, said = play.take(), play.take()
        play.serve()
        play.serve()
        rated(play, c.Rate(stars=5), visitor(said.id))
        close_and_open(play, 8)
        labels = {it.ticket: it.label for legs in play.hall.rated.kept.values() for it in legs}
        found = play.ask(c.DefaultRatings(), SERVICE_CLOCK) if noted else []
        assert [(labels[it.ticket], it.stars) for it in found if isinstance(it, e.RatingDefaulted)] == noted
        assert not noted or silent.id not in play.hall.rated.kept
        assert play.hall.tally.stars == {}
        with pytest.raises(Conflict, match="nothing-to-default"):
            play.ask(c.DefaultRatings(), SERVICE_CLOCK)


def test_a_form_that_changes_has_a_version_of_its_own() -> None:
    """``eval.content_version``: which questions a rating answered."""
    play = with_value("eval.content_version", '"2027-A"')
    play.take()
    play.serve()

    assert rated(play, c.Rate(stars=4), RATER).content == "2027-A"


def test_how_often_a_stage_is_rated_is_the_standards() -> None:
    """``eval.max_per_stage`` is 1 everywhere; the code counts all the same."""
    play = Play().open()
    key = "eval.max_per_stage"
    rules = play.hall.rules
    twice = msgspec.structs.replace(rules.parameters[key], value=2)
    play.hall.standard = msgspec.structs.replace(rules, parameters={**rules.parameters, key: twice})
    ticket = play.take()
    play.serve()

    assert [rated(play, c.Rate(stars=4), visitor(ticket.id)).kind for _ in range(2)] == ["given", "given"]
    assert refused(play, c.Rate(stars=4), visitor(ticket.id)) == "already-rated"
