# SPDX-License-Identifier: Apache-2.0
"""The standard of a hall as the screen shows it: each parameter with whose it is, what binds it, who said what of it, what is to come."""

from collections.abc import Iterator

from msgspec import Struct

from hallserver.core.deviation import Deviation, Tier, read_layer
from hallserver.core.hall import Hall
from hallserver.core.parameters import Parameter
from hallserver.core.profile import Caution, cautions, compose, unconfirmed
from hallserver.core.rules_standard import layers_now
from hallserver.core.standard import Group, Standard
from hallserver.exchange_sheet import Choosable, GroupLine, LayerLine, Own, ParameterLine, StandardSheet
from hallserver.presets import presets
from hallserver.setup.standard_layer import OURS
from hallserver.setup.standard_plan import earliest
from hallserver.setup.standard_root import news
from hallserver.setup.standard_words import binding_text, changes_between, place_text
from hallserver.standard_lines import caution_text, name_of, note_of, of_value, range_text, said_text, source_of, unit_text, value_text
from hallserver.words import known, say


class Shown(Struct, frozen=True, kw_only=True):
    """What a line is made of: the standard in force, its root alone, that of the next day, all that layers say, and what is soon over."""

    now: Standard
    root: Standard
    then: Standard
    said: dict[str, list[Deviation]]
    """Parameter → what each layer says, in force or not yet, the highest first."""
    ending: dict[str, str]
    language: str


def sheet(hall: Hall, now_us: int, language: str) -> StandardSheet | None:
    """Return the standard in force with what lies ready; None where none was adopted yet."""
    if hall.standard is None:
        return None
    on, layers = earliest(hall, now_us), layers_now(hall)
    then = compose(hall.filed.text if hall.filed is not None else hall.rules.text, layers, on)
    found = cautions(then, on)
    shown = Shown(
        now=hall.rules,
        root=compose(hall.rules.text, (), ""),
        then=then,
        said=_said(layers),
        ending={it.parameter: it.until for it in found if it.key == "ending"},
        language=language,
    )
    return StandardSheet(
        hash=hall.rules.hash,
        on=hall.rules.on or hall.day,
        next_on=on,
        open=hall.open,
        filed=hall.filed is not None,
        layers=tuple(_layers(layers, language)),
        presets=tuple(presets()),
        news=news(then.text),
        coming=tuple(changes_between(hall.rules, then, language)),
        cautions=tuple(caution_text(it, language) for it in found if _beside(it)),
        parameters=tuple(_line(key, shown) for key in sorted(hall.rules.parameters)),
        groups=tuple(_groups(hall.rules, language)),
    )


def _beside(caution: Caution) -> bool:
    """Tell whether a caution is about no parameter: those stand in the parameter's own line."""
    return not caution.parameter


def _said(layers: tuple[str, ...]) -> dict[str, list[Deviation]]:
    found: dict[str, list[Deviation]] = {}
    for text in layers:
        for it in read_layer(text).deviations:
            found.setdefault(it.key, []).append(it)
    return found


def _line(key: str, shown: Shown) -> ParameterLine:
    parameter, language = shown.now.parameters[key], shown.language
    origin, then, said = shown.now.origin(key), shown.then.parameters.get(key), shown.said.get(key, [])
    closed = next((it for it in said if it.locked and it.tier != OURS), None)
    own = next((it for it in said if it.tier == OURS), None)
    coming = value_text(key, then, language) if then is not None and then.value != parameter.value else ""
    return ParameterLine(
        key=key,
        area=key.partition(".")[0],
        name=name_of(key, language),
        note=note_of(key, parameter, language),
        value=parameter.value,
        shown=value_text(key, parameter, language),
        unit=unit_text(parameter.unit, language),
        range=range_text(parameter, language),
        low=parameter.min,
        high=parameter.max,
        choices=tuple(Choosable(value=it, text=of_value(key, it, "", language)) for it in parameter.one_of),
        fixed=_is_fixed(parameter),
        bind=parameter.bind,
        binding=binding_text(parameter, language),
        article=parameter.article,
        source=source_of(key, parameter, language),
        used_by=parameter.used_by,
        root=value_text(key, shown.root.parameters[key], language),
        tier=origin.tier if origin is not None else "",
        place=place_text(origin.tier, origin.layer, language) if origin is not None else "",
        said=tuple(said_text(it, parameter, language) for it in said),
        closed_by=place_text(closed.tier, closed.layer, language) if closed is not None else "",
        unconfirmed=then is not None and unconfirmed(shown.then, key),
        ending=shown.ending.get(key, ""),
        next=coming,
        own=_own(own, parameter, language),
    )


def _is_fixed(parameter: Parameter) -> bool:
    return len(parameter.one_of) == 1 or (parameter.min is not None and parameter.min == parameter.max)


def _own(it: Deviation | None, parameter: Parameter, language: str) -> Own | None:
    if it is None:
        return None
    return Own(
        value=it.value,
        shown=of_value(it.key, it.value, parameter.unit, language) if it.value is not None else "",
        reason=it.reason,
        author=it.author,
        date=it.date,
        since=it.since,
        until=it.until,
        confirmed_by=it.confirmed_by,
        confirmed_on=it.confirmed_on,
    )


def _layers(layers: tuple[str, ...], language: str) -> Iterator[LayerLine]:
    for text in layers:
        it = read_layer(text)
        tier: Tier = it.tier
        yield LayerLine(tier=tier, place=place_text(tier, it.name, language), deviations=len(it.deviations) + len(it.groups))


def _groups(standard: Standard, language: str) -> Iterator[GroupLine]:
    said = {it.slug: place_text(it.tier, it.layer, language) for it in standard.regrouped}
    for slug, it in standard.groups.items():
        place, basis = said.get(slug, ""), _basis(slug, it, standard, language)
        yield GroupLine(slug=slug, names=it.names, credit_s=it.credit_s, front=it.front, basis=basis, place=place)


def _basis(slug: str, group: Group, standard: Standard, language: str) -> str:
    """Return the legal basis of a group, in the reader's language where the place has not written its own."""
    word = f"why.basis.{slug}"
    own = any(it.slug == slug and it.basis for it in standard.regrouped)
    return say(word, language) if known(word) and not own else group.basis
