# SPDX-License-Identifier: Apache-2.0
"""The parent's side of the speaking process: a deadline, a restart, and a check of every WAV."""

import contextlib
import itertools
import logging
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from devices.errors import VoiceFailed
from devices.voices.engine import FASTEST, SLOWEST, WORDS_PER_MIN, Ask, Told
from devices.voices.sound import RATE_HZ, Clip, clipped, peak, read_wav
from devices.voices.text import espeak_text
from hallserver.core.jobs import Utterance

_log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "devices.voices.engine")
DEADLINE_S = 10.0
"""For one utterance, start of the process included; a sentence takes about 12 ms."""
TRIES = 4
"""A library that failed once may work again; after two tries a new process speaks."""
SHORTEST_S = 0.25
S_PER_CHARACTER = 0.03
"""Half of the fastest speech seen at the usual rate: anything shorter was cut."""
LONGEST_S = 2.0
MOST_S_PER_CHARACTER = 1.5
"""A rare character or a long figure takes several words; anything longer runs on."""
QUIETEST_PEAK = 1000
"""Of 32 768 at full volume: a sentence peaks at 20 000 and more."""
MOST_CLIPPED = 0.001
"""Part of the samples that may stand at the end of the scale."""


class Sound(Struct, frozen=True, kw_only=True):
    """A checked WAV file."""

    path: Path
    length_s: float


class Manner(Struct, frozen=True, kw_only=True):
    """How something is said: loudness in per cent, words a minute."""

    volume: int = 100
    rate: int = WORDS_PER_MIN

    @property
    def slower(self) -> float:
        """Return how much longer it takes than at the usual rate."""
        return WORDS_PER_MIN / max(SLOWEST, min(FASTEST, self.rate))


PLAIN = Manner()


def check_wav(path: Path, text: str, manner: Manner = PLAIN) -> float:
    """Return the length in seconds of a WAV of this text, said in this manner.

    Raises VoiceFailed if it is unreadable, at another rate, too short, too long, silent or clipped.
    """
    clip = read_wav(path)
    wrong = _wrong_length(clip.length_s, sum(map(str.isalnum, text)), manner) or _wrong_samples(clip, manner)
    if wrong:
        message = f"{path.name} {wrong}"
        raise VoiceFailed(message)
    return clip.length_s


def _wrong_length(length_s: float, characters: int, manner: Manner) -> str:
    shortest_s = max(SHORTEST_S, S_PER_CHARACTER * manner.slower * characters)
    if length_s < shortest_s:
        return f"is cut: {length_s:.2f} s, expected {shortest_s:.2f} s or more"
    longest_s = (LONGEST_S + MOST_S_PER_CHARACTER * characters) * manner.slower
    return f"runs on: {length_s:.2f} s, expected {longest_s:.2f} s or less" if length_s > longest_s else ""


def _wrong_samples(clip: Clip, manner: Manner) -> str:
    if clip.rate_hz != RATE_HZ:
        return f"is at {clip.rate_hz} Hz, not {RATE_HZ}"
    if peak(clip.samples) < QUIETEST_PEAK * manner.volume / 100:
        return "is silent"
    return "is clipped" if clipped(clip.samples) > MOST_CLIPPED * len(clip.samples) else ""


class SpeakingChild:
    """Makes WAV files one at a time; used by one thread at a time."""

    def __init__(self, command: Sequence[str] = COMMAND, deadline_s: float = DEADLINE_S) -> None:
        """Start the process at once, so that the first call need not wait for it."""
        self._command = command
        self._deadline_s = deadline_s
        self._numbers = itertools.count(1)
        self._answers: queue.SimpleQueue[Told | None] = queue.SimpleQueue()
        self.engine = ""
        """Name and version of the engine, known after the first utterance."""
        self.process = self._start()

    def make(self, utterance: Utterance, path: Path, manner: Manner = PLAIN) -> Sound:
        """Write the utterance to ``path``, whole or not at all, and return it.

        Raises VoiceFailed after two tries that together took too long, or four in all; at once where there is nothing to say.
        """
        if not any(map(str.isalnum, espeak_text(utterance.language, utterance.text))):
            message = f"there is nothing to say in {utterance.text!r}"
            raise VoiceFailed(message)
        fresh, until_s = path.with_name(path.name + ".part"), time.monotonic() + self._deadline_s
        for attempt in range(1, TRIES + 1):
            try:
                self._ask(utterance, fresh, manner)
                length_s = check_wav(fresh, utterance.text, manner)
                fresh.replace(path)
            except (VoiceFailed, OSError) as error:
                _log.warning("voice: try %d of %d failed: %s", attempt, TRIES, error)
                with contextlib.suppress(OSError):
                    fresh.unlink(missing_ok=True)
                if attempt == TRIES or (attempt > 1 and time.monotonic() > until_s):
                    raise VoiceFailed(str(error)) from error
                if attempt > 1:
                    self._end()
            else:
                return Sound(path=path, length_s=length_s)
        raise AssertionError

    def close(self) -> None:
        """End the process."""
        self._end()

    def _start(self) -> "subprocess.Popen[bytes]":
        self._answers = queue.SimpleQueue()
        process = subprocess.Popen(  # noqa: S603 - our own program
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
        )
        threading.Thread(target=_listen, args=(process, self._answers), daemon=True).start()
        return process

    def _end(self) -> None:
        """Kill the process; the next utterance starts another."""
        self.process.kill()
        self.process.wait()

    def _ask(self, utterance: Utterance, path: Path, manner: Manner) -> None:
        if self.process.poll() is not None:
            self.process = self._start()
        name = str(next(self._numbers))
        text = espeak_text(utterance.language, utterance.text)
        ask = Ask(id=name, language=utterance.language, text=text, path=str(path), volume=manner.volume, rate=manner.rate)
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(msgspec.json.encode(ask) + b"\n")
            self.process.stdin.flush()
        except OSError as error:
            self._end()
            message = "the speaking process is gone"
            raise VoiceFailed(message) from error
        self._await(name)

    def _await(self, name: str) -> None:
        """Wait for the answer to one question. Raises VoiceFailed on an error, the deadline or the child's end."""
        wrong = "the speaking process ended"
        try:
            while (told := self._answers.get(timeout=self._deadline_s)) is not None:
                if told.id == name:
                    if told.error:
                        raise VoiceFailed(told.error)
                    return
                self.engine = told.engine or self.engine
                if told.error:
                    wrong = told.error
        except queue.Empty:
            wrong = f"no answer within {self._deadline_s:g} s"
        self._end()
        raise VoiceFailed(wrong)


def _listen(process: "subprocess.Popen[bytes]", answers: "queue.SimpleQueue[Told | None]") -> None:
    """Pass the child's lines on; None when it has ended or talks nonsense."""
    assert process.stdout is not None
    with contextlib.suppress(msgspec.DecodeError, OSError, ValueError):
        for line in process.stdout:
            answers.put(msgspec.json.decode(line, type=Told))
    answers.put(None)


def _environment() -> dict[str, str]:
    """Return the environment in which the child finds this package, wherever the agent was started."""
    root = str(Path(__file__).resolve().parents[2])
    known = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{known}" if known else root}
