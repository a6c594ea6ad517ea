# SPDX-License-Identifier: Apache-2.0
"""A brute-force twin of the figures: the raw journal, event by event, and plain arithmetic; no table, no SQL, no ``reports``.

It is written from what the definitions say, not from how the product does it, so that both being wrong in the same way is unlikely.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct, field

from hallserver.core import events as e

Key = tuple[str, int]
_CAPITAL = re.compile("[A-Z]")


class TwinLeg(Struct):
    """A leg as the twin saw it."""

    key: Key
    day: str
    queue: str
    service: str
    target_s: int
    opened: int
    how: str
    state: str = "waiting"
    counter: str = ""
    clerk: str = ""
    calls: list[int] = field(default_factory=list)
    moments: list[tuple[int, str]] = field(default_factory=list)
    """When it ended without being finished, and how."""
    started: int | None = None
    held_from: int | None = None
    held: int = 0
    finished: int | None = None
    outcome: str = ""
    unpressed: bool = False
    jumps: set[tuple[str, str]] = field(default_factory=set)
    """Why and on whose word it was put out of order."""
    suspended: int = 0
    doubts: dict[str, str] = field(default_factory=dict)
    places: int = 0


class TwinTicket(Struct):
    """A number as the twin saw it."""

    id: str
    day: str
    issued: int
    channel: str
    party: int
    group: str
    quoted: tuple[int, int] | None
    state: str = "open"
    ended: int | None = None
    misses: int = 0


class Twin:
    """The whole journal, folded by hand."""

    def __init__(self, entries: Iterable[e.Entry]) -> None:
        """Read every entry."""
        self.tickets: dict[str, TwinTicket] = {}
        self.legs: dict[Key, TwinLeg] = {}
        self.items: dict[Key, dict[str, int]] = defaultdict(dict)
        self.ratings: list[tuple[str, e.RatingGiven]] = []
        self.orders: dict[str, e.WorkOrderOpened] = {}
        self.left_out: set[str] = set()
        self.spans: list[list[Any]] = []
        """Day, counter, state, from, until."""
        self.still_since: int | None = None
        self.last_us = 0
        for entry in entries:
            self.last_us = entry.at_us
            step: Callable[[e.Entry, Any], None] | None = getattr(
                self, "on" + _CAPITAL.sub(lambda found: f"_{found[0].lower()}", entry.kind), None
            )
            if step is not None:
                step(entry, entry.event)

    def open_leg(self, entry: e.Entry, key: Key, plan: e.LegPlan, how: str) -> TwinLeg:
        """Begin a leg now."""
        service = plan.services[0] if plan.services else ""
        self.legs[key] = TwinLeg(key, entry.day, plan.queue, service, plan.target_s, entry.at_us, how)
        return self.legs[key]

    def on_ticket_issued(self, entry: e.Entry, it: e.TicketIssued) -> None:
        """A number, its first leg; perhaps served at once, or by hand before."""
        name, at = f"{entry.epoch}.{entry.seq}", it.since_us or entry.at_us
        self.tickets[name] = TwinTicket(name, entry.day, at, it.channel, it.party, it.group, it.range_s)
        leg = self.open_leg(entry, (name, 1), it.legs[0], it.channel if it.channel in {"direct", "paper"} else "issue")
        leg.opened = at
        if it.outcome:
            leg.counter, leg.clerk, leg.finished, leg.outcome, leg.unpressed, leg.state = (
                *(it.counter, it.clerk, entry.at_us, it.outcome), True, "finished",
            )  # fmt: skip
            self.end(name, "finished", entry.at_us)
        elif it.counter:
            leg.counter, leg.clerk, leg.started, leg.state = it.counter, it.clerk, entry.at_us, "serving"

    def end(self, ticket: str, state: str, at: int) -> None:
        """End a number."""
        self.tickets[ticket].state, self.tickets[ticket].ended = state, at

    def on_ticket_called(self, entry: e.Entry, it: e.TicketCalled) -> None:
        """A call."""
        leg = self.legs[it.ticket, it.leg]
        leg.calls.append(entry.at_us)
        leg.counter, leg.clerk, leg.state = it.counter, it.clerk, "called"
        if it.out_of_order:
            leg.jumps.add((str(it.reason.args.get("reason", "")) or "call-ticket", it.ordered_by))

    def on_ticket_recalled(self, entry: e.Entry, it: e.TicketRecalled) -> None:
        """One more call."""
        self.legs[it.ticket, it.leg].calls.append(entry.at_us)

    def start(self, leg: TwinLeg, at: int) -> None:
        """Begin service, or go on after a hold."""
        if leg.started is not None and leg.held_from is not None:
            leg.held += max(0, at - leg.held_from)
        leg.held_from, leg.state = None, "serving"
        leg.started = at if leg.started is None else leg.started

    def on_service_started(self, entry: e.Entry, it: e.ServiceStarted) -> None:
        """The visitor came."""
        leg = self.legs[it.ticket, it.leg]
        leg.counter, leg.clerk = it.counter, it.clerk
        self.start(leg, entry.at_us)

    def on_service_finished(self, entry: e.Entry, it: e.ServiceFinished) -> None:
        """Done; perhaps with more to do."""
        leg = self.legs[it.ticket, it.leg]
        leg.finished, leg.outcome, leg.unpressed, leg.state = entry.at_us, it.outcome, it.implicit, "finished"
        for done in it.items:
            self.items[leg.key][done.item] = self.items[leg.key].get(done.item, 0) + done.quantity
        if it.next is None:
            self.end(it.ticket, "finished", entry.at_us)
        else:
            self.open_leg(entry, (it.ticket, it.leg + 1), it.next, "next")

    def on_ticket_held(self, entry: e.Entry, it: e.TicketHeld) -> None:
        """Put aside."""
        leg = self.legs[it.ticket, it.leg]
        leg.held_from, leg.state = entry.at_us, "held"

    def on_ticket_resumed(self, entry: e.Entry, it: e.TicketResumed) -> None:
        """Taken up, or ready to be called."""
        leg = self.legs[it.ticket, it.leg]
        leg.counter, leg.clerk, leg.state = it.counter, it.clerk, "waiting"
        if it.to == "serving":
            self.start(leg, entry.at_us)

    def leave(self, entry: e.Entry, it: Any, state: str) -> None:  # noqa: ANN401 -- any event that ends a leg
        """End a leg without finishing it."""
        leg = self.legs[it.ticket, it.leg]
        if leg.started is not None and leg.held_from is not None:
            leg.held += max(0, entry.at_us - leg.held_from)
        leg.held_from, leg.state = None, state
        leg.moments.append((entry.at_us, state))

    def on_ticket_transferred(self, entry: e.Entry, it: e.TicketTransferred) -> None:
        """Sent on."""
        self.leave(entry, it, "transferred")
        self.open_leg(entry, (it.ticket, it.leg + 1), it.next, "transfer")

    def on_ticket_absent(self, entry: e.Entry, it: e.TicketAbsent) -> None:
        """Did not come."""
        self.leave(entry, it, "forfeited" if it.forfeited else "absent")
        self.tickets[it.ticket].misses = it.misses
        if it.forfeited:
            self.end(it.ticket, "forfeited", entry.at_us)

    def on_ticket_brought_back(self, entry: e.Entry, it: e.TicketBroughtBack) -> None:
        """Waits again."""
        self.open_leg(entry, (it.ticket, it.leg), it.next, "bring-back")

    def on_ticket_cancelled(self, entry: e.Entry, it: e.TicketCancelled) -> None:
        """Given back."""
        self.leave(entry, it, "cancelled")
        self.end(it.ticket, "cancelled", entry.at_us)

    def on_ticket_voided(self, entry: e.Entry, it: e.TicketVoided) -> None:
        """Taken back."""
        self.leave(entry, it, "voided")
        self.end(it.ticket, "voided", entry.at_us)

    def on_ticket_unserved(self, entry: e.Entry, it: e.TicketUnserved) -> None:
        """Left when the day closed."""
        self.leave(entry, it, "unserved")
        self.end(it.ticket, "unserved", entry.at_us)

    def on_service_changed(self, _: e.Entry, it: e.ServiceChanged) -> None:
        """The leg goes on as another."""
        leg = self.legs[it.ticket, it.leg]
        leg.queue, leg.service, leg.target_s = it.next.queue, it.next.services[0], it.next.target_s

    def on_ticket_lifted(self, _: e.Entry, it: e.TicketLifted) -> None:
        """Brought to the front."""
        self.legs[it.ticket, it.leg].jumps.add((it.reason or "lift", it.ordered_by))

    def on_place_yielded(self, _: e.Entry, it: e.PlaceYielded) -> None:
        """Let others go first; only before the first call does that change a wait."""
        leg = self.legs[it.ticket, it.leg]
        leg.places += it.places if not leg.calls else 0

    def on_priority_checked(self, _: e.Entry, it: e.PriorityChecked) -> None:
        """Confirmed."""
        self.tickets[it.ticket].group = it.group or self.tickets[it.ticket].group

    def on_record_annotated(self, _: e.Entry, it: e.RecordAnnotated) -> None:
        """Not to be believed, or believed again."""
        self.legs[it.ticket, it.leg].doubts[it.what] = "" if it.credible else it.reason
