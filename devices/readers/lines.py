# SPDX-License-Identifier: Apache-2.0
"""What a scanner read, cut out of what it sends: one text per CR or LF, bounded, printable. Pure."""

from typing import Final

LONGEST: Final = 300
"""Characters of a scan; the address of a ticket's page has some 80."""
_ENDS: Final = b"\r\n"


class Scans:
    """Takes scans out of a stream of bytes, however it is cut."""

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self._held = bytearray()
        self._too_long = False

    def feed(self, chunk: bytes) -> list[str]:
        """Return the scans that ended in this chunk; what is too long or no printable text is dropped whole."""
        found = []
        for byte in chunk:
            if byte in _ENDS:
                found += self._ended()
            elif len(self._held) < LONGEST:
                self._held.append(byte)
            else:
                self._too_long = True
        return found

    def _ended(self) -> list[str]:
        held, too_long = bytes(self._held), self._too_long
        self._held.clear()
        self._too_long = False
        return [] if too_long else scanned(held)


def scanned(held: bytes) -> list[str]:
    """Return the text of a scan as a list of one, of none where it is empty or no printable text. Control bytes around it are cut off."""
    text = held.strip(bytes(range(33))).decode("utf-8", "replace")
    return [text] if text and text.isprintable() and "\N{REPLACEMENT CHARACTER}" not in text else []
