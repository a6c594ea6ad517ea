# SPDX-License-Identifier: Apache-2.0
"""Floods of a door, in a process of their own so that they cost the clerks of the test nothing but the server's time.

``python -m tests.faults.flooders --port N --key KEY``: prints as a JSON line how often each was cut, whenever that changed.
It ends with its input.
"""

import argparse
import json
import sys
from collections.abc import Callable
from threading import Event, Thread

from tests.faults.knocking import CONTINUATION, PING, TEXT, Rude, frame

NONSENSE = json.dumps({"id": "x", "command": "dance", "fields": {}}).encode()
FLOODS: dict[str, tuple[bytes, bytes]] = {
    "commands": (b"", frame(TEXT, NONSENSE)),
    "pings": (b"", frame(PING, b"are you there")),
    "pieces": (frame(TEXT, b"{", final=False), frame(CONTINUATION, b"", final=False)),
}
"""What floods → how it begins, and what then comes again and again."""
LINES = ("/ws?page=kiosk", "/ws?page=hall", "/ws/device")
"""The first is opened with the key of a kiosk, the others by somebody unknown."""
PAUSE_S = 0.2
"""A flooder that was cut comes again after this."""
AT_ONCE = 50


class Flooder:
    """Floods a line as fast as it can; when it is cut it comes again."""

    def __init__(self, open_line: Callable[[], Rude], flood: str, stop: Event) -> None:
        """Begin, in a thread of its own."""
        self.cuts, self._stop, self._open = 0, stop, open_line
        self._begin, again = FLOODS[flood]
        self._again = again * AT_ONCE
        self.thread = Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        while not self._stop.is_set():
            line = self._open()
            going = line.send(self._begin)
            while going and not self._stop.is_set():
                going = line.send(self._again)
            self.cuts += not going
            line.close()
            self._stop.wait(PAUSE_S)


def _until_the_input_ends(stop: Event) -> None:
    sys.stdin.read()
    stop.set()


def main() -> None:
    """Flood until the input ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--key", required=True)
    given = parser.parse_args()
    stop = Event()

    def line(path: str) -> Callable[[], Rude]:
        return lambda: Rude(given.port, path, first={"key": given.key} if "kiosk" in path else None)

    flooders = {f"{kind} at {path}": Flooder(line(path), kind, stop) for path in LINES for kind in FLOODS}
    Thread(target=_until_the_input_ends, args=(stop,), daemon=True).start()
    told: dict[str, int] = {}
    while not stop.wait(0.05):
        cuts = {name: it.cuts for name, it in flooders.items()}
        if cuts != told:
            told = cuts
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
