# SPDX-License-Identifier: Apache-2.0
"""Why one number was called before another: every call between them, a sentence each, and the sentence that decides the quarrel.

Told from the day's entries alone, so that it is the same on every screen, on paper and years later. No visitor's data:
numbers, times, counters, the reason of each call, and who ordered what was out of order.
"""

from collections.abc import Sequence
from string import ascii_letters
from typing import Literal

from msgspec import Struct

from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, NotFound
from hallserver.core.why_story import Call, Said, Story, Visit, story_of

Who = Literal["a", "b", ""]
"""Which of the two numbers asked about; empty: another one, or the hall."""
_BY_CALL = frozenset({"ordered", "corrected", "lifted", "direct", "paper", "ready", "for-this-counter", "credit"})
"""Reasons of a call that answer by themselves why it came before an earlier number's."""
_DECIDED = frozenset({"ordered", "lifted"})
"""Those that somebody decided: they answer whatever else there was to say."""


class Line(Struct, frozen=True, kw_only=True):
    """One line of the story: when, about which number (empty: the hall), what; ``call``: it is a call."""

    at_us: int
    who: Who
    label: str
    said: Said
    call: bool = False


class Why(Struct, frozen=True, kw_only=True):
    """The answer: both numbers, which was first (empty: none was called), why in a few sentences, and the story between."""

    a: str
    b: str
    first: str
    summary: tuple[Said, ...]
    lines: tuple[Line, ...]


class _Side(Struct, frozen=True, kw_only=True):
    """One of the two numbers, when it joined the queue in question, and the call that it followed; None: it was not called."""

    id: str
    visit: Visit
    joined_us: int
    call: Call | None


def why(entries: Sequence[e.Entry], a: str, b: str) -> Why:
    """Return why the one of two numbers (``A012``) of these entries' day was called before the other.

    Raises NotFound for a number that was not given that day, AgainstStandard for one and the same.
    """
    story = story_of(entries)
    ids = [_find(story, name) for name in (a, b)]
    if ids[0] == ids[1]:
        raise AgainstStandard("why-same-number", ticket=story.visits[ids[0]].label)
    queues = _concerned(*(story.visits[it] for it in ids))
    sides = [_side(story, it, queues) for it in ids]
    order = sorted(sides, key=lambda side: (side.call is None, side.call.at_us if side.call else 0, side.call.seq if side.call else 0))
    first, other = order
    return Why(
        a=sides[0].visit.label,
        b=sides[1].visit.label,
        first=first.visit.label if first.call else "",
        summary=tuple(_summary(story, first, other)),
        lines=tuple(_lines(story, sides, queues)),
    )


def _find(story: Story, name: str) -> str:
    digits = name.lstrip(ascii_letters)
    letter = name.removesuffix(digits).upper()
    for ticket, visit in story.visits.items():
        label = visit.label.lstrip(ascii_letters)
        if digits.isdecimal() and visit.label.removesuffix(label) == letter and int(label) == int(digits):
            return ticket
    raise NotFound("ticket-unknown", ticket=name)


def _queues(visit: Visit) -> set[str]:
    return {queue for _, queue in visit.joins}


def _concerned(a: Visit, b: Visit) -> set[str]:
    """Return the queues in which both waited; where there are none, all in which either did."""
    return _queues(a) & _queues(b) or _queues(a) | _queues(b)


def _side(story: Story, ticket: str, queues: set[str]) -> _Side:
    visit = story.visits[ticket]
    followed = (it for it in story.calls if it.ticket == ticket and it.queue in queues and not (it.missed or it.put_back))
    joined_us = next(at_us for at_us, queue in visit.joins if queue in queues)
    return _Side(id=ticket, visit=visit, joined_us=joined_us, call=next(followed, None))


def _summary(story: Story, first: _Side, other: _Side) -> list[Said]:
    """Return which was called first, why, and what became of the other."""
    names: dict[str, str] = {"first": first.visit.label, "other": other.visit.label}
    if first.call is None:
        return [Said(key="sum.none", args={**names})]
    called = Said(key="sum.first", args={**names, "at_us": first.call.at_us, "counter": first.call.counter})
    after = Said(key="sum.not-yet", args={**names})
    if other.call is not None:
        after = Said(key="sum.second", args={**names, "at_us": other.call.at_us, "counter": other.call.counter})
    because = _because(story, first, first.call, other)
    return [called, Said(key=because.key, args={**because.args, **names}), after]


def _because(story: Story, first: _Side, call: Call, other: _Side) -> Said:
    if not _queues(first.visit) & _queues(other.visit):
        return Said(key="sum.queues", args={"queue": first.visit.joins[0][1], "queue_other": other.visit.joins[0][1]})
    reason = call.said.key.removeprefix("call.")
    if reason in _DECIDED:
        return Said(key=f"sum.{reason}", args={**call.said.args, "counter": call.counter})
    given_up = next((it for it in story.calls if it.ticket == other.id and it.at_us < call.at_us and (it.missed or it.put_back)), None)
    if given_up is not None:
        key = "sum.missed" if given_up.missed else "sum.put-back"
        return Said(key=key, args={"at_us": given_up.at_us, "counter": given_up.counter})
    if reason in _BY_CALL and not (reason == "credit" and first.joined_us <= other.joined_us):
        return Said(key=f"sum.{reason}", args={**call.said.args, "counter": call.counter})
    let_first = next((at_us for at_us in other.visit.yielded_us if other.joined_us < first.joined_us <= at_us < call.at_us), None)
    if let_first is not None:
        return Said(key="sum.yielded", args={"at_us": let_first})
    return _by_place(first, call, other)


def _by_place(first: _Side, call: Call, other: _Side) -> Said:
    """Return which of their places in the queue decided it, or that the counter could not serve the other."""
    earlier = first.joined_us <= other.joined_us
    if earlier and first.visit.entered_us > other.joined_us:
        times = {"at_us": first.visit.entered_us, "first_us": first.joined_us, "other_us": other.joined_us}
        return Said(key="sum.entered", args={**times, "by": first.visit.entered_by})
    if earlier and other.visit.issued_us < first.visit.issued_us:
        return Said(key="sum.later-leg", args={"at_us": other.joined_us})
    if earlier:
        return Said(key="sum.order", args={"first_us": first.joined_us, "other_us": other.joined_us})
    return Said(key="sum.counter", args={"counter": call.counter})


def _lines(story: Story, sides: Sequence[_Side], queues: set[str]) -> list[Line]:
    """Return every call in these queues, and every step of the two, from when the first of them joined to the call of the second.

    A paper number joined when it was entered: nobody knows what was called by hand before.
    """
    from_us = min(side.visit.entered_us or side.joined_us for side in sides)
    until = max((side.call.at_us, side.call.seq) if side.call else (story.until_us, 2**62) for side in sides)
    who: dict[str, Who] = {sides[0].id: "a", sides[1].id: "b"}
    labels = {ticket: visit.label for ticket, visit in story.visits.items()}
    found = [
        (it.at_us, it.seq, Line(at_us=it.at_us, who=who.get(it.ticket, ""), label=labels[it.ticket], said=_of_call(it), call=True))
        for it in story.calls
        if it.queue in queues
    ]
    found += [
        (it.at_us, it.seq, Line(at_us=it.at_us, who=who.get(it.ticket, ""), label=labels.get(it.ticket, ""), said=it.said))
        for it in story.steps
        if not it.ticket or it.ticket in who
    ]
    found.sort(key=lambda row: row[:2])
    return [line for at_us, seq, line in found if from_us <= at_us and (at_us, seq) <= until]


def _of_call(it: Call) -> Said:
    return Said(key=it.said.key, args={**it.said.args, "counter": it.counter})
