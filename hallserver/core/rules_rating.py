# SPDX-License-Identifier: Apache-2.0
"""Rules of rating: voluntary, once a leg and stage, only by its holder or at the counter just left."""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, Conflict, NotAllowed, NotFound
from hallserver.core.hall import Hall, Leg, Ticket
from hallserver.core.roles import Actor
from hallserver.core.states import ticket_known

CONTENT = "eval.content_version"
ALWAYS = frozenset({"efficiency", "competence", "attitude"})
"""Tags of the national form that raters give by key, whatever a district asks beside them."""


def rate(hall: Hall, command: c.Rate, by: Actor, _: int) -> list[e.Event]:
    """Note a rating of a finished leg.

    Raises Conflict when there is nothing to rate or it was rated, AgainstStandard for a dimension or tag that is not asked here.
    """
    ticket, leg = _by_visitor(hall, command, by) if by.kind == "ticket" else _at_counter(hall, command, by)
    if leg.ratings >= hall.rules.whole("eval.max_per_stage"):
        raise Conflict("already-rated", ticket=ticket.label)
    _must_be_asked(hall, command)
    return [
        e.RatingGiven(
            ticket=ticket.id,
            leg=leg.no,
            counter=leg.counter,
            clerk=leg.clerk,
            stars=command.stars,
            nth=leg.ratings + 1,
            channel="phone" if by.kind == "ticket" else "rater",
            device="" if by.kind == "ticket" else by.name,
            tags=command.tags,
            comment=command.comment.sealed if command.comment is not None else None,
            dimensions=command.dimensions,
            content=hall.rules.word(CONTENT),
        )
    ]


def _must_be_asked(hall: Hall, command: c.Rate) -> None:
    form = hall.rules.rating
    unknown = sorted({*command.dimensions} - {*form.dimension}) + sorted({*command.tags} - {*form.tag} - ALWAYS)
    if unknown:
        raise AgainstStandard("rating-unknown", unknown=unknown, known=sorted({*form.dimension, *form.tag} | ALWAYS))


def _by_visitor(hall: Hall, command: c.Rate, by: Actor) -> tuple[Ticket, Leg]:
    if command.ticket not in {None, by.name}:
        raise NotAllowed("not-your-ticket")
    ticket = ticket_known(hall, by.name)
    finished = [leg for leg in ticket.legs if leg.finished_us is not None]
    if command.leg is not None:
        finished = [leg for leg in finished if leg.no == command.leg]
    if not finished:
        raise Conflict("nothing-to-rate", ticket=ticket.label)
    return ticket, finished[-1]


def _at_counter(hall: Hall, command: c.Rate, by: Actor) -> tuple[Ticket, Leg]:
    slug = by.counter or command.counter or ""
    if command.counter not in {None, slug}:
        raise NotAllowed("not-your-counter", counter=command.counter or "", clerk="")
    if slug not in hall.catalog.counters:
        raise NotFound("counter-unknown", counter=slug)
    state = hall.counter(slug)
    # A visitor who is still writing when the next one starts names the leg; the screen itself is blank by then.
    rateable = state.rateable or (state.finished if command.ticket and command.leg else None)
    if rateable is None or command.ticket not in {None, rateable[0]} or command.leg not in {None, rateable[1]}:
        raise Conflict("nothing-to-rate", ticket="")
    ticket = hall.tickets[rateable[0]]
    return ticket, ticket.legs[rateable[1] - 1]
