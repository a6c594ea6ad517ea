# SPDX-License-Identifier: Apache-2.0
"""Cards and slips at readers: a reference for one ticket, a minute's right, and no number anywhere but in the door."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from hallserver import wire
from hallserver.cli.logs import FORMAT
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import HallError, TooOften
from hallserver.core.id_number import with_check
from hallserver.core.roles import SERVICE_SETUP, Actor
from hallserver.core.short_code import short_code
from hallserver.keying import Keys
from hallserver.reading import Guard, Reading
from hallserver.sealing import Sealing
from hallserver.service import Service
from hallserver.store.folder import Folder
from tests.support import KIOSK, LI, SECOND_US, SHIPPED, SMALL_HALL, names, new_folder, open_service, set_up

OLD, YOUNG = with_check("11010519491231002"), with_check("44030419990101003")
ROWS: list[dict[str, Any]] = [
    *SMALL_HALL["devices"],
    {"slug": "kiosk-2", "names": names("取号机"), "kind": "kiosk"},
    {"slug": "cards-1", "names": names("身份证"), "kind": "reader", "agent": "agent-1", "driver": "pretend", "kiosk": "kiosk-1"},
    {"slug": "desk-1", "names": names("扫码"), "kind": "reader", "agent": "agent-1", "driver": "pretend", "counter": "c1"},
    {"slug": "lost-1", "names": names("扫码"), "kind": "reader", "agent": "agent-1", "driver": "pretend"},
]
KIOSK_2 = Actor(kind="device", name="kiosk-2", roles=frozenset({"kiosk"}))
Json = dict[str, Any]


class Desk:
    """A hall with readers, and what its screens heard."""

    def __init__(self, service: Service, folder: Folder, clock: Any) -> None:  # noqa: ANN401 - a simulated clock
        """Open every screen."""
        self.service, self.folder, self.clock = service, folder, clock
        self.heard: list[tuple[str, str, Json]] = []
        self.missed: list[str] = []
        self.deaf = self.tired = False
        self.reading = Reading(service, clock, self._tell, Guard(self._miss, lambda _: self.tired), Keys(service, clock).ignore)

    def _tell(self, page: str, who: str, what: Mapping[str, object]) -> bool:
        self.heard += [] if self.deaf else [(page, who, dict(what))]
        return not self.deaf

    def _miss(self, device: str) -> None:
        self.missed.append(device)
        if self.tired:
            raise TooOften("ticket-too-often", wait_s=1)

    async def read(self, kind: Any, value: str, reader: str = "cards-1") -> int:  # noqa: ANN401 - one of the wire's kinds
        """Have a reader read something; return its beeps."""
        row = self.service.hall.catalog.devices[reader]
        return await self.reading.take(row, wire.Input(device=reader, n=1, run="r", kind=kind, value=value))

    async def card(self, number: str = OLD) -> Json:
        """Lay down a card; return what the kiosk's screen heard."""
        await self.read("card", number)
        said: Json = self.heard[-1][2]["card"]
        return said

    async def take(self, ref: str = "", by: Actor = KIOSK, key: str | None = None, group: str = "") -> e.TicketIssued:
        """Take a ticket; return its event."""
        answer = await self.reading.submit(c.TakeTicket(services=("seniors",), card=ref, group=group), by, key)
        issued = answer.events[0].event
        assert isinstance(issued, e.TicketIssued)
        return issued

    async def refused(self, asked: Awaitable[object]) -> str:
        """Return why this is refused."""
        with pytest.raises(HallError) as refusal:
            await asked
        return refusal.value.key

    def later(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.move_to(self.clock.now() + int(seconds * SECOND_US))

    async def absent(self) -> str:
        """Return a ticket whose visitor was called and did not come."""
        taken = await self.service.submit(c.TakeTicket(services=("seniors",)), KIOSK)
        if self.service.hall.counter("c1").state == "closed":
            await self.service.submit(c.OpenCounter(counter="c1"), LI)
        await self.service.submit(c.CallNext(), LI)
        self.later(200)
        await self.service.submit(c.MarkAbsent(), LI)
        return str(taken.result["ticket"])

    def link(self, ticket: str) -> str:
        """Return the text of a slip's QR code."""
        return f"https://hall.example/ticket/#t={self.service.token(ticket)}"


def play(path: Path, act: Callable[[Desk], Awaitable[None]], *, rows: list[Json] | None = None) -> None:
    """Run a story at a hall with readers."""

    async def run() -> None:
        service, folder, clock = open_service(new_folder(path))
        await set_up(service, SMALL_HALL | {"devices": rows or ROWS})
        await act(Desk(service, folder, clock))
        await service.settled()
        folder.close()

    asyncio.run(run())


def test_a_card_becomes_a_ticket_with_a_digest_in_the_vault(tmp_path: Path) -> None:
    """The screen knows a reference, the age's group and the last four characters; the journal only where the vault has the digest."""

    async def act(desk: Desk) -> None:
        said = await desk.card()
        issued = await desk.take(said["ref"])

        assert said == {"ref": said["ref"], "elderly": True, "last": OLD[-4:], "for_s": 60}
        assert desk.heard[-1][:2] == ("kiosk", "device:kiosk-1")
        assert issued.id_number is not None
        with desk.folder.database.reader() as reader:
            [(ref, content)] = reader.execute_sql("SELECT ref, content FROM vault").fetchall()
        digest, _, last = content.partition(" ")
        assert ref == issued.id_number.ref
        assert (len(digest), last) == (64, OLD[-4:])

    play(tmp_path, act)


@pytest.mark.parametrize(("number", "group", "counts"), [(OLD, "elderly", True), (YOUNG, "elderly", False), (OLD, "disabled", False)])
def test_a_card_confirms_the_group_of_the_elderly_by_age_alone(tmp_path: Path, number: str, group: str, *, counts: bool) -> None:
    """What a card does not show stays declared until a guide or clerk confirms it."""

    async def act(desk: Desk) -> None:
        issued = await desk.take((await desk.card(number))["ref"], group=group)

        assert (issued.group, issued.declared) == ((group, "") if counts else ("", group))
        assert issued.channel == "kiosk"

    play(tmp_path, act)


def test_a_card_of_sixty_confirms_the_group_for_major_matters_of_the_elderly_law(tmp_path: Path) -> None:
    """The kiosk hears for which services; in a hall without such an item the same card is nobody's priority."""
    number = with_check("11010519611123002")  # sixty-five

    async def act(desk: Desk) -> None:
        plain = await desk.card(number)
        assert "elderly_for" not in plain
        assert (await desk.take(plain["ref"], group="elderly")).group == ""
        items = [row | {"major_for_elders": True} for row in SMALL_HALL["items"]]
        await desk.service.submit(c.Configure(section="items", rows=items), SERVICE_SETUP)
        said = await desk.card(number)
        assert (said["elderly"], said["elderly_for"]) == (False, ["seniors"])
        assert (await desk.take(said["ref"], group="elderly")).group == "elderly"
        assert "elderly_for" not in await desk.card(OLD), "who has it for everything"

    play(tmp_path, act)


def test_the_group_is_the_visitors_choice(tmp_path: Path) -> None:
    """Who is old and in no hurry need not take it."""

    async def act(desk: Desk) -> None:
        assert (await desk.take((await desk.card())["ref"])).group == ""

    play(tmp_path, act)


def test_the_age_counts_on_the_halls_date_by_the_standard(tmp_path: Path) -> None:
    """One day before the birthday is not yet the age; a district may set another."""

    async def act(desk: Desk) -> None:
        today, tomorrow = with_check("11010519561123002"), with_check("11010519561124002")
        assert [(await desk.card(number))["elderly"] for number in (today, tomorrow)] == [True, False]
        text = SHIPPED.replace('[parameter."prio.elderly_age"]\nvalue = 70', '[parameter."prio.elderly_age"]\nvalue = 65')
        await desk.service.submit(c.CloseDay(), SERVICE_SETUP)
        await desk.service.submit(c.AdoptStandard(text=text), SERVICE_SETUP)
        assert (await desk.card(tomorrow))["elderly"]
        text = text.replace('[parameter."prio.card_elderly"]\nvalue = true', '[parameter."prio.card_elderly"]\nvalue = false')
        await desk.service.submit(c.AdoptStandard(text=text), SERVICE_SETUP)
        await desk.service.submit(c.OpenDay(), SERVICE_SETUP)
        said = await desk.card(today)
        assert not said["elderly"], "the kiosk chooses nothing by itself"
        assert (await desk.take(said["ref"], group="elderly")).group == "elderly"

    play(tmp_path, act)


def test_a_reference_of_another_kiosk_an_old_one_and_a_second_use_are_refused(tmp_path: Path) -> None:
    """A reference is worth one ticket in front of its reader."""

    async def act(desk: Desk) -> None:
        ref = (await desk.card())["ref"]
        assert await desk.refused(desk.take(ref, KIOSK_2)) == "card-unknown"
        assert (await desk.take(ref, key="k1")).id_number is not None
        assert await desk.refused(desk.take(ref, key="k2")) == "card-used"
        late = (await desk.card())["ref"]
        desk.later(61)
        assert await desk.refused(desk.take(late)) == "card-unknown"
        assert await desk.refused(desk.service.submit(c.TakeTicket(services=("seniors",), card=late), KIOSK)) == "card-unknown"

    play(tmp_path, act)


def test_the_repeat_of_a_command_gets_its_first_answer(tmp_path: Path) -> None:
    """A line that was cut asks again: one ticket, not a refusal."""

    async def act(desk: Desk) -> None:
        ref = (await desk.card())["ref"]
        assert await desk.take(ref, key="k1", group="elderly") == await desk.take(ref, key="k1", group="elderly")
        assert len(desk.service.hall.tickets) == 1

    play(tmp_path, act)


def test_a_refused_command_leaves_the_card(tmp_path: Path) -> None:
    """A wrong choice must not cost the visitor the card."""

    async def act(desk: Desk) -> None:
        ref = (await desk.card())["ref"]
        wrong = c.TakeTicket(services=("nothing",), card=ref)
        assert await desk.refused(desk.reading.submit(wrong, KIOSK)) == "service-unknown"
        assert await desk.refused(desk.reading.ask(wrong, KIOSK)) == "service-unknown"
        assert (await desk.take(ref)).id_number is not None

    play(tmp_path, act)


def test_nobody_needs_a_card(tmp_path: Path) -> None:
    """A foreigner's card is refused by name, and the number is taken without it, or at the guide's."""

    async def act(desk: Desk) -> None:
        for value in ("foreign-residence", "hk-macau-taiwan", "unreadable", "unknown-layout"):
            assert await desk.read("card-refused", value) == 3
            assert desk.heard[-1][2] == {"card": {"refused": value}}
        assert await desk.read("card-refused", "<b>") == 3
        assert desk.heard[-1][2] == {"card": {"refused": "unknown-layout"}}
        assert await desk.read("card", OLD[:-1] + "0") == 3
        assert desk.heard[-1][2] == {"card": {"refused": "unreadable"}}
        assert (await desk.take()).id_number is None

    play(tmp_path, act)


def test_a_card_that_no_screen_is_told_of_is_forgotten(tmp_path: Path) -> None:
    """And so is one whose visitor has gone back."""

    async def act(desk: Desk) -> None:
        ref = (await desk.card())["ref"]
        desk.reading.clear("kiosk-1", "card")
        assert await desk.refused(desk.take(ref)) == "card-unknown"
        desk.deaf = True
        assert await desk.read("card", OLD) == 3
        assert not desk.reading._cards._cards

    play(tmp_path, act)


@pytest.mark.parametrize("by", ["link", "code"])
def test_the_holder_of_a_slip_may_bring_it_back_where_it_was_read(tmp_path: Path, by: str) -> None:
    """Missed the call, came back, scanned the slip: waiting again, with nobody's help."""

    async def act(desk: Desk) -> None:
        ticket = await desk.absent()
        code = desk.link(ticket) if by == "link" else short_code(desk.service.token(ticket)).lower()
        assert await desk.read("scan", code) == 1
        said = desk.heard[-1][2]["scan"]
        assert (said["ticket"], said["label"], said["state"]) == (ticket, "A001", "absent")
        assert said["may"] == ["bring-back", "reprint-slip", "cancel"]
        actor, command = desk.reading.holder(KIOSK, c.BringBack(ticket=ticket))
        await desk.reading.submit(command, actor)
        assert desk.service.hall.tickets[ticket].state == "waiting"
        assert actor.id == f"ticket:{ticket}"
        _, printed = desk.reading.holder(KIOSK, c.ReprintSlip(ticket=ticket, device="printer-9"))
        assert printed == c.ReprintSlip(ticket=ticket, device="printer-1"), "the page does not choose the printer"

    play(tmp_path, act)


def test_what_was_not_read_here_just_now_is_refused(tmp_path: Path) -> None:
    """Another's ticket, another kiosk, another command, a minute later, after going back."""

    async def act(desk: Desk) -> None:
        ticket, other = await desk.absent(), await desk.absent()
        await desk.read("scan", desk.link(ticket))
        mine = c.BringBack(ticket=ticket)

        def refused(by: Actor, command: c.Command) -> str:
            with pytest.raises(HallError) as refusal:
                desk.reading.holder(by, command)
            return refusal.value.key

        assert refused(KIOSK, c.BringBack(ticket=other)) == "slip-not-read"
        assert refused(KIOSK_2, mine) == refused(KIOSK, c.CallNext()) == refused(KIOSK, c.Rate(stars=5)) == "slip-not-read"
        assert desk.reading.holder(KIOSK, mine)
        desk.later(61)
        assert refused(KIOSK, mine) == "slip-not-read"
        await desk.read("scan", desk.link(ticket))
        desk.reading.clear("kiosk-1", "scan")
        assert refused(KIOSK, mine) == "slip-not-read"
        await desk.read("scan", desk.link(ticket))
        await desk.read("scan", "https://shop.example/")
        assert refused(KIOSK, mine) == "slip-not-read", "the next one is scanning"

    play(tmp_path, act)


async def come_again(desk: Desk, days: int = 1) -> str:
    """Let a visitor go home without papers and so many days go by; return the number that was given then."""
    taken = await desk.service.submit(c.TakeTicket(services=("seniors",)), KIOSK)
    await desk.service.submit(c.OpenCounter(counter="c1"), LI)
    await desk.service.submit(c.CallNext(), LI)
    await desk.service.submit(c.Finish(outcome="incomplete"), LI)
    for _ in range(days):
        await desk.service.submit(c.CloseDay(rest="left"), SERVICE_SETUP)
        desk.later(24 * 3600)
        await desk.service.submit(c.OpenDay(), SERVICE_SETUP)
    return str(taken.result["ticket"])


@pytest.mark.parametrize("by", ["link", "code"])
def test_a_slip_of_an_earlier_day_gives_its_holder_a_number_with_priority(tmp_path: Path, by: str) -> None:
    """One press at the kiosk that read it; the number is the kiosk's, and comes out of its printer."""

    async def act(desk: Desk) -> None:
        ticket = await come_again(desk)
        code = desk.link(ticket) if by == "link" else short_code(desk.service.token(ticket))
        assert await desk.read("scan", code) == 1
        said = desk.heard[-1][2]["scan"]
        assert (said["ticket"], said["label"], said["state"], said["may"]) == (ticket, "A001", "earlier", ["come-back", "rate"])
        assert (said["returns"]["until"], said["returns"]["services"][0]["slug"]) == ("2026-11-26", "seniors")
        actor, command = desk.reading.holder(KIOSK, c.ComeBack(ticket=ticket))
        taken = await desk.reading.submit(command, actor)
        new = desk.service.hall.tickets[str(taken.result["ticket"])]
        assert (new.label, new.group, new.returns, new.actor, new.channel) == ("A001", "returned", ticket, "device:kiosk-1", "kiosk")
        assert await desk.read("scan", code) == 1
        said = desk.heard[-1][2]["scan"]
        assert (said["may"], "returns" in said) == (["rate"], False), "the right is used up; the visit may still be rated"

    play(tmp_path, act)


def test_the_right_of_a_slip_is_found_after_a_restart_and_gone_after_its_last_day(tmp_path: Path) -> None:
    """The token is derived, the right is in the snapshot of the day's close."""

    async def act(desk: Desk) -> None:
        ticket = await come_again(desk, days=3)
        desk.service._read()
        assert await desk.read("scan", desk.link(ticket)) == 1
        await desk.service.submit(c.CloseDay(), SERVICE_SETUP)
        desk.later(24 * 3600)
        await desk.service.submit(c.OpenDay(), SERVICE_SETUP)
        assert await desk.read("scan", desk.link(ticket)) == 1
        assert "returns" not in desk.heard[-1][2]["scan"]

    play(tmp_path, act)


def test_an_earlier_day_s_visit_is_rated_at_the_kiosk_for_as_long_as_on_the_phone(tmp_path: Path) -> None:
    """``eval.window_online``, one limit everywhere: the seventh day after takes it, on the eighth the slip is good for nothing."""

    async def act(desk: Desk) -> None:
        ticket = await come_again(desk, days=7)
        assert await desk.read("scan", desk.link(ticket)) == 1
        actor, command = desk.reading.holder(KIOSK, c.Rate(stars=2, ticket=ticket, leg=1))
        [rated, *_] = (await desk.reading.submit(command, actor)).events
        assert isinstance(rated.event, e.RatingGiven)
        assert (rated.event.channel, rated.event.clerk, rated.day) == ("kiosk", "li", "2026-11-30")
        assert await desk.read("scan", desk.link(ticket)) == 3, "it was rated"

    play(tmp_path / "in-time", act)

    async def late(desk: Desk) -> None:
        ticket = await come_again(desk, days=8)
        assert await desk.read("scan", desk.link(ticket)) == 3
        assert desk.heard[-1][2] == {"scan": {"unknown": True}}

    play(tmp_path / "late", late)


def test_a_clerk_is_told_nothing_of_what_may_be_rated(tmp_path: Path) -> None:
    """An old slip without a right to come back is, to whoever serves, unknown."""

    async def act(desk: Desk) -> None:
        ticket = await come_again(desk, days=5)
        await desk.service.submit(c.OpenCounter(counter="c1"), LI)
        assert await desk.read("scan", desk.link(ticket), "desk-1") == 3
        assert desk.heard[-1] == ("clerk", "person:li", {"scan": {"unknown": True}})

    play(tmp_path, act)


def test_the_slip_of_an_earlier_day_opens_nothing_else(tmp_path: Path) -> None:
    """It is no ticket of today: not on a phone, not at the kiosk beside, and not while no numbers are given."""

    async def act(desk: Desk) -> None:
        ticket = await come_again(desk)
        await desk.read("scan", desk.link(ticket))
        for by, command in ((KIOSK_2, c.ComeBack(ticket=ticket)), (KIOSK, c.ComeBack(ticket="1.1"))):
            with pytest.raises(HallError):
                desk.reading.holder(by, command)
        with pytest.raises(HallError) as refusal:
            await desk.reading.submit(*desk.reading.holder(KIOSK, c.Cancel(ticket=ticket))[::-1])
        assert refusal.value.key == "ticket-unknown"
        await desk.service.submit(c.StopIssuing(), SERVICE_SETUP)
        await desk.read("scan", desk.link(ticket))
        assert desk.heard[-1][2]["scan"]["may"] == ["rate"]

    play(tmp_path, act)


def test_a_clerk_and_a_number_of_today_show_the_right_too(tmp_path: Path) -> None:
    """The same day with the papers: one slip, one press."""

    async def act(desk: Desk) -> None:
        ticket = await come_again(desk, days=0)
        await desk.read("scan", desk.link(ticket))
        said = desk.heard[-1][2]["scan"]
        assert (said["state"], said["may"]) == ("finished", ["come-back", "rate"])
        assert await desk.read("scan", desk.link(ticket), "desk-1") == 1
        assert desk.heard[-1][2]["scan"]["returns"]["ticket"] == ticket
        await desk.service.submit(c.CloseCounter(), LI)
        other = await come_again(desk)
        await desk.service.submit(c.OpenCounter(counter="c1"), LI)
        assert await desk.read("scan", desk.link(other), "desk-1") == 1
        assert desk.heard[-1][:2] == ("clerk", "person:li")
        assert desk.heard[-1][2]["scan"]["state"] == "earlier"

    play(tmp_path, act)


def test_an_unknown_code_is_counted_as_a_guess(tmp_path: Path) -> None:
    """Whoever tries codes at a kiosk becomes visible."""

    async def act(desk: Desk) -> None:
        for code in ("ABC234", "https://hall.example/ticket/#t=" + "x" * 22, "6901234567892", ""):
            assert await desk.read("scan", code) == 3
            assert desk.heard[-1][2] == {"scan": {"unknown": True}}
        assert desk.missed == ["kiosk-1"] * 4
        desk.tired = True
        token = desk.service.token(str((await desk.service.submit(c.TakeTicket(services=("seniors",)), KIOSK)).result["ticket"]))
        for code in (short_code(token), "https://hall.example/ticket/#t=" + "x" * 22):
            assert await desk.read("scan", code) == 3
            assert desk.heard[-1][2] == {"scan": {"too_often": True}}
        assert await desk.read("scan", f"https://hall.example/ticket/#t={token}") == 1, "who has a slip is not shut out with a guesser"

    play(tmp_path, act)


def test_a_scan_at_a_counter_is_told_to_its_clerk_alone(tmp_path: Path) -> None:
    """The clerk sees whose slip it is; nothing is done by the scan itself."""

    async def act(desk: Desk) -> None:
        ticket = await desk.absent()
        assert await desk.read("scan", desk.link(ticket), "desk-1") == 1
        assert desk.heard[-1] == ("clerk", "person:li", {"scan": {"ticket": ticket, "label": "A001", "state": "absent", "counter": "c1"}})
        assert await desk.read("scan", "nonsense", "desk-1") == 3
        assert desk.heard[-1] == ("clerk", "person:li", {"scan": {"unknown": True}})
        assert desk.service.hall.tickets[ticket].state == "absent"

    play(tmp_path, act)


@pytest.mark.parametrize("code", ["SZ-2026-0001", "440304202611230017"])
def test_a_code_that_is_no_slip_is_the_case_of_whoever_is_served_there(tmp_path: Path, code: str) -> None:
    """Only while somebody is served; a slip, what may be a slip's short code, and an ID number never are."""

    async def act(desk: Desk) -> None:
        taken = await desk.service.submit(c.TakeTicket(services=("seniors",)), KIOSK)
        ticket = str(taken.result["ticket"])
        await desk.service.submit(c.OpenCounter(counter="c1"), LI)
        await desk.service.submit(c.CallNext(), LI)
        assert (await desk.read("scan", code, "desk-1"), desk.heard[-1][2]) == (3, {"scan": {"unknown": True}})
        await desk.service.submit(c.Start(), LI)
        assert (await desk.read("scan", code, "desk-1"), desk.heard[-1]) == (1, ("clerk", "person:li", {"scan": {"case": code}}))
        for other in (OLD, "ABC-DEF", "https://elsewhere.example/1"):
            assert await desk.read("scan", other, "desk-1") == 3
            assert desk.heard[-1][2] == {"scan": {"unknown": True}}
        assert await desk.read("scan", desk.link(ticket), "desk-1") == 1
        assert desk.heard[-1][2]["scan"]["ticket"] == ticket

    play(tmp_path, act)


def test_a_reader_in_the_wrong_place_is_noted_without_what_it_read(tmp_path: Path) -> None:
    """Set up for a kiosk that is not there, or a card at a counter: the journal says so, and no number."""

    async def act(desk: Desk) -> None:
        seq = desk.service.hall.seq
        assert await desk.read("card", OLD, "lost-1") == await desk.read("card", OLD, "desk-1") == 3
        noted = [entry.event for entry in desk.folder.journal.after(1, seq, 10)]
        assert noted == [
            e.KeyIgnored(device="lost-1", key="card", why="wrong-place"),
            e.KeyIgnored(device="desk-1", key="card", why="no-meaning"),
        ]
        for _ in range(50):
            assert await desk.read("card", OLD, "lost-1") == 3
        assert desk.service.hall.seq == seq + 2, "a wrong set-up must not fill the journal"

    play(tmp_path, act)


def test_a_reader_of_a_kiosk_out_of_use_reads_for_nobody(tmp_path: Path) -> None:
    """Its screen may still be open on a desk somewhere."""

    async def act(desk: Desk) -> None:
        rows = [row | {"retired": row["slug"] == "kiosk-1"} for row in ROWS]
        await desk.service.submit(c.Configure(section="devices", rows=rows), SERVICE_SETUP)
        assert await desk.read("card", OLD) == await desk.read("scan", "nonsense") == 3
        assert desk.heard == []

    play(tmp_path, act)


class Open(Sealing):
    """A sealing without its protection: keeps the number as it is."""

    def masked(self, command: c.Command) -> c.Command:
        """Leave it."""
        if isinstance(command, c.TakeTicket) and command.id_number is not None:
            number = vars_of(command.id_number)
            return c.TakeTicket(services=command.services, id_number=c.IdNumber("", number))
        return command


def vars_of(number: c.IdNumber) -> str:
    """Return what an ID number hides."""
    return str(getattr(number, "_IdNumber__number"))  # noqa: B009 - its name is mangled on purpose


@pytest.mark.parametrize("protected", [True, False])
def test_the_number_is_in_no_file_and_no_log(tmp_path: Path, caplog: pytest.LogCaptureFixture, *, protected: bool) -> None:
    """Taken, refused, repeated, misplaced, with the log at DEBUG; the control keeps it and is found out."""
    caplog.set_level(logging.DEBUG)
    caplog.handler.setFormatter(logging.Formatter(FORMAT))

    async def run() -> str:
        service, folder, clock = open_service(new_folder(tmp_path))
        if not protected:
            service._sealing = Open(b"", "futian")
        await set_up(service, SMALL_HALL | {"devices": ROWS})
        desk = Desk(service, folder, clock)
        ref = (await desk.card())["ref"]
        await desk.refused(desk.reading.submit(c.TakeTicket(services=("nothing",), card=ref), KIOSK, "k0"))
        await desk.take(ref, key="k1")
        await desk.take(ref, key="k1")
        await desk.read("card", OLD, "lost-1")
        await desk.read("card", OLD[:-1] + "0")
        await service.settled()
        folder.close()
        return repr(desk.heard)

    said = caplog.text + asyncio.run(run())
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()) + said.encode()
    assert (OLD[:17].encode() in held) == (not protected)
