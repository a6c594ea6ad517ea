# SPDX-License-Identifier: Apache-2.0
"""``hallserver serve --data DIR``: serve a hall until stopped."""

import argparse
import asyncio
import sys
from pathlib import Path

from hallserver.app import HallServer
from hallserver.boot import backup_of, mended_sentence, open_sound
from hallserver.cli.refusing import refuse
from hallserver.cli.running import add_settings, log_to_stderr, refusals, settings_of, spare_the_program, until_stopped
from hallserver.clock import AnchoredClock
from hallserver.settings import Settings
from hallserver.store.folder import Folder
from hallserver.supervisor import SignOfLife
from hallserver.words import say

HELP = "serve a hall"


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("--data", type=Path, required=True, help="data folder of the hall")
    add_settings(parser)


def run(given: argparse.Namespace) -> int:
    """Serve until stopped; return the exit code."""
    spare_the_program()
    with refusals():
        settings = settings_of(given, given.data)
        log_to_stderr(settings)
        opened = open_sound(given.data, backup_of(given.data, settings), AnchoredClock().now())
        if opened.folder.is_practice:
            opened.folder.close()
            refuse(say("cli.practice-folder", path=str(given.data)))
        if opened.mended is not None:
            print(mended_sentence(opened.mended), file=sys.stderr)
        asyncio.run(_serve(opened.folder, settings))
    return 0


async def _serve(folder: Folder, settings: Settings) -> None:
    server = HallServer(folder, settings)
    server.start()
    print(server.base, flush=True)
    alive = SignOfLife(server.clock)
    alive.start()
    try:
        await until_stopped()
    finally:
        alive.stop()
        await server.stop()
