# SPDX-License-Identifier: Apache-2.0
"""From the hall to what hangs on a cable and shows something: LED boards, keypads, cabled raters. Pure; always the whole state.

What shows figures only gets ``figures``, the last ``digits`` figures of the number alone: A012 and B012 look the same
there. A counter that calls two letters should have a board with letters, or its visitors go by voice and hall display.
"""

from displays.parts import counters_in
from hallserver.core.catalog import CounterRow, DeviceRow
from hallserver.core.hall import CounterState, Hall, Ticket
from hallserver.core.jobs import Shown, ShownState
from hallserver.core.rateable import asked_at
from hallserver.core.waiting import counts
from hallserver.words import known, say

DIGITS = 3
"""Figures where nothing else is set up."""
MOST_CALLS = 8
"""Calls that a board of a whole zone gets; it shows as many as it has rows."""


def shown(hall: Hall, row: DeviceRow, now_us: int | None = None) -> Shown:
    """Return all that a board, keypad or cabled rater has to show now, or at the last event; without its counter nothing."""
    if row.counter:
        counter, at_us = hall.catalog.counters.get(row.counter), now_us if now_us is not None else hall.at_us
        return _of_counter(hall, row, counter, at_us) if counter is not None and not counter.retired else Shown()
    return _of_zone(hall, row) if row.kind == "board" else Shown()


def _of_counter(hall: Hall, row: DeviceRow, counter: CounterRow, now_us: int) -> Shown:
    state = hall.counter(counter.slug)
    ticket = _in_hand(hall, state)
    now = _now(state, ticket)
    figures = _figures(ticket, row.digits or DIGITS)
    label = figures if row.digits else (ticket.label if ticket is not None else "")
    return Shown(
        state=now,
        label=label,
        figures=figures,
        counter=counter.number,
        waiting=sum(counts(hall, queue) for queue in counter.queues),
        text=_lines(now, label, counter.number, state.reason),
        rate=_asks(hall, row, now_us),
    )


def _asks(hall: Hall, row: DeviceRow, now_us: int) -> bool:
    """Tell whether there is a leg to rate here; a rater that was not tried out asks nobody for what it could not take."""
    tried_out = row.kind != "rater" or row.slug in hall.commissioned
    return tried_out and asked_at(hall, row.counter, now_us) is not None


def _in_hand(hall: Hall, state: CounterState) -> Ticket | None:
    """Return the ticket that is called or served here."""
    found = hall.tickets.get(state.ticket)
    return found if found is not None and found.state in {"called", "serving"} else None


def _now(state: CounterState, ticket: Ticket | None) -> ShownState:
    if ticket is None:
        return state.state
    return "called" if ticket.state == "called" else "serving"


def _figures(ticket: Ticket | None, digits: int) -> str:
    return f"{ticket.number:0{digits}}"[-digits:] if ticket is not None else ""


def _lines(now: ShownState, label: str, number: int, reason: str) -> tuple[str, ...]:
    """Return finished lines, the one that matters first: a small board has one."""
    match now:
        case "called":
            return say("board.called", no=label), say("board.to", number=number)
        case "serving":
            return say("board.number", no=label), say("board.serving")
        case "paused":
            why = f"pause.{reason}"
            return say("board.paused"), *((say(why),) if known(why) else ())
        case "open":
            return say("board.welcome"), say("board.counter", number=number)
        case _:
            return (say("board.closed"),)


def _of_zone(hall: Hall, row: DeviceRow) -> Shown:
    """Return the last calls of a zone, each ticket once, with the counter that called it last."""
    here = {counter.slug: counter.number for counter in counters_in(hall, row.zone)}
    calls: dict[str, tuple[str, int]] = {}
    for call in hall.calls if hall.open else ():
        ticket = hall.tickets.get(call.ticket)
        if call.counter in here and ticket is not None and call.ticket not in calls:
            calls[call.ticket] = (_figures(ticket, row.digits) if row.digits else call.label, here[call.counter])
    rows = tuple(calls.values())[:MOST_CALLS]
    return Shown(state="open" if hall.open else "closed", rows=rows, text=_zone_lines(rows, is_open=hall.open))


def _zone_lines(rows: tuple[tuple[str, int], ...], *, is_open: bool) -> tuple[str, ...]:
    if rows:
        return tuple(say("board.call", no=label, number=number) for label, number in rows)
    return (say("board.welcome"), say("board.take-number")) if is_open else (say("board.closed"),)
