# SPDX-License-Identifier: Apache-2.0
"""A hall display that plays what the agent's voice made: whole, one after the other, and it says what became of each."""

import base64
import io
import math
import re
import struct
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from hallserver.core.commands import Configure
from hallserver.core.roles import SERVICE_SETUP
from hallserver.service import Service
from tests.browser.demo_hall import CHROMIUM, Faults, chromium, open_page
from tests.faults.hall_thread import HallThread, hall_thread
from tests.hallserver.web.running import Line, until
from tests.support import SMALL_HALL

pytestmark = pytest.mark.browser
ALLOWED, REFUSED = "no-user-gesture-required", "document-user-activation-required"
_HZ = 22_050
_TELL_SOUNDS = """
window.sounds = [];
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function () {
  const sound = { length_s: this.buffer.duration, start: performance.now(), end: 0 };
  window.sounds.push(sound);
  this.addEventListener("ended", () => { sound.end = performance.now(); });
  return start.apply(this, arguments);
};
"""

_STALLED_ONCE = """() => {
const wait = window.setTimeout, ask = window.fetch;
window.setTimeout = (then, ms, ...more) => {
  if (ms !== 6000) return wait(then, ms, ...more);
  window.setTimeout = wait;
  return wait(then, 300, ...more);
};
window.fetch = (url, { signal } = {}) => {
  window.fetch = ask;
  return new Promise((_, failed) => signal && signal.addEventListener("abort", () => failed(signal.reason)));
};
}"""
"""The next thing that the page fetches never comes; its patience, this once, is cut down so that the test is short."""


def beep(length_s: float) -> bytes:
    """Return a WAV as a voice makes it."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(_HZ)
        samples = (int(9000 * math.sin(2 * math.pi * 440 * n / _HZ)) for n in range(int(length_s * _HZ)))
        out.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return file.getvalue()


async def with_a_page_voice(service: Service) -> None:
    """Hang a voice on the display hall-1."""
    rows = [{**row, "driver": "page", "address": "hall-1"} if row["slug"] == "voice-1" else row for row in SMALL_HALL["devices"]]
    await service.submit(Configure(section="devices", rows=rows), SERVICE_SETUP)


class Desk:
    """The hall, its agent's line and the display."""

    def __init__(self, hall: HallThread, page: Page) -> None:
        """Connect the agent once the display is there; whoever asks the page itself would touch it, for the browser's part."""
        self.hall, self.page = hall, page
        hall.do(until(lambda: hall.door.door.presence.is_there("hall-1")))
        self.agent = hall.do(self._agent())

    async def _agent(self) -> Line:
        door = self.hall.door
        line = await door.socket("/ws/device", {"is": "hello", "agent": "agent-1", "v": 1, "key": await door.key("agent-1")})
        await line.hear_of("devices")
        return line

    def send(self, job: str, wav: bytes, length_s: float) -> None:
        """Have a sound played."""
        wav64 = base64.b64encode(wav).decode()
        self.hall.do(self.agent.send({"is": "sound", "job": job, "device": "voice-1", "wav": wav64, "length_s": length_s}))

    def answer(self) -> tuple[str, str]:
        """Return (job, problem) of the next sound that is over."""
        told: dict[str, Any] = self.hall.do(self.agent.hear_of("problem"))
        return told["job"], told["problem"]


@contextmanager
def display(tmp_path: Path, policy: str) -> Iterator[Desk]:
    """Run a hall whose display may make sound by this policy of the browser."""
    faults = Faults()
    with hall_thread(tmp_path / "hall", arrange=with_a_page_voice) as hall, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking", f"--autoplay-policy={policy}"]
        )
        key = hall.do(hall.door.key("hall-1"))
        page = browser.new_context(viewport={"width": 1280, "height": 720}, locale="zh-CN").new_page()
        faults.watch(page)
        page.add_init_script(_TELL_SOUNDS)
        page.goto(f"{hall.door.base}/hall/#key={key}")
        yield Desk(hall, page)
        browser.close()
    assert faults == []


def test_sounds_are_played_whole_and_one_after_the_other(tmp_path: Path) -> None:
    """Two that come at once must not be spoken into each other; one that cannot be played does not hold up the next."""
    with display(tmp_path, ALLOWED) as desk:
        desk.send("call/1.1/1.1/voice-1", beep(0.5), 0.5)
        desk.send("call/1.2/1.1/voice-1", b"RIFF and nothing else", 1.0)
        desk.send("call/1.3/1.1/voice-1", beep(0.3), 0.3)
        answers = [desk.answer() for _ in range(3)]
        assert answers == [("call/1.1/1.1/voice-1", ""), ("call/1.2/1.1/voice-1", "broken"), ("call/1.3/1.1/voice-1", "")]
        first, second = desk.page.evaluate("window.sounds")
        assert (round(first["length_s"], 2), round(second["length_s"], 2)) == (0.5, 0.3)
        assert first["end"] - first["start"] >= 0.45 * 1000
        assert second["start"] >= first["end"]
        expect(desk.page.locator("#sound")).to_be_hidden()

        desk.page.close()
        desk.hall.do(until(lambda: not desk.hall.door.door.presence.is_there("hall-1")))
        desk.send("call/1.4/1.1/voice-1", beep(0.3), 0.3)
        assert desk.answer() == ("call/1.4/1.1/voice-1", "no-display"), "the next call must not wait for a screen that is off"


def test_a_sound_that_hangs_on_its_way_does_not_hold_up_the_next(tmp_path: Path) -> None:
    """The line stalls in the middle of it: the page gives it up before the agent does."""
    with display(tmp_path, ALLOWED) as desk:
        desk.page.evaluate(_STALLED_ONCE)
        desk.send("call/1.1/1.1/voice-1", beep(0.3), 0.3)
        assert desk.answer() == ("call/1.1/1.1/voice-1", "broken")
        desk.send("call/1.2/1.1/voice-1", beep(0.3), 0.3)
        assert desk.answer() == ("call/1.2/1.1/voice-1", "")


def test_a_display_whose_browser_refuses_says_that_nobody_heard_it(tmp_path: Path) -> None:
    """The control: the same sound without the browser's flag. One tap on the screen, and the next one is heard."""
    with display(tmp_path, REFUSED) as desk:
        desk.send("call/1.1/1.1/voice-1", beep(0.3), 0.3)
        assert desk.answer() == ("call/1.1/1.1/voice-1", "muted")
        desk.page.locator("#sound").click()
        expect(desk.page.locator("#sound")).to_be_hidden()
        desk.send("call/1.2/1.1/voice-1", beep(0.3), 0.3)
        assert desk.answer() == ("call/1.2/1.1/voice-1", "")


def test_what_the_manager_types_is_said_and_shown(tmp_path: Path) -> None:
    """From the form to the agent's job and the display, and what became of it back to the manager; a voice that failed is an alarm."""
    faults = Faults()
    with hall_thread(tmp_path / "hall", arrange=with_a_page_voice) as hall, chromium() as browser:
        display = open_page(browser, f"{hall.door.base}/hall/#key={hall.do(hall.door.key('hall-1'))}", (1920, 1080), faults)
        token = hall.do(hall.door.staff("dan")).partition(" ")[2]
        manager = open_page(browser, f"{hall.door.base}/manager/#token={token}", (1366, 768), faults)
        agent = Desk(hall, display).agent
        manager.get_by_role("button", name="广播").click()
        manager.locator("#announce-zh").fill("请车主移车")
        manager.get_by_role("button", name="立即广播").click()
        job = hall.do(agent.hear_of("job"))["job"]
        assert (job["kind"], job["say"]) == ("notice", [{"language": "cmn", "text": "请车主移车"}])
        expect(display.locator("#notice")).to_have_text("请车主移车")
        expect(manager.locator("#passings")).to_contain_text("等待播报")
        report = {"job": job["job"], "device": "voice-1", "state": "screen-only", "why": "failed"}
        hall.do(agent.send({"is": "ack", "report": report}))
        expect(manager.locator("#passings")).to_contain_text("未能播报，仅上屏")
        expect(manager.locator("#needs")).to_contain_text("语音故障，叫号仅上屏")
        expect(display.locator("body")).to_have_class(re.compile("mute"))
    assert faults == []
