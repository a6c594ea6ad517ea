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


def start_espeak() -> "tuple[Engine, str]":
    """Return a pyttsx3 engine on the wheel's espeak-ng, and its name with version.

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
    return pyttsx3.init("espeak"), "espeak-ng " + ".".join(map(str, version))


def speak(engine: "Engine", ask: Ask) -> str:
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
    heard = engine.connect("error", failed)
    engine.setProperty("rate", max(SLOWEST, min(FASTEST, ask.rate)))
    engine.setProperty("volume", max(0, min(100, ask.volume)) / 100)
    engine.setProperty("voice", VOICES[ask.language])
    engine.save_to_file(ask.text, ask.path)
    engine.runAndWait()
    engine.disconnect(heard)
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
        engine, name = start_espeak()
    except (OSError, RuntimeError, ImportError) as error:
        tell(Told(id="ready", error=str(error)))
        return
    tell(Told(id="ready", engine=name))
    for line in questions:
        ask = msgspec.json.decode(line, type=Ask)
        tell(Told(id=ask.id, error=speak(engine, ask)))


if __name__ == "__main__":
    serve(sys.stdin.buffer, own_output())
