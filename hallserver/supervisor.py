# SPDX-License-Identifier: Apache-2.0
"""What the program's supervisor is told (systemd, sd_notify(3)): that it is ready, that it still runs, that it stops.

Without a supervisor nothing is told. The sign of life comes from the event loop, so a loop that hangs gives none,
and the supervisor ends and restarts the process; the journal is replayed, nothing is lost.
"""

import os
import socket
from collections.abc import Mapping

from hallserver.clock import Cancellable, Clock

READY, ALIVE, STOPPING = "READY=1", "WATCHDOG=1", "STOPPING=1"
_SIGNS_PER_PERIOD = 3
"""One sign may be late or lost without a restart."""


def tell(state: str, environment: Mapping[str, str] | None = None) -> None:
    """Send one state to the supervisor, if there is one. A supervisor that cannot be reached must not end the hall."""
    address = (os.environ if environment is None else environment).get("NOTIFY_SOCKET", "")
    if not address or not hasattr(socket, "AF_UNIX"):
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        try:
            line.connect("\0" + address[1:] if address.startswith("@") else address)
            line.send(state.encode())
        except OSError:
            return


def period_s(environment: Mapping[str, str] | None = None) -> float:
    """Return after how many silent seconds the supervisor restarts this process; 0 when it does not watch it."""
    said = os.environ if environment is None else environment
    meant = said.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    asked = said.get("WATCHDOG_USEC", "")
    return int(asked) / 1e6 if meant and asked.isdigit() else 0.0


class SignOfLife:
    """Tells the supervisor from the event loop, again and again, that the loop runs."""

    def __init__(self, clock: Clock, environment: Mapping[str, str] | None = None) -> None:
        """Give a sign three times in each period that is asked for; none where nobody asks."""
        self._clock, self._environment = clock, environment
        self._every_s = period_s(environment) / _SIGNS_PER_PERIOD
        self._next: Cancellable | None = None

    def start(self) -> None:
        """Say that the program is ready, then that it runs, until ``stop``."""
        tell(READY, self._environment)
        if self._every_s > 0:
            self._give()

    def stop(self) -> None:
        """Say that the program stops; no further sign."""
        if self._next is not None:
            self._next.cancel()
        tell(STOPPING, self._environment)

    def _give(self) -> None:
        tell(ALIVE, self._environment)
        self._next = self._clock.call_later(self._every_s, self._give)
