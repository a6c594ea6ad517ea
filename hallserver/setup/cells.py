# SPDX-License-Identifier: Apache-2.0
"""A value of the set-up as one cell of a sheet that people can read and write, and back.

A list is ``a, b``; what has parts stands a part a line: ``paper-1 = 身份证 | en: ID card``. A separator that is meant as itself has
a backslash before it. An empty cell is the usual value; ``-`` says that there is to be none where the usual value is something.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from msgspec import Struct

from hallserver import words
from hallserver.setup.fields import Field
from hallserver.setup.writing import (
    BESIDE,
    IS,
    LINES,
    BadCell,
    bare,
    guarded,
    parts_of,
    read_list,
    read_map,
    read_names,
    read_spans,
    say_map,
    say_names,
)

NONE: Final = "-"
_YES: Final = frozenset(("是", "有", "对", "√", "y", "yes", "true", "1"))
_NO: Final = frozenset(("否", "无", "不", "×", "n", "no", "false", "0"))
_DAYS: Final = "一二三四五六日"
_KINDS_OF_DAY: Final = {"holiday": "节假日", "make-up": "调休上班日"}
_KIND_NAMES: Final = {
    "假日": "holiday",
    "holidays": "holiday",
    "调休": "make-up",
    "补班": "make-up",
    "節假日": "holiday",
    "調休上班日": "make-up",
    "make-up days": "make-up",
}
_CLOSED: Final = frozenset(("", "-", "休", "休息", "关闭", "不开", "closed"))
_DAY_NAMES: Final = {name: str(at) for at, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 1)}
_ALSO: Final = {
    "企业": "firm",
    "单位": "firm",
    "自然人": "person",
    "个人、法人": "both",
    "即办": "on-the-spot",
    "承诺": "promised",
    "普通": "general",
}
"""What people write for a choice beside its words."""
_SPAN: Final = re.compile(r"\d\d:\d\d-\d\d:\d\d")
_OWN, _HELPS = ("主办", "own", "queues"), ("协助", "helps")


def _weekday(said: str) -> str:
    name = said.strip().lower()
    kind = _KIND_NAMES.get(name) or next((kind for kind, word in _KINDS_OF_DAY.items() if name in {kind, word}), "")
    if kind:
        return kind
    for before in ("周", "星期", "礼拜", "週"):
        name = name.removeprefix(before)
    if name in {"天", "日"}:
        return "7"
    found = _DAY_NAMES.get(name[:3]) or (str(_DAYS.index(name) + 1) if name and name in _DAYS else name)
    if found not in set("1234567"):
        raise BadCell
    return found


def _say_day(kind: str) -> str:
    return _KINDS_OF_DAY.get(kind) or f"周{_DAYS[int(kind) - 1]}"


def _special(text: str) -> dict[str, dict[str, object]]:
    """Read special days a line: ``2026-12-24 = 09:00-12:00 | 停电检修 | en: Maintenance``; without times it is closed."""
    found: dict[str, dict[str, object]] = {}
    for day, said in read_map(text).items():
        spans, *told = parts_of(said, BESIDE)
        names = read_names("|".join(told))
        found[day] = {"spans": [] if bare(spans).lower() in _CLOSED else read_spans(spans)} | ({"names": names} if names else {})
    return found


def _say_special(day: Mapping[str, Any]) -> str:
    return " | ".join(filter(None, (" ".join(day.get("spans", ())) or NONE, say_names(day.get("names", {})))))


def _slots(text: str) -> dict[str, int]:
    """Read numbers by time of the day: ``9:00-10:00 = 20``."""
    found = {"".join(read_spans(span)): _whole(most) for span, most in read_map(text).items()}
    if not all(map(_SPAN.fullmatch, found)):
        raise BadCell
    return found


def _papers(text: str) -> dict[str, dict[str, str]]:
    """Read papers a line with their slugs, or just their names one after the other, as an office's list has them."""
    if any(len(parts_of(line, IS)) > 1 for line in parts_of(text, LINES)):
        return {slug: read_names(names) for slug, names in read_map(text).items()}
    return {f"paper-{at}": {"zh-Hans": name} for at, name in enumerate(read_list(text), 1)}


def _duties(text: str) -> dict[str, dict[str, list[str]]]:
    found = {}
    for counter, said in read_map(text).items():
        duty: dict[str, list[str]] = {}
        for part in parts_of(said, BESIDE):
            bit = part.strip()
            role = "queues" if bit.startswith(_OWN) else "helps" if bit.startswith(_HELPS) else ""
            if bit and not role:
                raise BadCell
            if bit:
                duty[role] = read_list(re.sub(r"^(主办|协助|own|queues|helps)\s*[:：]?", "", bit))
        found[counter] = duty
    return found


def _say_duty(duty: Mapping[str, Iterable[str]]) -> str:
    told = [f"{mark} {', '.join(duty[role])}" for role, mark in (("queues", _OWN[0]), ("helps", _HELPS[0])) if duty.get(role)]
    return " | ".join(told)


def _yes(text: str) -> bool:
    said = text.strip().lower()
    if said not in _YES | _NO:
        raise BadCell
    return said in _YES


def _whole(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}(\.0+)?", text.strip()):
        raise BadCell
    return int(float(text))


def choice_words(field: Field) -> dict[str, str]:
    """Return what may stand for each choice of a field: itself, and its word in each language."""
    found = {said: choice for said, choice in _ALSO.items() if choice in field.choices}
    for choice in field.choices:
        for language in ("zh-Hans", "zh-Hant", "en"):
            found[words.say(f"setup.choice.{field.name}.{choice}", language).lower()] = choice
        found[choice.lower()] = choice
    return found


def _choice(field: Field, said: str) -> str:
    found = choice_words(field).get(said.strip().lower())
    if found is None:
        raise BadCell
    return found


class Way(Struct, frozen=True):
    """How one kind of field is written into a cell and read from it."""

    say: Callable[[Field, Any], str]
    read: Callable[[Field, str], Any]


def _plain(text: str) -> str:
    return text.removeprefix("\\") if text.startswith("\\") else text


_TEXT: Final = Way(lambda _, it: f"\\{it}" if it == NONE or it.startswith("\\") else it, lambda _, it: _plain(it))
_LIST: Final = Way(lambda _, it: ", ".join(guarded(one) for one in it), lambda _, it: read_list(it))
_NAMED: Final = Way(
    lambda _, it: say_map({slug: say_names(names) for slug, names in it.items()}),
    lambda _, it: {slug: read_names(names) for slug, names in read_map(it).items()},
)
_SPANS: Final = Way(lambda _, it: " ".join(it), lambda _, it: read_spans(it))
WAYS: Final[dict[str, Way]] = {
    "slug": _TEXT, "text": _TEXT, "ref": _TEXT, "driver": _TEXT, "address": _TEXT, "picture": _TEXT, "file": _TEXT, "day": _TEXT,
    "refs": _LIST, "words": _LIST, "themes": _LIST, "zones": _NAMED, "spans": _SPANS,
    "number": Way(lambda _, it: str(it), lambda _, it: _whole(it)),
    "yes": Way(lambda _, it: "是" if it else "否", lambda _, it: _yes(it)),
    "one": Way(lambda field, it: words.say(f"setup.choice.{field.name}.{it}") if it in field.choices else it, _choice),
    "many": Way(
        lambda field, it: "、".join(words.say(f"setup.choice.{field.name}.{one}") if one in field.choices else one for one in it),
        lambda field, it: [_choice(field, one) for one in read_list(it)],
    ),
    "papers": Way(_NAMED.say, lambda _, it: _papers(it)),
    "keys": Way(
        lambda _, it: say_map({key: guarded(meaning) for key, meaning in it.items()}),
        lambda _, it: {key: bare(meaning) for key, meaning in read_map(it).items()},
    ),
    "hours": Way(
        lambda _, it: say_map({_say_day(day): " ".join(spans) for day, spans in it.items()}),
        lambda _, it: {_weekday(day): read_spans(spans) for day, spans in read_map(it).items()},
    ),
    "duties": Way(lambda _, it: say_map({slug: _say_duty(duty) for slug, duty in it.items()}), lambda _, it: _duties(it)),
    "offers": Way(
        lambda _, it: say_map({slug: "是" if on else "否" for slug, on in it.items()}),
        lambda _, it: {slug: _yes(on) for slug, on in read_map(it).items()},
    ),
    "quotas": Way(
        lambda _, it: say_map({slug: str(most) for slug, most in it.items()}),
        lambda _, it: {slug: _whole(most) for slug, most in read_map(it).items()},
    ),
    "special": Way(lambda _, it: say_map({day: _say_special(of) for day, of in it.items()}), lambda _, it: _special(it)),
    "slots": Way(lambda _, it: say_map({span: str(most) for span, most in it.items()}), lambda _, it: _slots(it)),
    "posts": Way(
        lambda _, it: say_map({slug: guarded(person) for slug, person in it.items()}),
        lambda _, it: {slug: bare(person) for slug, person in read_map(it).items()},
    ),
}  # fmt: skip
"""Kind of field → its way; names, notices and sentences have columns of their own for each language."""


def _nothing(value: object) -> bool:
    return value is None or (isinstance(value, (str, list, tuple, dict)) and not value)


def say_cell(field: Field, value: object, usual: object) -> str:
    """Return a value as a cell; empty for the usual value where that is nothing."""
    if _nothing(value):
        return "" if _nothing(usual) else NONE
    return WAYS[field.kind].say(field, value)


def read_cell(field: Field, text: str, usual: object) -> object:
    """Return the value of a cell that is not empty. Raises BadCell."""
    if text == NONE:
        return type(usual)() if isinstance(usual, (str, list, tuple, dict)) else None
    return WAYS[field.kind].read(field, text)


def text_of(raw: object) -> str:
    """Return what a cell of a workbook holds as text: a badge number that a spreadsheet made a number of, a date, a tick."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    return raw.isoformat() if isinstance(raw, date) else str(raw).strip()
