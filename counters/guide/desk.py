# SPDX-License-Identifier: Apache-2.0
"""What a guide gives out: numbers of every service, lists of missing papers, numbers for who comes back, numbers of the printed series."""

from itertools import chain
from typing import Final

from counters.basis import basis_of
from counters.waiting_list import Json
from hallserver.core import waiting
from hallserver.core.catalog import ItemRow, ServiceRow
from hallserver.core.codes import OFFERED
from hallserver.core.hall import Hall
from hallserver.core.issuing import none_why
from hallserver.core.printers import main_printer, printer_is
from hallserver.core.rules_paper import paper_letter
from hallserver.core.staffnotes import Return

ITEMS_SHOWN: Final = 20
"""How many items one search shows: more are found sooner by another letter."""
RETURNS_SHOWN: Final = 60
PAPER_LAST: Final = 9999
"""The last number of a pre-printed series, as `enter-paper` takes them."""


def desk(hall: Hall) -> Json:
    """Return what is on the desk; nothing in it depends on the time."""
    groups = hall.rules.groups if hall.standard is not None else {}
    return {
        "services": [_service(hall, row) for row in _in_use(hall)],
        "groups": [
            {"slug": slug, "names": group.names, "basis": basis_of(hall, slug)} for slug, group in groups.items() if group.declarable
        ],
        "group_names": {slug: group.names for slug, group in groups.items()},
        "printer": printer_is(hall, main_printer(hall)),
        "enquiries": {topic: hall.enquiries.get(topic, 0) for topic in OFFERED["enquiry"]},
        "enquiries_all": sum(hall.enquiries.values()),
        "returns": [_return(it) for it in _returns(hall)[:RETURNS_SHOWN]],
        "paper": _paper(hall) if hall.standard is not None else None,
        "counters": [
            {"slug": row.slug, "number": row.number, "names": row.names}
            for row in sorted(hall.catalog.counters.values(), key=lambda row: row.number)
            if not row.retired
        ],
        "zones": [{"slug": slug, "names": names} for slug, names in hall.catalog.here.zones.items()],
        "codes": {kind: OFFERED[kind] for kind in ("message", "enquiry", "paper", "void", "cancel")},
    }


def items(hall: Hall, text: str, _now_us: int) -> Json:
    """Return the items whose name, code, or service's name or initials contain what was typed, each with the papers that it needs."""
    wanted = text.strip().lower()
    rows = [row for row in hall.catalog.items.values() if not row.retired]
    words = _words(hall)
    matching = [row for row in rows if wanted in words[row.slug]]
    return {"items": [_item(row) for row in matching[:ITEMS_SHOWN]], "all": len(matching)}


def _words(hall: Hall) -> dict[str, str]:
    """Return for each item all that it may be found by."""
    said = {slug: [*row.names.values(), row.code] for slug, row in hall.catalog.items.items()}
    for service in hall.catalog.services.values():
        for item in service.items:
            said.get(item, []).extend((*service.names.values(), service.initials))
    return {slug: " ".join(parts).lower() for slug, parts in said.items()}


def _item(row: ItemRow) -> Json:
    papers = [{"slug": slug, "names": names} for slug, names in row.papers.items()]
    return {"slug": row.slug, "names": row.names, "department": row.department, "papers": papers}


def _in_use(hall: Hall) -> list[ServiceRow]:
    queues = hall.catalog.queues
    return [row for row in hall.catalog.services.values() if not row.retired and row.queue in queues and not queues[row.queue].retired]


def _service(hall: Hall, row: ServiceRow) -> Json:
    ahead = waiting.counts(hall, row.queue)
    return {
        "slug": row.slug,
        "names": row.names,
        "letter": hall.catalog.queues[row.queue].letter,
        "initials": row.initials,
        "waiting": ahead,
        "range_s": waiting.forecast(hall, row.queue, ahead) if hall.standard is not None else None,
        "counters": hall.staffed(row.queue).serving,
        "stopped": none_why(hall, row.queue) if hall.standard is not None else "",
    }


def _returns(hall: Hall) -> list[Return]:
    return sorted(hall.returns.values(), key=lambda it: (it.day, it.label), reverse=True)


def _return(it: Return) -> Json:
    return {"ticket": it.ticket, "label": it.label, "day": it.day, "services": it.services, "reason": it.reason, "until": it.until}


def _paper(hall: Hall) -> Json:
    """Return the printed series: letter, number to be entered next (after the very last the first that is free), those entered last."""
    letter = paper_letter(hall)
    entered = [ticket for ticket in hall.tickets.values() if ticket.channel == "paper"]
    known = {ticket.number for ticket in entered}
    following = chain(range(max(known, default=0) + 1, PAPER_LAST + 1), range(1, PAPER_LAST))
    free = next((number for number in following if number not in known), PAPER_LAST)
    return {"letter": letter, "next": free, "entered": len(entered), "last": [ticket.label for ticket in entered[-5:]][::-1]}
