# SPDX-License-Identifier: Apache-2.0
"""The child process that speaks: one thread, one engine, one utterance at a time.

``python -m devices.voices.engine`` reads one JSON line per utterance, ``{"id", "language", "text",
"path", "volume", "rate"}``, writes the WAV, and answers one JSON line ``{"id", "error"}`` (error empty: done). Its first line
is ``{"id": "ready", "engine": "…"}``. End of input ends it. A process of its own because pyttsx3 with
espeak-ng crashes when two threads use it, hangs on a path it cannot write, and loads a GPL library.
"""

import ctypes
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec
from msgspec import Struct

if TYPE_CHECKING:
    from pyttsx3.engine import Engine

OLDEST = (1, 52)
"""espeak-ng before 1.52 (Debian 12 has 1.51) spells Mandarin as English letters."""
VOICES = {"cmn": "sit/cmn", "yue": "sit/yue", "en": "gmw/en"}
"""Our language → voice of espeak-ng."""
WORDS_PER_MIN = 160
SLOWEST, FASTEST = 80, 300
QUIETEST = 2
"""Per cent: below it the library says nothing at all."""


class Ask(Struct, frozen=True, kw_only=True):
    """One utterance to make into the WAV file ``path``."""

    id: str
    language: str
    text: str
    path: str
    volume: int = 100
    """Amplitude in per cent."""
    rate: int = WORDS_PER_MIN
    """Words a minute."""


class Told(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer; ``error`` is empty when the file is written."""

    id: str
    error: str = ""
    engine: str = ""


def espeak_version(library: ctypes.CDLL) -> tuple[int, ...]:
    """Return the version of a loaded espeak-ng library, e.g. (1, 52, 0)."""
    library.espeak_Info.restype = ctypes.c_char_p
    text = (library.espeak_Info(None) or b"0").decode()
    return tuple(int(part) for part in text.split("-")[0].split(".") if part.isdigit())


def must_be_new_enough(version: tuple[int, ...]) -> None:
    """Raise RuntimeError for an espeak-ng that cannot speak Mandarin."""
    if version < OLDEST:
        shown = ".".join(map(str, version))
        message = f"espeak-ng {shown} cannot speak Mandarin; 1.52 or later is needed: install the package espeakng-loader"
        raise RuntimeError(message)


class Espeak:
    """The engine with its library. The library works off all that it is told on a thread of its own, one thing after the other.

    Only voices are set at once, and pyttsx3 waits for none of it: sentences then come at the rate of the one before, and now
    and then in an empty file. So whatever was told is awaited before the next.
    """

    def __init__(self, engine: "Engine", library: ctypes.CDLL, name: str) -> None:
        """Take a started engine, the library under it, and their name with version."""
        self.name = name
        self.engine = engine
        self._settle: Callable[[], int] = library.espeak_Synchronize
        self._is_set: dict[str, object] = {}

    def set(self, **properties: object) -> None:
        """Set what differs from the sentence before, in this order."""
        self.engine.proxy.setBusy(False)  # between sentences pyttsx3 would keep what it is told until it speaks, all at once
        for name, value in properties.items():
            if self._is_set.get(name) != value:
                self.engine.setProperty(name, value)
                self._settle()
                self._is_set[name] = value
        self.engine.proxy.setBusy(True)

    def save(self, text: str, path: str) -> None:
        """Speak into a file and return when it is whole."""
        self.engine.save_to_file(text, path)
        self.engine.runAndWait()
        self._settle()


def start_espeak() -> Espeak:
    """Return a pyttsx3 engine on the wheel's espeak-ng.

    The library is loaded and its data named before pyttsx3 is imported: pyttsx3 then finds it by its
    SONAME instead of the system's.
    """
    import espeakng_loader  # noqa: PLC0415 - order matters, see above

    ctypes.CDLL(espeakng_loader.get_library_path(), ctypes.RTLD_GLOBAL)
    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    import pyttsx3  # noqa: PLC0415
    from pyttsx3.drivers import _espeak  # noqa: PLC0415

    version = espeak_version(_espeak.dll)
    must_be_new_enough(version)
    return Espeak(pyttsx3.init("espeak"), _espeak.dll, "espeak-ng " + ".".join(map(str, version)))


def speak(espeak: Espeak, ask: Ask) -> str:
    """Write one utterance; return what went wrong, or an empty string."""
    wrong: list[str] = []

    def failed(name: object = None, exception: object = None) -> None:
        wrong.append(f"{name or 'engine'}: {exception}")

    if ask.language not in VOICES:
        return f"no voice for {ask.language!r}"
    try:
        with Path(ask.path).open("wb"):
            pass  # on a path that it cannot write pyttsx3 never comes back
    except OSError as error:
        return str(error)
    heard = espeak.engine.connect("error", failed)
    rate, volume = max(SLOWEST, min(FASTEST, ask.rate)), max(QUIETEST, min(100, ask.volume))
    espeak.set(voice=VOICES[ask.language], rate=rate, volume=volume / 100)
    espeak.save(ask.text, ask.path)
    espeak.engine.disconnect(heard)
    return "; ".join(wrong)


def own_output() -> BinaryIO:
    """Return the real standard output for answers alone; what libraries print goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the questions end."""

    def tell(told: Told) -> None:
        answers.write(msgspec.json.encode(told) + b"\n")
        answers.flush()

    try:
        espeak = start_espeak()
    except (OSError, RuntimeError, ImportError) as error:
        tell(Told(id="ready", error=str(error)))
        return
    tell(Told(id="ready", engine=espeak.name))
    for line in questions:
        ask = msgspec.json.decode(line, type=Ask)
        tell(Told(id=ask.id, error=speak(espeak, ask)))


if __name__ == "__main__":
    serve(sys.stdin.buffer, own_output())
