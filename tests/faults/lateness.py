# SPDX-License-Identifier: Apache-2.0
"""How late a busy machine is: what a bound in seconds of the real clock has to be forgiven."""

import threading
import time
from typing import Final, Self

NAP_S: Final = 0.02
STEPS: Final = 4
"""So often what is bounded hands over to another thread or process on its way, and waits for its turn: to the kernel's line, to the
server, to whoever is told, to the test."""


class Lateness:
    """Naps on a thread of its own for a block, and keeps by how much the longest nap was too long."""

    def __init__(self) -> None:
        """Begin with none."""
        self.most_s = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._nap, daemon=True)

    def __enter__(self) -> Self:
        """Begin to nap."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Wake for good."""
        self.end()
        self.join()

    def end(self) -> None:
        """Let this nap be the last."""
        self._over.set()

    def join(self) -> None:
        """Wait until the last nap is over."""
        self._thread.join()

    def _nap(self) -> None:
        while not self._over.is_set():
            began_s = time.monotonic()
            time.sleep(NAP_S)
            self.most_s = max(self.most_s, time.monotonic() - began_s - NAP_S)

    def forgiven(self, bound_s: float) -> float:
        """Return the bound of a machine that has nothing else to do, for this one as it was meanwhile."""
        return bound_s + STEPS * self.most_s
