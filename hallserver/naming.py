# SPDX-License-Identifier: Apache-2.0
"""Slugs in a refusal become the names that people know: 3号窗口, 李敏."""

from collections.abc import Mapping

from hallserver.core.errors import Arg, HallError
from hallserver.core.hall import Hall
from hallserver.words import known, name_in, say

_SECTION_OF = {
    "counter": "counters",
    "counters": "counters",
    "clerk": "people",
    "person": "people",
    "people": "people",
    "queue": "queues",
    "queues": "queues",
    "service": "services",
    "services": "services",
    "items": "items",
    "device": "devices",
    "plan": "plans",
    "mentor": "people",
}
"""Argument of a refusal → section of the catalog whose slug it is."""


def sentence(hall: Hall, error: HallError, language: str) -> str:
    """Return the refusal as a sentence in this language, with names for slugs."""
    args = {name: named(hall, name, value, language) for name, value in error.args_by_name.items()}
    codes = args.get("known")
    if isinstance(codes, list):
        args["known"] = [_code(str(args.get("kind", "")), code, language) for code in codes]
    return say(f"error.{error.key}", language, **args)


def named(hall: Hall, name: str, value: Arg, language: str) -> Arg:
    """Return the argument with slugs of its section as names; other values unchanged."""
    section = _SECTION_OF.get(name)
    if section is None:
        return value
    rows: Mapping[str, object] = getattr(hall.catalog, section)
    if isinstance(value, list):
        return [_name(rows, it, language) for it in value]
    return _name(rows, str(value), language)


def _code(kind: str, code: str, language: str) -> str:
    """Return the word of a code of this kind, e.g. ``outcome.accepted``; the code where it has none."""
    key = f"{kind}.{code}"
    return say(key, language) if known(key) else code


def _name(rows: Mapping[str, object], slug: str, language: str) -> str:
    row = rows.get(slug)
    return slug if row is None else name_in(row.names, language)  # type: ignore[attr-defined]
