# SPDX-License-Identifier: Apache-2.0
"""What a visitor takes home names everything that is missing, until when to come back, and where; Chinese always."""

from typing import Any

from displays.handout import NOTICE_FRESH_S, RETURN_FRESH_S, handout_job
from hallserver.core import commands as c
from hallserver.core.jobs import PrintSlip
from hallserver.core.short_code import short_code
from hallserver.words import say
from tests.support import DUTY, GUIDE, LI, SECOND_US, SMALL_HALL, Play, names

TOKEN = "Zk3x9QmPq0aBcDeFgHiJkL"
ITEM = {"slug": "senior-card", "names": names("敬老优待证", "Senior card"), "papers": {"book": names("户口簿原件", "Household register")}}
URL = "http://10.8.0.5:8080"


def hall_with(**here: Any) -> Play:
    """Return a hall whose senior card needs a household register, and whose own row says this too."""
    return Play(SMALL_HALL | {"hall": [SMALL_HALL["hall"][0] | here], "items": [ITEM]}).open()


def printed(play: Play, token: str = TOKEN) -> PrintSlip:
    """Return the job of the last handout."""
    handout = list(play.hall.handouts.values())[-1]
    return handout_job(play.hall, handout, token, say)


def texts(job: PrintSlip) -> list[str]:
    """Return its lines."""
    return [line.text for line in job.lines]


def incomplete(play: Play, missing: tuple[str, ...] = ("book", "photo"), **fields: Any) -> PrintSlip:
    """Finish a visitor whose papers are not all there; return what is printed."""
    play.take(**fields)
    play.later(60).call()
    play.later(60).ask(c.Finish(outcome="incomplete", missing=missing), LI)
    return printed(play)


def test_a_notice_says_for_what_what_is_missing_until_when_and_by_which_law() -> None:
    """Numbered, so that the visitor can tick them off at home."""
    job = incomplete(hall_with(help_point=names("正门东侧")))
    assert texts(job) == [
        "福田区政务服务大厅", "", "一次性告知单",
        "办理事项：敬老优待证", "排队号 A001", "2026-11-23 09:02 · 1号窗口告知", "",
        "还需补齐以下 2 项材料：", "1. 户口簿原件", "2. 照片", "",
        "2026年11月26日（含）前返回", "凭本单优先取号，不必重新排队。",
        "返回时，请在取号机点“已有号码”输入下方票据码，或到导办台取号。",
        "本单限用一次，遗失可凭排队号到导办台查询。", "",
        "导办台：正门东侧", say("slip.notice-law"),
    ]  # fmt: skip
    assert "行政许可法》第三十二条" in texts(job)[-1]
    assert (job.short_code, job.qr, job.ticket) == (short_code(TOKEN), "", "")


def test_who_reads_traditional_chinese_has_it_once_in_that() -> None:
    """The desks at which the papers are got read it too."""
    job = incomplete(hall_with(), language="zh-Hant")

    assert texts(job)[2] == "一次性告知單"
    assert "1. 户口簿原件" in texts(job), "a name that has no Traditional one stays as it is"
    assert job.lines[2].size == 6
    assert len(texts(job)) == len(texts(incomplete(hall_with())))


def test_who_reads_english_has_each_line_once_more_below() -> None:
    """Chinese stays, for the desks at which the papers are got."""
    lines = texts(incomplete(hall_with(), language="en"))
    for chinese, english in (
        ("一次性告知单", "Notice of missing papers"),
        ("1. 户口簿原件", "Household register"),
        ("2. 照片", "Photograph"),
    ):
        assert lines.index(english) == lines.index(chinese) + 1
    assert "Come back by 2026-11-26 (that day included)" in lines


def test_a_hall_with_an_address_prints_the_code_that_its_reader_scans() -> None:
    """The sentence is of what the hall has: a reader, a kiosk, or the guide desk."""
    reader = {"slug": "reader-1", "names": names("扫码器"), "kind": "reader", "kiosk": "kiosk-1", "agent": "agent-1", "driver": "pretend"}
    scanned = incomplete(
        Play(SMALL_HALL | {"hall": [SMALL_HALL["hall"][0] | {"public_url": URL}], "devices": [*SMALL_HALL["devices"], reader]}).open(),
        ("photo",),
    )
    assert (scanned.qr, scanned.short_code) == (f"{URL}/ticket/#t={TOKEN}", "")
    assert say("slip.return-scan") in texts(scanned)
    assert say("slip.return-desk") in texts(incomplete(hall_with(public_url=URL)))


def test_without_a_right_there_is_neither_a_date_nor_a_code() -> None:
    """At the guide desk nobody has waited yet."""
    play = hall_with()
    play.ask(c.GiveNotice(item="senior-card", missing=("book",)), GUIDE)
    job = printed(play, "")
    assert (job.qr, job.short_code) == ("", "")
    assert texts(job)[3:5] == ["办理事项：敬老优待证", "2026-11-23 09:00 · 导办台告知"]
    assert not any("返回" in text for text in texts(job))
    assert job.expires_us == play.now_us + NOTICE_FRESH_S * SECOND_US


def test_the_return_slip_shows_the_number_large_and_why() -> None:
    """The number is what a guide looks for when the code cannot be read."""
    play = hall_with()
    ticket = play.take("aid")
    play.ask(c.GiveReturn(ticket=ticket.id, reason="system"), DUTY)
    job = printed(play)
    assert texts(job)[:6] == ["福田区政务服务大厅", "", "二次优先凭条", "A001", "疾病救助", "2026年11月23日取号 · 系统故障未能办理"]
    assert next(line.size for line in job.lines if line.text == "A001") == 10
    assert job.short_code == short_code(TOKEN)
    assert job.expires_us == play.now_us + RETURN_FRESH_S * SECOND_US


def test_each_handout_is_a_job_of_its_own_named_by_its_event() -> None:
    """Two notices of one visitor are two papers."""
    play = hall_with()
    for _ in range(2):
        play.ask(c.GiveNotice(missing=("copy",)), GUIDE)
    jobs = [handout_job(play.hall, it, "", say).job for it in play.hall.handouts.values()]
    assert jobs == [f"handout/1.{play.hall.seq - 1}", f"handout/1.{play.hall.seq}"]
