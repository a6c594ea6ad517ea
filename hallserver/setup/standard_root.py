# SPDX-License-Identifier: Apache-2.0
"""The unified standard of this release in place of an older one: what a district has made of look and sentences stays."""

from hallserver.core.profile import compose
from hallserver.presets import root_text
from hallserver.setup.standard_words import changes_between
from hallserver.setup.theming import replaced
from hallserver.setup.tomlfile import parse

_OWN = ("theme", "words")
"""Tables that the set-up's own screens write into the root."""


def renewed(text: str) -> str:
    """Return this release's root with the look and the sentences of a root text."""
    said, fresh = parse(text), root_text()
    for table in _OWN:
        fresh = replaced(fresh, table, said.get(table, {}))
    return fresh


def news(text: str) -> int:
    """Return how many values, ranges and groups this release's root has otherwise than a root text, or has beside it."""
    return sum(1 for _ in changes_between(compose(text, (), ""), compose(root_text(), (), ""), "zh-Hans"))
