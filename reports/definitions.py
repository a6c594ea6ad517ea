# SPDX-License-Identifier: Apache-2.0
"""Which definition explains which figure; the texts are ``report.definition.<topic>`` in the words.

Every figure has exactly one topic (a test holds it), so a report never prints a number that its
last page does not explain, and explains none that it has not.
"""

from collections.abc import Iterable, Sequence

from hallserver.words import say
from reports.kpi_visits import NOT_KEPT
from reports.report import DayReport
from reports.spells import USUAL, Spells
from reports.tables import Cell, Table

TOPICS: dict[str, tuple[str, ...]] = {
    "basis": (),
    "percentile": (),
    "missing": (),
    "tickets": (
        "tickets.issued",
        "tickets.finished",
        "tickets.cancelled",
        "tickets.voided",
        "tickets.forfeited",
        "tickets.unserved",
        "tickets.open",
    ),
    "volume": ("volume.numbers", "volume.persons", "volume.numbers-served", "volume.persons-served", "volume.pieces"),
    "missed": ("tickets.missed",),
    "noshow": ("noshow.taken", "noshow.called", "noshow.requeued", "noshow.batch"),
    "left": ("left.served-late", "left.first-next-day", "left.booked", "left.left", "left.not-here"),
    "legs": ("legs.opened", "legs.called", "legs.finished"),
    "repeated": ("calls.repeated",),
    "out_of_order": ("calls.out_of_order",),
    "jumps": ("jumps.rate",),
    "wait": ("wait.mean", "wait.median", "wait.p90", "wait.max"),
    "within": ("wait.within",),
    "suspension": ("wait.suspended", "wait.less.mean", "wait.less.within"),
    "early": ("early.legs", "early.mean", "early.less.mean", "early.less.within"),
    "visit": ("visit.mean", "visit.median", "visit.p90", "visit.max"),
    "stay": ("stay.mean", "stay.median", "stay.p90", "stay.max"),
    "quote": ("quote.given", "quote.inside", "quote.shorter", "quote.longer", "quote.over", "quote.width"),
    "served_at": (
        *("served.lunch", "served.lunch-persons", "served.evening", "served.evening-persons"),
        *("served.weekend", "served.weekend-persons"),
    ),
    "beside": ("beside.direct", "beside.paper"),
    "doubts": ("beside.wait-doubts", "beside.service-doubts"),
    "late": ("beside.late",),
    "walk": ("walk.mean", "walk.median", "walk.p90", "walk.max"),
    "service": ("service.mean", "service.median", "service.p90", "service.max"),
    "items": ("items.done",),
    "by_item": ("item.pieces", "item.alone", "item.mean", "item.median", "item.p90"),
    "by_clerk": ("work.pieces", "work.weighed"),
    "cases": ("cases.closed", "cases.same-day"),
    "open": ("counters.open", "counters.paused"),
    "idle": ("counters.idle",),
    "kept": ("counters.kept",),
    "busy": ("counters.busy",),
    "scores": (
        *("ratings.5", "ratings.4", "ratings.3", "ratings.2", "ratings.1"),
        *("ratings.mean", "ratings.satisfied", "ratings.bad", "ratings.bad-10k"),
    ),
    "response": ("ratings.response",),
    "voluntary": ("ratings.voluntary",),
    "apart": (
        "ratings.follow-ups",
        "ratings.follow-bad",
        "ratings.doubted",
        "ratings.mistaken",
        "ratings.malicious",
        "ratings.defaults",
        "orders.mistaken",
        "orders.malicious",
    ),
    "orders": (
        "orders.rating",
        "orders.named",
        "orders.unreached",
        "orders.settled",
        "orders.overdue",
        "orders.cannot-do",
        "orders.complaint",
        "orders.praise",
    ),
    "orders_done": ("orders.reached", "orders.reached-fixed", "orders.fixed", "orders.contact-kept", "orders.fix-kept"),
    "returns": ("returns.given", "returns.used"),
    "enquiries": (
        "enquiries.all",
        "enquiries.where",
        "enquiries.papers",
        "enquiries.progress",
        "enquiries.hours",
        "enquiries.self-service",
        "enquiries.not-here",
        "enquiries.other",
    ),
    "acts": ("acts.all", "acts.ordered", "acts.undone"),
    "alarms": ("alarms.raised", "alarms.mean", "alarms.max", "alarms.seen", "alarms.after"),
    "compared": (),
    "not_kept": tuple(f"not-kept.{name}" for name in NOT_KEPT),
    "over": ("over.days", "over.per-day"),
    "half": ("half.arrivals", "half.calls", "half.waiting_max"),
}
"""Topic → the figures that it explains, in the order of the last page. The first three say how to read the rest."""
OF_PERIODS = {"percentile": "bins", "half": "half_hours"}
"""Topics that say something else in a report of many days."""
_ALWAYS = ("basis", "percentile", "missing")


def topics_of(report: DayReport) -> list[str]:
    """Return the topics of the figures that a report has, and how to read them."""
    have = {figure.key for section in report.sections for group in section.groups for figure in group.figures}
    have |= {section.key for section in report.sections if section.groups}
    return [topic for topic, keys in TOPICS.items() if topic in (*_ALWAYS, *have) or have.intersection(keys)]


def definitions(language: str, kind: str = "day", topics: Iterable[str] = tuple(TOPICS), times: Sequence[Spells] = ()) -> Table:
    """Return what the figures of these topics mean; the same for every day, and for every period, but for ``times``.

    These are when lunch and evening were on the days and in the halls that it is about; none: the usual.
    """
    known = times or (USUAL,)
    spells = {
        "lunch": sorted({f"{it.lunch_from}–{it.lunch_until}" for it in known}),
        "evening": sorted({it.evening_from for it in known}),
    }
    head = [say(f"report.column.{word}", language) for word in ("figure", "definition")]
    told = [OF_PERIODS.get(topic, topic) if kind == "period" else topic for topic in topics]
    rows = [
        [Cell(say(f"report.definition.{topic}.name", language)), Cell(say(f"report.definition.{topic}", language, **spells))]
        for topic in told
    ]
    return Table(say("report.section.definitions", language), head, rows, wide=(1,))


def defined(report: DayReport, language: str) -> Table:
    """Return what the figures of a report mean, of those that it has."""
    return definitions(language, report.kind, topics_of(report), report.spells)
