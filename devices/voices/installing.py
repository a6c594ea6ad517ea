# SPDX-License-Identifier: Apache-2.0
"""Makes clip packs ready: levels, trims and resamples recorded ones, and renders new ones with the engine."""

import shutil
from pathlib import Path

import msgspec

from devices.errors import VoiceFailed
from devices.voices.child import SpeakingChild
from devices.voices.engine import VOICES
from devices.voices.packs import MANIFEST, Manifest, read_manifest, write_manifest
from devices.voices.pieces import needed
from devices.voices.sound import RATE_HZ, levelled, peak, read_wav, resampled, trimmed, write_wav
from hallserver.core.jobs import Utterance


def ready(path: Path) -> bytes:
    """Return a recorded clip as frames ready to be joined: at our rate, trimmed, levelled. Raises VoiceFailed: nothing is heard in it."""
    clip = read_wav(path)
    if not peak(clip.samples):
        message = f"{path.name} is silent"
        raise VoiceFailed(message)
    return levelled(trimmed(resampled(clip.samples, clip.rate_hz))).tobytes()


def install(source: Path, packs: Path) -> Path:
    """Make a pack ready and put it among those of this box, in place of the one of its language; return where.

    Raises VoiceFailed and leaves everything as it was: one clip cannot be used.
    """
    manifest = read_manifest(source)
    fresh, place = packs / f".{manifest.language}.part", packs / manifest.language
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        for name in manifest.clips.values():
            write_wav(fresh / name, ready(source / name))
        write_manifest(fresh, msgspec.structs.replace(manifest, sample_rate=RATE_HZ, installed=True))
        shutil.rmtree(place, ignore_errors=True)
        fresh.replace(place)
    except OSError as error:
        message = f"cannot install into {packs}: {error}"
        raise VoiceFailed(message) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return place


def render(folder: Path, language: str, child: SpeakingChild) -> Manifest:
    """Write a pack of every needed piece, spoken by the engine: to start from, and to hear what a clip should say.

    Raises VoiceFailed: a piece could not be spoken, or there is a pack already.
    """
    if (folder / MANIFEST).exists():
        message = f"{folder} holds a pack already"
        raise VoiceFailed(message)
    folder.mkdir(parents=True, exist_ok=True)
    clips = {text: f"{number:03}.wav" for number, text in enumerate(needed(language), start=1)}
    for text, name in clips.items():
        child.make(Utterance(language=language, text=text), folder / name)  # type: ignore[arg-type]  # needed() knows no other
    manifest = Manifest(
        language=language,  # type: ignore[arg-type]
        speaker=f"{child.engine} {VOICES[language]}",
        licence="made by a program: no recording of a person",
        sample_rate=RATE_HZ,
        clips=clips,
    )
    write_manifest(folder, manifest)
    return manifest
