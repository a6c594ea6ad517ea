# SPDX-License-Identifier: Apache-2.0
"""A small hall for tests: two queues, three counters, and words to drive it."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from typing import Any

from hallserver.clock import SimulatedClock
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.apply import apply
from hallserver.core.asking import Frozen
from hallserver.core.commands_site import ActionStep, Found
from hallserver.core.commands_work import Register
from hallserver.core.hall import Hall, Ticket
from hallserver.core.roles import SERVICE_CLOCK, SERVICE_DOOR, SERVICE_SETUP, Actor, visitor
from hallserver.core.rules import decide
from hallserver.service import Decide, Service
from hallserver.store.database import migrate
from hallserver.store.folder import Folder, init_folder
from hallserver.store.journal import VaultRow

SHIPPED = (Path(__file__).parent.parent / "hallserver" / "standards" / "default.toml").read_text(encoding="utf-8")
"""The standard of a fresh hall."""


def patient(standard: str, burst: int = 1_000_000) -> str:
    """Return the standard with kiosks that give so many numbers at once: a million is more than a day has, so there is no limit."""
    head, key, tail = standard.partition('[parameter."abuse.kiosk_burst"]\n')
    assert key, "the standard has no such parameter"
    return head + key + tail.replace("value = 3\n", f"value = {burst}\n", 1).replace("max = 10\n", f"max = {burst}\n", 1)


STANDARD = patient(SHIPPED)
"""The standard of the tests' halls: their few kiosks stand for a whole hall's. What limits a kiosk is tested with SHIPPED."""


def changed(key: str, value: str, standard: str = STANDARD) -> str:
    """Return the standard with another value of a parameter, as TOML writes it."""
    head, tail = standard.split(f'[parameter."{key}"]\n', 1)
    return f'{head}[parameter."{key}"]\n{re.sub("^value = .*$", f"value = {value}", tail, count=1, flags=re.MULTILINE)}'


NINE_US = 1_795_395_600_000_000
"""2026-11-23 09:00 in Shanghai, a Monday."""
SECOND_US = 1_000_000
MINUTE_US = 60 * SECOND_US

KIOSK = Actor(kind="device", name="kiosk-1", roles=frozenset({"kiosk"}))
GUIDE = Actor(kind="person", name="guo", roles=frozenset({"guide"}))
DUTY = Actor(kind="person", name="dan", roles=frozenset({"duty-manager"}))
RATER = Actor(kind="device", name="rater-1", roles=frozenset({"rater"}), counter="c1")
AGENT = Actor(kind="device", name="agent-1", roles=frozenset({"device"}))
MANAGER = Actor(kind="person", name="dan", roles=frozenset({"hall-manager"}))
APPROVAL = Actor(kind="device", name="approval-1", roles=frozenset({"approval"}))
INSPECTOR = Actor(kind="person", name="jian", roles=frozenset({"inspector"}))
BOSS = Actor(kind="person", name="gao", roles=frozenset({"hall-manager"}))
"""A hall manager who is not the duty manager too."""
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


LAYER = """[layer]
tier = "hall"
name = "福田大厅"

[deviation."book.late"]
value = 20
reason = "公交改线"
author = "单明"
date = 2026-11-23
"""
"""A layer that changes nothing of what a day does."""
LUNCH: dict[str, Any] = {
    "slug": "lunch",
    "names": names("午间", "Lunch"),
    "kind": "lunch",
    "counters": {"c2": {"queues": ["firms", "social"]}},
    "offered": {"founding": True},
    "quotas": {"firms": 400},
}
"""A plan that leaves nobody without a counter."""


MORNING: dict[str, Any] = {"slug": "morning", "names": names("早班", "Morning"), "spans": ["09:00-12:00"], "counters": {"c1": "li"}}
"""A shift whose counter opens first in most plays."""


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
    init_folder(path, "futian", tables=lambda file: file.write_bytes(_tables()))
    return path


@cache
def _tables() -> bytes:
    """Return a file with every table and nothing else: to make them step by step is most of what a new folder costs."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty"
        migrate(file)
        return file.read_bytes()


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


def keep(folder: Folder, entries: Sequence[e.Entry], vault: Sequence[VaultRow] = ()) -> None:
    """Write entries behind the last of the folder's journal as one group; raises what the commit raises."""
    folder.journal.load()
    append(folder, entries, vault)


def append(folder: Folder, entries: Sequence[e.Entry], vault: Sequence[VaultRow] = ()) -> None:
    """Write entries as one group as a running service would: the chain goes on from its last; raises what the commit raises."""
    written: SimpleQueue[BaseException | None] = SimpleQueue()
    folder.journal.append_then(entries, vault, written.put)
    error = written.get()
    if error is not None:
        raise error


def varied_day() -> Play:
    """Return a hall in which every event has happened but those that end a day or begin an epoch; somebody is at each stage."""
    play = ordinary_day()
    _trouble(play)
    _round_the_counter(play)
    _orders(play)
    _site(play)
    play.ask(c.AdoptStandard(text=play.hall.rules.text, layers=(LAYER,), at_opening=True), SERVICE_SETUP)
    return play


def ordinary_day() -> Play:
    """Return a hall in which everything has happened that happens on most days; the day is open, somebody is at each stage."""
    play = Play(SMALL_HALL | {"shifts": [MORNING]}).open("c1", LI).later(20)
    for service in ("seniors", "founding", "aid", "seniors"):
        play.take(service, party=2, items=("senior-card",))
        play.later(15)
    both = play.take(services=("seniors", "founding"), language="en")
    elder = play.later(15).take(group="elderly", needs=("hearing",), by=GUIDE)
    leaves, absent, waits = (play.later(15).take() for _ in range(3))
    play.later(60).call()  # the elderly visitor passes
    assert elder.state == "called"
    play.later(10).ask(c.Start(), LI)
    play.later(40).ask(c.Hold(reason="copy"), LI)
    play.later(5).call()
    play.later(31).ask(c.Recall(), LI)
    play.later(4).ask(c.Resume(ticket=elder.id), LI)
    play.ask(c.Finish(outcome="done", items=(c.ItemDone(item="senior-card", quantity=2),), case_no="SZ-1"), LI)
    play.ask(c.Rate(stars=2, tags=("long-wait",)), RATER)
    play.later(5).call()
    play.later(10).ask(c.Start(), LI)
    play.later(70).ask(c.Hold(reason="fill"), LI)
    play.later(20).ask(c.Resume(ticket=elder.id), LI)
    play.later(50).ask(c.FinishAndCall(), LI)
    play.later(8).ask(c.Transfer(to_queue="firms", returns=True, reason="payment"), LI)
    play.ask(c.Cancel(ticket=leaves.id), visitor(leaves.id))
    play.ask(c.CallTicket(ticket=absent.id, reason="agreed", ordered_by="dan"), LI)
    play.later(95).ask(c.MarkAbsent(), LI)
    play.later(30).ask(c.BringBack(ticket=absent.id), GUIDE)
    play.ask(c.PauseCounter(reason="lunch"), LI)
    play.later(300).open("c1", LI).open("c3", WANG)
    play.serve(LI)
    play.call(WANG)
    play.later(9).ask(c.Start(), WANG)
    play.ask(c.Rate(stars=5, comment=c.Personal("", c.Sealed(ref="r1", digest="d1"))), visitor(elder.id))
    play.ask(c.ReportSlip(job=f"slip/{both.id}/1", device="printer-1", ticket=both.id, state="done"), AGENT)
    play.ask(c.ReportAnnouncement(job=f"call/{both.id}/1.1/voice-1", device="voice-1", ticket=both.id, call=1, state="short"), AGENT)
    play.ask(c.CallBack(ticket=elder.id, counter="c1"), LI)
    play.ask(c.ReprintSlip(ticket=waits.id), GUIDE)
    play.ask(c.Announce(text={"zh-Hans": "请车主移车"}, zone="main"), GUIDE)
    play.ask(c.TryDevice(device="printer-1"), DUTY)
    play.ask(c.ReportKey(device="rater-1", key="7F", why="unknown"), SERVICE_DOOR)
    play.ask(c.ReportDevice(device="rater-1", state="commissioned"), SERVICE_DOOR)
    play.ask(c.ReportDevice(device="hall-1", state="lost"), SERVICE_DOOR)
    play.ask(c.ReportSignIn(person="li", state="in"), SERVICE_DOOR)
    play.ask(c.ReportClock(step_s=90.0), SERVICE_CLOCK)
    play.ask(c.ReportBackup(state="failing", why="disk"), SERVICE_CLOCK)
    play.ask(c.EraseData(ticket=elder.id, refs=("r1",), asked_by="safe"), SERVICE_DOOR)
    play.ask(c.StopIssuing(reason="closing"), DUTY)
    play.ask(c.ResumeIssuing(), DUTY)
    run = [play.later(2).take("founding").id for _ in range(3)]
    play.ask(c.VoidRun(tickets=(elder.id, *run)), DUTY)
    assert waits.state == "waiting"
    return play


def _trouble(play: Play) -> None:
    """Let every event of a visit that goes another way than most happen, at the counter that Li has open."""
    wrong, right, sick, deaf = (play.later(3).take(group=group) for group in ("", "", "elderly", ""))
    play.ask(c.ConfirmPriority(ticket=sick.id), GUIDE)
    play.ask(c.NoteNeeds(ticket=deaf.id, needs=("hearing", "language"), language="en"), GUIDE)
    play.ask(c.Lift(ticket=wrong.id, reason="ordered", ordered_by="dan"), DUTY)
    assert play.later(20).call() is wrong
    play.later(5).ask(c.Start(), LI)
    play.later(2).ask(c.CorrectTicket(ticket=right.id), LI)
    play.ask(c.YieldPlace(ticket=wrong.id, places=2), visitor(wrong.id))
    play.ask(c.ChangeService(ticket=wrong.id, services=("aid", "founding")), GUIDE)
    play.ask(c.NoteCase(case_no="SZ-2"), LI)
    play.later(60).ask(c.FinishAndCall(items=(c.ItemDone(item="senior-card"),)), LI)
    play.later(4).ask(c.Undo(), LI)
    play.later(9).ask(c.GiveNotice(missing=("id-card",), item="senior-card"), LI)
    play.ask(c.Hold(reason="fill"), LI)
    play.later(5).ask(c.Ready(ticket=right.id), GUIDE)
    play.ask(c.CallTicket(ticket=deaf.id, reason="urgent"), LI)
    play.later(8).ask(c.Escort(ticket=deaf.id), GUIDE)
    play.ask(c.OnMyWay(ticket=deaf.id), visitor(deaf.id))
    play.later(400).ask(c.MarkAbsent(), LI)
    play.later(6).ask(c.Undo(), LI)
    play.ask(c.Finish(outcome="incomplete", missing=("photo",)), LI)
    play.ask(c.ServeDirect(services=("seniors", "founding")), LI)
    play.later(50).ask(c.Finish(), LI)
    play.ask(c.ImportCompletion(case_no="SZ-1"), APPROVAL)
    play.fold(e.RatingDefaulted(ticket="1.3", leg=1, counter="c1", clerk="li", stars=3), SERVICE_CLOCK)
    play.ask(c.AnnotateRecord(ticket=right.id, leg=1, what="service", reason="wrong-key"), MANAGER)


def _round_the_counter(play: Play) -> None:
    """Let every event of counters, staff and the hall's day happen."""
    play.ask(c.Configure(section="plans", rows=[LUNCH]), SERVICE_SETUP)
    play.ask(c.CheckOpening(), DUTY)
    play.ask(c.ApplyPlan(plan="lunch"), DUTY)
    play.ask(c.SendMessage(to="person:li", code="come-please"), DUTY)
    play.ask(c.SeeMessage(message=f"{play.hall.epoch}.{play.hall.seq}"), LI)
    play.ask(c.AskHelp(kind="quarrel"), LI)
    play.ask(c.AnswerHelp(counter="c1"), GUIDE)
    play.ask(c.CountEnquiry(topic="papers"), GUIDE)
    play.ask(c.RaiseAlarm(alarm="backup.warning"), SERVICE_CLOCK)
    play.ask(c.AcknowledgeAlarm(alarm="backup.warning"), DUTY)
    play.ask(c.AcknowledgeAlarm(alarm="clock.warning"), DUTY)
    play.ask(c.ReportBackup(state="kept"), SERVICE_CLOCK)
    play.ask(c.EndAlarm(alarm="backup.warning"), SERVICE_CLOCK)
    play.ask(c.StopIssuing(reason="full", queue="firms"), DUTY)
    play.ask(c.ResumeIssuing(queue="firms"), DUTY)
    play.ask(c.Suspend(reason="power"), DUTY)
    play.later(120).ask(c.EnterPaper(number=7, services=("aid",)), GUIDE)
    play.ask(c.EnterPaper(number=8, services=("aid",), served_at="c1", taken="09:05"), GUIDE)
    play.ask(c.ResumeHall(), DUTY)
    play.ask(c.HandOver(counter="c1", to="dan", reason="ill"), DUTY)
    play.later(30).ask(c.CloseCounter(counter="c1", reason="shift"), DUTY)
    play.open("c1", LI)


def _orders(play: Play) -> None:
    """Let every event of work orders happen: of the day's bad rating, of what could not be done, of a complaint."""
    bad = next(iter(play.hall.orders))
    said = c.Personal("", c.Sealed(ref="r2", digest="d2"))
    play.fold(e.OrderFollowedUp(order=bad, level=1, nth=2), visitor(play.hall.orders[bad].ticket))
    play.ask(c.ReportOrderRead(order=bad, person="dan"), SERVICE_DOOR)
    play.later(60).ask(c.VerifyOrder(order=bad, found="partly"), DUTY)
    play.ask(c.ContactVisitor(order=bad, how="in-person"), DUTY)
    play.later(60).ask(c.RectifyOrder(order=bad, measure="apologised", cause="attitude"), DUTY)
    play.ask(c.ReplyOrder(order=bad, text=said), DUTY)
    play.ask(c.ProposeExclusion(order=bad, why="mistaken", reason="按错键"), DUTY)
    play.ask(c.DecideExclusion(order=bad, agree=False, reason="属实"), BOSS)
    undone, told = (register(play, source) for source in ("cannot-do", "complaint"))
    play.later(30).ask(c.SettleOnSpot(order=undone), DUTY)
    play.ask(c.CallVisitorBack(order=undone, content="satisfied"), DUTY)
    play.ask(c.CloseOrder(order=undone), DUTY)
    play.ask(c.VerifyOrder(order=told, found="unjustified", complexity="complex"), DUTY)
    play.ask(c.ExplainOrder(order=told, cause="rule"), DUTY)
    happened: tuple[e.Event, ...] = (  # what takes days
        e.OrderReminded(order=bad, clock="close", due_us=play.now_us),
        e.OrderOverdue(order=bad, clock="close", due_us=play.now_us),
        e.OrderEscalated(order=bad, clock="close", to="hall-manager"),
        e.OrderAppealed(order=bad, reason="系统停机"),
    )
    for event in happened:
        play.fold(event, LI if isinstance(event, e.OrderAppealed) else SERVICE_CLOCK)
    play.ask(c.ReviewAppeal(order=bad, upheld=True, reason="属实"), BOSS)
    _reports(play)


def _reports(play: Play) -> None:
    """Let the report of a day before be drafted, checked, signed and corrected, taken away and delivered."""
    made, of = Frozen('{"n":1}', "1.1:ab"), {"report": "day", "from_date": "2026-11-20", "to_date": "2026-11-21"}
    [drafted] = play.later(60).ask(c.DraftReport(**of, content=made), DUTY)  # type: ignore[arg-type]
    assert isinstance(drafted, e.ReportDrafted)
    play.ask(c.CheckReport(**of, sha256=drafted.sha256), BOSS)  # type: ignore[arg-type]
    play.ask(c.SignReport(**of, sha256=drafted.sha256), BOSS)  # type: ignore[arg-type]
    play.ask(c.CorrectReport(**of, why="补录", content=made), DUTY)  # type: ignore[arg-type]
    play.ask(c.ExportReport(**of, output="xlsx"), BOSS)  # type: ignore[arg-type]
    play.ask(c.ReportDelivery(**of, channel="mail", state="delivered"), SERVICE_CLOCK)  # type: ignore[arg-type]


def _site(play: Play) -> None:
    """Let every event of on-site management happen: patrols, findings, an action, entries of registers."""
    photo, note = c.Photo("", c.Sealed(ref="photo", digest="d"), drawn=True), c.Personal("", c.Sealed(ref="note", digest="d"))
    bad = Found(check="space-exits", zone="main", severity="critical", note=note, photos=(photo,))
    small = Found(check="goods-sort", zone="main")
    play.ask(c.RecordPatrol(checked={"main": ("people-sort",)}, findings=(bad, small), mark="p1"), GUIDE)
    play.later(60).ask(c.RecordPatrol(checked={"main": ("people-sort",)}, cycle="random", findings=(small,)), DUTY)
    first, second = play.hall.site.findings
    for finding, passed in ((first, False), (second, True)):
        play.later(60).ask(c.FixFinding(finding=finding, note=note, photos=(photo,)), GUIDE)
        play.later(60).ask(c.RecheckFinding(finding=finding, passed=passed), DUTY)
    play.ask(c.EscalateFinding(finding=first), BOSS)
    mistaken = Found(check="people-keep", zone="main")
    play.ask(c.OpenFinding(found=mistaken), GUIDE)
    play.ask(c.WithdrawFinding(finding=[*play.hall.site.findings][-1], reason="in-order", note=note), GUIDE)
    play.ask(c.PlanAction(measure="出口专人负责", owner="dan", due="2026-12-01", findings=(first,)), DUTY)
    [action] = play.hall.site.actions
    steps: tuple[ActionStep, ...] = ("do", "check", "do", "check", "act", "standardise")
    for step in steps:
        play.ask(c.StepAction(action=action, step=step, why="只此一处" if step == "standardise" else "", note=note), DUTY)
    play.ask(c.RegisterEntry(register="lost-found", fields={"side": "found", "kind": "phone", "what": "黑色手机"}, who=note), GUIDE)
    [entry] = play.hall.site.entries
    play.ask(c.StepEntry(entry=entry, step="given-back", who=note, photos=(photo,)), DUTY)
    play.ask(c.RegisterEntry(register="consumable", fields={"what": "pen", "move": "count", "count": 9}), GUIDE)
    play.ask(c.WithdrawEntry(entry=[*play.hall.site.entries][-1], reason="mistake", note=note), GUIDE)
    play.ask(c.RegisterEntry(register="fault", fields={"device": "hall-1", "kind": "lost"}), SERVICE_CLOCK)


def register(play: Play, source: Register = "complaint", **fields: Any) -> str:
    """Register what a visitor says; return the number of the order."""
    fields.setdefault("text", c.Personal("", c.Sealed(ref=f"t{play.hall.seq}", digest="d")))
    [opened] = play.ask(c.RegisterCase(source=source, **fields), GUIDE)
    assert isinstance(opened, e.WorkOrderOpened)
    return opened.order


def next_day(play: Play, hours: float = 15) -> Play:
    """Close the day over everyone and open the one that it is after so many hours."""
    play.later(60).ask(c.CloseDay(rest="left"), DUTY)
    play.later(hours * 3600).ask(c.OpenDay(), DUTY)
    return play
