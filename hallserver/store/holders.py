# SPDX-License-Identifier: Apache-2.0
"""Which of the vault's references hold the same ID number: for the server alone, which counts a person's open numbers by it."""

from collections.abc import Iterable

from hallserver.store.database import Database
from hallserver.store.vault import IS_ERASED

_CONTENT = f"SELECT content FROM vault WHERE ref = ? AND NOT {IS_ERASED}"  # noqa: S608 -- constants only


def held_under(database: Database, refs: Iterable[str]) -> dict[str, str]:
    """Return reference → the keyed digest that the vault has under it; what was erased, or no restore brought back, is left out."""
    wanted = list(refs)
    if not wanted:
        return {}
    with database.reader() as reader:
        found = ((ref, reader.execute_sql(_CONTENT, (ref,)).fetchone()) for ref in wanted)
        return {ref: row[0] for ref, row in found if row is not None}
