# SPDX-License-Identifier: Apache-2.0
"""``python -m devices voices check|install|render FOLDER``: clip packs of the voice.

check    measures every clip; ends with 1 and the table of faults where anything is wrong
install  levels and trims the clips and puts them where the agent of this box looks; ``--out`` is the agent's
render   makes a pack of ``--language`` with the engine
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from devices.errors import VoiceFailed
from devices.voices.child import SpeakingChild
from devices.voices.engine import VOICES
from devices.voices.installing import install, render
from devices.voices.measuring import Findings, measure_pack, table
from devices.voices.packs import FOLDER


def main(argv: Sequence[str]) -> int:
    """Run one verb; return the exit code: 0 done and all right, 1 something is wrong with the pack."""
    given = _parser().parse_args(argv)
    try:
        if given.verb == "check":
            return _told(measure_pack(given.folder), whole=given.all)
        if given.verb == "install":
            place = install(given.folder, given.out / FOLDER)
            _say(f"installed in {place}; the agent uses it from its next start on")
            return _told(measure_pack(place), whole=False)
        child = SpeakingChild()
        try:
            manifest = render(given.folder, given.language, child)
        finally:
            child.close()
        _say(f"{len(manifest.clips)} clips in {given.folder}; next: python -m devices voices install {given.folder}")
    except VoiceFailed as error:
        _say(str(error))
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m devices voices", description="Clip packs: recorded pieces of the hall's sentences.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    check = verbs.add_parser("check", help="measure a pack; ends with 1 where something is wrong")
    check.add_argument("--all", action="store_true", help="show every clip, not only those with faults")
    installing = verbs.add_parser("install", help="level and trim a pack and put it where the agent looks")
    installing.add_argument("--out", type=Path, default=Path("agent-data"), help="folder of the agent")
    rendering = verbs.add_parser("render", help="make a pack with the engine")
    rendering.add_argument("--language", choices=tuple(VOICES), required=True, help="language of the pack")
    for verb in (check, installing, rendering):
        verb.add_argument("folder", type=Path, help="the pack's folder")
    return parser


def _told(findings: Findings, *, whole: bool) -> int:
    for line in table(findings, whole=whole):
        _say(line)
    return 0 if findings.sound else 1


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
