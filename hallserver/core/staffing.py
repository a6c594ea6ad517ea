# SPDX-License-Identifier: Apache-2.0
"""How many open counters the queues have: counted when a counter opens, pauses or closes, so that asking costs nothing."""

from collections import Counter
from collections.abc import Collection, Mapping

from msgspec import Struct

from hallserver.core.catalog import CounterRow


class Staffing(Struct, kw_only=True, frozen=True):
    """The open counters of a queue: those whose own it is, all that serve it, how many of them accessible, what is spoken there."""

    own: int = 0
    serving: int = 0
    accessible: int = 0
    languages: frozenset[str] = frozenset()


NOBODY = Staffing()
"""Of a queue that no open counter serves."""


def staffing_by(open_counters: Collection[CounterRow], languages: Mapping[str, Collection[str]] | None = None) -> dict[str, Staffing]:
    """Return the staffing of every queue that one of these counters serves; ``languages``: counter → what its clerk speaks."""
    own = Counter(queue for row in open_counters for queue in set(row.queues))
    serving = Counter(queue for row in open_counters for queue in {*row.queues, *row.helps})
    accessible = Counter(queue for row in open_counters if row.accessible for queue in {*row.queues, *row.helps})
    spoken: dict[str, set[str]] = {}
    for row in open_counters:
        for queue in {*row.queues, *row.helps}:
            spoken.setdefault(queue, set()).update((languages or {}).get(row.slug, ()))
    return {
        queue: Staffing(own=own[queue], serving=n, accessible=accessible[queue], languages=frozenset(spoken[queue]))
        for queue, n in serving.items()
    }
