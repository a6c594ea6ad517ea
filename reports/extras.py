# SPDX-License-Identifier: Apache-2.0
"""What a day report takes from the journal itself: acts out of the ordinary, enquiries, rights to come back. Pure."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct, field

from hallserver.core import events as e
from hallserver.core.acts import ACTS, Act, act_of

KINDS: frozenset[type[e.Event]] = frozenset({*ACTS, e.EnquiryCounted, e.ReturnGiven, e.TicketIssued})
"""The kinds of entries that are read for it."""


class Extras(Struct, frozen=True, kw_only=True):
    """Of a day: every act in order with the number that it is about, enquiries by topic, rights given and used."""

    acts: tuple[Act, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    """Ticket → number, of the tickets of the day."""
    enquiries: dict[str, int] = field(default_factory=dict)
    returns_given: int = 0
    returns_used: int = 0


def extras_of(entries: Iterable[e.Entry]) -> Extras:
    """Return what these entries of a day hold."""
    acts: list[Act] = []
    labels: dict[str, str] = {}
    topics: Counter[str] = Counter()
    given = used = 0
    for entry in entries:
        act = act_of(entry)
        acts += [act] if act is not None else []
        match entry.event:
            case e.TicketIssued() as it:
                labels[f"{entry.epoch}.{entry.seq}"] = it.label
                used += bool(it.returns)
            case e.EnquiryCounted() as it:
                topics[it.topic] += 1
            case e.ReturnGiven():
                given += 1
            case _:
                pass
    return Extras(acts=tuple(acts), labels=labels, enquiries=dict(topics), returns_given=given, returns_used=used)
