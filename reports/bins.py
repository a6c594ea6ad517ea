# SPDX-License-Identifier: Apache-2.0
"""Durations by the second, so that those of many days and halls can be put together and still give percentiles."""

import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

from msgspec import Struct, field

K = TypeVar("K", int, str)
US_PER_S = 1_000_000
FOLD_BYTES = 1 << 16
"""So many bytes of seconds are counted into bins: what is held does not grow with what was added."""


class Bins(Struct, array_like=True):
    """Durations each in its bin of one second, that of the nearest whole second; sum and longest to the microsecond."""

    seconds: bytearray = field(default_factory=bytearray)
    """A whole second per duration, four bytes each, the least significant first; those that are not in ``counts``."""
    sum_us: int = 0
    longest_us: int | None = None
    missing: int = 0
    excluded: dict[str, int] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    """Whole seconds → how many durations; empty in what is stored of a day, for a month's are folded as they become many."""

    @property
    def n(self) -> int:
        """How many durations."""
        return len(self.seconds) // 4 + sum(self.counts.values())

    def add(self, other: "Bins") -> None:
        """Put another's durations to these; the other stays as it is."""
        self.missing += other.missing
        if other.excluded:
            add_counts(self.excluded, other.excluded)
        longest = other.longest_us
        if longest is None:
            return  # it has not a single duration
        self.sum_us += other.sum_us
        if self.longest_us is None or longest > self.longest_us:
            self.longest_us = longest
        if other.counts:
            add_counts(self.counts, other.counts)
        self.seconds += other.seconds
        if len(self.seconds) >= FOLD_BYTES:
            self.fold()

    def fold(self) -> None:
        """Count the seconds into bins."""
        counts = Counter(self.counts)
        counts.update(_unpacked(self.seconds))
        self.counts, self.seconds = dict(counts), bytearray()

    def ranked(self, ranks: Sequence[int]) -> list[int]:
        """Return the bins in which these ranks fall, ascending ranks from 1, as microseconds of whole seconds."""
        self.fold()
        bins = iter(sorted(self.counts.items()))
        found: list[int] = []
        second = below = 0
        for rank in ranks:
            while below < rank:
                second, count = next(bins)
                below += count
            found.append(second * US_PER_S)
        return found


def packed(values_us: Iterable[int]) -> bytearray:
    """Return durations as ``Bins.seconds``, each rounded half up."""
    return bytearray(_little(array("I", [(value + US_PER_S // 2) // US_PER_S for value in values_us])).tobytes())


def _unpacked(seconds: bytearray) -> "array[int]":
    unpacked = array("I")
    unpacked.frombytes(seconds)
    return _little(unpacked)


def _little(seconds: "array[int]") -> "array[int]":
    """Turn numbers of this machine to the stored order of bytes, or back."""
    if sys.byteorder == "big":
        seconds.byteswap()
    return seconds


def add_counts(counts: dict[K, int], more: dict[K, int]) -> None:
    """Put counts to counts of the same kind."""
    for key, n in more.items():
        counts[key] = counts.get(key, 0) + n
