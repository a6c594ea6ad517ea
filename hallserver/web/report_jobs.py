# SPDX-License-Identifier: Apache-2.0
"""``/api/v1/report-jobs``: a report that takes longer than a moment is asked for, looked after, fetched or cancelled.

Whoever asks for one takes it away: the journal keeps who, what and why (``ReportExported``), and a bulk export carries it on every page.
"""

from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

from hallserver.core.commands import ExportReport
from hallserver.core.commands_delivery import Draft
from hallserver.core.commands_report import ReportKind
from hallserver.core.errors import Conflict, NotFound
from hallserver.core.hall import Hall
from hallserver.core.rules_delivery import ONE_DAY
from hallserver.report_jobs import Job, ReportJobs
from hallserver.report_process import Order, span_asked
from hallserver.web.decoding import read
from hallserver.web.records import MEDIA, RecordHandler
from hallserver.words import name_in, say

Day = Annotated[str, Meta(pattern=r"^[0-9]{4}(-[0-9W][0-9]{1,2}(-[0-9]{2})?)?$")]


class ReportAsked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which report: ``date`` is a day in it; of a ``period``, ``date`` is its first day and ``last`` its last."""

    report: ReportKind
    date: Day
    last: Day | None = None
    output: Literal["pdf", "xlsx", "csv", "json", "docx", "png"] = "pdf"
    language: Literal["zh-Hans", "zh-Hant", "en"] = "zh-Hans"
    reason: Annotated[str, Meta(max_length=40)] | None = None
    """An ``exported`` code; of more than one day it must be given."""
    draft: Draft | None = None
    """``<epoch>.<seq>`` of a version of it that was drafted to be signed: that is taken; null: the report is made anew."""


class JobOnWire(Struct, frozen=True, kw_only=True):
    """How far it is; ``ready`` means that ``/file`` has it, ``empty`` that the hall did not open on any of the days."""

    job: str
    state: Literal["waiting", "running", "ready", "empty", "failed", "cancelled"]
    percent: int
    name: str
    why: str = ""
    """Of one that failed because one of several halls cannot be read: which, and why."""


class JobHandler(RecordHandler):
    """What all of it has in common."""

    @property
    def jobs(self) -> ReportJobs:
        """Return the jobs. Raises NotFound at a door that makes no reports."""
        if self.door.report_jobs is None:
            raise NotFound("address-unknown")
        return self.door.report_jobs

    async def must_be_makeable(self, kind: str) -> None:
        """Raise NotFound for a kind of report that cannot be made now: not every hall of the district is there."""
        if self.door.room is not None:
            await self.apart(partial(self.door.room.must_be_makeable, kind))

    def tell(self, job: Job, status: int = 200) -> None:
        """Answer how far it is."""
        self.answer(JobOnWire(job=job.id, state=job.state, percent=job.percent, name=job.name, why=job.why), status=status)


class ReportJobsHandler(JobHandler):
    """``POST /api/v1/report-jobs``."""

    async def post(self) -> None:
        """Keep that it was asked for, and have it made."""
        asked = read(ReportAsked, self.body)
        span = span_asked(asked.report, asked.date, asked.last)
        self.jobs.must_have_room(self.actor.name)
        dates = {"from_date": span.first.isoformat(), "to_date": span.end.isoformat()}
        if asked.draft is not None:
            await self._must_be_drafted(asked.draft, (asked.report, dates["from_date"], dates["to_date"]))
        else:
            await self.must_be_makeable(asked.report)
        taken = ExportReport(report=asked.report, **dates, output=asked.output, reason=asked.reason, draft=asked.draft)
        await self.door.service.submit(taken, self.actor)
        marked = "" if asked.report == ONE_DAY else self._marked(asked)
        order = Order(kind=asked.report, span=span, output=asked.output, language=asked.language, marked=marked, draft=asked.draft or "")
        self.tell(self.jobs.begin(self.actor.name, order), status=201)

    async def _must_be_drafted(self, draft: str, of: tuple[str, str, str]) -> None:
        """Raise NotFound unless it is a version of this report."""
        room = self.door.room
        await self.door.service.settled()
        if room is None or draft not in {it.place for it in await self.off_the_loop(partial(room.versions, of))}:
            raise NotFound("report-not-drafted")

    def _marked(self, asked: ReportAsked) -> str:
        """Return the watermark: who, when, why."""
        hall = self.door.service.hall
        reason = say(f"exported.{asked.reason}", asked.language)
        moment = moment_of(hall, self.door.clock.now())
        return say("report.marked.one", asked.language, who=who(hall, self.actor.name, asked.language), at=moment, reason=reason)


class ReportJobHandler(JobHandler):
    """``GET`` and ``DELETE /api/v1/report-jobs/{job}``."""

    def get(self, job: str) -> None:
        """Answer how far it is."""
        self.tell(self.jobs.find(self.actor.name, job))

    def delete(self, job: str) -> None:
        """Cancel it; what was made is gone."""
        self.jobs.cancel(self.actor.name, job)
        self.set_status(204)


class ReportFileHandler(JobHandler):
    """``GET /api/v1/report-jobs/{job}/file``."""

    def get(self, job: str) -> None:
        """Answer the report."""
        found = self.jobs.find(self.actor.name, job)
        if found.state != "ready":
            raise Conflict("report-job-not-ready")
        self.set_header("Content-Type", MEDIA.get(found.order.output, MEDIA["json"]))
        self.set_header("Content-Disposition", f'attachment; filename="{found.name}"')
        self.set_header("Cache-Control", "no-store")
        self.finish(found.content)


def who(hall: Hall, person: str, language: str) -> str:
    """Return a person's name as the set-up has it, or the slug."""
    row = hall.catalog.people.get(person)
    return (name_in(row.names, language) if row is not None else "") or person


def moment_of(hall: Hall, now_us: int) -> str:
    """Return the hall's time to the minute."""
    return f"{datetime.fromtimestamp(now_us // 1_000_000, UTC).astimezone(ZoneInfo(hall.catalog.here.zone)):%Y-%m-%d %H:%M}"
