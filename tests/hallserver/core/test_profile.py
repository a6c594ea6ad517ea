# SPDX-License-Identifier: Apache-2.0
"""Layers over a root: what is inherited, what a place may not say, and what is provable afterwards."""

import hashlib
import re
from pathlib import Path

import pytest

from hallserver.core.errors import AgainstStandard
from hallserver.core.profile import Caution, cautions, checked, compose, ever, unconfirmed
from tests.support import SHIPPED

PRESETS = Path(__file__).resolve().parents[3] / "hallserver" / "standards" / "presets"
SHANGHAI = (PRESETS / "shanghai.toml").read_text(encoding="utf-8")
ON = "2026-11-23"


def layer(tier: str, *tables: str) -> str:
    """Return a layer of a tier with these tables."""
    return "\n".join([f'[layer]\ntier = "{tier}"\nname = "{tier}"\n', *tables])


def says(key: str, *lines: str, date: str = "2026-11-01", table: str = "deviation") -> str:
    """Return one deviation."""
    return "\n".join([f'[{table}."{key}"]', 'reason = "试行"', 'author = "单明"', f'date = "{date}"', *lines, ""])


def refused(*layers: str, root: str = SHIPPED) -> AgainstStandard:
    """Return why these layers cannot be adopted."""
    with pytest.raises(AgainstStandard) as error:
        checked(root, layers, ON)
    return error.value


def test_a_lower_place_inherits_what_it_does_not_say() -> None:
    """District → street → community → hall; the last that speaks counts."""
    layers = (
        layer("district", says("call.gap", "value = 40"), says("wait.promise_avg", "value = 20")),
        layer("street", says("call.gap", "value = 45")),
        layer("community"),
        layer("hall", says("miss.back_places", "value = 3")),
    )
    standard = checked(SHIPPED, layers, ON)

    assert [standard.number(key) for key in ("call.gap", "wait.promise_avg", "miss.back_places", "call.max_calls")] == [45, 20, 3, 3]
    origins = {key: it.tier for key in standard.parameters if (it := standard.origin(key)) is not None}
    assert origins == {"call.gap": "street", "wait.promise_avg": "district", "miss.back_places": "hall"}
    assert (standard.text, standard.layers, standard.on) == (SHIPPED, layers, ON)


def test_without_a_deviation_in_force_the_hash_is_the_texts_own() -> None:
    """A hall of an older release has the same hash as before."""
    plain = hashlib.sha256(SHIPPED.encode()).hexdigest()
    later = layer("hall", says("call.gap", "value = 40", 'from = "2026-12-01"'))

    assert compose(SHIPPED, (), ON).hash == plain
    assert compose(SHIPPED, (layer("hall"), later), ON).hash == plain
    assert compose(SHIPPED, (later,), "2026-12-01").hash != plain


def test_the_hash_tells_apart_whatever_a_layer_says() -> None:
    """Value, reason, dates, who says it, groups and holidays: which standard counted on a day is provable."""
    one = layer("hall", says("call.gap", "value = 40"))
    others = [
        one.replace("40", "41"), one.replace("试行", "定了"), one.replace("单明", "李敏"), one.replace("2026-11-01", "2026-11-02"),
        one.replace('tier = "hall"', 'tier = "street"'), one.replace('name = "hall"', 'name = "大厅"'),
        one + says("elderly", "credit_s = 60", table="group"), one + "[calendar.2026]\noff = [2026-08-26]\n",
    ]  # fmt: skip
    hashes = {compose(SHIPPED, (text,), ON).hash for text in (one, *others)}

    assert len(hashes) == 1 + len(others)
    assert compose(SHIPPED, (one,), ON).hash == compose(SHIPPED, (one,), "2026-11-24").hash


@pytest.mark.parametrize(
    ("key", "value", "article"),
    [
        ("notice.once_wd", "6", "行政许可法 第三十二条"),
        ("permit.days", "21", "行政许可法 第四十二条"),
        ("log.retention", "5", "网络安全法 第二十一条"),
        ("ui.accessible_window", "0", "无障碍环境建设法 第四十条"),
        ("pi.screen_name", '"whole"', "个人信息保护法 第六条、第五十一条"),
        ("pi.ticket_retention", "2000", "个人信息保护法 第十九条"),
        ("pi.face", '"on"', "个人信息保护法 第二十六条"),
    ],
)
def test_a_value_outside_the_law_is_refused_by_the_article(key: str, value: str, article: str) -> None:
    """Root or layer, whoever says it."""
    error = refused(layer("hall", says(key, f"value = {value}")))
    assert (error.key, error.args_by_name["article"]) == ("standard-against-law", article)
    head, tail = SHIPPED.split(f'[parameter."{key}"]\n', 1)
    root = f'{head}[parameter."{key}"]\n' + re.sub(r"^value = .*$", f"value = {value}", tail, count=1, flags=re.MULTILINE)
    error = refused(root=root)

    assert (error.key, error.args_by_name["article"]) == ("standard-against-law", article)


def test_every_law_of_the_shipped_standard_names_its_article() -> None:
    """A refusal that cannot say which law is none."""
    standard = compose(SHIPPED, (), ON)

    assert [key for key, it in standard.parameters.items() if it.bind == "LAW" and not it.article] == []


@pytest.mark.parametrize(
    ("layers", "key"),
    [
        ((layer("hall", says("call.gap", "value = 9")),), "standard-out-of-range"),
        ((layer("hall", says("call.gapp", "value = 30")),), "deviation-unknown"),
        ((layer("hall", says("call.gap", 'value = "30"')),), "deviation-kind"),
        ((layer("hall", says("call.gap", "value = 30.5")),), "deviation-kind"),
        ((layer("hall", says("call.gap", "value = true")),), "deviation-kind"),
        ((layer("hall", says("kiosk.paperless", "value = 1")),), "deviation-kind"),
        ((layer("hall", says("call.gap", "min = 5")),), "standard-out-of-range"),
        ((layer("hall", says("call.gap", "max = 301")),), "standard-out-of-range"),
        ((layer("hall", says("call.gap", "min = 35")),), "standard-out-of-range"),
        ((layer("hall"), layer("district")), "layers-order"),
        ((layer("hall"), layer("hall")), "layers-order"),
        ((layer("district", says("call.gap", "locked = true")), layer("hall", says("call.gap", "value = 40"))), "deviation-locked"),
        ((layer("district", says("call.gap", "max = 40")), layer("hall", says("call.gap", "value = 41"))), "standard-out-of-range"),
        ((layer("district", says("call.gap", "max = 40")), layer("hall", says("call.gap", "max = 60"))), "standard-out-of-range"),
        ((layer("hall", says("donors", "credit_s = 60", table="group")),), "deviation-group"),
        ((layer("hall", says("voice.quiet", 'value = "noon"')),), "standard-out-of-range"),
        ((layer("hall", says("manager.briefing", 'value = "25:99"')),), "standard-out-of-range"),
        ((layer("hall", says("manager.picture", 'value = "6 pm"')),), "standard-out-of-range"),
        ((layer("hall", says("elderly", "credit_s = -60", table="group")),), "standard-out-of-range"),
        ((layer("hall", says("elderly", "credit_s = 10000000", table="group")),), "standard-out-of-range"),
        ((layer("hall", says("elderly", r'names = { "zh-Hans" = "老\u202e人" }', table="group")),), "standard-unseen"),
        ((layer("hall", says("call.gap", "value = 40", r'source = "县\u200b文"')),), "standard-unseen"),
        ((layer("hall", says("eval.content_version", r'value = "2026\u202e1"')),), "standard-unseen"),
        ((layer("hall", "[calendar.2026]\noff = [2026-12-25]\n"),), "deviation-without"),
        ((layer("hall", says("bad.contact_wd", "value = 2", 'bind = "LAW"')),), "deviation-without"),
        ((layer("hall", says("notice.once_wd", 'article = "本厅第一条"')),), "standard-against-law"),
        ((layer("hall", says("bad.contact_wd", 'confirmed_by = "何"', 'confirmed_on = "2026-11-24"')),), "deviation-date"),
    ],
)
def test_what_is_not_a_places_to_say_is_refused(layers: tuple[str, ...], key: str) -> None:
    """A layer narrows and deviates within the range; it never widens, unlocks or invents."""
    assert refused(*layers).key == key


def test_a_higher_places_law_binds_those_below_it() -> None:
    """Contact within one working day is Shanghai's law, not a district's choice; replies stay public."""
    for said in (says("bad.contact_wd", "value = 2"), says("bad.public_reply", 'value = "off"')):
        error = refused(SHANGHAI, layer("district", said))
        assert (error.key, error.args_by_name["article"]) == ("standard-against-law", "上海市优化营商环境条例 第三十条")
    assert checked(SHIPPED, (layer("district", says("bad.contact_wd", "value = 2")),), ON).whole("bad.contact_wd") == 2


def test_what_is_refused_on_a_later_day_is_refused_today() -> None:
    """A hall cannot be kept from opening by a date that comes."""
    narrower = layer("district", says("call.gap", "max = 40", 'from = "2027-03-01"'))
    wide = layer("hall", says("call.gap", "value = 60"))
    assert refused(narrower, wide).key == "standard-out-of-range"
    ends = layer("hall", says("call.gap", "value = 60", 'until = "2027-02-28"'))

    assert checked(SHIPPED, (narrower, ends), ON).whole("call.gap") == 60


def test_layers_turn_on_a_bounded_number_of_days() -> None:
    """Every one of them is checked at once, while nobody else is answered."""
    keys = [key for key, it in compose(SHIPPED, (), ON).parameters.items() if isinstance(it.value, int)][:51]
    said = [
        says(key, f'from = "2027-{n // 28 + 1:02}-{n % 28 + 1:02}"', f'until = "2028-{n // 28 + 1:02}-{n % 28 + 1:02}"')
        for n, key in enumerate(keys)
    ]
    assert refused(layer("hall", *said)).key == "layers-turn-often"

    assert checked(SHIPPED, (layer("hall", *said[:50]),), ON).layers


def test_the_disabled_stay_in_front_whoever_says_otherwise() -> None:
    """Protection of Disabled Persons Act, art. 55: a root without them, or a layer that lets them wait or hides them, is refused."""
    head, tail = SHIPPED.split("[group.disabled]\n", 1)
    waiting = tail.replace("front = true", "front = false", 1)
    for error in (
        refused(root=f"{head}[group.disabled]\n{waiting}"),
        refused(root=f"{head}[group.others]\n{tail}"),
        refused(layer("hall", says("disabled", "front = false", table="group"))),
        refused(layer("hall", says("disabled", "declarable = false", table="group"))),
        refused(root=f"{head}[group.disabled]\ndeclarable = false\n{tail}"),
    ):
        assert error.key == "standard-against-law"
        assert error.args_by_name["article"] == "残疾人保障法 第五十五条"


def test_a_place_may_add_a_group_and_change_a_credit() -> None:
    """With reason and author like every deviation; what it does not say of a group stays."""
    added = says("donors", 'names = { "zh-Hans" = "无偿献血者" }', 'basis = "条例"', "credit_s = 600", table="group")
    standard = checked(SHIPPED, (layer("district", added, says("elderly", "credit_s = 60", table="group")),), ON)

    assert standard.groups["donors"].credit_s == 600
    assert (standard.groups["elderly"].credit_s, standard.groups["elderly"].names["zh-Hans"]) == (60, "老年人")
    assert [it.slug for it in standard.regrouped] == ["donors", "elderly"]


@pytest.mark.parametrize("credit", ["-1", "10000000"])
def test_a_root_gives_no_group_less_than_nothing_or_more_than_the_front(credit: str) -> None:
    """Less than nothing would make a priority group wait behind everybody; more would put it before the disabled."""
    error = refused(root=SHIPPED.replace("credit_s = 1200", f"credit_s = {credit}", 1))

    assert (error.key, error.args_by_name["parameter"]) == ("standard-out-of-range", "group.elderly")


def test_a_journal_folds_whatever_is_refused_today() -> None:
    """What was adopted once is composed for ever, even where a later release would not let it in."""
    old = layer("hall", says("call.gap", "value = 9"), says("gone.key", "value = 1"))

    assert compose(SHIPPED, (old,), ON).whole("call.gap") == 9


def test_a_places_rule_is_unconfirmed_until_somebody_has_confirmed_what_stands() -> None:
    """And again when what stands has changed since."""
    confirmed = says("bad.contact_wd", 'confirmed_by = "何主任"', 'confirmed_on = "2026-11-10"')
    hall = layer("hall", confirmed)
    assert unconfirmed(checked(SHIPPED, (), ON), "bad.contact_wd")
    assert not unconfirmed(checked(SHIPPED, (hall,), ON), "bad.contact_wd")
    assert not unconfirmed(checked(SHIPPED, (), ON), "call.gap")
    newer = layer("district", says("bad.contact_wd", "value = 2", date="2026-11-20"))
    assert unconfirmed(checked(SHIPPED, (newer, hall), ON), "bad.contact_wd")
    older = newer.replace("2026-11-20", "2026-11-09")

    assert not unconfirmed(checked(SHIPPED, (older, hall), ON), "bad.contact_wd")


def test_what_somebody_should_see_to_is_told() -> None:
    """Unconfirmed rules, deviations that end within 30 days or have no end, years without holidays; a preset may stand for good."""
    said = [
        says("call.gap", "value = 40", 'until = "2026-12-23"'),
        says("call.max_calls", "value = 4", 'until = "2026-12-24"'),
        says("hall.full", "value = 80"),
    ]
    found = cautions(checked(SHIPPED, (SHANGHAI, layer("hall", *said)), ON), ON)

    assert [it for it in found if it.key != "unconfirmed"] == [
        Caution(key="ending", parameter="call.gap", layer="hall", until="2026-12-23"),
        Caution(key="endless", parameter="hall.full", layer="hall"),
    ]
    told = {it.parameter for it in found if it.key == "unconfirmed"}
    assert "wait.promise_avg" in told
    assert "bad.contact_wd" not in told, "it is law in Shanghai"
    assert Caution(key="no-calendar", year=2028) in cautions(compose(SHIPPED, (), ON), "2027-12-20")


def test_a_place_that_recasts_a_published_year_is_told_of() -> None:
    """Days off move every due time; a year that nobody above has published is the place's to publish."""
    days = '[calendar.{}]\noff = [{}-12-25]\nsource = "厅"\n'
    hall = layer("hall", days.format(2026, 2026), days.format(2028, 2028))
    said = [it for it in cautions(checked(SHIPPED, (hall,), ON), ON) if it.key == "calendar"]
    assert said == [Caution(key="calendar", layer="hall", year=2026)]


def test_what_a_parameter_may_ever_be_is_known_today() -> None:
    """Now, later and under the root alone; what has ended comes no more."""
    coming = layer("district", says("call.gap", "value = 40", 'from = "2026-12-01"', 'until = "2026-12-31"'))
    gone = layer("hall", says("call.gap", "value = 50", 'until = "2026-11-01"'))
    standard = checked(SHIPPED, (coming, gone), ON)

    assert ever(standard, "call.gap") == {30, 40}
    assert ever(standard, "call.max_calls") == {3}
    assert ever(standard, "gone.key") == set()


@pytest.mark.parametrize("name", ["shenzhen", "shanghai"])
def test_each_preset_can_be_adopted(name: str) -> None:
    """With the days that its place has published."""
    standard = checked(SHIPPED, ((PRESETS / f"{name}.toml").read_text(encoding="utf-8"),), ON)
    keys = ("bad.contact_wd", "bad.simple_fix_wd", "bad.complex_fix_wd")

    assert [standard.whole(key) for key in keys] == {"shenzhen": [3, 10, 15], "shanghai": [1, 5, 15]}[name]
