# SPDX-License-Identifier: Apache-2.0
"""What the reading room asks: on which days there is anything, a report to be looked at, versions on their way to a signature, the pack.

Looking takes nothing away, so the journal keeps nothing of it; the pack is taken away as any report in bulk.
"""

import re
from functools import partial
from typing import Final, Literal

from msgspec import Struct

from hallserver.core.asking import Code
from hallserver.core.commands import ExportReport
from hallserver.core.commands_report import ReportKind
from hallserver.core.errors import Malformed, NotFound
from hallserver.core.row import Date
from hallserver.core.rules_delivery import INSPECTION
from hallserver.report_making import LOOK
from hallserver.report_process import Order, span_asked
from hallserver.room import Room
from hallserver.web.decoding import read
from hallserver.web.records import MEDIA, RecordHandler
from hallserver.web.report_jobs import Day, JobHandler, moment_of, who
from hallserver.words import say

_PLACE: Final = re.compile(r"([0-9]{1,9}\.[0-9]{1,12})\.pdf")
Language = Literal["zh-Hans", "zh-Hant", "en"]


class ReadingAsked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which report: ``date`` is a day in it; of a ``period``, ``date`` is its first day and ``last`` its last."""

    report: ReportKind
    date: Day
    last: Day | None = None
    language: Language = "zh-Hans"


class PackAsked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """First and last business day of the pack, and why it is taken: an ``exported`` code."""

    first: Date
    last: Date
    reason: Code
    language: Language = "zh-Hans"


class ReadingsHandler(JobHandler):
    """``POST /api/v1/readings``."""

    async def post(self) -> None:
        """Have the page of a report made, by a process of its own."""
        asked = read(ReadingAsked, self.body)
        span = span_asked(asked.report, asked.date, asked.last)
        await self.must_be_makeable(asked.report)
        self.tell(self.jobs.begin(self.actor.name, Order(kind=asked.report, span=span, output=LOOK, language=asked.language)), status=201)


class PacksHandler(JobHandler):
    """``POST /api/v1/inspection-packs``."""

    async def post(self) -> None:
        """Keep that it was asked for, and have it packed."""
        asked = read(PackAsked, self.body)
        span = span_asked("period", asked.first, asked.last)
        self.jobs.must_have_room(self.actor.name)
        dates = {"from_date": span.first.isoformat(), "to_date": span.end.isoformat()}
        await self.door.service.submit(ExportReport(report="inspection", **dates, output="zip", reason=asked.reason), self.actor)
        order = Order(kind=INSPECTION, span=span, output="zip", language=asked.language, person=self.actor.name)
        self.tell(self.jobs.begin(self.actor.name, order), status=201)


class RoomHandler(RecordHandler):
    """What those that read have in common."""

    @property
    def room(self) -> Room:
        """Return what there is to read. Raises NotFound at a door without."""
        if self.door.room is None:
            raise NotFound("address-unknown")
        return self.door.room


class DaysHandler(RoomHandler):
    """``GET /api/v1/report-days``."""

    async def get(self) -> None:
        """Answer the business days that the hall has."""
        room = self.room
        await self.door.service.settled()
        self.answer(await self.off_the_loop(room.days))


class KindsHandler(RoomHandler):
    """``GET /api/v1/report-kinds``."""

    def get(self) -> None:
        """Answer the kinds of reports that can be made here."""
        self.answer(self.room.kinds)


class VersionsHandler(RoomHandler):
    """``GET /api/v1/report-versions?report=osm&first=2026-11-01&last=2026-11-30``."""

    async def get(self) -> None:
        """Answer every version of this report, the newest first."""
        room = self.room
        asked = {name: self.get_query_argument(name, "") for name in ("report", "first", "last")}
        if not all(asked.values()):
            raise Malformed("field-wrong", field="report first last", detail="day 2026-11-23 2026-11-23")
        span = span_asked("period", asked["first"], asked["last"])
        await self.door.service.settled()
        key = (asked["report"], span.first.isoformat(), span.end.isoformat())
        self.answer(await self.off_the_loop(partial(room.versions, key)))


class VersionHandler(RoomHandler):
    """``GET /api/v1/report-versions/{version}``, e.g. ``1.4711.pdf``: as it was frozen, to be read; taking it away is an export."""

    async def get(self, name: str) -> None:
        """Answer the version in the reader's language; each page says who opened it, and when."""
        asked = _PLACE.fullmatch(name)
        if asked is None:
            raise NotFound("report-unknown", report=name[:60])
        hall = self.door.service.hall
        reader, moment = who(hall, self.actor.name, self.language), moment_of(hall, self.door.clock.now())
        marked = say("report.marked.read", self.language, who=reader, at=moment)
        content = await self.apart(partial(self.room.version, asked[1], "pdf", self.language, marked))
        self.set_header("Content-Type", MEDIA["pdf"])
        self.set_header("Content-Disposition", f'inline; filename="report-{asked[1]}.pdf"')
        self.finish(content)
