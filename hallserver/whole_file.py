# SPDX-License-Identifier: Apache-2.0
"""Files that are there whole or not at all: written beside their place, made durable, then put there."""

import os
from pathlib import Path

PASSING = ".part"
"""Ending of a file that is being written."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, replacing another of that name only when the new one is whole and on the disk. Raises OSError.

    Whatever ends the work before that (no space, Ctrl-C) leaves no half file. A device or pipe is written to, never replaced.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    passing = path.with_name(f".{path.name}.{os.getpid()}{PASSING}")
    try:
        with passing.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        passing.replace(path)
    finally:
        passing.unlink(missing_ok=True)
