# SPDX-License-Identifier: Apache-2.0
"""What stands on a slip, in the visitor's language, and what never does."""

from typing import Any

import pytest

from displays.slip import first_printer, local_time, printer_for, slip_id, slip_job, slips_left, wants_copy
from hallserver.core import commands as c
from hallserver.core.events import SlipReported
from hallserver.core.jobs import PrintSlip
from hallserver.core.roles import SERVICE_DOOR, SERVICE_SETUP
from hallserver.core.short_code import short_code
from hallserver.words import say
from tests.support import GUIDE, KIOSK, LI, SMALL_HALL, Play, names

TOKEN = "Zk3x9QmPq0aBcDeFgHiJkL"


def slip(play: Play, ticket: str, copy: int = 1) -> PrintSlip:
    """Return the slip's job."""
    return slip_job(play.hall, ticket, "printer-1", copy=copy, token=TOKEN, say=say)


def texts(job: PrintSlip) -> str:
    """Return all that stands on it."""
    return "\n".join(line.text for line in job.lines)


def with_hall(**fields: Any) -> Play:
    """Return a hall of whose own row these fields are set."""
    return Play({**SMALL_HALL, "hall": [{**SMALL_HALL["hall"][0], **fields}]})


def with_rooms(*rooms: tuple[str, str], **fields: Any) -> Play:
    """Return a hall whose counters stand in these zones and rooms."""
    counters = [row | {"zone": zone, "room": room} for row, (zone, room) in zip(SMALL_HALL["counters"], rooms, strict=True)]
    return Play({**SMALL_HALL, "counters": counters, "hall": [{**SMALL_HALL["hall"][0], **fields}]})


def test_a_slip_says_where_what_which_when_and_how_many() -> None:
    """All that the visitor needs until the call."""
    play = Play().open()
    play.take()
    job = slip(play, play.take().id)

    assert "福田区政务服务大厅" in texts(job)
    assert "敬老优待证" in texts(job)
    assert "前面还有 1 人等候" in texts(job)
    assert "预计等候" in texts(job)
    assert "2026-11-23 09:00" in texts(job)
    assert "过号不必重新取号" in texts(job)
    assert [line.text for line in job.lines if line.size == 10] == ["A002"]
    assert (job.job, job.device, job.copy) == (slip_id(job.ticket, 1), "printer-1", 1)


def test_a_traditional_slip_is_traditional_and_says_nothing_twice() -> None:
    """Every clerk reads both; nobody needs the service's name a second time."""
    traditional = {"zh-Hans": "敬老优待证", "zh-Hant": "敬老優待證", "en": "Senior card"}
    services = [row | {"names": traditional} if row["slug"] == "seniors" else row for row in SMALL_HALL["services"]]
    play = Play(SMALL_HALL | {"services": services}).open()
    job = slip(play, play.take(language="zh-Hant").id)

    assert "敬老優待證" in texts(job)
    assert "敬老优待证" not in texts(job)
    assert "前面無人等候，請留意叫號" in texts(job)


def test_english_comes_with_the_service_in_chinese_for_the_staff() -> None:
    """The clerk who is shown the slip reads Chinese."""
    play = Play().open()
    job = slip(play, play.take(language="en").id)

    assert "Futian service hall" in texts(job)
    assert "Senior card\n敬老优待证" in texts(job)
    assert "Nobody ahead of you" in texts(job)


def test_who_hears_cantonese_reads_chinese() -> None:
    """There is no Cantonese on paper."""
    play = Play()

    assert "福田区政务服务大厅" in texts(slip(play, play.take(language="yue").id))


def test_without_a_forecast_no_wait_is_quoted() -> None:
    """No counter is open: any figure would be made up."""
    play = Play()
    play.take()

    assert "预计" not in texts(slip(play, play.take().id))


def test_all_services_of_the_visit_are_named_once() -> None:
    """One number for several matters."""
    play = Play()

    assert "敬老优待证、企业设立登记" in texts(slip(play, play.take(services=("seniors", "founding")).id))


def test_the_code_leads_to_the_ticket_page_only_where_phones_can_reach_it() -> None:
    """Without an address there is a short code instead."""
    play = with_hall(public_url="http://10.8.0.5:8080")
    job = slip(play, play.take().id)
    assert (job.qr, job.short_code) == (f"http://10.8.0.5:8080/ticket/#t={TOKEN}", "")

    play = Play()
    job = slip(play, play.take().id)
    assert (job.qr, job.short_code) == ("", short_code(TOKEN))
    assert "票据码" in texts(job)


def test_a_code_behind_the_halls_wifi_names_the_wifi() -> None:
    """Outside of it the phone would only say that it finds nothing. Without an address there is nothing to scan at all."""
    play = with_hall(public_url="http://10.8.0.5:8080", wifi="Futian-Hall")
    job = slip(play, play.take().id)
    assert "连接大厅 Wi-Fi “Futian-Hall”后扫码" in texts(job)
    assert job.qr

    play = with_hall(wifi="Futian-Hall")
    job = slip(play, play.take().id)
    assert "Wi-Fi" not in texts(job)
    assert (job.qr, job.short_code) == ("", short_code(TOKEN))


def test_a_slip_says_where_the_visitor_is_served_and_where_help_is() -> None:
    """Zone and room of the counters of the queue, as people call them; the hall's logo goes with it."""
    play = with_rooms(
        ("east", "201"), ("west", ""), ("east", "201"),
        zones={"east": names("A区", "Zone A"), "west": names("B区")}, help_point=names("一楼大门右侧", "ground floor"), logo="iVBORw0KGgo=",
    )  # fmt: skip
    chinese, english = slip(play, play.take().id), slip(play, play.take(language="en").id)

    assert "办理区域：A区 201" in texts(chinese)
    assert "导办台：一楼大门右侧" in texts(chinese)
    assert "Where: Zone A 201" in texts(english)
    assert "Guide desk: ground floor" in texts(english)
    assert "办理区域：B区、A区 201" in texts(slip(play, play.take("founding").id))
    assert chinese.logo == "iVBORw0KGgo="


@pytest.mark.parametrize("rooms", [(("main", ""),) * 3, (("main", "201"), ("x", ""), ("main", ""))])
def test_where_nothing_has_a_name_the_slip_does_not_say_where(rooms: tuple[tuple[str, str], ...]) -> None:
    """Half of the places would send half of the visitors astray; the screens will tell."""
    play = with_rooms(*rooms)

    assert "办理区域" not in texts(slip(play, play.take().id))


@pytest.mark.parametrize(("url", "left_out", "said"), [
    ("http://10.8.0.5:8080", "", "请在取号机扫描本票"), ("http://10.8.0.5:8080", "reader", "请持本票到导办台"),
    ("", "", "请在取号机点“已有号码”"), ("", "kiosk", "请持本票到导办台"),
])  # fmt: skip
def test_who_missed_the_call_is_sent_to_what_takes_this_slip(url: str, left_out: str, said: str) -> None:
    """A kiosk with a reader takes its QR code, any kiosk its short code; else the desk helps."""
    reader = {"slug": "reader-1", "names": names("扫码器"), "kind": "reader", "agent": "agent-1", "driver": "pretend", "kiosk": "kiosk-1"}
    devices = [row | ({"retired": True} if row["kind"] == left_out else {}) for row in (*SMALL_HALL["devices"], reader)]
    play = Play({**SMALL_HALL, "devices": devices, "hall": [{**SMALL_HALL["hall"][0], "public_url": url}]})

    assert said in texts(slip(play, play.take(by=GUIDE).id))


def test_a_copy_is_marked() -> None:
    """Two slips of one number must not look the same."""
    play = Play()
    ticket = play.take().id

    assert "补打" not in texts(slip(play, ticket))
    assert slip(play, ticket, 2).lines[0].text == "【补打】第 2 份，与原票同号"
    assert slip(play, ticket, 2).job == f"slip/{ticket}/2"


def test_needs_and_groups_never_stand_on_a_slip() -> None:
    """Paper lies about in public."""
    play = Play()
    plain, with_needs = play.take(by=GUIDE), play.take(by=GUIDE, needs=("mobility",), group=next(iter(play.hall.rules.groups)))

    assert len(slip(play, plain.id).lines) == len(slip(play, with_needs.id).lines)
    for group in play.hall.rules.groups.values():
        assert group.names["zh-Hans"] not in texts(slip(play, with_needs.id))


def test_too_old_counts_from_the_number_and_for_a_copy_from_now() -> None:
    """A copy is asked for by somebody who stands there."""
    play = Play()
    ticket = play.take()
    play.later(3600).take()
    first, copy = slip(play, ticket.id), slip(play, ticket.id, 2)

    assert first.expires_us == ticket.issued_us + 300_000_000
    assert copy.expires_us == play.now_us + 300_000_000


def test_a_kiosk_prints_on_its_own_printer_and_a_guide_on_the_first() -> None:
    """The slip must come out where the visitor stands."""
    kiosks = [
        {"slug": "printer-2", "names": names("二号"), "kind": "printer"},
        {"slug": "kiosk-2", "names": names("取号机"), "kind": "kiosk", "printer": "printer-2"},
        {"slug": "kiosk-3", "names": names("取号机"), "kind": "kiosk"},
    ]
    hall = Play({**SMALL_HALL, "devices": [*SMALL_HALL["devices"], *kiosks]}).hall

    assert printer_for(hall, KIOSK.id) == "printer-1"
    assert printer_for(hall, "device:kiosk-2") == "printer-2"
    assert printer_for(hall, "device:kiosk-3") == ""
    assert printer_for(hall, "device:unknown") == ""
    assert printer_for(hall, GUIDE.id) == "printer-1"
    assert printer_for(Play({**SMALL_HALL, "devices": []}).hall, GUIDE.id) == ""


def test_after_a_restore_a_marked_copy_is_another_job_and_the_first_is_the_same() -> None:
    """An agent that printed its namesake of the lost time answers done and prints nothing; the first must not come out twice."""
    assert slip_id("1.57", 2) == slip_id("1.57", 2, 1) == "slip/1.57/2"
    assert slip_id("1.57", 2, 2) not in {slip_id("1.57", 2), slip_id("2.57", 2, 2)}
    assert slip_id("1.57", 1, 2) == slip_id("1.57", 1)


@pytest.mark.parametrize(("earlier", "state", "copy", "wanted"), [
    ("done", "unknown", 1, True), ("unknown", "unknown", 1, False), ("done", "unknown", 2, False),
    ("done", "done", 1, False), ("done", "failed", 1, False),
])  # fmt: skip
def test_an_unknown_slip_is_copied_once_where_the_printer_can_tell(earlier: str, state: str, copy: int, *, wanted: bool) -> None:
    """A printer that never answers would print each ticket twice."""
    play = Play()
    first, second = play.take().id, play.take().id
    for ticket, number, ended in ((first, 1, earlier), (second, copy, state)):
        play.fold(SlipReported(job=slip_id(ticket, number), device="printer-1", ticket=ticket, copy=number, state=ended), SERVICE_SETUP)

    assert wants_copy(play.hall, second) is wanted


def test_a_visitor_who_was_called_needs_no_copy() -> None:
    """The agent may be back an hour later: paper of a visitor who is gone only misleads the next one."""
    play = Play()
    first, second = play.take().id, play.take().id
    for ticket, ended in ((second, "done"), (first, "unknown")):
        play.fold(SlipReported(job=slip_id(ticket, 1), device="printer-1", ticket=ticket, copy=1, state=ended), SERVICE_SETUP)
    assert wants_copy(play.hall, first)
    assert play.open().call().id == first

    assert not wants_copy(play.hall, first)


def test_a_number_given_without_a_slip_is_not_printed() -> None:
    """Neither now nor after a restart, until somebody asks for it; then once, unmarked, on the printer of who asks."""
    play = Play()
    play.ask(c.ReportDevice(device="printer-1", state="out"), SERVICE_DOOR)
    ticket = play.take(paperless=True).id
    assert first_printer(play.hall, ticket) == ""
    assert list(slips_left(play.hall, play.now_us)) == []
    play.ask(c.ReportDevice(device="printer-1", state="fine"), SERVICE_DOOR)
    play.later(3000).ask(c.ReprintSlip(ticket=ticket), GUIDE)

    assert list(slips_left(play.hall, play.now_us)) == [(ticket, "printer-1", 1, False)]
    assert slip(play, ticket).expires_us == play.now_us + 300_000_000
    assert "补打" not in texts(slip(play, ticket))


def test_what_was_asked_for_is_open_until_it_has_an_end() -> None:
    """A restart forgets nobody's copy; one that was asked for is no reason for one that nobody asked for."""
    play = Play()
    ticket, other = play.take().id, play.take().id
    for nth, ended in ((other, "done"), (ticket, "unknown")):
        play.fold(SlipReported(job=slip_id(nth, 1), device="printer-1", ticket=nth, copy=1, state=ended), SERVICE_SETUP)
    assert wants_copy(play.hall, ticket)
    play.ask(c.ReprintSlip(ticket=ticket), GUIDE)
    assert not wants_copy(play.hall, ticket)
    assert list(slips_left(play.hall, play.now_us)) == [(ticket, "printer-1", 2, False)]
    play.fold(SlipReported(job=slip_id(ticket, 2), device="printer-1", ticket=ticket, copy=2, state="unknown"), SERVICE_SETUP)

    assert not wants_copy(play.hall, ticket)
    assert list(slips_left(play.hall, play.now_us)) == []


def test_a_restart_forgets_no_slip_of_a_visitor_who_was_called_before_it_came_out() -> None:
    """It is still printed as without the restart, or ends as failed: each slip has an end in the journal."""
    play = Play().open("c1", LI)
    ticket = play.take().id
    play.ask(c.CallNext(), LI)
    play.ask(c.Start(), LI)

    assert list(slips_left(play.hall, play.now_us)) == [(ticket, "printer-1", 1, False)]


def test_a_restart_finds_open_what_was_not_printed_and_what_has_no_end() -> None:
    """In the order of the tickets; what is done or too old is left."""
    play = Play()
    play.take()
    play.later(301)
    done, sent, unknown, failed, fresh = (play.take().id for _ in range(5))
    for ticket, state in ((done, "done"), (sent, "sent"), (unknown, "unknown"), (failed, "failed")):
        play.fold(SlipReported(job=slip_id(ticket, 1), device="printer-1", ticket=ticket, copy=1, state=state), SERVICE_SETUP)

    assert list(slips_left(play.hall, play.now_us)) == [
        (sent, "printer-1", 1, True), (unknown, "printer-1", 2, False), (fresh, "printer-1", 1, False),
    ]  # fmt: skip


def test_a_number_that_was_given_by_hand_or_served_at_once_has_no_slip() -> None:
    """The one is on paper already, the other is for somebody who sits at the counter; a slip of either can be asked for."""
    play = Play().open("c1", LI)
    for command, by in ((c.EnterPaper(number=3, services=("seniors",)), GUIDE), (c.ServeDirect(services=("aid",)), LI)):
        play.ask(command, by)
        ticket = list(play.hall.tickets)[-1]
        assert first_printer(play.hall, ticket) == ""
        play.ask(c.ReprintSlip(ticket=ticket), GUIDE)
        assert play.hall.copies[ticket] == ("printer-1", 2)
    assert [job[2] for job in slips_left(play.hall, play.now_us)] == [2, 2]


def test_times_are_those_of_the_hall() -> None:
    """UTC on paper would be eight hours off."""
    assert local_time(0, "Asia/Shanghai") == "1970-01-01 08:00"
