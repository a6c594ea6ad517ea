# SPDX-License-Identifier: Apache-2.0
"""``--as-of``: the moment at which a report is made, for what is not over yet and for days that have no data since."""

import argparse
from datetime import datetime

from hallserver.clock import AnchoredClock

US_PER_S = 1_000_000


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
    """Return a moment as UTC µs; one without an offset is of this machine's zone. Raises ValueError, which argparse tells."""
    return int(datetime.fromisoformat(text).timestamp()) * US_PER_S
