# SPDX-License-Identifier: Apache-2.0
"""Rules of rating: voluntary, once a leg and stage and once more after that, only by its holder or at the counter just left."""

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, Conflict, NotAllowed, NotFound
from hallserver.core.hall import Hall
from hallserver.core.hours import hall_date
from hallserver.core.implausible import doubts
from hallserver.core.rateable import (
    ACCEPTED,
    COMPLETED,
    DEFAULTS,
    Chance,
    chances,
    device_until_us,
    kept_leg,
    most_ratings,
    overdue,
)
from hallserver.core.roles import Actor
from hallserver.core.rules_case import opened_by_rating

CONTENT = "eval.content_version"
ALWAYS = frozenset({"efficiency", "competence", "attitude"})
"""Tags of the national form that raters give by key, whatever a district asks beside them."""
WRITING_US = 300_000_000
"""Whoever began in time at a counter's screen, which names ticket and leg, may write so much longer."""
AT_ONCE = 500
"""So many ratings that nobody gave are noted in one step."""


def rate(hall: Hall, command: c.Rate, by: Actor, now_us: int) -> list[e.Event]:
    """Note a rating of a finished leg, the work order that a bad one opens, and what about it is not plausible.

    Raises Conflict when there is nothing to rate or it was rated, AgainstStandard when its time is over, and for a dimension, tag or
    stage that is not asked here.
    """
    chance = _by_visitor(hall, command, by, now_us) if by.kind == "ticket" else _at_counter(hall, command, by, now_us)
    _must_be_free(hall, command, by, chance)
    _must_be_asked(hall, command)
    leg = chance.leg
    given = e.RatingGiven(
        ticket=leg.ticket,
        leg=leg.leg,
        counter=leg.counter,
        clerk=leg.clerk,
        stars=command.stars,
        stage=chance.stage,
        nth=chance.given + 1,
        channel=_channel(hall, by, leg.ticket),
        device="" if by.kind == "ticket" else by.name,
        tags=command.tags,
        comment=command.comment.sealed if command.comment is not None else None,
        dimensions=command.dimensions,
        content=hall.rules.word(CONTENT),
        kind="follow-up" if command.follow_up else "given",
        case_no=leg.case_no,
        named=leg.named or command.contact is not None,
        contact=command.contact.sealed if command.contact is not None else None,
        standard=hall.rules.hash[:12],
    )
    return [given, *opened_by_rating(hall, given, now_us), *doubts(hall, given, now_us)]


def _channel(hall: Hall, by: Actor, ticket: str) -> str:
    """Return how a rating came: a phone's page was opened by the slip's QR code, unless the number was taken with the phone."""
    if by.kind != "ticket":
        row = hall.catalog.devices.get(by.name)
        return "keys" if row is not None and row.on_cable else "rater"
    if "present" in by.roles:
        return "kiosk"
    held = hall.tickets.get(ticket)
    return "phone" if held is not None and held.channel == "phone" else "qr"


def _must_be_asked(hall: Hall, command: c.Rate) -> None:
    form = hall.rules.rating
    unknown = sorted({*command.dimensions} - {*form.dimension}) + sorted({*command.tags} - {*form.tag} - ALWAYS)
    if unknown:
        raise AgainstStandard("rating-unknown", unknown=unknown, known=sorted({*form.dimension, *form.tag} | ALWAYS))


def _must_be_free(hall: Hall, command: c.Rate, by: Actor, chance: Chance) -> None:
    """Raise Conflict unless the stage takes this rating: the first by anybody, the follow-up only by the number's holder."""
    first, last = most_ratings(hall)
    if command.follow_up and not chance.given:
        raise Conflict("not-rated-yet", ticket=chance.leg.label)
    most = last if command.follow_up and by.kind == "ticket" else first
    if chance.given >= most:
        raise Conflict("already-rated", ticket=chance.leg.label)


def _by_visitor(hall: Hall, command: c.Rate, by: Actor, now_us: int) -> Chance:
    if command.ticket not in {None, by.name}:
        raise NotAllowed("not-your-ticket")
    held = hall.tickets.get(by.name)
    kept = hall.rated.kept.get(by.name, [])
    if held is None and not kept:
        raise NotFound("ticket-unknown", ticket=by.name)
    label = held.label if held is not None else kept[0].label
    asked = [it for it in chances(hall, by.name, now_us) if command.leg in {None, it.leg.leg} and command.stage in {None, it.stage}]
    if asked:
        meant = [it for it in asked if (it.given if command.follow_up else it.stage == COMPLETED and not it.given)]
        return (meant or asked)[-1]
    _must_be_in_time(hall, [it.until for it in kept if held is None], now_us, label)
    raise Conflict("nothing-to-rate", ticket=label)


def _must_be_in_time(hall: Hall, until: list[str], now_us: int, label: str) -> None:
    last = max(until, default="")
    if last and last < hall_date(hall, now_us):
        raise AgainstStandard("rating-over", ticket=label, until=last)


def _at_counter(hall: Hall, command: c.Rate, by: Actor, now_us: int) -> Chance:
    slug = by.counter or command.counter or ""
    if command.counter not in {None, slug}:
        raise NotAllowed("not-your-counter", counter=command.counter or "", clerk="")
    if slug not in hall.catalog.counters:
        raise NotFound("counter-unknown", counter=slug)
    if command.stage == COMPLETED:
        raise Conflict("nothing-to-rate", ticket="")
    state, writes = hall.counter(slug), bool(command.ticket and command.leg)
    # A visitor who is still writing when the next one starts names the leg; the screen itself is blank by then.
    rateable = state.rateable or (state.finished if writes else None)
    if rateable is None or command.ticket not in {None, rateable[0]} or command.leg not in {None, rateable[1]}:
        raise Conflict("nothing-to-rate", ticket="")
    ticket = hall.tickets[rateable[0]]
    leg = ticket.legs[rateable[1] - 1]
    if now_us > device_until_us(hall, leg) + (WRITING_US if writes else 0):
        raise Conflict("nothing-to-rate", ticket=ticket.label)
    kept = kept_leg(hall, ticket, leg)
    return Chance(kept, ACCEPTED, kept.accepted, kept.until)


def default_ratings(hall: Hall, _: c.DefaultRatings, __: Actor, now_us: int) -> list[e.Event]:
    """Note what nobody rated in time, as the standard in force says what that counts as. Raises Conflict when there is nothing."""
    stars = DEFAULTS.get(hall.rules.word("eval.default_policy"), 0)
    late = list(overdue(hall, hall_date(hall, now_us)))[:AT_ONCE]
    if not late:
        raise Conflict("nothing-to-default")
    return [
        e.RatingDefaulted(
            ticket=it.leg.ticket,
            leg=it.leg.leg,
            counter=it.leg.counter,
            clerk=it.leg.clerk,
            stars=stars,
            stage=it.stage,
            day=it.leg.day,
            standard=hall.rules.hash[:12],
        )
        for it in late
    ]
