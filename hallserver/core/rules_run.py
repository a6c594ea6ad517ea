# SPDX-License-Identifier: Apache-2.0
"""Rules against one finger that takes many numbers: how fast a kiosk may give them, and taking a run of them back."""

import math

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.codes import must_be_known
from hallserver.core.errors import Conflict, NotAllowed, TooOften
from hallserver.core.hall import Hall, Ticket
from hallserver.core.roles import MAY_VOID_ANY, Actor
from hallserver.core.runs import in_runs
from hallserver.core.states import FROM, ticket_known

_NAMED = 10
"""Labels that a refusal names."""


def must_not_rush(hall: Hall, by: Actor, now_us: int) -> None:
    """Raise TooOften, with the seconds to wait, when this kiosk has just given as many numbers as it may at once.

    The last ``kiosk_burst`` numbers must lie as far back as so many gaps are long. Staff are not limited.
    """
    if "kiosk" not in by.roles:
        return
    given, burst = hall.given.get(by.id), hall.rules.whole("abuse.kiosk_burst")
    if given is None or len(given.at_us) < burst:
        return
    free_us = given.at_us[-burst] + int(burst * hall.rules.number("abuse.kiosk_gap") * 1_000_000)
    if now_us < free_us:
        raise TooOften("kiosk-too-often", wait_s=math.ceil((free_us - now_us) / 1_000_000))


def void_run(hall: Hall, command: c.VoidRun, by: Actor, now_us: int) -> list[e.Event]:
    """Take back those of the numbers that were never called; who was called once is a visitor and keeps the number.

    A clerk or a guide takes back only what lies in a run: to delete those who wait before a friend is to jump the queue.
    """
    must_be_known("void", command.reason)
    tickets = [ticket_known(hall, ticket) for ticket in dict.fromkeys(command.tickets)]
    _must_be_of_runs(hall, tickets, by, now_us)
    voided = [ticket for ticket in tickets if _never_called(ticket)]
    kept = tuple(ticket.label for ticket in tickets if not _never_called(ticket))
    if not voided:
        raise Conflict("run-nobody-waits", tickets=list(kept[:_NAMED]))
    return [
        *(e.TicketVoided(ticket=ticket.id, leg=ticket.leg.no, reason=command.reason) for ticket in voided),
        e.RunVoided(reason=command.reason, voided=len(voided), kept=kept),
    ]


def _must_be_of_runs(hall: Hall, tickets: list[Ticket], by: Actor, now_us: int) -> None:
    if by.roles & MAY_VOID_ANY:
        return
    found = in_runs(hall, now_us)
    others = [ticket.label for ticket in tickets if ticket.id not in found]
    if others:
        raise NotAllowed("run-not-one", tickets=others[:_NAMED])


def _never_called(ticket: Ticket) -> bool:
    return ticket.state in FROM["void-run"] and ticket.legs[0].first_called_us is None
