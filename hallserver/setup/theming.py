# SPDX-License-Identifier: Apache-2.0
"""The look of the standard in force, handed out as a file and put into the standard's text: nothing else of the text is touched."""

import re
from typing import Any, Final

import msgspec

from hallserver.core.errors import AgainstStandard, HallError
from hallserver.core.hall import Hall
from hallserver.core.standard import read_standard
from hallserver.core.theme import DARK, Palette, Theme, theme_of, too_faint
from hallserver.exchange import ThemeForm, ThemeText
from hallserver.setup.tomlfile import dump, parse

_TABLE: Final = re.compile(r"^\s*\[+\s*(?P<name>[^\]]+?)\s*\]+\s*(?:#.*)?$")
_OURS: Final = re.compile(r'^"?theme"?(\s*\.|$)')


def theme_file(hall: Hall) -> bytes:
    """Return the look in force as a TOML file that another hall takes."""
    theme = hall.standard.theme if hall.standard is not None else Theme()
    return dump({"theme": _whole(theme)}).encode()


def with_theme(text: str, form: ThemeForm) -> ThemeText:
    """Return a standard's text with another look.

    Raises Malformed for a file that is no TOML, AgainstStandard for one that describes no look.
    """
    said = parse(form.file).get("theme") if form.file else form.theme
    if said is None:
        raise AgainstStandard("theme-none")
    try:
        theme = theme_of(said)
    except msgspec.ValidationError as error:
        raise AgainstStandard("theme-unreadable", detail=str(error)) from error
    changed = replaced(text, dump({"theme": _short(theme)}))
    return ThemeText(text=changed, theme=_whole(theme), faint=tuple(too_faint(theme)))


def replaced(text: str, theme: str) -> str:
    """Return a TOML text whose tables ``[theme…]`` are this one, at the place of the first; everything else byte for byte.

    Raises AgainstStandard where the text would not say what it did: then a string in it looks like a table.
    """
    kept: list[str] = []
    rest: list[str] = []
    place, ours = -1, False
    for line in text.splitlines(keepends=True):
        table = _TABLE.match(line)
        if table is not None:
            ours = bool(_OURS.match(table["name"]))
            place = len(kept) if ours and place < 0 else place
            kept += [] if ours else rest
            rest = []
        if not ours:
            kept.append(line)
        elif table is None:
            rest = [*rest, line] if _is_rest(line) else []
    kept += rest
    if place < 0:
        place = len(kept)
        theme = "\n" + theme
    changed = "".join([*kept[:place], theme, *kept[place:]])
    try:
        whole = _others(changed) == _others(text) and read_standard(changed).theme == read_standard(theme).theme
    except HallError as error:
        raise AgainstStandard("theme-unplaceable") from error
    if not whole:
        raise AgainstStandard("theme-unplaceable")
    return changed


def _is_rest(line: str) -> bool:
    """Tell whether a line at the end of a table may be about what follows: an empty one, or a comment."""
    return not line.strip() or line.startswith("#")


def _others(text: str) -> dict[str, Any]:
    return {name: table for name, table in parse(text).items() if name != "theme"}


def _whole(theme: Theme) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(theme)
    return plain


def _short(theme: Theme) -> dict[str, Any]:
    """Return a look without what is as usual: the text then says only what a district has decided."""
    usual, said = _whole(Theme()), _whole(theme)
    found = {name: value for name, value in said.items() if value != usual[name]}
    for look, base in (("light", Palette()), ("dark", DARK)):
        if look in found:
            known = msgspec.to_builtins(base)
            found[look] = {name: value for name, value in said[look].items() if value != known[name]}
    return found
