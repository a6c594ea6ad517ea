# SPDX-License-Identifier: Apache-2.0
"""One report from data folders to bytes, whatever its kind and format: for the command line, for a job of the door, for the delivery."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct, structs

from hallserver.core.errors import Malformed
from hallserver.core.hall import Hall
from hallserver.core.history import UnknownEvent
from hallserver.district import DISTRICT
from hallserver.freezing import Freezing
from hallserver.osm_door import Standing, made_of, osm_written
from hallserver.report_door import Opened, made_day, period_report
from hallserver.report_proof import first_broken, warned, warnings_of
from hallserver.sentences import in_force
from hallserver.store.chain import ChainBroken
from hallserver.store.folder import STORE_FAULTS, FolderEmpty, open_reading
from reports.formats import FORMATS, render
from reports.kinds import KINDS, Span, short_of
from reports.osm import Boxed, OsmDistrict, OsmReport
from reports.report import DayReport
from reports.room.look import look_of

Told = Callable[[float], None]
"""How far it is, 0 to 1. What it raises ends the work: so a report is cancelled."""
READ = 0.8
"""The part of the work that is reading; the rest is writing the format."""
NAMING = frozenset({"by-clerk", "ratings-by-clerk", "by-jump-person"})
"""Sections whose groups are persons of the staff."""
LOOK = "look"
"""What the reading room shows of a report; nothing that is taken away."""
FROZEN = "frozen"
"""The content of a report that is drafted, for the journal."""
UNREADABLE = (FolderEmpty, ChainBroken, UnknownEvent, *STORE_FAULTS, OSError)
"""What opening a folder raises where the hall in it cannot be read."""


class HallUnreadable(Exception):
    """One of several halls cannot be read, so that there is no report of all of them."""

    def __init__(self, folder: Path, cause: Exception) -> None:
        """Keep which, and why."""
        super().__init__(str(folder))
        self.folder, self.cause = folder, cause


class Wanted(Struct, frozen=True, kw_only=True):
    """Which report: its kind, its business dates, how it is written."""

    kind: str
    """A key of ``reports.kinds.KINDS``, or ``period``."""
    span: Span
    output: str = "pdf"
    language: str = "zh-Hans"
    marked: str = ""
    """Watermark; empty: none."""
    named: bool = True
    """False: without whatever names staff."""
    form: bytes = b""
    """The district's own workbook, to be filled; empty: none."""
    boxes: Boxed = Boxed()
    """What people wrote into one that is to be frozen."""
    now_us: int = 0
    """When it is made (UTC): what has not come by then is not missing; 0: at the time of the last event."""
    draft: str = ""
    """``<epoch>.<seq>`` of the frozen version that is wanted; empty: it is made anew."""

    @property
    def name(self) -> str:
        """Return the file's name, e.g. ``week-2026-W48.pdf``."""
        return f"{self.kind}-{short_of(self.kind, self.span)}.{self.output}"


class Made(Struct, frozen=True, kw_only=True):
    """The report as bytes, and what people must be told of it."""

    content: bytes
    unknown: tuple[str, ...] = ()
    """Names of the form that are no figure."""
    drawings: bool = False
    """The form has charts or pictures, which were not taken over."""


def nobody_told(_part: float) -> None:
    """Tell nobody how far it is."""


def make(folders: Sequence[Path], wanted: Wanted, told: Told = nobody_told) -> Made:
    """Return the report of these data folders, which may be in service. Raises HallError for what there is not, FolderEmpty."""
    if wanted.output not in {*FORMATS, LOOK, FROZEN} or (wanted.draft and wanted.output not in FORMATS):
        raise Malformed("report-format", format=wanted.output, known=", ".join(FORMATS))
    if wanted.form and wanted.draft:
        raise Malformed("report-form-frozen")
    if wanted.form and wanted.output != "xlsx":
        raise Malformed("report-form-xlsx", format=wanted.output)
    told(0)
    if wanted.draft or wanted.output == FROZEN:
        return _frozen(folders, wanted, told)
    if wanted.kind in {"osm", DISTRICT}:
        return _osm(folders, wanted, told)
    report, logo = _day(folders[0], wanted) if wanted.kind == "day" else _period(folders, wanted, told)
    told(READ)
    report = warned(report if wanted.named else without_names(report), warnings_of(folders, wanted.span))
    report = structs.replace(report, marked=wanted.marked)
    if wanted.output == LOOK:
        return _read(report, wanted, told)
    made = _written(report, wanted, logo)
    told(1)
    return made


def _frozen(folders: Sequence[Path], wanted: Wanted, told: Told) -> Made:
    """Return a frozen version in a format, or the content of one that is to be frozen: of a district the first folder's hall leads.

    Raises NotFound, Altered, HallUnreadable, ChainBroken for one that is to be frozen.
    """
    hall, (reader, _) = _open(folders[0])
    freezing = Freezing(connect=reader, hall=lambda: hall)
    if wanted.draft:
        freezing = structs.replace(freezing, vaults=[open_reading(it)[1] for it in folders[1:]])
        dates = (wanted.span.first.isoformat(), wanted.span.end.isoformat())
        content = freezing.file(wanted.draft, wanted.output, wanted.language, of=(wanted.kind, *dates), marked=wanted.marked)
    else:
        freezing = structs.replace(freezing, further=_standing(folders[1:], told))
        if (broken := first_broken(folders, wanted.span)) is not None:
            raise broken[1] if len(folders) == 1 else HallUnreadable(*broken)
        content = freezing.content(wanted.kind, wanted.span, wanted.boxes, wanted.now_us).encode()
    told(1)
    return Made(content=content)


def _standing(folders: Sequence[Path], told: Told, *, alone: bool = False) -> list[Standing]:
    """Return these halls as they stand. Raises HallUnreadable."""
    standing = []
    for number, folder in enumerate(folders, 1):
        hall, (reader, _) = _open(folder, alone=alone)
        standing.append((reader, hall))
        told(READ / 2 * number / len(folders))
    return standing


def _read(report: DayReport | OsmReport | OsmDistrict, wanted: Wanted, told: Told) -> Made:
    """Return a report as the reading room shows it."""
    made = Made(content=look_of(report, wanted.language))
    told(1)
    return made


def _osm(folders: Sequence[Path], wanted: Wanted, told: Told) -> Made:
    """Return the report on on-site management of one hall or of several."""
    standing = _standing(folders, told, alone=len(folders) == 1)
    made = warned(made_of(standing, wanted.span, named=wanted.named, now_us=wanted.now_us), warnings_of(folders, wanted.span))
    if wanted.output == LOOK:
        return _read(made, wanted, told)
    if wanted.form:
        return _osm_form(made, wanted)
    logo = standing[0][1].rules.theme.logo if len(standing) == 1 and standing[0][1].standard is not None else ""
    content = osm_written(standing, made, wanted.span, wanted.output, wanted.language, logo=logo, marked=wanted.marked)
    told(1)
    return Made(content=content)


def _osm_form(made: OsmReport | OsmDistrict, wanted: Wanted) -> Made:
    """Return the form filled with the report on on-site management of one hall or of several."""
    from reports.osm_form import known_of  # noqa: PLC0415 -- as below
    from reports.sheet_form import filled  # noqa: PLC0415 -- what reads workbooks is loaded when the first form comes

    found = filled(known_of(made, wanted.language), wanted.form, wanted.language, wanted.marked)
    return Made(content=found.content, unknown=tuple(found.unknown), drawings=found.drawings)


def without_names(report: DayReport) -> DayReport:
    """Return the report without the lists that name staff; their sums stay."""
    return structs.replace(report, acts=(), sections=tuple(it for it in report.sections if it.key not in NAMING))


def _written(report: DayReport, wanted: Wanted, logo: str) -> Made:
    """Return the report in its format, or the form filled with it."""
    if not wanted.form:
        return Made(content=render(report, wanted.output, wanted.language, logo))
    from reports.sheet_form import fill  # noqa: PLC0415 -- what reads workbooks is loaded when the first form comes

    filled = fill(report, wanted.form, wanted.language)
    return Made(content=filled.content, unknown=tuple(filled.unknown), drawings=filled.drawings)


def _day(folder: Path, wanted: Wanted) -> tuple[DayReport, str]:
    """Return a day's report and the logo in force."""
    hall, opened = _open(folder)
    with opened[0]() as database:
        rules = hall.rules
        made = made_day(database, wanted.span.first.isoformat(), hall.catalog, groups=rules.groups, calendar=rules.calendar)
    return made, rules.theme.logo


def _period(folders: Sequence[Path], wanted: Wanted, told: Told) -> tuple[DayReport, str]:
    """Return the report of many days or halls and, of one hall alone, its logo."""
    logos: list[str] = []

    def opened() -> Iterator[Opened]:
        for folder in folders:
            hall, found = _open(folder, alone=len(folders) == 1)
            if len(folders) == 1 and hall.standard is not None:
                logos.append(hall.rules.theme.logo)
            yield found

    def reading(hall: int, part: float) -> None:
        told(READ * (hall + part) / len(folders))

    first, last = wanted.span.first.isoformat(), wanted.span.last.isoformat()
    report = period_report(opened(), first, last, told=reading, now_us=wanted.now_us)
    return report, "".join(logos)


def _open(folder: Path, *, alone: bool = True) -> tuple[Hall, Opened]:
    """Return a hall as its journal has it, and how to read its file; of several halls none says its sentences for the others.

    Raises HallUnreadable for one of several.
    """
    try:
        journal, reader = open_reading(folder)
        hall = journal.load()
    except UNREADABLE as error:
        if alone:
            raise
        raise HallUnreadable(folder, error) from error
    if alone:
        in_force(hall)
    return hall, (reader, hall.catalog)


def must_hold(wanted: Wanted, folders: Sequence[Path]) -> None:
    """Raise Malformed for what cannot be asked for: an unknown kind, a day or a frozen version of several halls, a district of one hall.

    A district's frozen version lies with the hall that leads; the folders of the others have its photos.
    """
    if wanted.kind not in KINDS and wanted.kind != "period":
        raise Malformed("report-unknown", report=wanted.kind[:60])
    if wanted.kind == DISTRICT:
        if len(folders) == 1 and not wanted.draft:
            raise Malformed("report-several-halls")
        return
    if (wanted.kind == "day" or wanted.draft or wanted.output == FROZEN) and len(folders) > 1:
        raise Malformed("report-one-hall")
