# SPDX-License-Identifier: Apache-2.0
"""How figures read, in Chinese and English."""

import pytest

from reports import figures, text
from reports.day import make_day
from reports.figures import Sample
from reports.report import Note
from tests.reports.sample_day import at, names, period

S = 1_000_000


@pytest.mark.parametrize(
    ("seconds", "chinese", "english"),
    [
        (0, "0秒", "0 s"),
        (59.6, "1分00秒", "1 min 00 s"),
        (3599, "59分59秒", "59 min 59 s"),
        (3661, "1时01分01秒", "1 h 01 min 01 s"),
        (90_000, "25时00分00秒", "25 h 00 min 00 s"),
    ],
)
def test_durations_go_past_the_hour_and_the_day(seconds: float, chinese: str, english: str) -> None:
    """25 hours are 25 hours, not 1."""
    assert text.duration_text(seconds, "zh-Hans") == chinese
    assert text.duration_text(seconds, "en") == english


@pytest.mark.parametrize(
    ("share", "shown"), [(0, "0.00%"), (0.00015, "0.0150%"), (0.5, "50.00%"), (0.99996, "99.99%"), (0.999999, "99.99%"), (1, "100.00%")]
)
def test_shares_are_never_rounded_to_all_or_nothing(share: float, shown: str) -> None:
    """One late visitor of a hundred thousand is not 100 %; 0.015 % bad is not 0.02 %."""
    assert text.share_text(share) == shown


def test_not_recorded_and_no_case_are_told_apart_and_never_numbers() -> None:
    """What was not recorded prints so, never as a number."""
    missing, none = figures.mean_s("service.mean", Sample(values_us=[], missing=4)), figures.mean_s("service.mean", Sample(values_us=[]))

    assert (text.value_text(missing, "zh-Hans"), text.basis_text(missing, "zh-Hans")) == ("未记录", "缺 4")
    assert (text.value_text(missing, "en"), text.value_text(none, "en"), text.basis_text(none, "en")) == ("not recorded", "—", "")


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (figures.count("tickets.finished", "tickets", 1130, 1243), ("1,130", "1,130 / 1,243")),
        (figures.share("wait.within", 3, 4), ("75.00%", "3 / 4")),
        (figures.mean_s("wait.mean", Sample(values_us=[S, 2 * S])), ("2秒", "3 秒 / 2")),
        (figures.rank_s("wait.p90", Sample(values_us=[S, 2 * S]), 90), ("2秒", "第 2 / 2，即最长")),
        (figures.rank_s("wait.p90", Sample(values_us=[S] * 9 + [2 * S]), 90), ("1秒", "第 9 / 10")),
        (figures.rank_s("wait.max", Sample(values_us=[S, 2 * S]), 100), ("2秒", "第 2 / 2")),
        (figures.mean_stars("ratings.mean", [0, 0, 0, 0, 1, 1]), ("4.50", "9 星 / 2")),
        (figures.items_done("items.done", [2], 3, 2), ("2", "2 / 3 段")),
        (figures.total_s("counters.open", 5400 * S, 7200 * S, 1), ("1时30分", "5,400 / 7,200 秒")),
        (figures.total_s("counters.open", 3_600_000_400_000, 7_200_000_000_000, 9), ("1,000时00分", "3,600,000 / 7,200,000 秒")),
        (figures.count("tickets.issued", "tickets", 1243, 1243), ("1,243", "")),
    ],
)
def test_each_kind_shows_value_numerator_and_denominator(figure: figures.Figure, shown: tuple[str, str]) -> None:
    """Every figure carries what it was made from."""
    assert (text.value_text(figure, "zh-Hans"), text.basis_text(figure, "zh-Hans")) == shown


def test_dates_and_moments_are_those_of_the_hall() -> None:
    """UTC stays inside."""
    report = make_day(period(), names())

    assert text.date_text(report, "zh-Hans") == "2026年3月2日\u00a0星期一"
    assert text.date_text(report, "en") == "Monday, 2 March 2026"
    assert text.moment_text(at("08:30"), "Asia/Shanghai") == "2026-03-02 08:30:00"


def test_notes_read_as_sentences() -> None:
    """No placeholder may be left open."""
    assert text.note_text(Note(key="implicit", args={"n": 3, "of": 1243}), "zh-Hans").startswith("1,243 个已结束的办理段中有 3 个")


def test_a_zone_is_told_as_people_know_it() -> None:
    """``Etc/GMT-1`` is an hour before Greenwich to whoever reads it, and is one after."""
    winter, summer = at("08:30"), at("08:30") + 120 * 86_400_000_000

    assert text.zone_text("Asia/Shanghai", winter, "zh-Hans") == "北京时间（UTC+8）"
    assert text.zone_text("Asia/Shanghai", winter, "en") == "Beijing time (UTC+8)"
    assert (text.zone_text("Etc/GMT-1", winter, "zh-Hans"), text.zone_text("Etc/GMT+3", winter, "en")) == ("UTC+1", "UTC-3")
    assert text.zone_text("Asia/Kolkata", winter, "en") == "Asia/Kolkata (UTC+5:30)"
    assert [text.zone_text("Europe/Warsaw", it, "en") for it in (winter, summer)] == ["Europe/Warsaw (UTC+1)", "Europe/Warsaw (UTC+2)"]


@pytest.mark.parametrize(
    ("unit", "now", "then", "shown"),
    [
        ("tickets", 1200, 1000, "+200"),
        ("s", 200.4, 260.0, "−1分00秒"),
        ("1", 0.925, 0.9, "+2.50 个百分点"),
        ("10k", 1.5, 1.5, "±0.00"),
    ],
)
def test_a_difference_has_its_sign_and_one_of_shares_is_in_points(unit: figures.Unit, now: float, then: float, shown: str) -> None:
    """2.5 points more is not 2.5 % more."""
    change = figures.Figure(key="x", kind="change", unit=unit, value=now - then, numerator=now, denominator=then, n=1)

    assert (text.value_text(change, "zh-Hans"), text.basis_text(change, "zh-Hans")) == (shown, "")


def test_each_kind_of_nothing_has_its_words() -> None:
    """A manager must not read one for another, or for zero."""
    figure = figures.count("legs.finished", "legs", 3, 4)
    shown = [text.nothing_text(figures.withheld(figure, why), "zh-Hans") for why in figures.WITHHELD]

    assert shown == ["无数据", "本系统不记录", "样本不足，不显示", "没有排班计划"]
    assert text.nothing_text(figure, "zh-Hans") == ""


def test_a_figure_of_too_few_cases_says_how_many_there_are() -> None:
    """The value is withheld, the number of cases is not: the definition promises it."""
    figure = figures.withheld(figures.share("ratings.satisfied", 3, 4), figures.SMALL_N)
    assert (text.value_text(figure, "zh-Hans"), text.basis_text(figure, "zh-Hans")) == ("样本不足，不显示", "n=4")
