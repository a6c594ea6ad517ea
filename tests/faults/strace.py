# SPDX-License-Identifier: Apache-2.0
"""A fault at a certain system call of a running process: ``strace`` attached to it, counting.

strace counts each kind of call for each thread apart. So a tracer follows either all threads of a process,
of which only one may make the calls in question, or its main thread alone.
"""

import re
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Final, Self

CALLS: Final = ("pwrite64", "fdatasync", "write", "ftruncate", "fsync")
"""What changes a file or makes it durable."""
_PATIENCE_S = 1.0
"""How long strace may take to let go."""


@lru_cache
def may_trace() -> bool:
    """Tell whether strace is here and may trace: some machines refuse it."""
    if shutil.which("strace") is None:
        return False
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as other:
        try:
            with Tracer(other.pid, Path("/dev/null")):
                return True
        except CannotTrace:
            return False
        finally:
            other.kill()


class CannotTrace(Exception):
    """strace did not attach; the text is what it said."""


class Tracer:
    """Watches one process until the block ends, and does what ``inject`` says, e.g. ``pwrite64:signal=KILL:when=3``."""

    def __init__(self, pid: int, log: Path, *, inject: str = "", follow: bool = True) -> None:
        """Attach, to all threads or to this one alone; when this returns every call is seen. Raises CannotTrace."""
        command = ["strace", "-y", "-p", str(pid), "-o", str(log), *(["-f"] if follow else [])]
        traced = inject.partition(":")[0] or ",".join(CALLS)
        command += ["-e", f"trace={traced}", "-e", "signal=none", *(["-e", f"inject={inject}"] if inject else [])]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self._process.stderr is not None
        said = self._process.stderr.readline()
        if "attached" not in said or "Operation not permitted" in said:
            self.__exit__(None, None, None)
            raise CannotTrace(said.strip())

    def __enter__(self) -> Self:
        """Give the tracer."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Let go of the process and wait until the log is whole."""
        self._process.terminate()
        try:
            self._process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            # it waits for the first thread of a process that ends, and the kernel for it to ask after the others
            self._process.kill()
            self._process.wait()
        if self._process.stderr is not None:
            self._process.stderr.close()

    @staticmethod
    def last_call_in(log: Path) -> str:
        """Return the last call of a log as ``name file``; read it when the tracer has let go."""
        found = re.findall(r"(\w+)\(\d+<([^>]*)>", log.read_text(encoding="utf-8", errors="replace"))
        return f"{found[-1][0]} {Path(found[-1][1]).name}" if found else ""
