# SPDX-License-Identifier: Apache-2.0
"""Disks of a test's own, in a mount namespace of its own: the kernel takes them down with the last process that sees them."""

import ctypes
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NEW_MOUNTS = 0x20000


def own_mounts() -> None:
    """Leave the mount namespace that everybody is in; what this process mounts from now on nobody else sees."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_MOUNTS) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    run("mount", "--make-rprivate", "/")


def new_disk(image: Path, size: int) -> None:
    """Make an ext4 file system in a file of this many bytes."""
    with image.open("wb") as file:
        file.truncate(size)
    run("mkfs.ext4", "-q", "-F", "-J", "size=4", "-E", "lazy_itable_init=1", image)


@contextmanager
def mounted(image: Path, at: Path) -> Iterator[None]:
    """Mount an image, to be written back as rarely as can be; its loop device goes when it is unmounted."""
    at.mkdir(exist_ok=True)
    run("mount", "-o", "loop,noatime,commit=300", image, at)
    try:
        yield
    finally:
        run("umount", "--lazy", at)


def mount_memory(at: Path, size: int) -> None:
    """Mount a file system in memory that holds this many bytes."""
    at.mkdir(exist_ok=True)
    run("mount", "-t", "tmpfs", "-o", f"size={size}", "none", at)


def seen_by(pid: int, path: Path) -> Path:
    """Return where to find a file as that process sees it."""
    return Path(f"/proc/{pid}/root{path}")


def fill(path: Path, leave: int) -> int:
    """Write a file until the disk has no room left but about so many bytes; return how large it is."""
    with path.open("ab", buffering=0) as file:
        size = file.tell()
        free = os.fstatvfs(file.fileno())
        todo = max(0, free.f_bavail * free.f_frsize - leave)
        while todo > 0:
            try:
                wrote = file.write(bytes(min(todo, 1 << 16)))
            except OSError:
                break
            size, todo = size + wrote, todo - wrote
    return size


def run(*command: object) -> None:
    """Run a program to its end. Raises RuntimeError with what it said when it fails."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
