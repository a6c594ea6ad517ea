# SPDX-License-Identifier: Apache-2.0
"""What a line of a story says of its event, by hand."""

import pytest

from hallserver.core import events as e
from hallserver.core.happening import LegPlan
from reports.timeline_facts import Setting, actor_name, facts_of
from tests.reports.sample_day import catalog

GROUPS = {"elderly": {"zh-Hans": "老年人", "en": "Elderly"}}
SETTING = Setting(catalog=catalog(), groups=GROUPS, language="zh-Hans", standard=None)
NINE_US = 1_795_395_600_000_000
"""Monday 2026-11-23 09:00 in Shanghai."""


def _entry(event: e.Event, actor: str = "person:li") -> e.Entry:
    return e.Entry(epoch=1, seq=7, at_us=NINE_US, day="2026-11-23", actor=actor, event=event, idem_key=None)


@pytest.mark.parametrize(
    ("event", "facts"),
    [
        (e.TicketHeld(ticket="1.2", leg=1, counter="gone", clerk="li", reason="copy"), ["窗口：gone", "原因：复印材料"]),
        (e.RatingGiven(ticket="1.2", leg=1, counter="", clerk="", stars=2, channel="rater"), ["星级：2", "渠道：评价器"]),
        (
            e.VisitorContacted(order="G20261123-001", how="phone", reached=False, nth=2),
            ["工单：G20261123-001", "方式：电话", "已联系上：否", "第几次：2"],
        ),
        (
            e.CaseCompleted(
                ticket="1.2", leg=1, case_no="SZ-1", done_us=NINE_US, label="A001", day="", counter="", clerk="",
                services=(), named=False, until="",
            ),
            ["办件编号：SZ-1", "办件办结时间：2026-11-23 09:00:00"],
        ),
        (e.PriorityChecked(ticket="1.2", leg=1, group="elderly"), ["优先类别：老年人"]),
        (e.TicketAbsent(ticket="1.2", leg=1, counter="", clerk="", misses=1, forfeited=False), ["第几次过号：1"]),
    ],
)  # fmt: skip
def test_a_line_says_names_words_and_times(event: e.Event, facts: list[str]) -> None:
    """Fields as they are by default say nothing; the slug of a row that is gone stands as it is."""
    said = [it for it in facts_of(_entry(event), SETTING) if not it.endswith("：")]
    assert [it for it in said if it in facts] == facts


def test_a_number_says_its_queue_service_and_quoted_wait() -> None:
    """As the visitor was told it."""
    names = catalog()
    queue = next(iter(names.queues.values()))
    service = next(iter(names.services.values()))
    plan = LegPlan(queue=queue.slug, services=(service.slug,))
    event = e.TicketIssued(letter="A", number=1, label="A001", legs=(plan,), range_s=(300, 720), ahead=3)
    facts = list(facts_of(_entry(event, "device:kiosk-1"), SETTING))
    assert "预计等候：5分00秒 – 12分00秒" in facts
    assert "前面人数：3" in facts
    assert any(it.startswith("队列与业务：") and service.names["zh-Hans"] in it for it in facts)


def test_who_did_it_is_named_once() -> None:
    """A clerk at the own counter is in the line's own column; what a keypad did names the clerk beside it."""
    event = e.ServiceStarted(ticket="1.2", leg=1, counter="c1", clerk="li")
    assert not any("窗口人员" in it for it in facts_of(_entry(event), SETTING))
    assert any("窗口人员" in it for it in facts_of(_entry(event, "device:keypad-1"), SETTING))


@pytest.mark.parametrize(
    ("actor", "name"), [("service:clock", "系统"), ("ticket:1.2", "办事群众"), ("device:gone", "设备"), ("odd:x", "odd:x")]
)
def test_actors_without_a_name_are_said_by_what_they_are(actor: str, name: str) -> None:
    """An actor of a kind that is not known stands as the journal has it."""
    assert actor_name(actor, SETTING) == name
