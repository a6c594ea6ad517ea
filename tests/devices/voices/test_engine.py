# SPDX-License-Identifier: Apache-2.0
"""The speaking process, spoken to as its parent does."""

import json
import subprocess
import sys
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from devices.voices.engine import Espeak, must_be_new_enough


@contextmanager
def speaking() -> Iterator["subprocess.Popen[bytes]"]:
    """Run the process."""
    command = [sys.executable, "-m", "devices.voices.engine"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def answer(process: "subprocess.Popen[bytes]", **ask: str | int) -> dict[str, str]:
    """Ask and return the answer."""
    assert process.stdin is not None
    assert process.stdout is not None
    if ask:
        process.stdin.write(json.dumps(ask).encode() + b"\n")
        process.stdin.flush()
    told: dict[str, str] = json.loads(process.stdout.readline())
    return told


def test_it_names_its_engine_before_anything_else() -> None:
    """Whoever reads the log must see that Debian's espeak-ng 1.51 was not picked up."""
    with speaking() as process:
        assert answer(process)["engine"].startswith("espeak-ng 1.52")


def test_many_utterances_each_get_their_file_and_one_answer(tmp_path: Path) -> None:
    """pyttsx3 prints to the standard output on each: none of it may get between the answers."""
    with speaking() as process:
        answer(process)
        for number, language in enumerate(["cmn", "yue", "en", "cmn"]):
            path = tmp_path / f"{number}.wav"

            assert answer(process, id=str(number), language=language, text="A 一二三", path=str(path)) == {"id": str(number)}
            with wave.open(str(path)) as sound:
                assert sound.getnframes() / sound.getframerate() > 0.5


class Told:
    """Stands where the engine and its library stand, and notes what each was told."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.told: list[str] = []
        self.proxy = self

    def __getattr__(self, name: str) -> Callable[..., int]:
        """Note whatever is asked."""

        def note(*words: object) -> int:
            self.told.append(" ".join(map(str, (name, *words))))
            return 0

        return note


def test_whatever_the_library_is_told_is_awaited_before_the_next() -> None:
    """It works on a thread of its own; the test below sees what comes of it, this one says so on a quiet machine too."""
    told = Told()
    espeak = Espeak(told, told, "")  # type: ignore[arg-type]
    espeak.set(voice="sit/cmn", rate=160)
    espeak.save("一", "1.wav")
    espeak.set(voice="sit/cmn", rate=300)

    assert told.told == [
        "setBusy False", "setProperty voice sit/cmn", "espeak_Synchronize", "setProperty rate 160", "espeak_Synchronize", "setBusy True",
        "save_to_file 一 1.wav", "runAndWait", "espeak_Synchronize",
        "setBusy False", "setProperty rate 300", "espeak_Synchronize", "setBusy True",
    ]  # fmt: skip


def test_each_sentence_comes_at_its_own_rate(tmp_path: Path) -> None:
    """The library sets rates on a thread of its own: unless that is awaited, every third sentence comes at the rate of another."""
    lengths_s: dict[tuple[str, int], set[float]] = {}
    path = tmp_path / "1.wav"
    with speaking() as process:
        answer(process)
        for number in range(36):
            language, rate, volume = ("cmn", "yue", "en")[number % 3], (80, 160, 300)[number // 3 % 3], (100, 40)[number // 9 % 2]
            told = answer(process, id=str(number), language=language, text="A 一二三", path=str(path), rate=rate, volume=volume)
            assert told == {"id": str(number)}
            with wave.open(str(path)) as sound:
                lengths_s.setdefault((language, rate), set()).add(round(sound.getnframes() / sound.getframerate(), 1))

    for language in ("cmn", "yue", "en"):
        (slow,), (usual,), (fast,) = (lengths_s[language, rate] for rate in (80, 160, 300))
        assert slow > 1.5 * usual > 2 * fast


def test_a_path_that_cannot_be_written_is_an_answer_and_no_hang(tmp_path: Path) -> None:
    """pyttsx3 alone never comes back from it."""
    with speaking() as process:
        answer(process)

        assert "No such file" in answer(process, id="1", language="cmn", text="一", path=str(tmp_path / "no" / "1.wav"))["error"]
        assert answer(process, id="2", language="cmn", text="一二三", path=str(tmp_path / "2.wav")) == {"id": "2"}


def test_an_unknown_language_is_an_answer(tmp_path: Path) -> None:
    """It must not come out in the voice of the sentence before."""
    with speaking() as process:
        answer(process)

        assert answer(process, id="1", language="xx", text="一", path=str(tmp_path / "1.wav"))["error"] == "no voice for 'xx'"


def test_it_ends_with_its_input() -> None:
    """A killed agent must not leave a process behind."""
    with speaking() as process:
        answer(process)
        assert process.stdin is not None
        process.stdin.close()

        assert process.wait(timeout=30) == 0
        process.stdin = None


@pytest.mark.parametrize("version", [(1, 51), (1, 51, 1), (1, 49, 2), (0,)])
def test_an_old_engine_is_refused(version: tuple[int, ...]) -> None:
    """Mandarin of these is English spelling; refusing is better than speaking so."""
    with pytest.raises(RuntimeError, match=r"1\.52 or later is needed"):
        must_be_new_enough(version)


def test_a_new_engine_is_taken() -> None:
    """The control."""
    must_be_new_enough((1, 52, 0))
