# SPDX-License-Identifier: Apache-2.0
"""The buttons of a work order are what the rules would take, of each person, at every step."""

from collections.abc import Callable, Iterator

import pytest

from counters.orders.offered import Asker, for_another, leading, offered, on_spot
from hallserver.core import commands as c
from hallserver.core.errors import HallError
from hallserver.core.roles import Actor
from hallserver.core.rules import decide
from hallserver.core.work_order import WorkOrder
from tests.hallserver.core.work import SAID, rated, steps, the_order, with_others
from tests.support import BOSS, DUTY, LI, Play, next_day, register

ASKED: dict[str, Callable[[str], c.Command]] = {
    "settle-on-spot": lambda no: c.SettleOnSpot(order=no),
    "verify-order": lambda no: c.VerifyOrder(order=no, found="justified"),
    "contact-visitor": lambda no: c.ContactVisitor(order=no),
    "rectify-order": lambda no: c.RectifyOrder(order=no, measure="corrected", cause="unclear"),
    "explain-order": lambda no: c.ExplainOrder(order=no),
    "reply-order": lambda no: c.ReplyOrder(order=no, text=SAID),
    "call-visitor-back": lambda no: c.CallVisitorBack(order=no, content="satisfied"),
    "close-order": lambda no: c.CloseOrder(order=no),
    "review-appeal": lambda no: c.ReviewAppeal(order=no, upheld=True, reason="属实"),
    "propose-exclusion": lambda no: c.ProposeExclusion(order=no, why="mistaken", reason="按错"),
    "decide-exclusion": lambda no: c.DecideExclusion(order=no, agree=True, reason="属实"),
}
"""Each command of an order as somebody may ask it."""
NEEDLESS = {"contact-visitor", "call-visitor-back"}
"""What the rules take of an order whose visitor cannot be reached, and nobody is asked to do."""


def asker(by: Actor) -> Asker:
    """Return the person as a screen knows it."""
    return Asker(person=by.name, roles=by.roles)


def taken(play: Play, no: str, by: Actor) -> set[str]:
    """Return what the rules would take of this person now."""
    found = set()
    for name, command in ASKED.items():
        try:
            decide(play.hall, command(no), by, play.now_us)
        except HallError:
            continue
        found.add(name)
    return found


def states() -> Iterator[tuple[str, Play]]:
    """Give orders in every state that matters."""
    way = ("verify", "contact", "rectify", "reply", "call-back", "close")
    for nth in range(len(way) + 1):
        play = rated()
        steps(play, *way[:nth])
        yield f"named, {nth} steps", play
    nameless = rated(contact=False)
    steps(nameless, "verify", "rectify", "reply")
    yield "nameless", nameless
    unjustified = rated()
    no = the_order(unjustified).no
    unjustified.ask(c.VerifyOrder(order=no, found="unjustified"), DUTY)
    unjustified.ask(c.ContactVisitor(order=no), DUTY)
    yield "unjustified", unjustified
    proposed = rated()
    steps(proposed, "verify")
    proposed.ask(c.ProposeExclusion(order=no, why="mistaken", reason="按错"), DUTY)
    yield "proposed", proposed
    excluded = rated()
    steps(excluded, "verify")
    excluded.ask(c.ProposeExclusion(order=no, why="mistaken", reason="按错"), DUTY)
    excluded.ask(c.DecideExclusion(order=no, agree=True, reason="属实"), BOSS)
    yield "excluded", excluded
    dissatisfied = rated()
    steps(dissatisfied, "verify", "contact", "rectify", "reply")
    dissatisfied.ask(c.CallVisitorBack(order=no, content="dissatisfied"), DUTY)
    yield "dissatisfied", dissatisfied
    appealed = rated()
    steps(appealed, "verify", "contact")
    next_day(with_others(appealed))
    appealed.ask(c.AppealOrder(order=no, reason="系统故障"), LI)
    yield "appealed, the day after", appealed
    praise = Play()
    register(praise, "praise")
    yield "praise", praise


@pytest.mark.parametrize(("state", "play"), list(states()), ids=lambda it: it if isinstance(it, str) else "")
def test_each_button_is_one_that_the_rules_take_and_none_is_missing(state: str, play: Play) -> None:
    """For the duty manager who has handled it, and for the hall manager who has not."""
    assert state
    order = the_order(play)
    for by in (DUTY, BOSS):
        shown, may = set(offered(order, asker(by), play.now_us)), taken(play, order.no, by)
        assert shown <= may
        assert may - shown <= (set() if order.named else NEEDLESS)


def lead(order: WorkOrder, by: Actor, now_us: int) -> list[str]:
    """Return the buttons that bring an order on."""
    return leading(order, offered(order, asker(by), now_us))


def test_the_next_step_leads_and_first_what_can_be_done_on_the_spot() -> None:
    """Half an hour later the visitor has gone."""
    play = rated()
    order = the_order(play)
    assert lead(order, DUTY, play.now_us) == ["settle-on-spot", "verify-order"]
    assert on_spot(order, play.now_us)
    play.later(31 * 60)
    assert lead(order, DUTY, play.now_us) == ["verify-order"]
    assert not on_spot(order, play.now_us)


def test_who_has_had_a_word_is_told_that_another_decides() -> None:
    """Two persons, always."""
    play = rated()
    order = steps(play, "verify")
    play.ask(c.ProposeExclusion(order=order.no, why="mistaken", reason="按错"), DUTY)
    assert for_another(order, asker(DUTY)) == ["decide-exclusion"]
    assert for_another(order, asker(BOSS)) == []
    assert lead(order, BOSS, play.now_us + 3_600_000_000)[0] == "decide-exclusion"
