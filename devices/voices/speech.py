# SPDX-License-Identifier: Apache-2.0
"""Makes the sound of one announcement: chime and sentences in one WAV. A sentence comes from clips or from the engine."""

import contextlib
from collections.abc import Mapping
from pathlib import Path

from devices.errors import DeviceGone, VoiceFailed
from devices.protocols import Form
from devices.safe_text import safe_name
from devices.saying import sentences
from devices.voices.child import Manner, Sound, SpeakingChild
from devices.voices.chime import chime
from devices.voices.packs import Pack
from devices.voices.sound import read_wav, silence, trimmed, write_wav
from hallserver.core.jobs import Speak, Utterance

PAUSE_S = 0.3
"""Between two languages, and after the chime."""


class Speech:
    """Makes sounds into one folder; used by one thread at a time."""

    def __init__(self, folder: Path, packs: Mapping[str, Pack], child: SpeakingChild | None = None) -> None:
        """Open the folder and start the speaking process. Raises DeviceGone where the folder cannot be made."""
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"cannot keep sounds in {folder}: {error}"
            raise DeviceGone(message) from error
        self.child = child or SpeakingChild()
        self._packs = packs

    def make(self, job: Speak, form: Form) -> Sound:
        """Return all that the job says in this form, in one file. Raises VoiceFailed: then there is no sound at all."""
        said = sentences(job, form)
        if not said:
            message = "there is nothing to say"
            raise VoiceFailed(message)
        parts = [chime(job.volume).tobytes()] if job.chime else []
        parts += [self._sentence(sentence, job) for sentence in said]
        path = self.folder / f"{safe_name(job.job)}.wav"
        return Sound(path=path, length_s=write_wav(path, silence(PAUSE_S).tobytes().join(parts)))

    def close(self) -> None:
        """End the speaking process."""
        self.child.close()

    def _sentence(self, sentence: Utterance, job: Speak) -> bytes:
        pack = self._packs.get(sentence.language)
        return (pack.join(sentence.pieces, job.volume) if pack else None) or self._engine(sentence, job)

    def _engine(self, sentence: Utterance, job: Speak) -> bytes:
        path = self.folder / f"{safe_name(job.job)}.sentence"
        try:
            self.child.make(sentence, path, Manner(volume=job.volume, rate=job.rate))
            return trimmed(read_wav(path).samples).tobytes()
        finally:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
