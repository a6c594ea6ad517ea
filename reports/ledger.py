# SPDX-License-Identifier: Apache-2.0
"""Ledgers (台账) as CSV: one row an entry, a head in somebody's language, no cell that a sheet would run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from hallserver.words import known, say
from reports.names import HallNames, in_language
from reports.rows_beside import BadRow, OrderRow
from reports.sheet_csv import safe_cell
from reports.text import moment_text

ORDER_COLUMNS = (
    "no",
    "day",
    "source",
    "of-day",
    "number",
    "counter",
    "service",
    "stars",
    "named",
    "contact",
    "contacted",
    "fix",
    "fixed",
    "closed",
    "excluded",
    "overdue",
)
"""Columns of the ledger of work orders: words ``timeline.order.<column>``."""

BAD_COLUMNS = (
    *("of-day", "number", "counter", "service", "stars", "rated", "stage", "added", "named", "doubt"),
    *("no", "found", "cause", "fixed", "closed", "excluded"),
)
"""Columns of the ledger of bad ratings, by the same words."""


def ledger(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return head and rows as CSV, UTF-8 with a byte-order mark, lines ended by CRLF."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in (head, *rows):
        writer.writerow([safe_cell(text) for text in row])
    return "\N{ZERO WIDTH NO-BREAK SPACE}".encode() + out.getvalue().encode("utf-8", "replace")


def orders_ledger(orders: Iterable[OrderRow], names: HallNames, language: str, but: str = "") -> bytes:
    """Return the work orders as a ledger: what they are about, when each step was due and done; what was said stays in the vault.

    No clerk is named: whoever follows the number finds who served it. ``but``: whose work the numbers are not told of.
    """
    head = [say(f"timeline.order.{column}", language) for column in ORDER_COLUMNS]
    return ledger(head, (_order(it, names, language, but) for it in orders))


def _order(it: OrderRow, names: HallNames, language: str, but: str) -> list[str]:
    zone = names.zone
    due_and_done = (it.contact_due_us, it.contacted_us, it.fix_due_us, it.fixed_us, it.closed_us)
    return [
        it.no,
        it.day,
        _code("order-source", it.source, language),
        *(_about(it, names, language) if not but or it.clerk != but else (say("timeline.order.own", language), *[""] * 4)),
        say("timeline.yes" if it.named else "timeline.no", language),
        *(moment_text(at_us, zone) if at_us else "" for at_us in due_and_done),
        _code("exclusion", it.excluded, language),
        str(it.overdue),
    ]


def bad_ledger(bad: Iterable[BadRow], names: HallNames, language: str, but: str = "") -> bytes:
    """Return the bad ratings as a ledger, with what became of each; ``but`` as above. What was said stays in the vault."""
    return ledger([say(f"timeline.order.{column}", language) for column in BAD_COLUMNS], (_bad(it, names, language, but) for it in bad))


def _bad(it: BadRow, names: HallNames, language: str, but: str) -> list[str]:
    own = bool(but) and it.clerk == but
    return [
        *((say("timeline.order.own", language), *[""] * 4) if own else _about(it, names, language)),
        it.day,
        _code("timeline.stage", it.stage, language),
        *(say("timeline.yes" if said else "timeline.no", language) for said in (it.kind == "follow-up", it.named)),
        _code("timeline.sign", it.doubt, language),
        it.order,
        _code("found", it.found, language),
        _code("cause", it.cause, language),
        *(moment_text(at_us, names.zone) if at_us else "" for at_us in (it.fixed_us, it.closed_us)),
        _code("exclusion", it.excluded, language),
    ]


def _about(it: OrderRow | BadRow, names: HallNames, language: str) -> tuple[str, ...]:
    """Return day and number, by which its story is found, the counter, the service, and the stars; empty where there were none."""
    counter = in_language(names.counters.get(it.counter, {}), language) or it.counter
    service = in_language(names.services.get(it.service, {}), language) or it.service
    return it.of_day, it.label, counter, service, str(it.stars) if it.stars else ""


def _code(kind: str, code: str, language: str) -> str:
    return say(f"{kind}.{code}", language) if known(f"{kind}.{code}") else code
