# SPDX-License-Identifier: Apache-2.0
"""A standard said in lines for people: one a parameter, why one has its value, what two standards say otherwise."""

import re
from collections.abc import Iterator

from hallserver.core.calendar import Calendar, is_working_day
from hallserver.core.deviation import Deviation
from hallserver.core.parameters import Parameter, Value
from hallserver.core.profile import Caution, unconfirmed
from hallserver.core.standard import Standard
from hallserver.words import known, say

_SIGNS = re.compile(r"[^A-Za-z0-9]+")


def lines(standard: Standard, language: str) -> Iterator[str]:
    """Give one line a parameter, its key first: value, range, binding, name, where the value comes from, whether anything uses it."""
    wide = max(map(len, standard.parameters), default=0)
    for key, parameter in sorted(standard.parameters.items()):
        parts = [value_text(key, parameter, language), range_text(parameter, language), say(f"profile-bind.{parameter.bind}", language)]
        parts += [name_of(key, language)] if name_of(key, language) != key else []
        origin = standard.origin(key)
        parts += [_here(origin, language)] if origin is not None else []
        parts += [say("profile.unconfirmed", language)] if unconfirmed(standard, key) else []
        parts += [] if parameter.used_by else [say("profile.unused", language)]
        yield f"{key:<{wide}}  " + " | ".join(parts)


def explained(standard: Standard, root: Standard, key: str, language: str) -> Iterator[str]:
    """Give why a parameter has its value: what it means, what binds it, and what each layer says of it; ``root``: without layers."""
    parameter = standard.parameters[key]
    yield f"{key}  {name_of(key, language)}"
    yield say("profile.note", language, note=note_of(key, parameter, language))
    yield say("profile.value", language, value=value_text(key, parameter, language))
    yield say("profile.range", language, range=range_text(parameter, language))
    bind = say(f"profile-bind.{parameter.bind}", language)
    law = parameter.bind == "LAW" and parameter.article
    yield say("profile.binding-law" if law else "profile.binding", language, bind=bind, article=parameter.article)
    yield say("profile.source", language, source=source_of(key, parameter, language))
    yield say("profile.used-by" if parameter.used_by else "profile.unused-key", language, modules=", ".join(parameter.used_by))
    yield say("profile.root", language, value=value_text(key, root.parameters[key], language))
    for it in standard.deviations:
        if it.key == key:
            yield said_text(it, parameter, language)
    if unconfirmed(standard, key):
        yield say("profile.unconfirmed", language)


def differences(before: Standard, after: Standard, language: str) -> Iterator[str]:
    """Give a line for each parameter, group and day off that two standards have otherwise."""
    for key in sorted(before.parameters.keys() | after.parameters.keys()):
        was, now = before.parameters.get(key), after.parameters.get(key)
        texts = [say("profile.absent", language) if it is None else _whole(key, it, language) for it in (was, now)]
        if texts[0] != texts[1]:
            origin = after.origin(key)
            line = say("profile.changed", language, parameter=key, before=texts[0], after=texts[1])
            yield line if origin is None else f"{line}  {_here(origin, language)}: {origin.reason}"
    for slug in sorted(before.groups.keys() | after.groups.keys()):
        rows = [before.groups.get(slug), after.groups.get(slug)]
        if rows[0] != rows[1]:
            credits_s = [say("profile.absent", language) if it is None else f"{it.credit} s" for it in rows]
            yield say("profile.changed", language, parameter=f"group.{slug}", before=credits_s[0], after=credits_s[1])
    yield from _days(before.calendar, after.calendar, language)


def _days(before: Calendar, after: Calendar, language: str) -> Iterator[str]:
    """Give a line for each day that one of two calendars has as a working day, and the other does not."""
    for day in sorted((before.off ^ after.off) | (before.work ^ after.work)):
        was, now = (say("profile.day-worked" if is_working_day(it, day) else "profile.day-off", language) for it in (before, after))
        if was != now:
            yield say("profile.changed", language, parameter=f"calendar.{day}", before=was, after=now)


def caution_text(caution: Caution, language: str) -> str:
    """Return what somebody should see to, as a sentence."""
    name = name_of(caution.parameter, language)
    return say(
        f"profile.caution-{caution.key}",
        language,
        parameter=caution.parameter,
        name=name,
        layer=caution.layer,
        until=caution.until,
        year=caution.year,
    )


def name_of(key: str, language: str) -> str:
    """Return what people call a parameter; its key for one that only a place's own standard has."""
    word = f"parameter-name.{key}"
    return say(word, language) if known(word) else key


def note_of(key: str, parameter: Parameter, language: str) -> str:
    """Return what a parameter means; of one that only a place's own standard has, as that says it."""
    word = f"parameter-note.{key}"
    return say(word, language) if known(word) else parameter.note


def source_of(key: str, parameter: Parameter, language: str) -> str:
    """Return where a parameter's value stands: in words where it is the shipped source, else as root or layer say it."""
    word = f"parameter-source.{key}"
    return say(word, language) if known(word) and say(word, "en") == parameter.source else parameter.source


def value_text(key: str, parameter: Parameter, language: str) -> str:
    """Return a parameter's value as people read it, with its unit."""
    return of_value(key, parameter.value, parameter.unit, language)


def of_value(key: str, value: Value, unit: str, language: str) -> str:
    """Return a value of a parameter as people read it: a choice in words, yes or no, a number with its unit."""
    if isinstance(value, bool):
        return say("profile.yes" if value else "profile.no", language)
    if isinstance(value, str):
        word = f"parameter-value.{key}.{value}"
        return f"{value} ({say(word, language)})" if value and known(word) else value or "–"
    return f"{value} {unit_text(unit, language)}"


def unit_text(unit: str, language: str) -> str:
    """Return a unit as people read it; one that has no word stands as it is, e.g. ``%``."""
    word = unit_word(unit)
    return say(word, language) if known(word) else unit


def unit_word(unit: str) -> str:
    """Return the word key of a unit: its letters and figures, e.g. ``parameter-unit.call-min``."""
    return f"parameter-unit.{_SIGNS.sub('-', unit).strip('-')}"


def range_text(parameter: Parameter, language: str) -> str:
    """Return what a parameter may be: a choice, a range, fixed, or anything."""
    if parameter.one_of:
        return "/".join(parameter.one_of) if len(parameter.one_of) > 1 else say("profile.fixed", language)
    if parameter.min is None and parameter.max is None:
        return say("profile.free", language)
    if parameter.min == parameter.max:
        return say("profile.fixed", language)
    low, high = ("…" if bound is None else str(bound) for bound in (parameter.min, parameter.max))
    return f"{low}–{high}"


def said_text(it: Deviation, parameter: Parameter, language: str) -> str:
    """Return what a layer says of a parameter, with reason, author and dates."""
    what = [say("profile.said-value", language, value=of_value(it.key, it.value, parameter.unit, language))] if it.value is not None else []
    if it.min is not None or it.max is not None:
        low, high = ("…" if bound is None else str(bound) for bound in (it.min, it.max))
        what.append(say("profile.said-range", language, range=f"{low}–{high}"))
    what += [say("profile.said-locked", language)] if it.locked else []
    what += [say("profile.said-confirmed", language, by=it.confirmed_by, on=it.confirmed_on)] if it.confirmed_by else []
    return say(
        "profile.said",
        language,
        tier=say(f"profile-tier.{it.tier}", language),
        layer=it.layer,
        what=what,
        reason=it.reason,
        author=it.author,
        date=it.date,
        since=it.since or say("profile.always", language),
        until=it.until or say("profile.open-end", language),
    )


def _here(it: Deviation, language: str) -> str:
    return say("profile.here", language, tier=say(f"profile-tier.{it.tier}", language), layer=it.layer)


def _whole(key: str, parameter: Parameter, language: str) -> str:
    """Return value and range: a narrowed range is a difference too."""
    text = value_text(key, parameter, language)
    return f"{text} [{range_text(parameter, language)}]"
