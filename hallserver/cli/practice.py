# SPDX-License-Identifier: Apache-2.0
"""``hallserver practice [--like DIR] [--data DIR]``: a place for new clerks to learn, apart from the hall, framed on every screen."""

import argparse
import asyncio
import secrets
import shutil
import sys
import tempfile
from pathlib import Path

from hallserver.cli.refusing import refuse
from hallserver.cli.running import add_settings, log_to_stderr, refusals, settings_of, standard_text, until_stopped
from hallserver.core.catalog import Catalog
from hallserver.core.commands import AdoptStandard
from hallserver.core.errors import AgainstStandard
from hallserver.core.profile import checked
from hallserver.practice.run import Practice, begin
from hallserver.settings import Settings
from hallserver.store.folder import FILE, PRACTICE, Folder, init_folder, open_reading
from hallserver.words import say

HELP = "let a new clerk practise, apart from the hall"
PORT = 8090
"""Not a hall's usual port: what a browser keeps for the one address must never serve the other."""


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("--data", type=Path, help="folder to keep the practice in; a temporary one when left out; never a hall's")
    parser.add_argument(
        "--like", type=Path, help="data folder of a hall whose services, counters and standard are copied; it may be in service"
    )
    parser.add_argument("--seed", default=None, help="the same seed gives the same visitors")
    add_settings(parser)
    parser.set_defaults(port=PORT)


def run(given: argparse.Namespace) -> int:
    """Let people practise until stopped; a temporary folder is removed."""
    path = given.data or Path(tempfile.mkdtemp(prefix="hall-practice-"))
    try:
        with refusals():
            settings = settings_of(given, path)
            log_to_stderr(settings)
            rules, like = _model(given.like)
            if given.like and (path / FILE).exists():
                print(say("cli.practice-kept", path=str(path), like=str(given.like)), file=sys.stderr)
            asyncio.run(_practise(_folder(path), settings, rules, like, given.seed or secrets.token_hex(4)))
    finally:
        if given.data is None:
            shutil.rmtree(path, ignore_errors=True)
    return 0


def _model(like: Path | None) -> tuple[AdoptStandard, Catalog | None]:
    """Return the standard and the catalog to practise with; None: the demo's. A standard of an older program is the shipped one here."""
    if like is None:
        return AdoptStandard(text=standard_text()), None
    hall = open_reading(like)[0].load()
    try:
        rules = checked(hall.rules.text, hall.rules.layers, hall.rules.on or hall.day)
    except AgainstStandard:
        return AdoptStandard(text=standard_text()), hall.catalog
    return AdoptStandard(text=rules.text, layers=rules.layers), hall.catalog


def _folder(path: Path) -> Folder:
    """Return the open practice folder, made where there is none. Ends the verb for a hall's own."""
    if not (path / FILE).exists():
        init_folder(path, PRACTICE)
    folder = Folder(path)
    if not folder.is_practice:
        folder.close()
        refuse(say("cli.not-practice", path=str(path)))
    return folder


async def _practise(folder: Folder, settings: Settings, rules: AdoptStandard, like: Catalog | None, seed: str) -> None:
    await begin(folder, rules, like)
    practice = Practice(folder, settings, seed=seed)
    address = await practice.start()
    print(say("practice.ready", address=address), flush=True)
    try:
        await until_stopped()
    finally:
        await practice.stop()
