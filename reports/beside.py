# SPDX-License-Identifier: Apache-2.0
"""What stands beside the wait figures: waits without suspensions, numbers that waited in no queue, annotated records, enquiries, acts."""

from collections.abc import Sequence

from msgspec import structs

from hallserver.core.codes import OFFERED
from reports.bins import US_PER_S
from reports.extras import Extras
from reports.figures import Figure, count, mean_s, share
from reports.kpi import Legs, tallied, within_target
from reports.rows import LegRow

_ORDERED = frozenset({"call-ticket", "lift"})
_UNDONE = frozenset({"undo-finish", "undo-absent", "correct-ticket", "change-service"})


def without_suspension(legs: Legs) -> list[Figure]:
    """Return the waits without the time in which the hall was suspended: how many it concerns, mean, share within the target."""
    of = tallied(legs)
    mean, within = mean_s("wait.less.mean", of.waits), within_target(of)
    left_s = (of.waits.sum_us - of.suspended_us) / US_PER_S
    return [
        count("wait.suspended", "legs", of.suspended, of.waits.n),
        structs.replace(mean, value=left_s / of.waits.n if of.waits.n else None, numerator=left_s),
        share("wait.less.within", of.within_less, of.judged, excluded=within.excluded),
    ]


def beside(legs: Legs) -> list[Figure]:
    """Return what stands beside the waits: numbers served directly, paper numbers, and figures that were annotated."""
    of = tallied(legs)
    found = {"direct": of.direct, "paper": of.paper, "wait-doubts": of.wait_doubts, "service-doubts": of.service_doubts}
    return [count(f"beside.{name}", "legs", n, of.opened) for name, n in found.items()]


def late(legs: Sequence[LegRow], closing_us: int | None) -> list[Figure]:
    """Return how many legs were finished after the hall's closing time (UTC µs); no figure where nobody has said when that is."""
    if closing_us is None:
        return []
    finished = [leg.finished_us for leg in legs if leg.finished_us is not None]
    return [count("beside.late", "legs", sum(at_us > closing_us for at_us in finished), len(finished))]


def returns(extras: Extras, issued: int) -> list[Figure]:
    """Return how many rights to come back were given and used, each out of the tickets issued."""
    return [
        count("returns.given", "tickets", extras.returns_given, issued),
        count("returns.used", "tickets", extras.returns_used, issued),
    ]


def enquiries(extras: Extras) -> list[Figure]:
    """Return how many enquiries were counted, in all and by topic."""
    total = sum(extras.enquiries.values())
    topics = [count(f"enquiries.{topic}", "enquiries", extras.enquiries.get(topic, 0), total) for topic in OFFERED["enquiry"]]
    return [count("enquiries.all", "enquiries", total, total), *topics]


def acts(extras: Extras) -> list[Figure]:
    """Return how many acts were out of the ordinary, and how many of them ordered or undid something."""
    kinds = [it.kind for it in extras.acts]
    parts = {"ordered": _ORDERED, "undone": _UNDONE}
    return [
        count("acts.all", "acts", len(kinds), len(kinds)),
        *(count(f"acts.{name}", "acts", sum(kind in of for kind in kinds), len(kinds)) for name, of in parts.items()),
    ]
