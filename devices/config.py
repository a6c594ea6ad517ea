# SPDX-License-Identifier: Apache-2.0
"""What an agent is told when it starts, and how it comes back to a hall that it lost."""

import secrets
from pathlib import Path

from msgspec import Struct

_random = secrets.SystemRandom()

SILENCE_S = 10.0
"""A server that said nothing for so long is gone: it beats every 3 s."""
REPEAT_S = 5.0
"""A report that the hall has not noted for so long is told again: it may have had no room to write it."""
FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 5.0
"""Also after a long cut calls must soon be heard again; a hall has a handful of agents, not thousands."""


class Config(Struct, frozen=True, kw_only=True):
    """What an agent is told when it starts."""

    server: str
    """Address of the hall server, e.g. ``https://10.0.0.2:8443``; ``http`` only on the same machine."""
    agent: str
    keys: Path
    out: Path
    """Folder for the ledger and for what pretend devices keep."""
    code: str = ""
    pin: str = ""
    """Pin of the hall's authority; needed with HTTPS the first time."""
    silence_s: float = SILENCE_S
    repeat_s: float = REPEAT_S
    first_wait_s: float = FIRST_WAIT_S


def wait_s(failures: int, first_s: float = FIRST_WAIT_S) -> float:
    """Return how long to wait before the next try: doubles up to 5 s, with jitter so that agents do not come in step."""
    return min(LONGEST_WAIT_S, first_s * 2.0 ** min(failures, 10)) * _random.uniform(0.5, 1.0)


def socket_url(server: str) -> str:
    """Return the address of the device socket of a server."""
    return server.rstrip("/").replace("http", "ws", 1) + "/ws/device"
