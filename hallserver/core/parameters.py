# SPDX-License-Identifier: Apache-2.0
"""One rule of a standard: its value with unit, range, binding and source; and which of them the program cannot do without."""

from collections.abc import Mapping
from typing import Literal, get_args

from msgspec import Struct

from hallserver.core.errors import AgainstStandard

Value = int | float | str | bool
Bind = Literal["LAW", "STD", "LOC", "OURS"]
"""LAW cannot be loosened · STD from a standard or national document · LOC a place's rule that must be confirmed · OURS free choice."""


BINDS: tuple[Bind, ...] = get_args(Bind)


class Parameter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule: its value in ``unit``, the range it may have, who binds it, where it comes from, what uses it."""

    value: Value
    unit: str
    bind: str
    """A ``Bind``; texts of earlier releases may say anything."""
    source: str
    note: str
    min: int | float | None = None
    max: int | float | None = None
    one_of: tuple[str, ...] = ()
    used_by: tuple[str, ...] = ()
    """Modules that name the key; empty: recorded, not yet used."""
    article: str = ""
    """For LAW: the article that a refusal names."""

    @property
    def expected(self) -> str:
        """Return what the value may be, for people: the words of a choice, or the range with its unit."""
        if self.one_of:
            return " | ".join(it or "–" for it in self.one_of)
        low, high = ("…" if bound is None else str(bound) for bound in (self.min, self.max))
        return f"{low}–{high} {self.unit}"


def fits(parameter: Parameter) -> bool:
    """Tell whether the value is one of its choice, or within its range; a word without a choice always fits."""
    value = parameter.value
    if parameter.one_of:
        return value in parameter.one_of
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return True
    low = parameter.min if parameter.min is not None else value
    high = parameter.max if parameter.max is not None else value
    return low <= value <= high


def must_fit(key: str, parameter: Parameter) -> None:
    """Raise AgainstStandard for a value outside its range; of a law's, naming the article."""
    if not fits(parameter):
        raise out_of_range(key, parameter)


def out_of_range(key: str, parameter: Parameter) -> AgainstStandard:
    """Return the refusal of a parameter's value."""
    said = {"parameter": key, "value": str(parameter.value), "expected": parameter.expected}
    if parameter.bind == "LAW":
        return AgainstStandard("standard-against-law", article=parameter.article or parameter.source, **said)
    return AgainstStandard("standard-out-of-range", **said)


def must_be_positive(key: str, parameter: Parameter) -> None:
    """Refuse what the code cannot count with; the text's own bounds may be anything."""
    value = parameter.value
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not value > 0:
        raise AgainstStandard("standard-out-of-range", parameter=key, value=str(value), expected=f"> 0 {parameter.unit}")


def must_be_bound(parameters: Mapping[str, Parameter]) -> None:
    """Refuse a parameter that says neither LAW, STD, LOC nor OURS: nobody would know who may change it."""
    for key, parameter in parameters.items():
        if parameter.bind not in BINDS:
            raise AgainstStandard("standard-unreadable", detail=f"{key}: bind = {parameter.bind}; {' | '.join(BINDS)}")


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
LATER: dict[str, Value] = {
    "call.on_my_way": 60,
    "report.small_n": 10,
    "report.lunch_from": "12:00",
    "report.lunch_until": "14:00",
    "report.evening_from": "18:00",
    "undo.window": 10,
    "return.noqueue_days": 3,
    "watch.idle_clerk": 3,
    "watch.idle_duty": 5,
    "watch.idle_pause": 10,
    "watch.check_before": 20,
    "watch.wait_warn": 200,
    "watch.wait_critical": 300,
    "wait.promise_max": 30,
    "watch.service_warn": 30,
    "watch.service_critical": 60,
    "watch.idle_critical": 8,
    "watch.walk_warn": 5,
    "watch.walk_critical": 10,
    "watch.per_counter_warn": 10,
    "watch.per_counter_critical": 20,
    "watch.total_warn": 80,
    "watch.total_critical": 150,
    "watch.rating_least": 30,
    "watch.rating_warn": 20,
    "watch.rating_critical": 5,
    "watch.release": 80,
    "prio.share_notice": 30,
    "prio.share_least": 10,
    "prio.elderly_age": 70,
    "prio.elderly_age_major": 60,
    "tidal.release": 50,
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
    "eval.followup_max": 1,
    "eval.good_min": 3,
    "eval.stage_rule": "both",
    "eval.window_device": 30,
    "eval.window_online": 7,
    "eval.default_policy": "none",
    "eval.case_days": 45,
    "doubt.burst_ratings": 5,
    "doubt.burst_within": 120,
    "doubt.too_soon": 2,
    "doubt.short_service": 10,
    "doubt.sudden_before": 30,
    "doubt.sudden_least": 20,
    "doubt.sudden_times": 3,
    "doubt.sudden_share": 20,
    "kiosk.opens_before": 30,
    "ticket.per_person": 2,
    "watch.planned": 5,
    "eval.bad_max": 2,
    "bad.contact_wd": 3,
    "bad.contact_warn_wd": 1,
    "bad.simple_fix_wd": 10,
    "bad.simple_warn_wd": 5,
    "bad.complex_fix_wd": 15,
    "bad.close_wd": 5,
    "bad.remind_before_wd": 1,
    "bad.escalate_wd": 2,
    "bad.contact_tries": 3,
    "bad.on_spot_min": 30,
    "bad.repeat_min": 2,
    "bad.malicious_review": 2,
    "site.patrol_per_day": 2,
    "site.patrol_random": 1,
    "site.cycle": "monthly",
    "site.matrix": "6x5",
    "site.escalation": "slip, replace, interview",
    "site.repeat_days": 90,
    "site.fix_minor_wd": 5,
    "site.fix_major_wd": 3,
    "site.fix_critical_wd": 0,
    "site.recheck_wd": 2,
    "site.escalate_wd": 2,
    "site.fault_after": 15,
    "site.late_days": 7,
}
"""Keys that the code reads and older standards do not have → their value then, in the unit of ``default.toml``."""
ORDERED: tuple[tuple[str, str], ...] = (
    ("watch.wait_warn", "watch.wait_critical"),
    ("watch.service_warn", "watch.service_critical"),
    ("watch.walk_warn", "watch.walk_critical"),
    ("watch.per_counter_warn", "watch.per_counter_critical"),
    ("watch.total_warn", "watch.total_critical"),
    ("watch.rating_critical", "watch.rating_warn"),  # fewer is worse
    ("watch.idle_clerk", "watch.idle_duty"),
    ("watch.idle_duty", "watch.idle_pause"),
    ("watch.idle_duty", "watch.idle_critical"),
    ("bad.contact_warn_wd", "bad.contact_wd"),
    ("bad.simple_warn_wd", "bad.simple_fix_wd"),
)
"""Keys of which the first is never above the second: a warning that comes after what it warns of is none."""
IN_TURN: tuple[tuple[str, str], ...] = (("report.lunch_from", "report.lunch_until"), ("report.lunch_until", "report.evening_from"))
"""Times on the wall (``HH:MM``; empty: the usual one) of which the first is before the second."""


def must_agree(parameters: Mapping[str, Parameter]) -> None:
    """Refuse a warning beyond its limit, or an end before its beginning, naming both: each may fit its own range, and one alone be new."""
    for low, high in ORDERED:
        least, most = (parameters[key].value if key in parameters else LATER[key] for key in (low, high))
        if isinstance(least, (int, float)) and isinstance(most, (int, float)) and least > most:
            raise AgainstStandard("standard-crossed", parameter=low, value=str(least), other=high, most=str(most))
    for first, then in IN_TURN:
        begins, ends = (str((parameters[key].value if key in parameters else "") or LATER[key]) for key in (first, then))
        if begins >= ends:
            raise AgainstStandard("standard-not-in-turn", parameter=first, value=begins, other=then, later=ends)
