# SPDX-License-Identifier: Apache-2.0
"""Which messages concern whom."""

import pytest

from hallserver.core import commands as c
from hallserver.core.messages import Reader, messages_for, sent_by, unread
from tests.support import GUIDE, LI, Play

CLERK = Reader(id="person:li", roles=frozenset({"clerk"}), counter="c1")
GUIDES = Reader(id="person:guo", roles=frozenset({"guide"}))
DUTIES = Reader(id="person:dan", roles=frozenset({"duty-manager", "clerk"}))


@pytest.mark.parametrize(
    ("to", "readers"),
    [
        ("all", [CLERK, GUIDES, DUTIES]),
        ("guides", [GUIDES]),
        ("duty", [DUTIES]),
        ("person:li", [CLERK]),
        ("counter:c1", [CLERK]),
        ("counter:c2", []),
    ],
)
def test_a_message_reaches_whom_it_names_and_nobody_else(to: str, readers: list[Reader]) -> None:
    """A counter's reaches whoever sits there."""
    play = Play()
    play.ask(c.SendMessage(to=to, text="x"), LI)

    assert [it for it in (CLERK, GUIDES, DUTIES) if messages_for(play.hall, it)] == readers


def test_new_is_what_a_reader_neither_marked_nor_sent() -> None:
    """The newest stands first."""
    play = Play().open()
    for text, by in (("one", GUIDE), ("two", GUIDE), ("mine", LI)):
        play.ask(c.SendMessage(to="all", text=text), by)
    play.ask(c.SeeMessage(message=play.hall.messages[2].id), LI)
    found = messages_for(play.hall, CLERK)

    assert [(it.message.text, it.seen) for it in found] == [("mine", True), ("two", False), ("one", True)]
    assert unread(found) == 1
    assert [(it.text, it.seen) for it in sent_by(play.hall, "person:guo")] == [("two", ()), ("one", ("person:li",))]
