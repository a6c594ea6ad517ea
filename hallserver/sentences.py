# SPDX-License-Identifier: Apache-2.0
"""What a hall and its district say otherwise than the shipped words: checked when it is asked for, in force from then on."""

from collections.abc import Callable, Iterable
from typing import Final

from msgspec import Struct

from hallserver import words
from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard
from hallserver.core.hall import Hall
from hallserver.core.roles import Actor
from hallserver.core.standard import read_standard

Decide = Callable[[Hall, c.Command, Actor, int], list[e.Event]]
_NOTHING: Final[words.Otherwise] = {}


class Sentence(Struct, frozen=True, kw_only=True):
    """One sentence of the set-up: its key, what the program, the district and the hall say, and the places that it leaves open."""

    key: str
    area: str
    gaps: list[str]
    shipped: dict[str, str]
    district: dict[str, str]
    hall: dict[str, str]


def in_force(hall: Hall) -> None:
    """Have this process say what this hall and its district say otherwise."""
    words.overlay(_of_district(hall), hall.catalog.here.sentences)


def listing(hall: Hall, areas: Iterable[str] = ()) -> list[Sentence]:
    """Return every sentence of these areas (the part of a key before its first dot), or of all: for whoever edits them."""
    wanted, district, own = frozenset(areas), _of_district(hall), hall.catalog.here.sentences
    return [
        Sentence(
            key=key,
            area=area,
            gaps=words.gaps(usual["zh-Hans"]),
            shipped=usual,
            district=dict(district.get(key, {})),
            hall=dict(own.get(key, {})),
        )
        for key, usual in words.shipped().items()
        if (area := key.partition(".")[0]) in wanted or not wanted
    ]


def knowing_words(decide: Decide) -> Decide:
    """Return the rules that also refuse a set-up or standard with a sentence that cannot be said: the core knows no words.

    Raises AgainstStandard for an unknown key, a language that the key does not have, an empty sentence and wrong gaps.
    """

    def checked(hall: Hall, command: c.Command, by: Actor, now_us: int) -> list[e.Event]:
        happened = decide(hall, command, by, now_us)
        for event in happened:
            must_fit(_said(event))
        return happened

    return checked


def must_fit(otherwise: words.Otherwise) -> None:
    """Refuse the first sentence that cannot stand for the shipped one. Raises AgainstStandard."""
    for key, by_language in otherwise.items():
        for language, sentence in by_language.items():
            why = words.unfit(key, language, sentence)
            if why:
                usual = words.shipped().get(key, {})
                needed = [f"{{{gap}}}" for gap in words.gaps(usual.get(language, ""))]
                raise AgainstStandard(why, sentence=key, tag=language, gaps=needed or ["–"], tags=list(usual))


def _said(event: e.Event) -> words.Otherwise:
    match event:
        case e.Configured(section="hall", rows=[row, *_]):
            said: words.Otherwise = row.get("sentences", {})
            return said
        case e.StandardAdopted(text=text) | e.StandardFiled(text=text):
            return read_standard(text).words
    return _NOTHING


def _of_district(hall: Hall) -> words.Otherwise:
    return hall.standard.words if hall.standard is not None else _NOTHING
