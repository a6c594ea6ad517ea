# SPDX-License-Identifier: Apache-2.0
"""Bad ratings and what becomes of them, for the tests of work orders: a hall with one, on any day of the calendar."""

from datetime import datetime
from zoneinfo import ZoneInfo

from hallserver.core import commands as c
from hallserver.core.roles import visitor
from hallserver.core.work_order import WorkOrder
from tests.support import DUTY, STANDARD, Play

HALL = ZoneInfo("Asia/Shanghai")
SAID = c.Personal("", c.Sealed(ref="said", digest="d"))
CONTACT = c.Personal("", c.Sealed(ref="phone", digest="d"))


def at(moment: str) -> int:
    """Return this moment on the hall's wall, ``2026-09-30 16:00``, in UTC µs."""
    return round(datetime.fromisoformat(moment).replace(tzinfo=HALL).timestamp()) * 1_000_000


def said(us: int) -> str:
    """Return what the hall's wall clock says then."""
    return datetime.fromtimestamp(us / 1_000_000, tz=HALL).strftime("%Y-%m-%d %H:%M")


def with_values(**values: int) -> str:
    """Return the standard with other values of ``bad.*`` parameters, in place of the shipped ones."""
    text = STANDARD
    for name, value in values.items():
        head, key, tail = text.partition(f'[parameter."bad.{name}"]\nvalue = ')
        assert key, name
        text = head + key + f"{value}\n" + tail.partition("\n")[2]
    return text


def rated(stars: int = 1, *, moment: str = "", contact: bool = True, standard: str = STANDARD, play: Play | None = None) -> Play:
    """Return a hall in which Li has just served a visitor who rated so, at that moment or at ten."""
    play = play or Play(standard=standard).open()
    ticket = play.take(items=("senior-card",))
    play.serve()
    if moment:
        play.now_us = at(moment)
    play.ask(c.Rate(stars=stars, comment=SAID, contact=CONTACT if contact else None), visitor(ticket.id))
    return play


def with_others(play: Play, visitors: int = 4) -> Play:
    """Have Li serve so many more visitors: among five in all nobody knows who rated."""
    for _ in range(visitors):
        play.take()
        play.serve()
    return play


def the_order(play: Play) -> WorkOrder:
    """Return the only order."""
    [order] = play.hall.orders.values()
    return order


def steps(play: Play, *wanted: str) -> WorkOrder:
    """Have the duty manager do these steps of the only order, as if all went well; return it."""
    no = the_order(play).no
    commands: dict[str, c.Command] = {
        "verify": c.VerifyOrder(order=no, found="justified"),
        "contact": c.ContactVisitor(order=no),
        "rectify": c.RectifyOrder(order=no, measure="corrected", cause="unclear"),
        "explain": c.ExplainOrder(order=no, cause="rule"),
        "reply": c.ReplyOrder(order=no, text=SAID),
        "call-back": c.CallVisitorBack(order=no, content="satisfied"),
        "close": c.CloseOrder(order=no),
    }
    for name in wanted:
        play.later(60).ask(commands[name], DUTY)
    return play.hall.orders[no]
