# SPDX-License-Identifier: Apache-2.0
"""Which rules of the standard and checks of the list were changed since when: an action that says that it changed one is held to it."""

from typing import Any

from hallserver.core.calendar import ONE_DAY
from hallserver.core.checklist import every_check
from hallserver.core.hall import Hall
from hallserver.core.hours import date_here
from hallserver.core.profile import compose


def told(hall: Hall) -> dict[str, object]:
    """Return what the hall goes by: the value of each rule by its key, each check by its slug; nothing before there is a standard."""
    if hall.standard is None:
        return {}
    return {**{key: it.value for key, it in hall.standard.parameters.items()}, **every_check(hall)}


def keep_changes(hall: Hall, before: dict[str, object], at_us: int) -> None:
    """Keep what is told otherwise than ``before``; the first standard of a hall changes nothing."""
    if before:
        hall.changed |= {key: at_us for key, it in told(hall).items() if before.get(key) != it}


def changed_since(hall: Hall, since_us: int, now_us: int) -> set[str]:
    """Return the rules and checks that were changed since then, or will be when the next day opens."""
    return {key for key, us in hall.changed.items() if us >= since_us} | _filed(hall, now_us)


def _filed(hall: Hall, now_us: int) -> set[str]:
    """Return what the standard that is filed says otherwise than the one in force."""
    if hall.filed is None:
        return set()
    now, tomorrow = hall.rules, (date_here(hall, now_us) + ONE_DAY).isoformat()
    then = compose(hall.filed.text, hall.filed.layers, tomorrow)
    rules = {key for key, it in then.parameters.items() if key in now.parameters and it.value != now.parameters[key].value}
    return rules | {slug for slug, it in then.checks.items() if it != now.checks.get(slug)}


def kept_changes(hall: Hall) -> dict[str, Any]:
    """Return the part of a snapshot that holds them: those that came since the oldest open action was planned."""
    since_us = min((it.opened_us for it in hall.site.actions.values() if it.open), default=None)
    return {"changed": {key: us for key, us in hall.changed.items() if since_us is not None and us >= since_us}}
