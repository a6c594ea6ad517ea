# SPDX-License-Identifier: Apache-2.0
"""The register: every order that others may handle, those due first in front, and what comes again."""

from typing import Any

from counters.orders import PAGE
from counters.orders.view import view
from hallserver.core import commands as c
from hallserver.core.roles import ROLES
from tests.hallserver.core.work import rated, steps, with_values
from tests.support import BOSS, DUTY, SMALL_HALL, Play, names, register


def seen(play: Play, of: str = "dan") -> Any:  # noqa: ANN401 - JSON
    """Return the register as this person sees it."""
    return view(play.hall, of, play.now_us)


def test_open_ones_stand_in_front_by_due_time_then_closed_ones_newest_first() -> None:
    """Praise is due last."""
    play = rated()
    praise, complaint, other = register(play, "praise"), register(play.later(1)), register(play, "praise")
    play.ask(c.CloseOrder(order=other), BOSS)
    assert [it["no"] for it in seen(play)["orders"]] == ["G20261123-001", complaint, praise, other]
    assert [it["open"] for it in seen(play)["orders"]] == [True, True, True, False]


def test_of_what_is_about_this_very_person_there_is_no_trace() -> None:
    """A duty manager who also sits at a counter handles no order of the own, and learns nothing of it here: it is as if there were none."""
    standard = with_values(repeat_min=2)
    play = rated(play=rated(standard=standard))
    assert seen(play, "li") == seen(Play(standard=standard).open(), "li")
    assert (len(seen(play, "wang")["orders"]), len(seen(play, "wang")["repeats"])) == (2, 2)


def test_the_buttons_are_those_of_this_person() -> None:
    """Whoever proposed something does not decide it."""
    boss = {"slug": "gao", "names": names("高山"), "roles": ["hall-manager"]}
    play = rated(play=Play(SMALL_HALL | {"people": [*SMALL_HALL["people"], boss]}).open())
    order = steps(play, "verify")
    play.ask(c.ProposeExclusion(order=order.no, why="mistaken", reason="按错"), DUTY)
    [mine], [others] = seen(play, "dan")["orders"], seen(play, "gao")["orders"]
    assert (mine["another"], "decide-exclusion" in mine["acts"]) == (["decide-exclusion"], False)
    assert (others["another"], others["leading"][1]) == ([], "decide-exclusion")
    assert (seen(play, "dan")["home"], seen(play, "gao")["home"]) == ("duty", "manager")


def test_what_comes_again_is_named_by_counter_matter_and_cause() -> None:
    """As often as the standard says."""
    play = rated(standard=with_values(repeat_min=2))
    assert seen(play)["repeats"] == []
    rated(play=play)
    found = {it["by"]: it for it in seen(play)["repeats"]}
    assert (found["counter"]["number"], found["item"]["names"]["zh-Hans"]) == (1, "敬老优待证")
    assert len(found["counter"]["orders"]) == 2
    for no in list(play.hall.orders):
        play.ask(c.SettleOnSpot(order=no, cause="unclear"), DUTY)
    assert {it["by"]: it["what"] for it in seen(play)["repeats"]}["cause"] == "unclear"


def test_an_empty_hall_has_an_empty_register() -> None:
    """Before a standard is in force."""
    play = Play()
    assert (seen(play)["orders"], seen(play)["repeats"]) == ([], [])
    assert [it["number"] for it in seen(play)["counters"]] == [1, 2, 3]


def test_its_commands_are_those_of_both_roles() -> None:
    """Nothing is offered that would be refused by role."""
    assert {"register-case", "verify-order", "decide-exclusion", "close-order"} <= PAGE.commands
    assert all(PAGE.commands <= ROLES[role] for role in PAGE.roles)
