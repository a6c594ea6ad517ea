# SPDX-License-Identifier: Apache-2.0
"""Figures in a text that could be somebody's number, made unreadable: what is shown to whoever has a slip, or to everybody."""

import re

_RUN = re.compile(r"(?P<plain>[DG]\d{8}-\d{3,5}|(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?)(?!\d)|\d(?:[ -]?\d){6,}", re.ASCII)
"""Seven figures and more: telephone, card and account numbers; but dates and numbers of work orders stay."""
_HEAD, _TAIL = 3, 2


def masked_figures(text: str) -> str:
    """Return the text with the middle of every long run of figures as stars; its length stays. ID numbers are masked before it is kept."""
    return _RUN.sub(lambda found: found["plain"] or _masked(found[0]), text)


def _masked(run: str) -> str:
    middle = re.sub(r"\d", "*", run[_HEAD:-_TAIL])
    return run[:_HEAD] + middle + run[-_TAIL:]
