# SPDX-License-Identifier: Apache-2.0
"""What befell each number of a day, told from its entries: when it joined which queue, each call of it, each step beside."""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct, field

from hallserver.core import events as e
from hallserver.core.happening import Arg


class Said(Struct, frozen=True, kw_only=True):
    """A sentence: word key ``why.<key>`` and its arguments.

    Arguments that the edge turns into text: ``*_us`` times, ``*_s`` durations, ``counter``, ``queue``, ``group`` slugs,
    ``by`` a person, ``reason`` a word key.
    """

    key: str
    args: dict[str, Arg] = field(default_factory=dict)


class Step(Struct, frozen=True, kw_only=True):
    """Something beside a call that befell a number; without a number, the whole hall."""

    at_us: int
    seq: int
    ticket: str
    said: Said


class Call(Struct, kw_only=True):
    """A call: of which number out of which queue, to which counter, why; ``missed``: nobody came, ``put_back``: it was taken back."""

    at_us: int
    seq: int
    ticket: str
    queue: str
    counter: str
    said: Said
    missed: bool = False
    put_back: bool = False


class Visit(Struct, kw_only=True):
    """A number: its label, when it was taken, and each queue that it joined and when.

    Of a paper number that still waits: when it was entered, and by whom; its other times are what was typed then.
    """

    label: str
    issued_us: int
    joins: list[tuple[int, str]]
    entered_us: int = 0
    entered_by: str = ""
    yielded_us: list[int] = field(default_factory=list)
    """When the visitor let others go first."""


class Story(Struct, kw_only=True):
    """A day's numbers by id, and what happened in order."""

    visits: dict[str, Visit] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    until_us: int = 0


def story_of(entries: Iterable[e.Entry]) -> Story:
    """Return the story of a day's entries, in their order; entries of other kinds than ``TOLD`` add nothing."""
    story = Story()
    for entry in entries:
        story.until_us = entry.at_us
        tell = TOLD.get(type(entry.event))
        if tell is not None:
            tell(story, entry, entry.event)
    return story


def _step(story: Story, entry: e.Entry, ticket: str, key: str, **args: Arg) -> None:
    story.steps.append(Step(at_us=entry.at_us, seq=entry.seq, ticket=ticket, said=Said(key=key, args=args)))


def _call(story: Story, entry: e.Entry, ticket: str, counter: str, said: Said) -> None:
    queue = story.visits[ticket].joins[-1][1]
    story.calls.append(Call(at_us=entry.at_us, seq=entry.seq, ticket=ticket, queue=queue, counter=counter, said=said))


def _last_call(story: Story, ticket: str) -> Call | None:
    return next((it for it in reversed(story.calls) if it.ticket == ticket), None)


def _issued(story: Story, entry: e.Entry, it: e.TicketIssued) -> None:
    ticket, since_us = f"{entry.epoch}.{entry.seq}", it.since_us or entry.at_us
    story.visits[ticket] = Visit(label=it.label, issued_us=since_us, joins=[(since_us, it.legs[0].queue)])
    if it.channel in {"direct", "paper"} and it.counter:
        _call(story, entry, ticket, it.counter, Said(key=f"call.{it.channel}"))
        return
    if it.channel == "paper":
        visit, by = story.visits[ticket], entry.actor.partition(":")[2]
        visit.entered_us, visit.entered_by = entry.at_us, by
        _step(story, entry, ticket, "entered", by=by, first_us=since_us)
        return
    group = it.group or it.legs[0].group
    _step(story, entry, ticket, "taken-with" if group else "taken", **({"group": group} if group else {}))


def _called(story: Story, entry: e.Entry, it: e.TicketCalled) -> None:
    args = dict(it.reason.args)
    if it.out_of_order or it.reason.key == "lifted":
        by = it.ordered_by or str(args.get("by", ""))
        args = {"reason": f"call-reason.{args.get('reason', 'other')}", "by": by}
    _call(story, entry, it.ticket, it.counter, Said(key=f"call.{it.reason.key}", args=args))


def _started(story: Story, entry: e.Entry, it: e.ServiceStarted) -> None:
    _step(story, entry, it.ticket, "started", counter=it.counter)


def _joins(story: Story, entry: e.Entry, ticket: str, plan: e.LegPlan) -> None:
    story.visits[ticket].joins.append((entry.at_us, plan.queue))
    _step(story, entry, ticket, "joined", queue=plan.queue)


def _finished(story: Story, entry: e.Entry, it: e.ServiceFinished) -> None:
    _step(story, entry, it.ticket, "finished", counter=it.counter)
    if it.next is not None:
        _joins(story, entry, it.ticket, it.next)


def _held(story: Story, entry: e.Entry, it: e.TicketHeld) -> None:
    _step(story, entry, it.ticket, "held", reason=f"hold.{it.reason}", counter=it.counter)


def _back(story: Story, entry: e.Entry, it: e.TicketResumed) -> None:
    _step(story, entry, it.ticket, "ready" if it.to == "waiting" else "resumed", counter=it.counter)


def _transferred(story: Story, entry: e.Entry, it: e.TicketTransferred) -> None:
    _step(story, entry, it.ticket, "transferred", reason=f"transfer.{it.reason}", counter=it.counter)
    _joins(story, entry, it.ticket, it.next)


def _absent(story: Story, entry: e.Entry, it: e.TicketAbsent) -> None:
    call = _last_call(story, it.ticket)
    if call is not None:
        call.missed = True
    _step(story, entry, it.ticket, "forfeited" if it.forfeited else "absent", counter=it.counter)


def _brought_back(story: Story, entry: e.Entry, it: e.TicketBroughtBack) -> None:
    story.visits[it.ticket].joins.append((entry.at_us, it.next.queue))
    _step(story, entry, it.ticket, "brought-back" if it.behind is not None else "brought-to-tail")


def _lifted(story: Story, entry: e.Entry, it: e.TicketLifted) -> None:
    _step(story, entry, it.ticket, "lifted", reason=f"call-reason.{it.reason}", by=it.ordered_by)


def _yielded(story: Story, entry: e.Entry, it: e.PlaceYielded) -> None:
    story.visits[it.ticket].yielded_us.append(entry.at_us)
    _step(story, entry, it.ticket, "yielded", n=it.places)


def _checked(story: Story, entry: e.Entry, it: e.PriorityChecked) -> None:
    by = entry.actor.partition(":")[2]
    _step(story, entry, it.ticket, "confirmed" if it.group else "not-confirmed", **({"group": it.group} if it.group else {}), by=by)


def _swapped(story: Story, entry: e.Entry, it: e.TicketsSwapped) -> None:
    call = _last_call(story, it.back)
    if call is not None:
        call.put_back = True
    back = story.visits[it.back].label
    _step(story, entry, it.back, "swapped-back", counter=it.counter, called=story.visits[it.ticket].label)
    _call(story, entry, it.ticket, it.counter, Said(key="call.corrected", args={"called": back}))


def _undone(story: Story, entry: e.Entry, it: e.FinishUndone | e.AbsenceUndone) -> None:
    call = _last_call(story, it.ticket)
    if call is not None:
        call.missed = False
    back = _last_call(story, it.put_back) if it.put_back else None
    if back is not None:
        back.put_back = True
        _step(story, entry, it.put_back, "put-back", counter=it.counter)
    _step(story, entry, it.ticket, "undone", counter=it.counter)


def _changed(story: Story, entry: e.Entry, it: e.ServiceChanged) -> None:
    visit = story.visits[it.ticket]
    if visit.joins[-1][1] != it.next.queue:
        visit.joins.append((visit.joins[-1][0], it.next.queue))  # the place in the new queue is that of the old time
    _step(story, entry, it.ticket, "changed", queue=it.next.queue)


def _ended(key: str) -> Callable[[Story, e.Entry, Any], None]:
    def tell(story: Story, entry: e.Entry, it: e.TicketCancelled | e.TicketVoided | e.TicketUnserved) -> None:
        _step(story, entry, it.ticket, key)

    return tell


def _suspended(story: Story, entry: e.Entry, it: e.HallSuspended) -> None:
    _step(story, entry, "", "suspended", reason=f"suspended.{it.reason}")


def _resumed(story: Story, entry: e.Entry, _: e.HallResumed) -> None:
    _step(story, entry, "", "went-on")


TOLD: dict[type[e.Event], Callable[[Story, e.Entry, Any], None]] = {
    e.TicketIssued: _issued,
    e.TicketCalled: _called,
    e.ServiceStarted: _started,
    e.ServiceFinished: _finished,
    e.TicketHeld: _held,
    e.TicketResumed: _back,
    e.TicketTransferred: _transferred,
    e.TicketAbsent: _absent,
    e.TicketBroughtBack: _brought_back,
    e.TicketLifted: _lifted,
    e.PlaceYielded: _yielded,
    e.PriorityChecked: _checked,
    e.TicketsSwapped: _swapped,
    e.FinishUndone: _undone,
    e.AbsenceUndone: _undone,
    e.ServiceChanged: _changed,
    e.TicketCancelled: _ended("cancelled"),
    e.TicketVoided: _ended("voided"),
    e.TicketUnserved: _ended("unserved"),
    e.HallSuspended: _suspended,
    e.HallResumed: _resumed,
}
"""Event → what it adds to the story."""
