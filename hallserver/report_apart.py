# SPDX-License-Identifier: Apache-2.0
"""What the door has made while somebody waits for the answer: a day's report, the content of a draft, a frozen version as a file.

By a process of its own, as whatever is asked for by a job: nothing heavy runs beside a call. Everything here waits for that process, so
call it off the event loop.
"""

import logging
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import get_args

import msgspec
from msgspec import Struct

from hallserver.core import commands as c
from hallserver.core import id_number
from hallserver.core.asking import Frozen
from hallserver.core.commands_report import ReportKind
from hallserver.core.errors import Conflict, Malformed, NotFound
from hallserver.core.hall import Hall
from hallserver.district import DISTRICT, NO_DISTRICT, District, district_of
from hallserver.freezing import Freezing
from hallserver.report_jobs import Maker
from hallserver.report_making import FROZEN
from hallserver.report_process import NotMade, Order, ReportProcess
from hallserver.settings import Settings
from hallserver.store.reading import Reader as Connection
from hallserver.store.report_versions import VersionRow
from reports.frozen import thawed
from reports.kinds import KINDS, Span, between, span_of

_log = logging.getLogger(__name__)

ONE_DAY = timedelta(days=1)


class Apart(Struct, frozen=True, kw_only=True):
    """Who makes a report, and how a frozen version is found and read."""

    maker: Callable[[Order], Maker]
    versions: Callable[[], list[VersionRow]]
    frozen: Callable[[str], bytes]
    """A version byte for byte as it was frozen. Raises NotFound, Altered."""
    district: District = NO_DISTRICT
    """The further halls of a report of all of them."""
    running: list[Maker] = []
    """What is being made just now."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of reports that can be made here."""
        return tuple(it for it in get_args(ReportKind) if it != DISTRICT or self.district.folders)

    def must_be_makeable(self, kind: str) -> None:
        """Raise NotFound where a report of all halls is asked for, and there are no others, or one has gone."""
        if kind == DISTRICT:
            self.district.must_be_there()

    def day(self, output: str, day: str) -> bytes:
        """Return the report of a business day (ISO date). Raises Malformed, NotFound, NotMade."""
        return self._made(Order(kind="day", span=span_of("day", day), output=output))

    def freeze(self, command: c.DraftReport | c.CorrectReport) -> Frozen:
        """Return the content of the report that somebody drafts.

        Raises Malformed for dates that it cannot have, NotFound, Conflict where a hall cannot be read or its journal was changed, NotMade.
        """
        self.must_be_makeable(command.report)
        boxes = {box: id_number.masked(getattr(command.boxes, box)) for box in command.boxes.__struct_fields__}
        order = Order(kind=command.report, span=span_drafted(command), output=FROZEN, boxes=msgspec.json.encode(boxes).decode())
        text = self._made(order).decode()
        return Frozen(text, thawed(text).journal)

    def version(self, place: str, output: str, language: str, marked: str = "") -> bytes:
        """Return a frozen version in a format; JSON byte for byte as it was frozen. Raises NotFound, Altered, NotMade."""
        content = self.frozen(place)
        if output == "json":
            return content
        row = next(it for it in self.versions() if it.place == place)
        span = Span(date.fromisoformat(row.from_date), date.fromisoformat(row.to_date))
        return self._made(Order(kind=row.report, span=span, output=output, language=language, draft=place, marked=marked))

    def cancel(self) -> None:
        """End what is being made: the server stops."""
        for maker in list(self.running):
            maker.cancel()

    def _made(self, order: Order) -> bytes:
        maker = self.maker(order)
        self.running.append(maker)
        try:
            return maker.run()
        except NotMade as error:
            if error.unreadable:
                raise Conflict("district-unreadable", says=str(error)) from error
            if error.broken:
                raise Conflict("report-journal-broken", says=str(error)) from error
            if not error.empty:
                raise
            first, last = order.span.first.isoformat(), order.span.last.isoformat()
            if order.kind == "day":
                raise NotFound("report-no-day", date=first) from error
            raise NotFound("report-no-days", first=first, last=last) from error
        finally:
            self.running.remove(maker)


def apart_of(data: Path, connect: Connection, hall: Callable[[], Hall], settings: Settings, now: Callable[[], int] | None = None) -> Apart:
    """Return what is made apart of a data folder, by the program's own processes. Raises SettingError for the folders of its district.

    ``now``: the hall's clock (UTC µs).
    """
    freezing, district = Freezing(connect=connect, hall=hall), district_of(settings, data)
    for folder in district.gone:
        _log.warning("the data folder %s of a further hall is not there: no report of all halls is made before it is", folder)
    return Apart(
        maker=partial(ReportProcess, data, district=district, now=now),
        versions=freezing.versions,
        frozen=partial(freezing.file, output="json"),
        district=district,
    )


def span_drafted(command: c.DraftReport | c.CorrectReport) -> Span:
    """Return the business dates. Raises Malformed for such that there are not, and for a week, month or year that is not a whole one."""
    span = between(command.from_date, (span_of("day", command.to_date).first - ONE_DAY).isoformat())
    whole = KINDS[command.report].span(span.first) if command.report in KINDS else span
    if span != whole:
        dates = {"first": whole.first.isoformat(), "last": whole.last.isoformat(), "asked": f"{span.first} – {span.last}"}
        raise Malformed("report-not-whole", **dates)
    return span
