# SPDX-License-Identifier: Apache-2.0
"""A program of the project as a process of its own within milliseconds: forked from a server that has imported everything.

Each process waits for ``go`` before its first step, so that it can be traced from there on.
"""

import ctypes
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Self

PATIENCE_S = 60.0
"""How long anything may take before it is given up; nothing is expected to take so long."""
_ANY_TRACER = 0x59616D61, -1
"""``prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY)``: some kernels let only ancestors trace."""
CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["hallserver.app", "hallserver.cli.serve", "devices.agent", "devices.printers.pretend", __name__])

Program = Callable[..., object]
"""A function of a module that the child can import; its arguments are pickled."""


def _begin(program: Program, arguments: tuple[Any, ...], log: Path, link: Connection) -> None:
    """Become the program once the parent says so; end without a word to anybody, like a process that has no parent."""
    with log.open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    ctypes.CDLL(None).prctl(*_ANY_TRACER, 0, 0, 0)
    link.send(os.getpid())
    link.recv()
    link.close()
    try:
        code = program(*arguments)
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - this is the end of the process
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0)


class Forked:
    """A process; it is killed when the block ends, if it still runs."""

    def __init__(self, program: Program, *arguments: Any, log: Path) -> None:
        """Fork; the program has not begun."""
        self._log = log
        self._link, child = CONTEXT.Pipe()
        self._process = CONTEXT.Process(target=_begin, args=(program, arguments, log, child), daemon=True)
        self._process.start()
        child.close()
        assert self._link.poll(PATIENCE_S), "no process"
        self.pid = int(self._link.recv())

    def __enter__(self) -> Self:
        """Give the process."""
        return self

    def __exit__(self, *_: object) -> None:
        """Kill it if it still runs."""
        self.kill()

    def go(self) -> Self:
        """Let the program begin."""
        self._link.send(None)
        self._link.close()
        return self

    @property
    def running(self) -> bool:
        """Tell whether it still runs."""
        return self._process.is_alive()

    def ended(self, patience_s: float = PATIENCE_S) -> int:
        """Wait for its end; return its exit code, or minus the signal that ended it."""
        self._process.join(patience_s)
        code = self._process.exitcode
        assert code is not None, f"process {self.pid} does not end\n{self.said()}"
        return code

    def stop(self) -> int:
        """Ask it to end; return its exit code."""
        os.kill(self.pid, signal.SIGTERM)
        return self.ended()

    def kill(self) -> None:
        """End it as a crash would."""
        self._process.kill()
        self._process.join(PATIENCE_S)

    def said(self) -> str:
        """Return what it and those before it wrote to the log."""
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""


def until(is_so: Callable[[], bool], why: Callable[[], str] = str) -> None:
    """Look again and again until something is so; fail after the deadline."""
    until_s = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < until_s, why()
        time.sleep(0.002)
