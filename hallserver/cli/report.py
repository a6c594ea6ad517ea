# SPDX-License-Identifier: Apache-2.0
"""``hallserver report <day|week|month|osm|district|year|period> --data DIR [--data DIR …]``: a report as a file.

``--date`` names a day in it; ``period`` takes ``--from`` and ``--to``. ``district`` is ``osm`` of several halls, the first of which leads:
its journal has what was frozen. How far it is goes to standard error; Ctrl-C leaves no half file.
"""

import argparse
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import msgspec

from hallserver.cli import as_of
from hallserver.cli.handing import hand_out, keep_export, must_be_writable
from hallserver.cli.refusing import REFUSED, refusals, refuse, why_of
from hallserver.core.errors import HallError, NotFound
from hallserver.core.hall import Hall
from hallserver.naming import sentence
from hallserver.report_making import FROZEN, LOOK, HallUnreadable, Made, Wanted, make, must_hold
from hallserver.report_process import AT, BROKEN, GENTLE, NOTHING, UNREADABLE
from hallserver.store.chain import ChainBroken
from hallserver.store.folder import open_reading
from hallserver.store.roll_up import is_kept
from hallserver.words import WRITTEN, say
from reports.formats import FORMATS, format_of
from reports.kinds import KINDS, Span, between, span_of
from reports.osm import Boxed

HELP = "write a report"
CANCELLED = 130
"""Exit code after Ctrl-C, as shells have it."""
STEP = 5
"""Per cent between two lines that say how far it is."""


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("report", nargs="?", choices=[*KINDS, "period"], help="which report; may be left out")
    parser.add_argument("--date", help="a business day in it, e.g. 2026-11-23; of a week, month or year also 2026-W48, 2026-11, 2026")
    parser.add_argument("--from", dest="first", help="first business day of a period")
    parser.add_argument("--to", dest="last", help="last business day of a period; it is in the report")
    formats = [*sorted(FORMATS), LOOK, FROZEN]
    parser.add_argument("--format", choices=formats, help="as --out ends; else pdf, xlsx with --template; look, frozen: for the server")
    parser.add_argument("--template", type=Path, help="the district's own form (XLSX): its named cells are filled")
    parser.add_argument("--language", choices=WRITTEN, default="zh-Hans")
    parser.add_argument(
        "--data",
        type=Path,
        required=True,
        action="append",
        help="data folder of a hall; it may be in service; all but a day may have several, district the leading hall's first",
    )
    parser.add_argument("--out", type=Path, help="file to write; standard output when left out")
    parser.add_argument("--frozen", default="", metavar="EPOCH.SEQ", help="that version of the report, as it was drafted to be signed")
    parser.add_argument("--marked", default="", help="watermark on every page: who takes it, when, why; - reads it from standard input")
    parser.add_argument("--unnamed", action="store_true", help="leave out whatever names staff: for what goes by e-mail")
    as_of.add_to(parser)
    parser.add_argument("--progress", action="store_true", help="say how far it is even where standard error is no terminal")
    parser.add_argument("--gently", action="store_true", help="for the server: at low priority, and how far it is for programs")


def run(given: argparse.Namespace) -> int:
    """Write the report; return the exit code."""
    if len({folder.resolve() for folder in given.data}) < len(given.data):
        refuse(say("cli.report-twice"))
    if given.gently and hasattr(os, "nice"):
        os.nice(GENTLE)
    try:
        with refusals(), _ended_by_terminate():
            must_be_writable(given.out)
            wanted, made = _made(given)
            _say_of(made)
            _note(given, wanted, made.content)
            hand_out(given.out, made.content)
    except KeyboardInterrupt:
        refuse(say("cli.report-cancelled"), CANCELLED)
    return 0


@contextmanager
def _ended_by_terminate() -> Iterator[None]:
    """Have SIGTERM end the work as Ctrl-C does: the server cancels a report so."""
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _made(given: argparse.Namespace) -> tuple[Wanted, Made]:
    try:
        wanted = _wanted(given)
        must_hold(wanted, given.data)
        progress = _Progress(given)
        if wanted.kind != "day" and not wanted.draft:
            progress.begin(given.data)
        return wanted, make(given.data, wanted, progress.told)
    except HallUnreadable as error:
        refuse(say("cli.report-folder", path=str(error), why=why_of(error.cause)), UNREADABLE if given.gently else REFUSED)
    except ChainBroken as error:
        refuse(why_of(error), BROKEN if given.gently else REFUSED)
    except HallError as error:
        refuse(sentence(Hall(), error, given.language), NOTHING if given.gently and isinstance(error, NotFound) else REFUSED)


def _wanted(given: argparse.Namespace) -> Wanted:
    """Return what is asked for; ends the program where the arguments say two things."""
    if not (given.report or given.date or given.first or given.last):
        refuse(say("cli.report-which"))
    kind = given.report or ("day" if given.date else "period")
    if kind == "day" and (given.date is None or given.first or given.last):
        refuse(say("cli.report-one-day"))
    if kind == "day" and len(given.data) > 1:
        refuse(say("cli.report-one-hall", n=len(given.data)))
    if kind == "period" and (given.date or None in (given.first, given.last)):
        refuse(say("cli.report-dates"))
    if kind not in {"day", "period"} and (given.date is None or given.first or given.last):
        refuse(say("cli.report-date"))
    return Wanted(
        kind=kind,
        span=_span(kind, given),
        output=format_of(str(given.out or ""), given.format or "", "xlsx" if given.template else "pdf"),
        language=given.language,
        marked=sys.stdin.readline().strip() if given.marked == "-" else given.marked,
        form=given.template.read_bytes() if given.template else b"",
        named=not given.unnamed,
        boxes=msgspec.json.decode(sys.stdin.readline(), type=Boxed) if given.format == FROZEN else Boxed(),
        draft=given.frozen,
        now_us=as_of.moment_of(given),
    )


def _note(given: argparse.Namespace, wanted: Wanted, content: bytes) -> None:
    """Keep in every hall's folder that somebody takes this out of it."""
    dates = {"first": wanted.span.first.isoformat(), "last": wanted.span.last.isoformat()}
    keep_export(given.data, content, report=wanted.kind, **dates, of=wanted.draft, output=wanted.output)


def _span(kind: str, given: argparse.Namespace) -> Span:
    return between(given.first, given.last) if kind == "period" else span_of(kind, given.date)


def _say_of(made: Made) -> None:
    """Say what of a form could not be filled."""
    if made.unknown:
        print(say("cli.report-unknown-names", names="、".join(made.unknown)), file=sys.stderr)
    if made.drawings:
        print(say("cli.report-drawings"), file=sys.stderr)


def _is_older(folder: Path) -> bool:
    """Tell whether no server of this version has opened a folder yet: a report never changes one."""
    _, reader = open_reading(folder)
    with reader() as database:
        return not is_kept(database.execute_sql)


class _Progress:
    """Says on standard error how far it is, not more often than every five per cent."""

    def __init__(self, given: argparse.Namespace) -> None:
        """Begin at nothing; who has no terminal is told only when asked for."""
        self._shown, self._said = given.progress or given.gently or sys.stderr.isatty(), -STEP
        self._for_programs = given.gently

    def begin(self, folders: Sequence[Path]) -> None:
        """Say of how many folders the days are not added up as this version does it: there every record is read, which takes longer."""
        older = sum(map(_is_older, folders)) if self._shown and not self._for_programs else 0
        if older:
            print(say("cli.report-older", n=older), file=sys.stderr, flush=True)

    def told(self, part: float) -> None:
        """Hear how far it is, 0 to 1."""
        percent = int(part * 100)
        if self._shown and percent >= self._said + STEP:
            self._said = percent
            line = f"{AT}{percent}" if self._for_programs else say("cli.report-progress", percent=percent)
            print(line, file=sys.stderr, flush=True)
