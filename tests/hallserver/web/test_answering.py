# SPDX-License-Identifier: Apache-2.0
"""The shape of an answer on the wire."""

import msgspec

from hallserver.answers import Answer
from hallserver.core.events import Entry, ReportDrafted
from hallserver.web.answering import AnswerOnWire, on_the_wire
from tests.hallserver.web.running import Running, run, said
from tests.support import NINE_US


def test_an_answer_has_exactly_the_described_shape() -> None:
    """The OpenAPI document describes `AnswerOnWire`; what goes out must fit it."""

    async def story(door: Running) -> None:
        answer = await door.command("take-ticket", {"services": ["seniors"]}, proof=await door.device("kiosk-1"))
        read = msgspec.convert(said(answer), AnswerOnWire)
        assert read.seq == read.events[-1].seq == door.service.hall.seq
        assert read.events[-1].kind == "TicketIssued"
        assert read.events[-1].event["label"] == read.result["number"]

    run(story)


def test_the_content_of_a_drafted_report_is_no_part_of_the_answer() -> None:
    """Of many halls it is larger than a line takes, and whoever wants it asks for the version. What is in the journal stays whole."""
    drafted = ReportDrafted(
        report="district", from_date="2026-11-01", to_date="2026-12-01", version=1, sha256="ab" * 32, journal="1.8:ab", content="{}"
    )
    entry = Entry(epoch=1, seq=9, at_us=NINE_US, day="2026-12-02", actor="person:dan", event=drafted)
    told = msgspec.json.decode(msgspec.json.encode(on_the_wire(Answer(seq=9, events=[entry], result={}))), type=AnswerOnWire)

    assert told.events[0].event == msgspec.to_builtins(drafted) | {"content": ""}
    assert drafted.content == "{}"
