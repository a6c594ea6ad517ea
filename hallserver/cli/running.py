# SPDX-License-Identifier: Apache-2.0
"""What verbs that run a server share: settings from arguments, waiting for the end."""

import argparse
import asyncio
import ctypes
import gc
import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hallserver.boot import cannot_sentence
from hallserver.cli.logs import handler_for
from hallserver.cli.refusing import ANY_REFUSALS, Refusal, refused_by
from hallserver.presets import root_text
from hallserver.redact import log_the_last, quieten
from hallserver.settings import SETTINGS, Settings, load
from hallserver.store.authority import AuthorityUnreadable
from hallserver.store.backup.fault import BackupFault
from hallserver.store.mending import CannotMend
from hallserver.tls import HalfTls
from hallserver.web.server import TornadoTooOld
from hallserver.words import say

_M_MMAP_THRESHOLD = -3


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Let every setting be an argument."""
    for setting in SETTINGS:
        parser.add_argument(f"--{setting.name.replace('_', '-')}", type=setting.kind, default=None, help=setting.help)


def settings_of(given: argparse.Namespace, folder: Path | None) -> Settings:
    """Return the settings: file < environment < argument. Raises SettingError."""
    return load(folder, {setting.name: getattr(given, setting.name, None) for setting in SETTINGS})


def standard_text() -> str:
    """Return the shipped standard."""
    return root_text()


def log_to_stderr(settings: Settings) -> None:
    """Send log lines to standard error, or to the file that is set, from the level that is set. Raises OSError for the file."""
    logging.basicConfig(level=settings.text("log_level"), handlers=[handler_for(settings.text("log_file"))])
    logging.captureWarnings(capture=True)
    quieten(settings.text("log_level"))
    sys.excepthook = log_the_last


def spare_the_program() -> None:
    """Take the loaded program out of the garbage collector's sight before a day is folded: it would be looked through again and again."""
    gc.freeze()


def settle_memory() -> None:
    """Take what was loaded at the start out of the garbage collector's sight: looking through it stalls the loop for 60 ms and more."""
    gc.collect()
    gc.freeze()


def return_large_blocks() -> None:
    """Have glibc give blocks of 1 MB and more back when they are freed; elsewhere the system's own allocator decides.

    Left to itself it keeps the 17 MB of a password's check for each thread that made one (mallopt(3), M_MMAP_THRESHOLD).
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, 1 << 20)


async def until_stopped() -> None:
    """Wait for Ctrl-C or SIGTERM; what the program is made of is loaded by now."""
    settle_memory()
    return_large_blocks()
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stopped.set)
        except NotImplementedError:  # Windows: Ctrl-C raises KeyboardInterrupt in asyncio.run
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stopped.set))
    await stopped.wait()


def backup_sentence(fault: BackupFault) -> str:
    """Return what is the matter with a backup, naming the file, and up to where it is sound if that is known."""
    why = say(f"backup.{fault.code}", **{name: str(value) for name, value in fault.args_by_name.items()})
    return f"{why}\n{say('backup.sound', place=fault.sound)}" if fault.sound else why


SERVER_REFUSALS: tuple[Refusal, ...] = (
    (CannotMend, cannot_sentence),
    (BackupFault, backup_sentence),
    (HalfTls, lambda error: say("cli.half-tls", file=str(error))),
    (AuthorityUnreadable, lambda error: say("cli.authority-unreadable", path=str(error))),
    (TornadoTooOld, lambda error: say("cli.tornado-too-old", found=error.found, least=error.least)),
)
"""What keeps a server, or work on its backups, from beginning, beside what keeps any verb."""
REFUSALS: tuple[Refusal, ...] = (*SERVER_REFUSALS, *ANY_REFUSALS)
"""What keeps a verb from beginning, and the sentence for it; the first row that fits is the one."""


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what keeps a verb from beginning into a sentence on standard error and an exit code, as ``refusing.refusals`` does."""
    with refused_by(REFUSALS):
        yield
