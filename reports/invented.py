# SPDX-License-Identifier: Apache-2.0
"""Figures of a day whose ends are not known: what a replay had to invent is not recorded, and never a number."""

from collections.abc import Sequence

from reports.figures import Figure, unrecorded
from reports.kpi import ENDS
from reports.spells import SPELLS


def without_invented(figures: Sequence[Figure], missing: int) -> list[Figure]:
    """Return the figures of a day whose ends are not known: what rests on ends or on keys pressed there is not recorded.

    ``missing`` is the number of legs without a recorded end; a figure that knows its own cases names those.
    Ratings that were given stay.
    """
    return [unrecorded(it, it.n or max(1, missing)) if it.key in _OF_ENDS or (it.key in _OF_RATINGS and not it.n) else it for it in figures]


_OF_ENDS = frozenset((
    *(f"tickets.{end}" for end in ENDS), "tickets.open", "tickets.missed", "legs.finished", "calls.repeated", "calls.out_of_order",
    "volume.numbers-served", "volume.persons", "volume.persons-served", "cases.same-day",
    *(f"served.{spell}{of}" for spell in SPELLS for of in ("", "-persons")),
    "noshow.taken", "noshow.called", "noshow.requeued", "noshow.batch",
))  # fmt: skip
_OF_RATINGS = frozenset((
    *(f"ratings.{star}" for star in range(1, 6)), "ratings.mean", "ratings.satisfied", "ratings.bad", "ratings.response",
    "ratings.voluntary", "ratings.bad-10k", "ratings.follow-ups", "ratings.follow-bad", "ratings.doubted",
    "ratings.mistaken", "ratings.malicious", "ratings.defaults",
))  # fmt: skip
"""What a replay cannot know: it is given issues and calls, and makes up the rest."""
