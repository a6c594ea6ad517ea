# SPDX-License-Identifier: Apache-2.0
"""Clip packs: recorded letters, digits and phrases of one speaker, joined into sentences faster than any engine makes them.

A pack is a folder with WAV files and a ``manifest.toml`` that names language, speaker, licence, sample_rate and, under
``[clips]``, the file of each text. ``python -m devices voices install`` levels and trims it; only such a one is joined.
It may hold more than a hall needs, such as the names of its zones.
"""

import logging
import tomllib
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from devices.errors import VoiceFailed
from devices.voices.sound import RATE_HZ, at_volume, peak, read_wav

_log = logging.getLogger(__name__)

MANIFEST = "manifest.toml"
FOLDER = "voice-packs"
"""Installed packs lie there, beside the folders of the devices, one folder a language."""


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a pack says of itself."""

    language: Literal["cmn", "yue", "en"]
    speaker: str
    licence: str
    sample_rate: int
    clips: dict[str, str]
    """Text → name of its WAV in the pack's folder."""
    installed: bool = False
    """Its clips are levelled, trimmed and at the rate of all sounds."""


class Pack:
    """An installed pack in memory."""

    def __init__(self, manifest: Manifest, clips: "Mapping[str, array[int]]") -> None:
        """Take the samples of each text."""
        self.manifest = manifest
        self._clips = clips
        self._volume = 100
        self._frames: dict[str, bytes] = {}
        """Of the clips that were used, at the volume last used."""

    def join(self, pieces: Sequence[str], volume: int = 100) -> bytes | None:
        """Return the sentence of these pieces as frames; None: there is none, or a clip is missing."""
        if volume != self._volume:
            self._volume, self._frames = volume, {}
        try:
            return b"".join([self._of(text) for text in map(clip_text, pieces) if text]) or None
        except KeyError:
            return None

    def _of(self, text: str) -> bytes:
        if text not in self._frames:
            self._frames[text] = at_volume(self._clips[text], self._volume).tobytes()
        return self._frames[text]


def clip_text(piece: str) -> str:
    """Return the text by which the clip of a piece is looked up: without blanks and punctuation around it."""
    return piece.strip(" ,.，。、")


def read_manifest(folder: Path) -> Manifest:
    """Return what a pack says of itself. Raises VoiceFailed: no manifest, one that is wrong, or a file outside the folder."""
    try:
        with (folder / MANIFEST).open("rb") as file:
            manifest = msgspec.convert(tomllib.load(file), Manifest)
    except (OSError, ValueError, RecursionError) as error:  # ValueError: no TOML, no text, or not what a manifest holds
        message = f"{folder / MANIFEST}: {error}"
        raise VoiceFailed(message) from error
    outside = [name for name in manifest.clips.values() if Path(name).name != name or name in {".", ".."}]
    if outside:
        message = f"{folder / MANIFEST} names a file that is not in its folder: {outside[0]}"
        raise VoiceFailed(message)
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a pack. A JSON string is a TOML string too."""
    plain = msgspec.to_builtins(manifest)
    clips = plain.pop("clips")
    lines = [f"{key} = {_toml(value)}" for key, value in plain.items()]
    lines += ["", "[clips]", *(f"{_toml(text)} = {_toml(name)}" for text, name in clips.items())]
    (folder / MANIFEST).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _toml(value: str | int) -> str:
    return msgspec.json.encode(value).decode().replace("\x7f", "\\u007f")


def load_pack(folder: Path) -> Pack:
    """Return an installed pack. Raises VoiceFailed where it is none or a clip is at another rate."""
    manifest = read_manifest(folder)
    if not manifest.installed:
        message = f"{folder} is not installed: python -m devices voices install {folder}"
        raise VoiceFailed(message)
    clips = {text: read_wav(folder / name) for text, name in manifest.clips.items()}
    wrong = [text for text, clip in clips.items() if clip.rate_hz != RATE_HZ or not peak(clip.samples)]
    if wrong:
        # a number with a silent figure would be another number
        message = f"{folder}: the clip of {wrong[0]} is silent, or not at {RATE_HZ} Hz"
        raise VoiceFailed(message)
    return Pack(manifest, {text: clip.samples for text, clip in clips.items()})


def load_packs(folder: Path) -> dict[str, Pack]:
    """Return the installed packs by language. One that cannot be used is logged and left out: the engine then speaks."""
    packs: dict[str, Pack] = {}
    for found in sorted(folder.glob(f"[!.]*/{MANIFEST}")):
        try:
            pack = load_pack(found.parent)
        except VoiceFailed as error:
            _log.warning("clip pack left out: %s", error)
            continue
        packs[pack.manifest.language] = pack
        _log.info("clip pack %s: %d clips by %s, %s", found.parent, len(pack.manifest.clips), pack.manifest.speaker, pack.manifest.licence)
    return packs
