# SPDX-License-Identifier: Apache-2.0
"""The calls that only POSIX systems have; elsewhere each does the nearest thing that is right."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path


def on_stop(loop: asyncio.AbstractEventLoop, stop: Callable[[], object]) -> None:
    """Call ``stop`` on SIGTERM and SIGINT. Windows has Ctrl-C alone, which ends the loop by itself."""
    if sys.platform == "win32":
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder outlive a power cut. Windows does so without being asked."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
