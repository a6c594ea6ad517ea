# SPDX-License-Identifier: Apache-2.0
"""The rules in force, from their text: what is read, and what cannot be adopted."""

import hashlib
import re
from pathlib import Path

import pytest

from hallserver.core.errors import AgainstStandard
from hallserver.core.parameters import LATER, NEEDED, Parameter
from hallserver.core.standard import FRONT_S, Group, adoptable, read_standard, text_hash
from tests.support import SHIPPED as STANDARD

ROOT = Path(__file__).resolve().parents[3]


def parameter(key: str, value: str, more: str = "") -> str:
    """Return the text of one parameter."""
    return f'[parameter."{key}"]\nvalue = {value}\nunit = "s"\nbind = "OURS"\nsource = "x"\nnote = "x"\n{more}\n'


def changed(key: str, value: str, **bounds: str) -> str:
    """Return the shipped standard with one parameter's value, and its bounds, changed."""
    head, tail = STANDARD.split(f'[parameter."{key}"]\n', 1)
    for name, text in {"value": value, **bounds}.items():
        tail = re.sub(rf"^{name} = .*$", f"{name} = {text}", tail, count=1, flags=re.MULTILINE)
    return f'{head}[parameter."{key}"]\n{tail}'


def test_the_shipped_standard_can_be_adopted() -> None:
    """A hall begins with it."""
    standard = adoptable(STANDARD)

    assert set(NEEDED) <= set(standard.parameters)
    assert {"disabled", "urgent", "elderly", "transferred"} <= set(standard.groups)


def test_what_is_read_is_what_was_written() -> None:
    """Every field of a parameter and of a group."""
    text = parameter("call.gap", "30", 'min = 10\nmax = 300\none_of = []\nused_by = ["rules_counter"]')
    text += '[group.elderly]\nnames = { "zh-Hans" = "老年人" }\nbasis = "Act"\ncredit_s = 1200\ndeclarable = false\nexempt = true\n'
    standard = read_standard(text)

    assert standard.parameters["call.gap"] == Parameter(
        value=30, unit="s", bind="OURS", source="x", note="x", min=10, max=300, used_by=("rules_counter",)
    )
    assert standard.groups["elderly"] == Group(names={"zh-Hans": "老年人"}, basis="Act", credit_s=1200, declarable=False, exempt=True)
    assert (standard.number("call.gap"), standard.whole("call.gap"), standard.text) == (30, 30, text)


def test_the_hash_is_of_the_text_itself() -> None:
    """A ticket names the rules that it was issued under; a comment changed is another text."""
    assert read_standard(STANDARD).hash == text_hash(STANDARD) == hashlib.sha256(STANDARD.encode()).hexdigest()
    assert text_hash(STANDARD + "\n") != text_hash(STANDARD)


def test_credit_is_in_seconds_and_front_is_more_than_any_wait() -> None:
    """Nobody waits four months."""
    standard = read_standard(STANDARD)

    assert (standard.credit_s("elderly"), standard.credit_s("disabled"), standard.credit_s("")) == (1200, FRONT_S, 0)
    assert FRONT_S > 100 * 24 * 3600


@pytest.mark.parametrize(
    "text",
    [
        "value = ",
        '[parameter."call.gap"]\nvalue = 30\n',
        parameter("call.gap", "30", "surprise = 1"),
        parameter("call.gap", "[30]"),
        '[group.elderly]\nbasis = "Act"\n',
        "parameter = 3",
    ],
    ids=["no TOML", "a field missing", "a field too much", "a list for a value", "a group without names", "no table"],
)
def test_a_text_that_cannot_be_read_is_refused_with_the_place(text: str) -> None:
    """Nothing is half adopted."""
    with pytest.raises(AgainstStandard, match="standard-unreadable") as refused:
        read_standard(text)
    assert refused.value.args_by_name["detail"]


@pytest.mark.parametrize("value", ["9", "301", "9.99", "nan"])
def test_a_value_outside_its_range_is_refused_by_name(value: str) -> None:
    """The refusal says what was expected, with the unit."""
    with pytest.raises(AgainstStandard, match="standard-out-of-range") as refused:
        read_standard(parameter("call.gap", value, "min = 10\nmax = 300"))
    assert refused.value.args_by_name["parameter"] == "call.gap"
    assert refused.value.args_by_name["expected"] == "10–300 s"


@pytest.mark.parametrize("value", ["10", "300", "10.5"])
def test_bounds_belong_to_the_range(value: str) -> None:
    """At least and at most, as the sheet says."""
    assert read_standard(parameter("call.gap", value, "min = 10\nmax = 300")).number("call.gap") == float(value)


def test_a_bound_may_be_left_out() -> None:
    """Then that side is free."""
    assert read_standard(parameter("a", "5", "min = 1")).number("a") == 5
    assert read_standard(parameter("a", "-5", "max = 1")).number("a") == -5


def test_a_choice_is_one_of_those_listed() -> None:
    """A word that no rule knows would mean nothing."""
    assert read_standard(parameter("miss.to", '"tail"', 'one_of = ["tail", "back"]')).parameters["miss.to"].value == "tail"
    with pytest.raises(AgainstStandard, match="standard-out-of-range") as refused:
        read_standard(parameter("miss.to", '"front"', 'one_of = ["tail", "back"]'))
    assert refused.value.args_by_name["expected"] == "tail | back"


@pytest.mark.parametrize("key", NEEDED)
def test_a_standard_without_a_needed_parameter_is_refused(key: str) -> None:
    """Better at adoption than at the first call of the day."""
    with pytest.raises(AgainstStandard, match="standard-incomplete") as refused:
        adoptable(STANDARD.replace(f'[parameter."{key}"]', '[parameter."other.key"]'))
    assert refused.value.args_by_name["keys"] == [key]


@pytest.mark.parametrize("value", ['"thirty"', "true", "0", "-1"])
def test_a_needed_parameter_that_is_no_positive_number_is_refused(value: str) -> None:
    """The text brings its own bounds; a target of 0 minutes would divide by it at the first call."""
    with pytest.raises(AgainstStandard, match="standard-out-of-range") as refused:
        adoptable(changed("wait.promise_avg", value, min="-5", max="60"))
    assert refused.value.args_by_name["parameter"] == "wait.promise_avg"


def test_a_standard_without_the_group_that_transfers_give_is_refused() -> None:
    """The first transfer would find no credit to give."""
    with pytest.raises(AgainstStandard, match="standard-incomplete") as refused:
        adoptable(STANDARD.replace("[group.transferred]", "[group.sent-on]"))
    assert refused.value.args_by_name["keys"] == ["group.transferred"]


def test_what_was_adopted_before_is_read_whatever_is_needed_today() -> None:
    """A replay folds the standards of ten years ago; only adoption asks for completeness."""
    assert read_standard(parameter("call.gap", "30")).groups == {}


def test_every_parameter_that_the_code_reads_is_needed() -> None:
    """A key that a rule asks for and adoption does not would fail in front of a visitor."""
    asked = re.compile(r'(?:rules|standard)\.(?:number|whole)\(\s*"([a-z_.]+)"')
    paths = [path for folder in ("hallserver", "displays", "counters", "reports") for path in (ROOT / folder).rglob("*.py")]
    found = {key for path in paths for key in asked.findall(path.read_text(encoding="utf-8"))}

    assert len(found) > 8
    assert found <= {*NEEDED, *LATER}
    shipped = read_standard(STANDARD)
    assert {key: shipped.parameters[key].value for key in LATER} == LATER


@pytest.mark.parametrize("text", ["12-13", "noon", "12:00-12:00", "25:00-26:00"])
def test_quiet_hours_that_are_no_times_of_day_are_refused(text: str) -> None:
    """Found out when they are adopted, not at noon."""
    with pytest.raises(AgainstStandard) as refused:
        adoptable(changed("voice.quiet", f'"{text}"'))

    assert refused.value.key == "standard-out-of-range"
    assert refused.value.args_by_name["parameter"] == "voice.quiet"
    assert adoptable(changed("voice.quiet", '"12:00-13:30,20:00-08:00"')).word("voice.quiet") == "12:00-13:30,20:00-08:00"


HIDDEN = [
    ('[theme.naming.zone]\nzh-Hans = "{zone}\\u202E区"\n', "theme.naming.zone.zh-Hans"),
    ('[words."kiosk.home"]\nzh-Hans = "首\\u200B页"\n', "words.kiosk.home.zh-Hans"),
    ('[rating.tag.kind]\nnames = { zh-Hans = "热\\u2067情" }\n', "rating.tag.kind.names.zh-Hans"),
]


@pytest.mark.parametrize(("more", "place"), HIDDEN, ids=[row[1] for row in HIDDEN])
def test_what_nobody_sees_is_refused_with_its_place(more: str, place: str) -> None:
    """It would be read and spoken in every hall of the district; what was adopted before is still read."""
    text = f"{STANDARD}\n{more}"
    with pytest.raises(AgainstStandard) as error:
        adoptable(text)
    assert (error.value.key, error.value.args_by_name["place"]) == ("standard-unseen", place)
    assert read_standard(text).text == text


@pytest.mark.parametrize("pattern", ["政务服务大厅", "{place", "{zone}政务服务大厅", "{place}{place}大厅", "{place}{street}大厅"])
def test_a_naming_pattern_without_its_gap_is_refused(pattern: str) -> None:
    """By it every hall of the district would have the same name."""
    text = f'{STANDARD}\n[theme.naming.hall]\nzh-Hans = "{pattern}"\n'
    with pytest.raises(AgainstStandard) as error:
        adoptable(text)
    assert (error.value.key, error.value.args_by_name["gap"]) == ("naming-gap", "{place}")
    assert read_standard(text).theme.naming.hall["zh-Hans"] == pattern
