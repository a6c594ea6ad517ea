# SPDX-License-Identifier: Apache-2.0
"""``hallserver restore --from BACKUPS --key FILE --data NEWFOLDER [--until 1.1234] [--salvage]``: a data folder from backups."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from hallserver.cli.refusing import refuse
from hallserver.cli.running import refusals
from hallserver.clock import AnchoredClock
from hallserver.store.backup.keyfile import load_key
from hallserver.store.backup.place import Place, place_of
from hallserver.store.backup.restore import Options, restore
from hallserver.words import say

HELP = "make a data folder from backups"


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("--from", dest="source", type=Path, required=True, help="backup folder, or one hall's or one life's folder in it")
    parser.add_argument("--key", type=Path, required=True, help="key file of the backups")
    parser.add_argument("--data", type=Path, required=True, help="folder to make; it must be empty or not there")
    parser.add_argument("--until", metavar="EPOCH.SEQ", help="leave out all events after this one")
    parser.add_argument(
        "--salvage", action="store_true", help="pass over damaged files: an older full copy, segments up to the first bad one"
    )


def run(given: argparse.Namespace) -> int:
    """Restore and say up to where, and what was passed over."""
    with refusals():
        if given.data.exists() and any(given.data.iterdir()):
            refuse(say("cli.folder-used", path=str(given.data)))
        how = Options(until=_place(given.until), salvage=given.salvage)
        done = restore(given.source, load_key(given.key), given.data, AnchoredClock().now(), how)
    for detail in done.left_out:
        print(say("backup.left-out", detail=detail))
    at = datetime.fromtimestamp(done.at_us / 1e6, tz=UTC).isoformat(sep=" ", timespec="seconds")
    print(
        say(
            "backup.restored",
            target=str(given.data),
            full=done.full,
            segments=done.segments,
            events=done.events,
            upto=done.upto,
            at=at,
            place=done.place,
            vault_rows=done.vault_rows,
        )
    )
    return 0


def _place(text: str | None) -> Place | None:
    try:
        return place_of(text) if text is not None else None
    except ValueError:
        refuse(say("backup.bad-place", text=text))
