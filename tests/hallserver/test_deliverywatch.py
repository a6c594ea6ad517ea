# SPDX-License-Identifier: Apache-2.0
"""Reports by the clock: each once, what fails again and ever more rarely, over restarts, and the hall never waits."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from hallserver.clock import SimulatedClock
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_SETUP
from hallserver.deliverywatch import BACKOFF_S, Channel, DeliveryWatch, Due, Making, Past, Way, due, over
from hallserver.mailing import Attached, Undelivered
from hallserver.report_process import NotMade
from hallserver.service import Service
from hallserver.store.delivery_rows import read_deliveries
from reports.kinds import Span
from tests.support import Play, new_folder, open_service, set_up

KINDS = ("day", "week", "month")
MINUTE_US = 60_000_000


def at(text: str) -> int:
    """Return a local time of the hall (UTC+8) in µs."""
    return int(datetime.fromisoformat(f"{text}+08:00").astimezone(UTC).timestamp()) * 1_000_000


def spans(hall: Hall, now: str) -> list[str]:
    """Return the first dates of what is over."""
    found = [over(kind, hall, at(now)) for kind in KINDS]
    return [it.first.isoformat() if it is not None else "" for it in found]


def test_a_range_is_over_when_its_last_day_is_closed() -> None:
    """A week on Monday, a month on the first: not at midnight while Sunday's day is still open, and no day twice."""
    hall = Play().hall
    assert spans(hall, "2026-11-23T09:00:00") == ["", "2026-11-16", "2026-10-01"]
    hall.rates_day, hall.open, hall.day = "2026-11-29", True, "2026-11-30"
    assert spans(hall, "2026-11-30T23:59:59") == ["2026-11-29", "2026-11-23", "2026-10-01"]
    assert spans(hall, "2026-12-01T00:30:00") == ["2026-11-29", "2026-11-23", "2026-10-01"], "November's last day is still open"
    hall.rates_day, hall.open = "2026-11-30", False
    assert spans(hall, "2026-12-01T00:30:00") == ["2026-11-30", "2026-11-23", "2026-11-01"]
    hall.rates_day, hall.day = "2027-01-03", "2027-01-03"
    assert spans(hall, "2027-01-04T08:00:00") == ["2027-01-03", "2026-12-28", "2026-12-01"]


def test_each_is_due_once_a_way_and_after_a_long_rest_only_the_last() -> None:
    """Three weeks off: one day, one week, not three; what failed waits until its time has come."""
    hall = Play().hall
    hall.rates_day = "2026-11-20"

    def said(kind: str, first: str, state: str, again_us: int = 0) -> Past:
        event = e.DeliveryReported(report=kind, from_date=first, to_date="", channel="mail", state=state, again_us=again_us, tries=3)
        return {(kind, "mail"): event}

    def now_due(past: Past, kinds: Sequence[str] = ("week",)) -> list[tuple[str, str, int]]:
        return [(it.kind, it.span.first.isoformat(), it.tries) for it in due(kinds, ["mail"], past, hall, at("2026-11-23T09:00:00"))]

    assert now_due({}, KINDS) == [("day", "2026-11-20", 0), ("week", "2026-11-16", 0), ("month", "2026-10-01", 0)]
    for state in ("delivered", "empty"):
        assert now_due(said("week", "2026-11-16", state)) == []
        assert now_due(said("week", "2026-10-26", state)) == [("week", "2026-11-16", 0)]
    assert now_due(said("week", "2026-11-16", "failing", at("2026-11-23T09:00:01"))) == []
    assert now_due(said("week", "2026-11-16", "failing", at("2026-11-23T09:00:00"))) == [("week", "2026-11-16", 3)]
    assert now_due(said("week", "2026-11-09", "failing", at("2026-11-23T10:00:00"))) == [("week", "2026-11-16", 0)], (
        "an older one is given up"
    )
    assert [
        it.channel for it in due(["week"], ["folder", "mail"], said("week", "2026-11-16", "delivered"), hall, at("2026-11-23T09:00:00"))
    ] == ["folder"]


class Pretend:
    """Makes files of nothing and notes what was delivered; either fails as told."""

    def __init__(self) -> None:
        """Begin without a fault."""
        self.made: list[tuple[str, date, bool]] = []
        self.delivered: list[str] = []
        self.fault: Exception | None = None

    def make(self, kind: str, span: Span, named: bool) -> Sequence[Attached]:  # noqa: FBT001 -- as the watch calls it
        """Note it."""
        self.made.append((kind, span.first, named))
        if isinstance(self.fault, NotMade):
            raise self.fault
        return [Attached(f"{kind}.pdf", b"%PDF")]

    def cancel(self) -> None:
        """Note it."""
        self.delivered.append("cancelled")

    def deliver(self, it: Due, files: Sequence[Attached]) -> None:
        """Note it."""
        if self.fault is not None:
            raise self.fault
        self.delivered.append(" ".join([f"{it.kind} {it.span.first} {files[0].name}", *it.left]))


Story = Callable[[Service, SimulatedClock, DeliveryWatch, Pretend], Coroutine[Any, Any, None]]


def play(path: Path, story: Story, *, kinds: Sequence[str] = ("day",), channels: Sequence[Channel] = ("mail",)) -> None:
    """Play a story in a small hall whose reports are delivered; what its journal says of deliveries is read as at a start."""

    async def open_and_play() -> None:
        service, folder, clock = open_service(path)
        pretend = Pretend()
        ways: dict[Channel, Way] = dict.fromkeys(channels, pretend.deliver)
        try:
            if service.hall.seq == 0:
                await set_up(service)
            with folder.database.reader() as database:
                past = read_deliveries(database.execute_sql)
            clock.move_to(max(clock.now(), service.hall.at_us))
            await story(
                service,
                clock,
                DeliveryWatch(service, clock, Making(kinds=tuple(kinds), make=pretend.make, cancel=pretend.cancel), ways, past),
                pretend,
            )
            await service.settled()
        finally:
            folder.close()

    asyncio.run(open_and_play())


async def closed(service: Service) -> None:
    """Close the day."""
    await service.submit(c.CloseDay(), SERVICE_SETUP)


def test_a_day_is_delivered_when_it_is_closed_and_never_again(tmp_path: Path) -> None:
    """With the staff's names into the house's own folder, without them by mail; not after a restart either."""
    hall = new_folder(tmp_path / "hall")

    async def first(service: Service, _: SimulatedClock, watch: DeliveryWatch, pretend: Pretend) -> None:
        await watch.look()
        assert pretend.made == []
        await closed(service)
        await watch.look()
        await watch.look()
        assert pretend.made == [("day", date(2026, 11, 23), True), ("day", date(2026, 11, 23), False)]
        assert pretend.delivered == ["day 2026-11-23 day.pdf"] * 2
        assert service.hall.undelivered == {}

    async def second(_: Service, __: SimulatedClock, watch: DeliveryWatch, pretend: Pretend) -> None:
        await watch.look()
        assert pretend.made == []

    play(hall, first, channels=("folder", "mail"))
    play(hall, second, channels=("folder", "mail"))


def test_what_fails_is_tried_again_ever_more_rarely_and_a_restart_goes_on_from_there(tmp_path: Path) -> None:
    """The manager sees it until it has gone through; the third try after a restart is the third."""
    hall = new_folder(tmp_path / "hall")

    async def failing(service: Service, clock: SimulatedClock, watch: DeliveryWatch, pretend: Pretend) -> None:
        await closed(service)
        pretend.fault = Undelivered("connect", "nobody there")
        await watch.look()
        assert service.hall.undelivered == {"mail": "connect"}
        clock.move_to(clock.now() + BACKOFF_S[0] * 1_000_000 - 1)
        await watch.look()
        assert len(pretend.made) == 1
        clock.move_to(clock.now() + 1)
        await watch.look()
        assert len(pretend.made) == 2

    async def restarted(service: Service, clock: SimulatedClock, watch: DeliveryWatch, pretend: Pretend) -> None:
        await watch.look()
        assert pretend.made == [], "a restart is no reason to try earlier"
        clock.move_to(clock.now() + BACKOFF_S[1] * 1_000_000)
        await watch.look()
        assert pretend.delivered == ["day 2026-11-23 day.pdf"]
        assert service.hall.undelivered == {}
        told = [it.event for it in service._folder.journal.after(0, 0) if isinstance(it.event, e.DeliveryReported)]
        assert [(it.state, it.why, it.tries) for it in told] == [("failing", "connect", 1), ("failing", "connect", 2), ("delivered", "", 3)]

    play(hall, failing)
    play(hall, restarted)


def test_what_some_mailboxes_did_not_take_goes_to_those_alone_that_may_take_it_yet(tmp_path: Path) -> None:
    """One took it, one refused for good, one for now; over a restart. It is never called delivered, and the manager sees it."""
    hall = new_folder(tmp_path / "hall")
    later, gone = "0f3a9c21", "d7be5544"

    async def first(service: Service, clock: SimulatedClock, watch: DeliveryWatch, pretend: Pretend) -> None:
        await closed(service)
        pretend.fault = Undelivered("some-refused", "", left=[later], gone=[gone], taken=True)
        await watch.look()
        assert service.hall.undelivered == {"mail": "some-refused"}
        clock.move_to(clock.now() + BACKOFF_S[0] * 1_000_000)
        pretend.fault = Undelivered("connect", "nobody there")
        await watch.look()
        assert service.hall.undelivered == {"mail": "connect"}

    async def restarted(service: Service, clock: SimulatedClock, watch: DeliveryWatch, pretend: Pretend) -> None:
        clock.move_to(clock.now() + BACKOFF_S[1] * 1_000_000)
        await watch.look()
        assert pretend.delivered == [f"day 2026-11-23 day.pdf {later}"]
        clock.move_to(clock.now() + 24 * 60 * MINUTE_US)
        await watch.look()
        assert len(pretend.delivered) == 1, "there is nobody left"
        assert service.hall.undelivered == {"mail": "some-refused"}
        told = [it.event for it in service._folder.journal.after(0, 0) if isinstance(it.event, e.DeliveryReported)]
        assert [(it.state, it.why, it.left, it.gone, it.again_us > 0) for it in told] == [
            ("partly", "some-refused", (later,), (gone,), True),
            ("partly", "connect", (later,), (gone,), True),
            ("partly", "some-refused", (), (gone,), False),
        ]

    play(hall, first)
    play(hall, restarted)


@pytest.mark.parametrize(
    ("fault", "state", "why", "again"),
    [
        (Undelivered("refused", "", gone=["d7be5544"]), "failing", "refused", False),
        (Undelivered("some-refused", "", left=["0f3a9c21"], gone=["d7be5544"]), "failing", "some-refused", True),
        (Undelivered("some-later", "", left=["0f3a9c21"], taken=True), "partly", "some-later", True),
        (Undelivered("later", "", left=["0f3a9c21", "d7be5544"]), "failing", "later", True),
    ],
)
def test_nobody_is_tried_again_who_refused_for_good(tmp_path: Path, fault: Undelivered, state: str, why: str, again: bool) -> None:  # noqa: FBT001 -- a table
    """A mail that came to nobody failed; one that came to some did in part."""

    async def story(service: Service, clock: SimulatedClock, watch: DeliveryWatch, pretend: Pretend) -> None:
        await closed(service)
        pretend.fault = fault
        await watch.look()
        [said] = [it.event for it in service._folder.journal.after(0, 0) if isinstance(it.event, e.DeliveryReported)]
        assert (said.state, said.why, said.left, said.gone, said.again_us > clock.now()) == (state, why, fault.left, fault.gone, again)

    play(new_folder(tmp_path / "hall"), story)


@pytest.mark.parametrize(
    ("fault", "state", "why"),
    [
        (NotMade("nothing", 66), "empty", ""),
        (NotMade("broken", 1), "failing", "not-made"),
        (ValueError("surprise"), "failing", "not-made"),
    ],
)
def test_nothing_to_report_is_no_fault_and_whatever_else_happens_is_seen(tmp_path: Path, fault: Exception, state: str, why: str) -> None:
    """A hall that did not open in a week has no report of it; the hall goes on in any case."""

    async def story(service: Service, clock: SimulatedClock, watch: DeliveryWatch, pretend: Pretend) -> None:
        await closed(service)
        pretend.fault = fault
        await watch.look()
        [said] = [it.event for it in service._folder.journal.after(0, 0) if isinstance(it.event, e.DeliveryReported)]
        assert (said.state, said.why, said.again_us > clock.now()) == (state, why, state == "failing")

    play(new_folder(tmp_path / "hall"), story)


def test_it_looks_by_itself_and_a_way_that_hangs_holds_nobody_up(tmp_path: Path) -> None:
    """The next look does not begin a second delivery beside one that hangs; commands go on."""

    async def story(service: Service, clock: SimulatedClock, watch: DeliveryWatch, pretend: Pretend) -> None:
        await closed(service)
        hangs = asyncio.Event()
        loop = asyncio.get_running_loop()

        def hang(it: Due, files: Sequence[Attached]) -> None:
            asyncio.run_coroutine_threadsafe(hangs.wait(), loop).result(20)
            pretend.deliver(it, files)

        watch._ways = {"mail": hang}
        watch.start()
        while not pretend.made:  # noqa: ASYNC110 -- made on another thread
            await asyncio.sleep(0.001)
        clock.move_to(clock.now() + 5 * MINUTE_US)
        await service.submit(c.OpenDay(), SERVICE_SETUP)
        assert (service.hall.open, len(pretend.made), pretend.delivered) == (True, 1, [])
        hangs.set()
        assert watch._task is not None
        await watch._task
        watch.stop()
        assert pretend.delivered == ["day 2026-11-23 day.pdf", "cancelled"]

    play(new_folder(tmp_path / "hall"), story)


def test_a_hall_without_a_way_never_looks(tmp_path: Path) -> None:
    """Nothing is set on most machines."""

    async def story(_: Service, __: SimulatedClock, watch: DeliveryWatch, pretend: Pretend) -> None:
        watch.start()
        assert (watch._task, watch._timer, pretend.made) == (None, None, [])
        watch.stop()
        assert pretend.delivered == ["cancelled"]

    play(new_folder(tmp_path / "hall"), story, channels=())
