# SPDX-License-Identifier: Apache-2.0
"""What loudspeakers say of a call."""

from typing import Any

import pytest

from displays.voice import HEARD, call_jobs, calls_since, counted, spelled, spoken_languages
from hallserver.core import commands as c
from hallserver.core.events import AnnouncementReported, Entry, Restored
from hallserver.core.jobs import Speak
from hallserver.core.roles import SERVICE_SETUP
from hallserver.words import say
from tests.support import LI, SMALL_HALL, Play, names


def spoken(play: Play, entry: Entry | None = None) -> list[Speak]:
    """Return the jobs of the last event, or of this one."""
    return call_jobs(play.hall, entry or play.entries[-1], say)


def speaking(*languages: str) -> Play:
    """Return a hall that speaks these languages."""
    return Play({**SMALL_HALL, "hall": [{**SMALL_HALL["hall"][0], "spoken": list(languages)}]})


def test_a_call_is_said_in_the_standard_words() -> None:
    """Number by number, the counter as a number; age limit from the standard."""
    play = Play().open("c3")
    ticket = play.take()
    play.call()
    (job,) = spoken(play)

    assert [(it.language, it.text) for it in job.say] == [("cmn", "请A零零一号到三号窗口办理")]
    assert [it.text for it in job.short] == ["A零零一号，三号窗口"]
    assert (job.job, job.device, job.call, job.fresh_s) == (f"call/{ticket.id}/1.1/voice-1", "voice-1", 1, 15.0)


def test_a_recall_is_a_job_of_its_own() -> None:
    """A recall must ring again."""
    play = Play().open()
    play.take()
    ticket = play.call()
    play.later(60).ask(c.Recall(), LI)

    assert [job.job for job in spoken(play)] == [f"call/{ticket.id}/1.2/voice-1"]


def test_a_call_that_was_lost_and_comes_again_is_a_job_of_its_own() -> None:
    """Restored to before the call: its agent has spoken that one, and must not take this one for done."""
    play = Play().open()
    play.take()
    play.fold(Restored(kept=f"1.{play.hall.seq}", taken_us=play.now_us, mark="aa"), SERVICE_SETUP)
    play.hall.epoch = 2
    ticket = play.call()

    assert [job.job for job in spoken(play)] == [f"call/{ticket.id}/1.1/voice-1/2"]


@pytest.mark.parametrize(("language", "expected"), [
    ("zh-Hans", ["请A零零一号到一号窗口办理", "請A零零一號到一號窗口", "Number A zero zero one, please proceed to counter 1."]),
    ("yue", ["請A零零一號到一號窗口", "请A零零一号到一号窗口办理", "Number A zero zero one, please proceed to counter 1."]),
    ("en", ["Number A zero zero one, please proceed to counter 1.", "请A零零一号到一号窗口办理", "請A零零一號到一號窗口"]),
])  # fmt: skip
def test_the_visitors_language_comes_first_then_the_halls(language: str, expected: list[str]) -> None:
    """Running late cuts from the end: the visitor's own stays."""
    play = speaking("cmn", "yue", "en").open()
    play.take(language=language)
    play.call()
    (job,) = spoken(play)

    assert [it.text for it in job.say] == expected
    assert [it.language for it in job.short] == [HEARD[language]]


def test_a_visitors_language_is_spoken_even_where_the_hall_does_not() -> None:
    """Who chose English at the kiosk is called in English, too."""
    play = speaking("cmn")

    assert spoken_languages(play.hall, "en") == ("en", "cmn")
    assert spoken_languages(play.hall, "zh-Hans") == ("cmn",)


def test_only_loudspeakers_of_the_counters_zone_speak() -> None:
    """Upstairs nobody waits for a counter downstairs."""
    voices: list[dict[str, Any]] = [
        {"slug": "voice-2", "names": names("二层"), "kind": "voice", "zone": "upstairs"},
        {"slug": "voice-3", "names": names("大厅"), "kind": "voice"},
        {"slug": "voice-4", "names": names("旧"), "kind": "voice", "retired": True},
    ]
    play = Play({**SMALL_HALL, "devices": [*SMALL_HALL["devices"], *voices]}).open()
    play.take()
    play.call()

    assert [job.device for job in spoken(play)] == ["voice-1", "voice-3"]


@pytest.mark.parametrize(("number", "chinese"), [
    (1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九"), (100, "一百"),
    (101, "一百零一"), (110, "一百一十"), (111, "一百一十一"), (120, "一百二十"), (200, "二百"), (999, "九百九十九"),
])  # fmt: skip
def test_counter_numbers_are_said_as_numbers(number: int, chinese: str) -> None:
    """十一 and 二十一, never 一一 and 二一."""
    assert counted(number, "cmn", say) == chinese
    assert counted(number, "yue", say) == chinese
    assert counted(number, "en", say) == str(number)


@pytest.mark.parametrize(("label", "chinese", "english"), [
    ("A012", "A零一二", "A zero one two"), ("B1000", "B一零零零", "B one zero zero zero"), ("AB7", "AB七", "A B seven"),
])  # fmt: skip
def test_ticket_numbers_are_said_character_by_character(label: str, chinese: str, english: str) -> None:
    """Also past 999."""
    assert spelled(label, "cmn", say) == chinese
    assert spelled(label, "en", say) == english


def test_calls_that_nobody_reported_on_are_found_again() -> None:
    """After a restart each call still ends in a state."""
    play = Play().open()
    play.take()
    play.take()
    first = play.call()
    play.fold(
        AnnouncementReported(job=f"call/{first.id}/1.1/voice-1", device="voice-1", ticket=first.id, call=1, state="spoken"), SERVICE_SETUP
    )
    play.later(60).ask(c.Recall(), LI)
    recalled_us = play.now_us
    play.later(60).ask(c.Finish(), LI)
    second = play.later(10).call()

    found = calls_since(play.hall, 0, say)
    assert [(at_us, job.job) for at_us, job in found] == [
        (recalled_us, f"call/{first.id}/1.2/voice-1"), (play.now_us, f"call/{second.id}/1.1/voice-1"),
    ]  # fmt: skip
    assert [job.job for _, job in calls_since(play.hall, play.now_us, say)] == [f"call/{second.id}/1.1/voice-1"]
    assert found[-1][1] == spoken(play)[0]
