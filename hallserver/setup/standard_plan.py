# SPDX-License-Identifier: Apache-2.0
"""What comes of changing the deviations: the command, rehearsed by the rules, and every value old and new, day by day. Pure."""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

import msgspec

from hallserver.core.commands import AdoptStandard
from hallserver.core.deviation import Deviation, read_layer, turning_days
from hallserver.core.errors import AgainstStandard, Conflict, HallError, NotFound
from hallserver.core.hall import Hall
from hallserver.core.hours import hall_date
from hallserver.core.parameters import Parameter
from hallserver.core.profile import compose
from hallserver.core.roles import Actor
from hallserver.core.rules import decide
from hallserver.core.rules_standard import layers_now, next_date
from hallserver.core.standard import Standard
from hallserver.exchange_sheet import Change
from hallserver.exchange_standard import SHOWN_DAYS, ChangeDay, StandardForm, StandardPreview, StandardProposal
from hallserver.sentences import knowing_words
from hallserver.setup.standard_layer import OURS, Writer, layered
from hallserver.setup.standard_root import renewed
from hallserver.setup.standard_words import changes_between
from hallserver.standard_lines import name_of, of_value, said_text, unit_text
from hallserver.words import name_in

_RULES: Final = knowing_words(decide)


def command(form: StandardForm, hall: Hall, by: Actor, now_us: int) -> AdoptStandard:
    """Return what is to be asked for. Raises Conflict where the preview that somebody agreed to came to something else."""
    if hall.standard is None:
        raise NotFound("setup-no-standard")
    text, layers = _base(hall, form)
    text = renewed(text) if form.root else text
    wanted = AdoptStandard(text=text, layers=layered(layers, form, _writer(hall, by, now_us)), at_opening=not form.now)
    if form.mark and form.mark != _mark(wanted):
        raise Conflict("standard-changed-since")
    return wanted


def preview(form: StandardForm, hall: Hall, by: Actor, now_us: int, language: str) -> StandardProposal:
    """Return what would come of a form, and what the rules have against it; nothing is done. Raises as ``command``."""
    form = msgspec.structs.replace(form, mark="", now=False)
    wanted = command(form, hall, by, now_us)
    against = tuple(_against(form, hall, by, now_us))
    on = earliest(hall, now_us)
    days = () if against else tuple(_days(hall.rules, wanted, on, language))
    told = {it.key for day in days for it in day.changes}
    said = () if against else tuple(it for it in _said(hall.rules, wanted, language) if it.key not in told)
    text, layers = (hall.rules.text, layers_now(hall)) if hall.filed is None else (hall.filed.text, hall.filed.layers)
    found = StandardPreview(
        on=on,
        hash="" if against else compose(wanted.text, wanted.layers or (), on).hash,
        days=days,
        said=said,
        mark=_mark(wanted),
        able=not against and (wanted.text, wanted.layers) != (text, layers),
    )
    return StandardProposal(preview=found, against=tuple((key, _in_words(error, hall.rules, language)) for key, error in against))


def earliest(hall: Hall, now_us: int) -> str:
    """Return the first date (ISO) whose opening can bring another standard: a date that was opened goes on with the one it has."""
    on = next_date(hall, now_us)
    return on if on != hall.day else (date.fromisoformat(on) + timedelta(days=1)).isoformat()


def _base(hall: Hall, form: StandardForm) -> tuple[str, tuple[str, ...]]:
    """Return text and layers that the form begins with: those filed last, else those in force."""
    if hall.filed is not None and not form.anew:
        return hall.filed.text, hall.filed.layers
    return hall.rules.text, hall.rules.layers


def _writer(hall: Hall, by: Actor, now_us: int) -> Writer:
    person = hall.catalog.people.get(by.name)
    called = name_in(person.names, "zh-Hans") if person is not None else by.name
    return Writer(person=called, hall=name_in(hall.catalog.here.names, "zh-Hans"), date=hall_date(hall, now_us))


def _mark(wanted: AdoptStandard) -> str:
    return hashlib.sha256(msgspec.json.encode((wanted.text, wanted.layers))).hexdigest()[:32]


def _against(form: StandardForm, hall: Hall, by: Actor, now_us: int) -> Iterator[tuple[str, HallError]]:
    """Give what the rules have against each edit alone; where each alone is right, against all of it together."""
    refusal = _refusal(form, hall, by, now_us)
    if refusal is None:
        return
    alone = [msgspec.structs.replace(form, edits=(edit,)) for edit in form.edits]
    found = [(one.edits[0].key, error) for one in alone if (error := _refusal(one, hall, by, now_us)) is not None]
    yield from found or [(str(refusal.args_by_name.get("parameter", "")), refusal)]


def _refusal(form: StandardForm, hall: Hall, by: Actor, now_us: int) -> HallError | None:
    try:
        _RULES(hall, command(form, hall, by, now_us), by, now_us)
    except AgainstStandard as error:
        return error
    return None


def _in_words(error: HallError, now: Standard, language: str) -> HallError:
    """Return a refusal that calls a parameter by its name, and its range by its unit, in the reader's language."""
    args = dict(error.args_by_name)
    key, expected = str(args.get("parameter", "")), str(args.get("expected", ""))
    parameter = now.parameters.get(key)
    if parameter is None:
        return error
    args["parameter"] = f"{name_of(key, language)} ({key})"
    if expected:
        args["expected"] = _expected(key, expected, parameter, language)
    return type(error)(error.key, **args)


def _expected(key: str, expected: str, parameter: Parameter, language: str) -> str:
    if parameter.one_of:
        return " | ".join(of_value(key, it, "", language) for it in parameter.one_of)
    return expected.removesuffix(parameter.unit) + unit_text(parameter.unit, language) if expected.endswith(parameter.unit) else expected


def _days(now: Standard, wanted: AdoptStandard, on: str, language: str) -> Iterator[ChangeDay]:
    """Give what changes on the next day beside what is in force, and on each later one on which something begins or ends."""
    layers = wanted.layers or ()
    later = {day for text in layers for day in turning_days(read_layer(text)) if day > on}
    for day in (on, *sorted(later)[:SHOWN_DAYS]):
        then = compose(wanted.text, layers, day)
        changes = tuple(changes_between(now, then, language))
        if changes:
            yield ChangeDay(on=day, changes=changes)
        now = then


def _said(now: Standard, wanted: AdoptStandard, language: str) -> Iterator[Change]:
    """Give what the hall's own layer says otherwise than before."""
    before, after = (_own(layers) for layers in (now.layers, wanted.layers or ()))
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key) and key in now.parameters:
            texts = [said_text(it, now.parameters[key], language) if it is not None else "–" for it in (before.get(key), after.get(key))]
            yield Change(key=key, name=name_of(key, language), before=texts[0], after=texts[1])


def _own(layers: tuple[str, ...]) -> dict[str, Deviation]:
    return {it.key: it for text in layers for it in read_layer(text).deviations if it.tier == OURS}
