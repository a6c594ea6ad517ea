# SPDX-License-Identifier: Apache-2.0
"""The command line as a person runs it: within this process, and as a process of its own where the start is tested too."""

import io
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

from hallserver.__main__ import main
from tests.stories.quick_start import QuickStart

ROOT = Path(__file__).parents[3]
Done = subprocess.CompletedProcess[str]


def hallserver(*arguments: object, typed: str = "") -> Done:
    """Run a verb that ends by itself, with what is ``typed``, and return what it said.

    In this process: most of what a process costs is its start. An error that nobody caught is exit code 1 and its trace, as there.
    """
    given = [str(it) for it in arguments]
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err), _typing(typed):
        code = _run(given)
    return Done(given, code, _text(out), _text(err))


def started(*arguments: object, timeout_s: float = 120) -> Done:
    """Run ``python -m hallserver`` to its end as a process of its own and return what it said."""
    command = [sys.executable, "-m", "hallserver", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=timeout_s)


def forked(*arguments: object) -> Done:
    """Run a verb to its end as a process of its own, forked from what has the program loaded, and return what it said."""
    given = [str(it) for it in arguments]
    with tempfile.TemporaryFile() as err:
        process = QuickStart(["-m", "hallserver", *given], str(ROOT), os.environ, err)
        with process.stdout:
            said = process.stdout.read().decode()
        code = process.wait()
        err.seek(0)
        return Done(given, code, said, err.read().decode())


def _run(given: Sequence[str]) -> int:
    try:
        return main(given)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except Exception:  # noqa: BLE001 -- this is the end of what would be the process
        traceback.print_exc()
        return 1


@contextmanager
def _typing(text: str) -> Iterator[None]:
    before, sys.stdin = sys.stdin, io.StringIO(text)
    try:
        yield
    finally:
        sys.stdin = before


def _text(said: io.TextIOWrapper) -> str:
    said.seek(0)
    return said.read()
