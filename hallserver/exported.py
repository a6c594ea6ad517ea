# SPDX-License-Identifier: Apache-2.0
"""``exports.log`` in a data folder: what somebody at the machine took out of it, a line each, for the journal has one writer.

The journal keeps what the server gives out; this file what a command line does: when, who by the system's own word, what, and the digest
of the file. Nothing turns it off, and where it cannot be written nothing is given out. Whoever owns the folder can change it, as he could
read the tables: it tells of what is done openly. What the server itself has made by such a command stands in the journal, not here.
"""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from hallserver.clock import AnchoredClock
from hallserver.store.folder import holder_of

FILE = "exports.log"
_UNSET = 2**32 - 1
"""What Linux says where nobody signed in: a service, a container."""


class Export(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line: UTC time, the system's user, what it was, how many halls it was of, the file's SHA-256 and bytes."""

    at: str
    who: str
    signed_in: str = ""
    """Who signed in at the machine, where that is another one."""
    report: str
    first: str = ""
    """First and last business day that is in it."""
    last: str = ""
    of: str = ""
    """A number, or the place of a frozen version."""
    output: str
    halls: int = 1
    sha256: str
    size: int


def is_asked_by_server(folder: Path) -> bool:
    """Tell whether the server of this folder runs this command, who keeps by itself what it gives out."""
    return holder_of(folder) == str(os.getppid())


def note(folders: Sequence[Path], export: Export) -> None:
    """Write the line into each folder, on the disk before this returns. Raises OSError.

    What the server of the first of them has made is in its journal, and nothing is written: the further halls of a district are only read.
    """
    if is_asked_by_server(folders[0]):
        return
    line = msgspec.json.encode(export) + b"\n"
    for folder in folders:
        _append(folder, line)


def _append(folder: Path, line: bytes) -> None:
    """Append a line in one piece, whoever else does; the file belongs to whom the folder belongs to."""
    descriptor = os.open(folder / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, line)
        os.fsync(descriptor)
        if sys.platform != "win32" and os.getuid() == 0:
            owner = folder.stat()
            os.fchown(descriptor, owner.st_uid, owner.st_gid)
    finally:
        os.close(descriptor)


def read(folder: Path) -> bytes:
    """Return the file; empty: nobody took anything away at the machine."""
    file = folder / FILE
    return file.read_bytes() if file.exists() else b""


def moment() -> str:
    """Return the time now, UTC, to the second."""
    return datetime.fromtimestamp(AnchoredClock().now() // 1_000_000, UTC).isoformat()


if sys.platform == "win32":

    def who() -> tuple[str, str]:
        """Return the user of this process, and nothing: Windows knows no other."""
        return os.getlogin(), ""

else:
    import pwd

    def who() -> tuple[str, str]:
        """Return the user of this process, and who signed in where that is another one; not what variables say."""
        user = _name(os.getuid())
        signed_in = _signed_in()
        return user, "" if signed_in == user else signed_in

    def _signed_in() -> str:
        try:
            found = int(Path("/proc/self/loginuid").read_text(encoding="ascii"))
        except (OSError, ValueError):  # another system than Linux, or one that does not count sign-ins
            return ""
        return "" if found == _UNSET else _name(found)

    def _name(user: int) -> str:
        try:
            return pwd.getpwuid(user).pw_name
        except KeyError:
            return str(user)
