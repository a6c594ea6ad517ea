# SPDX-License-Identifier: Apache-2.0
"""A small hall for tests: two queues, three counters, and words to drive it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hallserver.clock import SimulatedClock
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.apply import apply
from hallserver.core.hall import Hall, Ticket
from hallserver.core.roles import SERVICE_SETUP, Actor
from hallserver.core.rules import decide
from hallserver.service import Decide, Service
from hallserver.store.folder import Folder, init_folder

STANDARD = (Path(__file__).parent.parent / "hallserver" / "standards" / "default.toml").read_text(encoding="utf-8")
NINE_US = 1_795_395_600_000_000
"""2026-11-23 09:00 in Shanghai, a Monday."""
SECOND_US = 1_000_000
MINUTE_US = 60 * SECOND_US

KIOSK = Actor(kind="device", name="kiosk-1", roles=frozenset({"kiosk"}))
GUIDE = Actor(kind="person", name="guo", roles=frozenset({"guide"}))
DUTY = Actor(kind="person", name="dan", roles=frozenset({"duty-manager"}))
RATER = Actor(kind="device", name="rater-1", roles=frozenset({"rater"}), counter="c1")
LI = Actor(kind="person", name="li", roles=frozenset({"clerk"}))
WANG = Actor(kind="person", name="wang", roles=frozenset({"clerk"}))


def names(chinese: str, english: str = "") -> dict[str, str]:
    """Return a row's names."""
    return {"zh-Hans": chinese, **({"en": english} if english else {})}


SMALL_HALL: dict[str, list[dict[str, Any]]] = {
    "hall": [{"slug": "futian", "names": names("福田区政务服务大厅", "Futian service hall"), "zone": "Asia/Shanghai"}],
    "queues": [
        {"slug": "social", "names": names("社会事务", "Social affairs"), "letter": "A"},
        {"slug": "firms", "names": names("企业服务", "Firms"), "letter": "B"},
    ],
    "items": [{"slug": "senior-card", "names": names("敬老优待证", "Senior card")}],
    "services": [
        {"slug": "seniors", "names": names("敬老优待证", "Senior card"), "queue": "social", "items": ["senior-card"]},
        {"slug": "aid", "names": names("疾病救助", "Illness aid"), "queue": "social"},
        {"slug": "founding", "names": names("企业设立登记", "Company registration"), "queue": "firms"},
    ],
    "counters": [
        {"slug": "c1", "names": names("1号窗口"), "number": 1, "queues": ["social"], "helps": ["firms"]},
        {"slug": "c2", "names": names("2号窗口"), "number": 2, "queues": ["firms"]},
        {"slug": "c3", "names": names("3号窗口"), "number": 3, "queues": ["social", "firms"], "accessible": True},
    ],
    "people": [
        {"slug": "li", "names": names("李敏"), "badge": "0101", "rights": ["call-ticket"]},
        {"slug": "wang", "names": names("王强"), "badge": "0102"},
        {"slug": "guo", "names": names("郭芳"), "roles": ["guide"]},
        {"slug": "dan", "names": names("单明"), "roles": ["duty-manager"]},
    ],
    "devices": [
        {"slug": "agent-1", "names": names("设备代理"), "kind": "agent"},
        {"slug": "printer-1", "names": names("取号小票机"), "kind": "printer", "agent": "agent-1", "driver": "pretend"},
        {"slug": "voice-1", "names": names("语音"), "kind": "voice", "agent": "agent-1", "driver": "pretend"},
        {"slug": "kiosk-1", "names": names("取号机"), "kind": "kiosk", "printer": "printer-1"},
        {"slug": "hall-1", "names": names("综合屏"), "kind": "hall-display"},
        {"slug": "counter-1", "names": names("窗口屏"), "kind": "counter-display", "counter": "c1"},
        {"slug": "rater-1", "names": names("评价器"), "kind": "rater", "counter": "c1"},
    ],
}
"""Every section of a small hall, in the order in which it is configured."""


def setup_commands(rows: dict[str, list[dict[str, Any]]] | None = None, standard: str = STANDARD) -> list[c.Command]:
    """Return the commands that set a hall up, the day not yet open."""
    sections = SMALL_HALL if rows is None else rows
    return [c.AdoptStandard(text=standard), *(c.Configure(section=name, rows=it) for name, it in sections.items())]  # type: ignore[arg-type]


class Play:
    """A hall in memory: asks commands of the pure rules, folds what happens, keeps every entry."""

    def __init__(self, rows: dict[str, list[dict[str, Any]]] | None = None, *, standard: str = STANDARD) -> None:
        """Set the hall up and open the day at nine."""
        self.hall = Hall()
        self.now_us = NINE_US
        self.entries: list[e.Entry] = []
        for command in setup_commands(rows, standard):
            self.ask(command, SERVICE_SETUP)
        self.ask(c.OpenDay(), SERVICE_SETUP)

    def later(self, seconds: float) -> "Play":
        """Let time pass."""
        self.now_us += int(seconds * SECOND_US)
        return self

    def ask(self, command: c.Command, by: Actor) -> list[e.Event]:
        """Decide and fold; return what happened. Raises HallError."""
        happened = decide(self.hall, command, by, self.now_us)
        for event in happened:
            self.fold(event, by)
        return happened

    def fold(self, event: e.Event, by: Actor) -> None:
        """Fold one event as the service would."""
        day = event.date if isinstance(event, e.DayOpened) else self.hall.day
        entry = e.Entry(epoch=self.hall.epoch, seq=self.hall.seq + 1, at_us=self.now_us, day=day, actor=by.id, event=event)
        apply(self.hall, entry)
        self.entries.append(entry)

    def take(self, service: str = "seniors", by: Actor = KIOSK, **fields: Any) -> Ticket:
        """Take a ticket; return it."""
        services = fields.pop("services", (service,))
        self.ask(c.TakeTicket(services=services, **fields), by)
        return self.hall.tickets[f"{self.hall.epoch}.{self.hall.seq}"]

    def open(self, counter: str = "c1", by: Actor = LI) -> "Play":
        """Open a counter."""
        self.ask(c.OpenCounter(counter=counter), by)
        return self

    def call(self, by: Actor = LI) -> Ticket:
        """Call the next visitor; return the ticket."""
        called = self.ask(c.CallNext(), by)[-1]
        assert isinstance(called, e.TicketCalled)
        return self.hall.tickets[called.ticket]

    def serve(self, by: Actor = LI, seconds: float = 60) -> Ticket:
        """Call, start and finish one visitor."""
        ticket = self.call(by)
        self.later(10).ask(c.Start(), by)
        self.later(seconds).ask(c.Finish(), by)
        return ticket


def fold(entries: Iterable[e.Entry]) -> Hall:
    """Return the hall that these entries add up to."""
    hall = Hall()
    for entry in entries:
        apply(hall, entry)
    return hall


def new_folder(path: Path) -> Path:
    """Make an empty data folder and return it."""
    init_folder(path, "futian")
    return path


async def set_up(service: Service, rows: dict[str, list[dict[str, Any]]] | None = None) -> None:
    """Set a small hall up through the real service and open the day."""
    for command in setup_commands(rows):
        await service.submit(command, SERVICE_SETUP)
    await service.submit(c.OpenDay(), SERVICE_SETUP)


def open_service(path: Path, *, decide: Decide = decide, clock: SimulatedClock | None = None) -> tuple[Service, Folder, SimulatedClock]:
    """Open a data folder with the real store and a simulated clock at nine."""
    folder = Folder(path)
    clock = clock or SimulatedClock(NINE_US)
    return Service(folder, clock, decide=decide), folder, clock
