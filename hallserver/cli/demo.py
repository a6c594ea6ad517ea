# SPDX-License-Identifier: Apache-2.0
"""``hallserver demo [--still] [--data DIR] [--port N]``: a hall at work, to look at and to try."""

import argparse
import asyncio
import secrets
import shutil
import tempfile
from pathlib import Path

from hallserver.cli.refusing import refuse
from hallserver.cli.running import add_settings, log_to_stderr, refusals, settings_of, standard_text, until_stopped
from hallserver.demo.run import FILE as DEMO_FILE
from hallserver.demo.run import Demo, demo_cast, fill
from hallserver.settings import Settings
from hallserver.store.folder import FILE, Folder, init_folder
from hallserver.words import say

HELP = "run a hall with pretend visitors, clerks and devices"


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("--data", type=Path, help="folder to keep the demo in; a temporary one when left out")
    parser.add_argument("--still", action="store_true", help="no visitors and clerks: empty and open")
    parser.add_argument("--seed", default=None, help="the same seed gives the same visitors")
    add_settings(parser)


def run(given: argparse.Namespace) -> int:
    """Run the demo until stopped; a temporary folder is removed."""
    folder = given.data or Path(tempfile.mkdtemp(prefix="hall-demo-"))
    try:
        with refusals():
            settings = settings_of(given, folder)
            log_to_stderr(settings)
            asyncio.run(_demo(folder, settings, still=given.still, seed=given.seed or secrets.token_hex(4)))
    finally:
        if given.data is None:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


async def _demo(path: Path, settings: Settings, *, still: bool, seed: str) -> None:
    new = not (path / FILE).exists()
    if not new and not (path / DEMO_FILE).exists():
        refuse(say("cli.not-a-demo", path=str(path)))
    if new:
        init_folder(path, "xiangmihu")
    folder = Folder(path)
    if folder.is_practice:
        folder.close()
        refuse(say("cli.practice-folder", path=str(path)))
    if new:
        await fill(folder, standard_text(), still=still, seed=seed)
    demo = Demo(folder, settings, demo_cast(still=still), seed=seed)
    address = await demo.start()
    print(say("cli.demo-ready", address=address), flush=True)
    try:
        await until_stopped()
    finally:
        await demo.stop()
