# SPDX-License-Identifier: Apache-2.0
"""Displays that look on and throw away what they are shown, in a process of their own: ``python -m tests.bench.onlookers PORT KEY …``.

Prints ``here`` when each has had its first view; ends when its standard input does.
"""

import json
import select
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.bench.screens import Screens, clear
from tests.stories.server_process import ROOT, environment

PATH = "/ws?page=hall&of=main"
_LOOK_S = 0.25


@contextmanager
def onlookers(port: int, keys: Sequence[str]) -> Iterator[None]:
    """Keep a hall display connected for each key."""
    command = [sys.executable, "-m", "tests.bench.onlookers", str(port), *keys]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "here\n", "the displays did not get their first view"
        yield
    finally:
        process.communicate()


def main(port: int, keys: Sequence[str]) -> None:
    """Look on until standard input ends."""
    with Screens() as screens:
        joined = screens.join(port, PATH, [json.dumps({"key": key}).encode() for key in keys])
        print("here", flush=True)
        while not select.select([sys.stdin], [], [], 0)[0]:
            screens.listen(_LOOK_S)
            clear(joined)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
