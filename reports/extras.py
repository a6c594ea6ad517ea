# SPDX-License-Identifier: Apache-2.0
"""What a day report takes from the journal itself: acts out of the ordinary, enquiries, rights to come back. Pure."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct, field
from msgspec.structs import replace

from hallserver.core import events as e
from hallserver.core.acts import ACTS, Act, act_of

KINDS: frozenset[type[e.Event]] = frozenset(
    {*ACTS, e.EnquiryCounted, e.ReturnGiven, e.TicketIssued, e.TicketTransferred, e.ServiceFinished}
)
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
    words = _Words()
    for entry in entries:
        act = act_of(entry)
        acts += [words.on(act)] if act is not None else []
        words.hear(entry)
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


class _Words:
    """On whose word a call rests that passed others: the clerk who pressed the key followed the rules."""

    def __init__(self) -> None:
        self._granted: dict[str, str] = {}
        self._sent: dict[str, str] = {}

    def hear(self, entry: e.Entry) -> None:
        """Keep who confirmed a ticket's priority, and who sent it on."""
        kind, _, name = entry.actor.partition(":")
        match entry.event:
            case e.TicketIssued(group=group) if group and kind == "person":
                self._granted[f"{entry.epoch}.{entry.seq}"] = name
            case e.PriorityChecked() as it if kind == "person":
                self._granted[it.ticket] = name
            case e.TicketTransferred() | e.ServiceFinished() as it:
                self._sent[it.ticket] = it.clerk
            case _:
                pass

    def on(self, act: Act) -> Act:
        """Return the act with the person on whose word it rests, where that is another one than who did it."""
        sent = act.kind == "call-sent" or act.args.get("group") == "transferred"
        words = self._sent if sent else self._granted
        return replace(act, ordered_by=words.get(act.ticket, "")) if act.kind in _GRANTED else act


_GRANTED = frozenset({"call-credit", "call-sent"})
"""Acts of the rules that rest on what somebody said before."""
