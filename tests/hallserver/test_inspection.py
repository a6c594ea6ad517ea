# SPDX-License-Identifier: Apache-2.0
"""Inspecting a hall: a number's story from the file, on paper and as data, with the standard that was in force then."""

import io
from contextlib import closing
from pathlib import Path

import msgspec
from pypdf import PdfReader

from hallserver.core import events as e
from hallserver.inspection import made_timeline, timeline_report
from hallserver.store.folder import Folder
from tests.hallserver.core.work import rated, steps
from tests.support import keep, new_folder, next_day

DAY = "2026-11-23"


def test_a_story_is_read_back_from_paper_and_from_data(tmp_path: Path) -> None:
    """The same moments in both; the standard is that of the ticket, not that of today; who served does not learn who rated."""
    play = rated()
    steps(play, "verify", "contact")
    next_day(play)
    issue = next(it for it in play.entries if isinstance(it.event, e.TicketIssued))
    number, mark = issue.event.label, issue.event.standard  # type: ignore[attr-defined]
    with closing(Folder(new_folder(tmp_path))) as folder, folder.database.reader() as reader:
        keep(folder, play.entries)
        pdf = timeline_report(reader, DAY, number.lower(), "pdf", hall=play.hall)
        body = msgspec.json.decode(timeline_report(reader, DAY, number, "json", hall=play.hall, language="en"))
        served = next(it.event.clerk for it in play.entries if isinstance(it.event, e.RatingGiven))
        hidden = made_timeline(reader, DAY, number, play.hall, language="en", but=served)

    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert {"号码全过程", number, mark, "wait.promise_avg", "评价", "工单生成"} <= {it for it in (
        "号码全过程", number, mark, "wait.promise_avg", "评价", "工单生成") if it in text}  # fmt: skip
    assert (body["number"], body["standard"]) == (number, mark)
    assert [it["what"] for it in body["moments"]][:2] == ["Number issued", "Called"]
    assert "Rated" in {it["what"] for it in body["moments"]}
    assert not {"Rated", "Work order opened", "Work order verified"} & {it.what for it in hidden.moments}
    assert body["journal"].startswith("1.")
