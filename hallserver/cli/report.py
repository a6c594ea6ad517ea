# SPDX-License-Identifier: Apache-2.0
"""``hallserver report day --date D --format pdf|json|csv --data DIR --out FILE``."""

import argparse
import sys
from pathlib import Path

from hallserver.cli.running import refusals, refuse
from hallserver.core.errors import HallError
from hallserver.naming import sentence
from hallserver.report_door import day_report
from hallserver.store.folder import open_reading
from reports.formats import FORMATS

HELP = "write a report"


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("report", choices=["day"], help="which report")
    parser.add_argument("--date", required=True, help="business day, e.g. 2026-11-23")
    parser.add_argument("--format", choices=sorted(FORMATS), default="pdf")
    parser.add_argument("--language", choices=["zh-Hans", "en"], default="zh-Hans")
    parser.add_argument("--data", type=Path, required=True, help="data folder of the hall; it may be in service")
    parser.add_argument("--out", type=Path, help="file to write; standard output when left out")


def run(given: argparse.Namespace) -> int:
    """Write the report; return the exit code."""
    with refusals():
        journal, reader = open_reading(given.data)
        hall = journal.load()
        try:
            with reader() as database:
                content = day_report(database, given.date, given.format, given.language, hall.catalog)
        except HallError as error:
            refuse(sentence(hall, error, given.language))
        if given.out is None:
            sys.stdout.buffer.write(content)
        else:
            given.out.write_bytes(content)
    return 0
