# SPDX-License-Identifier: Apache-2.0
"""The rules in force: parameters with unit, bounds and source, and the priority groups, from a TOML text."""

import hashlib
import re
import tomllib
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import Struct

from hallserver.core.calendar import Calendar, read_calendar
from hallserver.core.check_row import ESCALATIONS, LEAST_STEPS, Check, rungs
from hallserver.core.deviation import Deviation, GroupDeviation
from hallserver.core.errors import AgainstStandard
from hallserver.core.logo import logo_of
from hallserver.core.naming import check_patterns
from hallserver.core.parameters import LATER, NEEDED, Parameter, must_agree, must_be_positive, must_fit
from hallserver.core.quiet import BadQuiet, read_quiet
from hallserver.core.row import Slug, unseen_in
from hallserver.core.theme import Theme, theme_of, too_faint

QUIET = "voice.quiet"
CLOCKS = ("manager.briefing", "manager.picture", "report.lunch_from", "report.lunch_until", "report.evening_from")
"""Parameters that are a time on the wall; empty: the usual one."""
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
FRONT_S = 10_000_000
"""Credit in seconds that stands for *front*: more than any wait."""
LIFTED_S = 2 * FRONT_S
"""Credit of a number that a duty manager has brought to the front: before every group."""


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
    """A standard in force: parameters by key and groups by slug as its layers leave them, its texts, and one hash of it all."""

    hash: str
    """The sha256 of the root's text; where deviations are in force, of that and of them."""
    text: str
    """The root: a full profile."""
    parameters: dict[str, Parameter]
    groups: dict[str, Group]
    theme: Theme = Theme()
    words: dict[str, dict[str, str]] = {}
    """Sentences of ``words/`` that this district says otherwise: key → language → sentence."""
    rating: RatingForm = RatingForm()
    checks: dict[str, Check] = {}
    """What is looked at on patrols, by slug; older standards have none."""
    calendar: Calendar = Calendar()
    """Holidays and make-up days; a year without a table goes by the week alone."""
    layers: tuple[str, ...] = ()
    """Texts laid over the root, the highest tier first."""
    on: str = ""
    """The date (ISO) whose deviations are in force; empty without layers."""
    deviations: tuple[Deviation, ...] = ()
    """What the layers say of parameters on that date, in the order in which it was laid over."""
    regrouped: tuple[GroupDeviation, ...] = ()
    """The same of credit groups."""

    def origin(self, key: str) -> Deviation | None:
        """Return the deviation that gave a parameter its value; None: it is the root's."""
        return next((it for it in reversed(self.deviations) if it.key == key and it.value is not None), None)

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
        """Return a parameter that is a word; of one that this standard does not have, what ``LATER`` says, else empty."""
        known = self.parameters.get(key)
        return str(known.value if known is not None else LATER.get(key, ""))

    def allows(self, key: str) -> bool:
        """Return a parameter that says yes or no; of one that this standard does not have, what ``LATER`` says, else yes."""
        known = self.parameters.get(key)
        return bool(known.value if known is not None else LATER.get(key, True))

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

    Raises AgainstStandard as ``read_standard`` and ``must_be_complete`` do.
    """
    standard = read_standard(text)
    must_be_complete(standard)
    return standard


def must_be_complete(standard: Standard) -> None:
    """Raise AgainstStandard naming what is missing, is no positive number, cannot be read or seen, is no logo, or names all alike."""
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
    must_count(standard)


def must_count(standard: Standard) -> None:
    """Raise AgainstStandard for a value that the code cannot count with or read."""
    for key in NEEDED:
        must_be_positive(key, standard.parameters[key])
    _check_quiet(standard)
    _check_clocks(standard)
    must_agree(standard.parameters)
    _check_credits(standard)
    _check_ladder(standard.word("site.escalation"))


def read_standard(text: str) -> Standard:
    """Return the standard that a TOML text describes. A hall asks for the same few texts at every opening, so they are kept.

    Raises AgainstStandard naming the key when the text is not TOML, misses a parameter's field, or has
    a value outside its range.
    """
    kept = _read(text)
    return msgspec.structs.replace(kept, parameters=dict(kept.parameters), groups=dict(kept.groups))


@lru_cache(8)
def _read(text: str) -> Standard:
    try:
        raw: dict[str, Any] = tomllib.loads(text)
        parameters = msgspec.convert(raw.get("parameter", {}), dict[str, Parameter])
        groups = msgspec.convert(raw.get("group", {}), dict[str, Group])
        theme = theme_of(raw.get("theme", {}))
        words = msgspec.convert(raw.get("words", {}), dict[str, dict[str, str]])
        rating = msgspec.convert(raw.get("rating", {}), RatingForm)
        checks = msgspec.convert(raw.get("check", {}), dict[Slug, Check])
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise AgainstStandard("standard-unreadable", detail=str(error)) from error
    for key, parameter in parameters.items():
        must_fit(key, parameter)
    calendar = read_calendar(raw.get("calendar", {}))
    return Standard(
        hash=text_hash(text),
        text=text,
        parameters=parameters,
        groups=groups,
        theme=theme,
        words=words,
        rating=rating,
        checks=checks,
        calendar=calendar,
    )


def _check_seen(standard: Standard) -> None:
    """Refuse what people would read or hear with a character in it that nobody sees."""
    said = {"theme": standard.theme, "words": standard.words, "group": standard.groups, "rating": standard.rating, "check": standard.checks}
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


def _check_clocks(standard: Standard) -> None:
    """Refuse a time that is none: the manager's page would find out in the morning."""
    for key in CLOCKS:
        text = standard.word(key)
        if text and not _CLOCK.fullmatch(text):
            raise AgainstStandard("standard-out-of-range", parameter=key, value=text, expected="08:45")


def _check_ladder(text: str) -> None:
    """Refuse a ladder of less than two steps, or with one that nobody knows."""
    steps = rungs(text)
    if len(steps) < LEAST_STEPS or not set(steps) <= set(ESCALATIONS):
        raise AgainstStandard("standard-out-of-range", parameter="site.escalation", value=text, expected=", ".join(ESCALATIONS))


def _check_credits(standard: Standard) -> None:
    """Refuse a credit below nothing, with which a group would wait behind everybody, or one that passes the front."""
    for slug, group in standard.groups.items():
        if not 0 <= group.credit_s < FRONT_S:
            expected = f"0–{FRONT_S - 1} s"
            raise AgainstStandard("standard-out-of-range", parameter=f"group.{slug}", value=str(group.credit_s), expected=expected)


NEEDED_GROUPS: tuple[str, ...] = ("transferred",)
"""Groups that the rules themselves give; a standard without one of them is refused."""
