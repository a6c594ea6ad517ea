# SPDX-License-Identifier: Apache-2.0
"""What a slip says that was read in the hall: of today, or of an earlier day that gives a right to come back or may still be rated."""

from collections.abc import Mapping
from typing import Any

from displays.parts import right_shown
from displays.ticket.rating import past_part
from displays.ticket.view import CANCELLABLE
from hallserver.core.hall import LIVE, Hall
from hallserver.core.printers import printer_of
from hallserver.core.rules_ticket import may_bring_back

EARLIER = "earlier"
"""In place of the state of a number of an earlier day."""


def returns(hall: Hall, ticket: str) -> dict[str, object]:
    """Return the right to come back that a number gives, for screens; nothing where it gives none."""
    right = hall.returns.get(ticket)
    return {"returns": right_shown(hall, right)} if right is not None else {}


def earlier(hall: Hall, ticket: str) -> dict[str, object] | None:
    """Return what a number of an earlier day is still good for; None: nothing. What was rated stands nowhere in it: clerks read it too."""
    kept = hall.rated.kept.get(ticket)
    label = hall.returns[ticket].label if ticket in hall.returns else kept[0].label if kept and ratings(hall, ticket) else ""
    return {"ticket": ticket, "label": label, "state": EARLIER} | returns(hall, ticket) if label else None


def ratings(hall: Hall, ticket: str) -> dict[str, object]:
    """Return what of a number of an earlier day may still be rated, for a kiosk alone; nothing where nothing may."""
    part = past_part(hall, ticket).get("past")
    return {name: part[name] for name in ("ask", "rated", "rateable")} if isinstance(part, dict) and part["rateable"] else {}


def allowed(hall: Hall, kiosk: str, shown: Mapping[str, Any]) -> list[str]:
    """Return what the holder of a ticket may ask at this kiosk, as the ticket is now."""
    state = shown["state"]
    offered = {
        "come-back": "returns" in shown and hall.issuing and not hall.suspended,
        "bring-back": state == "absent" and may_bring_back(hall),
        "reprint-slip": state in LIVE and bool(printer_of(hall, kiosk)),
        "yield-place": bool(shown.get("may_yield") and shown.get("behind")),
        "cancel": state in CANCELLABLE,
        "rate": bool(shown.get("rateable")) and bool(shown.get("ask")),
    }
    return [name for name, fits in offered.items() if fits]
