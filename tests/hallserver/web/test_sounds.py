# SPDX-License-Identifier: Apache-2.0
"""An announcement from the agent that makes it to the display that plays it, and back what became of it."""

import base64
from typing import Any

import msgspec
import pytest

from hallserver import wire
from hallserver.clock import SimulatedClock
from hallserver.core.commands import Configure
from hallserver.core.errors import NotFound
from hallserver.core.roles import SERVICE_SETUP
from hallserver.service import Service
from hallserver.web.sounds import MOST, PATIENCE_S, Sounds, display_of
from hallserver.web.whispers import Whispers
from tests.hallserver.web.running import Line, Running, run, said
from tests.support import SMALL_HALL, Play, names

DISPLAYS: list[dict[str, Any]] = [
    {**row, "driver": "page", "address": "hall-1"} if row["slug"] == "voice-1" else row for row in SMALL_HALL["devices"]
] + [{"slug": "hall-2", "names": names("二号屏"), "kind": "hall-display"}]
WAV = b"RIFF" + bytes(300_000)


def sound(job: str = "call/1.9/1.1/voice-1", wav: bytes = WAV, length_s: float = 3.0, device: str = "voice-1") -> wire.Sound:
    """Return what an agent sends."""
    return wire.Sound(job=job, device=device, wav=wav, length_s=length_s)


class Desk:
    """Sounds with a simulated clock, the display's ear, and what the agent was answered."""

    def __init__(self, *, open_page: bool = True) -> None:
        """Open the page of the display, or leave it closed."""
        self.hall = Play({**SMALL_HALL, "devices": DISPLAYS}).hall
        self.clock, whispers = SimulatedClock(), Whispers()
        self.sounds = Sounds(whispers, self.clock)
        self.heard: list[bytes] = []
        self.answers: list[wire.Played] = []
        if open_page:
            whispers.register("hall", "device:hall-1", self.heard.append)

    def take(self, taken: wire.Sound) -> None:
        """Take a sound from the agent."""
        self.sounds.take(self.hall, taken, self.answers.append)

    def name(self, at: int = -1) -> str:
        """Return the name by which the display was told to fetch a sound."""
        return str(msgspec.json.decode(self.heard[at])["whisper"]["play"]["url"]).rpartition("/")[2]


def test_a_sound_is_kept_for_its_display_until_that_has_played_it() -> None:
    """Nobody else's page gets it, and no memory is held for it afterwards."""
    desk = Desk()
    desk.take(sound())
    assert desk.sounds.wav(desk.name(), "hall-1") == WAV
    with pytest.raises(NotFound):
        desk.sounds.wav(desk.name(), "hall-2")
    desk.sounds.played("hall-2", sound().job, "")
    assert desk.answers == []
    desk.sounds.played("hall-1", sound().job, "")
    assert desk.answers == [wire.Played(job=sound().job)]
    with pytest.raises(NotFound):
        desk.sounds.wav(desk.name(), "hall-1")


@pytest.mark.parametrize(("taken", "open_page", "problem"), [
    (sound(), False, "no-display"), (sound(device="printer-1"), True, "no-display"), (sound(device="none"), True, "no-display"),
    (sound(wav=b"MP3"), True, "broken"), (sound(length_s=0), True, "broken"), (sound(length_s=1e9), True, "broken"),
])  # fmt: skip
def test_what_cannot_be_played_is_answered_at_once(taken: wire.Sound, *, open_page: bool, problem: str) -> None:
    """The agent's next call waits behind it."""
    desk = Desk(open_page=open_page)
    desk.take(taken)

    assert desk.answers == [wire.Played(job=taken.job, problem=problem)]


def test_a_display_that_says_nothing_has_not_played_it() -> None:
    """It was switched off in the middle; its word afterwards changes nothing."""
    desk = Desk()
    desk.take(sound())
    desk.clock.move_to(int((3 + PATIENCE_S) * 1e6))
    desk.sounds.played("hall-1", sound().job, "")

    assert desk.answers == [wire.Played(job=sound().job, problem="late")]


def test_a_page_that_may_make_no_sound_says_so() -> None:
    """The browser refused; the call is one that was shown only."""
    desk = Desk()
    desk.take(sound())
    desk.sounds.played("hall-1", sound().job, "muted")

    assert desk.answers == [wire.Played(job=sound().job, problem="muted")]


def test_only_so_many_sounds_are_kept() -> None:
    """An agent that sends on and on costs no more memory."""
    desk = Desk()
    for number in range(MOST + 1):
        desk.take(sound(job=f"call/1.9/1.{number}/voice-1"))
    for number in range(3):
        desk.take(sound(job=f"call/1.8/1.{number}/voice-1", wav=b"RIFF" + bytes(1_400_000)))

    assert {answer.problem for answer in desk.answers} == {"too-many"}
    assert len(desk.heard) == MOST


def test_the_display_fetches_it_over_its_own_line() -> None:
    """From the agent's socket to the display's and back, at a real door; a megabyte is no flood."""

    async def arrange(service: Service) -> None:
        other = {"slug": "agent-2", "names": names("二号代理"), "kind": "agent"}
        theirs = {"slug": "voice-2", "names": names("二号"), "kind": "voice", "agent": "agent-2", "driver": "page", "address": "hall-1"}
        await service.submit(Configure(section="devices", rows=[*DISPLAYS, other, theirs]), SERVICE_SETUP)

    async def story(door: Running) -> None:
        display, agent = await door.line("hall", {"key": await door.key("hall-1")}), await greeted(door)
        wav = b"RIFF" + bytes(1_400_000)
        message = {"is": "sound", "job": "x/1", "device": "voice-1", "wav": base64.b64encode(wav).decode(), "length_s": 2.5}
        await agent.send(message)
        play = (await display.hear_of("whisper"))["whisper"]["play"]
        assert (play["job"], play["length_s"]) == ("x/1", 2.5)
        assert (await door.ask("GET", play["url"], proof=await door.device("hall-2"))).code == 404
        assert (await door.ask("GET", play["url"], proof=await door.device("kiosk-1"))).code == 404
        assert (await door.ask("GET", play["url"], proof=await door.device("rater-1"))).code == 403
        answer = await door.ask("GET", play["url"], proof=await door.device("hall-1"))
        assert (answer.code, answer.headers["Content-Type"], answer.body) == (200, "audio/wav", wav)
        await display.send({"played": "x/1"})
        assert await agent.hear_of("job") == {"is": "played", "job": "x/1", "problem": ""}
        assert said(await door.ask("GET", play["url"], proof=await door.device("hall-1")))["key"] == "sound-unknown"
        await agent.send({**message, "device": "voice-2"})
        assert (await agent.hear_of("job"))["problem"] == "no-display"

    run(story, arrange=arrange)


def test_a_kiosk_reads_its_screen_aloud_through_its_agent() -> None:
    """What it says goes to the agent as a job that nobody keeps, and comes back as a sound for this kiosk alone."""

    async def arrange(service: Service) -> None:
        at = {"agent": "agent-1", "driver": "page", "address": "kiosk-1"}
        voice = {"slug": "voice-k", "names": names("取号机语音"), "kind": "voice", **at}
        await service.submit(Configure(section="devices", rows=[*SMALL_HALL["devices"], voice]), SERVICE_SETUP)

    async def story(door: Running) -> None:
        kiosk, agent = await door.line("kiosk", {"key": await door.key("kiosk-1")}), await greeted(door)
        assert (await kiosk.hear_of("view"))["view"]["device"]["voice"] is True
        before = door.service.committed
        await kiosk.send({"aloud": "请选择要办理的业务", "language": "zh-Hans"})
        job = (await agent.hear_of("job"))["job"]
        assert (job["device"], job["say"]) == ("voice-k", [{"language": "cmn", "text": "请选择要办理的业务"}])
        wav = base64.b64encode(b"RIFF" + bytes(900)).decode()
        await agent.send({"is": "sound", "job": job["job"], "device": "voice-k", "wav": wav, "length_s": 0.1})
        play = (await kiosk.hear_of("whisper"))["whisper"]["play"]
        assert (await door.ask("GET", play["url"], proof=await door.device("kiosk-1"))).code == 200
        await kiosk.send({"played": job["job"]})
        assert await agent.hear_of("problem") == {"is": "played", "job": job["job"], "problem": ""}
        await agent.send({"is": "ack", "report": {"job": job["job"], "device": "voice-k", "state": "spoken"}})
        await agent.hear_of("state")
        assert door.service.committed == before

    run(story, arrange=arrange)


async def greeted(door: Running) -> Line:
    """Return the line of the agent, who is known."""
    line = await door.socket("/ws/device", {"is": "hello", "agent": "agent-1", "v": 1, "key": await door.key("agent-1")})
    await line.hear_of("devices")
    return line


def test_a_stranger_may_not_send_so_much() -> None:
    """Large messages are for those who are known."""

    async def story(door: Running) -> None:
        line = await door.socket("/ws/device", {"is": "hello", "agent": "agent-1", "v": 1, "key": "x" * 100_000})
        assert await line.hear() is None

    run(story)


def test_a_display_out_of_use_plays_nothing() -> None:
    """Its row stays for ever; the call is not to wait for a screen that was taken down."""
    hall = Play({**SMALL_HALL, "devices": [row | {"retired": row["slug"] == "hall-1"} for row in DISPLAYS]}).hall
    assert display_of(hall, "voice-1") is None
    assert display_of(Desk().hall, "voice-1") is not None
