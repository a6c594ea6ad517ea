# SPDX-License-Identifier: Apache-2.0
"""The line of an agent: pairing, jobs, reports, twins."""

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from hallserver.answers import Answer
from hallserver.core.commands import Command, Configure, ReportSlip
from hallserver.core.errors import StorageDown
from hallserver.core.events import DeviceReported, Entry
from hallserver.core.roles import SERVICE_DOOR, SERVICE_SETUP, Actor
from hallserver.store.accounts import PAIRING_LASTS_US
from hallserver.web.limits import Limits
from tests.hallserver.web.running import Line, Running, run, until
from tests.support import names

FAST = Limits(beat_s=0.05, first_message_s=0.2, lost_after_s=0.1)


async def greeted(door: Running, **more: str) -> tuple[Line, dict[str, Any]]:
    """Return an agent's line and what it was answered first."""
    line = await door.socket("/ws/device", {"is": "hello", "agent": "agent-1", "v": 1, **more})
    answer = await line.hear()
    assert answer is not None
    return line, answer


def test_an_agent_pairs_by_its_code_and_keeps_the_key() -> None:
    """One code, one key, and what hangs on it."""

    async def story(door: Running) -> None:
        code = await door.accounts.new_code("pairing", "agent-1", PAIRING_LASTS_US)
        line, welcome = await greeted(door, code=code)
        assert welcome["is"] == "welcome"
        assert {spec["device"] for spec in welcome["devices"]} == {"printer-1", "voice-1"}
        line.close()
        await until(lambda: not door.door.agents)
        _, again = await greeted(door, key=welcome["key"])
        assert again["is"] == "welcome"
        assert "key" not in again

    run(story)


def test_an_agent_has_a_measure_of_delay_from_the_first_moment() -> None:
    """After a cut the line is at its worst: a key that lies on it before the next beat must be known to be late, too."""

    async def story(door: Running) -> None:
        line, _ = await greeted(door, key=await door.key("agent-1"))
        beat = await line.hear_of("sent_s")
        assert (beat["is"], beat["sent_s"]) == ("beat", pytest.approx(door.door.clock.mono(), abs=5))

    run(story, limits=Limits(beat_s=600))


def test_a_slip_goes_out_and_its_report_comes_back() -> None:
    """Commit, job, report, noted: the three-state record of paper."""

    async def story(door: Running) -> None:
        line, _ = await greeted(door, key=await door.key("agent-1"))
        ticket = (await door.ticket())["ticket"]
        job = (await line.hear_of("job"))["job"]
        assert (job["do"], job["ticket"], job["device"]) == ("print-slip", ticket, "printer-1")
        for state in ("sent", "done"):
            report = {"is": "ack", "report": {"job": job["job"], "device": "printer-1", "state": state}}
            await line.send(report)
            assert (await line.hear_of("state"))["state"] == state
            before = door.service.hall.seq
            await line.send(report)
            assert (await line.hear_of("state"))["state"] == state, "a repeat is answered again"
            assert door.service.hall.seq == before, "and changes nothing"
        assert door.service.hall.slips[ticket].state == "done"

    run(story)


def test_a_call_is_announced_and_reported() -> None:
    """What was spoken is in the journal too."""

    async def story(door: Running) -> None:
        line, _ = await greeted(door, key=await door.key("agent-1"))
        await door.ticket()
        clerk = await door.staff("li")
        await door.command("open-counter", {"counter": "c1"}, proof=clerk)
        await door.command("call-next", proof=clerk)
        while (job := (await line.hear_of("job"))["job"])["do"] != "speak":
            continue
        await line.send({"is": "ack", "report": {"job": job["job"], "device": "voice-1", "state": "spoken"}})
        await line.hear_of("state")
        assert door.service.hall.announcements[job["job"]] == "spoken"

    run(story)


def test_a_report_that_does_not_fit_its_job_ends_the_line() -> None:
    """A printer does not speak."""

    async def story(door: Running) -> None:
        line, _ = await greeted(door, key=await door.key("agent-1"))
        await door.ticket()
        job = (await line.hear_of("job"))["job"]
        await line.send({"is": "ack", "report": {"job": job["job"], "device": "printer-1", "state": "spoken"}})
        while (message := await line.hear()) is not None and message["is"] != "refused":
            continue
        assert message == {"is": "refused", "key": "bad-message"}

    run(story)


def test_strangers_get_nothing() -> None:
    """Without its own key, or in a tongue of its own, nobody hears of a job."""

    async def story(door: Running) -> None:
        hall_display = await door.key("hall-1")
        kiosk_code = await door.accounts.new_code("pairing", "kiosk-1", PAIRING_LASTS_US)
        for more, key in (
            ({}, "device-key-unknown"),
            ({"key": "wrong"}, "device-key-unknown"),
            ({"key": hall_display}, "device-key-unknown"),
            ({"code": "AAAA-AAAA-AAAA"}, "pairing-code-unknown"),
            ({"code": kiosk_code}, "pairing-code-unknown"),
        ):
            line, answer = await greeted(door, **more)
            assert answer == {"is": "refused", "key": key}
            assert await line.closed() == 4403
        assert door.accounts.code_subject("pairing", kiosk_code) == "kiosk-1", "another device's code is not used up"
        for first in ("nonsense", {"is": "pong"}, {"is": "hello"}):
            line = await door.socket("/ws/device", first)
            assert await line.hear() == {"is": "refused", "key": "bad-message"}
        line = await door.socket("/ws/device", {"is": "hello", "agent": "agent-1", "v": 99})
        assert await line.hear() == {"is": "refused", "key": "wire-version-unknown"}
        assert not door.door.agents

    run(story)


def test_a_twin_is_refused_while_the_first_is_there() -> None:
    """Two machines with one name would print every slip twice."""

    async def story(door: Running) -> None:
        key = await door.key("agent-1")
        first, _ = await greeted(door, key=key)
        _, twin = await greeted(door, key=key)
        assert twin == {"is": "refused", "key": "agent-twin"}
        assert (await first.hear_of("is"))["is"] == "beat"
        first.close()
        await until(lambda: not door.door.agents)
        _, again = await greeted(door, key=key)
        assert again["is"] == "welcome"

    run(story, limits=FAST)


def test_a_stranger_does_not_hear_who_is_connected() -> None:
    """Only who has the key, or a code for it, learns that there is such a line; and only then it is a twin."""

    async def story(door: Running) -> None:
        code = await door.accounts.new_code("pairing", "agent-1", PAIRING_LASTS_US)
        kiosk_code = await door.accounts.new_code("pairing", "kiosk-1", PAIRING_LASTS_US)
        await greeted(door, key=await door.key("agent-1"))
        for more, key in (
            ({"key": "wrong"}, "device-key-unknown"),
            ({"code": "AAAA-AAAA-AAAA"}, "pairing-code-unknown"),
            ({"code": kiosk_code}, "pairing-code-unknown"),
            ({"code": code}, "agent-twin"),
        ):
            assert (await greeted(door, **more))[1] == {"is": "refused", "key": key}
        assert not door.service.hall.twins, "from the same address it is no copy"

    run(story)


def test_lost_and_back_are_each_reported_once() -> None:
    """The manager sees which printer is gone; the journal is not filled by a loose plug."""

    async def story(door: Running) -> None:
        said: list[tuple[str, str]] = []

        def note(entries: Sequence[Entry]) -> None:
            said.extend((it.event.device, it.event.state) for it in entries if isinstance(it.event, DeviceReported))

        door.service.bus.listen(note)
        key = await door.key("agent-1")
        line, _ = await greeted(door, key=key)
        await line.send({"is": "pong", "ready": ["printer-1", "voice-1", "hall-1"]})
        await line.hear_of("seq")
        await line.send({"is": "pong", "ready": ["voice-1"]})
        await until(lambda: ("printer-1", "lost") in said)
        await line.send({"is": "pong", "ready": ["printer-1", "voice-1"]})
        await until(lambda: ("printer-1", "back") in said)
        line.close()
        await until(lambda: {("agent-1", "lost"), ("voice-1", "lost"), ("printer-1", "lost")} <= set(said))
        line, _ = await greeted(door, key=key)
        await until(lambda: ("agent-1", "back") in said)
        assert said.count(("agent-1", "lost")) == said.count(("agent-1", "back")) == 1
        assert not any(device == "hall-1" for device, _ in said)

    run(story, limits=FAST)


def test_a_revoked_agent_is_cut() -> None:
    """Whoever takes the key away means now."""

    async def story(door: Running) -> None:
        line, _ = await greeted(door, key=await door.key("agent-1"))
        await door.ask("DELETE", "/api/v1/devices/agent-1/key", proof=await door.staff("admin"))
        while (message := await line.hear()) is not None and message["is"] != "refused":
            continue
        assert message == {"is": "refused", "key": "device-key-unknown"}

    run(story)


def test_an_agent_that_comes_back_reports_a_whole_morning_at_once() -> None:
    """After a cut line two hundred slips and calls are reported in one go; a limit made for screens would cut it for ever."""

    async def story(door: Running) -> None:
        line, _ = await greeted(door, key=await door.key("agent-1"))
        tickets = [(await door.ticket())["ticket"] for _ in range(30)]
        jobs = [(await line.hear_of("job"))["job"]["job"] for _ in tickets]
        acks = [(job, state) for job in jobs for state in ("sent", "done")] * 4
        for job, state in acks:
            await line.send({"is": "ack", "report": {"job": job, "device": "printer-1", "state": state}})
        noted = [(await line.hear_of("state"))["job"] for _ in acks]
        assert noted == [job for job, _ in acks]
        assert {door.service.hall.slips[ticket].state for ticket in tickets} == {"done"}

    run(story)


def test_a_report_that_could_not_be_written_is_not_noted_and_counts_when_it_is_said_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk was full once: on the line that stays, the slip is done in the end, and the hall does not believe it knows all."""

    async def story(door: Running) -> None:
        line, _ = await greeted(door, key=await door.key("agent-1"))
        ticket = (await door.ticket())["ticket"]
        job = (await line.hear_of("job"))["job"]["job"]
        submit, full = door.service.submit, [StorageDown("disk-full")]
        caught_up: list[str] = []

        async def submit_or_full(command: Command, by: Actor, key: str | None = None) -> Answer:
            if full and isinstance(command, ReportSlip) and command.state == "done":
                raise full.pop()
            return await submit(command, by, key)

        monkeypatch.setattr(door.service, "submit", submit_or_full)
        monkeypatch.setattr(door.door.outbox, "caught_up", caught_up.append)
        for state in ("sent", "done"):
            await line.send({"is": "ack", "report": {"job": job, "device": "printer-1", "state": state}})
        await line.send({"is": "pong", "ready": []})
        await line.send({"is": "ack", "report": {"job": job, "device": "printer-1", "state": "done"}})
        await line.send({"is": "pong", "ready": []})
        assert (await line.hear_of("state"))["state"] == "sent"
        assert (await line.hear_of("state"))["state"] == "done"
        assert not full
        await until(lambda: caught_up == ["agent-1"])
        assert door.service.hall.slips[ticket].state == "done"

    run(story)


def test_a_late_done_is_put_in_the_journal_though_nobody_waits_for_it() -> None:
    """The hall had given the slip up; the paper is there all the same."""

    async def story(door: Running) -> None:
        line, _ = await greeted(door, key=await door.key("agent-1"))
        ticket = (await door.ticket())["ticket"]
        job = (await line.hear_of("job"))["job"]["job"]
        await door.service.submit(ReportSlip(job=job, device="printer-1", ticket=ticket, state="unknown"), SERVICE_DOOR)
        assert door.door.outbox.job(job) is None
        await line.send({"is": "ack", "report": {"job": job, "device": "printer-1", "state": "done"}})
        assert (await line.hear_of("state"))["state"] == "done"
        assert door.service.hall.slips[ticket].state == "done"

    run(story)


def test_an_agent_speaks_for_its_own_devices_only() -> None:
    """A copied or borrowed agent key must not be able to say that somebody else's slip is out."""

    async def story(door: Running) -> None:
        devices = [msgspec.to_builtins(row) for row in door.service.hall.catalog.devices.values()]
        second = {"slug": "agent-2", "names": names("二号代理"), "kind": "agent"}
        await door.service.submit(Configure(section="devices", rows=[*devices, second]), SERVICE_SETUP)
        line, _ = await greeted(door, key=await door.key("agent-2"), agent="agent-2")
        ticket = (await door.ticket())["ticket"]
        job = f"slip/{ticket}/1"
        await line.send({"is": "ack", "report": {"job": job, "device": "printer-1", "state": "done"}})
        assert (await line.hear_of("state"))["job"] == job
        assert ticket not in door.service.hall.slips
        assert door.door.outbox.job(job) is not None

    run(story)


def test_what_a_printer_says_of_itself_is_in_the_journal_once() -> None:
    """Each reconnect says it again; the kiosk's screen follows the journal."""

    async def story(door: Running) -> None:
        line, _ = await greeted(door, key=await door.key("agent-1"))
        before = door.service.hall.seq
        for state in ("fine", "out", "out", "low"):
            await line.send({"is": "state", "device": "printer-1", "state": state})
        await line.send({"is": "state", "device": "voice-1", "state": "out"})
        await line.send({"is": "state", "device": "printer-9", "state": "out"})
        await until(lambda: door.service.hall.printers.get("printer-1") == "low")
        await line.send({"is": "state", "device": "printer-1", "state": "empty"})
        while (message := await line.hear()) is not None and message["is"] != "refused":
            continue
        assert message == {"is": "refused", "key": "bad-message"}
        happened = [entry.event for entry in door.door.journal(1, before, 100)]
        assert [it.state for it in happened if isinstance(it, DeviceReported) and it.device.startswith("printer")] == ["out", "low"]
        assert door.service.hall.printers == {"printer-1": "low"}

    run(story)


def test_a_kiosk_whose_printers_agent_is_gone_gives_no_number_unless_the_visitor_agrees() -> None:
    """Whoever waits for paper that never comes misses the call; the kiosk says so before, and again when asked."""

    async def story(door: Running) -> None:
        line, _ = await greeted(door, key=await door.key("agent-1"))
        kiosk = await door.line("kiosk", {"key": await door.key("kiosk-1")})
        assert (await kiosk.hear_of("view"))["view"]["printer"] == "ready"
        line.close()
        await until(lambda: door.service.hall.devices.get("agent-1") == "lost")
        for nth, (fields, answered) in enumerate((({}, "problem"), ({"paperless": True}, "answer"))):
            await kiosk.send({"id": f"t{nth}", "command": "take-ticket", "fields": {"services": ["seniors"], **fields}})
            assert answered in await kiosk.hear_of("id")
        assert len(door.service.hall.slipless) == len(door.service.hall.tickets) == 1

    run(story, limits=FAST)
