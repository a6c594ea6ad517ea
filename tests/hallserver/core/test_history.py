# SPDX-License-Identifier: Apache-2.0
"""What is stored is read for ever: every event in every version that was ever released."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pytest
from msgspec import Raw, Struct

from hallserver.core import events as e
from hallserver.core import history
from hallserver.core.commands import ItemDone, Sealed
from hallserver.core.history import UnknownEvent, decode, encode

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "history.jsonl"
_PLAN = e.LegPlan(queue="firms", services=("founding", "licence"), counter="c2", group="transferred", credit_s=900, target_s=1200)
_WHERE: dict[str, Any] = {"ticket": "1.57", "leg": 2, "counter": "c1", "clerk": "li"}

_ISSUED = e.TicketIssued(
    letter="A",
    number=12,
    label="A012",
    legs=(e.LegPlan(queue="social", services=("seniors",), counter="c3", group="elderly", credit_s=1200, target_s=900), _PLAN),
    group="elderly",
    declared="pregnant",
    needs=("hearing", "mobility"),
    party=3,
    items=("senior-card",),
    language="yue",
    channel="guide",
    ahead=7,
    range_s=(240, 1500),
    standard="0f3a9c21d7be",
)
_DUE = e.Due(due_us=1795536000000000, remind_us=(1795449600000000,), higher_us=1795795200000000)
_FOUND = e.FindingOpened(
    finding="X20261123-001",
    check="space-exits",
    resource="space",
    step="sort",
    zone="main",
    severity="critical",
    deduction=10,
    found_us=1795395600000000,
    due_us=1795449600000000,
    ladder=(e.Rung(step="slip", at_us=1795449600000000), e.Rung(step="replace", at_us=1795622400000000)),
    counter="c1",
    place="北门",
    responsible="guo",
    safety=True,
    mark="p7",
    repeat_of="X20260901-002",
    nth=2,
    note=Sealed(ref="Nt3vZr9Q", digest="ab" * 32),
    photos=(Sealed(ref="Ph3vZr9Q", digest="ab" * 32),),
)
EXPECTED: tuple[e.Event, ...] = (
    e.Configured(section="queues", rows=[{"slug": "social", "names": {"zh-Hans": "社会事务"}, "letter": "A"}]),
    e.StandardAdopted(hash="ab" * 32, text='[parameter."call.gap"]\nvalue = 30\n'),
    e.DayOpened(date="2026-11-23"),
    e.DayClosed(
        date="2026-11-23",
        snapshot={
            "catalog": {"queues": [{"slug": "social", "names": {"zh-Hans": "社会事务"}, "letter": "A"}]},
            "standard": "a = 1\n",
            "rates": {"social": {"calls": 41.5, "busy_min": 300.25}},
            "devices": {"printer-1": "back"},
        },
    ),
    e.IssuingStopped(reason="power"),
    e.IssuingResumed(),
    e.CounterOpened(counter="c1", clerk="li"),
    e.CounterPaused(counter="c1", clerk="li", reason="lunch"),
    e.CounterClosed(counter="c1", clerk="li", waiting=4),
    _ISSUED,
    msgspec.structs.replace(_ISSUED, id_number=Sealed(ref="Qm7LtB2x", digest="ab" * 32)),
    msgspec.structs.replace(_ISSUED, id_number=Sealed(ref="Qm7LtB2x", digest="ab" * 32), paperless=True),
    e.TicketCalled(
        **_WHERE,
        reason=e.Reason(key="credit", args={"letter": "A", "wait_s": 61, "share": 0.5, "items": ["a", "b"]}),
        label="A057",
        run=2,
        out_of_order=True,
        ordered_by="dan",
        call=3,
    ),
    e.TicketRecalled(ticket="1.57", leg=2, counter="c1", call=2),
    e.ServiceStarted(**_WHERE),
    e.ServiceFinished(
        **_WHERE,
        outcome="done",
        items=(ItemDone(item="senior-card", quantity=2),),
        case_no="SZ-2026-1",
        implicit=True,
        next=_PLAN,
    ),
    e.TicketHeld(**_WHERE, reason="copy"),
    e.TicketResumed(**_WHERE, to="waiting"),
    e.TicketTransferred(**_WHERE, reason="payment", next=_PLAN, then=e.LegPlan(queue="social", services=("seniors",), counter="c1")),
    e.TicketAbsent(**_WHERE, misses=4, forfeited=True),
    e.TicketBroughtBack(ticket="1.57", leg=3, next=_PLAN, behind=(1795395600000000, 61, 2)),
    e.TicketCancelled(ticket="1.57", leg=2),
    e.TicketUnserved(ticket="1.57", leg=2, disposition="first-next-day"),
    e.TicketVoided(ticket="1.57", leg=1, reason="abuse"),
    e.RunVoided(reason="abuse", voided=199, kept=("A012", "A013")),
    e.RatingGiven(
        **_WHERE,
        stars=2,
        stage="completed",
        nth=2,
        channel="phone",
        device="rater-1",
        tags=("slow", "unclear"),
        comment=Sealed(ref="Wk3vZr9Q", digest="cd" * 32),
    ),
    e.SlipReported(job="slip/1.57/2", device="printer-1", ticket="1.57", copy=2, state="unknown"),
    e.AnnouncementReported(job="call/1.57/1.2/voice-1", device="voice-1", ticket="1.57", call=2, state="short"),
    e.DeviceReported(device="printer-1", state="lost"),
    e.SignInReported(person="li", state="refused"),
    e.ClockSuspected(step_s=-90.5),
    e.BackupReported(state="failing", why="place-missing"),
    e.ReportExported(report="week", from_date="2026-11-16", to_date="2026-11-23", output="xlsx", reason="report-up"),
    e.DeliveryReported(
        report="day",
        from_date="2026-11-23",
        to_date="2026-11-24",
        channel="mail",
        state="failing",
        why="connect",
        tries=2,
        again_us=1795395600000000,
    ),
    e.Restored(kept="1.57", taken_us=1795395600000000, mark="0f3a9c21d7be5544", lost_to="1.60", numbers={"A": 62, "B": 50}),
    e.DataErased(ticket="1.57", refs=("Qm7LtB2x", "Wk3vZr9Q"), asked_by="safe"),
    e.VisitorCalledBack(**_WHERE, nth=2),
    e.SlipAsked(ticket="1.57", device="printer-1", copy=2),
    e.Announced(text={"zh-Hans": "请车主移车"}, zone="main", urgent=True),
    e.DeviceTried(device="board-1"),
    e.KeyIgnored(device="keypad-1", key="7F", why="unknown"),
    e.AnnouncementReported(job="call/1.57/1.2/voice-1+1", device="voice-1", ticket="1.57", call=2, state="screen-only", why="late"),
    msgspec.structs.replace(
        _ISSUED,
        id_number=Sealed(ref="Qm7LtB2x", digest="ab" * 32),
        paperless=True,
        channel="paper",
        counter="c1",
        clerk="li",
        outcome="done",
        since_us=1795395600000000,
        returns="1.31",
        reason="agreed",
    ),
    e.IssuingStopped(reason="quota", queue="social"),
    e.IssuingResumed(queue="social"),
    e.CounterOpened(counter="c1", clerk="xiao", mentor="li"),
    e.CounterClosed(counter="c1", clerk="li", waiting=4, reason="gone"),
    e.CounterHandedOver(counter="c1", clerk="li", to="xiao", reason="shift", mentor="li"),
    e.HallSuspended(reason="power"),
    e.HallResumed(reason="power"),
    e.PlanApplied(
        plan="lunch",
        counters={"c1": e.Duties(queues=("social",), helps=("firms",))},
        offered={"seniors": False},
        quotas={"social": 120},
    ),
    e.OpeningChecked(checks=(e.Check(area="printer", state="red", key="printer-out", slug="printer-1", args={"n": 2}),)),
    e.ServiceChanged(ticket="1.57", leg=2, next=_PLAN, plan=(_PLAN,)),
    e.TicketsSwapped(back="1.50", back_leg=1, ticket="1.57", leg=2, counter="c1", clerk="li", label="A057", to="serving", call=2),
    e.FinishUndone(**_WHERE, put_back="1.58"),
    e.AbsenceUndone(**_WHERE, put_back="1.58"),
    e.TicketLifted(ticket="1.57", leg=2, reason="ordered", ordered_by="dan", credit_s=20_000_000),
    e.PriorityChecked(ticket="1.57", leg=2, group="elderly", credit_s=1200),
    e.NeedsNoted(ticket="1.57", leg=2, needs=("hearing", "language"), language="yue"),
    e.VisitorEscorted(ticket="1.57", leg=2),
    e.VisitorOnWay(ticket="1.57", leg=2, extra_s=60),
    e.CaseNoted(ticket="1.57", leg=2, case_no="SZ-2026-1"),
    e.NoticeGiven(
        missing=("id-card", "lease"),
        papers={"lease": {"zh-Hans": "租赁合同", "en": "Lease"}},
        ticket="1.57",
        leg=2,
        item="senior-card",
        counter="c1",
        clerk="li",
        device="printer-1",
    ),
    e.ReturnGiven(
        ticket="1.57",
        label="A057",
        day="2026-11-23",
        services=("seniors",),
        reason="papers",
        until="2026-11-26",
        device="printer-1",
    ),
    e.RecordAnnotated(ticket="1.57", leg=2, what="wait", reason="wrong-key", credible=True),
    e.MessageSent(to="person:li", by="person:dan", code="come-please", text="三号窗", ticket="1.57", label="A057"),
    e.MessageSeen(message="1.60", by="person:li"),
    e.HelpAsked(counter="c1", clerk="li", kind="quarrel"),
    e.HelpAnswered(counter="c1", by="person:dan"),
    e.EnquiryCounted(topic="papers"),
    e.TicketCancelled(ticket="1.57", leg=2, reason="duplicate"),
    e.AlarmAcknowledged(alarm="late.warning.queue.social", by="person:dan"),
    e.AlarmEnded(alarm="late.warning.queue.social"),
    e.PlaceYielded(ticket="1.57", leg=2, places=3, behind=(1795395600000000, 61, 2)),
    e.RatingGiven(
        **_WHERE,
        stars=2,
        stage="completed",
        nth=2,
        channel="phone",
        device="rater-1",
        tags=("long-wait",),
        comment=Sealed(ref="Wk3vZr9Q", digest="cd" * 32),
        dimensions={"attitude": 1, "efficiency": 4},
        content="2026-1",
    ),
    e.StandardAdopted(
        hash="ab" * 32,
        text='[parameter."call.gap"]\nvalue = 30\n',
        layers=('[layer]\ntier = "district"\n',),
        on="2026-11-24",
        opening=True,
    ),
    e.StandardFiled(text='[parameter."call.gap"]\nvalue = 30\n', layers=('[layer]\ntier = "district"\n',)),
    e.WorkOrderOpened(
        order="G20261123-003",
        source="rating",
        ticket="1.57",
        label="A057",
        leg=2,
        stage="completed",
        nth=2,
        counter="c1",
        clerk="li",
        service="seniors",
        item="senior-card",
        stars=1,
        named=True,
        channel="phone",
        text=Sealed(ref="Wk3vZr9Q", digest="cd" * 32),
        contact=Sealed(ref="Ct4vZr9Q", digest="ef" * 32),
        contact_due=_DUE,
        close_due=_DUE,
        on_spot_us=1795397400000000,
        tries=3,
    ),
    e.OrderVerified(
        order="G20261123-003", found="partly", complexity="complex", fix_due=_DUE, note=Sealed(ref="Nt3vZr9Q", digest="ab" * 32)
    ),
    e.VisitorContacted(order="G20261123-003", how="phone", reached=True, nth=2, note=Sealed(ref="Nt3vZr9Q", digest="ab" * 32)),
    e.OrderSettled(
        order="G20261123-003",
        measure="done-now",
        cause="slow",
        took_us=240000000,
        close_due=_DUE,
        note=Sealed(ref="Nt3vZr9Q", digest="ab" * 32),
    ),
    e.OrderRectified(order="G20261123-003", measure="corrected", cause="unclear", note=Sealed(ref="Nt3vZr9Q", digest="ab" * 32)),
    e.OrderExplained(order="G20261123-003", cause="rule", note=Sealed(ref="Nt3vZr9Q", digest="ab" * 32)),
    e.OrderReplied(order="G20261123-003", close_due=_DUE, text=Sealed(ref="Rp3vZr9Q", digest="ab" * 32)),
    e.OrderCalledBack(order="G20261123-003", content="satisfied", how="phone", note=Sealed(ref="Nt3vZr9Q", digest="ab" * 32)),
    e.OrderClosed(order="G20261123-003"),
    e.OrderAppealed(order="G20261123-003", reason="系统停机"),
    e.AppealReviewed(order="G20261123-003", upheld=True, reason="系统停机"),
    e.ExclusionProposed(order="G20261123-003", why="mistaken", reason="按错键"),
    e.ExclusionDecided(order="G20261123-003", why="mistaken", agreed=True, reason="按错键", excluded=True, close_due=_DUE),
    e.OrderReminded(order="G20261123-003", clock="fix", due_us=1795536000000000, nth=2),
    e.OrderOverdue(order="G20261123-003", clock="fix", due_us=1795536000000000),
    e.OrderEscalated(order="G20261123-003", clock="fix", to="district"),
    e.OrderFollowedUp(
        order="G20261123-003",
        level=1,
        nth=2,
        note=Sealed(ref="Nt3vZr9Q", digest="ab" * 32),
        contact=Sealed(ref="Ct4vZr9Q", digest="ef" * 32),
    ),
    e.RatingGiven(
        **_WHERE,
        stars=2,
        stage="completed",
        nth=2,
        channel="qr",
        device="rater-1",
        tags=("long-wait",),
        comment=Sealed(ref="Wk3vZr9Q", digest="cd" * 32),
        dimensions={"attitude": 1, "efficiency": 4},
        content="2026-1",
        kind="follow-up",
        case_no="SZ-2026-1",
        named=True,
        contact=Sealed(ref="Qm7LtB2x", digest="ab" * 32),
        standard="0123456789ab",
    ),
    e.CaseCompleted(
        ticket="1.57",
        leg=2,
        case_no="SZ-2026-1",
        done_us=1795395600000000,
        label="A057",
        day="2026-11-23",
        counter="c1",
        clerk="li",
        services=("seniors",),
        named=True,
        until="2026-12-08",
    ),
    e.RatingDefaulted(**_WHERE, stars=3, stage="completed", day="2026-11-23", standard="0123456789ab"),
    e.RatingsDoubted(
        sign="burst",
        ratings=(e.RatingKey("1.57", 2), e.RatingKey("1.58", 1, "completed", 2)),
        counter="c1",
        clerk="li",
        device="rater-1",
        args={"n": 5, "within_s": 120},
    ),
    e.OpeningsPlanned(
        spans={
            "c1": ((1795395600000000, 1795406400000000), (1795413600000000, 1795426200000000)),
            "c2": ((1795395600000000, 1795406400000000),),
        }
    ),
    e.AlarmRaised(
        alarm="late.warning.queue.social",
        key="late",
        level="warning",
        of="queue",
        slug="social",
        args={"letter": "A", "count": 2, "minutes": 31, "limit": 30},
    ),
    e.CounterOpened(counter="c1", clerk="xiao", mentor="li", assigned=True),
    e.ReportDrafted(
        report="osm",
        from_date="2026-11-01",
        to_date="2026-12-01",
        version=1,
        sha256="ab" * 32,
        journal="1.345:0123456789abcdef",
        content='{"a":1}',
    ),
    e.ReportCorrected(
        report="osm",
        from_date="2026-11-01",
        to_date="2026-12-01",
        version=2,
        sha256="cd" * 32,
        journal="1.399:0123456789abcdef",
        content='{"a":2}',
        why="补录一次巡查",
    ),
    e.ReportChecked(report="osm", from_date="2026-11-01", to_date="2026-12-01", version=1, sha256="ab" * 32, draft="1.346"),
    e.ReportSigned(report="osm", from_date="2026-11-01", to_date="2026-12-01", version=1, sha256="ab" * 32, draft="1.346"),
    e.WorkOrderOpened(
        order="G20261123-003",
        source="rating",
        ticket="1.57",
        label="A057",
        leg=2,
        stage="completed",
        nth=2,
        counter="c1",
        clerk="li",
        service="seniors",
        item="senior-card",
        stars=1,
        tags=("slow", "unclear"),
        dimensions={"attitude": 2},
        named=True,
        channel="phone",
        text=Sealed(ref="Wk3vZr9Q", digest="cd" * 32),
        contact=Sealed(ref="Ct4vZr9Q", digest="ef" * 32),
        contact_due=_DUE,
        close_due=_DUE,
        on_spot_us=1795397400000000,
        tries=3,
    ),
    e.PatrolRecorded(
        cycle="weekly",
        checked={"main": ("people-sort", "space-exits")},
        from_us=1795395000000000,
        until_us=1795395600000000,
        mark="p7",
        findings=("X20261123-001",),
    ),
    _FOUND,
    e.FindingSeenAgain(
        finding="X20261123-001",
        severity="major",
        found_us=1795395600000000,
        mark="p8",
        deduction=3,
        due_us=1795622400000000,
        ladder=(e.Rung(step="slip", at_us=1795622400000000),),
        note=Sealed(ref="Nt3vZr9Q", digest="ab" * 32),
        photos=(Sealed(ref="Ph3vZr9Q", digest="ab" * 32),),
    ),
    e.FindingFixed(
        finding="X20261123-001",
        recheck_us=1795622400000000,
        note=Sealed(ref="Nt3vZr9Q", digest="ab" * 32),
        photos=(Sealed(ref="Ph3vZr9Q", digest="ab" * 32),),
    ),
    e.FindingRechecked(
        finding="X20261123-001",
        passed=False,
        due_us=1795622400000000,
        ladder=(e.Rung(step="slip", at_us=1795622400000000),),
        note=Sealed(ref="Nt3vZr9Q", digest="ab" * 32),
        photos=(Sealed(ref="Ph3vZr9Q", digest="ab" * 32),),
    ),
    e.FindingEscalated(finding="X20261123-001", step="replace", nth=2, note=Sealed(ref="Nt3vZr9Q", digest="ab" * 32)),
    e.ActionPlanned(
        action="C20261123-001", measure="线缆入槽", owner="guo", due="2026-12-01", due_us=1796140800000000, findings=("X20261123-001",)
    ),
    e.ActionStepped(
        action="C20261123-001",
        step="standardise",
        parameter="equipment-place",
        standard="0123456789ab",
        note=Sealed(ref="Nt3vZr9Q", digest="ab" * 32),
    ),
    e.EntryRegistered(
        entry="SW20261123-001",
        register="lost-found",
        fields={"side": "found", "kind": "phone", "what": "黑色手机"},
        closed=True,
        who=Sealed(ref="Wh3vZr9Q", digest="ab" * 32),
        note=Sealed(ref="Nt3vZr9Q", digest="ab" * 32),
        photos=(Sealed(ref="Ph3vZr9Q", digest="ab" * 32),),
    ),
    e.EntryStepped(
        entry="SW20261123-001",
        step="given-back",
        closed=True,
        who=Sealed(ref="Wh3vZr9Q", digest="ab" * 32),
        note=Sealed(ref="Nt3vZr9Q", digest="ab" * 32),
        photos=(Sealed(ref="Ph3vZr9Q", digest="ab" * 32),),
    ),
    e.OrderRead(order="G20261123-003", person="dan"),
    e.FindingWithdrawn(finding="X20261123-001", reason="wrong-place", note=Sealed(ref="Nt3vZr9Q", digest="ab" * 32)),
    e.ReportExported(report="osm", from_date="2026-11-01", to_date="2026-12-01", output="docx", reason="report-up", draft="1.346"),
    e.DeliveryReported(
        report="day",
        from_date="2026-11-23",
        to_date="2026-11-24",
        channel="mail",
        state="partly",
        why="some-refused",
        tries=2,
        again_us=1795395600000000,
        left=("0f3a9c21",),
        gone=("d7be5544",),
    ),
    e.ReportDrafted(
        report="osm",
        from_date="2026-11-01",
        to_date="2026-12-01",
        version=1,
        sha256="ab" * 32,
        journal="1.345:0123456789abcdef",
        content='{"a":1}',
        by={"zh-Hans": "丹"},
    ),
    e.ReportCorrected(
        report="osm",
        from_date="2026-11-01",
        to_date="2026-12-01",
        version=2,
        sha256="cd" * 32,
        journal="1.399:0123456789abcdef",
        content='{"a":2}',
        why="补录一次巡查",
        by={"zh-Hans": "丹"},
    ),
    e.ReportChecked(
        report="osm", from_date="2026-11-01", to_date="2026-12-01", version=1, sha256="ab" * 32, draft="1.346", by={"zh-Hans": "高"}
    ),
    e.ReportSigned(
        report="osm", from_date="2026-11-01", to_date="2026-12-01", version=1, sha256="ab" * 32, draft="1.346", by={"zh-Hans": "高"}
    ),
    msgspec.structs.replace(_FOUND, source="inspection"),
    e.EntryWithdrawn(entry="YL20261123-001", reason="mistake", note=Sealed(ref="Nt3vZr9Q", digest="ab" * 32)),
    e.ActionStepped(
        action="C20261123-001",
        step="standardise",
        parameter="equipment-place",
        why="现行标准已有规定",
        standard="0123456789ab",
        note=Sealed(ref="Nt3vZr9Q", digest="ab" * 32),
    ),
    e.DeviceReported(device="agent-1", state="back", anew=("voice-1",)),
)
"""What the lines of the golden history mean to this release, line by line."""


class Line(Struct):
    """A line of the golden history: kind, version, and the body byte for byte as it is stored."""

    kind: str
    v: int
    body: Raw


def golden() -> list[Line]:
    """Return the lines of the golden history."""
    return [msgspec.json.decode(line, type=Line) for line in GOLDEN.read_bytes().splitlines()]


@pytest.mark.parametrize(("line", "event"), list(zip(golden(), EXPECTED, strict=True)), ids=[line.kind for line in golden()])
def test_every_stored_line_still_means_what_it_meant(line: Line, event: e.Event) -> None:
    """A changed event needs a new version and an upcaster; the bytes on disk stay as they are."""
    assert decode(line.kind, line.v, bytes(line.body)) == event


@pytest.mark.parametrize("line", [line for line in golden() if line.v == getattr(e, line.kind).V], ids=lambda it: it.kind)
def test_lines_of_todays_version_are_written_as_they_stand(line: Line) -> None:
    """The chain is over bytes: a rebuild that encodes otherwise would find nothing but breaks."""
    assert encode(decode(line.kind, line.v, bytes(line.body))) == bytes(line.body)


@pytest.mark.parametrize(
    "event", [it for line, it in zip(golden(), EXPECTED, strict=True) if line.v == it.V], ids=lambda it: type(it).__name__
)
def test_the_golden_history_leaves_no_field_at_its_default(event: e.Event) -> None:
    """A field that is left out of the bytes proves nothing about how it is read."""
    stored = msgspec.json.decode(encode(event))

    assert set(stored) == {field.encode_name for field in msgspec.structs.fields(type(event))}


def test_an_unknown_kind_is_refused_by_name() -> None:
    """Going on without it would show a hall that never was."""
    with pytest.raises(UnknownEvent, match="TicketTeleported version 1: this program knows no such event"):
        decode("TicketTeleported", 1, b"{}")


def test_a_newer_version_is_refused() -> None:
    """An old program on a new journal stops at once and says what to do."""
    with pytest.raises(UnknownEvent, match="DayOpened version 2: this program knows 1; install the newer one"):
        decode("DayOpened", 2, b'{"date":"2026-11-23"}')


class TicketWeighed(Struct, frozen=True, kw_only=True):
    """An event that has had three versions; it stands in for one that a later release will change."""

    grams: int
    scale: str
    V: ClassVar[int] = 3


@pytest.fixture
def weighed() -> Iterator[None]:
    """Let the history know that event while the test runs."""
    history._DECODERS["TicketWeighed"] = msgspec.json.Decoder(TicketWeighed)
    history._VERSIONS["TicketWeighed"] = TicketWeighed.V
    history.UPCASTERS["TicketWeighed", 1] = lambda body: {"kilos": body["weight"]}
    history.UPCASTERS["TicketWeighed", 2] = lambda body: {"grams": round(body["kilos"] * 1000), "scale": "unknown"}
    yield
    del history._DECODERS["TicketWeighed"], history._VERSIONS["TicketWeighed"]
    del history.UPCASTERS["TicketWeighed", 1], history.UPCASTERS["TicketWeighed", 2]


@pytest.mark.usefixtures("weighed")
@pytest.mark.parametrize(
    ("version", "body"),
    [(1, b'{"weight":1.5}'), (2, b'{"kilos":1.5}'), (3, b'{"grams":1500,"scale":"unknown"}')],
)
def test_older_versions_are_lifted_step_by_step(version: int, body: bytes) -> None:
    """Each release writes one upcaster from the version before; none has to be rewritten."""
    assert decode("TicketWeighed", version, body) == TicketWeighed(grams=1500, scale="unknown")


def test_every_version_before_todays_has_its_upcaster() -> None:
    """A missing step would be found in the hall with the oldest journal, at night."""
    wanted = {(kind.__name__, version) for kind in e.EVENTS for version in range(1, kind.V)}

    assert set(history.UPCASTERS) == wanted


def test_every_event_of_today_stands_in_the_golden_history() -> None:
    """What is not there may be changed without anybody noticing that journals can no longer be read."""
    assert {(line.kind, line.v) for line in golden()} >= {(kind.__name__, kind.V) for kind in e.EVENTS}
