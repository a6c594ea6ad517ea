# SPDX-License-Identifier: Apache-2.0
"""What systemd does for a unit of ours, in little: restarts what ends, and what gave no sign of life for too long."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from tests.stories.server_process import ROOT, environment

PATIENCE_S = 60.0


class Supervised:
    """A command kept alive as its unit asks: ``Restart=always``, ``WatchdogSec`` (None: the control, nobody watches)."""

    def __init__(self, command: Sequence[object], folder: Path, watchdog_s: float | None) -> None:
        """Listen for what the process tells, and start it."""
        self._command, self._log, self._watchdog_s = [sys.executable, *map(str, command)], folder / "supervised.log", watchdog_s
        self._address = folder / "notify"
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._line.bind(str(self._address))
        self._line.settimeout(0.05)
        self.starts = 0
        self._start()

    def __enter__(self) -> Self:
        """Give the supervisor."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process for good."""
        self.process.kill()
        self.process.wait(PATIENCE_S)
        self._line.close()

    def _start(self) -> None:
        while self._heard():  # what the one before it said last
            pass
        watched = {"WATCHDOG_USEC": str(int(self._watchdog_s * 1e6))} if self._watchdog_s is not None else {}
        told = {**environment(), "NOTIFY_SOCKET": str(self._address), **watched}
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(self._command, cwd=ROOT, env=told, stdout=log, stderr=log)
        self.ready, self.starts, self._alive_s = False, self.starts + 1, time.monotonic()

    def _heard(self) -> str:
        try:
            return self._line.recv(1000).decode()
        except TimeoutError:
            return ""

    def look(self) -> None:
        """Hear what was told, and do what the unit asks; call it again and again."""
        said = self._heard()
        if said:
            self._alive_s = time.monotonic()
            self.ready = self.ready or "READY=1" in said
        silent_s = time.monotonic() - self._alive_s
        if self._watchdog_s is not None and self.ready and silent_s > self._watchdog_s:
            self.process.send_signal(signal.SIGABRT)
            self.process.kill()
            self.process.wait(PATIENCE_S)
        if (code := self.process.poll()) is not None:
            assert code < 0, f"ended by itself with {code}\n{self.said()}"
            self._start()

    def until_ready(self, starts: int) -> None:
        """Look until the process has been started so often and is ready; fail with its log when that takes for ever."""
        until_s = time.monotonic() + PATIENCE_S
        while not (self.starts >= starts and self.ready):
            self.look()
            assert time.monotonic() < until_s, self.said()

    def watch_for(self, periods_s: float) -> None:
        """Look for this long; a machine that is slow only makes it look longer."""
        until_s = time.monotonic() + periods_s
        while time.monotonic() < until_s:
            self.look()

    def said(self) -> str:
        """Return what the process wrote."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def strike(self, number: int) -> float:
        """Send a signal; return when, in monotonic seconds."""
        os.kill(self.process.pid, number)
        return time.monotonic()
