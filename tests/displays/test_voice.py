# SPDX-License-Identifier: Apache-2.0
"""What loudspeakers say of a call."""

from typing import Any

import msgspec
import pytest

from displays.spoken import HEARD
from displays.voice import (
    CallOf,
    awaited_until,
    back_jobs,
    call_jobs,
    call_of,
    calls_since,
    is_awaited,
    is_quiet,
    notice_jobs,
    repeats,
    spoken_languages,
    unreported,
)
from hallserver.core import commands as c
from hallserver.core.events import AnnouncementReported, Entry, Restored, TicketCalled, TicketRecalled
from hallserver.core.jobs import Speak
from hallserver.core.roles import SERVICE_SETUP
from hallserver.words import say
from tests.support import DUTY, LI, MINUTE_US, NINE_US, SMALL_HALL, STANDARD, WANG, Play, names


def spoken(play: Play, entry: Entry | None = None) -> list[Speak]:
    """Return the jobs of the last event, or of this one."""
    event = (entry or play.entries[-1]).event
    assert isinstance(event, TicketCalled | TicketRecalled)
    return call_jobs(play.hall, call_of(event), say)


def with_word(key: str, word: str) -> str:
    """Return the standard with another word for this parameter."""
    head, found, tail = STANDARD.partition(f'[parameter."{key}"]\n')
    assert found, "the standard has no such parameter"
    _, rest = tail.split("\n", 1)
    return f'{head}{found}value = "{word}"\n{rest}'


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
    ("zh-Hans", ["请A零零一号到一号窗口办理", "請A零零一號到一號窗口", "Number A zero zero one, please proceed to counter one."]),
    ("zh-Hant", ["请A零零一号到一号窗口办理", "請A零零一號到一號窗口", "Number A zero zero one, please proceed to counter one."]),
    ("yue", ["請A零零一號到一號窗口", "请A零零一号到一号窗口办理", "Number A zero zero one, please proceed to counter one."]),
    ("en", ["Number A zero zero one, please proceed to counter one.", "请A零零一号到一号窗口办理", "請A零零一號到一號窗口"]),
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


def test_the_loudspeakers_volume_and_pace_go_with_the_job() -> None:
    """Each loudspeaker has its own; a chime comes before the first time that a call is said."""
    rows = [{**row, "volume": 40, "rate": 200} if row["slug"] == "voice-1" else row for row in SMALL_HALL["devices"]]
    play = Play({**SMALL_HALL, "devices": rows}).open()
    ticket = play.take()
    play.call()
    (first,), (again,) = spoken(play), call_jobs(play.hall, CallOf(ticket.id, 1, 1, "c1", again=1), say)

    assert (first.volume, first.rate, first.chime, first.again) == (40, 200, True, 0)
    assert (again.job, again.chime, again.again) == (f"call/{ticket.id}/1.1/voice-1+1", False, 1)
    assert again.say == first.say


def test_the_zone_is_said_only_where_there_are_several_and_people_have_a_word_for_it() -> None:
    """East wing says nothing in a hall of one room, and main is no word of anybody's."""
    hall_row = {**SMALL_HALL["hall"][0], "zones": {"east": names("东区", "East wing")}}
    counters = [{**row, "zone": "east", "room": "201"} if row["slug"] == "c3" else row for row in SMALL_HALL["counters"]]
    voices_too = [*SMALL_HALL["devices"], {"slug": "voice-9", "names": names("东"), "kind": "voice", "zone": "east"}]
    play = Play({**SMALL_HALL, "hall": [hall_row], "counters": counters, "devices": voices_too})
    play.open("c3", LI).open("c1", WANG)
    play.take()
    play.take()
    play.call(LI)
    assert [job.say[0].text for job in spoken(play)] == ["请A零零一号到东区二零一室三号窗口办理"]
    assert [job.short[0].text for job in spoken(play)] == ["A零零一号，三号窗口"]
    play.call(WANG)
    assert [job.say[0].text for job in spoken(play)] == ["请A零零二号到一号窗口办理"]


def test_a_finished_visitor_is_asked_back_on_the_same_loudspeakers() -> None:
    """Each time is a job of its own."""
    play = Play().open()
    play.take()
    ticket = play.serve()
    for _ in range(2):
        play.later(30).ask(c.CallBack(ticket=ticket.id), LI)
    jobs = [job for back in play.hall.backs for job in back_jobs(play.hall, back, say)]

    assert [job.job for job in jobs] == [f"back/{ticket.id}/2/voice-1", f"back/{ticket.id}/1/voice-1"]
    assert (jobs[0].kind, jobs[0].say[0].text, jobs[0].call, jobs[0].chime) == ("call-back", "请A零零一号返回一号窗口", 2, True)


def test_what_the_staff_typed_is_said_in_each_language_in_which_they_did() -> None:
    """First as the hall speaks; an urgent one is an emergency. Nothing of it can be cut short."""
    play = speaking("yue", "cmn")
    play.ask(c.Announce(text={"en": "Please move the car.", "zh-Hans": "请车主移车", "yue": "請車主移車"}), DUTY)
    play.ask(c.Announce(text={"zh-Hans": "请立即离开大厅"}, urgent=True), DUTY)
    urgent, usual = (notice_jobs(play.hall, notice)[0] for notice in play.hall.notices)

    assert [(it.language, it.text) for it in usual.say] == [("yue", "請車主移車"), ("cmn", "请车主移车"), ("en", "Please move the car.")]
    assert (usual.kind, usual.ticket, usual.short, usual.job) == ("notice", "", (), f"notice/1.{play.hall.seq - 1}/voice-1")
    assert (urgent.kind, [it.text for it in urgent.say]) == ("emergency", ["请立即离开大厅"])
    assert urgent.fresh_s > usual.fresh_s


def test_a_notice_is_said_in_its_zone_or_everywhere() -> None:
    """A fire is everybody's business, a car in the yard that of the ground floor."""
    rows = [*SMALL_HALL["devices"], {"slug": "voice-2", "names": names("二层"), "kind": "voice", "zone": "upstairs"}]
    play = Play({**SMALL_HALL, "devices": rows})
    for zone in ("upstairs", ""):
        play.ask(c.Announce(text={"zh-Hans": "测试"}, zone=zone), DUTY)

    assert [[job.device for job in notice_jobs(play.hall, notice)] for notice in play.hall.notices] == [["voice-1", "voice-2"], ["voice-2"]]


def test_in_quiet_hours_nothing_but_an_emergency_is_spoken() -> None:
    """By the hall's clock: nine is within 08:30-09:30, half an hour later is not."""
    play = Play(standard=with_word("voice.quiet", "08:30-09:30")).open()
    play.take()
    play.call()
    play.ask(c.Announce(text={"zh-Hans": "请立即离开大厅"}, urgent=True), DUTY)
    (emergency,), (call,) = notice_jobs(play.hall, play.hall.notices[0]), spoken(play, play.entries[-2])

    assert is_quiet(play.hall, call, NINE_US)
    assert not is_quiet(play.hall, call, NINE_US + 30 * MINUTE_US)
    assert not is_quiet(play.hall, emergency, NINE_US)
    assert is_quiet(play.hall, msgspec.structs.replace(emergency, volume=0), NINE_US), "it is turned off"


def test_a_standard_from_before_there_were_repetitions_says_a_call_once() -> None:
    """Nobody has agreed to more."""
    play = Play()
    assert repeats(play.hall) == 2
    del play.hall.rules.parameters["voice.repeats"]
    assert repeats(play.hall) == 1


def test_a_one_is_yao_where_the_standard_says_so() -> None:
    """A setting of the place."""
    play = Play(standard=with_word("voice.one", "yao")).open()
    play.take()
    play.call()

    assert spoken(play)[0].say[0].text == "请A零零幺号到一号窗口办理"


def test_a_visitor_is_awaited_until_the_start_or_the_next_call() -> None:
    """Else a call would be repeated to somebody who sits at the counter."""
    play = Play().open()
    ticket = play.take()
    first, second = (CallOf(ticket.id, 1, call, "c1") for call in (1, 2))
    assert not is_awaited(play.hall, first)
    play.call()
    assert is_awaited(play.hall, first)
    play.ask(c.Suspend(reason="evacuation"), DUTY)
    assert not is_awaited(play.hall, first)
    play.ask(c.ResumeHall(), DUTY)
    assert is_awaited(play.hall, first)
    play.later(31).ask(c.Recall(), LI)
    assert (is_awaited(play.hall, first), is_awaited(play.hall, second)) == (False, True)
    play.ask(c.Start(), LI)
    assert not is_awaited(play.hall, second)


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

    found = calls_since(play.hall, 0)
    assert found[1:] == [(recalled_us, CallOf(first.id, 1, 2, "c1")), (play.now_us, CallOf(second.id, 1, 1, "c1"))]
    assert calls_since(play.hall, play.now_us) == found[2:]
    left = unreported(play.hall, [job for _, call in found for job in call_jobs(play.hall, call, say)])
    assert [job.job for job in left] == [f"call/{first.id}/1.2/voice-1", f"call/{second.id}/1.1/voice-1"]
    assert left[-1] == spoken(play)[0]


def test_a_number_that_came_into_hand_by_a_swap_was_never_called() -> None:
    """Its holder sat there already: a restart must not call them; a recall that follows is a call like any other."""
    play = Play().open()
    back, sits = play.take(), play.take()
    play.call()
    play.later(40).ask(c.CorrectTicket(ticket=sits.id), LI)
    assert calls_since(play.hall, 0) == []
    play.later(31).ask(c.Recall(), LI)
    assert calls_since(play.hall, play.now_us) == [(play.now_us, CallOf(sits.id, 1, 2, "c1"))]
    assert not is_awaited(play.hall, CallOf(back.id, 1, 1, "c1"))


def test_until_when_a_visitor_was_awaited_is_known_after_a_restart() -> None:
    """Else what was repeated before it would be forgotten, or what was not would be made up."""
    play = Play().open()
    ticket = play.take()
    play.call()
    first, second = (CallOf(ticket.id, 1, call, "c1") for call in (1, 2))
    assert awaited_until(play.hall, first) is None
    play.later(31).ask(c.Recall(), LI)
    assert (awaited_until(play.hall, first), awaited_until(play.hall, second)) == (play.now_us, None)
    play.later(10).ask(c.Transfer(to_queue="firms"), LI)
    assert awaited_until(play.hall, second) == play.now_us
    play.call()
    play.later(10).ask(c.Start(), LI)
    assert awaited_until(play.hall, CallOf(ticket.id, 2, 1, "c1")) == play.now_us


def test_the_only_zone_with_counters_in_use_is_not_said() -> None:
    """It has a name, and there is nowhere else to go: not in a hall of one zone, nor where the other zone's counters are retired."""
    here = {**SMALL_HALL["hall"][0], "zones": {"main": names("一楼大厅"), "east": names("东区")}}
    moved = [{**row, "zone": "east"} if row["slug"] == "c3" else row for row in SMALL_HALL["counters"]]
    retired = [{**row, "retired": row["slug"] == "c3"} for row in moved]
    texts = []
    for counters in (SMALL_HALL["counters"], retired, moved):
        play = Play({**SMALL_HALL, "hall": [here], "counters": counters}).open()
        play.take()
        play.call()
        texts.append(spoken(play)[0].say[0].text)

    assert texts == ["请A零零一号到一号窗口办理", "请A零零一号到一号窗口办理", "请A零零一号到一楼大厅一号窗口办理"]
