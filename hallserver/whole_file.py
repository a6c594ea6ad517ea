# SPDX-License-Identifier: Apache-2.0
"""Files that are there whole or not at all: written beside their place, made durable, then put there."""

import errno
import os
from pathlib import Path

PASSING = ".part"
"""Ending of a file that is being written."""


def must_take(path: Path) -> None:
    """Find out whether ``write_whole`` could write here, before anybody works for it. Raises OSError that says why not."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if path.exists() and not path.is_file():
        return
    passing = _passing(path)
    try:
        passing.open("wb").close()
    finally:
        passing.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, replacing another of that name only when the new one is whole and on the disk. Raises OSError.

    Whatever ends the work before that (no space, Ctrl-C) leaves no half file. A device or pipe is written to, never replaced.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    passing = _passing(path)
    try:
        with passing.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        passing.replace(path)
    finally:
        passing.unlink(missing_ok=True)


def _passing(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}{PASSING}")
