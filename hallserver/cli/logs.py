# SPDX-License-Identifier: Apache-2.0
"""The log: to standard error or into files that together never grow beyond their bound; a flood of one kind becomes a few lines.

Under a supervisor standard error goes to the system's journal, which has a bound of its own.
"""

import logging
import sys
import time
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path

from msgspec import Struct

from hallserver.redact import Redacting

FILE_BYTES = 20_000_000
FILES = 10
"""The log in files is at most ``FILE_BYTES`` × ``FILES`` large: 200 MB."""
LINE_MOST = 8_000
"""Characters of one entry, its traceback included; the rest is cut off."""
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_WINDOW_S = 60.0
_PER_WINDOW = 5
_ERRORS_PER_WINDOW = 20
_MOST_KINDS = 500

Kind = tuple[str, int, str, str]


class _Seen(Struct):
    """What was seen of one kind since ``from_s`` (monotonic): how many got through, how many did not."""

    from_s: float
    passed: int = 0
    kept_back: int = 0


class Calm(logging.Filter):
    """Lets a few entries of a kind through in a minute; the next minute's first says how many were kept back.

    A kind is the place that logs and the sentence without its arguments, so that who knocks from a thousand addresses is one.
    """

    def __init__(self, mono: Callable[[], float] = time.monotonic) -> None:
        """Begin with nothing seen."""
        super().__init__()
        self._mono = mono
        self._kinds: dict[Kind, _Seen] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the entry through, with the number of those before it that were not, or keep it back."""
        seen = self._seen(_kind(record))
        if seen.passed >= (_ERRORS_PER_WINDOW if record.levelno >= logging.ERROR else _PER_WINDOW):
            seen.kept_back += 1
            return False
        seen.passed += 1
        if not seen.kept_back:
            return True
        record.msg, record.args = f"{record.getMessage()} (and {seen.kept_back} more like this before)", None
        seen.kept_back = 0
        return True

    def _seen(self, kind: Kind) -> _Seen:
        now_s = self._mono()
        if kind not in self._kinds and len(self._kinds) >= _MOST_KINDS:
            kind = (kind[0], kind[1], "", "")
        seen = self._kinds.setdefault(kind, _Seen(now_s))
        if now_s - seen.from_s >= _WINDOW_S:
            seen.from_s, seen.passed = now_s, 0
        return seen


def _kind(record: logging.LogRecord) -> Kind:
    fault = record.exc_info[0] if record.exc_info else None
    return record.name, record.levelno, str(record.msg)[:200], fault.__name__ if fault else ""


class Short(Redacting):
    """Entries of bounded length, without secrets and what identifies a person."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the entry, cut where it is too long."""
        text = super().format(record)
        return text if len(text) <= LINE_MOST else f"{text[:LINE_MOST]} … (+{len(text) - LINE_MOST})"


def handler_for(file: str) -> logging.Handler:
    """Return what writes the log: into the file and its elder siblings ``.1`` … where one is named, else to standard error.

    Raises OSError for a file that cannot be written.
    """
    handler: logging.Handler
    if file:
        handler = RotatingFileHandler(Path(file), maxBytes=FILE_BYTES, backupCount=FILES - 1, encoding="utf-8")
    else:
        handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Short(FORMAT))
    handler.addFilter(Calm())
    return handler
