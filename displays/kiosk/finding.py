# SPDX-License-Identifier: Apache-2.0
"""Finding a service at a kiosk: by the initials of its pinyin, by a word in any language, by an item or a paper; and what papers it needs.

A screen asks on its own line, ``{"find": "search", "text": "sbk"}`` or ``{"find": "papers", "text": "<service>"}``;
``{"find": "map", "text": ""}`` for where things are. Pure.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from displays.ticket.around import about_hall
from hallserver.core.catalog import ItemRow, ServiceRow
from hallserver.core.hall import Hall
from hallserver.core.row import Names

MOST_FOUND = 24
"""More than three screens full help nobody: another letter does."""
MOST_WORDS = 12
_LETTERS = "abcdefghjklmnopqrstwxyz"
_FIRST = (
    0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8, 0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB,
    0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1,
)  # fmt: skip
"""GB/T 2312-1980, level 1: its 3755 common characters stand in the order of their pinyin; here each letter's first."""
_LAST = 0xD7F9


def offered(hall: Hall) -> list[ServiceRow]:
    """Return the services that a kiosk offers, in the catalog's order."""
    queues = hall.catalog.queues
    rows = [row for row in hall.catalog.services.values() if row.on_kiosk and not row.retired]
    return [row for row in rows if row.queue in queues and not queues[row.queue].retired]


def items_of(hall: Hall, row: ServiceRow) -> list[ItemRow]:
    """Return the items in use that a service holds."""
    items = hall.catalog.items
    return [items[slug] for slug in row.items if slug in items and not items[slug].retired]


def for_whom(hall: Hall, row: ServiceRow) -> str:
    """Return whom a service is for, ``person``, ``firm`` or ``both``: as its row says, else as its items agree."""
    said = {item.for_whom for item in items_of(hall, row)}
    return row.for_whom or (said.pop() if len(said) == 1 else "both")


def has_papers(hall: Hall, row: ServiceRow) -> bool:
    """Tell whether anything is known of the papers that a service needs."""
    return any(item.papers for item in items_of(hall, row))


def papers(hall: Hall, what: str, now_us: int) -> dict[str, object]:  # noqa: ARG001 - nothing here depends on the time
    """Return what to bring for the service ``what``: each of its items with its papers. Empty for a service that is not offered."""
    row = next((row for row in offered(hall) if row.slug == what), None)
    found = items_of(hall, row) if row is not None else []
    return {
        "service": what,
        "items": [{"names": it.names, "promise": it.promise, "papers": list(it.papers.values())} for it in found if it.papers],
    }


def where(hall: Hall, what: str, now_us: int) -> dict[str, object]:  # noqa: ARG001 - the whole hall, whatever was asked
    """Return the hall's zones with their counters to draw, the pictures of it, and the names of its help point."""
    about = about_hall(hall)
    return {"zones": about["plan"], "maps": about["maps"], "help_point": about["help_point"]}


def search(hall: Hall, what: str, now_us: int) -> dict[str, object]:  # noqa: ARG001 - nothing here depends on the time
    """Return the services that fit what was typed, best first; for nothing typed, words that may be chosen."""
    typed = _plain(what)
    rows = offered(hall)
    if not typed:
        return {"services": [], "words": list(dict.fromkeys(word for row in rows for word in row.keywords))[:MOST_WORDS]}
    ranked = ((_rank(hall, row, typed), at, row.slug) for at, row in enumerate(rows))
    found = sorted((rank, at, slug) for rank, at, slug in ranked if rank is not None)
    return {"services": [slug for _, _, slug in found[:MOST_FOUND]], "words": []}


def _rank(hall: Hall, row: ServiceRow, typed: str) -> int | None:
    """Return how well a service fits, 0 best: by its own name before its other words, items and papers. None: not at all."""
    if row.initials.lower().startswith(typed):
        return 0
    items = items_of(hall, row)
    fields: tuple[Iterable[str], ...] = (
        row.names.values(),
        row.keywords,
        _all_names(item.names for item in items),
        _all_names(names for item in items for names in item.papers.values()),
    )
    ranks = (1 + 2 * at + (0 if begins else 1) for at, words in enumerate(fields) for begins in _fits(words, typed))
    return min(ranks, default=None)


def _all_names(many: Iterable[Names]) -> Iterator[str]:
    return (name for names in many for name in names.values())


def _fits(words: Iterable[str], typed: str) -> Iterator[bool]:
    """Yield for each text that has what was typed whether it begins with it, letter by letter or by the initials of its characters."""
    for text in words:
        for form in _forms(text):
            if typed in form:
                yield form.startswith(typed)


@cache
def _forms(text: str) -> tuple[str, ...]:
    """Return how a text may be typed: as it stands, by the initials of its characters, and from each of its further words on."""
    plain = _plain(text)
    further = tuple(_plain(" ".join(text.split()[at:])) for at in range(1, len(text.split())))
    return tuple(dict.fromkeys(form for form in (plain, initials(text), *further) if form))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


@cache
def initials(text: str) -> str:
    """Return the first letters of the pinyin of a text's characters, ``社会保障卡`` → ``shbzk``; what is no common character is left out.

    Of a character with several readings the commonest holds; a service's own ``initials`` say it better.
    """
    return "".join(map(_initial, _plain(text)))


def _initial(character: str) -> str:
    if character.isascii():
        return character if character.isalnum() else ""
    try:
        place = int.from_bytes(character.encode("gb2312"))
    except UnicodeEncodeError:
        return ""
    if not _FIRST[0] <= place <= _LAST:
        return ""
    return _LETTERS[sum(place >= first for first in _FIRST) - 1]
