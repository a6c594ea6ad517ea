# SPDX-License-Identifier: Apache-2.0
"""The clock is set, dies, or passes midnight while people wait: nobody loses a turn, nothing stands still, no day is closed."""

import asyncio
import copy
import re
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from msgspec import Struct, field

from hallserver.clock import SimulatedClock
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.apply import apply
from hallserver.core.errors import Conflict
from hallserver.core.hall import Hall
from hallserver.core.roles import Actor
from hallserver.core.rules import decide
from hallserver.daywatch import DayWatch
from hallserver.report_door import day_report
from hallserver.service import Decide, Service
from hallserver.store.accounts import Accounts
from hallserver.store.database import read_only
from hallserver.store.folder import FILE, Folder
from tests.faults.lateness import Lateness
from tests.faults.screen_line import Heard, ScreenLine, screen_line
from tests.faults.wrong_clocks import FakedTime
from tests.stories.caller import Said
from tests.stories.server_process import PATIENCE_S, HallProcess, Prepared, hallserver, journal_of, prepared, rebuilt, serving
from tests.support import DUTY, LI, NINE_US, SECOND_US, SMALL_HALL, Play, keep, new_folder, open_service, set_up

Size = Callable[[int, int], int]
Figure = Callable[[str], None]
HOUR_US = 3600 * SECOND_US
DAY_S = 86_400
SHANGHAI = ZoneInfo("Asia/Shanghai")


# ---- R16: the wall clock is set while people wait ----

STEPS = ("-1h", "+1h", "-1d")
BEAT_S = 3
"""The door's beat; the short form has one of a second."""
WAITING = 6
CALL_GAP_S = 30


class Lived(Struct, kw_only=True):
    """What a clerk, a manager and a visitor lived through."""

    beat_s: float
    still_s: float
    """A beat that has not come by then stands still."""
    late_s: float = 0.0
    """How much later than it should the machine did anything."""
    gaps_s: list[float] = field(default_factory=list)
    """Between one beat and the next, by a clock that nobody sets; infinite: none came in time."""
    waits_s: list[float] = field(default_factory=list)
    """Of who waits longest, at each beat."""
    drifts_s: list[float] = field(default_factory=list)
    """How far a wait grew differently from real time, between two beats."""
    recalls: list[tuple[int, str]] = field(default_factory=list)
    """Answers to a recall right after each step, the call being seconds old."""
    called: list[str] = field(default_factory=list)
    issued: list[str] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)
    """Numbers given, as the manager's screen has it after each step's number."""


def beats(line: ScreenLine, lived: Lived, before: Heard, oldest_us: int, count: int) -> Heard:
    """Hear so many beats after that one; keep the gaps between them and the wait that they tell. Return the last."""
    for _ in range(count):
        heard = line.hear("beat", lived.still_s)
        if heard is None:
            lived.gaps_s.append(float("inf"))
            break
        gap_s = heard.at_s - before.at_s
        lived.gaps_s.append(gap_s)
        lived.waits_s.append((heard.said["beat"] - oldest_us) / 1e6)
        lived.drifts_s.append(abs((heard.said["beat"] - before.said["beat"]) / 1e6 - gap_s))
        before = heard
    return before


def live(
    server: HallProcess, hall: Prepared, clock: FakedTime, steps: tuple[str, ...], count: int, beat_s: float, still_s: float = PATIENCE_S
) -> Lived:
    """Call somebody, let the clock be set again and again, then call all others."""
    lived = Lived(beat_s=beat_s, still_s=still_s)
    asked(server, hall.clerks[0].proof, "call-next")
    with Lateness() as late, screen_line(server, "manager", {"token": hall.manager.removeprefix("Bearer ")}) as line:
        first, beat = line.hear("view", PATIENCE_S), line.hear("beat", PATIENCE_S)
        assert first is not None
        assert beat is not None
        oldest_us = max(row["oldest_us"] for row in first.said["view"]["queues"])
        for step in steps:
            clock.set(step)
            recalled = asked(server, hall.clerks[0].proof, "recall")
            lived.recalls.append((recalled.status, recalled.json["detail"]))
            lived.issued.append(asked(server, hall.kiosks[0], "take-ticket", {"services": ["seniors"]}).result["number"])
            beat = beats(line, lived, beat, oldest_us, count)
            lived.shown.append(line.last["view"].said["view"]["totals"]["issued"])
    lived.late_s = late.forgiven(0.0)
    with server.caller(hall.clerks[0].proof) as clerk:
        while (said := clerk.command("finish-and-call").json["result"])["ticket"] is not None:
            lived.called.append(said["number"])
    return lived


def asked(server: HallProcess, proof: str, command: str, fields: object = None) -> Said:
    """Ask one command on a line of its own: a kept one is closed while nobody asks."""
    with server.caller(proof) as caller:
        return caller.command(command, fields)


def places_lost(lived: Lived) -> int:
    """Return how many of those who waited were not called, or were called behind a later number of their letter."""
    missing = WAITING - 1 + len(lived.issued) - len(lived.called)
    behind = sum(one[0] == other[0] and one > other for n, one in enumerate(lived.called) for other in lived.called[n + 1 :])
    return missing + behind


def check_lived(lived: Lived) -> None:
    """Nothing stood still, no wait ran backwards, nobody lost a place."""
    assert all(wait_s >= 0 for wait_s in lived.waits_s), f"a wait is negative: {lived.waits_s}"
    assert max(lived.gaps_s) <= 2 * lived.beat_s + lived.late_s, f"the beat stands still: {lived.gaps_s}"
    assert max(lived.drifts_s) < 60, f"a wait jumps: {lived.drifts_s}"
    assert lived.shown == [WAITING + n for n in range(1, len(lived.issued) + 1)], "a screen was not told"
    assert {status for status, _ in lived.recalls[:2]} == {422}, f"a call gap was cut short: {lived.recalls}"
    assert all(int(number) <= CALL_GAP_S for _, said in lived.recalls for number in re.findall(r"\d+(?= ?秒)", said)), lived.recalls
    assert places_lost(lived) == 0, f"the order changed: {lived.called}"


@pytest.mark.promise("R16")
@pytest.mark.faketime
def test_a_wall_clock_that_is_set_moves_nothing_in_the_hall(tmp_path: Path, size: Size, figure: Figure) -> None:
    """One correction by NTP at nine must not freeze screens until ten, nor make anybody wait less than nothing."""
    hall = prepared(tmp_path / "hall", clerks=1, tickets=WAITING)
    clock = FakedTime(tmp_path)
    beat_s = size(1, BEAT_S)
    with serving(hall.path, extra=clock.environment, beat_s=beat_s if beat_s != BEAT_S else 0) as server:
        lived = live(server, hall, clock, STEPS, size(1, 4), beat_s)
        until_s = time.monotonic() + PATIENCE_S
        while not (steps := [it.event for it in journal_of(hall.path) if isinstance(it.event, e.ClockSuspected)]):
            assert time.monotonic() < until_s, "nobody was told that the clock was set"
            time.sleep(0.05)
        assert server.stop() == 0
    negative = sum(wait_s < 0 for wait_s in lived.waits_s)
    figure(f"beat gap at most {max(lived.gaps_s):.1f} s of {beat_s} s; {negative} negative waits; {places_lost(lived)} places lost")
    check_lived(lived)
    assert len(steps) == 1, "one warning a day"
    times = [it.at_us for it in journal_of(hall.path)]
    assert times == sorted(times)
    assert rebuilt(hall.path)["differences"] == []


@pytest.mark.promise("R16")
@pytest.mark.faketime
def test_a_hall_that_follows_the_wall_clock_stands_still_for_an_hour(tmp_path: Path) -> None:
    """The control: the same hall, its clock read from the wall."""
    hall = prepared(tmp_path / "hall", clerks=1, tickets=WAITING)
    clock = FakedTime(tmp_path)
    with serving(hall.path, "anchored-clock", extra=clock.environment, beat_s=1) as server:
        lived = live(server, hall, clock, STEPS[:1], 1, 1, still_s=2.5)
    assert max(lived.gaps_s) == float("inf")
    with pytest.raises(AssertionError, match=r"a wait is negative|the beat stands still"):
        check_lived(lived)


# ---- R15: midnight, four in the morning and UTC's midnight while people wait ----

WAIT = 50
CROSSINGS = {
    "midnight": (0, lambda now: now.date()),
    "four": (4, lambda now: (now - timedelta(hours=4)).date()),
    "utc-midnight": (8, lambda now: (now.astimezone(UTC) + timedelta(days=1)).date()),
}
"""Crossing → the hour at the hall, and the date by which a program counts that changes days there; which date it is does not matter."""
Dated = Callable[[datetime], Any]


def by_the_date(dated: Dated) -> Decide:
    """Return rules that number by the date: whoever takes the first number of a new one begins a new day."""

    def rules(hall: Hall, command: c.Command, by: Actor, now_us: int) -> list[e.Event]:
        date = dated(datetime.fromtimestamp(now_us / 1e6, SHANGHAI)).isoformat()
        if not isinstance(command, c.TakeTicket) or date <= hall.day:
            return decide(hall, command, by, now_us)
        fresh, begun = copy.deepcopy(hall), e.DayOpened(date=date)
        apply(fresh, e.Entry(epoch=hall.epoch, seq=hall.seq + 1, at_us=now_us, day=date, actor=by.id, event=begun))
        return [begun, *decide(fresh, command, by, now_us)]

    return rules


class Crossed(Struct, kw_only=True):
    """Who waited, who got a number behind the crossing, and whom the counters then called."""

    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)

    @property
    def lost(self) -> int:
        """How many of those who held a number were never called."""
        return len((Counter(self.before) + Counter(self.after)) - Counter(self.called))

    @property
    def twice(self) -> int:
        """How many numbers were given to two people who both waited."""
        return sum(times - 1 for times in Counter(self.before + self.after).values())


async def crossed(path: Path, hour: int, rules: Decide) -> Crossed:
    """Let fifty people wait from a minute before this hour; two more come after it; then call everybody."""
    at_us = NINE_US - 9 * HOUR_US + (hour or 24) * HOUR_US
    clock = SimulatedClock(at_us - 2 * 60 * SECOND_US if hour == 8 else NINE_US)
    at_us += 0 if hour in (0, 8) else 24 * HOUR_US
    service, folder, _ = open_service(new_folder(path), decide=rules, clock=clock)
    watch, seen = DayWatch(service, clock), Crossed()
    try:
        await set_up(service)
        clock.move_to(at_us - 60 * SECOND_US)
        seen.before = [await take(service) for _ in range(WAIT)]
        watch.start()
        for second in range(-60, 61, 5):
            clock.move_to(at_us + second * SECOND_US)
            await calm(service)
        seen.after = [await take(service) for _ in range(2)]
        seen.called = await call_all(service)
    finally:
        watch.stop()
        folder.close()
    return seen


async def calm(service: Service) -> None:
    """Let what has begun come to its end."""
    for _ in range(5):
        await asyncio.sleep(0)
        await service.settled()


async def take(service: Service) -> str:
    """Take a number."""
    return str((await service.submit(c.TakeTicket(services=("seniors",)), DUTY)).result["number"])


async def call_all(service: Service) -> list[str]:
    """Open a counter, call and finish until nobody waits; return the numbers."""
    called: list[str] = []
    await service.submit(c.OpenCounter(counter="c1"), LI)
    while True:
        try:
            called.append(str((await service.submit(c.CallNext(), LI)).result["number"]))
        except Conflict:
            return called
        await service.submit(c.Finish(), LI)


@pytest.mark.promise("R15")
def test_fifty_who_wait_over_a_change_of_date_keep_their_numbers(tmp_path: Path, figure: Figure) -> None:
    """A hall of the night shift, and one that opened at seven when it is still yesterday in UTC."""
    seen = {name: asyncio.run(crossed(tmp_path / name, hour, decide)) for name, (hour, _) in CROSSINGS.items()}
    lost, twice = sum(it.lost for it in seen.values()), sum(it.twice for it in seen.values())
    figure(f"{len(seen)} crossings with {WAIT} waiting: {lost} lost, {twice} numbers twice")
    for name, it in seen.items():
        assert (it.lost, it.twice) == (0, 0), name
        assert it.called == sorted(it.called), name


@pytest.mark.promise("R15")
@pytest.mark.parametrize("crossing", CROSSINGS)
def test_a_hall_that_numbers_by_the_date_loses_all_fifty(tmp_path: Path, crossing: str) -> None:
    """The control: the same night with rules that look at the calendar."""
    hour, dated = CROSSINGS[crossing]
    seen = asyncio.run(crossed(tmp_path / "hall", hour, by_the_date(dated)))
    assert (seen.lost, seen.twice) == (WAIT, 2)


def before_the_hour(hour: int, lead_s: int) -> str:
    """Return the offset that makes it so long before this hour of tomorrow at the hall, for a process started now."""
    now = datetime.now(SHANGHAI)  # noqa: TID251 - the process reads the machine's clock
    aim = (now + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0)
    return f"+{(aim - now).total_seconds() - lead_s:.0f}"


@pytest.mark.promise("R15")
@pytest.mark.faketime
def test_a_real_server_passes_the_hour_and_is_killed_behind_it(tmp_path: Path, size: Size) -> None:
    """The same with the shipped program, which looks at the day when it starts behind the crossing; at length also while it passes."""
    for hour in (4, 0, 8)[: size(1, 3)]:
        hall = prepared(tmp_path / f"hall-{hour}", clerks=1, tickets=WAIT)
        clock = FakedTime(tmp_path, before_the_hour(hour, 3))
        waits = [hall_label(n) for n in range(WAIT)]
        with serving(hall.path, extra=clock.environment) as server, server.caller(hall.kiosks[0]) as kiosk:
            began_s = time.monotonic()
            first = kiosk.command("take-ticket", {"services": ["seniors"]}).result["number"]
            while time.monotonic() < began_s + size(0, 4):
                time.sleep(0.1)
            server.kill()
        clock.set(before_the_hour(hour, -4))
        proof = signed_in(hall.path, "clerk-1")
        with serving(hall.path, extra=clock.environment) as server:
            with server.caller(hall.kiosks[0]) as kiosk:
                second = kiosk.command("take-ticket", {"services": ["seniors"]}).result["number"]
            with server.caller(proof) as clerk:
                called = [clerk.command("call-next").result["number"]]
                while (said := clerk.command("finish-and-call").result)["ticket"] is not None:
                    called.append(said["number"])
        passed = journal_of(hall.path)[-1].at_us
        assert datetime.fromtimestamp(passed / 1e6, SHANGHAI).hour == hour, "the crossing was not passed"
        assert sorted(called) == sorted([*waits, first, second])


def signed_in(path: Path, person: str) -> str:
    """Sign somebody in while nobody serves the folder, at the time of its last event; return the Authorization header."""
    at_us = journal_of(path)[-1].at_us
    with closing(Folder(path)) as folder, closing(Accounts(folder.database, lambda: at_us)) as accounts:
        return f"Bearer {asyncio.run(accounts.sign_in(person))}"


def hall_label(n: int) -> str:
    """Return the number of the n-th of those who wait, in both queues in turn."""
    return f"{'BA'[(n + 1) % 2]}{n // 2 + 1:03d}"


@pytest.mark.promise("R15")
def test_a_server_that_died_between_the_close_and_the_open_opens_the_day(tmp_path: Path) -> None:
    """At four the day was closed; the power came back at six: at nine the kiosks must give numbers."""

    async def story() -> tuple[str, bool]:
        path = new_folder(tmp_path / "hall")
        service, folder, clock = open_service(path)
        await set_up(service)
        clock.move_to(NINE_US + 19 * HOUR_US)
        await service.submit(c.CloseDay(), Actor(kind="service", name="clock", roles=frozenset({"service"})))
        folder.close()
        service, folder, clock = open_service(path, clock=SimulatedClock(NINE_US + 21 * HOUR_US))
        await DayWatch(service, clock).look()
        folder.close()
        return service.hall.day, service.hall.open

    assert asyncio.run(story()) == ("2026-11-24", True)


# ---- R17: the clock is dead when the server starts ----

DEAD = {"1970": "@1970-01-01 00:01:00", "2099": "@2099-06-01 09:00:00"}
TOLD_S = 10


class Booted(Struct, kw_only=True):
    """What a hall did that started with a dead clock."""

    told_s: float
    """From the start of the process until the manager's screen has the warning; infinite: it never did."""
    within_s: float = 0.0
    """So soon it must have it, on this machine as it was."""
    number: str = ""
    day: str = ""
    times_us: list[int] = field(default_factory=list)
    closed: int = 0


def booted(hall: Prepared, clock: FakedTime, *without: str) -> Booted:
    """Start with that clock, wait for the warning and two more looks at the day, take a number."""
    began_s = time.monotonic()
    with Lateness() as late, serving(hall.path, *without, extra=clock.environment) as server, server.caller(hall.manager) as manager:
        found = Booted(told_s=float("inf"))
        while time.monotonic() < began_s + PATIENCE_S and found.told_s == float("inf"):
            said = manager.ask("GET", "/api/v1/views/manager")
            if said.status != 200 or said.json["day"]["date"] != journal_day(hall):
                break
            if said.json["day"]["clock_suspect"]:
                found.told_s, found.within_s = time.monotonic() - began_s, late.forgiven(TOLD_S)
            time.sleep(0.05)
        with server.caller(hall.kiosks[0]) as kiosk:
            found.number = kiosk.command("take-ticket", {"services": ["seniors"]}).result["number"]
    entries = journal_of(hall.path)
    found.day, found.times_us = entries[-1].day, [it.at_us for it in entries]
    found.closed = sum(isinstance(it.event, e.DayClosed) for it in entries)
    return found


def journal_day(hall: Prepared) -> str:
    """Return the business day that the hall was prepared with."""
    return next(it.event.date for it in journal_of(hall.path) if isinstance(it.event, e.DayOpened))


@pytest.mark.promise("R17")
@pytest.mark.faketime
def test_a_dead_clock_closes_nobody_s_day(tmp_path: Path, figure: Figure) -> None:
    """The battery is empty, nobody waits yet, the day was left open: the last business day goes on and the manager is told."""
    clock, boots = FakedTime(tmp_path), dict[str, Booted]()
    for year, said in DEAD.items():
        hall = prepared(tmp_path / f"hall-{year}", clerks=1)
        day, last_us = journal_day(hall), journal_of(hall.path)[-1].at_us
        clock.set(said)
        found = boots[year] = booted(hall, clock)
        assert (found.day, found.number) == (day, "A001"), year
        assert found.times_us == sorted(found.times_us), year
        assert found.times_us[-1] - last_us < HOUR_US, f"an event lies at the time of the dead clock: {year}"
        doctor = hallserver("doctor", "--data", hall.path, extra=clock.environment)
        assert [line.split()[0] for line in doctor.stdout.splitlines() if " clock " in line] == ["bad"], year
    closed, told_s = sum(it.closed for it in boots.values()), max(it.told_s for it in boots.values())
    figure(f"boots in {', '.join(boots)}: {closed} days closed, manager told within {told_s:.1f} s")
    assert closed == 0
    assert all(it.told_s <= it.within_s for it in boots.values()), boots


@pytest.mark.promise("R17")
@pytest.mark.faketime
def test_the_day_after_a_dead_clock_has_its_right_date(tmp_path: Path) -> None:
    """Nothing was bound to 2099: with the clock set right, closing and opening by hand brings the hall back to the true time."""
    hall = prepared(tmp_path / "hall", clerks=1)
    clock = FakedTime(tmp_path, DEAD["2099"])
    with serving(hall.path, extra=clock.environment) as server, server.caller(hall.manager) as manager:
        clock.set("+2d")
        assert manager.command("close-day").status == 200
        assert manager.command("open-day").status == 200
    now_us = time.time_ns() // 1000  # noqa: TID251 - the true time is what this is about
    assert abs(journal_of(hall.path)[-1].at_us - now_us - 2 * DAY_S * SECOND_US) < HOUR_US


@pytest.mark.promise("R17")
@pytest.mark.faketime
def test_a_clock_that_believes_everything_closes_the_day_and_binds_the_hall_to_2099(tmp_path: Path) -> None:
    """The control."""
    hall = prepared(tmp_path / "hall", clerks=1)
    found = booted(hall, FakedTime(tmp_path, DEAD["2099"]), "clock-doubt")
    assert (found.told_s, found.day[:4], found.closed) == (float("inf"), "2099", 1)
    assert datetime.fromtimestamp(found.times_us[-1] / 1e6, UTC).year == 2099


# ---- R18: daylight saving ----

BERLIN = ZoneInfo("Europe/Berlin")
CHANGES = {"autumn": "2027-10-31", "spring": "2027-03-28"}
KEPT = Callable[[int], int]


def as_local(at_us: int) -> int:
    """Return what is left of a moment that is kept as the local time of day, the way clocks on the wall show it."""
    local = datetime.fromtimestamp(at_us / 1e6, BERLIN).replace(tzinfo=None)
    return int(local.replace(tzinfo=UTC).timestamp() * 1e6)


def night(date: str, keeps: KEPT, tickets: int) -> list[e.Entry]:
    """Let people take numbers and be served all through the night of the change; every moment is kept as ``keeps`` says."""
    rows = SMALL_HALL | {"hall": [SMALL_HALL["hall"][0] | {"zone": "Europe/Berlin"}]}
    play = Play(rows)
    play.ask(c.CloseDay(), DUTY)
    play.now_us = int(datetime.fromisoformat(f"{date}T00:07:00").replace(tzinfo=BERLIN).timestamp()) * SECOND_US
    play.ask(c.OpenDay(), DUTY)
    play.open("c1", LI)
    for _ in range(tickets):
        play.take()
        play.later(5 * 3600 / tickets - 130)
        play.later(60).serve(seconds=50)
        play.later(10)
    play.ask(c.CloseDay(rest="left"), DUTY)
    return [msgspec.structs.replace(it, at_us=keeps(it.at_us)) for it in play.entries]


def reported(path: Path, entries: list[e.Entry], date: str) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Return the day report of these entries as section → group name → figures."""
    with closing(Folder(new_folder(path))) as folder:
        keep(folder, entries)
        reader = read_only(path / FILE)
        hall = folder.journal.load()
        said = msgspec.json.decode(day_report(reader, date, "json", "en", hall.catalog))
        reader.close()
    sections: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for section in said["sections"]:
        names = [group["name"] for group in section["groups"]]
        assert len(set(names)) == len(names), f"two groups have one name: {names}"
        sections[section["key"]] = {group["name"]: group["figures"] for group in section["groups"]}
    return sections


def total(groups: dict[str, list[dict[str, Any]]], key: str) -> float:
    """Return the sum of a figure's numerators over all groups."""
    return sum(it["numerator"] or 0 for figures in groups.values() for it in figures if it["key"] == key)


def differences(sections: dict[str, dict[str, list[dict[str, Any]]]], entries: list[e.Entry]) -> tuple[list[str], list[float]]:
    """Return the sums of the report that are not those of the events, and the waits that are less than nothing."""
    issued = {f"{it.epoch}.{it.seq}": it.at_us for it in entries if isinstance(it.event, e.TicketIssued)}
    called = {it.event.ticket: it.at_us for it in entries if isinstance(it.event, e.TicketCalled)}
    waits_s = [(called[ticket] - at_us) / 1e6 for ticket, at_us in issued.items()]
    sums = {"half.arrivals": len(issued), "half.calls": len(called), "wait.mean": pytest.approx(sum(waits_s))}
    differ = [key for key, wanted in sums.items() if total(sections["by-half-hour"], key) != wanted]
    return differ, [wait_s for wait_s in waits_s if wait_s < 0]


def check_night(sections: dict[str, dict[str, list[dict[str, Any]]]], entries: list[e.Entry]) -> None:
    """Every sum of the report is that of the events, no time is less than nothing, and the night has its hours."""
    differ, negative = differences(sections, entries)
    assert negative == [], "somebody waited less than nothing"
    assert differ == []
    hours = list(sections["by-half-hour"])
    assert len(hours) in (10, 11), f"the night has an hour too many or too few: {hours}"


@pytest.mark.promise("R18")
def test_the_night_of_the_change_adds_up(tmp_path: Path, size: Size, figure: Figure) -> None:
    """An hour that is there twice, or not at all, is neither in the waits nor in the sums."""
    nights = {date: night(date, lambda at_us: at_us, size(60, 100)) for date in CHANGES.values()}
    reports = {date: reported(tmp_path / date, entries, date) for date, entries in nights.items()}
    found = [differences(reports[date], entries) for date, entries in nights.items()]
    differ, negative = sum(len(it[0]) for it in found), sum(len(it[1]) for it in found)
    figure(f"{len(found)} changes in Europe/Berlin: {differ} sums differ from the event log, {negative} negative waits")
    for date, entries in nights.items():
        check_night(reports[date], entries)


@pytest.mark.promise("R18")
@pytest.mark.parametrize(("season", "harm"), [("autumn", "less than nothing"), ("spring", "too many")])
def test_times_kept_as_the_wall_shows_them_do_not_add_up(tmp_path: Path, season: str, harm: str) -> None:
    """The control: the same night, kept in local time."""
    date = CHANGES[season]
    entries = night(date, as_local, 60)
    with pytest.raises(AssertionError, match=harm):
        check_night(reported(tmp_path / "hall", entries, date), entries)
