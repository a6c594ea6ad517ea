# SPDX-License-Identifier: Apache-2.0
"""Who hears of what happened."""

import logging
from collections.abc import Sequence

import pytest

from hallserver.bus import Bus
from hallserver.core.events import Entry
from tests.support import Play


def test_every_listener_hears_each_group_once_in_order() -> None:
    """Displays, outbox and report are told the same."""
    bus, heard = Bus(), list[tuple[str, Sequence[Entry]]]()
    for name in ("first", "second"):
        bus.listen(lambda entries, name=name: heard.append((name, entries)))  # type: ignore[misc]
    entries = Play().entries
    bus.tell(entries[:2])
    bus.tell(entries[2:])

    assert heard == [("first", entries[:2]), ("second", entries[:2]), ("first", entries[2:]), ("second", entries[2:])]


def test_who_leaves_hears_no_more_and_may_leave_twice() -> None:
    """A connection that closes in two ways at once must not fail."""
    bus, heard = Bus(), list[Sequence[Entry]]()
    leave = bus.listen(heard.append)
    leave()
    leave()
    bus.tell(Play().entries)

    assert heard == []


def test_a_failing_listener_is_logged_and_the_others_hear(caplog: pytest.LogCaptureFixture) -> None:
    """One broken display must not silence the hall."""
    bus, heard = Bus(), list[Sequence[Entry]]()

    def fail(_: Sequence[Entry]) -> None:
        raise ZeroDivisionError

    bus.listen(fail)
    bus.listen(heard.append)
    with caplog.at_level(logging.ERROR):
        bus.tell(Play().entries)

    assert len(heard) == 1
    assert "a listener failed on events 1..9" in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_leaving_while_being_told_skips_nobody() -> None:
    """A listener that ends itself must not cost its neighbour the news."""
    bus, heard = Bus(), list[str]()

    def once(_: Sequence[Entry]) -> None:
        heard.append("once")
        leave()

    leave = bus.listen(once)
    bus.listen(lambda _: heard.append("other"))
    bus.tell(Play().entries)
    bus.tell(Play().entries)

    assert heard == ["once", "other", "other"]
