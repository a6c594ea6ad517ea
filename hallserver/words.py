# SPDX-License-Identifier: Apache-2.0
"""Every sentence that people read or hear, by key and language, from ``hallserver/words/*.json``."""

import json
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("zh-Hans", "en", "yue")
"""Languages that a reader or listener may have; ``yue`` is only spoken and falls back to Chinese."""


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


def known(key: str) -> bool:
    """Tell whether there is a sentence of this key."""
    return key in _all()


def say(key: str, language: str = "zh-Hans", **args: Any) -> str:
    """Return the sentence with its placeholders filled.

    A code that has words of its own is said in them: ``state="called"`` becomes ``state.called``.
    Lists are joined in the language's way. Raises KeyError for a key that no file has.
    """
    sentences = table(language if language in LANGUAGES else "zh-Hans")
    sentence = sentences[key]
    for name, value in args.items():
        values = value if isinstance(value, list | tuple) else [value]
        joined = (", " if language == "en" else "、").join(sentences.get(f"{name}.{it}", str(it)) for it in values)
        sentence = sentence.replace("{" + name + "}", joined)
    return sentence


def name_in(names: dict[str, str], language: str) -> str:
    """Return a row's name in this language, in Chinese where it has none."""
    return names.get(language) or names["zh-Hans"]
