# SPDX-License-Identifier: Apache-2.0
"""A hall server for the faults of the line, with beats and gaps as the test wants them, and as a control without a protection.

``python -m tests.faults.serve_line --data DIR [--limits JSON] [--without NAME …]``. The shipped program has no way to ask
for either: limits are handed to the composition root, a part is put in the place of another.
"""

import argparse
import asyncio
import json
from pathlib import Path
from typing import Any, Final

from hallserver.app import Composition, HallServer
from hallserver.cli.running import until_stopped
from hallserver.settings import load
from hallserver.store.folder import Folder
from hallserver.web import link
from hallserver.web.limits import Limits
from hallserver.web.link import SocketHandler
from hallserver.web.outlet import Outlet

_ENDLESS = 1 << 40


class Greedy(Outlet):
    """Queues everything for whoever does not read, without end, and makes each frame anew: a plain ``write_message``."""

    def __init__(self, *parts: Any) -> None:
        """Forget the limit."""
        super().__init__(*parts)
        self._most = _ENDLESS

    def show(self, frame: bytes) -> None:
        """Queue every view."""
        self._write(bytes(bytearray(frame)))

    def tick(self, frame: bytes) -> None:
        """Queue every beat."""
        self._write(frame)


def _newest_only() -> None:
    setattr(link, "Outlet", Greedy)  # noqa: B010 - the composition root has no door for this


def _probe() -> None:
    def trusting(self: SocketHandler) -> None:
        """Take every link for alive."""

    SocketHandler.probe = trusting  # type: ignore[method-assign] # as above


TAKE_AWAY: Final = {"newest-only": _newest_only, "probe": _probe}
"""Protection → what takes it away."""


async def _serve(path: Path, limits: dict[str, Any]) -> None:
    server = HallServer(Folder(path), load(None, {"port": 0}, {}), Composition(limits=Limits(**limits)))
    server.start()
    print(server.base, flush=True)  # noqa: T201 - as `serve` does
    await until_stopped()
    await server.stop()


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limits", type=json.loads, default={})
    parser.add_argument("--without", action="append", default=[], choices=[*TAKE_AWAY])
    given = parser.parse_args()
    for name in given.without:
        TAKE_AWAY[name]()
    asyncio.run(_serve(given.data, given.limits))


if __name__ == "__main__":
    main()
