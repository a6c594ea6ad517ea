# SPDX-License-Identifier: Apache-2.0
"""Signs of gaming: what in a clerk's day may make figures look better than the visitors' day was.

A sign is no accusation: it says what was seen how often, at which numbers, and somebody who knows the hall asks. An honest
day has none. The bounds are the standard's (``signs.*``, ``call.absent_after*``), and those below.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from hallserver.core.hall import Hall
from hallserver.core.watched import At, Rest, Watched

REPEATED = 3
"""What may happen to anybody is a sign from so many times a day on."""
EARLY_S = 5
"""Absent so soon after the first moment at which it could be marked."""
BURST_US = 600_000_000
"""Window of ``signs.direct_burst``."""
RESTS_S, LUNCH_S = 1_800, 3_600
"""So long may pauses begun with people waiting last in all, and a lunch."""
NAMED = 12
"""So many numbers does a sign name, the newest."""
MAY_BE_SHORT = frozenset({"left", "not-here", "enquiry", "collected", "unrecorded"})
"""Outcomes that take no time."""


class Sign(Struct, frozen=True, kw_only=True):
    """A sign: word key ``sign.<kind>``, whose, at which counter last, how often, at which numbers, and its figure in seconds."""

    kind: str
    clerk: str
    counter: str
    count: int
    labels: tuple[str, ...] = ()
    figure_s: int | None = None
    """The shortest, longest, or summed time; the sign's sentence says which."""


def signs(hall: Hall, now_us: int) -> list[Sign]:
    """Return today's signs, by clerk and kind. O(services of the day)."""
    found = [sign for clerk, facts in sorted(hall.watched.items()) for look in _LOOKS for sign in look(hall, clerk, facts, now_us)]
    return [*found, *_to_and_fro(hall)]


def _labels(hall: Hall, tickets: Sequence[str]) -> tuple[str, ...]:
    return tuple(hall.tickets[it].label for it in tickets[-NAMED:] if it in hall.tickets)


def _sign(hall: Hall, kind: str, clerk: str, found: Sequence[tuple[str, str]], figure_us: int | None = None) -> Sign:
    """Return a sign about these (ticket, counter), in the order of time."""
    return Sign(
        kind=kind,
        clerk=clerk,
        counter=found[-1][1],
        count=len(found),
        labels=_labels(hall, [ticket for ticket, _ in found if ticket]),
        figure_s=round(figure_us / 1e6) if figure_us is not None else None,
    )


def _short(hall: Hall, clerk: str, facts: Watched, _: int) -> Iterator[Sign]:
    bound_us = hall.rules.number("signs.service_short") * 1e6
    found = [it for it in facts.served if it.took_us < bound_us and it.outcome not in MAY_BE_SHORT]
    if found:
        yield _sign(hall, "short", clerk, [(it.ticket, it.counter) for it in found], min(it.took_us for it in found))


def _long(hall: Hall, clerk: str, facts: Watched, _: int) -> Iterator[Sign]:
    bound_us = hall.rules.number("signs.service_long") * 60e6
    found = [it for it in facts.served if it.started and it.took_us > bound_us]
    if found:
        yield _sign(hall, "long", clerk, [(it.ticket, it.counter) for it in found], max(it.took_us for it in found))


def _early(hall: Hall, clerk: str, facts: Watched, _: int) -> Iterator[Sign]:
    """Give absences marked at the first moment, again and again; or after one call alone."""
    plain, needy = (hall.rules.number(key) for key in ("call.absent_after", "call.absent_after_needs"))
    early = [it for it in facts.missed if it.after_us < ((needy if it.needs else plain) + it.extra_s + EARLY_S) * 1e6]
    if len(early) >= REPEATED:
        yield _sign(hall, "absent-early", clerk, [(it.ticket, it.counter) for it in early], min(it.after_us for it in early))
    once = [it for it in facts.missed if it.calls <= 1]
    if once:
        yield _sign(hall, "absent-once-called", clerk, [(it.ticket, it.counter) for it in once])


def _overlap(hall: Hall, clerk: str, facts: Watched, _: int) -> Iterator[Sign]:
    """Give calls while the one before was still served: whoever was called had to stand, or nobody pressed start."""
    for kind, found in (("standing", facts.kept_standing), ("unstarted", facts.unstarted if facts.starts else [])):
        if len(found) >= REPEATED:
            yield _sign(hall, kind, clerk, [(it.ticket, it.counter) for it in found])


def _rests(hall: Hall, clerk: str, facts: Watched, now_us: int) -> Iterator[Sign]:
    lunch = [it for it in facts.rests if it.reason == "lunch" and _length_us([it], now_us) > LUNCH_S * 1e6]
    others = [it for it in facts.rests if it.reason != "lunch"]
    if len(others) < REPEATED and _length_us(others, now_us) <= RESTS_S * 1e6:
        others = []
    found = sorted([*lunch, *others], key=lambda it: it.from_us)
    if found:
        yield _sign(hall, "pause", clerk, [("", it.counter) for it in found], _length_us(found, now_us))


def _length_us(rests: Sequence[Rest], now_us: int) -> int:
    return sum((it.until_us or now_us) - it.from_us for it in rests)


def _bursts(hall: Hall, clerk: str, facts: Watched, _: int) -> Iterator[Sign]:
    least, found = hall.rules.whole("signs.direct_burst"), facts.directs
    inside: set[At] = set()
    for last in range(least - 1, len(found)):
        if found[last].at_us - found[last - least + 1].at_us <= BURST_US:
            inside.update(found[last - least + 1 : last + 1])
    if inside:
        yield _sign(hall, "direct-burst", clerk, [(it.ticket, it.counter) for it in found if it in inside])


def _to_and_fro(hall: Hall) -> Iterator[Sign]:
    """Give numbers that were sent on and on, under the clerk who sent them last."""
    least = hall.rules.number("signs.transfers")
    every = sorted((it.at_us, it.ticket, it.counter, clerk) for clerk, facts in hall.watched.items() for it in facts.transfers)
    often = {ticket for ticket, n in Counter(ticket for _, ticket, _, _ in every).items() if n >= least}
    last = {ticket: (clerk, counter) for _, ticket, counter, clerk in every if ticket in often}
    for clerk in sorted({clerk for clerk, _ in last.values()}):
        yield _sign(hall, "to-and-fro", clerk, [(ticket, counter) for ticket, (by, counter) in last.items() if by == clerk])


_LOOKS: tuple[Callable[[Hall, str, Watched, int], Iterator[Sign]], ...] = (_short, _long, _early, _overlap, _rests, _bursts)
