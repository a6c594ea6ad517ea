# SPDX-License-Identifier: Apache-2.0
"""Rules of adopting a standard: between two days at once, else at the next opening. A running day is never reshaped."""

from typing import Any

import msgspec

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.errors import AgainstStandard, Conflict
from hallserver.core.hall import Hall
from hallserver.core.hours import hall_date
from hallserver.core.profile import checked, compose, ever
from hallserver.core.roles import Actor
from hallserver.core.rules_paper import DEFAULT_LETTER
from hallserver.core.standard import Standard, text_hash

LETTER = "paper.letter"


def adopt_standard(hall: Hall, command: c.AdoptStandard, _: Actor, now_us: int) -> list[e.Event]:
    """Put a standard in force between two days, or lay it ready for the next opening.

    Raises AgainstStandard as ``profile.checked`` does, Conflict while a day is open and nobody said to wait for the next.
    """
    if hall.open and not command.at_opening:
        raise Conflict("standard-while-open")
    layers = command.layers if command.layers is not None else layers_now(hall)
    standard = checked(command.text, layers, next_date(hall, now_us))
    _check_letters(hall, standard)
    if command.at_opening:
        return [e.StandardFiled(text=command.text, layers=layers)]
    return [e.StandardAdopted(hash=standard.hash, text=command.text, layers=layers, on=standard.on)]


def at_opening(hall: Hall, date: str) -> list[e.Event]:
    """Return what puts the standard of a date in force before its day opens; nothing where it is, or where the day only goes on."""
    if date == hall.day:
        return []
    now, filed = hall.rules, hall.filed
    text, layers = (now.text, now.layers) if filed is None else (filed.text, filed.layers)
    if not layers and not now.layers and text_hash(text) == now.hash:
        return []
    new = compose(text, layers, date)
    if new.hash == now.hash and (new.text, new.layers) == (now.text, now.layers):
        return []
    return [e.StandardAdopted(hash=new.hash, text=text, layers=layers, on=new.on, opening=True)]


def layers_now(hall: Hall) -> tuple[str, ...]:
    """Return the layers that a new root text stands under: those filed last, else those in force."""
    if hall.filed is not None:
        return hall.filed.layers
    return hall.standard.layers if hall.standard is not None else ()


def next_date(hall: Hall, now_us: int) -> str:
    """Return the date (ISO) that a day would have that opened now: the hall's, never before the last one."""
    return max(hall_date(hall, now_us), hall.day)


def paper_letters(hall: Hall) -> set[str]:
    """Return the letters that pre-printed numbers have or will have, by the standard in force and the one filed."""
    if hall.standard is None:
        return set()
    filed = [compose(hall.filed.text, hall.filed.layers, hall.standard.on)] if hall.filed is not None else []
    return set[str]().union(*(_letters(it) for it in (hall.standard, *filed)))


def _letters(standard: Standard) -> set[str]:
    return {str(it) or DEFAULT_LETTER for it in ever(standard, LETTER)} or {DEFAULT_LETTER}


def kept_standard(hall: Hall) -> dict[str, Any]:
    """Return the part of a snapshot that says which standard is in force, and which is to come; layers only where there are any."""
    kept: dict[str, Any] = {"standard": hall.rules.text}
    if hall.rules.layers:
        kept["layers"] = {"texts": list(hall.rules.layers), "on": hall.rules.on}
    if hall.filed is not None:
        kept["filed"] = msgspec.to_builtins(hall.filed)
    return kept


def take_standard(hall: Hall, snapshot: dict[str, Any]) -> None:
    """Put in force what ``kept_standard`` kept."""
    layers = snapshot.get("layers", {"texts": (), "on": ""})
    hall.standard = compose(snapshot["standard"], tuple(layers["texts"]), layers["on"])
    hall.filed = msgspec.convert(snapshot["filed"], e.StandardFiled) if "filed" in snapshot else None


def _check_letters(hall: Hall, standard: Standard) -> None:
    """Refuse a standard whose pre-printed numbers have a queue's letter, on any date: each would give the other's."""
    letters = _letters(standard)
    taken = next((row for row in hall.catalog.queues.values() if row.letter in letters and not row.retired), None)
    if taken is not None:
        raise AgainstStandard("paper-letter-taken", letter=taken.letter, queue=taken.slug)
