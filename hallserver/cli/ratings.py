# SPDX-License-Identifier: Apache-2.0
"""``hallserver ratings export --layout L --from D --until D --data DIR``: ratings as records in an authority's layout, as JSON.

Personal fields are masked. In clear text they are given to a hall manager alone: ``--as PERSON``, whose password is asked for on the
terminal, or read from the first line of standard input.
"""

import argparse
import getpass
import sys
from pathlib import Path

from hallserver.cli.refusing import refuse
from hallserver.cli.running import refusals
from hallserver.core.errors import HallError
from hallserver.core.hall import Hall
from hallserver.naming import sentence
from hallserver.report_door import rating_records
from hallserver.store import hashing
from hallserver.store.folder import open_reading
from hallserver.store.reading import Reader
from hallserver.store.record_rows import is_older
from hallserver.words import say
from reports.record_layouts import LAYOUTS
from reports.records import Asked

HELP = "export ratings in the record layout of an authority"
MAY_SEE: frozenset[str] = frozenset({"hall-manager"})
"""Roles that may have personal fields in clear text."""
_REGION = 6
_CREDENTIAL = "SELECT salt, hash FROM credential WHERE person = ?"


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("what", choices=["export"])
    parser.add_argument("--layout", choices=sorted(LAYOUTS), required=True, help="whose record layout")
    parser.add_argument("--from", dest="first", required=True, help="first business day on which ratings were given, e.g. 2026-11-23")
    parser.add_argument("--until", dest="last", required=True, help="the last one; it is in the export")
    parser.add_argument("--data", type=Path, required=True, help="data folder of the hall; it may be in service")
    parser.add_argument("--region", default="", help="region code of the hall, six digits; left empty when not given")
    parser.add_argument(
        "--as", dest="person", help="slug of a hall manager, for whom personal fields are in clear text; asks for the password"
    )
    parser.add_argument("--out", type=Path, help="file to write; standard output when left out")


def run(given: argparse.Namespace) -> int:
    """Write the records; return the exit code."""
    if given.region and not (len(given.region) == _REGION and given.region.isascii() and given.region.isdigit()):
        refuse(say("cli.ratings-region", region=given.region))
    with refusals():
        journal, reader = open_reading(given.data)
        with reader() as database:
            if is_older(database.execute_sql):
                refuse(say("cli.folder-older", path=str(given.data)))
        hall = journal.load()
        person = _must_see(hall, reader, given.person) if given.person is not None else ""
        asked = Asked(given.layout, given.first, given.last, given.region)
        content = _records(hall, reader, asked, person)
        if given.out is None:
            sys.stdout.buffer.write(content)
        else:
            given.out.touch(mode=0o600)
            given.out.write_bytes(content)
    return 0


def _records(hall: Hall, reader: Reader, asked: Asked, person: str) -> bytes:
    try:
        with reader() as database:
            return rating_records(database, asked, hall.catalog, person=person)
    except HallError as error:
        refuse(sentence(hall, error, "zh-Hans"))


def _must_see(hall: Hall, reader: Reader, slug: str) -> str:
    """Return this person, who may have personal fields in clear text; else stop, saying the same whatever was wrong."""
    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    with reader() as database:
        kept = database.execute_sql(_CREDENTIAL, (slug,)).fetchone()
    salt, expected = kept or (b"\0" * hashing.SALT_BYTES, b"")
    person = hall.catalog.people.get(slug)
    known = hashing.same(hashing.hash_password(password, salt, expected), expected)
    if not (known and person is not None and not person.retired and MAY_SEE & {*person.roles}):
        refuse(say("cli.ratings-person"))
    return slug
