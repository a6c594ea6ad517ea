# SPDX-License-Identifier: Apache-2.0
"""What the figures of work orders mean: how many there were, and what became of bad ratings, against their own due times.

回访 is that the visitor was spoken to, 整改 that it was put right or explained. They are two times, because 100 % is asked of three
different things: 实名差评回访率, 实名差评回访整改率, 差评核实整改率. Orders are of the days on which they were opened, as they stand
when the report is made. What two persons found to be mistaken or malicious is in no share, and is counted apart. Whoever could not be
reached stays in the whole: else three tries in vain would make the figure better.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from reports.bins import add_counts
from reports.figures import Figure, count, share
from reports.rows_beside import OrderRow

RATING = "rating"
OTHERS = ("cannot-do", "complaint", "praise")
"""Where an order comes from that is not born with a bad rating."""


class Kept(Struct):
    """Orders that were in time, out of those that are judged, and why others are not judged."""

    kept: int = 0
    judged: int = 0
    waiting: dict[str, int] = field(default_factory=dict)

    def add(self, other: "Kept") -> None:
        """Put another hall's to these."""
        self.kept += other.kept
        self.judged += other.judged
        add_counts(self.waiting, other.waiting)


class OrderTally(Struct):
    """Work orders: where they come from; of those of bad ratings that count, what was done and whether in time."""

    sources: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    named_out: dict[str, int] = field(default_factory=dict)
    """Of the left out: those of a name."""
    valid: int = 0
    named: int = 0
    reached: int = 0
    """Of the named: spoken to."""
    unreached: int = 0
    """Of the named: every try that is asked for was in vain."""
    reached_fixed: int = 0
    fixed: int = 0
    settled: int = 0
    """Put right on the spot."""
    overdue: int = 0
    """Orders of any source of which a clock ran out."""
    contact: Kept = field(default_factory=Kept)
    fix: Kept = field(default_factory=Kept)
    known_us: int = 0
    """Up to when they are known; later than the days on which they were opened."""

    def add(self, other: "OrderTally") -> None:
        """Put another hall's to these."""
        add_counts(self.sources, other.sources)
        add_counts(self.left_out, other.left_out)
        add_counts(self.named_out, other.named_out)
        for name in ("valid", "named", "reached", "unreached", "reached_fixed", "fixed", "settled", "overdue"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.known_us = max(self.known_us, other.known_us)
        self.contact.add(other.contact)
        self.fix.add(other.fix)


def tally_orders(orders: Sequence[OrderRow], now_us: int) -> OrderTally:
    """Count these orders; ``now_us``: up to when they are known, so that what is not due yet is not late."""
    bad = [it for it in orders if it.source == RATING]
    valid = [it for it in bad if not it.excluded]
    named = [it for it in valid if it.named]
    return OrderTally(
        sources=dict(sorted(Counter(it.source for it in orders).items())),
        left_out=_left_out(bad),
        named_out=_left_out([it for it in bad if it.named]),
        valid=len(valid),
        named=len(named),
        reached=sum(it.reached for it in named),
        unreached=sum(_in_vain(it) for it in named),
        reached_fixed=sum(it.reached and it.fixed_us is not None for it in named),
        fixed=sum(it.fixed_us is not None for it in valid),
        settled=sum(it.settled_us is not None for it in valid),
        overdue=sum(it.overdue > 0 for it in orders),
        known_us=now_us,
        contact=_kept(_in_time(it.contacted_us, it.contact_due_us, now_us) for it in named),
        fix=_kept(_fixed_in_time(it, now_us) for it in valid),
    )


def _left_out(orders: Sequence[OrderRow]) -> dict[str, int]:
    return dict(sorted(Counter(it.excluded for it in orders if it.excluded).items()))


def _in_vain(order: OrderRow) -> bool:
    return order.contacted_us is not None and not order.reached


def _in_time(done_us: int | None, due_us: int | None, now_us: int) -> bool | str:
    """Return whether a step was in time, or why that cannot be judged."""
    if done_us is not None:
        return due_us is None or done_us <= due_us
    if due_us is None or now_us < due_us:
        return "not-due"
    return False


def _fixed_in_time(order: OrderRow, now_us: int) -> bool | str:
    """Return it for putting right: that time runs from verification on, so what was never verified has none, and is shown as that."""
    if order.fixed_us is None and order.verified_us is None:
        return "not-verified"
    return _in_time(order.fixed_us, order.fix_due_us, now_us)


def _kept(judged: Iterable[bool | str]) -> Kept:
    found = Counter(judged)
    waiting = {why: n for why, n in found.items() if isinstance(why, str)}
    return Kept(kept=found[True], judged=found[True] + found[False], waiting=dict(sorted(waiting.items())))


def orders_counted(of: OrderTally) -> list[Figure]:
    """Return how many orders there were, by source, of a name, put right on the spot, late, and those left out by two persons."""
    bad, total = of.sources.get(RATING, 0), sum(of.sources.values())
    return [
        count("orders.rating", "orders", bad, total),
        count("orders.named", "orders", of.named + sum(of.named_out.values()), bad),
        count("orders.unreached", "orders", of.unreached, of.named),
        count("orders.settled", "orders", of.settled, bad),
        count("orders.mistaken", "orders", of.left_out.get("mistaken", 0), bad),
        count("orders.malicious", "orders", of.left_out.get("malicious", 0), bad),
        count("orders.overdue", "orders", of.overdue, total),
        *(count(f"orders.{source}", "orders", of.sources.get(source, 0), total) for source in OTHERS),
    ]


def orders_done(of: OrderTally) -> list[Figure]:
    """Return 实名差评回访率, 实名差评回访整改率, 差评核实整改率, 按时联系率 and 按时整改率 of bad ratings."""
    return [
        share("orders.reached", of.reached, of.named, excluded=of.named_out),
        share("orders.reached-fixed", of.reached_fixed, of.named, excluded=of.named_out),
        share("orders.fixed", of.fixed, of.valid, excluded=of.left_out),
        share("orders.contact-kept", of.contact.kept, of.contact.judged, excluded={**of.named_out, **of.contact.waiting}),
        share("orders.fix-kept", of.fix.kept, of.fix.judged, excluded={**of.left_out, **of.fix.waiting}),
    ]
