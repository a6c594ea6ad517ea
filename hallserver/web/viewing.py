# SPDX-License-Identifier: Apache-2.0
"""What building and pushing views takes, whoever looks."""

from collections.abc import Callable

from msgspec import Struct

from hallserver.clock import Clock
from hallserver.service import Service
from hallserver.web.background import Background
from hallserver.web.limits import Limits

MOST_UNWATCHED = 256
"""So many views of a kind that nobody watches are remembered for their tags."""
Listener = Callable[[bytes], None]
"""Takes a finished frame; never waits, never raises."""


class Viewing(Struct, frozen=True, kw_only=True):
    """The parts of the door that views are built with. ``pushed`` is told a page's name and how many of its views went out."""

    service: Service
    clock: Clock
    limits: Limits
    background: Background
    pushed: Callable[[str, int], None]
