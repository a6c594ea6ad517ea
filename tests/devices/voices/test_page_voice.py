# SPDX-License-Identifier: Apache-2.0
"""A display page as a loudspeaker: what is handed over, how long is waited, and what counts as spoken."""

import io
import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from devices.drivers import Exchange, Place, no_line, open_device
from devices.errors import VoiceFailed
from devices.protocols import Voice
from devices.voices import page_voice
from devices.voices.child import SpeakingChild
from devices.voices.loudspeaker import Loudspeaker
from devices.voices.page_voice import EXTRA_S, MOST_S, play_on_page
from devices.voices.sound import silence, wav_of
from devices.voices.speech import Speech
from hallserver import wire
from hallserver.core.jobs import DeviceSpec, Utterance
from tests.devices.samples import CMN, EN, YUE, call


class Page:
    """The hall's other end: notes what it was asked to play, and answers."""

    def __init__(self) -> None:
        """Play everything."""
        self.asked: list[tuple[wire.Sound, float]] = []
        self.problem = ""

    def __call__(self, sound: wire.Sound, wait_s: float) -> str:
        """Play."""
        self.asked.append((sound, wait_s))
        return self.problem


@pytest.fixture
def page() -> Page:
    """Give a page."""
    return Page()


@pytest.fixture
def opened(tmp_path: Path, speaking: SpeakingChild) -> Callable[[Exchange], Voice]:
    """Give what makes a voice on a page of the speaking process that is there."""

    def opening(exchange: Exchange) -> Voice:
        place = Place(device="voice-1", address="", options={}, out=tmp_path / "voice-1", exchange=exchange)
        return Loudspeaker(Speech(tmp_path / "sounds", {}, speaking), play_on_page(place), keep=0)

    return opening


def test_a_call_is_one_sound_with_chime_and_all_languages(page: Page, opened: Callable[[Exchange], Voice]) -> None:
    """The page plays one thing and says when it has ended."""
    job = replace(call(1, say=(CMN, YUE, EN)), chime=True)
    assert opened(page).say(job, "whole") == "spoken"
    ((sound, wait_s),) = page.asked

    assert (sound.job, sound.device) == (job.job, "voice-1")
    assert wait_s == pytest.approx(sound.length_s + EXTRA_S)
    with wave.open(io.BytesIO(sound.wav)) as wav:
        assert wav.getnframes() / wav.getframerate() == pytest.approx(sound.length_s)
        assert wav.getparams()[:3] == (1, 2, 22_050)
    assert 10 < sound.length_s < 18


def test_it_fits_into_a_message_of_the_wire(page: Page, opened: Callable[[Exchange], Voice]) -> None:
    """The hall refuses a larger one, and the agent with it."""
    opened(page).say(replace(call(1, say=(CMN, YUE, EN)), chime=True), "whole")

    assert wire.from_agent(wire.encode(page.asked[0][0])) == page.asked[0][0]
    longest = wire.Sound(job="notice/1.9/voice-1", device="voice-1", wav=wav_of(silence(MOST_S).tobytes()), length_s=MOST_S)
    assert isinstance(wire.from_agent(wire.encode(longest)), wire.Sound)


def test_a_long_notice_goes_in_parts_one_after_the_other(
    page: Page, opened: Callable[[Exchange], Voice], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two hundred characters last a minute; nothing of it is left out."""
    monkeypatch.setattr(page_voice, "MOST_S", 6.0)
    text = "各位办事群众请注意，今天下午三点起二楼大厅暂停服务，请到一楼办理，谢谢配合。"
    job = replace(call(1, say=(Utterance(language="cmn", text=text),)), kind="notice", job="notice/1.9/voice-1")
    assert opened(page).say(job, "whole") == "spoken"
    lengths_s = [sound.length_s for sound, _ in page.asked]

    assert len(page.asked) > 1
    assert [sound.job for sound, _ in page.asked] == [job.job, *(f"{job.job}#{number}" for number in range(2, len(page.asked) + 1))]
    assert max(lengths_s) <= 6
    assert sum(lengths_s) > 0.2 * len(text)
    for sound, _ in page.asked:
        assert wire.from_agent(wire.encode(sound)) == sound


@pytest.mark.parametrize("problem", ["no-display", "late"])
def test_what_no_page_has_played_was_not_spoken(page: Page, opened: Callable[[Exchange], Voice], problem: str) -> None:
    """The reason is kept, and the next call is tried again."""
    voice = opened(page)
    page.problem = problem
    with pytest.raises(VoiceFailed, match=f"no page played it: {problem}"):
        voice.say(call(1), "whole")
    page.problem = ""

    assert voice.say(call(2), "short") == "short"


def test_a_notice_that_broke_off_was_not_spoken(opened: Callable[[Exchange], Voice], monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that was closed after the first part; the rest is not played to an empty room."""
    monkeypatch.setattr(page_voice, "MOST_S", 2.0)
    parts: list[str] = []

    def exchange(sound: wire.Sound, _: float) -> str:
        parts.append(sound.job)
        return "no-display" if len(parts) == 2 else ""

    with pytest.raises(VoiceFailed, match="no-display"):
        opened(exchange).say(call(1, say=(CMN, EN)), "whole")
    assert len(parts) == 2


def test_without_a_line_it_fails_at_once(opened: Callable[[Exchange], Voice]) -> None:
    """An agent that serves no hall has no page."""
    with pytest.raises(VoiceFailed, match="no line to the hall"):
        opened(no_line).say(call(1), "whole")


def test_the_hall_can_name_this_driver(page: Page, tmp_path: Path) -> None:
    """As it names any other."""
    voice = open_device(DeviceSpec(device="voice-1", kind="voice", driver="page", address="hall-1"), tmp_path, page)
    try:
        assert isinstance(voice, Voice)
        assert voice.say(call(1), "short") == "short"
    finally:
        voice.close()

    assert page.asked[0][0].device == "voice-1"
