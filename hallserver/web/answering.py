# SPDX-License-Identifier: Apache-2.0
"""What a command answers on the wire, over HTTP and over a socket alike."""

from typing import Any

from msgspec import Struct, structs

from hallserver.answers import Answer, under_its_kind
from hallserver.core.events import Entry, ReportCorrected, ReportDrafted


class HappenedOnWire(Struct, kw_only=True):
    """One journal entry as it is told to others."""

    epoch: int
    seq: int
    at_us: int
    day: str
    actor: str
    kind: str
    v: int
    event: dict[str, Any]


class AnswerOnWire(Struct, kw_only=True):
    """The answer of a command: the journal's seq after it, its entries, its result."""

    seq: int
    events: list[HappenedOnWire]
    result: dict[str, Any]


def on_the_wire(answer: Answer) -> dict[str, object]:
    """Return the answer ready to be encoded by msgspec; its shape is ``AnswerOnWire``.

    The content of a report that was drafted is left out: of many halls it is larger than a line may be, and its version gives it.
    """
    return {"seq": answer.seq, "events": [under_its_kind(_short(entry)) for entry in answer.events], "result": answer.result}


def _short(entry: Entry) -> Entry:
    if not isinstance(entry.event, ReportDrafted | ReportCorrected):
        return entry
    return structs.replace(entry, event=structs.replace(entry.event, content=""))
