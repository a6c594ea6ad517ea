# SPDX-License-Identifier: Apache-2.0
"""The vault erases in place, tells what it holds, and gives nothing out."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from hallserver.core import commands as c
from hallserver.core.id_number import with_check
from hallserver.core.roles import SERVICE_DOOR, visitor
from hallserver.service import Service
from hallserver.store.folder import Folder
from hallserver.store.vault import Vault
from tests.support import DUTY, KIOSK, LI, NINE_US, new_folder, open_service, set_up

DAY_US = 86_400_000_000
NUMBER = with_check("44030419900307123")
Plot = Callable[[Service, Folder, Vault], Coroutine[Any, Any, None]]


def play(path: Path, plot: Plot) -> None:
    """Play a plot after one visitor has given a number and written a comment."""

    async def story() -> None:
        service, folder, _ = open_service(new_folder(path))
        await set_up(service)
        taken = await service.submit(c.TakeTicket(services=("seniors",), id_number=c.IdNumber(NUMBER)), KIOSK)
        for command in (c.OpenCounter(counter="c1"), c.CallNext(), c.Finish()):
            await service.submit(command, LI)
        await service.submit(c.Rate(stars=1, comment=c.Personal("等了很久")), visitor(str(taken.result["ticket"])))
        try:
            await plot(service, folder, Vault(folder.database))
        finally:
            folder.close()

    asyncio.run(story())


def rows(folder: Folder) -> list[tuple[bytes, str]]:
    """Return salt and content of every row."""
    with folder.database.reader() as reader:
        return list(reader.execute_sql("SELECT salt, content FROM vault ORDER BY id"))


def test_what_is_due_is_overwritten_and_keeps_its_length(tmp_path: Path) -> None:
    """Nothing on the page has to move, so that no copy is left anywhere."""

    async def plot(_: Service, folder: Folder, vault: Vault) -> None:
        before = rows(folder)
        assert await vault.erase_due(NINE_US + 180 * DAY_US - 1) == 0
        assert rows(folder) == before
        assert await vault.erase_due(NINE_US + 180 * DAY_US) == 2
        assert await vault.erase_due(NINE_US + 999 * DAY_US) == 0
        for (salt, content), (old_salt, old) in zip(rows(folder), before, strict=True):
            assert (salt, content.encode()) == (bytes(len(old_salt)), bytes(len(old.encode())))

    play(tmp_path, plot)


def test_it_tells_what_it_holds_of_a_ticket(tmp_path: Path) -> None:
    """By day and label, as they stand on the slip."""

    async def plot(service: Service, _: Folder, vault: Vault) -> None:
        ticket, held = vault.held(service.hall.day, "A001")
        assert ticket == next(iter(service.hall.tickets))
        assert [(row.field, row.erase_after_us, row.erased) for row in held] == [
            ("id_number", NINE_US + 180 * DAY_US, False),
            ("comment", NINE_US + 180 * DAY_US, False),
        ]
        assert vault.held(service.hall.day, "A002") == ("", [])
        assert vault.held("2000-01-01", "A001") == ("", [])

    play(tmp_path, plot)


def test_an_erasure_in_the_journal_erases_with_it(tmp_path: Path) -> None:
    """One transaction: the journal never says so of what is still there."""

    async def plot(service: Service, folder: Folder, vault: Vault) -> None:
        ticket, held = vault.held(service.hall.day, "A001")
        await service.submit(c.EraseData(ticket=ticket, refs=(held[1].ref,), asked_by="safe"), SERVICE_DOOR)
        assert [row.erased for row in vault.held(service.hall.day, "A001")[1]] == [False, True]
        assert [not any(salt) for salt, _ in rows(folder)] == [False, True]

    play(tmp_path, plot)


def test_what_was_said_of_a_work_order_is_given_out_until_it_is_erased(tmp_path: Path) -> None:
    """And it is among what is held of the visitor, so that all of it goes when that visitor asks for it."""

    async def plot(service: Service, folder: Folder, vault: Vault) -> None:
        order = next(iter(service.hall.orders))
        for command in (
            c.VerifyOrder(order=order, found="unjustified", note=c.Personal("看了录像")),
            c.ContactVisitor(order=order),
            c.ExplainOrder(order=order),
            c.ReplyOrder(order=order, text=c.Personal("按号办理")),
        ):
            await service.submit(command, DUTY)
        ticket, held = vault.held(service.hall.day, "A001")
        assert [row.field for row in held] == ["id_number", "comment", "answer", "note"]
        refs = tuple(row.ref for row in held)
        assert list(vault.said(refs[1:]).values()) == ["等了很久", "按号办理", "看了录像"]
        await service.submit(c.EraseData(ticket=ticket, refs=refs, asked_by="safe"), SERVICE_DOOR)
        assert vault.said(refs) == {}
        assert "按号办理" not in str(rows(folder))

    play(tmp_path, plot)


def test_who_lost_something_is_among_what_is_held_of_the_visitor(tmp_path: Path) -> None:
    """Where the entry names the number; the control is one that names none."""

    async def plot(service: Service, _: Folder, vault: Vault) -> None:
        lost: dict[str, str | int] = {"side": "missed", "kind": "phone", "what": "手机"}
        for fields in (lost | {"ticket": "A1"}, lost):
            await service.submit(c.RegisterEntry(register="lost-found", fields=fields, who=c.Personal("13800001234")), DUTY)
        ticket, held = vault.held(service.hall.day, "A001")
        assert [row.field for row in held] == ["id_number", "comment", "who"]
        await service.submit(c.EraseData(ticket=ticket, refs=(held[-1].ref,), asked_by="safe"), SERVICE_DOOR)
        assert vault.held(service.hall.day, "A001")[1][-1].erased
        other = list(service.hall.site.entries)[-1]
        assert [row.erased for row in vault.held(service.hall.day, other)[1]] == [False]

    play(tmp_path, plot)


def test_who_has_no_number_asks_by_that_of_the_work_order(tmp_path: Path) -> None:
    """A complaint at the door: all that was said is found, and erased, by date and number of its form; the control is another date."""

    async def plot(service: Service, _: Folder, vault: Vault) -> None:
        said = c.RegisterCase(source="complaint", text=c.Personal("门口等了一小时"), contact=c.Personal("13800001234"))
        await service.submit(said, DUTY)
        no = list(service.hall.orders)[-1]
        day = f"{no[1:5]}-{no[5:7]}-{no[7:9]}"
        await service.submit(c.VerifyOrder(order=no, found="justified", note=c.Personal("属实")), DUTY)
        of, held = vault.held(day, no)
        assert (of, [row.field for row in held]) == (no, ["comment", "contact", "note"])
        assert vault.held("2020-01-01", no) == ("", [])
        await service.submit(c.EraseData(ticket=of, refs=tuple(row.ref for row in held), asked_by="safe"), SERVICE_DOOR)
        assert [row.erased for row in vault.held(day, no)[1]] == [True, True, True]
        rating = next(iter(service.hall.orders))
        assert vault.held(day, rating)[0] == service.hall.orders[rating].ticket

    play(tmp_path, plot)


def test_settling_waits_for_no_reader(tmp_path: Path) -> None:
    """The writer serves the whole hall; it says that it could not, and is asked again."""

    async def plot(_: Service, folder: Folder, vault: Vault) -> None:
        await vault.erase_due(NINE_US + 180 * DAY_US)
        with folder.database.reader() as reader, reader.atomic():
            reader.execute_sql("SELECT count(*) FROM event").fetchone()
            assert not await vault.settle()
        assert await vault.settle()
        assert (folder.path / "hall.sqlite3-wal").stat().st_size == 0

    play(tmp_path, plot)
