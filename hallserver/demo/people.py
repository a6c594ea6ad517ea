# SPDX-License-Identifier: Apache-2.0
"""Visitors, clerks, a guide and devices that behave like those of a hall, by chance from a fixed seed.

What a visitor will do depends on the ticket alone, so that the steps can be taken up in the middle:
whoever sees a called ticket knows whether its visitor will come.
"""

import math
from collections.abc import Iterator
from random import Random

from msgspec import Struct

from hallserver.core import commands as c
from hallserver.core.hall import Hall, Ticket
from hallserver.core.roles import Actor
from hallserver.demo.hall import COUNTER_OF, SERVICE_S, SHARE, YOURS
from hallserver.demo.stage import Stage, Step

KIOSKS = tuple(Actor(kind="device", name=f"kiosk-{nth}", roles=frozenset({"kiosk"})) for nth in (1, 2))
GUIDE = Actor(kind="person", name="guide", roles=frozenset({"guide"}))
_DEVICES = Actor(kind="device", name="agent-1", roles=frozenset({"device"}))
_GROUPS = ("elderly", "elderly", "pregnant", "disabled", "service", "urgent")
_OUTCOMES = ("accepted",) * 6 + ("done",) * 3 + ("incomplete", "enquiry")
_STARS = (5,) * 92 + (4,) * 5 + (3,) * 2 + (1,)
_ABSENT, _HOLDS, _RATES, _NEEDS, _PRIORITY, _TWO_ERRANDS, _BREAK, _BROUGHT_BACK = 0.05, 0.03, 0.62, 0.04, 0.09, 0.06, 0.01, 0.6
"""How often: a called visitor does not come, fetches a copy, rates, has a need, has priority, has two errands;
a clerk takes a break; an absent visitor is brought back."""
_DECLARED = 0.4
"""Of those with priority, so many name it at the kiosk and are confirmed by the guide; the others go to the guide at once."""
_HELD_S = 180.0
"""A clerk takes up a held ticket after this."""
_GAP_S = 38.0
"""Mean time between two arrivals: seven pretend clerks are busy most of the time."""
_PAUSE_S = 300.0
_LOOK_S = 4.0
"""A clerk with nobody to call looks again after this."""


class Fate(Struct, frozen=True, kw_only=True):
    """What the visitor of one leg will do."""

    comes: bool
    walk_s: float
    service_s: float
    holds: bool
    outcome: str
    stars: int
    """0: will not rate."""


def fate_of(ticket: Ticket, seed: str) -> Fate:
    """Return the fate of the ticket's open leg; the same each time it is asked for."""
    leg = ticket.leg
    chance = Random(f"{seed}/{ticket.id}/{leg.no}")  # noqa: S311 -- pretend visitors, not secrets
    mean_s = SERVICE_S.get(leg.services[0] if leg.services else "", 120)
    return Fate(
        comes=chance.random() > _ABSENT or ticket.misses > 0,
        walk_s=chance.uniform(6, 22),
        service_s=mean_s * chance.lognormvariate(-0.125, 0.5),
        holds=chance.random() < _HOLDS,
        outcome=chance.choice(_OUTCOMES),
        stars=chance.choice(_STARS) if chance.random() < _RATES else 0,
    )


def visitors(chance: Random) -> Step:
    """Return the step that lets a visitor come and puts off the next."""

    async def arrive(stage: Stage) -> None:
        stage.after(chance.expovariate(1 / (_GAP_S * _lull(stage.now_us()))), arrive)
        errands = chance.choices(list(SHARE), weights=list(SHARE.values()), k=2 if chance.random() < _TWO_ERRANDS else 1)
        services = tuple(dict.fromkeys(errands))
        language = chance.choices(("zh-Hans", "zh-Hant", "yue", "en"), weights=(86, 4, 7, 3))[0]
        needs = (chance.choice(("mobility", "hearing", "infant")),) if chance.random() < _NEEDS else ()
        if chance.random() < _PRIORITY:
            group = chance.choices(_GROUPS, weights=(6, 6, 3, 2, 2, 1))[0]
            by = chance.choice(KIOSKS) if chance.random() < _DECLARED else GUIDE
            taken = await stage.ask(c.TakeTicket(services=services, group=group, needs=needs, language=language), by)  # type: ignore[arg-type]
            if taken is not None and by is not GUIDE:
                stage.after(chance.uniform(20, 120), _confirm(str(taken.result["ticket"])))
        else:
            await stage.ask(c.TakeTicket(services=services, needs=needs, language=language), chance.choice(KIOSKS))  # type: ignore[arg-type]

    return arrive


def _lull(now_us: int) -> float:
    """Return how much longer gaps are now: the stream swells and ebbs over ninety minutes."""
    return 1.0 + 0.35 * math.sin(now_us / 1e6 / 5400 * 2 * math.pi)


def clerks(seed: str) -> Iterator[Step]:
    """Give the first step of each pretend clerk."""
    for slug, counter in COUNTER_OF.items():
        if counter != YOURS:
            yield _Clerk(slug, counter, seed).look


class _Clerk:
    """Looks at the counter and does what comes next; knows nothing that the hall does not."""

    def __init__(self, slug: str, counter: str, seed: str) -> None:
        self.by = Actor(kind="person", name=slug, roles=frozenset({"clerk"}))
        self.counter, self.seed = counter, seed
        self.chance = Random(f"{seed}/{slug}")  # noqa: S311 -- pretend clerks, not secrets

    async def look(self, stage: Stage) -> None:
        """Do what the counter's state asks for, then look again when that is over."""
        state = stage.hall.counter(self.counter)
        if state.state != "open":
            await stage.ask(c.OpenCounter(counter=self.counter), self.by)
            delay_s = 2.0
        elif state.ticket:
            delay_s = await self._with(stage, stage.hall.tickets[state.ticket])
        else:
            delay_s = await self._idle(stage)
        stage.after(delay_s, self.look)

    async def _idle(self, stage: Stage) -> float:
        held = next((it for it in _held(stage.hall) if it.leg.counter == self.counter and self._long_held(stage, it)), None)
        if held is not None:
            await stage.ask(c.Resume(ticket=held.id), self.by)
            return self.chance.uniform(30, 90)
        if self.chance.random() < _BREAK:
            await stage.ask(c.PauseCounter(reason="break"), self.by)
            return _PAUSE_S
        called = await stage.ask(c.CallNext(), self.by)
        return _LOOK_S if called is None else fate_of(stage.hall.tickets[str(called.result["ticket"])], self.seed).walk_s

    def _long_held(self, stage: Stage, ticket: Ticket) -> bool:
        since_us = ticket.leg.held_from_us or 0
        return stage.now_us() - since_us > _HELD_S * 1e6

    async def _with(self, stage: Stage, ticket: Ticket) -> float:
        fate = fate_of(ticket, self.seed)
        if ticket.state == "called":
            return await (self._welcome(stage, ticket, fate) if fate.comes else self._miss(stage, ticket))
        if fate.holds and not ticket.leg.held_us:
            await stage.ask(c.Hold(reason="copy", ticket=ticket.id), self.by)
            return self.chance.uniform(2, 6)
        return await self._finish(stage, ticket, fate)

    async def _welcome(self, stage: Stage, ticket: Ticket, fate: Fate) -> float:
        await stage.ask(c.Start(ticket=ticket.id), self.by)
        return fate.service_s

    async def _miss(self, stage: Stage, ticket: Ticket) -> float:
        """Recall twice, then mark absent; the guide brings most of them back."""
        waited_s = (stage.now_us() - (ticket.leg.called_us or 0)) / 1e6
        if {"hearing", "sight"} & set(ticket.needs) and ticket.leg.escorted_us is None:
            await stage.ask(c.Escort(ticket=ticket.id), GUIDE)
        rules = stage.hall.rules
        least_s = rules.number("call.absent_after_needs" if ticket.needs else "call.absent_after")
        if waited_s >= least_s:
            await stage.ask(c.MarkAbsent(ticket=ticket.id), self.by)
            if self.chance.random() < _BROUGHT_BACK:
                stage.after(self.chance.uniform(60, 400), _bring_back(ticket.id))
            return 2.0
        if ticket.leg.calls < rules.whole("call.max_calls"):
            await stage.ask(c.Recall(ticket=ticket.id), self.by)
        return rules.number("call.gap") + 1

    async def _finish(self, stage: Stage, ticket: Ticket, fate: Fate) -> float:
        leg = ticket.leg
        items = tuple(c.ItemDone(item=slug) for slug in leg.services if slug in stage.hall.catalog.items)
        await stage.ask(c.Finish(outcome=fate.outcome, items=items, ticket=ticket.id), self.by)
        if fate.stars:
            rater = Actor(kind="device", name=f"rater-{self.counter[1:]}", roles=frozenset({"rater"}), counter=self.counter)
            stage.after(self.chance.uniform(2, 4), _rates(rater, ticket.id, leg.no, fate.stars))
        return self.chance.uniform(4, 12)


def _held(hall: Hall) -> Iterator[Ticket]:
    return (ticket for ticket in hall.tickets.values() if ticket.state == "held")


def _bring_back(ticket: str) -> Step:
    async def bring_back(stage: Stage) -> None:
        await stage.ask(c.BringBack(ticket=ticket), GUIDE)

    return bring_back


def _confirm(ticket: str) -> Step:
    async def confirm(stage: Stage) -> None:
        await stage.ask(c.ConfirmPriority(ticket=ticket), GUIDE)

    return confirm


def _rates(rater: Actor, ticket: str, leg: int, stars: int) -> Step:
    async def rate(stage: Stage) -> None:
        await stage.ask(c.Rate(stars=stars, ticket=ticket, leg=leg), rater)

    return rate


def prints(ticket: str) -> Step:
    """Return the step in which the pretend printer has printed this ticket's slip, while no agent is running."""

    async def report(stage: Stage) -> None:
        job = f"slip/{ticket}/1"
        await stage.ask(c.ReportSlip(job=job, device="printer-1", ticket=ticket, state="done"), _DEVICES)

    return report


def speaks(ticket: str, leg: int, call: int) -> Step:
    """Return the step in which the pretend voice has spoken this call, while no agent is running."""

    async def report(stage: Stage) -> None:
        job = f"call/{ticket}/{leg}.{call}/voice-1"
        await stage.ask(c.ReportAnnouncement(job=job, device="voice-1", ticket=ticket, call=call, state="spoken"), _DEVICES)

    return report
