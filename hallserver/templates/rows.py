# SPDX-License-Identifier: Apache-2.0
"""A size of hall as the rows of its set-up, the same that the guide on the screen makes of it."""

from typing import Any

from hallserver.templates.catalogue import items, queues, services
from hallserver.templates.halls import COUNTER, LETTERS, OWN_QUEUE, HallTemplate

Rows = list[dict[str, Any]]


def rows_of(size: HallTemplate) -> dict[str, Rows]:
    """Return the rows of every section, in the order in which they are set up; the hall's own row lacks its slug."""
    ticked = [row | ({"queue": "all"} if size.one_queue else {}) for row in services() if row["slug"] in size.services]
    used = {row["queue"] for row in ticked}
    lettered = zip((row for row in queues() if row["slug"] in used), LETTERS, strict=False)
    return {
        "hall": [{"names": dict(size.names), "seats": size.seats, "hours": {day: list(spans) for day, spans in size.hours.items()}}],
        "queues": [{"letter": letter} | row for row, letter in lettered],
        "items": [row for row in items() if row["slug"] in size.services],
        "services": ticked,
        "counters": _counters(size, [row["slug"] for row in queues() if row["slug"] in used]),
    }


def _counters(size: HallTemplate, known: list[str]) -> Rows:
    kinds = [kind for kind, count in size.counters.items() for _ in range(count)]
    return [_counter(number, kind, known) for number, kind in enumerate(kinds, 1)]


def _counter(number: int, kind: str, known: list[str]) -> dict[str, Any]:
    own = OWN_QUEUE.get(kind)
    names = {language: name.format(number=number) for language, name in COUNTER.items()}
    return {
        "slug": f"c{number}", "number": number, "names": names, "kind": kind, "accessible": kind == "accessible",
        "queues": [own] if own in known else list(known),
    }  # fmt: skip
