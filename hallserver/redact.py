# SPDX-License-Identifier: Apache-2.0
"""What must not stand in a log: secrets and what identifies a person, told by their key, by their shape, or as heard.

The last step before a line is written, so that tracebacks and the lines of libraries are cleaned as well.
"""

import logging
import re
import sys
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any

import msgspec
from msgspec import Struct

from hallserver.core import id_number
from hallserver.core.commands import Personal

HIDDEN = "***"
HEARD = "heard"
"""Attribute of a log record: texts that came in with what failed; whatever of them an error repeats is hidden."""
_LEAST_HEARD = 6
"""Shorter texts say nothing, and hiding them would leave no traceback readable."""

_KEYED = re.compile(
    r"""(?ix) (["']?\b(?:password|passwd|secret|token|key|code|cookie|xsrf|authorization|id_number|phone|mobile)["']?\s*[:=]\s*)
    (?: b?"(?:[^"\\]|\\.)*" | b?'(?:[^'\\]|\\.)*' | [^\s"',;)}\]=:]{6,}(?:={1,2}(?=[\s,;)}\]&]|$)|(?![\w=:])) )"""
)
_SCHEME = re.compile(r"\b(Bearer|Ticket|Basic) [\w.~+/=-]{16,}")
_TOKEN = re.compile(r"(?<![\w-])(?=[\w-]*[A-Z])(?=[\w-]*[0-9a-z])(?:[A-Za-z0-9_-]{43}|[A-Za-z0-9_-]{32}|[A-Za-z0-9_-]{22})(?![\w-])")
"""Sign-ins, device keys (43), XSRF texts (32) and visitors' tokens (22); names of functions have no capitals."""
_CODE = re.compile(r"(?<![\w-])[A-HJ-NP-Z2-9]{4}(?:-[A-HJ-NP-Z2-9]{4}){2}(?![\w-])")
_PHONE = re.compile(r"(?<!\d)(?:(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}-\d{7,8})(?!\d)")
_PLAIN_NAME = re.compile(r"[a-z_]{1,20}")
"""A field's name; hiding it would hide half of every traceback."""
_QUIET = ("peewee", "websockets", "asyncio")
"""Libraries that write at DEBUG what they handle: statements with their values, frames, tasks."""


def clean(text: str, heard: Iterable[str] = ()) -> str:
    """Return the text without secrets, telephone numbers, ID numbers and what was heard."""
    for value in sorted({it for it in heard if len(it) >= _LEAST_HEARD}, key=len, reverse=True):
        text = text.replace(value, HIDDEN).replace(repr(value)[1:-1], HIDDEN)
    return without_shapes(_KEYED.sub(rf"\1{HIDDEN}", without_shapes(text)))


def without_shapes(text: str) -> str:
    """Return the text without what has the shape of a token, a one-time code, a telephone number or an ID number."""
    text = _SCHEME.sub(rf"\1 {HIDDEN}", text)
    for shape in (_TOKEN, _CODE, _PHONE):
        text = shape.sub(HIDDEN, text)
    return id_number.masked(text)


def texts_in(value: object) -> Iterator[str]:
    """Give every text that a JSON value or a struct holds, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (str(key) for key in value if not _PLAIN_NAME.fullmatch(str(key)))
        for it in value.values():
            yield from texts_in(it)
    elif isinstance(value, list | tuple):
        for it in value:
            yield from texts_in(it)
    elif isinstance(value, Personal):
        yield value.text
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from texts_in(getattr(value, name))


def texts_of(body: bytes) -> list[str]:
    """Return every text in a JSON body; of one that is no JSON, every word."""
    try:
        return list(texts_in(msgspec.json.decode(body)))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return re.split(r"""[\s"'{}\[\],:]+""", body.decode(errors="replace"))


class Redacting(logging.Formatter):
    """Writes a record as its format says, then cleans the whole text."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and the traceback if there is one, without what must not stand there."""
        return clean(super().format(record), getattr(record, HEARD, ()))


def quieten(level: str) -> None:
    """Keep the libraries that would write down what they handle from doing so, whatever the level."""
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLevelNamesMapping()[level]))


def log_the_last(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log the error that ends the process instead of printing it as it is; for ``sys.excepthook``."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        found: Any = (kind, error, trace)
        logging.getLogger(__name__).critical("the process ends", exc_info=found)
