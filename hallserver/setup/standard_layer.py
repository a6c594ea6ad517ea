# SPDX-License-Identifier: Apache-2.0
"""A place's file put together: deviations set, confirmed and taken away in it, files and presets laid in their places."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from msgspec import Struct

from hallserver.core.deviation import TIERS, read_layer
from hallserver.core.errors import AgainstStandard
from hallserver.exchange_standard import Edit, StandardForm
from hallserver.presets import preset_text, presets
from hallserver.setup.tomlfile import dump, parse

OURS: Final = "hall"
"""The tier that this screen edits."""
_HEAD: Final = "# 本厅与统一标准不同之处 / What this hall does otherwise than the unified standard.\n\n"
_NARROWS: Final = frozenset({"min", "max", "locked", "bind", "article", "source"})
"""What an edit of the value leaves as somebody wrote it."""


class Writer(Struct, frozen=True, kw_only=True):
    """Who writes, for which hall, on which day (ISO)."""

    person: str
    hall: str
    date: str


def layered(layers: Sequence[str], form: StandardForm, by: Writer) -> tuple[str, ...]:
    """Return the layers as a form leaves them, the highest tier first.

    Raises AgainstStandard for a file that is no layer and for a preset that there is not; what a layer says is for the rules to refuse.
    """
    found = {read_layer(text).tier: text for text in layers}
    found = {tier: text for tier, text in found.items() if tier not in form.without}
    for text in (*_preset(form.preset), *form.files):
        found[read_layer(text).tier] = text
    if form.edits:
        found[OURS] = edited(found.get(OURS, ""), form.edits, by)
    return tuple(found[tier] for tier in TIERS if found.get(tier))


def own_file(layers: Iterable[str], hall: str) -> str:
    """Return this hall's layer as a file; an empty one, ready to be filled in, where it has none."""
    own = next((text for text in layers if read_layer(text).tier == OURS), "")
    return own or _HEAD + dump({"layer": {"tier": OURS, "name": hall}})


def edited(text: str, edits: Iterable[Edit], by: Writer) -> str:
    """Return the hall's layer with these edits; empty where it says nothing more."""
    content = parse(text) if text else {"layer": {"tier": OURS, "name": by.hall}}
    rows: dict[str, Any] = content.pop("deviation", {})
    for edit in edits:
        kept = rows.pop(edit.key, {})
        if not edit.remove:
            rows[edit.key] = _row(kept, edit, by)
    said = content | ({"deviation": dict(sorted(rows.items()))} if rows else {})
    return _HEAD + dump(said) if said.keys() - {"layer"} else ""


def _row(kept: dict[str, Any], edit: Edit, by: Writer) -> dict[str, Any]:
    confirmed = {"confirmed_by": by.person, "confirmed_on": by.date} if edit.confirm else {}
    if edit.value is None and kept:
        return kept | confirmed
    said = {"value": edit.value, "reason": edit.reason, "author": by.person, "date": by.date, "from": edit.since, "until": edit.until}
    narrowed = {name: it for name, it in kept.items() if name in _NARROWS}
    return narrowed | {name: it for name, it in said.items() if it is not None and (it != "" or name in {"value", "reason"})} | confirmed


def _preset(name: str) -> tuple[str, ...]:
    if name and name not in presets():
        raise AgainstStandard("preset-unknown", preset=name, known=presets())
    return (preset_text(name),) if name else ()
