# SPDX-License-Identifier: Apache-2.0
"""Measures a clip pack: how long, how loud and how clean each clip is, and which pieces are missing."""

import math
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from devices.errors import VoiceFailed
from devices.voices.packs import Manifest, read_manifest
from devices.voices.pieces import needed
from devices.voices.sound import FULL, LEVEL_DB, Clip, clipped, edges, level_db, peak, read_wav

SHORTEST_S, LONGEST_S = 0.12, 5.0
LEVEL_WITHIN_DB = 3.0
"""A plosive is all peak: it cannot be as loud as a vowel without clipping."""
EDGE_LEAST_S, EDGE_MOST_S = 0.02, 0.04
MOST_CLIPPED = 0.001


class Measure(Struct, frozen=True, kw_only=True):
    """What one clip measures: seconds, dB below full scale, part of the samples; and what is wrong with it."""

    text: str
    file: str
    length_s: float = 0.0
    level_db: float = -math.inf
    peak_db: float = -math.inf
    clipped: float = 0.0
    lead_s: float = 0.0
    trail_s: float = 0.0
    faults: tuple[str, ...] = ()


class Findings(Struct, frozen=True, kw_only=True):
    """What a pack measures."""

    manifest: Manifest
    clips: tuple[Measure, ...]
    missing: tuple[str, ...]
    """Pieces of the hall's sentences for which it has no clip."""

    @property
    def sound(self) -> bool:
        """Tell whether nothing is wrong with it."""
        return not self.missing and not any(it.faults for it in self.clips)


def measure_pack(folder: Path) -> Findings:
    """Return what a pack measures. Raises VoiceFailed where it has no usable manifest."""
    manifest = read_manifest(folder)
    clips = tuple(_measured(folder, manifest, text, name) for text, name in manifest.clips.items())
    missing = tuple(piece for piece in needed(manifest.language) if piece not in manifest.clips)
    return Findings(manifest=manifest, clips=clips, missing=missing)


def _measured(folder: Path, manifest: Manifest, text: str, name: str) -> Measure:
    try:
        clip = read_wav(folder / name)
    except VoiceFailed as error:
        return Measure(text=text, file=name, faults=(str(error),))
    if not clip.samples or not peak(clip.samples):
        return Measure(text=text, file=name, length_s=clip.length_s, faults=("silent",))
    lead, trail = edges(clip.samples)
    found = Measure(
        text=text, file=name, length_s=clip.length_s, level_db=level_db(clip.samples),
        peak_db=20 * math.log10(peak(clip.samples) / FULL), clipped=clipped(clip.samples) / len(clip.samples),
        lead_s=lead / clip.rate_hz, trail_s=trail / clip.rate_hz,
    )  # fmt: skip
    return _with_faults(found, clip, manifest)


def _with_faults(found: Measure, clip: Clip, manifest: Manifest) -> Measure:
    rules = {
        f"at {clip.rate_hz} Hz": clip.rate_hz != manifest.sample_rate,
        "too short": found.length_s < SHORTEST_S,
        "too long": found.length_s > LONGEST_S,
        "too quiet": found.level_db < LEVEL_DB - LEVEL_WITHIN_DB,
        "too loud": found.level_db > LEVEL_DB + LEVEL_WITHIN_DB,
        "clipped": found.clipped > MOST_CLIPPED,
        "silence before": not EDGE_LEAST_S <= found.lead_s <= EDGE_MOST_S,
        "silence after": not EDGE_LEAST_S <= found.trail_s <= EDGE_MOST_S,
    }
    return Measure(
        **{name: getattr(found, name) for name in Measure.__struct_fields__ if name != "faults"},
        faults=tuple(fault for fault, is_wrong in rules.items() if is_wrong),
    )


def table(findings: Findings, *, whole: bool) -> list[str]:
    """Return the findings as lines for a terminal: every clip, or those with faults; then what is missing."""
    manifest, shown = findings.manifest, [it for it in findings.clips if whole or it.faults]
    wrong = sum(1 for it in findings.clips if it.faults)
    return [
        f"{manifest.language} · {manifest.speaker} · {manifest.licence} · {manifest.sample_rate} Hz",
        f"{len(findings.clips)} clips, {wrong} with faults, {len(findings.missing)} missing",
        *([_HEAD] if shown else []),
        *(_line(it) for it in shown),
        *([f"missing: {' '.join(findings.missing)}"] if findings.missing else []),
    ]


_HEAD = f"{'s':>6} {'dB RMS':>7} {'dB peak':>7} {'clipped':>8} {'before':>7} {'after':>7}  clip"


def _line(it: Measure) -> str:
    figures = f"{it.length_s:6.2f} {it.level_db:7.1f} {it.peak_db:7.1f} {it.clipped:8.2%} {it.lead_s:7.3f} {it.trail_s:7.3f}"
    return f"{figures}  {it.text} ({it.file}){_told(it.faults)}"


def _told(faults: Sequence[str]) -> str:
    return f": {', '.join(faults)}" if faults else ""
