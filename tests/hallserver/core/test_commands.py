# SPDX-License-Identifier: Apache-2.0
"""What can be asked, as it stands on the wire."""

import msgspec
import pytest

from hallserver.core import commands as c
from hallserver.core.commands_site import Found

WIRE: dict[str, tuple[str, c.Command]] = {
    "take-ticket": (
        '{"services":["seniors","aid"],"group":"elderly","needs":["hearing"],"party":2,"items":["senior-card"],"language":"en"}',
        c.TakeTicket(services=("seniors", "aid"), group="elderly", needs=("hearing",), party=2, items=("senior-card",), language="en"),
    ),
    "call-next": ('{"counter":"c1"}', c.CallNext(counter="c1")),
    "call-ticket": (
        '{"ticket":"1.57","reason":"agreed","ordered_by":"dan","counter":"c1"}',
        c.CallTicket(ticket="1.57", reason="agreed", ordered_by="dan", counter="c1"),
    ),
    "recall": ('{"ticket":"1.57","counter":"c1"}', c.Recall(ticket="1.57", counter="c1")),
    "start": ('{"ticket":"1.57","counter":"c1"}', c.Start(ticket="1.57", counter="c1")),
    "finish": (
        '{"outcome":"done","items":[{"item":"senior-card","quantity":3}],"case_no":"SZ-1","missing":["photo"],"ticket":"1.57","counter":"c1"}',
        c.Finish(
            outcome="done",
            items=(c.ItemDone(item="senior-card", quantity=3),),
            case_no="SZ-1",
            missing=("photo",),
            ticket="1.57",
            counter="c1",
        ),
    ),
    "finish-and-call": (
        '{"outcome":"done","items":[{"item":"senior-card"}],"case_no":"SZ-1","missing":["photo"],"ticket":"1.57","counter":"c1"}',
        c.FinishAndCall(
            outcome="done", items=(c.ItemDone(item="senior-card"),), case_no="SZ-1", missing=("photo",), ticket="1.57", counter="c1"
        ),
    ),
    "hold": ('{"reason":"copy","ticket":"1.57","counter":"c1"}', c.Hold(reason="copy", ticket="1.57", counter="c1")),
    "resume": ('{"ticket":"1.57","counter":"c1"}', c.Resume(ticket="1.57", counter="c1")),
    "transfer": (
        '{"ticket":"1.57","to_counter":"c2","returns":true,"reason":"payment","counter":"c1"}',
        c.Transfer(ticket="1.57", to_counter="c2", returns=True, reason="payment", counter="c1"),
    ),
    "mark-absent": ('{"ticket":"1.57","counter":"c1"}', c.MarkAbsent(ticket="1.57", counter="c1")),
    "bring-back": ('{"ticket":"1.57"}', c.BringBack(ticket="1.57")),
    "call-back": ('{"ticket":"A012","counter":"c1"}', c.CallBack(ticket="A012", counter="c1")),
    "cancel": ('{"ticket":"1.57","reason":"duplicate"}', c.Cancel(ticket="1.57", reason="duplicate")),
    "void-run": ('{"tickets":["1.57","1.58"],"reason":"test"}', c.VoidRun(tickets=("1.57", "1.58"), reason="test")),
    "reprint-slip": ('{"ticket":"1.57","device":"printer-1"}', c.ReprintSlip(ticket="1.57", device="printer-1")),
    "rate": (
        '{"stars":2,"ticket":"1.57","leg":1,"counter":"c1","tags":["slow"]}',
        c.Rate(stars=2, ticket="1.57", leg=1, counter="c1", tags=("slow",)),
    ),
    "announce": (
        '{"text":{"zh-Hans":"请车主移车"},"zone":"main","urgent":true}',
        c.Announce(text={"zh-Hans": "请车主移车"}, zone="main", urgent=True),
    ),
    "try-device": ('{"device":"board-1"}', c.TryDevice(device="board-1")),
    "open-counter": ('{"counter":"c1"}', c.OpenCounter(counter="c1")),
    "pause-counter": ('{"reason":"lunch","counter":"c1"}', c.PauseCounter(reason="lunch", counter="c1")),
    "close-counter": ('{"counter":"c1","reason":"gone"}', c.CloseCounter(counter="c1", reason="gone")),
    "open-day": ("{}", c.OpenDay()),
    "stop-issuing": ('{"reason":"fault","queue":"social"}', c.StopIssuing(reason="fault", queue="social")),
    "resume-issuing": ('{"queue":"social"}', c.ResumeIssuing(queue="social")),
    "close-day": (
        '{"left":[{"ticket":"1.57","disposition":"booked"}],"rest":"left"}',
        c.CloseDay(left=(c.Left(ticket="1.57", disposition="booked"),), rest="left"),
    ),
    "configure": ('{"section":"items","rows":[{"slug":"x"}]}', c.Configure(section="items", rows=[{"slug": "x"}])),
    "adopt-standard": ('{"text":"a = 1"}', c.AdoptStandard(text="a = 1")),
    "serve-direct": (
        '{"services":["seniors"],"needs":["hearing"],"party":2,"language":"yue","counter":"c1","reason":"agreed"}',
        c.ServeDirect(services=("seniors",), needs=("hearing",), party=2, language="yue", counter="c1", reason="agreed"),
    ),
    "enter-paper": (
        '{"number":12,"services":["seniors"],"taken":"09:05","served_at":"c1","outcome":"done"}',
        c.EnterPaper(number=12, services=("seniors",), taken="09:05", served_at="c1", outcome="done"),
    ),
    "change-service": ('{"ticket":"A012","services":["aid"]}', c.ChangeService(ticket="A012", services=("aid",))),
    "correct-ticket": ('{"ticket":"A012","counter":"c1"}', c.CorrectTicket(ticket="A012", counter="c1")),
    "ready": ('{"ticket":"A012"}', c.Ready(ticket="A012")),
    "undo": ('{"counter":"c1"}', c.Undo(counter="c1")),
    "lift": ('{"ticket":"A012","reason":"ordered","ordered_by":"dan"}', c.Lift(ticket="A012", reason="ordered", ordered_by="dan")),
    "confirm-priority": (
        '{"ticket":"A012","confirmed":false,"group":"elderly"}',
        c.ConfirmPriority(ticket="A012", confirmed=False, group="elderly"),
    ),
    "note-needs": (
        '{"ticket":"A012","needs":["hearing","language"],"language":"en"}',
        c.NoteNeeds(ticket="A012", needs=("hearing", "language"), language="en"),
    ),
    "escort": ('{"ticket":"A012"}', c.Escort(ticket="A012")),
    "on-my-way": ('{"ticket":"1.57"}', c.OnMyWay(ticket="1.57")),
    "note-case": ('{"case_no":"SZ-1","ticket":"A012","counter":"c1"}', c.NoteCase(case_no="SZ-1", ticket="A012", counter="c1")),
    "give-notice": (
        '{"missing":["id-card"],"item":"senior-card","ticket":"A012","device":"printer-1","counter":"c1"}',
        c.GiveNotice(missing=("id-card",), item="senior-card", ticket="A012", device="printer-1", counter="c1"),
    ),
    "give-return": ('{"ticket":"A012","reason":"closing"}', c.GiveReturn(ticket="A012", reason="closing")),
    "come-back": ('{"ticket":"1.57","services":["aid"]}', c.ComeBack(ticket="1.57", services=("aid",))),
    "annotate-record": (
        '{"ticket":"1.57","leg":2,"what":"wait","reason":"wrong-key","credible":true}',
        c.AnnotateRecord(ticket="1.57", leg=2, what="wait", reason="wrong-key", credible=True),
    ),
    "yield-place": ('{"ticket":"A012","places":5}', c.YieldPlace(ticket="A012", places=5)),
    "import-completion": (
        '{"case_no":"SZ-1","ticket":"1.57","done":"2026-11-23T15:04:05+08:00"}',
        c.ImportCompletion(case_no="SZ-1", ticket="1.57", done="2026-11-23T15:04:05+08:00"),
    ),
    "default-ratings": ("{}", c.DefaultRatings()),
    "hand-over": ('{"to":"wang","counter":"c1","reason":"shift"}', c.HandOver(to="wang", counter="c1", reason="shift")),
    "suspend": ('{"reason":"power"}', c.Suspend(reason="power")),
    "resume-hall": ('{"reason":"power"}', c.ResumeHall(reason="power")),
    "apply-plan": ('{"plan":"lunch"}', c.ApplyPlan(plan="lunch")),
    "check-opening": ("{}", c.CheckOpening()),
    "send-message": (
        '{"to":"counter:c1","code":"come-please","text":"三号窗","ticket":"A012"}',
        c.SendMessage(to="counter:c1", code="come-please", text="三号窗", ticket="A012"),
    ),
    "see-message": ('{"message":"1.60"}', c.SeeMessage(message="1.60")),
    "ask-help": ('{"kind":"quarrel","counter":"c1"}', c.AskHelp(kind="quarrel", counter="c1")),
    "answer-help": ('{"counter":"c1"}', c.AnswerHelp(counter="c1")),
    "count-enquiry": ('{"topic":"papers"}', c.CountEnquiry(topic="papers")),
    "acknowledge-alarm": ('{"alarm":"late.warning.queue.social"}', c.AcknowledgeAlarm(alarm="late.warning.queue.social")),
    "register-case": (
        '{"source":"cannot-do","counter":"c1","ticket":"A012"}',
        c.RegisterCase(source="cannot-do", counter="c1", ticket="A012"),
    ),
    "verify-order": (
        '{"order":"G20261123-003","found":"partly","complexity":"complex"}',
        c.VerifyOrder(order="G20261123-003", found="partly", complexity="complex"),
    ),
    "contact-visitor": (
        '{"order":"G20261123-003","how":"message","reached":false}',
        c.ContactVisitor(order="G20261123-003", how="message", reached=False),
    ),
    "settle-on-spot": (
        '{"order":"G20261123-003","measure":"apologised","cause":"attitude"}',
        c.SettleOnSpot(order="G20261123-003", measure="apologised", cause="attitude"),
    ),
    "rectify-order": (
        '{"order":"G20261123-003","measure":"corrected","cause":"unclear"}',
        c.RectifyOrder(order="G20261123-003", measure="corrected", cause="unclear"),
    ),
    "explain-order": ('{"order":"G20261123-003","cause":"rule"}', c.ExplainOrder(order="G20261123-003", cause="rule")),
    "reply-order": ('{"order":"G20261123-003"}', c.ReplyOrder(order="G20261123-003")),
    "call-visitor-back": (
        '{"order":"G20261123-003","content":"fair","how":"in-person"}',
        c.CallVisitorBack(order="G20261123-003", content="fair", how="in-person"),
    ),
    "close-order": ('{"order":"G20261123-003"}', c.CloseOrder(order="G20261123-003")),
    "appeal-order": ('{"order":"G20261123-003","reason":"系统停机"}', c.AppealOrder(order="G20261123-003", reason="系统停机")),
    "review-appeal": (
        '{"order":"G20261123-003","upheld":true,"reason":"系统停机"}',
        c.ReviewAppeal(order="G20261123-003", upheld=True, reason="系统停机"),
    ),
    "propose-exclusion": (
        '{"order":"G20261123-003","why":"mistaken","reason":"按错键"}',
        c.ProposeExclusion(order="G20261123-003", why="mistaken", reason="按错键"),
    ),
    "decide-exclusion": (
        '{"order":"G20261123-003","agree":true,"reason":"按错键"}',
        c.DecideExclusion(order="G20261123-003", agree=True, reason="按错键"),
    ),
    "chase-order": ('{"order":"G20261123-003"}', c.ChaseOrder(order="G20261123-003")),
    "report-slip": (
        '{"job":"slip/1.57/2","device":"printer-1","ticket":"1.57","copy":2,"state":"unknown"}',
        c.ReportSlip(job="slip/1.57/2", device="printer-1", ticket="1.57", copy=2, state="unknown"),
    ),
    "report-announcement": (
        '{"job":"call/1.57/1.2","device":"voice-1","ticket":"1.57","call":2,"state":"short"}',
        c.ReportAnnouncement(job="call/1.57/1.2", device="voice-1", ticket="1.57", call=2, state="short"),
    ),
    "report-device": ('{"device":"printer-1","state":"lost"}', c.ReportDevice(device="printer-1", state="lost")),
    "report-key": ('{"device":"keypad-1","key":"7F","why":"unknown"}', c.ReportKey(device="keypad-1", key="7F", why="unknown")),
    "report-sign-in": ('{"person":"li","state":"refused"}', c.ReportSignIn(person="li", state="refused")),
    "report-backup": ('{"state":"failing","why":"disk"}', c.ReportBackup(state="failing", why="disk")),
    "report-clock": ('{"step_s":90.5}', c.ReportClock(step_s=90.5)),
    "erase-data": ('{"ticket":"1.57","refs":["r1"],"asked_by":"safe"}', c.EraseData(ticket="1.57", refs=("r1",), asked_by="safe")),
    "end-alarm": ('{"alarm":"late.warning.queue.social"}', c.EndAlarm(alarm="late.warning.queue.social")),
    "raise-alarm": ('{"alarm":"late.warning.queue.social"}', c.RaiseAlarm(alarm="late.warning.queue.social")),
    "open-for": ('{"counter":"c2","person":"wang"}', c.OpenFor(counter="c2", person="wang")),
    "export-report": (
        '{"report":"week","from_date":"2026-11-16","to_date":"2026-11-23","output":"xlsx","reason":"report-up","draft":"1.346"}',
        c.ExportReport(report="week", from_date="2026-11-16", to_date="2026-11-23", output="xlsx", reason="report-up", draft="1.346"),
    ),
    "report-delivery": (
        '{"report":"day","from_date":"2026-11-23","to_date":"2026-11-24","channel":"mail","state":"partly","why":"some-later","tries":2,"again_us":7,"left":["0f3a9c21"],"gone":["d7be5544"]}',
        c.ReportDelivery(
            report="day",
            from_date="2026-11-23",
            to_date="2026-11-24",
            channel="mail",
            state="partly",
            why="some-later",
            tries=2,
            again_us=7,
            left=("0f3a9c21",),
            gone=("d7be5544",),
        ),
    ),
    "report-order-read": ('{"order":"G20261123-003","person":"dan"}', c.ReportOrderRead(order="G20261123-003", person="dan")),
    "draft-report": (
        '{"report":"osm","from_date":"2026-11-01","to_date":"2026-12-01","boxes":{"work":"巡查","problems":"线缆","measures":"理线"}}',
        c.DraftReport(
            report="osm", from_date="2026-11-01", to_date="2026-12-01", boxes=c.Boxes(work="巡查", problems="线缆", measures="理线")
        ),
    ),
    "check-report": (
        f'{{"report":"day","from_date":"2026-11-23","to_date":"2026-11-24","sha256":"{"ab" * 32}"}}',
        c.CheckReport(report="day", from_date="2026-11-23", to_date="2026-11-24", sha256="ab" * 32),
    ),
    "sign-report": (
        f'{{"report":"day","from_date":"2026-11-23","to_date":"2026-11-24","sha256":"{"ab" * 32}"}}',
        c.SignReport(report="day", from_date="2026-11-23", to_date="2026-11-24", sha256="ab" * 32),
    ),
    "correct-report": (
        '{"report":"osm","from_date":"2026-11-01","to_date":"2026-12-01","why":"补录一次巡查","boxes":{"work":"巡查"}}',
        c.CorrectReport(report="osm", from_date="2026-11-01", to_date="2026-12-01", why="补录一次巡查", boxes=c.Boxes(work="巡查")),
    ),
    "record-patrol": (
        (
            '{"checked":{"main":["people-sort","space-exits"]},"cycle":"weekly","from_us":1795395000000000,"until_us":1795395600000000,'
            '"findings":[{"check":"space-exits","zone":"main","severity":"critical","counter":"c1","place":"北门","responsible":"guo"}],'
            '"mark":"p7"}'
        ),
        c.RecordPatrol(
            checked={"main": ("people-sort", "space-exits")},
            cycle="weekly",
            from_us=1795395000000000,
            until_us=1795395600000000,
            findings=(Found(check="space-exits", zone="main", severity="critical", counter="c1", place="北门", responsible="guo"),),
            mark="p7",
        ),
    ),
    "open-finding": (
        '{"found":{"check":"space-exits","zone":"main"},"mark":"p7","found_us":1795395600000000}',
        c.OpenFinding(found=Found(check="space-exits", zone="main"), mark="p7", found_us=1795395600000000),
    ),
    "fix-finding": ('{"finding":"X20261123-001"}', c.FixFinding(finding="X20261123-001")),
    "recheck-finding": ('{"finding":"X20261123-001","passed":true}', c.RecheckFinding(finding="X20261123-001", passed=True)),
    "escalate-finding": ('{"finding":"X20261123-001"}', c.EscalateFinding(finding="X20261123-001")),
    "withdraw-finding": (
        '{"finding":"X20261123-001","reason":"duplicate"}',
        c.WithdrawFinding(finding="X20261123-001", reason="duplicate"),
    ),
    "plan-action": (
        '{"measure":"线缆入槽","owner":"guo","due":"2026-12-01","findings":["X20261123-001"]}',
        c.PlanAction(measure="线缆入槽", owner="guo", due="2026-12-01", findings=("X20261123-001",)),
    ),
    "step-action": (
        '{"action":"C20261123-001","step":"standardise","parameter":"equipment-place","why":"标准已有"}',
        c.StepAction(action="C20261123-001", step="standardise", parameter="equipment-place", why="标准已有"),
    ),
    "register-entry": (
        '{"register":"drill","fields":{"kind":"fire","people":12}}',
        c.RegisterEntry(register="drill", fields={"kind": "fire", "people": 12}),
    ),
    "step-entry": ('{"entry":"GZ20261123-001","step":"repaired"}', c.StepEntry(entry="GZ20261123-001", step="repaired")),
    "withdraw-entry": (
        '{"entry":"YL20261123-001","reason":"mistake"}',
        c.WithdrawEntry(entry="YL20261123-001", reason="mistake"),
    ),
}
"""Name on the wire → a body with every field that can be said in plain JSON, and what it means."""


def test_every_command_has_its_name_in_kebab_case() -> None:
    """The names stand in addresses; the table here is what clients were told."""
    assert list(c.BY_NAME) == list(WIRE)
    assert [c.BY_NAME[name] for name in WIRE] == list(c.COMMANDS)


@pytest.mark.parametrize("name", WIRE)
def test_a_body_is_read_as_the_command_it_says(name: str) -> None:
    """And it goes out again as it came in: agents and tests send what the server reads."""
    body, command = WIRE[name]

    assert msgspec.json.decode(body, type=c.BY_NAME[name]) == command
    assert msgspec.json.encode(command).decode() == body
    assert c.name_of(command) == c.name_of(type(command)) == name


@pytest.mark.parametrize("name", WIRE)
def test_an_unknown_field_is_refused(name: str) -> None:
    """A misspelt field that is passed over does something else than what was meant."""
    body = '{"surprise":1,' + WIRE[name][0][1:] if WIRE[name][0] != "{}" else '{"surprise":1}'
    with pytest.raises(msgspec.ValidationError, match="unknown field `surprise`"):
        msgspec.json.decode(body, type=c.BY_NAME[name])


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("take-ticket", '{"services":[]}'),
        ("take-ticket", '{"services":["a","b","c","d","e","f"]}'),
        ("take-ticket", '{"services":["a"],"party":51}'),
        ("take-ticket", '{"services":["a"],"language":"fr"}'),
        ("take-ticket", '{"services":["a"],"needs":["haste"]}'),
        ("rate", '{"stars":0}'),
        ("rate", '{"stars":6}'),
        ("cancel", '{"ticket":"A001"}'),
        ("cancel", '{"ticket":"1.57; DROP"}'),
        ("finish", '{"case_no":"a b"}'),
        ("finish", '{"items":[{"item":"x","quantity":0}]}'),
        ("hold", "{}"),
        ("hold", '{"reason":"Not A Code"}'),
        ("open-counter", '{"counter":"C1"}'),
        ("serve-direct", '{"services":[]}'),
        ("enter-paper", '{"number":0,"services":["a"]}'),
        ("enter-paper", '{"number":1,"services":["a"],"taken":"24:00"}'),
        ("change-service", '{"ticket":"A001","services":["a","b","c","d","e","f"]}'),
        ("on-my-way", '{"ticket":"A001"}'),
        ("note-case", '{"case_no":""}'),
        ("note-needs", '{"ticket":"A001","needs":["haste"]}'),
        ("give-notice", '{"missing":[]}'),
        ("annotate-record", '{"ticket":"1.57","leg":1,"what":"mood","reason":"other"}'),
        ("record-patrol", '{"checked":{}}'),
        ("record-patrol", '{"checked":{"main":[]}}'),
        ("send-message", '{"to":"everybody"}'),
        ("send-message", '{"to":"person:Li"}'),
        ("configure", '{"section":"secrets","rows":[]}'),
        ("verify-order", '{"order":"G2026-1","found":"partly"}'),
        ("decide-exclusion", '{"order":"G20261123-003","agree":true,"reason":""}'),
        ("report-slip", '{"job":"x","device":"d","ticket":"1.1","state":"perhaps"}'),
        ("report-backup", '{"state":"perhaps"}'),
        ("report-clock", '{"step_s":"much"}'),
        ("propose-exclusion", '{"order": "G20261123-001", "why": "mistaken", "reason": "\u3000 \u3000"}'),
    ],
)
def test_what_is_out_of_bounds_is_refused(name: str, body: str) -> None:
    """Bounds stand in the type, so the door checks them and the API names them."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(body, type=c.BY_NAME[name])


def test_personal_text_is_neither_printed_nor_encoded_by_accident() -> None:
    """A log line or a job with a visitor's words in it could not be recalled."""
    command = c.Rate(stars=1, comment=c.Personal("我的电话是 13800000000"))

    assert "13800000000" not in repr(command)
    with pytest.raises(TypeError):
        msgspec.json.encode(command)
