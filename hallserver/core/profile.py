# SPDX-License-Identifier: Apache-2.0
"""The standard of a date: a root with the layers of district, street, community and hall laid over it.

``compose`` lays and never refuses, so a journal folds for ever; ``checked`` refuses what a layer may not say, on every date on
which anything in it begins or ends: a day always opens.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

import msgspec
from msgspec import Struct

from hallserver.core.calendar import read_calendar
from hallserver.core.deviation import TIERS, Deviation, GroupDeviation, GroupRow, Layer, read_layer, turning_days
from hallserver.core.errors import AgainstStandard
from hallserver.core.law import FIXED_GROUP, fixed_group, must_keep_the_law
from hallserver.core.parameters import Parameter, Value, fits, must_be_bound, must_fit, out_of_range
from hallserver.core.row import unseen_in
from hallserver.core.standard import Group, Standard, must_be_complete, must_count, read_standard, text_hash

MOST_TURNS = 100
"""On so many dates to come something in the layers may begin or end: each is checked while the hall waits, some milliseconds."""
WARN_DAYS = 30
"""So long before a deviation ends it is warned of."""


class Caution(Struct, frozen=True, kw_only=True):
    """Something about a standard in force that somebody should see to; ``key`` is the end of a word key ``profile.caution-…``."""

    key: str
    parameter: str = ""
    layer: str = ""
    until: str = ""
    year: int = 0


def compose(root: str, layers: Sequence[str], on: str) -> Standard:
    """Return the standard of a date (ISO): the root's text with what the layers say on that date, the highest tier first.

    Raises AgainstStandard for a text that cannot be read, and for nothing else.
    """
    standard = read_standard(root)
    for text in layers:
        standard = _laid(standard, read_layer(text), on)
    said = [*standard.deviations, *standard.regrouped, *(read_layer(text).calendar for text in layers)]
    digest = _hash(root, [it for it in said if it])
    return msgspec.structs.replace(standard, hash=digest, layers=tuple(layers), on=on if layers else "")


def checked(root: str, layers: Sequence[str], on: str) -> Standard:
    """Return the standard of a date that may be adopted, on that date and on every later one.

    Raises AgainstStandard: naming the article for a value outside what the law allows, the layer for what is not its to say.
    """
    _must_be_sound(root)
    standard = read_standard(root)
    if not layers:
        return standard
    read = [read_layer(text) for text in layers]
    _must_stand_in_order(read)
    _must_be_seen(read)
    _must_say_whence(read, on)
    turns = {it for layer in read for it in turning_days(layer) if it > on}
    if len(turns) > MOST_TURNS:
        raise AgainstStandard("layers-turn-often", n=len(turns), most=MOST_TURNS)
    for day in sorted({on, *turns}):
        _check_day(standard, read, day)
    return compose(root, layers, on)


@lru_cache(8)
def _must_be_sound(root: str) -> None:
    """Raise AgainstStandard for a root that nobody may adopt; one that may be is looked through once, as it is read once."""
    standard = read_standard(root)
    must_be_complete(standard)
    must_be_bound(standard.parameters)
    must_keep_the_law(standard.parameters, standard.groups)


def ever(standard: Standard, key: str) -> set[Value]:
    """Return the values that a parameter has now or may have on a later day, as the layers say; empty where there is no such one."""
    known = standard.parameters.get(key)
    said = (it for text in standard.layers for it in read_layer(text).deviations if it.key == key and it.value is not None)
    later = {it.value for it in said if it.value is not None and not (it.until and it.until < standard.on)}
    root = read_standard(standard.text).parameters.get(key)
    return later | {it.value for it in (known, root) if it is not None}


def unconfirmed(standard: Standard, key: str) -> bool:
    """Tell whether a place's rule is in force that nobody of the place has confirmed since it last changed."""
    if standard.parameters[key].bind != "LOC":
        return False
    origin = standard.origin(key)
    since = origin.date if origin is not None else ""
    return not any(it.key == key and it.confirmed_by and it.confirmed_on >= since for it in standard.deviations)


def cautions(standard: Standard, on: str) -> list[Caution]:
    """Return what somebody should see to on a date (ISO): places' rules to confirm, deviations about to end or without an end, years."""
    found = [Caution(key="unconfirmed", parameter=key) for key in sorted(standard.parameters) if unconfirmed(standard, key)]
    soon = (date.fromisoformat(on) + timedelta(days=WARN_DAYS)).isoformat()
    for it in standard.deviations:
        if it.until and it.until <= soon:
            found.append(Caution(key="ending", parameter=it.key, layer=it.layer, until=it.until))
        elif not it.until and it.tier != "preset" and it.value is not None:
            found.append(Caution(key="endless", parameter=it.key, layer=it.layer))
    years = sorted({int(on[:4]), int(soon[:4])} - standard.calendar.years)
    return found + _recast(standard) + [Caution(key="no-calendar", year=year) for year in years]


def _recast(standard: Standard) -> list[Caution]:
    """Return the layers that say otherwise of a year's days than stands above them: every due time of that year moves with it."""
    found, known = [], set(read_standard(standard.text).calendar.years)
    for layer in map(read_layer, standard.layers):
        years = {int(year) for year in layer.calendar}
        found += [Caution(key="calendar", layer=layer.name, year=year) for year in sorted(years & known)]
        known |= years
    return found


def _laid(standard: Standard, layer: Layer, on: str) -> Standard:
    """Return the standard with a layer's deviations of a date laid over it; what it does not know of is passed over."""
    said = tuple(it for it in layer.deviations if it.in_force(on) and it.key in standard.parameters)
    groups = tuple(it for it in layer.groups if it.in_force(on))
    return msgspec.structs.replace(
        standard,
        parameters=standard.parameters | {it.key: _deviated(standard.parameters[it.key], it) for it in said},
        groups=standard.groups | {it.slug: _regrouped(standard.groups.get(it.slug), it) for it in groups},
        calendar=read_calendar(layer.calendar, standard.calendar) if layer.calendar else standard.calendar,
        deviations=standard.deviations + said,
        regrouped=standard.regrouped + groups,
    )


def _deviated(parameter: Parameter, said: Deviation) -> Parameter:
    given = {name: value for name in ("value", "min", "max") if (value := getattr(said, name)) is not None}
    words = {name: text for name in ("bind", "article", "source") if (text := getattr(said, name))}
    return msgspec.structs.replace(parameter, **given, **words)


def _regrouped(group: Group | None, said: GroupRow) -> Group:
    given = {name: value for name in ("credit_s", "front", "exempt", "declarable") if (value := getattr(said, name)) is not None}
    words = {name: value for name in ("names", "basis") if (value := getattr(said, name))}
    if group is None:
        return Group(**({"names": {}, "basis": ""} | words | given))
    return msgspec.structs.replace(group, **words, **given)


def _hash(root: str, said: Sequence[object]) -> str:
    if not said:
        return text_hash(root)
    return hashlib.sha256(root.encode() + b"\n" + msgspec.json.encode(said, order="sorted")).hexdigest()


def _must_stand_in_order(layers: Sequence[Layer]) -> None:
    """Refuse layers of one tier twice, or a lower one before a higher one."""
    places = [TIERS.index(layer.tier) for layer in layers]
    if places != sorted(set(places)):
        raise AgainstStandard("layers-order", layers=[f"{layer.tier} {layer.name}" for layer in layers], expected=list(TIERS))


def _must_be_seen(layers: Iterable[Layer]) -> None:
    """Refuse what people would read with a character in it that nobody sees; a reason may have several lines."""
    for layer in layers:
        found = unseen_in(msgspec.to_builtins(layer), lines=True, path=layer.tier)
        if found is not None:
            raise AgainstStandard("standard-unseen", place=found[0], code=found[1])


def _must_say_whence(layers: Iterable[Layer], on: str) -> None:
    """Refuse days off that nobody has published, a law without its article, and a value confirmed on a day to come."""
    for layer in layers:
        silent = [f"calendar.{year}" for year, table in layer.calendar.items() if not table.get("source", "").strip()]
        if silent:
            raise AgainstStandard("deviation-without", layer=layer.name, parameter=silent[0], fields=["source"])
        for said in layer.deviations:
            if said.bind == "LAW" and not said.article.strip():
                raise AgainstStandard("deviation-without", layer=layer.name, parameter=said.key, fields=["article"])
            if said.confirmed_on > on:
                raise AgainstStandard("deviation-date", layer=layer.name, parameter=said.key, value=said.confirmed_on)


def _check_day(standard: Standard, layers: Iterable[Layer], day: str) -> None:
    """Refuse the first thing that a layer may not say, as it would be on this date."""
    for layer in layers:
        closed = {it.key: it for it in reversed(standard.deviations) if it.locked}
        for said in layer.deviations:
            if said.in_force(day):
                _check_deviation(standard, said, closed.get(said.key))
        for change in layer.groups:
            if change.in_force(day):
                _check_group(standard, change)
        standard = _laid(standard, layer, day)
    must_count(standard)


def _check_deviation(standard: Standard, said: Deviation, closed: Deviation | None) -> None:
    """Refuse a deviation that is not the layer's to make; ``closed``: what a layer above has locked."""
    parameter = standard.parameters.get(said.key)
    if parameter is None:
        raise AgainstStandard("deviation-unknown", layer=said.layer, parameter=said.key)
    if closed is not None and said.value not in {None, parameter.value}:
        raise _locked(standard, said, closed)
    if said.value is not None and not _alike(said.value, parameter):
        raise AgainstStandard("deviation-kind", layer=said.layer, parameter=said.key, value=str(said.value), expected=parameter.expected)
    for bound in (said.min, said.max, said.value):
        if bound is not None:
            must_fit(said.key, msgspec.structs.replace(parameter, value=bound))
    if said.article and parameter.article not in {"", said.article}:
        article = parameter.article
        raise AgainstStandard("standard-against-law", parameter=said.key, value=said.article, expected=article, article=article)
    after = _deviated(parameter, said)
    if not fits(after):
        raise out_of_range(said.key, after)


def _locked(standard: Standard, said: Deviation, closed: Deviation) -> AgainstStandard:
    """Return the refusal of a deviation from what a higher layer has closed; where a law closes it, naming the article."""
    parameter = standard.parameters[said.key]
    if closed.bind == "LAW":
        value, article = str(said.value), closed.article
        return AgainstStandard("standard-against-law", parameter=said.key, value=value, expected=str(parameter.value), article=article)
    return AgainstStandard("deviation-locked", layer=said.layer, parameter=said.key, by=closed.layer)


def _alike(value: Value, parameter: Parameter) -> bool:
    """Tell whether a value is of the kind that the parameter has: whole numbers with whole bounds stay whole, yes or no stays so."""
    if any(isinstance(it, float) for it in (parameter.value, parameter.min, parameter.max)):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return type(value) is type(parameter.value)


def _check_group(standard: Standard, said: GroupDeviation) -> None:
    group = _regrouped(standard.groups.get(said.slug), said)
    if said.slug == FIXED_GROUP and not (group.front and group.declarable):
        raise fixed_group()
    if not group.names.get("zh-Hans") or not group.basis:
        raise AgainstStandard("deviation-group", layer=said.layer, group=said.slug)
