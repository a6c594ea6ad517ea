# SPDX-License-Identifier: Apache-2.0
"""Rules of what staff tell each other: messages, silent calls for help, and the tally of enquiries."""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.codes import must_be_known
from hallserver.core.errors import AgainstStandard, Conflict, NotAllowed, NotFound
from hallserver.core.hall import Hall
from hallserver.core.messages import Reader, concerns
from hallserver.core.roles import Actor
from hallserver.core.states import counter_of, counter_row, ticket_named


def send_message(hall: Hall, command: c.SendMessage, by: Actor, _: int) -> list[e.Event]:
    """Tell colleagues a set phrase or a few words, perhaps about a number of today."""
    text = command.text.strip()
    if command.code is None and not text:
        raise AgainstStandard("message-empty")
    if command.code is not None:
        must_be_known("message", command.code)
    _must_be_there(hall, command.to)
    ticket = ticket_named(hall, command.ticket) if command.ticket is not None else None
    return [
        e.MessageSent(
            to=command.to,
            by=by.id,
            code=command.code or "",
            text=text,
            ticket=ticket.id if ticket is not None else "",
            label=ticket.label if ticket is not None else "",
        )
    ]


def _must_be_there(hall: Hall, to: str) -> None:
    """Raise NotFound for a person or a counter that nobody could find."""
    kind, _, name = to.partition(":")
    if kind == "counter":
        counter_row(hall, name)
    elif kind == "person":
        row = hall.catalog.people.get(name)
        if row is None or row.retired:
            raise NotFound("person-unknown", person=name)


def see_message(hall: Hall, command: c.SeeMessage, by: Actor, _: int) -> list[e.Event]:
    """Note that its reader has read it; once is enough."""
    message = next((it for it in hall.messages if it.id == command.message), None)
    if message is None:
        raise NotFound("message-unknown")
    counter = next((slug for slug, state in hall.counters.items() if state.clerk == by.name), "")
    if not concerns(message, Reader(id=by.id, roles=by.roles, counter=counter)):
        raise NotAllowed("message-not-yours")
    if by.id in message.seen:
        raise Conflict("message-seen")
    return [e.MessageSeen(message=message.id, by=by.id)]


def ask_help(hall: Hall, command: c.AskHelp, by: Actor, _: int) -> list[e.Event]:
    """Ask for help at one's own counter; asking again only says better what for."""
    must_be_known("help", command.kind)
    slug = counter_of(hall, command.counter, by)
    return [e.HelpAsked(counter=slug, clerk=hall.counter(slug).clerk, kind=command.kind)]


def answer_help(hall: Hall, command: c.AnswerHelp, by: Actor, _: int) -> list[e.Event]:
    """Say that somebody goes to the counter that asked."""
    counter_row(hall, command.counter)
    if command.counter not in hall.help:
        raise Conflict("help-not-asked", counter=command.counter)
    return [e.HelpAnswered(counter=command.counter, by=by.id)]


def count_enquiry(hall: Hall, command: c.CountEnquiry, _: Actor, __: int) -> list[e.Event]:
    """Count an enquiry of the day."""
    if not hall.open:
        raise Conflict("hall-closed")
    must_be_known("enquiry", command.topic)
    return [e.EnquiryCounted(topic=command.topic)]
