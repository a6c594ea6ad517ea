# SPDX-License-Identifier: Apache-2.0
"""The pictures of the day that screens ask for again and again: each is drawn once a minute at most, however many walls look at it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

import msgspec

from hallserver.clock import Clock
from hallserver.core.errors import NotFound
from hallserver.core.hall import Hall
from hallserver.core.theme import Palette
from hallserver.report_door import made_day
from hallserver.store.reading import Reader as Connect
from hallserver.store.report_rows import Reader, read_extent
from reports.briefing import WEEKS, last_day, same_weekday
from reports.report import CHARTS, DayReport

NAMES: Final = (*(f"{chart}.svg" for chart in (*CHARTS, "picture")), "picture.pdf", "briefing.json")
"""Everything that can be asked for."""
_MINUTE_US: Final = 60_000_000
_BACK_DAYS: Final = 7 * WEEKS

Asked = tuple[str, str, str, str]
"""Name, business day (ISO), language, look."""


class Charting:
    """Draws from the day report and keeps what was drawn in this minute. One worker thread uses it."""

    def __init__(self, connect: Connect, hall: Callable[[], Hall], clock: Clock) -> None:
        """``connect`` opens the hall's file for reading, ``hall`` gives the hall as it is now."""
        self._connect, self._hall, self._clock = connect, hall, clock
        self._minute = -1
        self._reports: dict[str, DayReport] = {}
        self._drawn: dict[Asked, bytes] = {}
        self._briefings: dict[str, bytes] = {}

    def make(self, asked: Asked) -> bytes:
        """Return what is asked for, as bytes. Raises NotFound for a day on which the hall did not open, or a picture that there is not."""
        must_be_known(asked[0])
        minute = self._clock.now() // _MINUTE_US
        if minute != self._minute:
            self._minute, self._reports, self._drawn = minute, {}, {}
        if asked not in self._drawn:
            self._drawn[asked] = self._draw(asked)
        return self._drawn[asked]

    def _draw(self, asked: Asked) -> bytes:
        from reports.pictures import as_pdf, as_svg  # noqa: PLC0415 -- what draws pages is loaded when the first one is asked for

        name, day, language, look = asked
        if name == "briefing.json":
            return self._briefing(day)
        if day not in self._reports:
            with self._connect() as reader:
                self._reports[day] = self._day(reader, day)
        report = self._reports[day]
        if name == "picture.pdf":
            return as_pdf(report, language)
        return as_svg(report, name.removesuffix(".svg"), language, self._palette(look))

    def _palette(self, look: str) -> Palette:
        standard = self._hall().standard
        theme = standard.theme if standard is not None else None
        if theme is None:
            return Palette()
        return theme.dark if look == "dark" else theme.light

    def _day(self, reader: Reader, day: str) -> DayReport:
        hall = self._hall()
        return made_day(reader, day, hall.catalog, groups=hall.rules.groups, calendar=hall.rules.calendar)

    def _briefing(self, day: str) -> bytes:
        """Return what the days before say to this one; they do not change any more, so it is made once."""
        if day not in self._briefings:
            with self._connect() as reader:
                self._briefings = {day: msgspec.json.encode(self._before(reader, date.fromisoformat(day)))}
        return self._briefings[day]

    def _before(self, reader: Reader, today: date) -> dict[str, object]:
        first = (today - timedelta(days=_BACK_DAYS)).isoformat()
        days = [it.date for it in read_extent(reader.execute_sql, first, today.isoformat()).days]
        alike = [it for it in days if date.fromisoformat(it).isoweekday() == today.isoweekday()][-WEEKS:]
        made = {it: self._day(reader, it) for it in {*alike, *days[-1:]}}
        return {
            "before": last_day(made[days[-1]]) if days else None,
            "weekday": same_weekday([made[it] for it in alike]),
        }


def must_be_known(name: str) -> None:
    """Raise NotFound for a picture that there is not."""
    if name not in NAMES:
        raise NotFound("report-unknown", report=name[:60])
