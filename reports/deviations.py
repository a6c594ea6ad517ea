# SPDX-License-Identifier: Apache-2.0
"""What deviated from the unified standard under the standards that a report rests on: whose, how far, why, until when."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from hallserver.core.deviation import GroupDeviation, Said
from hallserver.core.profile import compose
from hallserver.core.standard import Standard
from hallserver.standard_lines import name_of, of_value
from hallserver.words import say
from reports.names import in_language

COLUMNS = ("standard", "parameter", "name", "value", "usual", "place", "reason", "author", "dates")
"""Columns of the list: words ``report.deviation.<column>``."""


class DeviationLine(Struct, frozen=True, kw_only=True):
    """One deviation as a report shows it, still in every language."""

    standard: str
    """Mark of the standard in which it was in force."""
    parameter: str
    """A parameter's key, or ``group.<slug>``."""
    value: int | float | str | bool
    usual: int | float | str | bool
    """What the unified standard says; empty for a group that is the place's own."""
    unit: str
    names: dict[str, str] = {}
    """Of a group; a parameter has its name in words."""
    tier: str
    place: str
    reason: str
    author: str
    since: str
    until: str


def lines_of(standards: Mapping[str, Standard]) -> tuple[DeviationLine, ...]:
    """Return what deviated under each of these standards, by mark: what gave a parameter its value, and what was said of groups."""
    return tuple(line for mark, standard in sorted(standards.items()) for line in _of(mark, standard))


def _of(mark: str, standard: Standard) -> list[DeviationLine]:
    root = compose(standard.text, (), "")
    told = {it.key: it for it in standard.deviations if it.value is not None}
    values = [
        DeviationLine(
            standard=mark, parameter=key, value=standard.parameters[key].value, usual=root.parameters[key].value,
            unit=root.parameters[key].unit, tier=it.tier, place=it.layer, **_said(it),
        )
        for key, it in sorted(told.items())
    ]  # fmt: skip
    return values + [_group(mark, standard, root, it) for it in {it.slug: it for it in standard.regrouped}.values()]


def _group(mark: str, standard: Standard, root: Standard, it: GroupDeviation) -> DeviationLine:
    usual, now = root.groups.get(it.slug), standard.groups[it.slug]
    return DeviationLine(
        standard=mark,
        parameter=f"group.{it.slug}",
        names=now.names,
        value=now.credit,
        usual=usual.credit if usual is not None else "",
        unit="s",
        tier=it.tier,
        place=it.layer,
        **_said(it),
    )


def _said(it: Said) -> dict[str, Any]:
    return {"reason": it.reason, "author": it.author, "since": it.since, "until": it.until}


def cells(line: DeviationLine, language: str) -> tuple[str, ...]:
    """Return one line of the list, a text for each of ``COLUMNS``."""
    name = in_language(line.names, language) if line.names else name_of(line.parameter, language)
    value, usual = (of_value(line.parameter, it, line.unit, language) for it in (line.value, line.usual))
    since, until = line.since or say("profile.always", language), line.until or say("profile.open-end", language)
    place = f"{say(f'profile-tier.{line.tier}', language)} {line.place}"
    return (line.standard, line.parameter, name, value, usual, place, line.reason, line.author, f"{since} – {until}")
