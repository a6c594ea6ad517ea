# SPDX-License-Identifier: Apache-2.0
"""Only printable characters reach a device: no control byte can open a drawer, cut paper or change a voice."""

import unicodedata

_SPOKEN_NEVER = frozenset('[]<>{}&|\\^`~@#$%*_=+"')
"""Marks that speech engines may take as phonemes or markup."""


def safe_text(text: str) -> str:
    """Return the text with every run of blanks as one space and without anything that is not printable."""
    kept = (" " if unicodedata.category(char).startswith("Z") or char in "\t\r\n" else char for char in text)
    return " ".join("".join(char for char in kept if char == " " or _printable(char)).split())


def safe_speech(text: str) -> str:
    """Return what a speech engine may be given: safe text without marks that could be markup."""
    return safe_text("".join(" " if char in _SPOKEN_NEVER else char for char in text))


def safe_name(text: str) -> str:
    """Return a file name's stem made of this text: ASCII letters, digits, dot and hyphen only, at most 100."""
    name = "".join(char if char.isascii() and (char.isalnum() or char in ".-") else "_" for char in text)
    return name.strip(".")[:100] or "_"


def _printable(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMNPS"
