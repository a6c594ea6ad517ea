# SPDX-License-Identifier: Apache-2.0
"""What is read from disk: the journal and the reports. Made off the event loop, so that no clerk waits for a reader."""

import asyncio
import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar

import msgspec
from msgspec import Struct

from hallserver.answers import plain
from hallserver.core.errors import Malformed, NotAllowed, NotFound
from hallserver.core.hours import hall_date
from hallserver.web.handler import ApiHandler

T = TypeVar("T")
MEDIA = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "png": "image/png",
    "zip": "application/zip",
}
LOOKS = ("light", "dark")
NDJSON = "application/x-ndjson"
_PLACE = re.compile(r"([0-9]{1,9})\.([0-9]{1,12})")
_COUNT = re.compile(r"[1-9][0-9]{0,5}")
_NUMBER = re.compile(r"([A-Za-z]{1,2}[0-9]{1,4})\.(json|pdf)")
_PAIR = re.compile(r"([A-Za-z]{1,2}[0-9]{1,4})-([A-Za-z]{1,2}[0-9]{1,4})\.(json|pdf)")
QUERY_PATTERNS = {
    "after": f"^{_PLACE.pattern}$",
    "limit": f"^{_COUNT.pattern}$",
    "look": "^(light|dark)$",
    **dict.fromkeys(("source", "counter", "item", "cause", "found"), "^[a-z0-9][a-z0-9-]{0,39}$"),
    **dict.fromkeys(("first", "last"), "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"),
    "section": "^[a-z0-9-]{0,40}$",
    "slug": "^[A-Za-z0-9:+-]{0,40}$",
    "report": "^(day|week|month|year|period|osm)$",
    "month": "^[0-9]{4}-(0[1-9]|1[0-2])$",
    "no": r"^[DG][0-9]{8}-[0-9]{3,5}$",
    "before": r"^[DG][0-9]{8}-[0-9]{3,5}$",
    "date": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
}
"""What a reader may write in an address, as the description of the API has it."""


class RecordHandler(ApiHandler):
    """What the two kinds of records have in common: one worker thread, so that at most one is made at a time."""

    async def off_the_loop(self, make: Callable[[], T]) -> T:
        """Return what ``make`` returns, made on the worker thread."""
        return await asyncio.get_running_loop().run_in_executor(self.door.work, make)

    async def apart(self, make: Callable[[], T]) -> T:
        """Return what ``make`` returns, which waits for a process of its own: whoever reads the rest does not wait for it."""
        return await asyncio.get_running_loop().run_in_executor(self.door.apart, make)

    async def day_asked(self) -> str:
        """Return the ``?date=`` of the address, without one the business day, before the first today; what is committed by now is in it."""
        await self.door.service.settled()
        hall = self.door.service.hall
        day = self.get_query_argument("date", hall.day or hall_date(hall, self.door.clock.now()))
        try:
            date.fromisoformat(day)
        except ValueError as error:
            raise Malformed("field-wrong", field="date", detail="YYYY-MM-DD") from error
        return day


class JournalHandler(RecordHandler):
    """``GET /api/v1/journal``: committed entries after a place, in order."""

    async def get(self) -> None:
        """Answer a JSON list, or one entry a line when NDJSON is accepted."""
        place = _PLACE.fullmatch(self.get_query_argument("after", "0.0"))
        limit = self.get_query_argument("limit", str(self.door.limits.journal_rows))
        if place is None:
            raise Malformed("field-wrong", field="after", detail="<epoch>.<seq>")
        count = int(limit) if _COUNT.fullmatch(limit) else 0
        if not 1 <= count <= self.door.limits.journal_rows:
            raise Malformed("field-wrong", field="limit", detail=f"1–{self.door.limits.journal_rows}")
        entries = await self.off_the_loop(partial(self.door.journal, int(place[1]), int(place[2]), count))
        rows = [plain(entry) for entry in entries]
        if NDJSON in self.request.headers.get("Accept", ""):
            self.set_header("Content-Type", NDJSON)
            self.finish(msgspec.json.Encoder().encode_lines(rows))
        else:
            self.answer(rows)


class HeadOnWire(Struct, frozen=True, kw_only=True):
    """The chain's head: place, first 16 hex digits of its hash, and both as one text to be kept; when it was asked for (µs UTC)."""

    epoch: int
    seq: int
    hash: str
    anchor: str
    now_us: int


class HeadHandler(ApiHandler):
    """``GET /api/v1/journal/head``: for whoever keeps anchors."""

    def get(self) -> None:
        """Answer the head as it is durable."""
        head = self.door.service.anchor()
        self.answer(HeadOnWire(epoch=head.epoch, seq=head.seq, hash=head.hash, anchor=str(head), now_us=self.door.clock.now()))


class ReportHandler(RecordHandler):
    """``GET /api/v1/reports/{report}``, e.g. ``day.pdf``."""

    async def get(self, name: str) -> None:
        """Answer the report of ``?date=`` (default: the business day)."""
        maker = self.door.reports.get(name)
        ending = name.rpartition(".")[2]
        if maker is None or ending not in MEDIA:
            raise NotFound("report-unknown", report=name[:60])
        day = await self.day_asked()
        content = await self.apart(partial(maker, day))
        self.set_header("Content-Type", MEDIA[ending])
        self.set_header("Content-Disposition", f'inline; filename="{name.removesuffix("." + ending)}-{day}.{ending}"')
        self.finish(content)


class ChartHandler(RecordHandler):
    """``GET /api/v1/charts/{chart}``, e.g. ``load.svg``: the day so far as a picture, drawn at most once a minute."""

    async def get(self, name: str) -> None:
        """Answer the picture of ``?date=`` (default: the business day) in ``?look=`` and ``?language=``."""
        maker, ending = self.door.charts, name.rpartition(".")[2]
        look = self.get_query_argument("look", "light")
        if ending not in MEDIA:
            raise NotFound("report-unknown", report=name[:60])
        if look not in LOOKS:
            raise Malformed("field-wrong", field="look", detail=" | ".join(LOOKS))
        day = await self.day_asked()
        if self.actor.kind == "device":
            self.must_be_of_today(day)
        content = await self.off_the_loop(partial(maker, (name, day, self.language, look)))
        self.set_header("Content-Type", MEDIA[ending])
        self.finish(content)

    def must_be_of_today(self, day: str) -> None:
        """Raise NotAllowed for another day than the one that runs, or ran last, and today's date: the briefing's before the doors open."""
        hall = self.door.service.hall
        if day not in {hall.day, hall_date(hall, self.door.clock.now())}:
            raise NotAllowed("charts-of-today", day=day)


class CardHandler(RecordHandler):
    """``GET /api/v1/cards/{card}``, e.g. ``keys.pdf``: what is printed and laid on the counter."""

    async def get(self, name: str) -> None:
        """Answer the card."""
        maker = self.door.cards.get(name.removesuffix(".pdf")) if name.endswith(".pdf") else None
        if maker is None:
            raise NotFound("sheet-unknown", card=name[:60], known=[f"{card}.pdf" for card in self.door.cards])
        content = await self.off_the_loop(maker)
        self.set_header("Content-Type", MEDIA["pdf"])
        self.set_header("Content-Disposition", f'inline; filename="{name}"')
        self.finish(content)


class WhyHandler(RecordHandler):
    """``GET /api/v1/why/{pair}``, e.g. ``A012-A007.pdf``: why one of two numbers was called before the other."""

    async def get(self, name: str) -> None:
        """Answer for the two numbers of ``?date=`` (default: the business day)."""
        pair = _PAIR.fullmatch(name)
        if self.door.why is None or pair is None:
            raise NotFound("report-unknown", report=name[:60])
        day = await self.day_asked()
        content = await self.off_the_loop(partial(self.door.why, pair[3], day, (pair[1], pair[2])))
        self.set_header("Content-Type", MEDIA[pair[3]])
        self.set_header("Content-Disposition", f'inline; filename="why-{pair[1]}-{pair[2]}-{day}.{pair[3]}"')
        self.finish(content)


class TimelineHandler(RecordHandler):
    """``GET /api/v1/timelines/{number}``, e.g. ``A012.pdf``: all that befell one number, and the standard then in force."""

    async def get(self, name: str) -> None:
        """Answer for the number of ``?date=`` (default: the business day)."""
        asked = _NUMBER.fullmatch(name)
        if self.door.timeline is None or asked is None:
            raise NotFound("report-unknown", report=name[:60])
        day = await self.day_asked()
        content = await self.off_the_loop(partial(self.door.timeline, asked[2], day, asked[1], self.language, self.actor.name))
        self.set_header("Content-Type", MEDIA[asked[2]])
        self.set_header("Content-Disposition", f'inline; filename="timeline-{asked[1]}-{day}.{asked[2]}"')
        self.finish(content)


class BehindHandler(RecordHandler):
    """``GET /api/v1/behind/{figure}``, e.g. ``wait.mean``: the numbers that a figure of a report is made of."""

    async def get(self, figure: str) -> None:
        """Answer for ``?first=&last=`` (default: the business day), of the group ``?section=&slug=`` of the report; page ``?after=``."""
        if self.door.behind is None:
            raise NotFound("report-unknown", report=figure[:60])
        day = await self.day_asked()
        usual = {"first": day, "last": day, "section": "", "slug": "", "after": ""}
        asked = {name: self.get_query_argument(name, otherwise) for name, otherwise in usual.items()}
        content = await self.off_the_loop(partial(self.door.behind, figure, asked, self.language, self.actor.name))
        self.set_header("Content-Type", MEDIA["json"])
        self.finish(content)
