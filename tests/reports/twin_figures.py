# SPDX-License-Identifier: Apache-2.0
"""What the twin makes of its legs and numbers: figures by plain loops, each as (value, n); no ``reports``."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tests.reports.twin import TwinLeg, TwinTicket
from tests.reports.twin_turns import Twin

S = 1_000_000
Value = int | float | None
Found = dict[str, tuple[Value, int]]


class Hours(NamedTuple):
    """Where the hall is, and at which local hour and minute it opens."""

    zone: ZoneInfo
    opens: tuple[int, int]


def wait_of(leg: TwinLeg) -> int | None:
    """Opened to the first call; none where it did not wait here, chose to, is doubted, or ran backwards."""
    outside = leg.how in {"direct", "paper"} or leg.doubts.get("wait") or not leg.calls or leg.places
    return None if outside or leg.calls[0] < leg.opened else leg.calls[0] - leg.opened


def walk_of(leg: TwinLeg) -> int | None:
    """Last call to start."""
    if not leg.calls or leg.unpressed or leg.started is None or leg.started < leg.calls[-1]:
        return None
    return leg.started - leg.calls[-1]


def service_of(leg: TwinLeg) -> int | None:
    """Start to finish without holds."""
    if leg.finished is None or leg.doubts.get("service") or leg.unpressed or leg.started is None:
        return None
    took = leg.finished - leg.started - leg.held
    return took if took >= 0 else None


def spread(name: str, values: Iterable[int | None]) -> Found:
    """Mean, and percentiles that somebody really had."""
    found = sorted(it for it in values if it is not None)
    n = len(found)

    def at(percent: int) -> Value:
        return found[max(1, -(-percent * n // 100)) - 1] / S if n else None

    return {
        f"{name}.mean": (sum(found) / S / n if n else None, n),
        **{f"{name}.{word}": (at(percent), n) for word, percent in (("median", 50), ("p90", 90), ("max", 100))},
    }


def part(some: int, whole: int) -> tuple[Value, int]:
    """A share; of nothing none."""
    return (some / whole if whole else None, whole)


class Days:
    """Some business days of the twin."""

    def __init__(self, twin: Twin, days: Collection[str], hours: Hours) -> None:
        """Pick what belongs to them."""
        self.twin, self.days, self.hours = twin, days, hours
        self.legs = [leg for leg in twin.legs.values() if leg.day in days]
        self.tickets = [it for it in twin.tickets.values() if it.day in days]
        self.of: dict[str, list[TwinLeg]] = defaultdict(list)
        for leg in sorted(self.legs, key=lambda it: it.key[1]):
            self.of[leg.key[0]].append(leg)

    def figures(self) -> Found:
        """Every figure of the hall."""
        legs, called = self.legs, [leg for leg in self.legs if leg.calls]
        finished = [leg for leg in legs if leg.finished is not None]
        waited = [(leg, wait) for leg in legs if (wait := wait_of(leg)) is not None and leg.target_s]
        issued = len(self.tickets)
        states = Counter(it.state for it in self.tickets)
        ends = ("finished", "cancelled", "voided", "forfeited", "unserved", "open")
        return {
            "tickets.issued": (issued, issued), **{f"tickets.{end}": (states[end], issued) for end in ends},
            "tickets.missed": (sum(it.misses > 0 for it in self.tickets), issued),
            "legs.opened": (len(legs), len(legs)), "legs.called": (len(called), len(legs)), "legs.finished": (len(finished), len(legs)),
            "calls.repeated": part(sum(self._calls(leg) > 1 for leg in called), len(called)),
            "calls.out_of_order": part(sum(bool(leg.jumps) for leg in called), len(called)),
            **spread("wait", map(wait_of, legs)), **spread("walk", map(walk_of, legs)), **spread("service", map(service_of, legs)),
            "wait.within": part(sum(wait <= leg.target_s * S for leg, wait in waited), len(waited)),
            **spread("visit", map(self._visit_wait, self.tickets)), **spread("stay", map(self._stay, self.tickets)),
            **self._persons(), **self._at_hours(), **self._no_shows(states, issued), **self._quoted(issued), **self._early(),
            **self._suspended(), **self._ratings(), **self._counters(),
        }  # fmt: skip

    @staticmethod
    def _calls(leg: TwinLeg) -> int:
        return len(leg.calls)

    def _visit_wait(self, ticket: TwinTicket) -> int | None:
        legs = self.of[ticket.id]
        waits = [wait_of(leg) for leg in legs if leg.calls or leg.how in {"direct", "paper"} or leg.doubts.get("wait")]
        known = [it for it in waits if it is not None]
        return sum(known) if known and len(known) == len(waits) else None

    def _stay(self, ticket: TwinTicket) -> int | None:
        doubted = any(reason for leg in self.of[ticket.id] for reason in leg.doubts.values())
        unknown = any(leg.outcome == "unrecorded" for leg in self.of[ticket.id])
        if ticket.state != "finished" or ticket.channel == "paper" or doubted or unknown or ticket.ended is None:
            return None
        return ticket.ended - ticket.issued

    def _served(self) -> list[TwinTicket]:
        return [it for it in self.tickets if it.state == "finished"]

    def _persons(self) -> Found:
        served, everybody = self._served(), sum(it.party for it in self.tickets)
        pieces = sum(n for leg in self.legs for n in self.twin.items.get(leg.key, {}).values())
        listed = any(self.twin.items.get(leg.key) for leg in self.legs)
        return {
            "volume.numbers": (len(self.tickets), len(self.tickets)), "volume.persons": (everybody, everybody),
            "volume.numbers-served": (len(served), len(self.tickets)),
            "volume.persons-served": (sum(it.party for it in served), everybody),
            **({"volume.pieces": (pieces, pieces)} if listed else {}),
        }  # fmt: skip

    def _at_hours(self) -> Found:
        served, found = self._served(), Counter[str]()
        for ticket in served:
            began = [leg.started if leg.started is not None else next(iter(leg.calls), None) for leg in self.of[ticket.id]]
            known = [at for at in began if at is not None]
            if ticket.channel == "paper" or not known:
                continue
            local = datetime.fromtimestamp(min(known) / S, self.hours.zone)
            for spell, holds in (("lunch", 12 <= local.hour < 14), ("evening", local.hour >= 18), ("weekend", local.isoweekday() > 5)):
                found[spell] += holds
                found[f"{spell}-persons"] += holds * ticket.party
        whole = {"": len(served), "-persons": sum(it.party for it in served)}
        return {f"served.{spell}{of}": (found[f"{spell}{of}"], whole[of]) for spell in ("lunch", "evening", "weekend") for of in whole}

    def _no_shows(self, states: Counter[str], issued: int) -> Found:
        called = [it for it in self.tickets if any(leg.calls for leg in self.of[it.id])]
        back = sum(any(leg.how == "bring-back" for leg in self.of[it.id]) for it in called)
        return {
            "noshow.taken": part(states["forfeited"], issued), "noshow.called": part(states["forfeited"], len(called)),
            "noshow.requeued": part(back, len(called)), "noshow.batch": part(states["unserved"], issued),
        }  # fmt: skip

    def _quoted(self, issued: int) -> Found:
        told = [it for it in self.tickets if it.quoted is not None]
        pairs = [(it.quoted, wait_of(self.of[it.id][0])) for it in told]
        judged = [(quoted, wait / S) for quoted, wait in pairs if wait is not None and quoted is not None]
        if not told:
            return {}
        return {
            "quote.given": part(len(told), issued),
            "quote.inside": part(sum(low <= wait <= high for (low, high), wait in judged), len(judged)),
            "quote.shorter": part(sum(wait < low for (low, _), wait in judged), len(judged)),
            "quote.longer": part(sum(wait > high for (_, high), wait in judged), len(judged)),
        }

    def _early(self) -> Found:
        waits = [(leg, wait) for leg in self.legs if (wait := wait_of(leg)) is not None]
        if not waits:
            return {}
        before = [(leg, wait, max(0, min(leg.calls[0], self._opening(leg.day)) - leg.opened)) for leg, wait in waits]
        some, less = [it for *_, it in before if it > 0], [wait - it for _, wait, it in before]
        judged = [(leg, wait - it) for leg, wait, it in before if leg.target_s]
        return {
            "early.legs": (len(some), len(waits)), "early.mean": (sum(some) / S / len(some) if some else None, len(some)),
            "early.less.mean": (sum(less) / S / len(less), len(less)),
            "early.less.within": part(sum(wait <= leg.target_s * S for leg, wait in judged), len(judged)),
        }  # fmt: skip

    def _opening(self, day: str) -> float:
        hour, minute = self.hours.opens
        return datetime.fromisoformat(f"{day}T{hour:02d}:{minute:02d}").replace(tzinfo=self.hours.zone).timestamp() * S

    def _suspended(self) -> Found:
        waits = [(leg, wait) for leg in self.legs if (wait := wait_of(leg)) is not None]
        some = sum(leg.suspended > 0 for leg, _ in waits)
        less = sum(wait - leg.suspended for leg, wait in waits) / S
        return {"wait.suspended": (some, len(waits)), "wait.less.mean": (less / len(waits), len(waits))} if some else {}

    def _ratings(self) -> Found:
        out = {(it.ticket, it.leg, it.stage, it.nth) for no, it in self.twin.orders.items() if no in self.twin.left_out}
        last = {(it.ticket, it.leg, it.stage): it for day, it in self.twin.ratings if day in self.days and it.kind != "follow-up"}
        stars = [it.stars for it in last.values() if (it.ticket, it.leg, it.stage, it.nth) not in out]
        return {
            **{f"ratings.{star}": (stars.count(star), len(stars)) for star in range(1, 6)},
            "ratings.satisfied": part(sum(it >= 3 for it in stars), len(stars)),
            "ratings.bad": part(sum(it <= 2 for it in stars), len(stars)),
        }

    def _counters(self) -> Found:
        spans = [it for it in self.twin.spans if it[0] in self.days]
        length = Counter[str]()
        for _, _, state, start, until in spans:
            length[state] += (self.twin.last_us if until is None else until) - start
        return {f"counters.{state}": (length[state] / S if state in length else None, -1) for state in ("open", "paused")}
