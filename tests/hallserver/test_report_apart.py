# SPDX-License-Identifier: Apache-2.0
"""What is made while somebody waits: by which order, and what is said where there is nothing to report."""

from datetime import date
from functools import partial
from pathlib import Path

import pytest
from msgspec import structs

from hallserver.core import commands as c
from hallserver.core.errors import Conflict, Malformed, NotFound
from hallserver.core.hall import Hall
from hallserver.district import NO_DISTRICT, District
from hallserver.report_apart import Apart, apart_of, span_drafted
from hallserver.report_making import FROZEN
from hallserver.report_process import BROKEN, NOTHING, UNREADABLE, NotMade, Order
from hallserver.settings import load
from hallserver.store.folder import init_folder
from hallserver.store.report_versions import VersionRow
from tests.support import NINE_US

ROW = VersionRow(1, 9, "week", "2026-11-16", "2026-11-23", 1, "ab" * 32, "1.8:ab", "", "person:dan", NINE_US, None, None, None, None)


class Pretend:
    """Notes what is ordered; has a content, or none."""

    percent = 0

    def __init__(self, fault: NotMade | None = None) -> None:
        """Begin with no order."""
        self.orders: list[Order] = []
        self.ended = 0
        self._fault = fault

    def of(self, order: Order) -> "Pretend":
        """Take an order."""
        self.orders.append(order)
        return self

    def run(self) -> bytes:
        """Make it."""
        if self._fault is not None:
            raise self._fault
        return b'{"report":"week"}'

    def cancel(self) -> None:
        """Note it."""
        self.ended += 1


def apart(pretend: Pretend) -> Apart:
    """Return what is made apart by it."""
    return Apart(maker=pretend.of, versions=lambda: [ROW], frozen=lambda place: f"{place} as it was".encode(), running=[])


def draft(report: str = "week", first: str = "2026-11-16", end: str = "2026-11-23") -> c.DraftReport:
    """Return the command."""
    return c.DraftReport(report=report, from_date=first, to_date=end, boxes=c.Boxes(work="联系 440304199001010003"))  # type: ignore[arg-type]


def test_each_is_one_order_to_a_process_of_its_own() -> None:
    """A day, a draft whose boxes hold no ID number, a version; JSON of a version needs no process."""
    pretend = Pretend()
    it = apart(pretend)
    assert it.day("pdf", "2026-11-23") == b'{"report":"week"}'
    assert it.freeze(draft()).text == '{"report":"week"}'
    assert it.version("1.9", "docx", "en") == b'{"report":"week"}'
    assert it.version("1.9", "json", "en") == b"1.9 as it was"

    day, drafted, version = pretend.orders
    assert (day.kind, day.output, day.span.first, day.boxes, day.draft) == ("day", "pdf", date(2026, 11, 23), "", "")
    assert (drafted.kind, drafted.output, drafted.span.end) == ("week", FROZEN, date(2026, 11, 23))
    assert "19900101" not in drafted.boxes
    assert (version.kind, version.output, version.draft, version.language, version.span) == ("week", "docx", "1.9", "en", drafted.span)
    assert it.running == []


def test_nothing_to_report_is_not_found_and_a_fault_is_one() -> None:
    """As it was when the server made them itself."""
    empty = apart(Pretend(NotMade("nothing", NOTHING)))
    for ask, key in ((lambda: empty.day("pdf", "2026-11-23"), "report-no-day"), (lambda: empty.freeze(draft()), "report-no-days")):
        with pytest.raises(NotFound, match=key):
            ask()
    with pytest.raises(Malformed, match="report-date"):
        empty.day("pdf", "../x")
    with pytest.raises(NotMade):
        apart(Pretend(NotMade("broken", 1))).day("pdf", "2026-11-23")


def test_of_several_halls_one_that_is_gone_or_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Before anything is begun where its folder has gone, by what the process says where its file is no good."""
    pretend, refused = Pretend(), Pretend(NotMade("yuanling: the chain breaks at 1.19", UNREADABLE))
    assert "district" not in apart(pretend).kinds
    for district, key in ((NO_DISTRICT, "district-none"), (District(folders=(tmp_path / "yuanling",)), "district-folder-gone")):
        with pytest.raises(NotFound, match=key):
            structs.replace(apart(pretend), district=district).freeze(draft("district", "2026-11-01", "2026-12-01"))
    assert pretend.orders == []
    init_folder(tmp_path / "yuanling", "yuanling")
    both = structs.replace(apart(refused), district=District(folders=(tmp_path / "yuanling",)))
    assert "district" in both.kinds
    with pytest.raises(Conflict, match="district-unreadable") as unreadable:
        both.freeze(draft("district", "2026-11-01", "2026-12-01"))
    assert unreadable.value.args_by_name == {"says": "yuanling: the chain breaks at 1.19"}


def test_what_is_to_be_signed_is_not_drafted_of_a_journal_that_was_changed() -> None:
    """Who drafts it reads where it breaks."""
    with pytest.raises(Conflict, match="report-journal-broken") as refused:
        apart(Pretend(NotMade("the chain breaks at 1.19", BROKEN))).freeze(draft("day", "2026-11-23", "2026-11-24"))
    assert refused.value.args_by_name == {"says": "the chain breaks at 1.19"}


def test_a_server_that_stops_ends_what_is_being_made(tmp_path: Path) -> None:
    """No process is left over."""
    pretend = Pretend()
    it = apart(pretend)
    it.running.append(pretend)
    it.cancel()
    assert pretend.ended == 1
    of_folder = apart_of(tmp_path, lambda: pytest.fail("nothing is read yet"), Hall, load(None, {}, {}))
    by_hall = apart_of(tmp_path, lambda: pytest.fail("nothing is read yet"), Hall, load(None, {}, {}), lambda: 0).maker
    assert isinstance(by_hall, partial)
    assert by_hall.keywords["now"]() == 0, "the hall's clock"
    assert of_folder.maker(Order(kind="day", span=span_drafted(draft("day", "2026-11-23", "2026-11-24")), output="pdf")).percent == 0


@pytest.mark.parametrize(("report", "first", "end"), [("period", "2026-11-17", "2026-11-24"), ("year", "2026-01-01", "2027-01-01")])
def test_what_is_signed_is_of_the_days_that_were_asked_for(report: str, first: str, end: str) -> None:
    """A period is from anywhere to anywhere."""
    span = span_drafted(draft(report, first, end))
    assert (span.first.isoformat(), span.end.isoformat()) == (first, end)


@pytest.mark.parametrize(
    ("report", "first", "end", "key"),
    [
        ("week", "2026-11-17", "2026-11-24", "report-not-whole"),
        ("month", "2026-11-01", "2026-11-30", "report-not-whole"),
        ("period", "2026-11-17", "2026-11-17", "report-dates"),
        ("day", "2026-11-31", "2026-12-01", "report-no-date"),
    ],
)
def test_what_is_signed_holds_a_whole_week_month_or_year(report: str, first: str, end: str, key: str) -> None:
    """A week from Tuesday to Monday would be called by a week's name."""
    with pytest.raises(Malformed, match=key):
        span_drafted(draft(report, first, end))
