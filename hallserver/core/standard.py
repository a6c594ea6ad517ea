# SPDX-License-Identifier: Apache-2.0
"""The rules in force: parameters with unit, bounds and source, and the priority groups, from a TOML text."""

import hashlib
import tomllib
from typing import Any

import msgspec
from msgspec import Struct

from hallserver.core.errors import AgainstStandard
from hallserver.core.logo import logo_of
from hallserver.core.naming import check_patterns
from hallserver.core.quiet import BadQuiet, read_quiet
from hallserver.core.row import unseen_in
from hallserver.core.theme import Theme, theme_of, too_faint

QUIET = "voice.quiet"
FRONT_S = 10_000_000
"""Credit in seconds that stands for *front*: more than any wait."""
LIFTED_S = 2 * FRONT_S
"""Credit of a number that a duty manager has brought to the front: before every group."""

Value = int | float | str | bool


class Parameter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule: its value in ``unit``, the range it may have, who binds it, where it comes from, what uses it."""

    value: Value
    unit: str
    bind: str
    """``LAW``, ``STD``, ``LOC`` or ``OURS``."""
    source: str
    note: str
    min: int | float | None = None
    max: int | float | None = None
    one_of: tuple[str, ...] = ()
    used_by: tuple[str, ...] = ()


class Group(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A credit group: legal basis, credit in seconds or front, exempt from the run limit or not."""

    names: dict[str, str]
    basis: str
    credit_s: int = 0
    front: bool = False
    exempt: bool = False
    declarable: bool = True
    """Visitors may name it; otherwise only the rules give it (booked, returned, transferred)."""

    @property
    def credit(self) -> int:
        """Return the credit in seconds, ``FRONT_S`` for front."""
        return FRONT_S if self.front else self.credit_s


class Choice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that a visitor who rates may choose: a dimension that gets stars of its own, or a tag."""

    names: dict[str, str]
    bad: bool | None = None
    """For a tag: offered beside a bad rating (true), beside a good one (false), or beside any (none)."""


class RatingForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is asked beside the five levels; all of it is free. Which version is asked is ``eval.content_version``."""

    dimension: dict[str, Choice] = {}
    tag: dict[str, Choice] = {}


class Standard(Struct, frozen=True, kw_only=True):
    """A standard in force: parameters by key, groups by slug, its full text and the sha256 of that."""

    hash: str
    text: str
    parameters: dict[str, Parameter]
    groups: dict[str, Group]
    theme: Theme = Theme()
    words: dict[str, dict[str, str]] = {}
    """Sentences of ``words/`` that this district says otherwise: key → language → sentence."""
    rating: RatingForm = RatingForm()

    @property
    def mark(self) -> str:
        """Return the beginning of the hash, by which screens know whether they have this standard's theme."""
        return self.hash[:8]

    def number(self, key: str) -> float:
        """Return a numeric parameter in its own unit; of one that came later than this standard, what holds where nobody has said."""
        known = self.parameters.get(key)
        value = known.value if known is not None else LATER[key]
        assert isinstance(value, (int, float)), key
        return value

    def word(self, key: str) -> str:
        """Return a parameter that is a word; empty for one that this standard does not have."""
        known = self.parameters.get(key)
        return str(known.value) if known is not None else ""

    def allows(self, key: str) -> bool:
        """Return a parameter that says yes or no; yes for one that this standard does not have."""
        known = self.parameters.get(key)
        return bool(known.value) if known is not None else True

    def whole(self, key: str) -> int:
        """Return a whole-numbered parameter in its own unit."""
        return int(self.number(key))

    def credit_s(self, group: str) -> int:
        """Return the credit of a group in seconds; 0 for none."""
        return self.groups[group].credit if group else 0


def text_hash(text: str) -> str:
    """Return the sha256 of a standard's text, hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def adoptable(text: str) -> Standard:
    """Return the standard that a TOML text describes, complete enough for this program.

    Raises AgainstStandard as ``read_standard`` does, or naming what is missing, is no positive number, cannot be read or seen, is no logo, or names all alike.
    """
    standard = read_standard(text)
    faint = too_faint(standard.theme)
    if faint:
        raise AgainstStandard("theme-faint", pairs=faint)
    logo_of(standard.theme.logo)
    check_patterns(standard.theme.naming)
    _check_seen(standard)
    missing = [key for key in NEEDED if key not in standard.parameters]
    missing += [f"group.{slug}" for slug in NEEDED_GROUPS if slug not in standard.groups]
    if missing:
        raise AgainstStandard("standard-incomplete", keys=missing)
    for key in NEEDED:
        _check_positive(key, standard.parameters[key])
    _check_quiet(standard)
    return standard


def read_standard(text: str) -> Standard:
    """Return the standard that a TOML text describes.

    Raises AgainstStandard naming the key when the text is not TOML, misses a parameter's field, or has
    a value outside its range.
    """
    try:
        raw: dict[str, Any] = tomllib.loads(text)
        parameters = msgspec.convert(raw.get("parameter", {}), dict[str, Parameter])
        groups = msgspec.convert(raw.get("group", {}), dict[str, Group])
        theme = theme_of(raw.get("theme", {}))
        words = msgspec.convert(raw.get("words", {}), dict[str, dict[str, str]])
        rating = msgspec.convert(raw.get("rating", {}), RatingForm)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise AgainstStandard("standard-unreadable", detail=str(error)) from error
    for key, parameter in parameters.items():
        _check_range(key, parameter)
    return Standard(hash=text_hash(text), text=text, parameters=parameters, groups=groups, theme=theme, words=words, rating=rating)


def _check_range(key: str, parameter: Parameter) -> None:
    value = parameter.value
    if parameter.one_of and value not in parameter.one_of:
        raise AgainstStandard("standard-out-of-range", parameter=key, value=str(value), expected=" | ".join(parameter.one_of))
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return
    low = parameter.min if parameter.min is not None else value
    high = parameter.max if parameter.max is not None else value
    if not low <= value <= high:
        raise AgainstStandard("standard-out-of-range", parameter=key, value=str(value), expected=f"{low}–{high} {parameter.unit}")


def _check_seen(standard: Standard) -> None:
    """Refuse what people would read or hear with a character in it that nobody sees."""
    said = {"theme": standard.theme, "words": standard.words, "group": standard.groups, "rating": standard.rating}
    for table, of in said.items():
        found = unseen_in(msgspec.to_builtins(of), lines=table == "words", path=table)
        if found is not None:
            raise AgainstStandard("standard-unseen", place=found[0], code=found[1])


def _check_quiet(standard: Standard) -> None:
    """Refuse quiet hours that nobody could keep: found out when they are adopted, not at noon."""
    try:
        read_quiet(standard.word(QUIET))
    except BadQuiet as error:
        expected = "12:00-13:30,20:00-08:00"
        raise AgainstStandard("standard-out-of-range", parameter=QUIET, value=str(error), expected=expected) from error


def _check_positive(key: str, parameter: Parameter) -> None:
    """Refuse what the code cannot count with; the text's own bounds may be anything."""
    value = parameter.value
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not value > 0:
        raise AgainstStandard("standard-out-of-range", parameter=key, value=str(value), expected=f"> 0 {parameter.unit}")


NEEDED: tuple[str, ...] = (
    "eval.max_per_stage",
    "ticket.digits",
    "ticket.max_services",
    "call.max_calls",
    "call.gap",
    "call.absent_after",
    "call.absent_after_needs",
    "miss.back_places",
    "miss.tail_from",
    "miss.forfeit_from",
    "wait.promise_avg",
    "prio.max_run",
    "forecast.prior",
    "forecast.prior_rate",
    "voice.fresh",
    "voice.repeats",
    "voice.again_after",
    "idem.days",
    "pi.ticket_retention",
    "abuse.kiosk_gap",
    "abuse.kiosk_burst",
    "abuse.run_window",
    "abuse.run_tickets",
    "abuse.run_shown",
)
"""Keys that the code reads, each a positive number; a standard without one of them is refused."""
LATER: dict[str, float] = {
    "call.on_my_way": 60,
    "undo.window": 10,
    "return.noqueue_days": 3,
    "watch.idle_clerk": 3,
    "watch.idle_duty": 5,
    "watch.idle_pause": 10,
    "watch.check_before": 20,
    "hall.full": 90,
    "signs.service_short": 20,
    "signs.service_long": 120,
    "signs.transfers": 3,
    "signs.direct_burst": 5,
    "tidal.queue_per_window": 10,
    "tidal.queue_total": 20,
    "tidal.hold": 15,
    "yield.most_places": 10,
    "yield.times": 3,
    "kiosk.home_after": 45,
}
"""Keys that the code reads and older standards do not have → their value then, in the unit of ``default.toml``."""
NEEDED_GROUPS: tuple[str, ...] = ("transferred",)
"""Groups that the rules themselves give; a standard without one of them is refused."""
