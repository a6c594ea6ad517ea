# SPDX-License-Identifier: Apache-2.0
"""``hallserver report --data DIR [--data DIR …]``: one day (``--date D``) or many (``--from D --to D``), as pdf, json, csv or xlsx."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from hallserver.cli.running import refusals, refuse
from hallserver.core.errors import HallError
from hallserver.core.hall import Hall
from hallserver.naming import sentence
from hallserver.report_door import Opened, day_report, period_report
from hallserver.sentences import in_force
from hallserver.store.folder import open_reading
from hallserver.words import WRITTEN, say
from reports.formats import FORMATS, render

HELP = "write a report"


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("report", nargs="?", choices=["day", "period"], help="which report; may be left out")
    parser.add_argument("--date", help="business day of a day's report, e.g. 2026-11-23")
    parser.add_argument("--from", dest="first", help="first business day of a period")
    parser.add_argument("--to", dest="last", help="last business day of a period; it is in the report")
    parser.add_argument("--format", choices=sorted(FORMATS), default="pdf")
    parser.add_argument("--language", choices=WRITTEN, default="zh-Hans")
    parser.add_argument(
        "--data", type=Path, required=True, action="append", help="data folder of a hall; it may be in service; a period may have several"
    )
    parser.add_argument("--out", type=Path, help="file to write; standard output when left out")


def run(given: argparse.Namespace) -> int:
    """Write the report; return the exit code."""
    kind = given.report or ("day" if given.date else "period")
    if kind == "day" and (given.date is None or given.first or given.last or len(given.data) > 1):
        refuse(say("cli.report-one-day"))
    if kind == "period" and (given.date or None in (given.first, given.last)):
        refuse(say("cli.report-dates"))
    if len({folder.resolve() for folder in given.data}) < len(given.data):
        refuse(say("cli.report-twice"))
    with refusals():
        content = _day(given) if kind == "day" else _period(given)
        if given.out is None:
            sys.stdout.buffer.write(content)
        else:
            given.out.write_bytes(content)
    return 0


def _day(given: argparse.Namespace) -> bytes:
    journal, reader = open_reading(given.data[0])
    hall = journal.load()
    in_force(hall)
    try:
        with reader() as database:
            rules = hall.rules
            about = (given.date, given.format, given.language, hall.catalog)
            return day_report(database, *about, groups=rules.groups, calendar=rules.calendar, logo=rules.theme.logo)
    except HallError as error:
        refuse(sentence(hall, error, given.language))


def _period(given: argparse.Namespace) -> bytes:
    try:
        return render(period_report(_opened(given.data), given.first, given.last), given.format, given.language)
    except HallError as error:
        refuse(sentence(Hall(), error, given.language))


def _opened(folders: Sequence[Path]) -> Iterator[Opened]:
    """Open the halls one after the other."""
    for folder in folders:
        journal, reader = open_reading(folder)
        hall = journal.load()
        if len(folders) == 1:  # of several halls none speaks for the others
            in_force(hall)
        yield reader, hall.catalog
