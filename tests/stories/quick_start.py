# SPDX-License-Identifier: Apache-2.0
"""``python -m …`` within milliseconds: forked from a process that has imported the program; to whoever started it a ``subprocess.Popen``.

Most of what a server costs in a short test is its start. That it starts from nothing is tested where the command line is.
"""

import logging
import os
import runpy
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from typing import IO

from tests.faults.forked import CONTEXT, PATIENCE_S

_IN, _OUT, _ERR = range(3)


def _become(module: str, arguments: Sequence[str], folder: str, environment: Mapping[str, str], streams: Mapping[int, Connection]) -> None:
    """Be what ``python -m module`` would be with these arguments, this environment and these standard streams."""
    for number, stream in streams.items():
        os.dup2(stream.fileno(), number)
        stream.close()
    if _IN in streams:
        sys.stdin = os.fdopen(_IN, closefd=False)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = [module, *arguments]
    logging.root.handlers.clear()  # a library that is loaded for pretend printers has set one: the program's own would be passed over
    runpy.run_module(module, run_name="__main__", alter_sys=True)


class QuickStart:
    """The process: what is used of ``subprocess.Popen``."""

    def __init__(self, command: Sequence[str], folder: str, environment: Mapping[str, str], log: IO[bytes], *, typed: bool = False) -> None:
        """Start ``-m MODULE …`` in a folder with its standard error in ``log``; ``typed``: it has a standard input."""
        module, arguments = command[1], command[2:]
        out, told = os.pipe()
        streams = {_OUT: Connection(told, readable=False), _ERR: Connection(os.dup(log.fileno()), readable=False)}
        self.stdout, self.stdin = os.fdopen(out, "rb"), None
        if typed:
            read, write = os.pipe()
            streams[_IN], self.stdin = Connection(read, writable=False), os.fdopen(write, "wb")
        self._process = CONTEXT.Process(target=_become, args=(module, arguments, folder, dict(environment), streams), daemon=True)
        self._process.start()
        self.pid = self._process.pid or 0
        self.kill, self.terminate = self._process.kill, self._process.terminate
        for stream in streams.values():
            stream.close()

    def poll(self) -> int | None:
        """Return its exit code, or minus the signal that ended it; None while it runs."""
        return self._process.exitcode

    def wait(self, patience_s: float = PATIENCE_S) -> int:
        """Wait for its end and return its exit code; raises TimeoutError."""
        self._process.join(patience_s)
        code = self._process.exitcode
        if code is None:
            raise TimeoutError(f"process {self.pid} does not end")  # noqa: EM102, TRY003 -- a test's own fault
        return code
