# SPDX-License-Identifier: Apache-2.0
"""Every sentence that people read or hear, by key and language, from ``hallserver/words/*.json``."""

import json
import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("zh-Hans", "zh-Hant", "en", "yue")
"""Languages that a reader or listener may have; ``yue`` is only spoken and falls back to Chinese."""

_AREA_OF = {
    "roles": "role",
    "expected": "state",
    "section": "setup.section",
    "page": "landing",
}
"""Argument whose codes have their words in an area of another name."""
_GAP = re.compile(r"\{(\w+)\}")


@cache
def _all() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = {}
    for file in sorted(resources.files("hallserver").joinpath("words").iterdir(), key=lambda it: it.name):
        if file.name.endswith(".json"):
            words.update(json.loads(file.read_text(encoding="utf-8")))
    return words


@cache
def table(language: str) -> dict[str, str]:
    """Return every sentence in this language, Chinese where it has none."""
    return {key: by_language.get(language, by_language["zh-Hans"]) for key, by_language in _all().items()}


def of_areas(language: str, areas: Iterable[str]) -> dict[str, str]:
    """Return the sentences of these areas, the part of a key before its first dot: a phone needs few of them."""
    wanted = frozenset(areas)
    return {key: sentence for key, sentence in table(language).items() if key.partition(".")[0] in wanted}


def known(key: str) -> bool:
    """Tell whether there is a sentence of this key."""
    return key in _all()


def say(key: str, language: str = "zh-Hans", **args: Any) -> str:
    """Return the sentence with its placeholders filled.

    A code that has words of its own is said in them: ``state="called"`` becomes ``state.called``,
    ``roles=["clerk"]`` becomes ``role.clerk``. What fills one place is never read as another place.
    Lists are joined in the language's way. Raises KeyError for a key that no file has.
    """
    sentences = table(language if language in LANGUAGES else "zh-Hans")
    joiner = ", " if language == "en" else "、"

    def filled(gap: re.Match[str]) -> str:
        name = gap[1]
        if name not in args:
            return gap[0]
        values = args[name] if isinstance(args[name], list | tuple) else [args[name]]
        return joiner.join(sentences.get(f"{_AREA_OF.get(name, name)}.{it}", str(it)) for it in values)

    return _GAP.sub(filled, sentences[key])


def name_in(names: dict[str, str], language: str) -> str:
    """Return a row's name in this language, in Chinese where it has none."""
    return names.get(language) or names["zh-Hans"]
