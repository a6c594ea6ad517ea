# SPDX-License-Identifier: Apache-2.0
"""Which references hold the same ID number: told to the server alone."""

import asyncio
from pathlib import Path

from hallserver.core import commands as c
from hallserver.core.errors import Conflict
from hallserver.core.id_number import with_check
from hallserver.core.roles import Actor
from hallserver.service import Service
from hallserver.store.folder import Folder
from hallserver.store.holders import held_under
from hallserver.store.journal import VaultRow
from hallserver.store.vault import ERASE
from tests.support import DUTY, GUIDE, Play, keep, new_folder, open_service, set_up

NUMBER = with_check("44030419900307123")


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


def test_a_person_has_no_more_open_numbers_after_a_restart_and_new_ones_on_another_day(tmp_path: Path) -> None:
    """The count goes by what the vault has, and no event says whose number it is."""

    async def take(service: Service, *, by: Actor = GUIDE) -> str:
        try:
            answer = await service.submit(c.TakeTicket(services=("seniors",), id_number=c.IdNumber(NUMBER)), by)
        except Conflict as refusal:
            return refusal.key
        return str(answer.result["number"])

    async def story() -> None:
        service, folder, clock = open_service(new_folder(tmp_path / "hall"))
        await set_up(service)
        assert [await take(service) for _ in range(3)] == ["A001", "A002", "person-has-numbers"]
        folder.close()
        service, folder, clock = open_service(tmp_path / "hall", clock=clock)
        assert [await take(service, by=by) for by in (GUIDE, DUTY, GUIDE)] == ["person-has-numbers", "A003", "person-has-numbers"]
        refs = {it.person for it in service.hall.tickets.values()}
        assert len(refs) == 3
        await service.submit(c.CloseDay(rest="left"), DUTY)
        clock.move_to(clock.now() + 24 * 3_600_000_000)
        await service.submit(c.OpenDay(), DUTY)
        assert await take(service) == "A001"
        folder.close()

    asyncio.run(story())
