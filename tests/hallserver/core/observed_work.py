# SPDX-License-Identifier: Apache-2.0
"""What becomes of bad ratings under a standard: each function plays a little and returns what people would notice."""

from hallserver.core import commands as c
from hallserver.core.due import CLOSE, CONTACT, FIX, due_after
from hallserver.core.work_lists import repeated
from tests.hallserver.core.work import rated, steps, the_order
from tests.support import BOSS, DUTY, NINE_US, Play, register


def dues(text: str) -> object:
    """Return when everything about a rating of now is due and reminded of."""
    hall = Play(standard=text).hall
    return [due_after(hall, NINE_US, limit) for limit in (CONTACT, FIX["simple"], FIX["complex"], CLOSE)]


def orders_of_two_stars(text: str) -> object:
    """Return how many orders a rating of two stars opens."""
    return len(rated(2, play=Play(standard=text).open()).hall.orders)


def after_one_try(text: str) -> object:
    """Return what is to be done after one try in vain to reach the visitor."""
    play = rated(standard=text)
    order = steps(play, "verify")
    play.ask(c.ContactVisitor(order=order.no, reached=False), DUTY)
    return order.next_step


def on_the_spot(text: str) -> object:
    """Return how long it can be put right on the spot."""
    order = the_order(rated(standard=text))
    return order.on_spot_us - order.opened_us


def repeats_of_two(text: str) -> object:
    """Return what is told of two complaints about one counter."""
    play = Play(standard=text)
    for _ in range(2):
        register(play, counter="c2")
    return repeated(play.hall, "")


def excluded_by_two(text: str) -> object:
    """Return whether a rating is left out that two persons want left out."""
    play = rated(standard=text)
    order = steps(play, "verify")
    play.ask(c.ProposeExclusion(order=order.no, why="mistaken", reason="按错键"), DUTY)
    play.ask(c.DecideExclusion(order=order.no, agree=True, reason="录像核实"), BOSS)
    return order.excluded
