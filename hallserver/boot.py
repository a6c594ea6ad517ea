# SPDX-License-Identifier: Apache-2.0
"""From a data folder to an open one: looked at, mended where it is damaged, never begun anew in silence."""

import logging
from pathlib import Path

from msgspec import Struct

from hallserver.settings import Settings
from hallserver.store import mending, soundness
from hallserver.store.backup.fault import BackupFault
from hallserver.store.backup.keyfile import load_key
from hallserver.store.folder import FILE, Folder, FolderEmpty, hold
from hallserver.store.keys import FILE as KEYS
from hallserver.store.mending import Backup, CannotMend, Mended
from hallserver.store.soundness import Damage
from hallserver.words import say

_log = logging.getLogger(__name__)


class Opened(Struct, frozen=True, kw_only=True):
    """An open folder, and what had to be mended before."""

    folder: Folder
    mended: Mended | None = None


def backup_of(path: Path, settings: Settings) -> Backup | None:
    """Return where the backups are and their key, where both are set and the key can be read; a sound hall opens without."""
    place, key = settings.text("backup_folder"), settings.text("backup_key")
    if not (place and key):
        return None
    try:
        return Backup(place=Path(place), key=load_key(Path(key), path))
    except (BackupFault, OSError) as error:
        _log.warning("the key of the backups cannot be read: %s", error)
        return None


def open_sound(path: Path, backup: Backup | None, now_us: int) -> Opened:
    """Return the open folder of a hall. Whatever was damaged is mended first.

    Raises FolderEmpty where no hall ever was, FolderBusy while another server has it, CannotMend where it is damaged and
    nothing helps.
    """
    if not any((path / name).exists() for name in (FILE, KEYS, mending.MADE)):
        raise FolderEmpty(str(path))
    held = hold(path)
    try:
        finished = mending.finish(path)
        if finished is not None:
            _log.warning("a mending of %s had been cut off; it is finished now", path)
        looked = soundness.look_at(path / FILE)
        damage, folded = (looked, None) if isinstance(looked, Damage) else (None, looked)
        mended = _mended(path, damage, backup, now_us)
        folder = Folder(path, held=held, sound=True, folded=folded if mended is None else None)
        return Opened(folder=folder, mended=mended or finished)
    except BaseException:
        held.close()
        raise


def _mended(path: Path, damage: Damage | None, backup: Backup | None, now_us: int) -> Mended | None:
    if damage is None and backup is not None:
        damage = mending.behind(path, backup)
    if damage is None:
        return None
    _log.critical("the hall's data is damaged: %s %s", damage.kind, damage.where)
    try:
        return mending.mend(path, damage, now_us, backup)
    except CannotMend:
        if damage.kind != "accounts":
            raise
        # The journal is whole; a hall must not stand still because somebody set a password by hand.
        _log.critical("there is no backup to compare passwords and device keys with; the hall opens with those that are there")
        return None


def mended_sentence(done: Mended, language: str = "zh-Hans") -> str:
    """Return what was damaged and what was done about it, for whoever starts the server."""
    key = "own" if not done.from_backup else "whole" if done.complete else "lost" if done.last_known else "unknown"
    said = say(f"boot.mended-{key}", language, damage=_said(done.damage, language), kept=done.kept, last=done.last_known, aside=done.aside)
    return f"{said}\n{say('boot.mended-beside', language)}" if done.lost_beside else said


def cannot_sentence(error: CannotMend, language: str = "zh-Hans") -> str:
    """Return what is damaged and why nothing helps."""
    said = say("boot.cannot", language, path=str(error.path), damage=_said(error.damage, language), sound=error.sound)
    why = say("boot.backup-fails", language, why=error.why) if error.why else say("boot.no-backup", language)
    return f"{said}\n{why}"


def _said(damage: Damage, language: str) -> str:
    return say(f"boot.{damage.kind}", language, where=damage.where)
