# SPDX-License-Identifier: Apache-2.0
"""The look of the standard in force, handed out as a file; look and sentences put into its text, of which nothing else is touched."""

import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from hallserver.core.errors import AgainstStandard, HallError
from hallserver.core.hall import Hall
from hallserver.core.standard import read_standard
from hallserver.core.theme import DARK, Palette, Theme, theme_of, too_faint
from hallserver.exchange import ThemeForm, ThemeText, WordsForm, WordsText
from hallserver.sentences import must_fit
from hallserver.setup.tomlfile import dump, parse

_TABLE: Final = re.compile(r"^\s*\[+\s*(?P<name>[^\]]+?)\s*\]+\s*(?:#.*)?$")
_FIRST: Final = re.compile(r"""^["']?(?P<first>[\w-]+)["']?(?:\s*\.|$)""")


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
    changed = replaced(text, "theme", _short(theme))
    return ThemeText(text=changed, theme=_whole(theme), faint=tuple(too_faint(theme)))


def with_words(text: str, form: WordsForm) -> WordsText:
    """Return a standard's text with other sentences. Raises AgainstStandard for one that cannot be said."""
    must_fit(form.words)
    return WordsText(text=replaced(text, "words", form.words))


def replaced(text: str, name: str, content: Mapping[str, Any]) -> str:
    """Return a TOML text whose tables ``[<name>…]`` have this content, at the place of the first; everything else byte for byte.

    Raises AgainstStandard where the text would not say what it did: then a string in it looks like a table.
    """
    kept: list[str] = []
    rest: list[str] = []
    place, ours = -1, False
    for line in text.splitlines(keepends=True):
        table = _TABLE.match(line)
        if table is not None:
            first = _FIRST.match(table["name"])
            ours = first is not None and first["first"] == name
            place = len(kept) if ours and place < 0 else place
            kept += [] if ours else rest
            rest = []
        if not ours:
            kept.append(line)
        elif table is None:
            rest = [*rest, line] if _is_rest(line) else []
    kept += rest
    said = dump({name: content}) if content else ""
    if place < 0:
        place = len(kept)
        said = "\n" + said if said else ""
    changed = "".join([*kept[:place], said, *kept[place:]])
    if not _is_whole(text, changed, name, content):
        raise AgainstStandard("theme-unplaceable", table=f"[{name}]")
    return changed


def _is_whole(before: str, after: str, name: str, content: Mapping[str, Any]) -> bool:
    """Tell whether a text has this content in this table, and else says what it did."""
    try:
        read_standard(after)
        was, now = parse(before), parse(after)
    except HallError:
        return False
    said = now.pop(name, {})
    was.pop(name, None)
    return bool(now == was and said == content)


def _is_rest(line: str) -> bool:
    """Tell whether a line at the end of a table may be about what follows: an empty one, or a comment."""
    return not line.strip() or line.startswith("#")


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
