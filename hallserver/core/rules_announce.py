# SPDX-License-Identifier: Apache-2.0
"""Rules of what is said and printed besides calls: notices of the staff, call-backs, further copies of a slip."""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, Conflict, NotAllowed, NotFound, TooOften
from hallserver.core.hall import Hall
from hallserver.core.roles import Actor
from hallserver.core.states import counter_row, ticket_named
from hallserver.core.suspension import must_go_on

BACK_WITHIN_S = 3600
"""A finished visitor may be asked back for so long."""
MOST_NOTICES, NOTICES_S = 3, 60
"""So many announcements in so many seconds: a long one takes a loudspeaker a minute, and the calls behind it are only shown."""
URGENT_BY: frozenset[str] = frozenset({"duty-manager", "hall-manager"})
"""Roles whose announcements may go before all others."""


def announce(hall: Hall, command: c.Announce, by: Actor, now_us: int) -> list[e.Event]:
    """Have a text said and shown in a zone, or everywhere. An urgent one is never too many."""
    if command.urgent and not by.roles & URGENT_BY:
        raise NotAllowed("not-allowed", command="announce", roles=sorted(by.roles))
    zones = {row.zone for section in (hall.catalog.counters, hall.catalog.devices) for row in section.values() if not row.retired}
    if command.zone and command.zone not in zones:
        raise NotFound("reference-unknown", section="zones", slugs=[command.zone])
    text: dict[str, str] = {language: _readable(typed) for language, typed in command.text.items()}
    if not all(text.values()):
        raise AgainstStandard("announcement-blank")
    if not command.urgent:
        _must_leave_room(hall, now_us)
    return [e.Announced(text=text, zone=command.zone, urgent=command.urgent)]


def _must_leave_room(hall: Hall, now_us: int) -> None:
    lately = [notice.at_us for notice in hall.notices if not notice.urgent][:MOST_NOTICES]
    left_s = NOTICES_S - (now_us - lately[-1]) / 1e6 if len(lately) == MOST_NOTICES else 0
    if left_s > 0:
        raise TooOften("announcements-too-many", most=MOST_NOTICES, wait_s=max(1, round(left_s)))


def _readable(typed: str) -> str:
    """Return the text on one line, without what can be neither shown nor said."""
    return " ".join("".join(character if character.isprintable() else " " for character in typed).split())


def call_back(hall: Hall, command: c.CallBack, by: Actor, now_us: int) -> list[e.Event]:
    """Ask a finished visitor to come back to the counter that served last, or to one's own; not too late, and not at every moment."""
    must_go_on(hall)
    ticket = ticket_named(hall, command.ticket)
    leg = ticket.leg
    if ticket.state != "finished" or leg.finished_us is None:
        raise Conflict("ticket-in-state", ticket=ticket.label, state=ticket.state)
    if now_us - leg.finished_us > BACK_WITHIN_S * 1_000_000:
        raise AgainstStandard("call-back-late", ticket=ticket.label, most_min=BACK_WITHIN_S // 60)
    slug = command.counter or leg.counter
    counter_row(hall, slug)
    clerk = hall.counter(slug).clerk
    if "duty-manager" not in by.roles and clerk != by.name:
        raise NotAllowed("not-your-counter", counter=slug, clerk=clerk)
    before = [back for back in hall.backs if back.ticket == ticket.id]
    left_s = hall.rules.number("call.gap") - (now_us - before[0].at_us) / 1e6 if before else 0
    if left_s > 0:
        raise AgainstStandard("call-back-too-soon", wait_s=max(1, round(left_s)))
    return [e.VisitorCalledBack(ticket=ticket.id, leg=leg.no, counter=slug, clerk=clerk, nth=len(before) + 1)]
