# SPDX-License-Identifier: Apache-2.0
"""Who hears of what happened: listeners get each committed group, in order, exactly once."""

import logging
from collections.abc import Callable, Sequence

from hallserver.core.events import Entry

Listener = Callable[[Sequence[Entry]], None]

_log = logging.getLogger(__name__)


class Bus:
    """Tells every listener; one that fails is logged and does not keep the others from hearing."""

    def __init__(self) -> None:
        """Start with nobody listening."""
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Let this listener hear from now on; return the function that ends it."""
        self._listeners.append(listener)

        def leave() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return leave

    def tell(self, entries: Sequence[Entry]) -> None:
        """Tell all listeners what was committed."""
        for listener in tuple(self._listeners):
            try:
                listener(entries)
            except Exception:  # noqa: BLE001 -- whatever a listener does, the others must hear
                _log.exception("a listener failed on events %s..%s", entries[0].seq, entries[-1].seq)
