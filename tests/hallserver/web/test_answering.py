# SPDX-License-Identifier: Apache-2.0
"""The shape of an answer on the wire."""

import msgspec

from hallserver.web.answering import AnswerOnWire
from tests.hallserver.web.running import Running, run, said


def test_an_answer_has_exactly_the_described_shape() -> None:
    """The OpenAPI document describes `AnswerOnWire`; what goes out must fit it."""

    async def story(door: Running) -> None:
        answer = await door.command("take-ticket", {"services": ["seniors"]}, proof=await door.device("kiosk-1"))
        read = msgspec.convert(said(answer), AnswerOnWire)
        assert read.seq == read.events[-1].seq == door.service.hall.seq
        assert read.events[-1].kind == "TicketIssued"
        assert read.events[-1].event["label"] == read.result["number"]

    run(story)
