# SPDX-License-Identifier: Apache-2.0
"""Which references hold the same ID number: told to the server alone."""

import asyncio
from pathlib import Path

from hallserver.store.folder import Folder
from hallserver.store.holders import held_under
from hallserver.store.journal import VaultRow
from hallserver.store.vault import ERASE
from tests.support import Play, keep, new_folder


def row(ref: str, content: str) -> VaultRow:
    """Return a row of the vault."""
    return VaultRow(ref=ref, salt=b"s" * 16, content=content, erase_after_us=1)


def test_the_same_content_is_told_under_each_reference(tmp_path: Path) -> None:
    """What was erased, and what was never there, is left out."""

    async def story() -> None:
        folder = Folder(new_folder(tmp_path / "hall"))
        keep(folder, Play().entries[:1], [row("r1", "d 1234"), row("r2", "e 5678"), row("r3", "d 1234"), row("r4", "d 1234")])
        await folder.database.write(lambda db: db.execute_sql(ERASE, ("r3",)))
        try:
            assert held_under(folder.database, ["r1", "r2", "r3", "r4", "r5"]) == {"r1": "d 1234", "r2": "e 5678", "r4": "d 1234"}
            assert held_under(folder.database, []) == {}
        finally:
            folder.close()

    asyncio.run(story())
