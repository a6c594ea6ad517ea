# SPDX-License-Identifier: Apache-2.0
"""Ledgers (台账) as CSV: one row an entry, a head in somebody's language, no cell that a sheet would run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from hallserver.words import known, say
from reports.rows import OrderRow
from reports.sheet_csv import safe_cell
from reports.text import moment_text

ORDER_COLUMNS = ("no", "day", "source", "named", "contact", "contacted", "fix", "fixed", "closed", "excluded", "overdue")
"""Columns of the ledger of work orders: words ``timeline.order.<column>``."""


def ledger(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return head and rows as CSV, UTF-8 with a byte-order mark, lines ended by CRLF."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in (head, *rows):
        writer.writerow([safe_cell(text) for text in row])
    return "\N{ZERO WIDTH NO-BREAK SPACE}".encode() + out.getvalue().encode("utf-8", "replace")


def orders_ledger(orders: Iterable[OrderRow], zone: str, language: str) -> bytes:
    """Return the work orders as a ledger: when each step was due and done; what was said stays in the vault."""
    head = [say(f"timeline.order.{column}", language) for column in ORDER_COLUMNS]
    return ledger(head, (_order(it, zone, language) for it in orders))


def _order(it: OrderRow, zone: str, language: str) -> list[str]:
    due_and_done = (it.contact_due_us, it.contacted_us, it.fix_due_us, it.fixed_us, it.closed_us)
    return [
        it.no,
        it.day,
        _code("order-source", it.source, language),
        say("timeline.yes" if it.named else "timeline.no", language),
        *(moment_text(at_us, zone) if at_us else "" for at_us in due_and_done),
        _code("exclusion", it.excluded, language),
        str(it.overdue),
    ]


def _code(kind: str, code: str, language: str) -> str:
    return say(f"{kind}.{code}", language) if known(f"{kind}.{code}") else code
