# SPDX-License-Identifier: Apache-2.0
"""What two standards say otherwise, thing by thing: for the preview, for the next opening, for the history."""

from collections.abc import Iterator

from hallserver.core.deviation import Deviation, GroupDeviation, Tier
from hallserver.core.parameters import Parameter
from hallserver.core.standard import Group, Standard
from hallserver.exchange_sheet import Change
from hallserver.standard_lines import name_of, range_text, value_text
from hallserver.words import known, name_in, say


def changes_between(before: Standard, after: Standard, language: str) -> Iterator[Change]:
    """Give what is otherwise in the later of two standards: parameters by key, then groups, then the calendar."""
    for key in sorted(before.parameters.keys() | after.parameters.keys()):
        texts = _texts(key, before.parameters.get(key), after.parameters.get(key), language)
        if texts[0] != texts[1]:
            yield Change(key=key, name=name_of(key, language), before=texts[0], after=texts[1], why=_why(after.origin(key), language))
    for slug in sorted(before.groups.keys() | after.groups.keys()):
        was, now = before.groups.get(slug), after.groups.get(slug)
        if was != now:
            said = next((it for it in reversed(after.regrouped) if it.slug == slug), None)
            names = (now or was or Group(names={}, basis="")).names
            yield Change(
                key=f"group.{slug}",
                name=name_in(names, language),
                before=_credit(was, language),
                after=_credit(now, language),
                why=_why(said, language),
            )
    if before.calendar != after.calendar:
        name, both = say("setup-standard.calendar", language), say("setup-standard.calendar-other", language)
        yield Change(key="calendar", name=name, before="–", after=both)


def place_text(tier: Tier, layer: str, language: str) -> str:
    """Return whose layer it is, in words."""
    return say("setup-standard.place", language, tier=say(f"profile-tier.{tier}", language), name=layer)


def _texts(key: str, was: Parameter | None, now: Parameter | None, language: str) -> tuple[str, str]:
    """Return both values; with their ranges where these differ, and who binds them where that does."""
    both = [say("profile.absent", language) if it is None else value_text(key, it, language) for it in (was, now)]
    if was is not None and now is not None:
        ranges, binds = ([range_text(it, language) for it in (was, now)], [binding_text(it, language) for it in (was, now)])
        both = [f"{text} [{it}]" for text, it in zip(both, ranges, strict=True)] if ranges[0] != ranges[1] else both
        both = [f"{text} · {it}" for text, it in zip(both, binds, strict=True)] if binds[0] != binds[1] else both
    return both[0], both[1]


def binding_text(parameter: Parameter, language: str) -> str:
    """Return who binds a parameter, in a word; texts of earlier releases may say anything."""
    word = f"profile-bind.{parameter.bind}"
    return say(word, language) if known(word) else parameter.bind


def _credit(group: Group | None, language: str) -> str:
    if group is None:
        return say("profile.absent", language)
    return say("setup.front", language) if group.front else say("setup-standard.minutes", language, n=group.credit_s // 60)


def _why(it: Deviation | GroupDeviation | None, language: str) -> str:
    if it is None:
        return ""
    return say("setup-standard.why", language, place=place_text(it.tier, it.layer, language), reason=it.reason, author=it.author)
