# SPDX-License-Identifier: Apache-2.0
"""The few calls that differ by system."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import pytest

from devices.posix_only import on_stop, sync_folder, tell_alive


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
def test_the_stop_signal_calls_what_was_asked() -> None:
    """A supervisor stops an agent with SIGTERM; it must hang up and end its child."""

    async def run() -> bool:
        stopped = asyncio.Event()
        on_stop(asyncio.get_running_loop(), stopped.set)
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(stopped.wait(), 60)
        return stopped.is_set()

    assert asyncio.run(run())


def test_a_folder_can_be_synced(tmp_path: Path) -> None:
    """It has no result that could be seen; it must not fail."""
    sync_folder(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="systemd is Linux only")
def test_systemd_hears_that_the_agent_is_ready_and_alive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An agent whose loop hangs is started anew; one that runs must not be."""
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    monkeypatch.setenv("WATCHDOG_USEC", "30000")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        line.settimeout(0)

        async def heard() -> list[str]:
            telling = asyncio.create_task(tell_alive())
            loop = asyncio.get_running_loop()
            said = [(await asyncio.wait_for(loop.sock_recv(line, 100), 60)).decode() for _ in range(4)]
            telling.cancel()
            return said

        assert asyncio.run(heard()) == ["READY=1", "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1"]


def test_without_systemd_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """An agent started by hand ends its telling at once."""
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    monkeypatch.delenv("WATCHDOG_USEC", raising=False)
    asyncio.run(asyncio.wait_for(tell_alive(), 60))
