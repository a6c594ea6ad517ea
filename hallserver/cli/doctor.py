# SPDX-License-Identifier: Apache-2.0
"""``hallserver doctor [--data DIR]``: look at everything that a hall rests on, one line each."""

import argparse
import platform
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from msgspec import Struct

from hallserver.cli.running import add_settings, backup_sentence, refusals, settings_of
from hallserver.clock import STEP_US, AnchoredClock
from hallserver.core.hall import Hall
from hallserver.core.profile import cautions
from hallserver.core.standard import Standard
from hallserver.district import district_of
from hallserver.settings import SettingError, Settings
from hallserver.store.authority import AUTHORITY_FILE, AUTHORITY_KEY, RENEW_DAYS, SERVER_FILE, AuthorityUnreadable, see
from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.keyfile import load_key, must_be_outside
from hallserver.store.backup.standing import standing
from hallserver.store.chain import ChainBroken
from hallserver.store.database import LOW_DISK, PRAGMAS
from hallserver.store.engine import SQLITE, has_wal_reset_fault
from hallserver.store.folder import FILE, open_reading
from hallserver.web.server import TornadoTooOld, check_tornado
from hallserver.wire import pin_of
from hallserver.words import say

HELP = "look at the environment, the database, the chain, the clock and the settings"
PACKAGES = ("tornado", "peewee", "msgspec", "websockets", "pyttsx3", "python-escpos", "reportlab", "pyserial", "Pillow")
DAY_US = 86_400_000_000
_DAY_US = 86_400_000_000
_FULL_LATE_US = 36 * 3_600_000_000
_BEHIND_S = 180


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
        findings = [
            *environment(),
            *(folder(given.data) if given.data is not None else ()),
            *(certificates(given.data, settings) if given.data is not None else ()),
            *(backups(given.data, settings) if given.data is not None else ()),
            *(district(given.data, settings) if given.data is not None else ()),
            *settings_found(settings),
        ]
    for finding in findings:
        print(f"{finding.state:<4}  {finding.subject:<22}  {finding.found}")
    return int(any(finding.state == "bad" for finding in findings))


def environment() -> Iterator[Finding]:
    """Give Python, the libraries, and SQLite with or without the WAL-reset fault."""
    yield Finding("ok", "python", f"{platform.python_version()} ({sys.platform})")
    for package in PACKAGES:
        yield _package(package)
    faulty = has_wal_reset_fault(SQLITE)
    yield Finding(
        "warn" if faulty else "ok", "sqlite", say("doctor.wal-fault" if faulty else "doctor.wal-fixed", version=".".join(map(str, SQLITE)))
    )


def _package(package: str) -> Finding:
    """Return whether a package is there, and for Tornado whether it is one without known faults."""
    try:
        found = version(package)
        if package == "tornado":
            check_tornado()
    except PackageNotFoundError:
        return Finding("bad", package, say("doctor.missing"))
    except TornadoTooOld as error:
        return Finding("bad", package, say("cli.tornado-too-old", found=error.found, least=error.least))
    return Finding("ok", package, found)


def folder(path: Path) -> Iterator[Finding]:
    """Give what is found in a data folder: space, database settings, integrity, chain, clock."""
    if not (path / FILE).exists():
        yield Finding("bad", "data", say("cli.folder-empty", path=str(path)))
        return
    free = shutil.disk_usage(path).free
    yield Finding("ok" if free > LOW_DISK else "warn", "disk", say("doctor.disk", free_mb=free // 1_000_000))
    for secret in (file for file in (path / "keys.json", path / AUTHORITY_KEY, path / SERVER_FILE) if file.exists()):
        mode = secret.stat().st_mode & 0o077
        yield Finding("bad" if mode and sys.platform != "win32" else "ok", secret.name, say("doctor.keys-open" if mode else "doctor.keys"))
    yield from database(path)
    yield from journal(path)


def certificates(path: Path, settings: Settings) -> Iterator[Finding]:
    """Give until when the hall's authority and the server's certificate are good; the last year, or half month, is a warning."""
    now_us, set_cert = AnchoredClock().now(), settings.text("tls_cert")
    server = Path(set_cert) if set_cert else path / SERVER_FILE
    for subject, file, warn_days in (("authority", path / AUTHORITY_FILE, 365), ("certificate", server, RENEW_DAYS // 2)):
        if not file.exists():
            yield Finding("ok", subject, say("doctor.certificate-none"))
            continue
        try:
            seen = see(file)
        except AuthorityUnreadable as error:
            yield Finding("bad", subject, say("cli.authority-unreadable", path=str(error)))
            continue
        left_us = seen.ends_us - now_us
        date = datetime.fromtimestamp(seen.ends_us / 1e6, tz=UTC).date().isoformat()
        found = say(f"doctor.{subject}", pin=pin_of(seen.authority), date=date, names=", ".join(sorted(seen.names)))
        yield Finding("bad" if left_us <= 0 else "warn" if left_us < warn_days * _DAY_US else "ok", subject, found)


def backups(path: Path, settings: Settings) -> Iterator[Finding]:
    """Give whether backups are set, when the last full copy was taken and proved, and what is not saved yet."""
    place, key = settings.text("backup_folder"), settings.text("backup_key")
    if not place or not key:
        yield Finding("warn", "backup", say("doctor.backup-off"))
        return
    try:
        load_key(Path(key), path)
        must_be_outside(Path(place), path)
        now = standing(path, Path(place))
    except BackupFault as fault:
        yield Finding("bad", "backup", backup_sentence(fault))
        return
    yield from _placed(path, Path(place), Path(key))
    if now.full_us is None:
        yield Finding("bad", "backup full", say("doctor.backup-none"))
        return
    now_us, at = AnchoredClock().now(), datetime.fromtimestamp(now.full_us / 1e6, tz=UTC).isoformat(sep=" ", timespec="minutes")
    late = now_us - now.full_us > _FULL_LATE_US
    said = say("doctor.backup-full" if now.verified else "doctor.backup-unverified", at=at)
    yield Finding("ok" if now.verified and not late else "warn", "backup full", said)
    if now.oldest_us is None:
        yield Finding("ok", "backup segments", say("doctor.backup-upto", upto=now.upto))
        return
    behind_s = round((now_us - now.oldest_us) / 1e6)
    state = "warn" if behind_s > _BEHIND_S else "ok"
    yield Finding(state, "backup segments", say("doctor.backup-behind", upto=now.upto, events=now.unsaved, behind_s=behind_s))


def _placed(path: Path, place: Path, key: Path) -> Iterator[Finding]:
    """Give what is wrong with where the backups and their key lie."""
    if place.stat().st_dev == path.stat().st_dev:
        yield Finding("warn", "backup place", say("doctor.backup-same-disk"))
    if key.resolve().is_relative_to(place.resolve()):
        yield Finding("warn", "backup key", say("doctor.backup-key-inside"))


def district(path: Path, settings: Settings) -> Iterator[Finding]:
    """Give the further halls whose folders are not there, or what is wrong with the setting that names them."""
    try:
        found = district_of(settings, path)
    except SettingError as error:
        yield Finding("bad", "district", say("cli.setting", detail=str(error)))
        return
    for folder in found.gone:
        yield Finding("warn", "district", say("cli.district-gone", folder=str(folder)))


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
    if hall.standard is not None and hall.day:
        yield standard(hall.standard, hall.day)
    yield clock(AnchoredClock(last_us))


def standard(rules: Standard, on: str) -> Finding:
    """Give which standard is in force, and how much about it somebody should see to: unconfirmed rules of the place, ends, calendars."""
    found = cautions(rules, on)
    deviations = sum(1 for it in rules.deviations if it.value is not None)
    said = say("doctor.standard", mark=rules.hash[:12], deviations=deviations, n=len(found))
    return Finding("warn" if found else "ok", "standard", said)


def clock(anchored: AnchoredClock) -> Finding:
    """Give how the wall clock stands to a clock that is anchored on the last event: right, behind it, or too far ahead to be believed."""
    ahead_us = anchored.drift_us()
    if abs(ahead_us) <= STEP_US:
        return Finding("ok", "clock", say("doctor.clock"))
    if ahead_us > 0:
        return Finding("bad", "clock", say("doctor.clock-ahead", days=ahead_us // DAY_US))
    return Finding("bad", "clock", say("doctor.clock-behind", behind_s=round(-ahead_us / 1e6)))


def settings_found(settings: Settings) -> Iterator[Finding]:
    """Give each setting, its value and where it came from; secrets only as set or not."""
    for name, found in settings.found.items():
        value = found.value if "token" not in name else ("***" if found.value else "")
        yield Finding("ok", f"setting {name}", f"{value!r} ({found.source})")
