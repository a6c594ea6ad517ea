# SPDX-License-Identifier: Apache-2.0
"""The hall server of the scenes: the shipped program with a clock that its test moves forward, and quick beats.

``python -m tests.stories.scenes.leap_server --data DIR [--still]``. Each line of its input is so many seconds to leap; it answers with the
same line once the clock's work (idle counters, opening check, the day) has been looked at. Sign-ins do not end meanwhile.
"""

import argparse
import asyncio
import sys
import time
from pathlib import Path
from typing import Any

from hallserver import app
from hallserver.app import Composition, HallServer
from hallserver.clock import AnchoredClock
from hallserver.settings import load
from hallserver.store.accounts import Spans
from hallserver.store.folder import Folder
from hallserver.web.limits import Limits

BEAT_S = 0.2
_LIFE = Limits()
LIMITS = Limits(
    beat_s=BEAT_S,
    quick_beat_s=BEAT_S,
    silent_beats=round(_LIFE.silent_beats * _LIFE.beat_s / BEAT_S),
    lost_after_s=600.0,
    phone_gap_s=1.0,
)
"""Quick beats and a short gap between two views of a phone, so that screens hear of a leap soon; in real seconds a screen may be silent
for as long as in life. A scene turns on only the screens that play in it: the others are not lost."""
_FOR_EVER_US = 10**15


class LeapClock(AnchoredClock):
    """Runs as life does from a given time on, and leaps when told; how long a link is silent stays real."""

    def __init__(self, from_us: int, *, still: bool = False) -> None:
        """Stand at this time; ``still``: until the next leap."""
        self.leapt_s = 0.0
        began_s = time.monotonic()

        def played_s() -> float:
            return self.leapt_s + (0.0 if still else time.monotonic() - began_s)

        super().__init__(from_us, wall_us=lambda: from_us + int(played_s() * 1e6), mono_s=played_s)

    def believes(self, *_: int, sure: bool) -> bool:  # noqa: ARG002 -- as the clock that it stands for
        """Tell that this wall clock, which is made up, is true."""
        return True

    def mono(self) -> float:
        """Return real seconds."""
        return time.monotonic()


async def _leap(server: HallServer, clock: LeapClock) -> None:
    """Read leaps until the input ends."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    watches: list[Any] = [found for name in ("daywatch", "dutywatch") if (found := getattr(server, name, None)) is not None]
    while line := await reader.readline():
        clock.leapt_s += float(line)
        for watch in watches:
            await watch.look()
        print(line.decode().strip(), flush=True)  # noqa: T201 - its test waits for it


async def _serve(path: Path, *, still: bool) -> None:
    assert vars(app)["Spans"] is Spans, "it would be changed where nobody looks"
    setattr(app, "Spans", lambda **_: Spans(idle_us=_FOR_EVER_US, absolute_us=_FOR_EVER_US))  # noqa: B010 - a test's sign-ins live on
    folder = Folder(path)
    clock = LeapClock(folder.journal.load().at_us, still=still)
    server = HallServer(folder, load(path, {"port": 0}, {}), Composition(clock=clock, limits=LIMITS))
    server.start()
    print(server.base, flush=True)  # noqa: T201 - as `serve` does
    await _leap(server, clock)
    await server.stop()


def main() -> None:
    """Serve until the input ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--still", action="store_true", help="time passes in leaps alone")
    given = parser.parse_args()
    asyncio.run(_serve(given.data, still=given.still))


if __name__ == "__main__":
    main()
