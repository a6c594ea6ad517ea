# SPDX-License-Identifier: Apache-2.0
"""A trainee serves under a mentor's name, and under nobody's not at all."""

import pytest

from hallserver.core import commands as c
from hallserver.core.errors import AgainstStandard
from hallserver.core.roles import Actor
from hallserver.core.trainees import may_open, mentor_of
from tests.support import DUTY, LI, SMALL_HALL, Play, names

NEW = Actor(kind="person", name="xin", roles=frozenset({"trainee"}))


def with_trainee(mentor: str, **mentor_row: object) -> Play:
    """Return a hall with a trainee whose mentor this is."""
    rows = [row | mentor_row if row["slug"] == mentor else row for row in SMALL_HALL["people"]]
    play = Play(SMALL_HALL | {"people": [*rows, {"slug": "xin", "names": names("辛怡"), "roles": ["trainee"]}]})
    people = play.hall.catalog.people
    people["xin"] = type(people["xin"])(slug="xin", names=names("辛怡"), roles=("trainee",), mentor=mentor)
    return play


def test_the_mentor_stands_beside_the_trainee_until_the_counter_closes() -> None:
    """Every service of that counter can be laid to somebody who answers for it."""
    play = with_trainee("li").open("c2", NEW)
    assert (play.hall.counter("c2").clerk, play.hall.counter("c2").mentor) == ("xin", "li")
    play.ask(c.PauseCounter(reason="training"), NEW)
    assert play.hall.counter("c2").mentor == "li"
    play.ask(c.CloseCounter(), NEW)

    assert play.hall.counter("c2").mentor == ""


@pytest.mark.parametrize(("mentor", "row"), [("", {}), ("nobody", {}), ("guo", {}), ("li", {"retired": True})])
def test_without_a_mentor_who_may_serve_there_is_no_counter(mentor: str, row: dict[str, object]) -> None:
    """None named, one who is not there, a guide, one who has left."""
    play = with_trainee(mentor, **row)

    with pytest.raises(AgainstStandard, match="mentor-needed") as refused:
        play.open("c2", NEW)
    assert refused.value.args_by_name == {"person": "xin"}


def test_who_is_a_clerk_too_answers_alone() -> None:
    """The role goes with the first day on which nobody needs to look over the shoulder."""
    play = with_trainee("li")
    people = play.hall.catalog.people
    people["xin"] = type(people["xin"])(slug="xin", names=names("辛怡"), roles=("trainee", "clerk"))

    assert [mentor_of(play.hall, person) for person in ("xin", "li", "stranger")] == ["", "", ""]


def test_who_may_have_a_counter() -> None:
    """Clerks, trainees, duty managers; no guides, and nobody who has left."""
    people = with_trainee("li", retired=True).hall.catalog.people

    assert {slug: may_open(row) for slug, row in people.items()} == {"li": False, "wang": True, "guo": False, "dan": True, "xin": True}
    assert not may_open(None)


def test_a_trainee_takes_a_counter_over_with_the_mentor() -> None:
    """As at opening it."""
    play = with_trainee("dan").open("c1", LI)
    play.ask(c.HandOver(to="xin", counter="c1", reason="shift"), DUTY)

    assert (play.hall.counter("c1").clerk, play.hall.counter("c1").mentor) == ("xin", "dan")
