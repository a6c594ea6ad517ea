# SPDX-License-Identifier: Apache-2.0
"""Who is next for a counter that calls, and why, in one sentence. O(queues × groups), never O(waiting).

1. Inside a letter numbers go in order; only a credit ticket may pass, and the call says so.
2. A queue's candidate has the lowest rank time − credit. Once ``prio.max_run`` credit tickets in a
   row have passed an ordinary one with a lower rank, that ordinary one is the candidate (groups
   marked exempt pass nevertheless, and so does whom a duty manager has brought to the front).
3. Who needs what this counter lacks (access, a language), is meant for another open counter, or wants
   what this person is not authorised for, is not its candidate; those ready for this clerk come first.
   A need that no open counter of the queue meets is waived. A ticket sent to this very counter is its
   candidate whatever its need: somebody has decided so.
4. Own queues come before helped ones, unless a helped one is past its target and no own one is.
5. Among candidates the highest pressure = (waited + credit) ÷ target; equal → lower rank.
"""

from collections.abc import Iterator

from msgspec import Struct

from hallserver.core.catalog import CounterRow
from hallserver.core.events import Reason
from hallserver.core.hall import Hall, Line, Part, Rank
from hallserver.core.lines import passed
from hallserver.core.standard import LIFTED_S


class Choice(Struct, frozen=True, kw_only=True):
    """The ticket to call, why, and the queue's run of credit tickets after that call."""

    ticket: str
    queue: str
    reason: Reason
    run: int


class _Head(Struct, frozen=True, kw_only=True):
    """The first ticket of one part: what choosing needs to know of it."""

    rank: Rank
    ticket: str
    group: str
    credit_s: int
    only: str

    @property
    def effective(self) -> Rank:
        return (self.rank[0] - self.credit_s * 1_000_000, self.rank[1], self.rank[2])


class _Desk(Struct, frozen=True, kw_only=True):
    """A counter with the person who calls there: its row, the items that this person may handle (empty: all), the languages spoken."""

    counter: CounterRow
    items: frozenset[str]
    languages: tuple[str, ...]


class _Candidate(Struct, frozen=True, kw_only=True):
    """A queue's candidate with its pressure."""

    head: _Head
    queue: str
    pressure: float
    key: str


def choose(hall: Hall, counter: CounterRow, clerk: str, now_us: int) -> Choice | None:
    """Return who is next at this counter for this clerk, or None when nobody there can be called."""
    ready = _ready(hall, counter, clerk)
    if ready is not None:
        return ready
    desk = _Desk(counter=counter, items=authorised(hall, clerk), languages=spoken_by(hall, clerk))
    own = _best(hall, desk, counter.queues, now_us)
    helped = _best(hall, desk, counter.helps, now_us)
    if own is None or (helped is not None and helped.pressure >= 1 > own.pressure):
        return None if helped is None else _chosen(hall, helped, now_us, helping=True)
    return _chosen(hall, own, now_us, helping=False)


def waiting_since(hall: Hall, counter: CounterRow, clerk: str) -> int | None:
    """Return since when (UTC µs) this clerk could have called somebody at this counter; None: there is nobody.

    Who has waited for another counter or a need that none open meets any more could be called since the counters last changed.
    """
    desk = _Desk(counter=counter, items=authorised(hall, clerk), languages=spoken_by(hall, clerk))
    staffed_us = max((it.since_us for it in hall.counters.values()), default=0)
    since_us = [hall.tickets[ticket].leg.entered_us for ticket in _ready_here(hall, counter, clerk)]
    for queue in (*counter.queues, *counter.helps):
        for part, waiting in hall.line(queue).parts.items():
            if _meets(hall, desk, queue, part):
                entered_us = hall.tickets[waiting[0][1]].leg.entered_us
                since_us.append(max(entered_us, staffed_us) if _waived(desk, part) else entered_us)
    return min(since_us, default=None)


def _waived(desk: _Desk, part: Part) -> bool:
    """Tell whether a part is this desk's only because no open counter can do better by it."""
    if part.only == desk.counter.slug:
        return False
    needs = (part.mobility and not desk.counter.accessible) or bool(part.language and part.language not in desk.languages)
    return bool(part.only) or needs


def _ready_here(hall: Hall, counter: CounterRow, clerk: str) -> Iterator[str]:
    """Give who goes first at this clerk's next call: known to the clerk wherever that is, or put back unseen, where the queue is served."""
    for ticket in hall.ready.get(clerk, ()):
        leg = hall.tickets[ticket].leg
        if leg.counter or leg.queue in (*counter.queues, *counter.helps):
            yield ticket


def _ready(hall: Hall, counter: CounterRow, clerk: str) -> Choice | None:
    for ticket in _ready_here(hall, counter, clerk):
        leg = hall.tickets[ticket].leg
        return Choice(ticket=ticket, queue=leg.queue, reason=Reason(key="ready"), run=hall.line(leg.queue).run)
    return None


def _best(hall: Hall, desk: _Desk, queues: tuple[str, ...], now_us: int) -> _Candidate | None:
    candidates = [found for queue in queues if (found := candidate(hall, desk, queue, now_us)) is not None]
    return max(candidates, key=lambda it: (it.pressure, tuple(-part for part in it.head.rank)), default=None)


def candidate(hall: Hall, desk: _Desk, queue: str, now_us: int) -> _Candidate | None:
    """Return the queue's candidate for this counter."""
    line = hall.lines.get(queue)
    if line is None or not line.waiting:
        return None
    heads = list(_heads(hall, desk, queue, line))
    if not heads:
        return None
    first = min(heads, key=lambda it: it.effective)
    key = "credit" if first.credit_s else "number-order"
    ordinary = min((it for it in heads if not it.credit_s), key=lambda it: it.rank, default=None)
    if ordinary is not None and first.credit_s and ordinary.rank < first.rank and _limited(hall, line, first):
        exempt = (it for it in heads if it.credit_s and not _limited(hall, line, it) and it.effective < ordinary.effective)
        urgent = min(exempt, key=lambda it: it.effective, default=None)
        first, key = (ordinary, "run-limit") if urgent is None else (urgent, "credit")
    waited_s = (now_us - first.rank[0]) / 1e6 + first.credit_s
    return _Candidate(head=first, queue=queue, pressure=waited_s / hall.target_s(queue), key=key)


def _limited(hall: Hall, line: Line, head: _Head) -> bool:
    return line.run >= hall.rules.whole("prio.max_run") and not _exempt(hall, head.group, head.credit_s)


def _exempt(hall: Hall, slug: str, credit_s: int) -> bool:
    group = hall.rules.groups.get(slug)
    return credit_s >= LIFTED_S or (group is not None and group.exempt)


def _heads(hall: Hall, desk: _Desk, queue: str, line: Line) -> Iterator[_Head]:
    for part, waiting in line.parts.items():
        if _meets(hall, desk, queue, part):
            rank, ticket = waiting[0]
            yield _Head(rank=rank, ticket=ticket, group=part.group, credit_s=part.credit_s, only=part.only)


def _meets(hall: Hall, desk: _Desk, queue: str, part: Part) -> bool:
    if part.only == desk.counter.slug:
        return True
    return not _kept_for(hall, part.only, queue) and _can_help(hall, desk, queue, part) and may_serve(hall, desk.items, part.service)


def _can_help(hall: Hall, desk: _Desk, queue: str, part: Part) -> bool:
    """Tell whether the desk meets the needs of a part; one that no open counter of the queue meets is waived."""
    if part.mobility and not desk.counter.accessible and hall.staffed(queue).accessible:
        return False
    return not part.language or part.language in desk.languages or part.language not in hall.staffed(queue).languages


def _kept_for(hall: Hall, only: str, queue: str) -> bool:
    """Tell whether the one counter that a ticket is for can call it: open, and serving its queue."""
    row = hall.catalog.counters.get(only)
    return row is not None and queue in (*row.queues, *row.helps) and hall.counter(only).state == "open"


def authorised(hall: Hall, clerk: str) -> frozenset[str]:
    """Return the items that this person may handle; empty: all."""
    person = hall.catalog.people.get(clerk)
    return frozenset(person.items) if person is not None else frozenset()


def spoken_by(hall: Hall, clerk: str) -> tuple[str, ...]:
    """Return the languages beside Mandarin in which this person serves."""
    person = hall.catalog.people.get(clerk)
    return person.languages if person is not None else ()


def may_serve(hall: Hall, items: frozenset[str], service: str) -> bool:
    """Tell whether who may handle these items (empty: all) may handle one of the service's."""
    row = hall.catalog.services.get(service)
    return not items or row is None or not row.items or not items.isdisjoint(row.items)


def _chosen(hall: Hall, it: _Candidate, now_us: int, *, helping: bool) -> Choice:
    line, head = hall.lines[it.queue], it.head
    args: dict[str, str | int | float | list[str]] = {
        "letter": hall.catalog.queues[it.queue].letter if it.queue in hall.catalog.queues else "",
        "wait_s": max(0, round((now_us - hall.tickets[head.ticket].leg.opened_us) / 1e6)),
        "target_s": hall.target_s(it.queue),
    }
    key = it.key
    if key == "credit":
        args |= {"group": head.group, "passed": passed(line, head.rank)}
        key = "credit" if args["passed"] else "credit-first"
    if key == "run-limit":
        args["run"] = line.run
    if head.credit_s >= LIFTED_S:
        leg = hall.tickets[head.ticket].leg
        key, args["by"], args["reason"] = "lifted", leg.lifted_by, leg.lifted_for
    elif head.only:
        key = "for-this-counter"
    elif helping:
        key = "helping"
    return Choice(ticket=head.ticket, queue=it.queue, reason=Reason(key=key, args=args), run=run_after(hall, it.queue, head.ticket))


def run_after(hall: Hall, queue: str, ticket: str) -> int:
    """Return the queue's run once this ticket is called: counts credit tickets that pass an ordinary one in a row."""
    line, leg = hall.lines[queue], hall.tickets[ticket].leg
    if not leg.credit_s:
        return 0
    passes = any(not part.credit_s and waiting[0][0] < leg.rank for part, waiting in line.parts.items())
    if not passes:
        return 0
    return line.run if _exempt(hall, leg.group, leg.credit_s) else line.run + 1
