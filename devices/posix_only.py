# SPDX-License-Identifier: Apache-2.0
"""The calls that only POSIX systems have; elsewhere each does the nearest thing that is right."""

import asyncio
import contextlib
import errno
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

_EVIOCGRAB: Final = 0x40044590
"""``_IOW('E', 0x90, int)`` of ``linux/input.h``."""

LINE_ERRORS: tuple[type[Exception], ...] = (OSError,)
"""What a serial line raises when its port goes away. pyserial's own errors are OSErrors."""

ASKED: Final = {"TCP_KEEPIDLE": 10, "TCP_KEEPINTVL": 3, "TCP_KEEPCNT": 3, "TCP_USER_TIMEOUT": 20_000}
"""Silent for 10 s, a line is asked every 3 s, three times. What was sent may stay without an answer for 20,000 ms."""

if sys.platform != "win32":
    import fcntl
    import termios

    LINE_ERRORS = (OSError, termios.error)


def on_stop(loop: asyncio.AbstractEventLoop, stop: Callable[[], object]) -> None:
    """Call ``stop`` on SIGTERM and SIGINT. Windows has Ctrl-C alone, which ends the loop by itself."""
    if sys.platform == "win32":
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)


def grab_input(handle: int) -> None:
    """Have the keys of an opened ``/dev/input/event*`` for this process alone until it is closed. Raises OSError where that cannot be."""
    if sys.platform == "win32":
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))
    fcntl.ioctl(handle, _EVIOCGRAB, 1)


def notice_silence(handle: int) -> None:
    """Have the system ask whoever is at the other end of this TCP line whether it is there, when it says nothing.

    A serial server without power says no goodbye: else who only listens to it would listen for ever.
    """
    with socket.fromfd(handle, socket.AF_INET, socket.SOCK_STREAM) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, value in ASKED.items():
            if hasattr(socket, name):  # those of Linux
                line.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder outlive a power cut. Windows does so without being asked."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def tell_supervisor(state: str) -> None:
    """Send systemd one state of sd_notify(3), ``READY=1`` or ``WATCHDOG=1``, where it runs this process; else do nothing."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if sys.platform == "win32" or not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line, contextlib.suppress(OSError):
        line.sendto(state.encode(), "\0" + address[1:] if address.startswith("@") else address)


async def tell_alive() -> None:
    """Tell systemd from the event loop, for ever, that the loop runs: three times in each period that it asks for."""
    tell_supervisor("READY=1")
    asked = os.environ.get("WATCHDOG_USEC", "")
    while asked.isdigit():
        tell_supervisor("WATCHDOG=1")
        await asyncio.sleep(int(asked) / 3e6)
