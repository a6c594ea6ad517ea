# SPDX-License-Identifier: Apache-2.0
"""The hall server as it is measured: the real parts, a store that may be given a slow disk, and limits that one client address needs.

``python -m tests.bench.serve --data DIR [--commit-delay-s 0.005] [--set max_links=6500] [--limit unknown_links=6000]``
"""

import argparse
import asyncio
import signal
import time
from pathlib import Path
from typing import Any

from msgspec import structs

from hallserver.app import Composition, HallServer
from hallserver.cli.running import until_stopped
from hallserver.clock import AnchoredClock
from hallserver.settings import load
from hallserver.store.database import Database, Done, Job
from hallserver.store.folder import Folder
from hallserver.web.limits import Limits

DAY_US = 86_400_000_000


def slow_disk(delay_s: float) -> type[Database]:
    """Return a store whose every transaction takes so much longer before it is committed."""

    class SlowDisk(Database):
        def write_then(self, job: Job, done: Done) -> None:
            def slowly(database: Any) -> Any:  # noqa: ANN401 - what the job gives
                result = job(database)
                time.sleep(delay_s)
                return result

            super().write_then(slowly, done)

    return SlowDisk


class WithNights(AnchoredClock):
    """A running hall's clock by which a whole day can pass in a moment, as a night does in which nobody asks anything."""

    def __init__(self) -> None:
        """Begin with the real time."""
        self._nights = 0
        real = AnchoredClock()
        super().__init__(wall_us=lambda: real.now() + self._nights * DAY_US, mono_s=lambda: time.monotonic() + self._nights * DAY_US / 1e6)

    def sleep_over(self) -> None:
        """Let a day pass."""
        self._nights += 1


async def _serve(given: argparse.Namespace) -> None:
    folder = Folder(given.data, make=slow_disk(given.commit_delay_s) if given.commit_delay_s else Database)
    settings = load(None, {"port": 0} | {name: int(value) for name, _, value in (it.partition("=") for it in given.set)}, {})
    limits = structs.replace(Limits(), **{name: int(value) for name, _, value in (it.partition("=") for it in given.limit)})
    clock = WithNights() if given.nights else None
    server = HallServer(folder, settings, Composition(limits=limits, clock=clock, tls_clock=clock))
    server.start()
    if clock is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, clock.sleep_over)
    print(server.base, flush=True)
    await until_stopped()
    await server.stop()


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--commit-delay-s", type=float, default=0)
    parser.add_argument("--set", action="append", default=[], help="a setting, NAME=NUMBER")
    parser.add_argument("--nights", action="store_true", help="each SIGUSR1 is a night: a day passes at once")
    parser.add_argument("--limit", action="append", default=[], help="a limit of the door, NAME=NUMBER")
    asyncio.run(_serve(parser.parse_args()))


if __name__ == "__main__":
    main()
