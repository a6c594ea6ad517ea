# SPDX-License-Identifier: Apache-2.0
"""``hallserver backup --data DIR [--segment | --new-key FILE]``: write a full copy now, and restore it once to prove it.

The server does both by itself, every minute and every night; it may run meanwhile.
"""

import argparse
import os
from pathlib import Path

from hallserver.cli.refusing import refuse
from hallserver.cli.running import add_settings, refusals, settings_of
from hallserver.clock import AnchoredClock
from hallserver.settings import Settings
from hallserver.store.backup.keeper import Keeper
from hallserver.store.backup.keyfile import load_key, make_key, must_be_outside
from hallserver.words import say

HELP = "write a backup and prove it"


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("--data", type=Path, required=True, help="data folder of the hall; it may be in service")
    parser.add_argument("--segment", action="store_true", help="only what is new since the last segment")
    parser.add_argument("--new-key", type=Path, metavar="FILE", help="make a key file, and nothing else; keep a copy away from the server")
    parser.add_argument("--now", type=int, help=argparse.SUPPRESS)  # UTC µs by the clock of the server that asks
    add_settings(parser)


def run(given: argparse.Namespace) -> int:
    """Write the backup and say what was written."""
    with refusals():
        if given.new_key is not None:
            make_key(given.new_key, given.data)
            print(say("backup.key-made", file=str(given.new_key)))
            return 0
        settings = settings_of(given, given.data)
        if hasattr(os, "nice"):
            os.nice(10)  # the counters come first
        keeper, now_us = keeper_of(given.data, settings), given.now or AnchoredClock().now()
        if not given.segment:
            done = keeper.full(now_us)
            print(say("backup.full-written", path=done.path, events=done.events, upto=done.upto))
            keeper.prune(now_us, settings.number("backup_keep_days"))
            return 0
        written = keeper.segment(now_us)
        for one in written:
            print(say("backup.segment-written", path=one.path, events=one.events, upto=one.upto))
        if not written:
            print(say("backup.segment-none"))
    return 0


def keeper_of(data: Path, settings: Settings) -> Keeper:
    """Return what writes the backups that are set; ends the verb where none are. Raises BackupFault for the key or the place."""
    place, key = settings.text("backup_folder"), settings.text("backup_key")
    if not place or not key:
        refuse(say("backup.needs-folder"))
    must_be_outside(Path(place), data)
    return Keeper(data, Path(place), load_key(Path(key), data))
