# SPDX-License-Identifier: Apache-2.0
"""How a new number changes the hall: it waits, is served at once, or was served by hand before it was entered."""

from hallserver.core import events as e
from hallserver.core.folds import counter_state, started
from hallserver.core.hall import Hall, Ticket
from hallserver.core.life import begin, count_given, end, open_leg, stop_waiting, tallies_of


def ticket_issued(hall: Hall, entry: e.Entry, event: e.TicketIssued) -> None:
    """Make the ticket and let its first leg wait."""
    ticket = Ticket(
        id=f"{entry.epoch}.{entry.seq}",
        label=event.label,
        letter=event.letter,
        number=event.number,
        state="waiting",
        issued_us=event.since_us or entry.at_us,
        legs=[],
        plan=list(event.legs[1:]),
        group=event.group,
        declared=event.declared,
        needs=event.needs,
        party=event.party,
        items=event.items,
        language=event.language,
        channel=event.channel,
        actor=entry.actor,
        range_s=event.range_s,
        paperless=event.paperless,
        returns=event.returns,
        person=event.id_number.ref if event.id_number is not None else "",
    )
    hall.returns.pop(event.returns, None)
    if event.paperless:
        hall.slipless[ticket.id] = "agreed"
    begin(hall, ticket, next(iter(event.legs[0].services), ""))
    queue = event.legs[0].queue
    count_given(hall, ticket, queue)
    for tally in tallies_of(hall, queue):
        tally.issued += 1
    open_leg(hall, ticket, event.legs[0], entry, since_us=event.since_us)
    if event.outcome:
        _served_by_hand(hall, ticket, entry, event)
    elif event.counter:
        _served_at_once(hall, ticket, entry.at_us, event)


def _served_by_hand(hall: Hall, ticket: Ticket, entry: e.Entry, event: e.TicketIssued) -> None:
    """End a number that was served before it was entered: nobody can rate it at the counter any more."""
    leg = ticket.leg
    leg.counter, leg.clerk, leg.finished_us, leg.outcome = event.counter, event.clerk, entry.at_us, event.outcome
    leg.implicit = True
    end(hall, ticket, "finished", entry.at_us)
    for tally in tallies_of(hall, leg.queue):
        tally.finished += 1


def _served_at_once(hall: Hall, ticket: Ticket, at_us: int, event: e.TicketIssued) -> None:
    stop_waiting(hall, ticket, at_us)
    ticket.leg.counter, ticket.leg.clerk = event.counter, event.clerk
    counter_state(hall, event.counter).ticket = ticket.id
    started(hall, ticket, at_us)
