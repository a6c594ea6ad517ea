# SPDX-License-Identifier: Apache-2.0
"""``hallserver standard show | check | diff | explain KEY | schema``: the rules in force, one line a parameter, its key first.

Which standard: that of a hall (``--data DIR``), else the shipped root. ``--root FILE`` stands in place of the root, a preset and layers
(``--preset shenzhen``, ``--layer FILE`` …, the highest tier first) in place of the layers: so a file is tried before it is adopted.
``--on`` is the date whose deviations are in force. What is asked for goes to standard output, a line each; which standard it is, to
standard error.
"""

import argparse
import difflib
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from hallserver.cli.refusing import refuse
from hallserver.cli.running import refusals, standard_text
from hallserver.clock import AnchoredClock
from hallserver.core.hall import Hall
from hallserver.core.profile import cautions, checked, compose
from hallserver.core.standard import Standard
from hallserver.core.standard_files import FILES, schema
from hallserver.presets import preset_text, presets
from hallserver.sentences import in_force
from hallserver.standard_lines import caution_text, differences, explained, lines
from hallserver.store.folder import open_reading
from hallserver.words import WRITTEN, say

HELP = "show, check, compare and explain the rules in force"
DIFFERENT = 1
"""Exit code of ``diff`` where there is a difference, as of ``diff(1)``."""


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("what", choices=["show", "check", "diff", "explain", "schema"])
    parser.add_argument("key", nargs="?", help="explain: the parameter, e.g. bad.contact_wd; schema: profile or layer")
    parser.add_argument("--data", type=Path, help="data folder of a hall; it may be in service")
    parser.add_argument("--root", type=Path, help="a full profile; the shipped one when left out")
    parser.add_argument("--preset", help=f"a preset over the root: {', '.join(presets())}")
    parser.add_argument("--layer", type=Path, action="append", default=[], help="a place's file; may be given several times, highest first")
    parser.add_argument("--on", help="date whose deviations are in force, e.g. 2026-11-23; today when left out")
    parser.add_argument("--against", type=Path, help="diff: the full profile to compare with; the standard's own root when left out")
    parser.add_argument("--language", choices=WRITTEN, default="zh-Hans")


def run(given: argparse.Namespace) -> int:
    """Do what is asked; return the exit code."""
    if given.what == "schema":
        return _schema(given)
    with refusals():
        standard, on = _standard(given)
        return {"show": _show, "check": _check, "diff": _diff, "explain": _explain}[given.what](given, standard, on)


def _standard(given: argparse.Namespace) -> tuple[Standard, str]:
    """Return the standard that is asked for, and its date: the hall's or the shipped one, with what was given in place of its parts."""
    if given.on is not None and not _is_date(given.on):
        refuse(say("profile.date", given.language, text=given.on))
    if given.preset is not None and given.preset not in presets():
        refuse(say("profile.preset-unknown", given.language, name=given.preset, known=presets()))
    said = [*([preset_text(given.preset)] if given.preset else []), *(_read(given, file) for file in given.layer)]
    hall = _hall(given) if given.data is not None else Hall()
    on = given.on or hall.day or datetime.fromtimestamp(AnchoredClock(0).now() // 1_000_000, tz=UTC).astimezone().date().isoformat()
    if hall.standard is not None and not (given.root or said):  # what was adopted is shown, whatever would be refused today
        return compose(hall.standard.text, hall.standard.layers, on) if given.on else hall.standard, on
    usual, layers = (hall.rules.text, hall.rules.layers) if hall.standard is not None else (standard_text(), ())
    root = _read(given, given.root) if given.root is not None else usual
    return checked(root, said or layers, on), on


def _hall(given: argparse.Namespace) -> Hall:
    """Return the hall of a data folder. Ends the verb where it has no standard."""
    hall = open_reading(given.data)[0].load()
    if hall.standard is None:
        refuse(say("profile.none-adopted", given.language, path=str(given.data)))
    in_force(hall)
    return hall


def _read(given: argparse.Namespace, file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        refuse(say("profile.file-unreadable", given.language, file=str(file), detail=str(error)))


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _show(given: argparse.Namespace, standard: Standard, on: str) -> int:
    for line in lines(standard, given.language):
        print(line)
    _sum(given, standard, on)
    return 0


def _check(given: argparse.Namespace, standard: Standard, on: str) -> int:
    if given.data is not None:
        checked(standard.text, standard.layers, on)
    for caution in cautions(standard, on):
        print(say("profile.caution", given.language, what=caution_text(caution, given.language)))
    print(say("profile.sound", given.language))
    _sum(given, standard, on)
    return 0


def _diff(given: argparse.Namespace, standard: Standard, on: str) -> int:
    other = compose(_read(given, given.against) if given.against is not None else standard.text, (), on)
    found = list(differences(other, standard, given.language))
    for line in found or [say("profile.same", given.language)]:
        print(line)
    _sum(given, standard, on)
    return DIFFERENT if found else 0


def _explain(given: argparse.Namespace, standard: Standard, on: str) -> int:
    if given.key not in standard.parameters:
        near = difflib.get_close_matches(given.key or "", standard.parameters, n=5, cutoff=0.3) or ["–"]
        refuse(say("profile.key-unknown", given.language, parameter=given.key or "–", near=near))
    for line in explained(standard, compose(standard.text, (), on), given.key, given.language):
        print(line)
    return 0


def _schema(given: argparse.Namespace) -> int:
    kind = given.key or "layer"
    if kind not in FILES:
        refuse(say("profile.schema-unknown", given.language, kind=kind, known=list(FILES)))
    print(msgspec.json.format(msgspec.json.encode(schema(kind)), indent=2).decode())
    return 0


def _sum(given: argparse.Namespace, standard: Standard, on: str) -> None:
    """Say of which standard all this is: not among the lines, so that they can be counted and sorted."""
    used = sum(1 for it in standard.parameters.values() if it.used_by)
    said = sum(1 for it in standard.deviations if it.value is not None)
    text = say("profile.hash", given.language, hash=standard.hash, n=len(standard.parameters), used=used, deviations=said, on=on)
    print(text, file=sys.stderr)
