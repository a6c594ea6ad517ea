# SPDX-License-Identifier: Apache-2.0
"""Bins give what the durations themselves would give, to the second, however they were put together."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec import msgpack

from reports import bins
from reports.bins import Bins, add_counts, packed
from reports.figures import Sample, binned, ranks_s, sample

S = 1_000_000
PERCENTS = {"median": 50, "p90": 90, "max": 100}
durations = st.lists(st.integers(0, 4000 * S), max_size=30)


def of(values: list[int]) -> Bins:
    """Return durations in bins, some of them left out."""
    return binned(values, lambda it: it if it % 5 else "not-recorded" if it % 2 else "never-called")


@given(st.lists(durations, max_size=5), st.sampled_from([0, 40, 1 << 16]))
def test_parts_put_together_are_the_whole(parts: list[list[int]], room: int) -> None:
    """The twin has all durations in one list; counted into bins early or late, stored and read in between."""
    kept, bins.FOLD_BYTES = bins.FOLD_BYTES, room
    try:
        together = Bins()
        for part in parts:
            together.add(msgpack.decode(msgpack.encode(of(part)), type=Bins))
    finally:
        bins.FOLD_BYTES = kept
    twin: Sample = sample([it for part in parts for it in part], lambda it: it if it % 5 else "not-recorded" if it % 2 else "never-called")

    assert (together.n, together.sum_us, together.longest_us) == (twin.n, twin.sum_us, twin.longest_us)
    assert (together.missing, dict(sorted(together.excluded.items()))) == (twin.missing, twin.excluded)
    for found, plain in zip(ranks_s(PERCENTS, together), ranks_s(PERCENTS, twin), strict=True):
        exact = None if plain.value is None else plain.value if found.kind == "rank" else int(plain.value + 0.5)
        assert (found.value, found.numerator, found.denominator) == (exact, plain.numerator, plain.denominator)


def test_a_duration_is_rounded_half_up_as_it_reads() -> None:
    """The text of 0.5 s is 1 second; a day and half an hour is no trouble."""
    assert packed([499_999, 500_000, 88_200 * S]) == b"\0\0\0\0" + b"\1\0\0\0" + (88_200).to_bytes(4, "little")


def test_the_longest_is_exact_and_percentiles_say_what_they_are() -> None:
    """Only what was rounded is called a bin."""
    found = ranks_s(PERCENTS, binned([1_400_000, 2_600_000], lambda it: it))

    assert [(it.kind, it.value) for it in found] == [("bin", 1), ("bin", 3), ("rank", 2.6)]


def test_what_is_held_does_not_grow_with_what_was_added() -> None:
    """A year of a city's waits are a few thousand seconds."""
    together, part = Bins(), binned([it * S for it in range(600)], lambda it: it)
    for _ in range(200):
        together.add(part)

    assert together.n == 120_000
    assert len(together.seconds) < bins.FOLD_BYTES
    assert len(together.counts) == 600


def test_counts_are_added_by_key() -> None:
    """New ones come in."""
    counts = {"a": 1}
    add_counts(counts, {"a": 2, "b": 3})
    assert counts == {"a": 3, "b": 3}
