# SPDX-License-Identifier: Apache-2.0
"""Who can prove to be whom."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from hallserver.clock import SimulatedClock
from hallserver.store.accounts import MINUTE_US, PAIRING_LASTS_US, Accounts
from hallserver.store.database import Database
from tests.support import NINE_US

HOUR_US = 60 * MINUTE_US

pytestmark = pytest.mark.usefixtures("cheap_passwords")


def nobody(_person: str) -> None:
    """Say that nobody has a ticket in hand."""


def play(tmp_path: Path, story: Callable[[Accounts, SimulatedClock, Callable[[], Accounts]], Coroutine[Any, Any, None]]) -> None:
    """Play a story on a fresh database; the third argument opens the accounts anew, as after a restart."""
    database, clock = Database(tmp_path / "hall.sqlite3"), SimulatedClock(NINE_US)
    opened: list[Accounts] = []

    def again() -> Accounts:
        opened.append(Accounts(database, clock.now))
        return opened[-1]

    asyncio.run(story(again(), clock, again))
    for accounts in opened:
        accounts.close()
    database.close()


def test_a_password_is_right_or_wrong(tmp_path: Path) -> None:
    """And nobody has one before it was set."""

    async def story(accounts: Accounts, _clock: SimulatedClock, again: Callable[[], Accounts]) -> None:
        assert not accounts.has_password("li")
        assert not await accounts.check_password("li", "")
        await accounts.set_password("li", "one of hers")
        assert await accounts.check_password("li", "one of hers")
        assert not await accounts.check_password("li", "one of his")
        assert not await accounts.check_password("wang", "one of hers")
        await accounts.set_password("li", "another")
        assert not await accounts.check_password("li", "one of hers")
        assert await again().check_password("li", "another")

    play(tmp_path, story)


def test_no_secret_is_written_down(tmp_path: Path) -> None:
    """Whoever copies the file has nothing to sign in with."""
    secrets: list[str] = []

    async def story(accounts: Accounts, _clock: SimulatedClock, _again: Callable[[], Accounts]) -> None:
        await accounts.set_password("li", "one of hers")
        secrets.append("one of hers")
        secrets.append(await accounts.sign_in("li"))
        secrets.append(await accounts.new_device_key("kiosk-1"))
        secrets.append(await accounts.new_code("pairing", "kiosk-1", PAIRING_LASTS_US))

    play(tmp_path, story)
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for secret in secrets:
        assert secret.encode() not in content
        assert secret.replace("-", "").encode() not in content


def test_a_sign_in_ends_when_idle_or_old_or_signed_out(tmp_path: Path) -> None:
    """Fifteen minutes without a touch, twelve hours in all."""

    async def story(accounts: Accounts, clock: SimulatedClock, _again: Callable[[], Accounts]) -> None:
        token = await accounts.sign_in("li")
        for _ in range(40):
            clock.move_to(clock.now() + 14 * MINUTE_US)
            assert accounts.person_of(token, nobody) == "li"
        clock.move_to(NINE_US + 12 * HOUR_US)
        assert accounts.person_of(token, nobody) is None
        idle = await accounts.sign_in("li")
        clock.move_to(clock.now() + 15 * MINUTE_US)
        assert accounts.person_of(idle, lambda _person: clock.now() - MINUTE_US) == "li", "but not with a ticket in hand"
        clock.move_to(clock.now() + 15 * MINUTE_US)
        assert accounts.person_of(idle, lambda _person: clock.now()) is None, "nor woken by a ticket called elsewhere since"
        assert accounts.person_of(idle, lambda _person: NINE_US) is None, "once ended is ended"
        out = await accounts.sign_in("li")
        await accounts.sign_out(out)
        assert accounts.person_of(out, lambda _person: NINE_US) is None
        assert accounts.person_of("wrong", nobody) is None

    play(tmp_path, story)


def test_looking_is_not_using(tmp_path: Path) -> None:
    """A screen that stays open does not keep a clerk signed in who went home."""

    async def story(accounts: Accounts, clock: SimulatedClock, _again: Callable[[], Accounts]) -> None:
        token = await accounts.sign_in("li")
        for _ in range(14):
            clock.move_to(clock.now() + MINUTE_US)
            assert accounts.person_of(token, nobody, used=False) == "li"
        clock.move_to(clock.now() + MINUTE_US)
        assert accounts.person_of(token, nobody, used=False) is None

    play(tmp_path, story)


def test_sign_ins_outlive_a_restart_and_not_the_password(tmp_path: Path) -> None:
    """A server that comes back in five seconds must not send thirty clerks to the sign-in form."""

    async def story(accounts: Accounts, clock: SimulatedClock, again: Callable[[], Accounts]) -> None:
        token, other, old = await accounts.sign_in("li"), await accounts.sign_in("wang"), await accounts.sign_in("guo")
        clock.move_to(clock.now() + 14 * MINUTE_US)
        assert accounts.person_of(token, nobody) == "li"
        await accounts.save_seen()
        clock.move_to(clock.now() + 2 * MINUTE_US)
        after = again()
        assert after.person_of(token, nobody) == "li"
        assert after.person_of(other, nobody) is None
        await after.set_password("li", "a new one")
        assert after.person_of(token, nobody) is None
        assert again().person_of(token, nobody) is None
        clock.move_to(clock.now() + 13 * HOUR_US)
        await after.save_seen()
        assert again().person_of(old, lambda _person: NINE_US) is None

    play(tmp_path, story)


def test_a_device_has_one_key_until_it_is_revoked(tmp_path: Path) -> None:
    """A new key ends the old one, also after a restart."""

    async def story(accounts: Accounts, _clock: SimulatedClock, again: Callable[[], Accounts]) -> None:
        first = await accounts.new_device_key("kiosk-1")
        second = await accounts.new_device_key("kiosk-1")
        for these in (accounts, again()):
            assert these.device_of(first) is None
            assert these.device_of(second) == "kiosk-1"
            assert these.paired_devices() == ("kiosk-1",)
        assert await accounts.revoke_device_key("kiosk-1")
        assert not await accounts.revoke_device_key("kiosk-1")
        assert accounts.device_of(second) is None
        assert again().device_of(second) is None

    play(tmp_path, story)


def test_a_code_works_once_in_time_and_for_its_purpose(tmp_path: Path) -> None:
    """Also when two redeem it at the same moment, and when another process made it."""

    async def story(accounts: Accounts, clock: SimulatedClock, again: Callable[[], Accounts]) -> None:
        code = await again().new_code("pairing", "kiosk-1", PAIRING_LASTS_US)
        assert accounts.code_subject("pairing", code) == "kiosk-1"
        assert await accounts.redeem("first-admin", code) is None
        both = await asyncio.gather(*(accounts.redeem("pairing", code) for _ in range(2)))
        assert sorted(both, key=str) == [None, "kiosk-1"]
        earlier = await accounts.new_code("pairing", "kiosk-1", PAIRING_LASTS_US)
        later = await accounts.new_code("pairing", "kiosk-1", PAIRING_LASTS_US)
        assert await accounts.redeem("pairing", earlier) is None
        clock.move_to(clock.now() + PAIRING_LASTS_US)
        assert await accounts.redeem("pairing", later) is None

    play(tmp_path, story)
