# SPDX-License-Identifier: Apache-2.0
"""One work order as its screens show it."""

import json
from typing import Any

import pytest

from counters.orders.offered import Asker
from counters.orders.rows import brief, whole
from hallserver.core import commands as c
from hallserver.core.roles import visitor
from hallserver.core.rules_review import chases
from hallserver.core.work_order import WorkOrder
from tests.hallserver.core.work import at, rated, steps, the_order
from tests.support import DUTY, Play, register

BY = Asker(person="dan", roles=frozenset({"duty-manager"}))


def shown(play: Play, order: WorkOrder) -> Any:  # noqa: ANN401 - JSON
    """Return an order as the duty manager sees it."""
    return whole(play.hall, order, BY, play.now_us)


def test_an_order_says_where_what_which_number_and_until_when() -> None:
    """As a list and the duty manager's phone show it."""
    play = rated()
    row = brief(play.hall, the_order(play), play.now_us)
    assert (row["no"], row["label"], row["counter"], row["stars"], row["next"]) == ("G20261123-001", "A001", 1, 1, "verify")
    assert (row["matter"]["zh-Hans"], row["clerk"]["zh-Hans"]) == ("敬老优待证", "李敏")
    assert row["due_us"] == at("2026-11-27 00:00")
    assert row["on_spot_us"] > play.now_us
    assert not row["late"]


def test_personal_texts_are_never_pushed() -> None:
    """Only that there are some; they are fetched by whoever opens the order."""
    play = rated()
    order = steps(play, "verify", "contact", "rectify", "reply")
    row = shown(play, order)
    assert (row["said"], row["contact"]) == (True, True)
    assert not [it for it in ('"ref"', '"digest"') if it in json.dumps(row)]
    assert [it["note"] for it in row["steps"] if it["kind"] == "replied"] == [True]


@pytest.mark.parametrize(
    ("done", "way"),
    [
        ((), "now later later later later later"),
        (("contact",), "now done later later later later"),
        (("verify", "contact", "rectify"), "done done done now later later"),
        (("verify", "contact", "rectify", "reply", "call-back", "close"), "done done done done done done"),
    ],
)
def test_the_way_shows_what_is_done_what_is_next_and_what_is_to_come(done: tuple[str, ...], way: str) -> None:
    """A visitor may be spoken to before anything is found out."""
    play = rated()
    order = steps(play, *done)
    assert [it["is"] for it in shown(play, order)["way"]] == way.split()


def test_whom_nobody_can_reach_is_neither_contacted_nor_called_back_and_praise_is_closed_at_once() -> None:
    """Steps that there are not are not shown."""
    nameless = rated(contact=False)
    assert [it["step"] for it in shown(nameless, the_order(nameless))["way"]] == ["verify", "fix", "reply", "close"]
    praised = Play()
    register(praised, "praise")
    assert [it["step"] for it in shown(praised, the_order(praised))["way"]] == ["close"]


def test_each_clock_says_how_it_stands() -> None:
    """Running, then late; done too late it stays so."""
    play = rated()
    order = the_order(play)
    assert shown(play, order)["dues"] == [{"clock": "contact", "due_us": at("2026-11-27 00:00"), "is": "running"}]
    play.now_us = at("2026-11-27 09:00")
    for event in chases(order, play.now_us):
        play.fold(event, DUTY)
    assert [it["is"] for it in shown(play, order)["dues"]] == ["late"]
    assert brief(play.hall, order, play.now_us)["higher"] == "hall-manager"
    play.ask(c.VerifyOrder(order=order.no, found="justified"), DUTY)
    play.ask(c.ContactVisitor(order=order.no), DUTY)
    assert [it["is"] for it in shown(play, order)["dues"]] == ["missed", "running"]


def test_staff_have_names_in_the_history_and_the_visitor_has_none() -> None:
    """Who rated stands nowhere."""
    play = rated()
    order = steps(play, "verify")
    opened, verified = shown(play, order)["steps"]
    assert (opened["kind"], opened["by"]) == ("opened", {})
    assert (verified["by"]["zh-Hans"], verified["says"]["found"]) == ("单明", "justified")


def test_tags_and_parts_of_the_rating_are_named() -> None:
    """As the standard in force calls them; what it has no more by its word, and without one by its slug."""
    play = Play().open()
    ticket = play.take()
    play.serve()
    play.ask(c.Rate(stars=1, tags=("unclear", "again"), dimensions={"attitude": 2}), visitor(ticket.id))
    order = the_order(play)
    row = shown(play, order)
    assert [it["en"] for it in row["tags"]] == ["Not told everything at once", "Had to come again"]
    assert [(it["names"]["zh-Hans"], it["stars"]) for it in row["dimensions"]] == [("服务态度", 2)]
    order.tags = ("efficiency", "gone")
    assert [it["zh-Hans"] for it in shown(play, order)["tags"]] == ["服务效率", "gone"]
