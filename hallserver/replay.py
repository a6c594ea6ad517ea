# SPDX-License-Identifier: Apache-2.0
"""Play a real day through the real service and store: ``hallserver replay FILE --data DIR``.

One counter per service. Issues come before calls at the same instant; before each call that
counter's last ticket is finished with outcome ``unrecorded``; the day is closed at the end.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from msgspec import Struct

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.hall import Ticket
from hallserver.core.roles import SERVICE_SETUP, Actor
from hallserver.daysheet import Sheet, SheetRow
from hallserver.service import Service
from reports.figures import at_rank

_ISSUER = Actor(kind="device", name="replay", roles=frozenset({"guide"}))
"""Gives every number of the day: the file does not say which kiosk did, and one alone would be too slow."""
_LEAD_US = 60_000_000
"""The hall is set up a minute before the first ticket."""

WaitUntil = Callable[[int], Awaitable[None]]
"""Brings the clock to a time (UTC µs): at once on a simulated clock, by sleeping when played live."""


class Played(Struct, kw_only=True):
    """What came of a replay: the figures of its last line."""

    tickets: int = 0
    called: int = 0
    not_called: int = 0
    wait_mean_s: float = 0.0
    wait_median_s: float = 0.0
    wait_p90_s: float = 0.0
    equal_numbers: int = 0
    out_of_order: int = 0
    events: int = 0
    seconds: float = 0.0


def rows_of(sheet: Sheet, zone: str) -> dict[str, list[dict[str, Any]]]:
    """Return the catalog rows of a hall that has just this day's services: a queue and a counter for each.

    The file names nobody: whoever served is told apart by counter alone, and named as that.
    """
    queues: list[dict[str, Any]] = []
    services: list[dict[str, Any]] = []
    counters: list[dict[str, Any]] = []
    people: list[dict[str, Any]] = []
    for place, (service, letter) in enumerate(sorted(sheet.letters.items(), key=lambda it: it[1]), start=1):
        slug, names = letter.lower(), {"zh-Hans": service[:80]}
        queues.append({"slug": slug, "names": names, "letter": letter})
        services.append({"slug": slug, "names": names, "queue": slug})
        counters.append({"slug": slug, "names": {"zh-Hans": f"{place}号窗口"}, "number": place, "queues": [slug]})
        people.append({"slug": f"replay-{slug}", "names": {"zh-Hans": f"未记姓名（{place}号窗口）", "en": f"Not named (counter {place})"}})
    hall = {"slug": "replay", "names": {"zh-Hans": "重放的大厅", "en": "Replayed hall"}, "zone": zone}
    return {"hall": [hall], "queues": queues, "services": services, "counters": counters, "people": people}


def zone_of(sheet: Sheet) -> str:
    """Return the fixed-offset zone that the file's times are written in, e.g. ``Etc/GMT-1`` for +01:00.

    There is no such zone, only its name, for an offset that is not in whole hours or too large.
    """
    hours, minutes = divmod(abs(sheet.offset_s) // 60, 60)
    sign = "-" if sheet.offset_s > 0 else "+"
    return f"Etc/GMT{sign}{hours}" + (f":{minutes:02d}" if minutes else "")


def first_us(sheet: Sheet) -> int:
    """Return when the hall is set up: a minute before the first ticket."""
    return min(row.issued_us for row in sheet.rows) - _LEAD_US


def unreadable_letters(sheet: Sheet) -> list[str]:
    """Return the file's letters that look like digits; they are kept, with a warning."""
    return sorted(letter for letter in sheet.letters.values() if set(letter) & {"I", "O"})


class Player:
    """Feeds one day into a service, each command awaited."""

    def __init__(self, service: Service, sheet: Sheet, standard: str, wait_until: WaitUntil) -> None:
        """Take an empty hall, the day, the standard's text and how to bring the clock on."""
        self._service, self._sheet, self._standard, self._wait_until = service, sheet, standard, wait_until
        self.played = Played()
        self._clerks = {
            letter: Actor(kind="person", name=f"replay-{letter.lower()}", roles=frozenset({"clerk"})) for letter in sheet.letters.values()
        }

    async def play(self, zone: str) -> Played:
        """Set the hall up, play every issue and call, close the day; return the figures but ``seconds``."""
        await self.open(zone)
        for at_us, is_call, row in self._steps():
            await self._wait_until(at_us)
            await (self._call(row) if is_call else self._issue(row))
        await self.close()
        return self.played

    def _steps(self) -> list[tuple[int, bool, SheetRow]]:
        issues = [(row.issued_us, False, row) for row in self._sheet.rows]
        calls = [(row.called_us, True, row) for row in self._sheet.rows if row.called_us is not None]
        return sorted([*issues, *calls], key=lambda step: step[:2])

    async def open(self, zone: str) -> None:
        """Set the hall up a minute before the first ticket, open the day and every counter."""
        await self._wait_until(first_us(self._sheet))
        await self._service.submit(c.AdoptStandard(text=self._standard), SERVICE_SETUP)
        for section, rows in rows_of(self._sheet, zone).items():
            await self._service.submit(c.Configure(section=section, rows=rows), SERVICE_SETUP)  # type: ignore[arg-type]
        await self._service.submit(c.OpenDay(), SERVICE_SETUP)
        for letter, clerk in self._clerks.items():
            await self._service.submit(c.OpenCounter(counter=letter.lower()), clerk)

    async def _issue(self, row: SheetRow) -> None:
        answer = await self._service.submit(c.TakeTicket(services=(row.letter.lower(),)), _ISSUER)
        self.played.tickets += 1
        self.played.equal_numbers += answer.result["number"] == row.number

    async def _call(self, row: SheetRow) -> None:
        clerk, counter = self._clerks[row.letter], row.letter.lower()
        await self._finish(counter, clerk)
        answer = await self._service.submit(c.CallNext(), clerk)
        called = answer.events[-1].event
        assert isinstance(called, e.TicketCalled)
        self.played.out_of_order += self._service.hall.tickets[called.ticket].label != row.number

    async def _finish(self, counter: str, clerk: Actor) -> None:
        if self._service.hall.counter(counter).ticket:
            await self._service.submit(c.Finish(outcome="unrecorded"), clerk)

    async def close(self) -> None:
        """Finish who is in hand, note the waits, close the day over who was never called."""
        for letter, clerk in self._clerks.items():
            await self._finish(letter.lower(), clerk)
        waits_s = sorted(wait_s for wait_s in map(_wait_s, self._service.hall.tickets.values()) if wait_s is not None)
        self.played.called = len(waits_s)
        self.played.not_called = self.played.tickets - len(waits_s)
        self.played.wait_mean_s = round(sum(waits_s) / len(waits_s), 3) if waits_s else 0.0
        self.played.wait_median_s = at_rank(waits_s, 50) or 0.0
        self.played.wait_p90_s = at_rank(waits_s, 90) or 0.0
        answer = await self._service.submit(c.CloseDay(rest="left"), SERVICE_SETUP)
        self.played.events = answer.seq


def _wait_s(ticket: Ticket) -> float | None:
    leg = ticket.legs[0]
    return None if leg.first_called_us is None else (leg.first_called_us - leg.opened_us) / 1e6
