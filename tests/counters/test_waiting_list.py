# SPDX-License-Identifier: Apache-2.0
"""The waiting list that staff carry."""

from typing import Any

import msgspec
import pytest

import counters.waiting_list
from counters.waiting_list import waiting_list
from hallserver.core import commands as c
from tests.support import DUTY, LI, WANG, Play, varied_day


def rows(play: Play) -> list[dict[str, Any]]:
    """Return the rows of the list."""
    found: Any = waiting_list(play.hall)["rows"]
    return list(found)


def test_everybody_whose_turn_is_open_is_on_it_in_the_order_of_calls() -> None:
    """Who was called, then who waits as they would be called: a priority stands where its credit puts it, then the absent."""
    play = Play().open()
    first, second, elder, firm = play.take(), play.later(5).take(), play.take(group="elderly", by=DUTY), play.take("founding")
    play.call()
    play.later(200).ask(c.MarkAbsent(), LI)
    called = play.call()

    assert [(row["label"], row["state"]) for row in rows(play)] == [
        (called.label, "called"), (second.label, "waiting"), (firm.label, "waiting"), (elder.label, "absent"),
    ]  # fmt: skip
    assert called is first
    assert rows(play)[0]["counter"] == 1
    assert rows(play)[0]["since_us"] == play.now_us


def test_who_is_meant_for_one_counter_is_on_it_once() -> None:
    """Each number stands there once, whoever may call it."""
    play = Play().open().open("c3", WANG)
    for _ in range(3):
        play.take()
    play.call()
    play.later(9).ask(c.Transfer(to_counter="c3"), LI)

    assert sorted(row["label"] for row in rows(play)) == ["A001", "A002", "A003"]


def test_no_person_is_named_in_it() -> None:
    """It lies on phones: numbers, services and needs, no clerk, no visitor, no token."""
    found = waiting_list(varied_day().hall)
    known = "id label queue state services needs language group declared since_us counter calls escorted on_way ready"

    assert all(set(row) == set(known.split()) for row in rows(varied_day()))
    assert "李敏" not in msgspec.json.encode(found).decode()


def test_a_long_list_is_cut_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line to a phone must not fill up."""
    monkeypatch.setattr(counters.waiting_list, "SHOWN", 3)
    play = Play()
    for _ in range(5):
        play.take()

    assert (len(rows(play)), waiting_list(play.hall)["all"]) == (3, 5)
