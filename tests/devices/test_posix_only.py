# SPDX-License-Identifier: Apache-2.0
"""The few calls that differ by system."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from devices.posix_only import on_stop, sync_folder


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
def test_the_stop_signal_calls_what_was_asked() -> None:
    """A supervisor stops an agent with SIGTERM; it must hang up and end its child."""

    async def run() -> bool:
        stopped = asyncio.Event()
        on_stop(asyncio.get_running_loop(), stopped.set)
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(stopped.wait(), 10)
        return stopped.is_set()

    assert asyncio.run(run())


def test_a_folder_can_be_synced(tmp_path: Path) -> None:
    """It has no result that could be seen; it must not fail."""
    sync_folder(tmp_path)
