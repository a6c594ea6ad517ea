# SPDX-License-Identifier: Apache-2.0
"""What is held of a person can be asked and erased by the security administrator, by the number on the slip."""

from hallserver.store.vault import Held, Vault
from tests.hallserver.web.running import Running, key_of, run, said


def test_a_door_without_a_vault_holds_nothing() -> None:
    """Nobody learns from it which tickets there are."""

    async def story(door: Running) -> None:
        safe = await door.staff("safe")
        for method in ("GET", "DELETE"):
            assert key_of(await door.ask(method, "/api/v1/personal/2026-11-23/A001", proof=safe)) == (404, "ticket-unknown")

    run(story)


def test_only_the_security_administrator_may_ask() -> None:
    """Neither who runs the hall nor who set it up."""

    async def story(door: Running) -> None:
        for person in ("boss", "admin", "eye", "li"):
            proof = await door.staff(person)
            assert key_of(await door.ask("DELETE", "/api/v1/personal/2026-11-23/A001", proof=proof)) == (403, "role-needed")
        assert key_of(await door.ask("GET", "/api/v1/personal/2026-11-23/A001"))[0] == 401

    run(story)


def test_it_is_told_erased_and_told_again() -> None:
    """What is shown never holds the content; a repeat erases nothing more and says the same."""

    async def story(door: Running) -> None:
        ticket = (await door.ticket())["ticket"]
        rows = [
            Held(field="comment", ref="r1", erase_after_us=5, erased=False),
            Held(field="id_number", ref="r2", erase_after_us=6, erased=True),
        ]
        door.door.held = lambda day, label: (ticket, rows) if (day, label) == ("2026-11-23", "A001") else ("", [])
        safe, address = await door.staff("safe"), "/api/v1/personal/2026-11-23/A001"
        shown = said(await door.ask("GET", address, proof=safe))
        assert shown == {
            "ticket": ticket,
            "held": [{"field": "comment", "until_us": 5, "state": "kept"}, {"field": "id_number", "until_us": 6, "state": "erased"}],
        }
        seq = door.service.hall.seq
        await door.ask("DELETE", address, proof=safe)
        assert door.service.hall.seq == seq + 1
        rows[0] = Held(field="comment", ref="r1", erase_after_us=5, erased=True)
        assert [it["state"] for it in said(await door.ask("DELETE", address, proof=safe))["held"]] == ["erased", "erased"]
        assert door.service.hall.seq == seq + 1

    run(story)


def test_the_real_vault_is_what_it_asks() -> None:
    """The door is handed the vault's own answer."""
    assert Vault.held.__annotations__["return"] == tuple[str, list[Held]]
