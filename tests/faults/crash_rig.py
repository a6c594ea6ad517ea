# SPDX-License-Identifier: Apache-2.0
"""A hall whose server and agent are killed at a certain system call, the people who use it, and what must be true afterwards.

Two kiosks, one clerk. Whoever hears nothing asks again under the same key, as kiosks and terminals do;
but the other kiosk gets its turn first, so that a number which was not written down would be given again.
"""

import asyncio
import json
import socket
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec
from msgspec import Struct, field

from devices.config import Config
from devices.keys import write_key
from devices.ledger import Line
from hallserver.clock import AnchoredClock
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.jobs import PrintSlip
from hallserver.core.roles import SERVICE_SETUP
from hallserver.service import Service
from hallserver.store.folder import Folder, open_reading
from hallserver.store.rebuild import check
from hallserver.words import say
from tests.faults import crash_hall
from tests.faults.forked import Forked, Program, until
from tests.faults.strace import Tracer
from tests.stories.caller import Caller, Unheard
from tests.stories.server_process import journal_of, prepared

AGENT = "agent-1"
Fault = tuple[str, int]
"""What happens at the call, in strace's words, and how the process must end by it: its exit code, or minus a signal."""
KILL: Fault = ("signal=KILL", -9)
EIO: Fault = ("error=EIO", 70)
MOST = 400
"""Calls of one kind in a round: more than there can be; the loop over them is bounded by it."""


class Paper(Struct, frozen=True, kw_only=True):
    """One slip that came out of a printer: what it was for and, where that can be read, its number and whether it is marked 补打."""

    job: str
    copy: int
    number: str | None = None
    marked: bool | None = None

    @property
    def ticket(self) -> str:
        """Return the ticket's id."""
        return self.job.split("/")[1]


class RollTray:
    """What came out of a printer on a roll."""

    def __init__(self, roll: Path) -> None:
        """Look at this roll."""
        self._roll, self._mark = roll, say("slip.copy", "zh-Hans", copy=2)

    def papers(self) -> list[Paper]:
        """Return the slips in order; the number is what stands in the largest letters."""
        lines = self._roll.read_bytes().splitlines() if self._roll.exists() else []
        return [self._read(msgspec.json.decode(line, type=PrintSlip)) for line in lines]

    def _read(self, slip: PrintSlip) -> Paper:
        number = max(slip.lines, key=lambda line: line.size).text
        return Paper(job=slip.job, copy=slip.copy, number=number, marked=self._mark in [line.text for line in slip.lines])


class PretendTray:
    """What came out of a pretend printer: pictures, and a list that a killed printer may not have come to."""

    def __init__(self, folder: Path) -> None:
        """Look at this folder."""
        self._folder = folder
        self._unlisted: dict[tuple[str, int], Paper] = {}
        """Pictures by name and the time they were made."""

    def papers(self) -> list[Paper]:
        """Return the listed slips and the unlisted ones."""
        file = self._folder / "printed.jsonl"
        rows = [json.loads(line) for line in file.read_bytes().splitlines()] if file.exists() else []
        listed = {row["file"] for row in rows}
        for picture in self._folder.glob("*.png"):
            if picture.name not in listed:
                _, ticket, copy = picture.stem.split("_")
                paper = Paper(job=f"slip/{ticket}/{copy}", copy=int(copy))
                self._unlisted[picture.name, picture.stat().st_mtime_ns] = paper
        return [Paper(job=row["job"], copy=row["copy"]) for row in rows] + list(self._unlisted.values())


class Tap(Struct, kw_only=True):
    """A visitor's wish for a ticket: its key, the papers that were out before, and the answer."""

    key: str
    proof: str
    seen: frozenset[str]
    result: dict[str, Any] = field(default_factory=dict)


class Point(Struct, frozen=True, kw_only=True):
    """Where somebody is killed: at the ``nth`` call of this kind; ``who`` is ``server`` or ``agent``."""

    who: str
    call: str
    nth: int
    phase: str = "print"
    """The tracer attaches before the tap (``print``), before the clerk's key (``call``), at the start, or at the stop."""
    follow: bool = True
    """All threads; else the main one alone."""


class Rig:
    """The hall, its people and its printer, from round to round."""

    def __init__(self, folder: Path, serve: Program, drive: Program, *more: object, fault: Fault = KILL) -> None:
        """Prepare the data folder; ``more`` is handed to ``serve``."""
        self._fault = fault
        self.folder, self.data, self.out, self._log = folder, folder / "hall", folder / "out", folder / "strace"
        roll = folder / "roll"
        self.tray: RollTray | PretendTray = PretendTray(self.out / "printer-1") if drive is crash_hall.drive else RollTray(roll)
        hall = prepared(self.data, clerks=1, kiosks=2, agent=True)
        asyncio.run(_mute(self.data))
        self._kiosks, self._clerk = hall.kiosks, hall.clerks[0].proof
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        keys = folder / "keys.json"
        write_key(keys, AGENT, hall.agent)
        config = Config(server=f"http://127.0.0.1:{self._port}", agent=AGENT, keys=keys, out=self.out, first_wait_s=0.01, repeat_s=0.2)
        self._programs: dict[str, tuple[Program, tuple[object, ...]]] = {
            "server": (serve, (self.data, self._port, *more)),
            "agent": (drive, (config, roll)),
        }
        self._running: dict[str, Forked] = {}
        self._armed: tuple[Point, ExitStack] | None = None
        self.taps: list[Tap] = []
        self.calls: list[dict[str, Any]] = []
        self._pressed = 0
        self.hit: list[str] = []
        """Every point at which somebody was killed, or failed and ended."""
        self.ignored: list[Point] = []
        """Points at which a call failed and the process went on."""
        self.orphans: set[str] = set()
        """Papers that were out when the server was killed and that no row told of."""

    def __enter__(self) -> Self:
        """Start both, and play once without a fault: the printer has confirmed a slip, a visitor is in hand."""
        for who in ("server", "agent"):
            self._start(who)
        self._play()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Kill what still runs."""
        if self._armed is not None:
            self._armed[1].close()
        for process in self._running.values():
            process.kill()

    # ---- processes ----

    def _start(self, who: str, point: Point | None = None) -> None:
        program, arguments = self._programs[who]
        process = self._running[who] = Forked(program, *arguments, log=self.folder / f"{who}.log")
        if point is not None:
            self._arm(point)
        process.go()
        if who == "server":
            until(lambda: self._listens() or not process.running, process.said)
        assert process.running or self._armed is not None, process.said()

    def _listens(self) -> bool:
        try:
            with Caller(self._port, "") as caller:
                return caller.ask("GET", "/healthz").status == 200
        except Unheard:
            return False

    def _arm(self, point: Point) -> None:
        """Let the process be killed at the point."""
        inject = f"{point.call}:{self._fault[0]}:when={point.nth}"
        stack = ExitStack()
        stack.enter_context(Tracer(self._running[point.who].pid, self._log, inject=inject, follow=point.follow))
        self._armed = point, stack

    def _mend(self) -> None:
        """Start again whoever was killed; nobody may have died of anything else."""
        for who, process in list(self._running.items()):
            if process.running:
                continue
            code = process.ended()
            assert self._armed is not None, (who, code, process.said())
            point, stack = self._armed
            stack.close()
            assert (point.who, code) == (who, self._fault[1]), (point, who, code, process.said())
            self.hit.append(f"{who} {point.phase} {self._last_call()}")
            self._armed = None
            self.orphans |= {paper.ticket for paper in self.tray.papers()} - self._rows()
            self._start(who)

    def _last_call(self) -> str:
        return Tracer.last_call_in(self._log)

    # ---- people ----

    def _ask(self, proof: str, name: str, fields: object, key: str, meanwhile: Callable[[], object]) -> dict[str, Any]:
        """Ask until there is an answer; before it is asked again, something else happens."""
        while True:
            try:
                with Caller(self._port, proof) as caller:
                    return caller.command(name, fields, key=key).result
            except Unheard:
                until(lambda: not self._running["server"].running)
                self._mend()
                meanwhile()

    def _tap(self, kiosk: int) -> Tap:
        """Take a ticket. When the server dies meanwhile, the other kiosk is first."""
        tap = Tap(
            key=f"tap-{len(self.taps)}",
            proof=self._kiosks[kiosk],
            seen=frozenset(paper.number for paper in self.tray.papers() if paper.number),
        )
        self.taps.append(tap)
        tap.result = self._ask(tap.proof, "take-ticket", {"services": ["seniors"]}, tap.key, lambda: self._tap(1 - kiosk))
        return tap

    def _press(self) -> None:
        """Call the next visitor."""
        self._pressed += 1
        name = "finish-and-call" if self.calls else "call-next"
        self.calls.append(self._ask(self._clerk, name, {}, f"press-{self._pressed}", lambda: None))

    def _wait_for(self, prefix: str, states: frozenset[str]) -> None:
        """Wait until the hall has noted an end of a job whose id begins so."""

        def noted() -> bool:
            self._mend()
            return any(report.job.startswith(prefix) and report.state in states for report in self.noted())

        until(noted, lambda: f"nothing became of {prefix}\n{self._running['server'].said()}\n{self._running['agent'].said()}")

    def noted(self) -> list[Any]:
        """Return the reports that the agent knows to be in the journal."""
        ledger = self.out / "ledger.jsonl"
        lines = ledger.read_bytes().splitlines() if ledger.exists() else []
        return [msgspec.json.decode(line, type=Line).report for line in lines if line.endswith(b'"noted":true}')]

    def _play(self, point: Point | None = None) -> None:
        """Take a ticket, wait for its slip, call the next visitor, wait for the voice."""
        begun = len(self.taps)
        if point is not None and point.phase == "print":
            self._arm(point)
        self._tap(0)
        for tap in self.taps[begun:]:
            self._wait_for(f"slip/{tap.result['ticket']}/", frozenset({"done"}))
        if point is not None and point.phase == "call":
            self._arm(point)
        self._press()
        self._wait_for(f"call/{self.calls[-1]['ticket']}/", frozenset({"spoken", "short", "screen-only"}))

    def round(self, point: Point) -> bool:
        """Play once with somebody killed at the point; return whether there was such a point."""
        hits = len(self.hit)
        if point.phase in ("start", "stop"):
            self._restart(point)
        self._play(point)
        self._mend()
        return self._disarm() or len(self.hit) > hits

    def _disarm(self) -> bool:
        """Let go of a process that nobody killed; return whether a call failed and it went on."""
        if self._armed is None:
            return False
        point, stack = self._armed
        stack.close()
        seen = self._log.read_text(encoding="utf-8", errors="replace")
        if "+++ killed" in seen:
            # at the very last moment
            until(lambda: not self._running[point.who].running)
            self._mend()
            return True
        if "(INJECTED)" not in seen:
            self._armed = None
            return False
        self._tap(0)
        if self._armed is not None:
            self._armed = None
            self.ignored.append(point)
        return True

    def _restart(self, point: Point) -> None:
        """Let the process begin or end, with the fault on its way."""
        process = self._running[point.who]
        if point.phase == "stop":
            self._arm(point)
        code = process.stop()
        if code != 0:
            self._mend()
            return
        self._disarm()
        self._start(point.who, point if point.phase == "start" else None)
        until(lambda: self._is_up_or_dead(point.who))
        self._mend()
        if point.who == "server":
            self._disarm()

    def _is_up_or_dead(self, who: str) -> bool:
        return not self._running[who].running or who == "agent" or self._listens()

    def every(self, who: str, calls: tuple[str, ...], *, phase: str = "print", follow: bool = True) -> None:
        """Kill at the first call of each kind, the second, the third … until a round has no such call left."""
        for call in calls:
            for nth in range(1, MOST):
                if not self.round(Point(who=who, call=call, nth=nth, phase=phase, follow=follow)):
                    break
            else:
                message = f"{who} makes {MOST} {call} calls in one round"
                raise AssertionError(message)

    # ---- what is there ----

    def _rows(self) -> set[str]:
        _, reader = open_reading(self.data)
        with reader() as database:
            return {f"{epoch}.{seq}" for epoch, seq in database.execute_sql("SELECT epoch, seq FROM event WHERE kind='TicketIssued'")}

    def stop(self) -> None:
        """End both as they should end."""
        for who in ("agent", "server"):
            assert self._running[who].stop() == 0, self._running[who].said()

    def found(self, *, rebuild: bool = True) -> "Found":
        """Return what the journal, the paper, and what people were told say of each other. Both processes have ended.

        ``rebuild`` False: the journal is known not to add up, nobody needs to be told.
        """
        entries, papers = journal_of(self.data), self.tray.papers()
        rows = {f"{it.epoch}.{it.seq}": it.event.label for it in entries if isinstance(it.event, e.TicketIssued)}
        called = Counter(it.event.ticket for it in entries if isinstance(it.event, e.TicketCalled))
        plain = Counter(paper.ticket for paper in papers if paper.copy == 1)
        return Found(
            points=len(self.hit),
            lost=[tap.key for tap in self.taps if rows.get(tap.result["ticket"]) != tap.result["number"]],
            twins=[tap.result["number"] for tap in self.taps if tap.result["number"] in tap.seen]
            + [label for label, count in Counter(rows.values()).items() if count > 1],
            orphans=sorted(
                self.orphans | {paper.ticket for paper in papers if rows.get(paper.ticket) != (paper.number or rows.get(paper.ticket, ""))}
            ),
            bare=sorted(set(rows) - {paper.ticket for paper in papers}),
            unmarked=[ticket for ticket, count in plain.items() if count > 1]
            + [paper.job for paper in papers if paper.marked not in (None, paper.copy > 1)],
            copies=sum(paper.copy > 1 for paper in papers),
            miscalled=[ticket for ticket, count in called.items() if count > 1] + _unlike(self.calls, called),
            unasked=len(rows) - len(self.taps),
            differences=_differences(self.data) if rebuild else [],
        )


class Found(Struct, kw_only=True):
    """How many points there were, and everything that is not as it was promised; ``copies`` are allowed."""

    points: int
    copies: int
    lost: list[str]
    twins: list[str]
    orphans: list[str]
    bare: list[str]
    unmarked: list[str]
    miscalled: list[str]
    unasked: int
    differences: list[str]

    @property
    def harm(self) -> dict[str, object]:
        """Return what is not empty of the harm."""
        names = ("lost", "twins", "orphans", "bare", "unmarked", "miscalled", "unasked", "differences")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


def _differences(path: Path) -> list[str]:
    """Return what ``rebuild --check`` finds."""
    folder = Folder(path)
    try:
        return [str(it) for it in check(folder).differences]
    finally:
        folder.close()


async def _mute(path: Path) -> None:
    """Give the hall a voice that says nothing, at once: what is said is another test's matter, and takes its time."""
    folder = Folder(path)
    service = Service(folder, AnchoredClock())
    rows = [msgspec.to_builtins(row) | ({"driver": "none"} if row.kind == "voice" else {}) for row in service.hall.catalog.devices.values()]
    await service.submit(c.Configure(section="devices", rows=rows), SERVICE_SETUP)
    folder.close()


def _unlike(told: list[dict[str, Any]], called: Counter[str]) -> list[str]:
    """Return calls that a clerk was told of and that are not in the journal, or the other way round."""
    return sorted({str(it["ticket"]) for it in told} ^ set(called))
