# SPDX-License-Identifier: Apache-2.0
"""Rules of the notice that says at once all that is missing (一次性告知单; Administrative Licence Law, art. 32 (4))."""

from collections.abc import Iterable

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.codes import OFFERED
from hallserver.core.errors import AgainstStandard, NotFound
from hallserver.core.hall import Hall, Leg, Ticket
from hallserver.core.printers import printer_near
from hallserver.core.roles import Actor
from hallserver.core.rules_copy import working_printer
from hallserver.core.rules_return import return_given
from hallserver.core.states import counter_of, ticket_named

INCOMPLETE = "incomplete"
"""The outcome (材料不全) after which a visitor may come back with the papers."""


def give_notice(hall: Hall, command: c.GiveNotice, by: Actor, _: int) -> list[e.Event]:
    """Print what is missing, for the holder of a number of today or for somebody without one."""
    ticket = ticket_named(hall, command.ticket) if command.ticket is not None else None
    item = command.item or (_only_item(hall, ticket.leg) if ticket is not None else "")
    papers = _papers(hall, (item,), command.missing)
    counter = _counter(hall, command.counter, by)
    device = working_printer(hall, command.device) if command.device is not None else printer_near(hall, counter)
    return [
        e.NoticeGiven(
            missing=tuple(dict.fromkeys(command.missing)),
            papers=papers,
            ticket=ticket.id if ticket is not None else "",
            leg=ticket.leg.no if ticket is not None else 0,
            item=item,
            counter=counter,
            clerk=hall.counter(counter).clerk if counter else by.name,
            device=device,
        )
    ]


def _counter(hall: Hall, named: str | None, by: Actor) -> str:
    """Return the counter at which a notice is given; empty: at the guide desk, or by somebody who walks the hall."""
    if named is not None:
        return counter_of(hall, named, by)
    return next((slug for slug, state in hall.counters.items() if by.name and state.clerk == by.name), "")


def papers_of_finish(hall: Hall, ticket: Ticket, command: c.Finish | c.FinishAndCall, counter: str) -> list[e.Event]:
    """Return what follows when papers were missing: the notice of them, and the right to come back; nothing for other outcomes.

    The notice is the return slip too; without one the return slip is printed. Raises AgainstStandard for missing papers with
    another outcome.
    """
    if command.outcome != INCOMPLETE:
        if command.missing:
            raise AgainstStandard("missing-not-incomplete", outcome=command.outcome)
        return []
    leg, printer = ticket.leg, printer_near(hall, counter)
    if not command.missing:
        return [return_given(hall, ticket, leg.services, "papers", printer)]
    items = tuple(it.item for it in command.items) or (_only_item(hall, leg),)
    notice = e.NoticeGiven(
        missing=tuple(dict.fromkeys(command.missing)),
        papers=_papers(hall, items, command.missing),
        ticket=ticket.id,
        leg=leg.no,
        item=items[0],
        counter=counter,
        clerk=hall.counter(counter).clerk,
        device=printer,
    )
    return [return_given(hall, ticket, leg.services, "papers", ""), notice]


def _only_item(hall: Hall, leg: Leg) -> str:
    """Return the item of a leg whose services have just one; empty: nobody has said which it is."""
    rows = (hall.catalog.services[slug] for slug in leg.services if slug in hall.catalog.services)
    items = {item for row in rows for item in row.items}
    return items.pop() if len(items) == 1 else ""


def _papers(hall: Hall, items: Iterable[str], missing: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the names of those papers that the items' own lists have; the others are codes that every item may need.

    Raises NotFound for an item, AgainstStandard for a paper that nobody knows.
    """
    known = {slug: names for item in items for slug, names in _row_papers(hall, item).items()}
    unknown = [code for code in missing if code not in known and code not in OFFERED["paper"]]
    if unknown:
        raise AgainstStandard("paper-unknown", papers=unknown, known=[*known, *OFFERED["paper"]])
    return {code: dict(known[code]) for code in missing if code in known}


def _row_papers(hall: Hall, item: str) -> dict[str, dict[str, str]]:
    if not item:
        return {}
    row = hall.catalog.items.get(item)
    if row is None:
        raise NotFound("item-unknown", items=[item])
    return row.papers
