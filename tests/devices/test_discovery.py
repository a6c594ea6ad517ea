# SPDX-License-Identifier: Apache-2.0
"""An agent without an address takes the only hall that there is; a configured address always wins."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from devices.__main__ import run, with_server
from devices.config import Config
from devices.discovery import address_of, find_server, halls
from devices.errors import NoHall
from hallserver.announcing import Announcing, Hall

LOOPBACK = ("127.0.0.1",)
LOOK_S = 2.2
"""Who was heard by all a moment ago says it again only after a second (RFC 6762)."""


def config(folder: Path, server: str = "") -> Config:
    """Return the set-up of an agent."""
    return Config(server=server, agent="agent-1", keys=folder / "keys.json", out=folder)


@contextlib.asynccontextmanager
async def announced(*slugs: str) -> AsyncIterator[None]:
    """Have these halls say on the loopback where they are."""
    said = [Announcing(Hall(slug=slug, port=8443 + at, https=at == 0, addresses=LOOPBACK), LOOPBACK) for at, slug in enumerate(slugs)]
    assert all(await asyncio.gather(*(it.start() for it in said)))
    try:
        yield
    finally:
        await asyncio.gather(*(it.stop() for it in said))


@pytest.mark.multicast
def test_the_only_hall_is_found_two_are_not_chosen_between_and_one_that_ended_is_gone() -> None:
    """Printing in the neighbour's hall would be worse than not at all. Two real instances on the loopback."""

    async def story() -> None:
        async with announced("futian"):
            assert await find_server(LOOK_S, LOOPBACK) == "https://127.0.0.1:8443"
            async with announced("other", "nanshan"):
                with pytest.raises(NoHall, match=r"more than one hall is here: futian \(https://127\.0\.0\.1:8443\), nanshan \(.*, other"):
                    await find_server(LOOK_S, LOOPBACK)
            assert set(await halls(LOOK_S, LOOPBACK)) == {"futian"}

    asyncio.run(story())


@pytest.mark.multicast
def test_where_there_is_none_it_says_what_to_give() -> None:
    """Many halls block multicast."""
    with pytest.raises(NoHall, match="no hall was found within 0 s: give its address with --server"):
        asyncio.run(find_server(0.1, LOOPBACK))


def test_a_configured_address_always_wins(tmp_path: Path) -> None:
    """Nobody on the network can lead an agent elsewhere; it does not even look. Control: without an address it takes what is found."""
    asked: list[str] = []

    async def find() -> str:
        asked.append("looked")
        return "https://10.9.9.9:1"

    given = config(tmp_path, "https://10.0.0.2:8443")
    assert asyncio.run(with_server(given, find)) == given
    assert asked == []
    assert asyncio.run(with_server(config(tmp_path), find)).server == "https://10.9.9.9:1"
    assert asked == ["looked"]


def test_what_was_found_needs_key_or_code_and_pin_all_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Anybody can claim to be a hall."""

    async def find() -> str:
        return "https://127.0.0.1:9"

    async def start() -> int:
        return await run(await with_server(config(tmp_path), find))

    assert asyncio.run(start()) == 2
    assert "start it once with --code" in capsys.readouterr().err


def test_without_the_library_an_agent_needs_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is an extra: exit code 2 and a sentence, no traceback."""
    monkeypatch.setitem(sys.modules, "zeroconf", None)
    assert asyncio.run(run(config(tmp_path))) == 2
    assert "give --server, or have the hall found by itself: pip install hallserver[discovery]" in capsys.readouterr().err


def test_the_address_is_made_of_what_the_hall_says() -> None:
    """IPv4 first; HTTPS unless it says otherwise."""
    assert address_of(["fd00::1", "10.0.0.2"], 8443, {b"scheme": b"https"}) == "https://10.0.0.2:8443"
    assert address_of(["fd00::1"], 8080, {b"scheme": b"http"}) == "http://[fd00::1]:8080"
    assert address_of(["10.0.0.2"], 8443, {}) == "https://10.0.0.2:8443"
