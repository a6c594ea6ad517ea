# SPDX-License-Identifier: Apache-2.0
"""``hallserver doctor [--data DIR]``: look at everything that a hall rests on, one line each."""

import argparse
import platform
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from msgspec import Struct

from hallserver.cli.running import add_settings, refusals, settings_of
from hallserver.clock import STEP_US, AnchoredClock
from hallserver.core.hall import Hall
from hallserver.settings import Settings
from hallserver.store.chain import ChainBroken
from hallserver.store.database import PRAGMAS
from hallserver.store.engine import SQLITE, has_wal_reset_fault
from hallserver.store.folder import FILE, open_reading
from hallserver.words import say

HELP = "look at the environment, the database, the chain, the clock and the settings"
PACKAGES = ("tornado", "peewee", "msgspec", "websockets", "pyttsx3", "python-escpos", "reportlab", "pyserial", "Pillow")
_LOW_DISK = 1_000_000_000


class Finding(Struct, frozen=True):
    """One line of the doctor: ``ok``, ``warn`` or ``bad``, what was looked at, and what was found."""

    state: str
    subject: str
    found: str


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("--data", type=Path, help="data folder of the hall; it may be in service")
    add_settings(parser)


def run(given: argparse.Namespace) -> int:
    """Print the findings; exit 1 when one of them is bad."""
    with refusals():
        settings = settings_of(given, given.data)
        findings = [*environment(), *(folder(given.data) if given.data is not None else ()), *settings_found(settings)]
    for finding in findings:
        print(f"{finding.state:<4}  {finding.subject:<22}  {finding.found}")
    return int(any(finding.state == "bad" for finding in findings))


def environment() -> Iterator[Finding]:
    """Give Python, the libraries, and SQLite with or without the WAL-reset fault."""
    yield Finding("ok", "python", f"{platform.python_version()} ({sys.platform})")
    for package in PACKAGES:
        try:
            yield Finding("ok", package, version(package))
        except PackageNotFoundError:
            yield Finding("bad", package, say("doctor.missing"))
    faulty = has_wal_reset_fault(SQLITE)
    yield Finding(
        "warn" if faulty else "ok", "sqlite", say("doctor.wal-fault" if faulty else "doctor.wal-fixed", version=".".join(map(str, SQLITE)))
    )


def folder(path: Path) -> Iterator[Finding]:
    """Give what is found in a data folder: space, database settings, integrity, chain, clock."""
    if not (path / FILE).exists():
        yield Finding("bad", "data", say("cli.folder-empty", path=str(path)))
        return
    free = shutil.disk_usage(path).free
    yield Finding("ok" if free > _LOW_DISK else "warn", "disk", say("doctor.disk", free_mb=free // 1_000_000))
    mode = (path / "keys.json").stat().st_mode & 0o077
    yield Finding("bad" if mode and sys.platform != "win32" else "ok", "keys.json", say("doctor.keys-open" if mode else "doctor.keys"))
    yield from database(path)
    yield from journal(path)


def database(path: Path) -> Iterator[Finding]:
    """Give the file's integrity and the settings that the writing connection gets."""
    _, reader = open_reading(path)
    with reader() as db:
        checked = db.execute_sql("PRAGMA integrity_check").fetchone()[0]
        mode = db.execute_sql("PRAGMA journal_mode").fetchone()[0]
    yield Finding("ok" if checked == "ok" else "bad", "integrity_check", checked)
    yield Finding("ok" if mode == "wal" else "bad", "journal_mode", mode)
    yield Finding("ok", "writer", ", ".join(f"{name}={value}" for name, value in PRAGMAS.items()))


def journal(path: Path) -> Iterator[Finding]:
    """Give the chain from the first event, the day, and how the wall clock stands to the last event."""
    readings, reader = open_reading(path)
    count, last_us = 0, 0
    try:
        with reader() as db:
            for entry in readings.all_checked(db):
                count, last_us = count + 1, entry.at_us
        hall: Hall = readings.load()
    except ChainBroken as error:
        yield Finding("bad", "chain", say("cli.chain-broken", place=f"{error.epoch}.{error.seq}"))
        return
    yield Finding("ok", "chain", say("doctor.chain", count=count))
    yield Finding("ok", "day", say("doctor.day-open" if hall.open else "doctor.day-closed", day=hall.day or "–"))
    behind_s = (last_us - AnchoredClock().now()) / 1e6
    late = behind_s > STEP_US / 1e6
    yield Finding("bad" if late else "ok", "clock", say("doctor.clock-behind" if late else "doctor.clock", behind_s=round(behind_s)))


def settings_found(settings: Settings) -> Iterator[Finding]:
    """Give each setting, its value and where it came from; secrets only as set or not."""
    for name, found in settings.found.items():
        value = found.value if "token" not in name else ("***" if found.value else "")
        yield Finding("ok", f"setting {name}", f"{value!r} ({found.source})")
