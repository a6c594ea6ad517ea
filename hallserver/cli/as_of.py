# SPDX-License-Identifier: Apache-2.0
"""``--as-of``: the moment at which a report is made, for what is not over yet and for days that have no data since."""

import argparse
from datetime import datetime
from typing import Final

from hallserver.cli.refusing import refuse
from hallserver.clock import AnchoredClock
from hallserver.words import say

US_PER_S = 1_000_000
YEARS: Final = range(2000, 3000)
"""A moment of another year is a slip of the pen; near the end of the calendar there is no next day."""


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the argument."""
    parser.add_argument(
        "--as-of",
        type=moment,
        metavar="TIME",
        help="made then, e.g. 2026-11-23T18:00:00+08:00; now when left out, never before the last event",
    )


def moment_of(given: argparse.Namespace) -> int:
    """Return the moment (UTC µs): what was given, else now by this machine's clock, where that can be true."""
    return int(given.as_of) if given.as_of is not None else AnchoredClock().now()


def moment(text: str) -> int:
    """Return a moment as UTC µs; one without an offset is of this machine's zone. Ends the program where it is none of these years."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.year not in YEARS:
        refuse(say("cli.as-of", given=text[:40], first=YEARS[0], last=YEARS[-1]))
    return int(at.timestamp()) * US_PER_S
