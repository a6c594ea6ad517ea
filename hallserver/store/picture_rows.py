# SPDX-License-Identifier: Apache-2.0
"""What pictures of a report count beside its rows."""

from hallserver.store.selecting import Execute, columns_of

_CAUSES = "SELECT cause, count(*) FROM work_order WHERE day >= ? AND day < ? AND cause <> '' GROUP BY cause ORDER BY 2 DESC, 1"


def read_causes(execute: Execute, span: tuple[str, str]) -> list[tuple[str, int]]:
    """Return the causes that were found of the work orders opened on these days (half-open), most frequent first."""
    if not columns_of(execute, "work_order"):
        return []
    return [(cause, n) for cause, n in execute(_CAUSES, span)]
