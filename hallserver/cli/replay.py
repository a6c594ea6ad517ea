# SPDX-License-Identifier: Apache-2.0
"""``hallserver replay FILE --data DIR [--speed max|60]``: play a real day through the real hall."""

import argparse
import asyncio
import math
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from hallserver.app import Composition, HallServer
from hallserver.cli.refusing import refuse
from hallserver.cli.running import add_settings, log_to_stderr, refusals, settings_of, standard_text, until_stopped
from hallserver.clock import ScaledClock, SimulatedClock
from hallserver.daysheet import Sheet, SheetError, read_sheet
from hallserver.replay import Played, Player, first_us, unreadable_letters, zone_of
from hallserver.service import Service
from hallserver.settings import Settings
from hallserver.store.folder import FILE, Folder, init_folder
from hallserver.tls import wants_tls
from hallserver.words import say

HELP = "play a day from a CSV file"


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("file", type=Path, help="CSV with the columns issued_at, service, number, called_at")
    parser.add_argument("--data", type=Path, required=True, help="folder to make; it must not hold a hall yet")
    parser.add_argument(
        "--speed", type=_speed, default=None, help="max (default), or how many times faster than life; then the screens are served"
    )
    parser.add_argument("--zone", default=None, help="time zone of the hall (default: the offset of the file's times)")
    add_settings(parser)


def _speed(text: str) -> float | None:
    """Return None for ``max``, else the factor. Raises ArgumentTypeError unless it is above 0."""
    if text == "max":
        return None
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0 < speed < math.inf:
        message = f"{text!r}, expected max or a number above 0"
        raise argparse.ArgumentTypeError(message)
    return speed


def run(given: argparse.Namespace) -> int:
    """Read the file whole, then play it; print the figures as one JSON line."""
    began_s = time.monotonic()
    try:
        sheet = read_sheet(given.file)
    except SheetError as error:
        expected = say(f"sheet.{error.code}", "zh-Hans", **error.args_by_name)
        value = error.value or say("sheet.nothing")
        refuse(say("cli.sheet", file=str(given.file), line=error.line, column=error.column, value=value, expected=expected))
    except OSError as error:
        refuse(say("cli.system", detail=str(error)))
    zone = _zone(given.zone or zone_of(sheet), "cli.zone" if given.zone else "cli.zone-needed")
    for letter in unreadable_letters(sheet):
        print(say("cli.letter-unreadable", letter=letter), file=sys.stderr)
    with refusals():
        settings = settings_of(given, None)
        log_to_stderr(settings)
        if (given.data / FILE).exists():
            refuse(say("cli.folder-used", path=str(given.data)))
        wants_tls(settings)
        with _unmade_on_failure(given.data):
            init_folder(given.data, "replay")
            played = asyncio.run(_play(Folder(given.data), sheet, zone, given.speed, settings))
    played.seconds = round(time.monotonic() - began_s, 3)
    print(msgspec.json.encode(played).decode())
    return 0


def _zone(name: str, unless: str) -> str:
    """Return the name of a time zone that there is; refuse any other with the sentence ``unless`` before anything is made."""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        refuse(say(unless, zone=name))


@contextmanager
def _unmade_on_failure(path: Path) -> Iterator[None]:
    """Remove what a play that fails has put into this folder, and the folder where there was none.

    A live play that its operator stopped (SystemExit) has not failed and stays.
    """
    before = set(path.iterdir()) if path.exists() else None
    try:
        yield
    except SystemExit:
        raise
    except BaseException:
        for file in set(path.iterdir()) - (before or set()) if path.exists() else ():
            file.unlink(missing_ok=True)
        if before is None and path.exists():
            path.rmdir()
        raise


async def _play(folder: Folder, sheet: Sheet, zone: str, speed: float | None, settings: Settings) -> Played:
    if speed is None:
        return await _at_once(folder, sheet, zone)
    return await _live(folder, sheet, zone, speed, settings)


async def _at_once(folder: Folder, sheet: Sheet, zone: str) -> Played:
    clock = SimulatedClock(first_us(sheet))

    async def wait_until(at_us: int) -> None:
        clock.move_to(at_us)

    try:
        return await Player(Service(folder, clock), sheet, standard_text(), wait_until).play(zone)
    finally:
        folder.close()


async def _live(folder: Folder, sheet: Sheet, zone: str, speed: float, settings: Settings) -> Played:
    """Serve the screens while the day passes ``speed`` times faster than it did."""
    clock = ScaledClock(first_us(sheet), speed)
    try:
        server = HallServer(folder, settings, Composition(clock=clock))
    except BaseException:
        folder.close()  # else its files come and go while they are cleared away
        raise
    server.start()
    print(server.base, file=sys.stderr, flush=True)

    async def wait_until(at_us: int) -> None:
        await asyncio.sleep(max(0.0, (at_us - clock.now()) / 1e6 / speed))

    playing = asyncio.ensure_future(Player(server.service, sheet, standard_text(), wait_until).play(zone))
    ending = asyncio.ensure_future(until_stopped())
    try:
        await asyncio.wait({playing, ending}, return_when=asyncio.FIRST_COMPLETED)
        if not playing.done():
            playing.cancel()
            raise SystemExit(130)
        return playing.result()
    finally:
        ending.cancel()
        await server.stop()
