# SPDX-License-Identifier: Apache-2.0
"""The answer to "why was this number first?" in somebody's language: sentences and times for screen and paper."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from hallserver.core.catalog import Catalog
from hallserver.core.standard import Group
from hallserver.core.why import Line, Why
from hallserver.core.why_story import Said
from hallserver.words import known, say
from reports.names import in_language, names_of
from reports.text import duration_text


class Told(Struct, frozen=True, kw_only=True):
    """One line of the story as it is printed: when, which number, which of the two (``a``, ``b`` or neither), what."""

    at_us: int
    at: str
    who: str
    number: str
    text: str
    call: bool


class Answer(Struct, frozen=True, kw_only=True):
    """The whole answer in one language. Nothing of it is a visitor's personal data."""

    title: str
    a: str
    b: str
    first: str
    day: str
    about: str
    summary: tuple[str, ...]
    lines: tuple[Told, ...]


class Setting(Struct, frozen=True, kw_only=True):
    """Where and by which rules: set-up, credit groups of the standard, business day (ISO), and the journal's anchor."""

    catalog: Catalog
    groups: Mapping[str, Group]
    day: str
    journal: str


def answer_of(why: Why, setting: Setting, language: str) -> Answer:
    """Return the answer's sentences in this language."""
    here = setting.catalog.here
    return Answer(
        title=say("why.heading", language, hall=in_language(here.names, language)),
        a=why.a,
        b=why.b,
        first=why.first,
        day=setting.day,
        about=say("why.of-day", language, day=setting.day, zone=here.zone, journal=setting.journal),
        summary=tuple(sentence(it, setting, language) for it in why.summary),
        lines=tuple(_told(it, setting, language) for it in why.lines),
    )


def to_json(answer: Answer) -> bytes:
    """Return the answer as indented UTF-8 JSON."""
    return msgspec.json.format(msgspec.json.encode(answer), indent=2) + b"\n"


def _told(line: Line, setting: Setting, language: str) -> Told:
    return Told(
        at_us=line.at_us,
        at=_clock(line.at_us, setting),
        who=line.who,
        number=line.label or say("why.hall", language),
        text=sentence(line.said, setting, language),
        call=line.call,
    )


def sentence(said: Said, setting: Setting, language: str) -> str:
    """Return one sentence with names, times and reasons filled in."""
    args: dict[str, object] = {}
    for name, value in said.args.items():
        if name.endswith("_us"):
            args[_AT.get(name, name)] = _clock(int(str(value)), setting)
        elif name == "wait_s":
            args["wait"] = duration_text(int(str(value)), language)
        else:
            args[name] = _named(name, str(value), setting, language)
    if "group" in said.args:
        args["basis"] = _basis(str(said.args["group"]), setting, language)
    return say(_key_of(said), language, **args)


def _key_of(said: Said) -> str:
    """Return the sentence's word key; a call of a newer hall, for a reason that has no words here, is told as a call all the same."""
    key = f"why.{said.key}"
    return key if known(key) else "why.call.plain"


_AT = {"at_us": "at", "first_us": "first_at", "other_us": "other_at"}
"""Argument → its place in the sentence."""


def _clock(at_us: int, setting: Setting) -> str:
    return f"{datetime.fromtimestamp(at_us // 1_000_000, ZoneInfo(setting.catalog.here.zone)):%H:%M:%S}"


def _named(name: str, value: str, setting: Setting, language: str) -> str:
    catalog = setting.catalog
    match name:
        case "counter":
            return str(catalog.counters[value].number) if value in catalog.counters else value
        case "queue" | "queue_other":
            return in_language(names_of(catalog).queues.get(value, {}), language) or value
        case "group":
            group = setting.groups.get(value)
            return in_language(group.names, language) if group is not None else say("why.no-group", language)
        case "by":
            return in_language(catalog.people[value].names, language) if value in catalog.people else value or say("why.nobody", language)
        case "reason":
            return say(value, language) if known(value) else value
    return value


def _basis(slug: str, setting: Setting, language: str) -> str:
    """Return on what a credit group rests: in words of ours for the groups that we ship, else as the standard says."""
    key, group = f"why.basis.{slug}", setting.groups.get(slug)
    if known(key):
        return say(key, language)
    return group.basis if group is not None else say("why.no-basis", language)
