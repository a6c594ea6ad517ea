# SPDX-License-Identifier: Apache-2.0
"""The rows of which rating records are made: what was given on some business days, late ratings among them, and what nobody gave."""

from collections.abc import Sequence

from hallserver.store.rating_rows import Span, bounds
from hallserver.store.selecting import Execute, columns_of, converted
from hallserver.store.vault import SAID
from reports.records import RatedRow

_ITEMS = "(SELECT group_concat(item) FROM (SELECT item FROM item_done i WHERE i.ticket = r.ticket AND i.leg = r.leg ORDER BY item))"
_CASE = "coalesce(nullif(c.case_no, ''), nullif(l.case_no, ''), "
_BEGUN = "coalesce(l.started_us, l.last_called_us)"
_GIVEN = (
    "SELECT r.ticket, r.leg, r.stage, r.nth, r.day, r.at_us, r.stars, r.counter, r.clerk, r.channel, r.tags, r.dimensions, r.content,"  # noqa: S608 -- constants only
    f" r.kind, r.doubt, coalesce(w.excluded, ''), coalesce(t.label, ''), coalesce(l.service, ''), {_BEGUN}, {_CASE} r.case_no), c.done_us,"
    f" w.rectified_us, w.explained_us, r.comment_ref, coalesce(r.contact_ref, w.contact_ref), w.answer_ref, coalesce({_ITEMS}, '')"
    " FROM rating r LEFT JOIN ticket t ON t.id = r.ticket LEFT JOIN leg l ON l.ticket = r.ticket AND l.leg = r.leg"
    " LEFT JOIN case_completed c ON c.ticket = r.ticket AND c.leg = r.leg"
    " LEFT JOIN work_order w ON w.ticket = r.ticket AND w.leg = r.leg AND w.stage = r.stage AND w.nth = r.nth AND w.source = 'rating'"
    " WHERE r.day >= ? AND r.day < ? ORDER BY r.at_us, r.ticket, r.leg, r.stage, r.nth"
)
_DEFAULTED = (
    "SELECT r.ticket, r.leg, r.stage, 0, r.day, r.at_us, r.stars, r.counter, r.clerk, '', '[]', '{}', '', 'default', '', '',"  # noqa: S608 -- constants only
    f" coalesce(t.label, ''), coalesce(l.service, ''), {_BEGUN}, {_CASE} ''), c.done_us,"
    f" NULL, NULL, NULL, NULL, NULL, coalesce({_ITEMS}, '')"
    " FROM rating_default r LEFT JOIN ticket t ON t.id = r.ticket LEFT JOIN leg l ON l.ticket = r.ticket AND l.leg = r.leg"
    " LEFT JOIN case_completed c ON c.ticket = r.ticket AND c.leg = r.leg"
    " WHERE r.at_us >= ? AND r.at_us < ? ORDER BY r.at_us, r.ticket, r.leg, r.stage"
)


def is_older(execute: Execute) -> bool:
    """Tell whether no newer server has opened this file yet: it lacks what the rows are made from."""
    tables = ("work_order", "case_completed", "rating_default")
    return not all(columns_of(execute, it) for it in tables) or "doubt" not in columns_of(execute, "rating")


def read_rated(execute: Execute, span: Span) -> list[RatedRow]:
    """Return the ratings given on these days, then those that were noted because nobody rated. Needs the tables of today."""
    return [*converted(execute, _GIVEN, span, RatedRow), *converted(execute, _DEFAULTED, bounds(execute, span), RatedRow)]


def read_said(execute: Execute, rows: Sequence[RatedRow]) -> dict[str, str]:
    """Return what the vault still has of these rows, by reference."""
    refs = {ref for row in rows for ref in (row.comment_ref, row.contact_ref, row.answer_ref) if ref is not None}
    found = ((ref, execute(SAID, (ref,)).fetchone()) for ref in sorted(refs))
    return {ref: row[0] for ref, row in found if row is not None}
