# SPDX-License-Identifier: Apache-2.0
"""``hallserver inspect --data DIR``: one number's whole story (``--date --number``), or the inspection pack (``--from --to``) as a ZIP."""

import argparse
import os
import sys
from pathlib import Path

from hallserver.cli import as_of
from hallserver.cli.handing import hand_out, keep_export, must_be_writable
from hallserver.cli.refusing import REFUSED, refusals, refuse
from hallserver.core.errors import HallError, NotFound
from hallserver.core.hall import Hall
from hallserver.core.rules_delivery import INSPECTION
from hallserver.exported import read
from hallserver.inspection import timeline_report
from hallserver.inspection_pack import Asked, Source, pack_of
from hallserver.naming import sentence
from hallserver.report_process import AT, GENTLE, NOTHING
from hallserver.sentences import in_force
from hallserver.store.folder import open_reading
from hallserver.words import WRITTEN, say

HELP = "look into one number, or pack what an inspection asks for"
BROKEN = 1
"""Exit code of a pack whose journal was changed; the pack says where."""


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("--data", type=Path, required=True, help="data folder of the hall; it may be in service")
    parser.add_argument("--date", help="business day of the number, e.g. 2026-11-23")
    parser.add_argument("--number", help="the number, e.g. A012")
    parser.add_argument("--from", dest="first", help="first business day of the pack")
    parser.add_argument("--to", dest="last", help="last business day of the pack; it is in it")
    parser.add_argument("--format", choices=["pdf", "json"], default="pdf", help="of a number's story")
    parser.add_argument("--language", choices=WRITTEN, default="zh-Hans")
    parser.add_argument("--gently", action="store_true", help="for the server: at low priority, and how far it is for programs")
    parser.add_argument("--but", default="", help="for the server: a person of whose work no rated number is told")
    as_of.add_to(parser)
    parser.add_argument("--out", type=Path, help="file to write; standard output when left out")


def run(given: argparse.Namespace) -> int:
    """Write the story or the pack; return the exit code."""
    one, many = (given.date, given.number), (given.first, given.last)
    if (None in one) == (None in many) or (any(one) and any(many)):
        refuse(say("cli.inspect-which"))
    code = 0
    if given.gently and hasattr(os, "nice"):
        os.nice(GENTLE)
    with refusals():
        must_be_writable(given.out)
        source = _source(given.data)
        try:
            if any(one):
                with source.connect() as reader:
                    content = timeline_report(reader, *one, given.format, hall=source.hall, language=given.language)
            else:
                asked = Asked(first=given.first, last=given.last, language=given.language, but=given.but, now_us=as_of.moment_of(given))
                content, proof = pack_of(source, asked, *((_quiet, _at) if given.gently else (_tell,)))
                code = 0 if proof.holds or given.gently else BROKEN
        except HallError as error:
            refuse(sentence(source.hall, error, given.language), NOTHING if given.gently and isinstance(error, NotFound) else REFUSED)
        if any(one):
            keep_export([given.data], content, report="timeline", first=given.date, last=given.date, of=given.number, output=given.format)
        else:
            keep_export([given.data], content, report=INSPECTION, first=given.first, last=given.last, output="zip")
        hand_out(given.out, content)
    return code


def _tell(name: str) -> None:
    print(name, file=sys.stderr)


def _quiet(_name: str) -> None:
    pass


def _at(part: float) -> None:
    print(f"{AT}{round(100 * part)}", file=sys.stderr, flush=True)


def _source(folder: Path) -> Source:
    journal, connect = open_reading(folder)
    hall: Hall = journal.load()
    in_force(hall)
    return Source(hall=hall, journal=journal, connect=connect, exports=read(folder))
