# SPDX-License-Identifier: Apache-2.0
"""``hallserver rebuild --check --data DIR``: refold the journal and prove everything equal to it."""

import argparse
from pathlib import Path

import msgspec

from hallserver.cli.running import refusals
from hallserver.store.folder import Folder
from hallserver.store.rebuild import check

HELP = "refold the journal and compare"


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("--data", type=Path, required=True, help="data folder of the hall")
    parser.add_argument("--check", action="store_true", required=True, help="compare; nothing is changed")


def run(given: argparse.Namespace) -> int:
    """Print what was compared as one JSON line; exit 1 when anything differs."""
    with refusals():
        folder = Folder(given.data)
        try:
            found = check(folder)
        finally:
            folder.close()
    print(msgspec.json.encode(found).decode())
    return 1 if found.differences else 0
