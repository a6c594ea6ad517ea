# SPDX-License-Identifier: Apache-2.0
"""An agent whose line is cut: what it waited for ends, and nothing that it learned on the old line is believed on the new one."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from devices import agent as agents
from devices.errors import VoiceFailed
from devices.ledger import Ledger
from devices.protocols import Form
from devices.sounds import NO_LINE, Sounds
from hallserver import wire
from hallserver.core.jobs import AnnouncementState, JobReport, Speak
from tests.devices.samples import call
from tests.devices.test_agent import PRINTER, Line, talk
from tests.devices.test_worker import VOICE, FakeVoice, TellingPrinter


class Far:
    """A loudspeaker that is a page, and waits ten minutes for its end."""

    def __init__(self, sounds: list[Sounds]) -> None:
        """Keep where the agent's sounds will be."""
        self._sounds = sounds

    def say(self, job: Speak, _: Form) -> AnnouncementState:
        """Have it played."""
        problem = self._sounds[0].exchange(wire.Sound(job=job.job, device=job.device, wav=b"", length_s=1.0), 600.0)
        if problem:
            raise VoiceFailed(problem)
        return "spoken"

    def close(self) -> None:
        """Nothing is held open."""


def test_a_call_that_a_page_was_playing_ends_with_the_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody will ever say that it was heard; the calls behind it must not wait for that."""
    sounds, reports = list[Sounds](), list[JobReport]()

    def kept(tell: Callable[[wire.Sound], bool]) -> Sounds:
        sounds.append(Sounds(tell))
        return sounds[-1]

    monkeypatch.setattr(agents, "Sounds", kept)

    async def cut(line: Line) -> None:
        await line.welcome(devices=(VOICE,))
        await line.say(wire.Work(job=call()))
        assert isinstance(await line.hear(), wire.Sound)

    async def back(line: Line) -> None:
        await line.welcome(devices=(VOICE,))
        reports.append(await line.report())

    talk(tmp_path, cut, back, opener=lambda _, __: Far(sounds))
    assert [(it.state, it.detail, it.why) for it in reports] == [("screen-only", NO_LINE, "failed")]


def test_a_hall_that_was_restarted_is_not_measured_by_its_old_clock(tmp_path: Path) -> None:
    """It counts from its start: every call would pass for a quarter of an hour old."""
    reports: list[JobReport] = []

    async def before(line: Line) -> None:
        await line.welcome(devices=(VOICE,))
        await line.say(wire.Beat(seq=1, sent_s=1000.0))
        assert isinstance(wire.from_agent(await asyncio.wait_for(line.socket.recv(), 30)), wire.Pong)

    async def after(line: Line) -> None:
        await line.welcome(devices=(VOICE,))
        await line.say(wire.Work(job=call(), sent_s=5.0))
        reports.append(await line.report())

    talk(tmp_path, before, after, opener=lambda _, __: FakeVoice())
    assert [it.state for it in reports] == ["spoken"]


def test_what_a_printer_said_at_its_old_place_is_not_told_again(tmp_path: Path) -> None:
    """Another one stands there now, and has said nothing yet."""

    async def there(line: Line) -> None:
        await line.welcome()
        assert await line.hear() == wire.State(device="printer-1", state="low")
        printer.says = None

    async def moved(line: Line) -> None:
        await line.welcome(devices=(msgspec.structs.replace(PRINTER, address="elsewhere"),))
        await line.say(wire.Beat(seq=1, sent_s=1.0))
        assert isinstance(wire.from_agent(await asyncio.wait_for(line.socket.recv(), 30)), wire.Pong)

    printer = TellingPrinter()
    assert talk(tmp_path, there, moved, opener=lambda _, __: printer) is None


def test_a_slow_hall_is_not_drowned_in_repeats(tmp_path: Path) -> None:
    """With each beat it is told again a part of what it has not noted, oldest first."""
    ledger = Ledger(tmp_path / "ledger.jsonl")
    for number in range(agents.REPEAT_MOST + 20):
        ledger.record(JobReport(job=f"call/{number}", device="voice-1", state="spoken"))
    ledger.close()
    told: list[str] = []

    async def slow(line: Line) -> None:
        await line.welcome(devices=())
        for _ in range(agents.REPEAT_MOST + 20):
            await line.report()
        await line.say(wire.Beat(seq=1, sent_s=1.0))
        while isinstance(said := wire.from_agent(await asyncio.wait_for(line.socket.recv(), 30)), wire.Ack):
            told.append(said.report.job)

    talk(tmp_path, slow, repeat_s=0.0)
    assert told == [f"call/{number}" for number in range(agents.REPEAT_MOST)]
