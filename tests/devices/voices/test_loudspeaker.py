# SPDX-License-Identifier: Apache-2.0
"""Made whole, then played; and a failed voice that comes back with the next call."""

import queue
from pathlib import Path

import pytest

from devices.drivers import Place
from devices.errors import VoiceFailed
from devices.protocols import Form
from devices.voices.child import Sound, SpeakingChild
from devices.voices.loudspeaker import Loudspeaker, speech_at
from devices.voices.speech import Speech
from devices.worker import Worker
from hallserver.core.jobs import DeviceSpec, JobReport, Speak
from tests.devices.samples import CMN, EN, call


class Player:
    """Plays nothing and notes what there was, or fails."""

    def __init__(self) -> None:
        """Work."""
        self.played: list[tuple[str, Form, bool]] = []
        self.broken = False

    def __call__(self, job: Speak, form: Form, sound: Sound) -> None:
        """Play."""
        if self.broken:
            message = "no sound card"
            raise VoiceFailed(message)
        self.played.append((job.job, form, sound.path.exists()))


@pytest.fixture
def player() -> Player:
    """Give a player."""
    return Player()


def test_the_sound_is_there_while_it_is_played_and_only_the_last_ones_after(
    tmp_path: Path, speaking: SpeakingChild, player: Player
) -> None:
    """The folder of a box that runs for years must not fill."""
    voice = Loudspeaker(Speech(tmp_path, {}, speaking), player, keep=2)
    forms: tuple[Form, ...] = ("whole", "one", "short")
    states = [voice.say(call(number, say=(CMN, EN)), form) for number, form in enumerate(forms)]

    assert states == ["spoken", "spoken", "short"]
    assert [(form, was_there) for _, form, was_there in player.played] == [("whole", True), ("one", True), ("short", True)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["call_1.1_1.1_voice-1.wav", "call_1.2_1.1_voice-1.wav"]


def test_nothing_is_played_of_what_could_not_be_made_whole(tmp_path: Path, player: Player) -> None:
    """Not even the chime."""
    voice = Loudspeaker(Speech(tmp_path, {}, SpeakingChild(("false",), deadline_s=0.2)), player)
    with pytest.raises(VoiceFailed):
        voice.say(call(1), "whole")
    voice.close()

    assert player.played == []


def test_a_sound_that_somebody_took_away_costs_no_call(tmp_path: Path, speaking: SpeakingChild, player: Player) -> None:
    """Whoever plays the folder may tidy it while we count; the call was heard."""
    (tmp_path / "gone.wav").symlink_to(tmp_path / "nowhere")

    assert Loudspeaker(Speech(tmp_path, {}, speaking), player, keep=0).say(call(), "whole") == "spoken"


def test_a_failed_voice_is_lost_and_back_with_the_next_call(tmp_path: Path, speaking: SpeakingChild, player: Player) -> None:
    """Its calls end as shown only with the reason; the hall hears that it is lost, and that it works again."""
    reports: queue.SimpleQueue[JobReport] = queue.SimpleQueue()
    spec = DeviceSpec(device="voice-1", kind="voice", driver="any")
    worker = Worker(spec, lambda _: Loudspeaker(Speech(tmp_path, {}, speaking), player), reports.put)
    seen = []
    for number, broken in enumerate((False, True, True, False)):
        player.broken = broken
        worker.give(call(number))
        report = reports.get(timeout=30)
        seen.append((report.state, report.detail, report.why, worker.ready))

    assert seen == [("spoken", "", "", True), *[("screen-only", "no sound card", "failed", False)] * 2, ("spoken", "", "", True)]
    speaking_pid = speaking.process.pid
    worker.stop()
    assert speaking.process.pid == speaking_pid


def test_packs_are_looked_for_beside_the_devices_or_where_the_address_says(installed: Path, tmp_path: Path) -> None:
    """Installed once for all loudspeakers of a box."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "voice-packs").symlink_to(installed)
    places = [
        Place(device="voice-1", address="", options={}, out=tmp_path / "out" / "voice-1"),
        Place(device="voice-1", address="", options={"packs": str(installed)}, out=tmp_path / "other" / "voice-1"),
        Place(device="voice-1", address="", options={}, out=tmp_path / "other" / "voice-1"),
    ]
    found = []
    for place in places:
        speech = speech_at(place, tmp_path / "sounds")
        found.append(sorted(speech._packs))
        speech.close()

    assert found == [["cmn"], ["cmn"], []]
