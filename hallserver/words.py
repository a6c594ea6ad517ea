# SPDX-License-Identifier: Apache-2.0
"""Every sentence that people read or hear, by key and language: as this hall says it, else its district, else as shipped.

The shipped ones are ``hallserver/words/*.json``. One process serves one hall: what that hall and its district say otherwise
is laid over them with ``overlay``, at the start and whenever the set-up or the standard changes.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("zh-Hans", "zh-Hant", "en", "yue")
"""Languages that a reader or listener may have; ``yue`` is only spoken and falls back to Chinese."""

WRITTEN = ("zh-Hans", "zh-Hant", "en")
"""Languages in which something is read."""

_AREA_OF = {
    "roles": "role",
    "expected": "state",
    "section": "setup.section",
    "field": "setup.field",
    "page": "landing",
    "step": "order-step",
    "weekday": "setup.weekday",
    "action_step": "checks",
    "register": "registers",
    "entry_field": "registers",
    "entry_step": "registers",
    "entry_expected": "registers",
    "rule_named": "parameter-name",
}
"""Argument whose codes have their words in an area of another name."""
_GAP = re.compile(r"\{(\w+)\}")


_TOLD_WITH = ("parameter-name.", "parameter-note.", "parameter-source.", "parameter-unit.", "parameter-value.")
"""Areas whose sentences the server puts into what it answers."""
_EDGE = "\x01"
_HAN = "[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_TIGHT = re.compile(f"(?<={_HAN}) (?={_EDGE}{_HAN})|(?<={_HAN}{_EDGE}) (?={_HAN})")
"""A blank between Chinese and Chinese, at the edge of a place that was filled."""
_COUNTED = frozenset({"voice.digits", "voice.teens", "voice.tens", "voice.units"})
"""Sentences that are rows of words: as many as there are shipped."""
_BRACE = re.compile(r"[{}]")
Otherwise = Mapping[str, Mapping[str, str]]
"""Key → language → the sentence that is said instead of the shipped one."""
_over: list[Otherwise] = []
"""What is laid over the shipped sentences, the weakest first."""


@cache
def shipped() -> dict[str, dict[str, str]]:
    """Return the sentences that the program brings along: key → language → sentence."""
    words: dict[str, dict[str, str]] = {}
    for file in sorted(resources.files("hallserver").joinpath("words").iterdir(), key=lambda it: it.name):
        if file.name.endswith(".json"):
            words.update(json.loads(file.read_text(encoding="utf-8")))
    return words


def overlay(*others: Otherwise) -> None:
    """Say these sentences instead of the shipped ones from now on, the weakest first (district, hall); none: all as shipped.

    A sentence that does not fit (``unfit``) is left out: an old journal must not bring a broken call to a loudspeaker.
    """
    if list(others) != _over:
        _over[:] = others
        table.cache_clear()
        mark.cache_clear()


def unfit(key: str, language: str, sentence: str) -> str:
    """Return why this sentence cannot stand for the shipped one: the key of a refusal; empty: it can."""
    usual = shipped().get(key)
    if usual is None:
        return "sentence-unknown"
    if language not in usual:
        return "sentence-language"
    if not sentence.strip():
        return "sentence-empty"
    if gaps(sentence) != gaps(usual[language]) or _BRACE.search(_GAP.sub("", sentence)):
        return "sentence-gaps"
    return "sentence-words" if key in _COUNTED and len(sentence.split()) != len(usual[language].split()) else ""


@cache
def mark() -> str:
    """Return a short mark of what is laid over the shipped sentences: another one whenever a screen must load its words anew."""
    return hashlib.sha256(json.dumps(_over, sort_keys=True).encode()).hexdigest()[:8] if any(_over) else ""


def gaps(sentence: str) -> list[str]:
    """Return the names of the places that a sentence leaves open, as often as it does, sorted."""
    return sorted(_GAP.findall(sentence))


@cache
def table(language: str) -> dict[str, str]:
    """Return every sentence in this language, Chinese where it has none."""
    said = {key: by_language.get(language, by_language["zh-Hans"]) for key, by_language in shipped().items()}
    for other in _over:
        said |= {key: sentence for key in other.keys() & said.keys() if (sentence := _fitting(key, other[key], language))}
    return said


def _fitting(key: str, by_language: Mapping[str, str], language: str) -> str:
    """Return the sentence that is laid over this one; empty: none, or it does not fit."""
    tag = language if language in shipped()[key] else "zh-Hans"
    sentence = by_language.get(tag, "")
    return "" if unfit(key, tag, sentence) else sentence


def of_areas(language: str, areas: Iterable[str]) -> dict[str, str]:
    """Return the sentences of these areas, the part of a key before its first dot: a phone needs few of them."""
    wanted = frozenset(areas)
    return {key: sentence for key, sentence in table(language).items() if key.partition(".")[0] in wanted}


def of_screens(language: str) -> dict[str, str]:
    """Return every sentence that a screen says by itself: what parameters mean is told with them, and weighs as much as a screen."""
    return {key: sentence for key, sentence in table(language).items() if not key.startswith(_TOLD_WITH)}


def known(key: str) -> bool:
    """Tell whether there is a sentence of this key."""
    return key in shipped()


def say(key: str, language: str = "zh-Hans", **args: Any) -> str:
    """Return the sentence with its placeholders filled.

    A code that has words of its own is said in them: ``state="called"`` becomes ``state.called``,
    ``roles=["clerk"]`` becomes ``role.clerk``. What fills one place is never read as another place.
    Lists are joined in the language's way. A blank beside a place stands only between Chinese and what is not Chinese: ``等候 5 人``,
    ``等候不到 1 人``. Raises KeyError for a key that no file has.
    """
    sentences = table(language if language in LANGUAGES else "zh-Hans")
    joiner = ", " if language == "en" else "、"

    def filled(gap: re.Match[str]) -> str:
        name = gap[1]
        if name not in args:
            return gap[0]
        values = args[name] if isinstance(args[name], list | tuple) else [args[name]]
        return joiner.join(sentences.get(f"{_AREA_OF.get(name, name)}.{it}", str(it)) for it in values)

    return _TIGHT.sub("", _GAP.sub(lambda gap: f"{_EDGE}{filled(gap)}{_EDGE}", sentences[key])).replace(_EDGE, "")


def name_in(names: dict[str, str], language: str) -> str:
    """Return a row's name in this language, in Chinese where it has none."""
    return names.get(language) or names["zh-Hans"]
