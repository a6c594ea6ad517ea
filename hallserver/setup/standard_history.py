# SPDX-License-Identifier: Apache-2.0
"""Which standard was in force on which day, by whom, and what it said otherwise than the one before. Pure."""

from collections.abc import Sequence

from hallserver.core.hall import Hall
from hallserver.exchange_standard import Ruling, RulingLine
from hallserver.setup.standard_words import changes_between
from hallserver.words import name_in, say

MOST_CHANGES = 300
"""Changes of one adoption that are listed: another root may change everything."""


def history(rulings: Sequence[Ruling], hall: Hall, language: str) -> tuple[RulingLine, ...]:
    """Return every standard that days had, the last one first."""
    before: tuple[Ruling | None, ...] = (None, *rulings[:-1]) if rulings else ()
    lines = [_line(ruling, last, hall, language) for last, ruling in zip(before, rulings, strict=True)]
    return tuple(reversed(lines))


def _line(ruling: Ruling, last: Ruling | None, hall: Hall, language: str) -> RulingLine:
    changes = tuple(changes_between(last.standard, ruling.standard, language)) if last is not None else ()
    return RulingLine(
        hash=ruling.standard.hash,
        first=ruling.first,
        last=ruling.last,
        days=ruling.days,
        at_us=ruling.at_us,
        by="" if ruling.opening else _name(ruling.actor, hall, language),
        deviations=sum(1 for it in ruling.standard.deviations if it.value is not None) + len(ruling.standard.regrouped),
        changes=changes[:MOST_CHANGES],
    )


def _name(actor: str, hall: Hall, language: str) -> str:
    """Return the name of a person; the program has brought the first one."""
    kind, _, slug = actor.partition(":")
    row = hall.catalog.people.get(slug) if kind == "person" else None
    if kind != "person":
        return say("setup-standard.program", language)
    return name_in(row.names, language) if row is not None else slug
