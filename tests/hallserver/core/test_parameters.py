# SPDX-License-Identifier: Apache-2.0
"""Every used parameter changes what a hall does; ``used_by`` says truly what uses it, and what nothing uses says so."""

import re
import tomllib
from typing import Any

import msgspec
import pytest

from hallserver.core.errors import AgainstStandard
from hallserver.core.parameters import BINDS, LATER, NEEDED, ORDERED, Parameter, fits, must_agree, must_be_bound, must_be_positive, must_fit
from hallserver.core.profile import checked, compose
from hallserver.core.standard import adoptable, read_standard
from hallserver.words import known, shipped
from tests.habits.house import FIVE, files, read
from tests.hallserver.core import observed as o
from tests.hallserver.core import observed_alarms as a
from tests.hallserver.core import observed_hours as h
from tests.hallserver.core import observed_site as s
from tests.hallserver.core import observed_work as w
from tests.support import SHIPPED

TABLE: dict[str, dict[str, Any]] = tomllib.loads(SHIPPED)["parameter"]
ASIDE = (
    "hallserver/core/parameters.py",
    "hallserver/core/law.py",
    "hallserver/core/standard.py",
    "hallserver/demo/",
    "hallserver/practice/",
    "hallserver/cli/",
    "hallserver/templates/",
)
"""Where a key is named without being used by a hall: the tables of keys, and hall at play."""

CHANGES: dict[str, tuple[str, o.Look]] = {
    "ticket.digits": ("4", o.label),
    "ticket.restore_skip": ("7", o.numbers_after_restore),
    "ticket.max_services": ("1", o.two_services),
    "call.gap": ("60", o.recall_after_s),
    "call.max_calls": ("2", o.calls_in_all),
    "call.absent_after": ("300", o.absent_after_s()),
    "call.absent_after_needs": ("300", o.absent_after_s(needs=("infant",))),
    "call.escort": ("false", o.absent_after_s(needs=("hearing",))),
    "call.on_my_way": ("90", o.on_my_way_s),
    "miss.back_places": ("2", o.back_behind),
    "miss.tail_from": ("1", o.back_behind),
    "miss.forfeit_from": ("2", o.misses_to_forfeit),
    "undo.window": ("30", o.undo_within_s),
    "return.noqueue_days": ("5", o.return_until),
    "wait.promise_avg": ("25", o.target),
    "prio.max_run": ("4", o.order_of_calls),
    "forecast.prior": ("240", o.rate_of_calls),
    "forecast.prior_rate": ("0.5", o.rate_of_calls),
    "voice.fresh": ("20", o.announcement),
    "voice.repeats": ("3", o.announcement),
    "voice.one": ('"yao"', o.announcement),
    "voice.quiet": ('"08:30-09:30"', o.announcement),
    "kiosk.paperless": ("false", o.kiosk),
    "kiosk.home_after": ("60", o.kiosk),
    "kiosk.opens_before": ("10", h.kiosk_begins),
    "ticket.per_person": ("1", h.numbers_of_one_person),
    "watch.planned": ("20", h.missed_after),
    "ui.elder_font": ("36", o.kiosk),
    "ui.touch": ("80", o.kiosk),
    "abuse.kiosk_gap": ("2", o.kiosk_pace),
    "abuse.kiosk_burst": ("5", o.kiosk_pace),
    "abuse.run_window": ("10", o.runs_seen),
    "abuse.run_tickets": ("20", o.runs_seen),
    "abuse.run_shown": ("10", o.runs_seen),
    "watch.idle_clerk": ("1", o.idle_levels),
    "watch.idle_duty": ("7", o.idle_levels),
    "watch.idle_pause": ("12", o.idle_levels),
    "watch.check_before": ("60", o.check_due),
    "hall.full": ("50", o.full_with_six),
    "paper.letter": ('"Q"', o.letter_of_paper),
    "signs.service_short": ("60", o.sign_of_service(40)),
    "signs.service_long": ("20", o.sign_of_service(3000)),
    "signs.transfers": ("2", o.sign_of_transfers),
    "signs.direct_burst": ("3", o.sign_of_directs),
    "yield.most_places": ("3", o.yields(5, 1)),
    "yield.times": ("1", o.yields(1, 2)),
    "tidal.queue_per_window": ("24", o.pressed(1)),
    "tidal.queue_total": ("10", o.pressed(2)),
    "tidal.hold": ("5", o.advised_to_close),
    "tidal.release": ("80", a.spare_counter),
    "watch.wait_warn": ("150", a.levels("late", a.waits)),
    "watch.wait_critical": ("200", a.levels("late", a.waits)),
    "wait.promise_max": ("20", a.levels("late", a.waits)),
    "watch.service_warn": ("20", a.levels("service-long", a.is_served)),
    "watch.service_critical": ("45", a.levels("service-long", a.is_served)),
    "watch.idle_critical": ("12", a.levels("idle", a.waits)),
    "watch.walk_warn": ("3", a.levels("not-begun", a.is_called)),
    "watch.walk_critical": ("20", a.levels("not-begun", a.is_called)),
    "watch.per_counter_warn": ("15", a.crowd),
    "watch.per_counter_critical": ("25", a.crowd),
    "watch.total_warn": ("60", a.crowd),
    "watch.total_critical": ("100", a.crowd),
    "watch.rating_least": ("40", a.ratings_told),
    "watch.rating_warn": ("10", a.ratings_told),
    "watch.rating_critical": ("15", a.ratings_told),
    "watch.release": ("50", a.released),
    "prio.share_notice": ("50", a.priority_told),
    "prio.share_least": ("16", a.priority_told),
    "miss.reactivate": ('"off"', a.taken_up_again),
    "manager.briefing": ('"08:00"', o.screens_of_the_day),
    "manager.picture": ('"17:30"', o.screens_of_the_day),
    "pi.ticket_retention": ("30", o.kept),
    "eval.bad_max": ("1", w.orders_of_two_stars),
    "bad.contact_wd": ("1", w.dues),
    "bad.contact_warn_wd": ("0", w.dues),
    "bad.simple_fix_wd": ("5", w.dues),
    "bad.simple_warn_wd": ("3", w.dues),
    "bad.complex_fix_wd": ("20", w.dues),
    "bad.close_wd": ("3", w.dues),
    "bad.remind_before_wd": ("2", w.dues),
    "bad.escalate_wd": ("5", w.dues),
    "bad.contact_tries": ("1", w.after_one_try),
    "bad.on_spot_min": ("10", w.on_the_spot),
    "bad.repeat_min": ("3", w.repeats_of_two),
    "bad.malicious_review": ("3", w.excluded_by_two),
    "site.patrol_per_day": ("3", s.rounds),
    "site.patrol_random": ("2", s.rounds),
    "site.cycle": ('"weekly"', s.cycles),
    "site.matrix": ('"6s"', s.weights),
    "site.escalation": ('"slip, interview"', s.times),
    "site.repeat_days": ("30", s.again_after_sixty_days),
    "site.fix_minor_wd": ("4", s.times),
    "site.fix_major_wd": ("2", s.times),
    "site.fix_critical_wd": ("1", s.times),
    "site.recheck_wd": ("1", s.times),
    "site.escalate_wd": ("3", s.times),
    "site.late_days": ("3", s.late_by_five_days),
    "site.fault_after": ("5", s.faults_after_ten_minutes),
}
"""Key → another value as TOML has it, and what is seen otherwise under it."""
ELSEWHERE: dict[str, str] = {
    "idem.days": "tests/hallserver/test_service.py::test_a_place_may_have_keys_forgotten_earlier",
    "voice.again_after": "tests/hallserver/test_announcing_calls.py::test_a_place_says_when_a_call_comes_again",
    "prio.elderly_age": "tests/hallserver/test_reading.py::test_the_age_counts_on_the_halls_date_by_the_standard",
    "prio.elderly_age_major": "tests/hallserver/core/test_elders.py::test_major_matters_have_an_age_of_their_own",
    "prio.card_elderly": "tests/hallserver/test_reading.py::test_the_age_counts_on_the_halls_date_by_the_standard",
    "eval.good_min": "tests/hallserver/store/test_rating_rows.py::test_a_fair_rating_is_judged_by_the_standard_under_which_it_was_given",
    "eval.content_version": "tests/hallserver/core/test_rules_rating.py::test_a_form_that_changes_has_a_version_of_its_own",
    "eval.max_per_stage": "tests/hallserver/core/test_rules_rating.py::test_how_often_a_stage_is_rated_is_the_standards",
    "report.small_n": "tests/hallserver/test_report_beside.py::test_how_few_are_too_few_is_the_standards",
    "report.lunch_from": "tests/hallserver/store/test_roll_up.py::test_lunch_and_evening_are_those_of_the_standard_of_the_day",
    "report.lunch_until": "tests/hallserver/store/test_roll_up.py::test_lunch_and_evening_are_those_of_the_standard_of_the_day",
    "report.evening_from": "tests/hallserver/store/test_roll_up.py::test_lunch_and_evening_are_those_of_the_standard_of_the_day",
    "eval.followup_max": "tests/hallserver/core/test_rules_rating.py::test_a_place_may_do_without_follow_ups",
    "eval.stage_rule": "tests/hallserver/core/test_rules_completion.py::test_a_place_may_ask_of_the_errand_alone",
    "eval.window_device": "tests/hallserver/core/test_rules_rating.py::test_a_rater_takes_ratings_for_its_window_and_what_is_being_written",
    "eval.window_online": "tests/hallserver/core/test_rules_rating.py::test_a_visit_is_rated_online_for_so_many_days_and_no_more",
    "eval.default_policy": "tests/hallserver/core/test_rules_rating.py::test_what_nobody_rated_in_time_is_noted_where_a_place_says_so",
    "eval.case_days": "tests/hallserver/core/test_rules_completion.py::test_a_place_may_know_its_cases_for_a_shorter_time",
    "doubt.burst_ratings": "tests/hallserver/core/test_implausible.py::test_each_bound_is_the_standards",
    "doubt.burst_within": "tests/hallserver/core/test_implausible.py::test_each_bound_is_the_standards",
    "doubt.too_soon": "tests/hallserver/core/test_implausible.py::test_each_bound_is_the_standards",
    "doubt.short_service": "tests/hallserver/core/test_implausible.py::test_each_bound_is_the_standards",
    "doubt.sudden_before": "tests/hallserver/core/test_implausible.py::test_each_bound_is_the_standards",
    "doubt.sudden_least": "tests/hallserver/core/test_implausible.py::test_each_bound_is_the_standards",
    "doubt.sudden_times": "tests/hallserver/core/test_implausible.py::test_each_bound_is_the_standards",
    "doubt.sudden_share": "tests/hallserver/core/test_implausible.py::test_each_bound_is_the_standards",
}
"""Key → the test that shows the same of a hall with devices, files or people at screens."""


def under(key: str, value: str) -> str:
    """Return the shipped standard with another value of a parameter; its range gives way where it is fixed."""
    head, tail = SHIPPED.split(f'[parameter."{key}"]\n', 1)
    table, rest = tail.split("\n\n", 1)
    wide = "" if TABLE[key].get("min") != TABLE[key].get("max") else r"|^(?:min|max) = .*\n"
    table = re.sub(rf"^one_of = .*\n{wide}", "", table, flags=re.MULTILINE) if wide else table
    table = re.sub(r"^value = .*$", f"value = {value}", table, count=1, flags=re.MULTILINE)
    return f'{head}[parameter."{key}"]\n{table}\n\n{rest}'


@pytest.mark.parametrize("key", CHANGES)
def test_another_value_is_noticed(key: str) -> None:
    """What people see under the shipped value and under another one differs."""
    value, look = CHANGES[key]

    assert look(SHIPPED) != look(under(key, value))


def test_every_used_parameter_is_shown_to_change_something() -> None:
    """A parameter that nothing shows is a promise; one that nobody uses says so instead."""
    used = {key for key, row in TABLE.items() if row["used_by"]}

    assert sorted(used - set(CHANGES) - set(ELSEWHERE)) == []
    assert sorted((set(CHANGES) | set(ELSEWHERE)) - used) == []
    assert set(CHANGES).isdisjoint(ELSEWHERE)


@pytest.mark.parametrize("key", ELSEWHERE)
def test_what_is_shown_elsewhere_is_there(key: str) -> None:
    """The test names the key, and gives it another value."""
    path, _, name = ELSEWHERE[key].partition("::")
    [body] = re.findall(rf"^def {name}\(.*?(?=^def |\Z)", read(path), re.MULTILINE | re.DOTALL)

    assert key in body


def naming() -> dict[str, str]:
    """Return each module that may use a parameter, under the name that ``used_by`` has for it, and its text."""
    paths = [path for path in files(*FIVE, ending=".py") if not path.startswith((*ASIDE, "tests/"))]
    return {
        path.removesuffix(".py").removesuffix("/__init__").replace("/", ".").removeprefix("hallserver.core."): read(path) for path in paths
    }


def test_used_by_names_exactly_the_modules_that_name_the_key() -> None:
    """A bare name is a module of the core, else the whole path; who changes a rule finds its parameter, and the other way round."""
    modules = naming()
    truth = {key: sorted(name for name, text in modules.items() if f'"{key}"' in text) for key in TABLE}

    assert {key: row["used_by"] for key, row in TABLE.items() if row["used_by"] != truth[key]} == {}


def test_every_key_that_code_asks_for_is_in_the_shipped_standard() -> None:
    """With a value for standards that were adopted before it."""
    asked = re.compile(r'(?:rules|standard)\.(?:number|whole|word|allows)\(\s*"([a-z_.]+)"')
    found = {key for path in files(*FIVE, ending=".py") for key in asked.findall(read(path))}

    assert len(found) > 40
    assert sorted(found - set(TABLE)) == []


def test_every_parameter_has_its_name_and_meaning_in_words() -> None:
    """In every language; the English meaning is the note in the standard, so that neither lags behind."""
    words = shipped()

    assert [key for key in TABLE if not known(f"parameter-name.{key}")] == []
    assert [key for key, row in TABLE.items() if words.get(f"parameter-note.{key}", {}).get("en") != row["note"]] == []
    assert [key for key, row in TABLE.items() if words.get(f"parameter-source.{key}", {}).get("en") != row["source"]] == []
    named = {word.removeprefix("parameter-name.") for word in words if word.startswith("parameter-name.")}
    assert sorted(named - set(TABLE)) == []


@pytest.mark.parametrize(("value", "fitting"), [(10, True), (300, True), (9, False), (300.5, False), (float("nan"), False)])
def test_a_number_fits_its_range(value: float, fitting: bool) -> None:  # noqa: FBT001 -- a case of the test
    """Bounds belong to it."""
    assert fits(Parameter(value=value, unit="s", bind="OURS", source="x", note="x", min=10, max=300)) == fitting


def test_a_refused_value_names_what_it_may_be_and_a_law_its_article() -> None:
    """Who reads it knows what to type, and on what it rests."""
    row = Parameter(value=9, unit="s", bind="OURS", source="x", note="x", min=10, max=300)
    with pytest.raises(AgainstStandard, match="standard-out-of-range") as refused:
        must_fit("call.gap", row)
    assert refused.value.args_by_name == {"parameter": "call.gap", "value": "9", "expected": "10–300 s"}
    law = Parameter(value="on", unit="word", bind="LAW", source="x", note="x", one_of=("off", ""), article="§ 26")
    with pytest.raises(AgainstStandard, match="standard-against-law") as refused:
        must_fit("pi.face", law)

    assert refused.value.args_by_name == {"parameter": "pi.face", "value": "on", "expected": "off | –", "article": "§ 26"}


def test_who_binds_a_parameter_is_one_of_four() -> None:
    """Else nobody would know who may change it."""
    with pytest.raises(AgainstStandard, match="standard-unreadable"):
        must_be_bound({"a": Parameter(value=1, unit="s", bind="MAYBE", source="x", note="x")})
    must_be_bound(read_standard(SHIPPED).parameters)

    assert {row["bind"] for row in TABLE.values()} == set(BINDS)


def test_what_is_counted_with_is_a_positive_number() -> None:
    """A word or a zero would divide in front of a visitor."""
    for value in (True, "3", 0, -1):
        with pytest.raises(AgainstStandard):
            must_be_positive("a", Parameter(value=value, unit="s", bind="OURS", source="x", note="x"))
    standard = adoptable(SHIPPED)

    assert set(NEEDED) <= set(standard.parameters)
    assert {key: standard.parameters[key].value for key in LATER} == LATER


@pytest.mark.parametrize(("low", "high"), ORDERED)
def test_a_warning_beyond_its_limit_is_refused_with_both_keys(low: str, high: str) -> None:
    """Each within its own range; just at the limit it may be, and of a standard that has neither the values of then count."""
    parameters = read_standard(SHIPPED).parameters
    must_agree(parameters)
    at = float(parameters[high].value)

    def with_low(value: float) -> dict[str, Parameter]:
        others = [key for first, key in ORDERED if first == low and key != high]
        return parameters | {key: msgspec.structs.replace(parameters[key], value=value) for key in (low, *others)}

    must_agree(with_low(at))
    with pytest.raises(AgainstStandard, match="standard-crossed") as refused:
        must_agree(with_low(at + 1))
    assert (refused.value.args_by_name["parameter"], refused.value.args_by_name["other"]) == (low, high)
    without = {key: row for key, row in parameters.items() if key not in {low, high}}
    must_agree(without)


def test_a_lunch_that_ends_before_it_begins_is_refused_with_both_keys() -> None:
    """Or lasts into the evening, or takes no time; by a root that says one of them the usual other counts."""
    cases = {("report.lunch_from", "14:00"): "report.lunch_until", ("report.lunch_until", "18:30"): "report.evening_from"}
    for (key, value), other in cases.items():
        with pytest.raises(AgainstStandard, match="standard-not-in-turn") as refused:
            checked(under(key, f'"{value}"'), (), "2026-11-23")
        assert refused.value.args_by_name == {"parameter": key, "value": value, "other": other, "later": LATER[other]}
        row = read_standard(SHIPPED).parameters[key]
        with pytest.raises(AgainstStandard, match="standard-not-in-turn"):
            must_agree({key: msgspec.structs.replace(row, value=value)})
    for value in ("", "11:30"):
        checked(under("report.lunch_from", f'"{value}"'), (), "2026-11-23")
    with pytest.raises(AgainstStandard, match="standard-out-of-range"):
        checked(under("report.lunch_from", '"noon"'), (), "2026-11-23")


def test_a_root_and_a_layer_in_which_they_cross_are_refused() -> None:
    """However one comes to them: the root's text, a place's file, and only from the day on which it begins."""
    crossed = under("watch.wait_warn", "301")
    with pytest.raises(AgainstStandard, match="standard-crossed"):
        checked(crossed, (), "2026-11-23")
    assert compose(crossed, (), "2026-11-23").number("watch.wait_warn") == 301, "what was once adopted still folds"
    layer = """[layer]
tier = "hall"
name = "福田大厅"
[deviation."bad.contact_wd"]
value = 1
from = 2027-01-01
reason = "限时"
author = "单明"
date = "2026-11-23"
[deviation."bad.contact_warn_wd"]
value = {}
reason = "限时"
author = "单明"
date = "2026-11-23"
"""
    checked(SHIPPED, (layer.format(1),), "2026-11-23")
    with pytest.raises(AgainstStandard, match="standard-crossed"):
        checked(SHIPPED, (layer.format(2),), "2026-11-23")


def test_every_row_of_the_unified_standard_has_its_key() -> None:
    """The table beside the shipped file names all 73, and each key in it is there."""
    rows = re.findall(r"^\| (\d+) \| ([^|]+) \|", read("hallserver/standards/README.md"), re.MULTILINE)
    keys = {key for _, cell in rows for key in re.findall(r"`([a-z_]+\.[a-z_]+)`", cell)}

    assert [int(row) for row, _ in rows] == list(range(1, 74))
    assert sorted(keys - set(TABLE)) == []
