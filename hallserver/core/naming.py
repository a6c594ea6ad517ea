# SPDX-License-Identifier: Apache-2.0
"""How a district calls its halls and zones (统一标识): whether a name follows the pattern, and the name that one would have."""

import re

from msgspec import Struct

from hallserver.core.catalog import HallRow
from hallserver.core.errors import AgainstStandard
from hallserver.core.theme import Naming

_GAP = re.compile(r"\\{\w+\\}")
_BRACE = re.compile(r"[{}]")


class Deviation(Struct, frozen=True, kw_only=True):
    """A name that does not follow the district's pattern. ``zone`` is empty where it is the hall's own."""

    zone: str
    language: str
    name: str
    pattern: str


def follows(pattern: str, name: str) -> bool:
    """Tell whether a name is the pattern with something in its gap; any name follows an empty pattern."""
    return not pattern or re.fullmatch(_GAP.sub(r".*\\S.*", re.escape(pattern)), name) is not None


def filled(pattern: str, what: str) -> str:
    """Return the name that this place or zone has by the pattern."""
    return re.sub(r"\{\w+\}", lambda _: what, pattern)


def check_patterns(naming: Naming) -> None:
    """Raise AgainstStandard, naming it, for a pattern that has not just its one gap: all would have the same name by it."""
    for what, gap, patterns in (("hall", "{place}", naming.hall), ("zone", "{zone}", naming.zone)):
        for language, pattern in patterns.items():
            if pattern.count(gap) != 1 or _BRACE.search(pattern.replace(gap, "")):
                raise AgainstStandard("naming-gap", pattern=pattern, where=f"theme.naming.{what}.{language}", gap=gap)


def deviations(naming: Naming, here: HallRow) -> list[Deviation]:
    """Return the names of this hall and its zones that do not follow the patterns, in the languages in which there is a pattern."""
    names = [("", naming.hall, here.names), *((zone, naming.zone, names) for zone, names in here.zones.items())]
    return [
        Deviation(zone=zone, language=language, name=name, pattern=patterns[language])
        for zone, patterns, said in names
        for language, name in said.items()
        if not follows(patterns.get(language, ""), name)
    ]
