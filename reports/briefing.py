# SPDX-License-Identifier: Apache-2.0
"""What earlier days say to the one that begins: the last business day in figures, and what the same weekday brought. Pure.

Counters for the fullest half hour: work that came (people × mean service) ÷ 30 min ÷ ``AVAILABLE``, rounded up: a counter that is
signed in serves or is ready to four fifths of its time (measured on a bank's log; see Erlang-A with that factor).
"""

from collections import defaultdict
from collections.abc import Sequence
from math import ceil
from statistics import fmean
from typing import Final

from reports.figures import Figure
from reports.report import DayReport
from reports.tables import all_figures

AVAILABLE: Final = 0.8
WEEKS: Final = 4
"""So many of the same weekday are looked at, as far as there are."""
KEYS: Final = (
    "tickets.issued", "tickets.unserved", "wait.mean", "wait.p90", "wait.max", "wait.within",
    "ratings.satisfied", "ratings.bad", "ratings.response",
)  # fmt: skip
_HALF_HOUR_S: Final = 1800

Json = dict[str, object]


def last_day(report: DayReport) -> Json:
    """Return a business day in figures, each with what it was made from."""
    found = all_figures(report)
    return {"date": report.from_date, "figures": {key: _figure(found[key]) for key in KEYS}, "acts": len(report.acts)}


def _figure(it: Figure) -> Json:
    return {"value": it.value, "of": [it.numerator, it.denominator], "n": it.n, "unit": it.unit}


def same_weekday(reports: Sequence[DayReport]) -> Json | None:
    """Return what these days, all of one weekday, brought on average: people, the fullest half hour, counters for it; None: no days."""
    if not reports:
        return None
    issued = [float(all_figures(it)["tickets.issued"].value or 0) for it in reports]
    arrivals: dict[str, float] = defaultdict(float)
    for report in reports:
        for group in report.section("by-half-hour").groups:
            arrivals[group.names["zh-Hans"]] += float(group.figure("half.arrivals").value or 0) / len(reports)
    peak = max(sorted(arrivals), key=lambda it: arrivals[it], default="")
    service_s = _mean_service_s(reports)
    return {
        "days": [it.from_date for it in reports],
        "issued": round(fmean(issued), 1),
        "peak": peak,
        "peak_arrivals": round(arrivals[peak], 1) if peak else 0,
        "service_s": service_s,
        "counters": counters_for(arrivals[peak], service_s) if peak and service_s else None,
    }


def counters_for(arrivals: float, service_s: float) -> int:
    """Return how many counters so many people in half an hour keep busy, each served so long; at least one."""
    return max(1, ceil(arrivals * service_s / _HALF_HOUR_S / AVAILABLE))


def _mean_service_s(reports: Sequence[DayReport]) -> float | None:
    """Return Σ service time ÷ n of all the days; None where none was recorded."""
    means = [all_figures(it)["service.mean"] for it in reports]
    n = sum(it.denominator or 0 for it in means if it.value is not None)
    return round(sum(it.numerator or 0 for it in means if it.value is not None) / n, 1) if n else None
