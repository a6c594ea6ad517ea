# SPDX-License-Identifier: Apache-2.0
"""Rules of what staff tell each other."""

import pytest

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, Conflict, NotAllowed, NotFound
from hallserver.core.messages import Reader, messages_for
from hallserver.core.roles import Actor
from tests.support import DUTY, GUIDE, KIOSK, LI, WANG, Play

KEYPAD = Actor(kind="device", name="keypad-1", roles=frozenset({"keypad"}), counter="c1")


def test_a_message_says_something_about_a_number_of_today() -> None:
    """A phrase, some words, or both; the number as people read it goes with it."""
    play = Play().open()
    ticket = play.take()

    [sent] = play.ask(c.SendMessage(to="counter:c1", code="visitor-here", text=" 在二楼 ", ticket="a1"), GUIDE)

    assert sent == e.MessageSent(to="counter:c1", by="person:guo", code="visitor-here", text="在二楼", ticket=ticket.id, label=ticket.label)


@pytest.mark.parametrize("command", [c.SendMessage(to="all"), c.SendMessage(to="all", text="  ")])
def test_an_empty_message_is_refused(command: c.SendMessage) -> None:
    """It would only be noise."""
    with pytest.raises(AgainstStandard, match="message-empty"):
        Play().ask(command, LI)


@pytest.mark.parametrize(
    ("command", "key"),
    [
        (c.SendMessage(to="person:nobody", text="x"), "person-unknown"),
        (c.SendMessage(to="counter:c9", text="x"), "counter-unknown"),
        (c.SendMessage(to="all", text="x", ticket="A99"), "ticket-unknown"),
        (c.SeeMessage(message="1.999"), "message-unknown"),
        (c.AnswerHelp(counter="c9"), "counter-unknown"),
    ],
)
def test_nothing_goes_where_nobody_is(command: c.Command, key: str) -> None:
    """Whoever sends it must not think that it was read."""
    with pytest.raises(NotFound, match=key):
        Play().ask(command, DUTY)


def test_codes_that_nobody_could_read_are_refused() -> None:
    """Of messages, help and enquiries; that help comes is told by answering, not by a message that says so."""
    play = Play().open()
    for command in (c.SendMessage(to="all", code="hello"), c.SendMessage(to="all", code="coming"), c.AskHelp(kind="x")):
        with pytest.raises(AgainstStandard, match="code-unknown"):
            play.ask(command, LI)
    with pytest.raises(AgainstStandard, match="code-unknown"):
        play.ask(c.CountEnquiry(topic="weather"), GUIDE)


def test_a_message_is_marked_once_and_by_its_reader_alone() -> None:
    """Else nobody could rely on the mark."""
    play = Play().open()
    play.ask(c.SendMessage(to="counter:c1", text="x"), GUIDE)
    message = play.hall.messages[0].id
    with pytest.raises(NotAllowed, match="message-not-yours"):
        play.ask(c.SeeMessage(message=message), WANG)

    assert play.ask(c.SeeMessage(message=message), LI) == [e.MessageSeen(message=message, by="person:li")]
    with pytest.raises(Conflict, match="message-seen"):
        play.ask(c.SeeMessage(message=message), LI)


def test_a_counter_asks_for_help_at_itself() -> None:
    """From its screen or its keypad; a duty manager asks for any."""
    play = Play().open()

    assert play.ask(c.AskHelp(kind="quarrel"), LI) == [e.HelpAsked(counter="c1", clerk="li", kind="quarrel")]
    assert play.ask(c.AskHelp(), KEYPAD) == [e.HelpAsked(counter="c1", clerk="li", kind="come")]
    assert play.ask(c.AskHelp(counter="c1"), DUTY) == [e.HelpAsked(counter="c1", clerk="li", kind="come")]
    with pytest.raises(NotAllowed, match="not-your-counter"):
        play.ask(c.AskHelp(counter="c1"), WANG)


def test_help_is_answered_once_and_the_counter_reads_by_whom() -> None:
    """Two colleagues at one counter are missing at another."""
    play = Play().open()
    play.ask(c.AskHelp(), LI)

    assert play.ask(c.AnswerHelp(counter="c1"), GUIDE) == [e.HelpAnswered(counter="c1", by="person:guo")]
    assert play.hall.help == {}
    [read] = messages_for(play.hall, Reader(id="person:li", counter="c1"))
    assert (read.message.code, read.message.by, read.seen) == ("coming", "person:guo", False)
    with pytest.raises(Conflict, match="help-not-asked"):
        play.ask(c.AnswerHelp(counter="c1"), DUTY)


def test_a_clerk_cannot_answer_and_a_kiosk_cannot_write() -> None:
    """Who sits at a counter cannot go to another."""
    play = Play().open()
    for command, by in ((c.AnswerHelp(counter="c1"), LI), (c.SendMessage(to="all", text="x"), KIOSK)):
        with pytest.raises(NotAllowed, match="not-allowed"):
            play.ask(command, by)


def test_enquiries_are_counted_while_the_hall_is_open() -> None:
    """One tap each."""
    play = Play()

    assert play.ask(c.CountEnquiry(topic="papers"), GUIDE) == [e.EnquiryCounted(topic="papers")]
    play.ask(c.CloseDay(), DUTY)
    with pytest.raises(Conflict, match="hall-closed"):
        play.ask(c.CountEnquiry(), GUIDE)
