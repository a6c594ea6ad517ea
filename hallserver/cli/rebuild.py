# SPDX-License-Identifier: Apache-2.0
"""``hallserver rebuild --check --data DIR [--anchor PLACE:HASH …]``: refold the journal and prove everything equal to it."""

import argparse
import sys
from pathlib import Path

import msgspec

from hallserver.cli.refusing import refuse
from hallserver.cli.running import refusals
from hallserver.store.anchor import Anchor, AnchorUnreadable
from hallserver.store.folder import hold, open_reading
from hallserver.store.rebuild import compare
from hallserver.words import say

HELP = "refold the journal and compare"


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("--data", type=Path, required=True, help="data folder of the hall")
    parser.add_argument("--anchor", action="append", default=[], metavar="E.S:HASH", help="a head that somebody kept")
    parser.add_argument("--check", action="store_true", required=True, help="compare; nothing is changed")


def run(given: argparse.Namespace) -> int:
    """Print what was compared as one JSON line; exit 1 when anything differs, with a sentence for each anchor that does not fit."""
    with refusals():
        anchors = [_read(text) for text in given.anchor]
        journal, reader = open_reading(given.data)
        # Held so that no server writes meanwhile; never opened for writing, for to look must not change what is looked at.
        with hold(given.data):
            found = compare(reader, journal, anchors=anchors)
    print(msgspec.json.encode(found).decode())
    for it in found.differences:
        if it.table == "anchor":
            print(say(f"cli.anchor-{it.kept}", anchor=it.refolded), file=sys.stderr)
    return 1 if found.differences else 0


def _read(text: str) -> Anchor:
    try:
        return Anchor.read(text)
    except AnchorUnreadable:
        refuse(say("cli.anchor-unreadable", text=text))
