# SPDX-License-Identifier: Apache-2.0
"""The only transitions there are, and how a command finds its ticket and counter."""

from string import ascii_uppercase
from unicodedata import normalize

from hallserver.core.catalog import CounterRow
from hallserver.core.errors import Conflict, NotAllowed, NotFound
from hallserver.core.hall import CounterState, Hall, Ticket
from hallserver.core.roles import Actor

FROM: dict[str, frozenset[str]] = {
    "call-next": frozenset({"waiting"}),
    "call-ticket": frozenset({"waiting", "absent"}),
    "recall": frozenset({"called"}),
    "start": frozenset({"called"}),
    "finish": frozenset({"called", "serving"}),
    "hold": frozenset({"called", "serving"}),
    "resume": frozenset({"held"}),
    "transfer": frozenset({"called", "serving", "held"}),
    "mark-absent": frozenset({"called"}),
    "bring-back": frozenset({"absent"}),
    "change-service": frozenset({"waiting"}),
    "correct-ticket": frozenset({"waiting", "absent"}),
    "ready": frozenset({"held"}),
    "undo": frozenset({"finished", "waiting", "absent", "forfeited"}),
    "lift": frozenset({"waiting"}),
    "confirm-priority": frozenset({"waiting", "called", "serving", "held", "absent"}),
    "note-needs": frozenset({"waiting", "called", "serving", "held", "absent"}),
    "escort": frozenset({"called"}),
    "on-my-way": frozenset({"called"}),
    "yield-place": frozenset({"waiting"}),
    "note-case": frozenset({"called", "serving", "held", "finished"}),
    "cancel": frozenset({"waiting", "called", "held", "absent"}),
    "void-run": frozenset({"waiting"}),
    "give-return": frozenset({"waiting", "called", "held", "absent"}),
    "close-day": frozenset({"waiting", "called", "serving", "held", "absent"}),
}
"""Command → states of a ticket in which it may be asked (the life of a ticket). Of a swap the number that comes into hand;
undone is what a ticket's counter did last, so its next leg, still waiting, counts too."""

TO: dict[str, frozenset[str]] = {
    "call-next": frozenset({"called"}),
    "call-ticket": frozenset({"called"}),
    "recall": frozenset({"called"}),
    "start": frozenset({"serving"}),
    "finish": frozenset({"finished", "waiting"}),
    "hold": frozenset({"held"}),
    "resume": frozenset({"serving", "waiting"}),
    "transfer": frozenset({"waiting"}),
    "mark-absent": frozenset({"absent", "forfeited"}),
    "bring-back": frozenset({"waiting"}),
    "change-service": frozenset({"waiting"}),
    "correct-ticket": frozenset({"called", "serving"}),
    "ready": frozenset({"waiting"}),
    "undo": frozenset({"called", "serving"}),
    "lift": frozenset({"waiting"}),
    "confirm-priority": frozenset({"waiting", "called", "serving", "held", "absent"}),
    "note-needs": frozenset({"waiting", "called", "serving", "held", "absent"}),
    "escort": frozenset({"called"}),
    "on-my-way": frozenset({"called"}),
    "yield-place": frozenset({"waiting"}),
    "note-case": frozenset({"called", "serving", "held", "finished"}),
    "cancel": frozenset({"cancelled"}),
    "void-run": frozenset({"voided"}),
    "give-return": frozenset({"unserved"}),
    "close-day": frozenset({"unserved"}),
}
"""Command → states in which it leaves a ticket."""


def ticket_known(hall: Hall, ticket: str) -> Ticket:
    """Return today's ticket with this id. Raises NotFound."""
    found = hall.tickets.get(ticket)
    if found is None:
        raise NotFound("ticket-unknown", ticket=ticket)
    return found


def ticket_named(hall: Hall, name: str) -> Ticket:
    """Return today's ticket with this id or number; capitals and leading zeros do not matter. Raises NotFound."""
    letter, number = split_number(name)
    return ticket_known(hall, hall.numbers.get(f"{letter}{number}", name) if letter else name)


def plain_number(name: str) -> str:
    """Return a number as somebody typed or pasted it in plain capitals: ``A012`` of ``ａ012号``."""
    return normalize("NFKC", name).strip().rstrip("号號").rstrip().upper()


def split_number(name: str) -> tuple[str, str]:
    """Return letter and digits of a number as somebody typed it, in capitals, without leading zeros: a day has one such ticket."""
    plain = plain_number(name)
    digits = plain.lstrip(ascii_uppercase)
    return plain.removesuffix(digits), digits.lstrip("0") or "0"


def must_be_in(ticket: Ticket, command: str) -> None:
    """Raise Conflict, naming who has it, unless the command's transition starts at the ticket's state."""
    if ticket.state in FROM[command]:
        return
    leg = ticket.leg
    if not leg.counter:
        raise Conflict("ticket-in-state", ticket=ticket.label, state=ticket.state)
    raise Conflict("ticket-not-in-state", ticket=ticket.label, state=ticket.state, counter=leg.counter, clerk=leg.clerk)


def counter_row(hall: Hall, slug: str) -> CounterRow:
    """Return the row of a counter in use. Raises NotFound."""
    row = hall.catalog.counters.get(slug)
    if row is None or row.retired:
        raise NotFound("counter-unknown", counter=slug)
    return row


def counter_of(hall: Hall, named: str | None, by: Actor) -> str:
    """Return the counter that a command is about: the one named, or the one the asking person has open.

    Raises NotAllowed for somebody else's counter unless a duty or hall manager asks, Conflict when none is open.
    """
    if "keypad" in by.roles:
        return _of_keypad(hall, named, by)
    mine = next((slug for slug, state in hall.counters.items() if by.name and state.clerk == by.name), None)
    if named is not None and named != mine:
        counter_row(hall, named)
        clerk = hall.counter(named).clerk
        if not {"duty-manager", "hall-manager"} & by.roles:
            if not clerk:
                raise Conflict("counter-is-closed", counter=named)
            raise NotAllowed("not-your-counter", counter=named, clerk=clerk)
        mine = named
    if mine is None:
        raise Conflict("no-counter-open")
    return mine


def _of_keypad(hall: Hall, named: str | None, by: Actor) -> str:
    """Return the counter at which a keypad hangs: it acts for the clerk who has it open, and at no other."""
    counter_row(hall, by.counter)
    clerk = hall.counter(by.counter).clerk
    if named not in {None, by.counter}:
        raise NotAllowed("not-your-counter", counter=named or "", clerk=clerk)
    if not clerk:
        raise Conflict("counter-is-closed", counter=by.counter)
    return by.counter


def must_be_open(hall: Hall, slug: str) -> CounterState:
    """Return the state of an open counter. Raises Conflict when it is paused or closed."""
    state = hall.counter(slug)
    if state.state != "open":
        raise Conflict("counter-not-open", counter=slug, state=state.state)
    return state


def in_hand(hall: Hall, slug: str, guard: str | None, command: str) -> Ticket:
    """Return the ticket in hand at the counter, checked against the screen's guard and the transition table.

    Raises Conflict when there is none, when the guard names another, or in the wrong state.
    """
    held = hall.counter(slug).ticket
    if not held:
        if guard is not None:
            must_be_in(ticket_known(hall, guard), command)
        raise Conflict("nothing-in-hand", counter=slug)
    ticket = hall.tickets[held]
    if guard is not None and guard != held:
        raise Conflict("other-in-hand", counter=slug, ticket=ticket.label)
    must_be_in(ticket, command)
    return ticket


def must_have_empty_hand(hall: Hall, slug: str) -> None:
    """Raise Conflict when the counter has a called or served ticket."""
    held = hall.counter(slug).ticket
    if held:
        raise Conflict("finish-first", counter=slug, ticket=hall.tickets[held].label)
