# SPDX-License-Identifier: Apache-2.0
"""What verbs that hand out a file share: a place is found wanting at once, the file is whole or not there, and a line says who took it."""

import errno
import hashlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from hallserver.cli.refusing import REFUSED, refuse
from hallserver.exported import Export, moment, note, who
from hallserver.whole_file import must_take, write_whole
from hallserver.words import say

_WHYS = {
    errno.ENOENT: "no-folder", errno.ENOTDIR: "no-folder", errno.EACCES: "not-allowed", errno.EPERM: "not-allowed",
    errno.EROFS: "not-allowed", errno.EISDIR: "is-folder", errno.ENOSPC: "full", errno.EDQUOT: "full",
}  # fmt: skip
"""What the system says → ``cli.out-<why>``."""


@contextmanager
def writing(out: Path | None) -> Iterator[None]:
    """Say in a sentence why a file cannot be written, and end."""
    try:
        yield
    except OSError as error:
        why = _WHYS.get(error.errno or 0, "other")
        refuse(say(f"cli.out-{why}", path=str(out or "-"), folder=str(out.parent if out else ""), detail=str(error)), REFUSED)


def must_be_writable(out: Path | None) -> None:
    """Find out before the work whether the file could be written after it; else say why not, and end."""
    if out is not None:
        with writing(out):
            must_take(out)


def keep_export(folders: Sequence[Path], content: bytes, **what: str) -> None:
    """Keep in every hall's folder that somebody takes this out of it; where that cannot be kept, say so, and end: nothing is handed out.

    ``what``: the fields of ``Export`` that say which report it is.
    """
    user, signed_in = who()
    digest = hashlib.sha256(content).hexdigest()
    line = Export(at=moment(), who=user, signed_in=signed_in, halls=len(folders), sha256=digest, size=len(content), **what)
    try:
        note(folders, line)
    except OSError as error:
        refuse(say("cli.out-not-kept", detail=str(error)))


def hand_out(out: Path | None, content: bytes) -> None:
    """Write the file whole, or to standard output; else say why not, and end."""
    with writing(out):
        if out is None:
            sys.stdout.buffer.write(content)
        else:
            write_whole(out, content)
