# SPDX-License-Identifier: Apache-2.0
"""Work that nobody waits for."""

import asyncio
import logging

import pytest

from hallserver.core.errors import StorageDown
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
