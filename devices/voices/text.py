# SPDX-License-Identifier: Apache-2.0
"""Spelling that makes espeak-ng 1.52 say what is written. Found by reading its phonemes; each rule has a test.

The jobs keep natural text, so that another engine reads them as they are.
"""

import re
from collections.abc import Callable

from devices.safe_text import safe_speech

_RULES: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    # before 号 the engine turns yī (first tone) into yí as in ordinary words; a number keeps yī
    "cmn": ((re.compile("一(?=号)"), " yi1 "),),
    "yue": (),
    # a single A before a word is read as the article; joined to the next word it is the letter
    "en": ((re.compile(r"\b([A-Z]) (?=[A-Za-z])"), r"\1-"),),
}


def espeak_text(language: str, text: str, clean: Callable[[str], str] = safe_speech) -> str:
    """Return the text as espeak-ng should be given it, without marks that it could take as markup."""
    spelled = clean(text)
    for pattern, replacement in _RULES[language]:
        spelled = pattern.sub(replacement, spelled)
    return spelled
