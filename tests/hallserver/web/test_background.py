# SPDX-License-Identifier: Apache-2.0
"""Work that nobody waits for."""

import asyncio
import logging

import pytest

from hallserver.core.errors import StorageDown
from hallserver.redact import Redacting
from hallserver.web.background import Background


def test_failures_are_heard_of(caplog: pytest.LogCaptureFixture) -> None:
    """A task that dies in silence is found months later."""

    async def refused() -> None:
        raise StorageDown("disk-full")

    async def broken() -> None:
        raise ValueError("broken")

    async def story() -> None:
        background = Background()
        background.run(refused())
        background.run(broken())
        await background.finished()
        await background.finished()

    with caplog.at_level(logging.WARNING):
        asyncio.run(story())
    assert sorted(record.levelname for record in caplog.records) == ["ERROR", "WARNING"]


def test_what_came_in_with_it_is_not_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """An error repeats what it was handed."""

    async def broken() -> None:
        said = "broken by Regen tulpe"
        raise ValueError(said)

    async def story() -> None:
        background = Background()
        background.run(broken(), heard=["Regen tulpe"])
        await background.finished()

    asyncio.run(story())
    (line,) = map(Redacting("%(message)s").format, caplog.records)
    assert "broken by ***" in line
    assert "tulpe" not in line
