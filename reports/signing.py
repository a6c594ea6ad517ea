# SPDX-License-Identifier: Apache-2.0
"""What a report of figures says beside them when it was drafted to be signed: how far it came, by whom, what people wrote. Text only."""

from typing import NamedTuple

from hallserver.words import say
from reports.osm import Boxed
from reports.osm_text import Stamp

STEPS = ("drafted", "checked", "signed")


class Signing(NamedTuple):
    """How far a version came, and what stands in its boxes."""

    stamp: Stamp
    boxes: Boxed


def version_text(of: Signing, language: str) -> str:
    """Return which version it is, how far it came and the beginning of its digest, and why it was corrected if it was."""
    stamp = of.stamp
    line = say("osm.stamp", language, version=stamp.version, state=say(f"osm.paper-{stamp.state}", language), digest=stamp.sha256[:16])
    return " ".join([line, say("osm.stamp-why", language, why=stamp.why)]) if stamp.why else line


def step_lines(of: Signing, language: str) -> list[tuple[str, str]]:
    """Return each step on the way, and who took it when; empty where nobody has yet."""
    return [(say(f"osm.sign-{step}", language), getattr(of.stamp, step)) for step in STEPS]


def box_lines(of: Signing, language: str) -> list[tuple[str, str]]:
    """Return each box's title and what people wrote into it; empty where they wrote nothing."""
    return [(say(f"osm.box-{name}", language), getattr(of.boxes, name)) for name in of.boxes.__struct_fields__]


def rows(of: Signing, language: str) -> list[tuple[str, str, str]]:
    """Return all of it as key, name and text, for a table: the version, each step that was taken, each box that has words."""
    version = ("version", say("report.section.signing", language), version_text(of, language))
    steps = zip((f"step-{step}" for step in STEPS), step_lines(of, language), strict=True)
    boxes = zip((f"box-{name}" for name in of.boxes.__struct_fields__), box_lines(of, language), strict=True)
    return [version, *((key, name, text) for key, (name, text) in (*steps, *boxes) if text)]
