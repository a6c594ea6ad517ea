# SPDX-License-Identifier: Apache-2.0
"""A figure and the five ways to make one: count, total, mean, rank, share.

A figure always carries what it was made from. ``value`` None means there is no value: with
``missing`` > 0 because it was not recorded, otherwise because there was no case. Percentiles are
nearest ranks: the ⌈p·n⌉-th of the n sorted values, so a percentile is always a time that somebody
had. Means are Σ ÷ n of raw durations, never averages of averages.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, TypeVar

from msgspec import Struct, field, structs

from reports.bins import US_PER_S, Bins, packed

Kind = Literal["count", "total", "mean", "rank", "bin", "share", "change"]
Unit = Literal["tickets", "legs", "persons", "items", "ratings", "orders", "enquiries", "acts", "alarms", "days", "s", "stars", "1", "10k"]
Number = int | float
WHOLE = 100
"""Percent of a sample: its longest."""
NOT_RECORDED = "not-recorded"
"""The one reason that counts as missing; every other reason is an exclusion."""
NO_DATA, NOT_KEPT, SMALL_N, NO_SHIFTS = "no-data", "not-kept", "small-n", "no-shifts"
"""Why a figure has no value although nothing is missing: no day of the time has data, this system keeps no record of it, too few
cases for a person to be judged by, or nobody planned when counters should be open."""
WITHHELD = (NO_DATA, NOT_KEPT, SMALL_N, NO_SHIFTS)
R = TypeVar("R")
N = TypeVar("N", int, float)
Measure = Callable[[R], int | str]
"""Row → microseconds, or the reason why it has none."""


class Figure(Struct, frozen=True, kw_only=True):
    """One number of a report, with what it was made from.

    ``count`` and ``total``: ``numerator`` is the value, ``denominator`` the whole it is part of.
    ``mean``: Σ and n. ``share``: part and whole. ``rank``: the rank k of the value among n.
    ``bin``: the same, of durations that were kept to the nearest second.
    ``change``: now and then, of which the value is the difference.
    """

    key: str
    kind: Kind
    unit: Unit
    value: Number | None
    numerator: Number | None
    denominator: Number | None
    n: int
    """Cases that the figure rests on."""
    missing: int = 0
    """Cases that should count, but whose times were not recorded."""
    excluded: dict[str, int] = field(default_factory=dict)
    """Cases left out by definition, by reason."""


class Sample(Struct, frozen=True, kw_only=True):
    """Measured durations, sorted, and what was left out."""

    values_us: list[int]
    missing: int = 0
    excluded: dict[str, int] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many durations."""
        return len(self.values_us)

    @property
    def sum_us(self) -> int:
        """Their sum."""
        return sum(self.values_us)

    @property
    def longest_us(self) -> int | None:
        """The longest of them."""
        return self.values_us[-1] if self.values_us else None

    def ranked(self, ranks: Sequence[int]) -> list[int]:
        """Return the durations that stand at these ranks, from 1, in microseconds."""
        return [self.values_us[rank - 1] for rank in ranks]


def sample(rows: Iterable[R], measure: Measure[R]) -> Sample:
    """Return the durations of all rows that have one, and count why the others have none."""
    values: list[int] = []
    reasons: Counter[str] = Counter()
    for row in rows:
        found = measure(row)
        if isinstance(found, int):
            values.append(found)
        else:
            reasons[found] += 1
    missing = reasons.pop(NOT_RECORDED, 0)
    return Sample(values_us=sorted(values), missing=missing, excluded=dict(sorted(reasons.items())))


def binned(rows: Iterable[R], measure: Measure[R]) -> Bins:
    """Return the durations as ``sample`` does, to the second."""
    of = sample(rows, measure)
    return Bins(seconds=packed(of.values_us), sum_us=of.sum_us, longest_us=of.longest_us, missing=of.missing, excluded=of.excluded)


def nearest_rank(percent: int, n: int) -> int:
    """Return the rank ⌈percent·n/100⌉, from 1; whole-number arithmetic, for 0.7 × 10 is not 7 in floats."""
    return max(1, -(-percent * n // 100))


def is_longest(figure: Figure) -> bool:
    """Tell whether a 90th percentile is the longest under another name: of fewer than ten it always is, and is to be called so."""
    return figure.key.endswith(".p90") and figure.kind in {"rank", "bin"} and figure.numerator == figure.denominator


def at_rank(ordered: Sequence[N], percent: int) -> N | None:
    """Return the ⌈p·n⌉-th of the ordered values, one of them and nothing in between; None of none."""
    return ordered[nearest_rank(percent, len(ordered)) - 1] if ordered else None


def count(key: str, unit: Unit, part: int, whole: int) -> Figure:
    """Return how many there were, out of how many."""
    return Figure(key=key, kind="count", unit=unit, value=part, numerator=part, denominator=whole, n=whole)


def share(key: str, part: int, whole: int, *, missing: int = 0, excluded: dict[str, int] | None = None) -> Figure:
    """Return part ÷ whole; no value when the whole is empty."""
    value = part / whole if whole else None
    return Figure(
        key=key, kind="share", unit="1", value=value, numerator=part, denominator=whole, n=whole,
        missing=missing, excluded=excluded or {},
    )  # fmt: skip


def total_s(key: str, part_us: int, whole_us: int, n: int) -> Figure:
    """Return a sum of time in seconds, out of a larger one, over ``n`` stretches; no value when there were none."""
    part, whole = part_us / US_PER_S, whole_us / US_PER_S
    return Figure(key=key, kind="total", unit="s", value=part if n else None, numerator=part, denominator=whole, n=n)


def unknown_s(key: str, missing: int) -> Figure:
    """Return a sum of time that was not recorded, for ``missing`` cases."""
    return Figure(key=key, kind="total", unit="s", value=None, numerator=None, denominator=None, n=0, missing=missing)


def unrecorded(figure: Figure, missing: int) -> Figure:
    """Return the figure without a value: it was not recorded in ``missing`` cases."""
    return structs.replace(figure, value=None, numerator=None, denominator=None, n=0, missing=missing, excluded={})


def withheld(figure: Figure, why: str) -> Figure:
    """Return the figure without a value, for a reason of ``WITHHELD``; its cases stay."""
    return structs.replace(figure, value=None, numerator=None, denominator=None, excluded={why: figure.n})


def no_data(figure: Figure) -> Figure:
    """Return the figure of a time without any data."""
    return withheld(structs.replace(figure, n=0, missing=0), NO_DATA)


def not_kept(key: str, unit: Unit = "1") -> Figure:
    """Return a figure that this system has no record of at all."""
    return withheld(Figure(key=key, kind="share", unit=unit, value=None, numerator=None, denominator=None, n=0), NOT_KEPT)


def mean_of(key: str, n: int, sum_us: int, *, missing: int = 0, excluded: dict[str, int] | None = None) -> Figure:
    """Return a mean in seconds of ``n`` durations of which only the sum is kept."""
    sum_s = sum_us / US_PER_S
    return Figure(
        key=key, kind="mean", unit="s", value=sum_s / n if n else None, numerator=sum_s, denominator=n, n=n,
        missing=missing, excluded=excluded or {},
    )  # fmt: skip


def mean_count(key: str, unit: Unit, whole: int, days: int) -> Figure:
    """Return how many there were a day; no value without a day."""
    return Figure(key=key, kind="mean", unit=unit, value=whole / days if days else None, numerator=whole, denominator=days, n=days)


def mean_s(key: str, of: Sample | Bins) -> Figure:
    """Return the mean in seconds: the sum of raw durations ÷ their number."""
    n, sum_s = of.n, of.sum_us / US_PER_S
    return Figure(
        key=key, kind="mean", unit="s", value=sum_s / n if n else None, numerator=sum_s, denominator=n, n=n,
        missing=of.missing, excluded=of.excluded,
    )  # fmt: skip


def rank_s(key: str, of: Sample | Bins, percent: int) -> Figure:
    """Return the percentile in seconds by nearest rank; 50 the median, 100 the longest."""
    return ranks_s({key: percent}, of)[0]


def ranks_s(percents: dict[str, int], of: Sample | Bins) -> list[Figure]:
    """Return several percentiles, ascending; the longest is exact of bins too."""
    n = of.n
    ranks = [nearest_rank(percent, n) if n else None for percent in percents.values()]
    values_us: list[int | None] = [*of.ranked([rank for rank in ranks if rank is not None])] if n else [None] * len(ranks)
    return [
        Figure(
            key=key, kind="bin" if isinstance(of, Bins) and percent < WHOLE else "rank", unit="s",
            value=_seconds(of.longest_us if percent == WHOLE else value_us), numerator=rank, denominator=n, n=n,
            missing=of.missing, excluded=of.excluded,
        )
        for (key, percent), rank, value_us in zip(percents.items(), ranks, values_us, strict=True)
    ]  # fmt: skip


def _seconds(duration_us: int | None) -> float | None:
    return None if duration_us is None else duration_us / US_PER_S


def mean_stars(key: str, counts: Sequence[int]) -> Figure:
    """Return the mean of stars: Σ ÷ n; ``counts``: how many of 0, 1, 2 … stars."""
    n, total = sum(counts), sum(stars * of_them for stars, of_them in enumerate(counts))
    return Figure(key=key, kind="mean", unit="stars", value=total / n if n else None, numerator=total, denominator=n, n=n)


def items_done(key: str, quantities: Sequence[int], legs: int, unlisted: int) -> Figure:
    """Return how many items were handled in ``legs`` legs; none listed at all means not recorded."""
    done = sum(quantities)
    return Figure(
        key=key, kind="total", unit="items", value=done if quantities else None, numerator=done if quantities else None,
        denominator=legs, n=legs - unlisted, missing=unlisted,
    )  # fmt: skip
