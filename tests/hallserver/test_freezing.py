# SPDX-License-Identifier: Apache-2.0
"""A signed report on disk: byte for byte what was signed, whatever happens to the hall afterwards."""

import hashlib
import io
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pypdf import PdfReader

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.commands_site import Found
from hallserver.core.errors import Malformed, NotFound
from hallserver.core.hall import Hall
from hallserver.freezing import Freezing, stamp_of
from hallserver.report_apart import Apart
from hallserver.report_process import NOTHING, NotMade, Order
from hallserver.store.database import read_only
from hallserver.store.folder import FILE, Folder
from hallserver.store.report_versions import VersionRow
from reports.frozen import canonical, thawed
from reports.osm import Boxed
from tests.support import BOSS, DUTY, GUIDE, LI, NINE_US, SMALL_HALL, Play, keep, new_folder, next_day

DAY = {"report": "day", "from_date": "2026-11-23", "to_date": "2026-11-24"}
OSM = {"report": "osm", "from_date": "2026-11-01", "to_date": "2026-12-01"}
MONTH = {**OSM, "report": "month"}
BOXES = c.Boxes(work="巡查一次；联系人 440304199001010003", problems="通道堆物", measures="每日两查")


def november() -> Play:
    """Return a hall on 2 December with a Monday in November: two visitors, a rating, a patrol with a finding."""
    play = Play().open()
    for _ in range(2):
        play.take()
        play.serve(LI)
    play.ask(c.RecordPatrol(checked={"main": ("space-exits", "waste-clean")}, findings=(Found(check="space-exits", zone="main"),)), GUIDE)
    return next_day(play, 9 * 24)


def freezing(play: Play, path: Path) -> Freezing:
    """Return the freezing of a data folder that holds what was played."""
    with closing(Folder(new_folder(path))) as folder:
        keep(folder, play.entries)
    return Freezing(connect=lambda: closing_reader(path), hall=lambda: play.hall)


class closing_reader:  # noqa: N801 -- stands for the folder's own function
    """A read-only connection for a while."""

    def __init__(self, path: Path) -> None:
        """Open the file."""
        self._database = read_only(path / FILE)

    def __enter__(self) -> Any:  # noqa: ANN401 -- peewee's own
        """Give it."""
        return self._database

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._database.close()


class InProcess:
    """Makes what is ordered here and now, as the process of its own does."""

    percent = 0

    def __init__(self, freezer: Freezing, order: Order) -> None:
        """Keep what is wanted."""
        self._freezer, self._order = freezer, order

    def run(self) -> bytes:
        """Make it."""
        it = self._order
        if it.draft:
            return self._freezer.file(it.draft, it.output, it.language)
        try:
            return self._freezer.content(it.kind, it.span, msgspec.json.decode(it.boxes, type=Boxed)).encode()
        except NotFound as error:
            raise NotMade(str(error), NOTHING) from error

    def cancel(self) -> None:
        """Too late."""


def apart(freezer: Freezing) -> Apart:
    """Return what the door asks of this freezing."""
    return Apart(maker=lambda order: InProcess(freezer, order), versions=freezer.versions, frozen=lambda place: freezer.file(place, "json"))


def drafted(of: dict[str, Any], **more: Any) -> c.DraftReport:
    """Return the command as somebody asks it."""
    return c.DraftReport(**of, **more)


def signed_november(path: Path) -> tuple[Play, str]:
    """Return a hall whose November was frozen (``path``: a folder for that) and signed; then it was renamed, and corrected once more."""
    play = november()
    made = apart(freezing(play, path)).freeze(drafted(OSM, boxes=BOXES))
    [draft] = play.ask(drafted(OSM, content=made), DUTY)
    assert isinstance(draft, e.ReportDrafted)
    play.ask(c.CheckReport(**OSM, sha256=draft.sha256), BOSS)  # type: ignore[arg-type]
    play.later(60).ask(c.SignReport(**OSM, sha256=draft.sha256), BOSS)  # type: ignore[arg-type]
    renamed = [row | {"names": {"zh-Hans": "改名后的大厅"}} for row in SMALL_HALL["hall"]]
    play.fold(e.Configured(section="hall", rows=renamed), BOSS)
    married = [row | {"names": {"zh-Hans": "改了姓名"}} for row in SMALL_HALL["people"]]
    play.fold(e.Configured(section="people", rows=married), BOSS)
    play.ask(c.CorrectReport(**OSM, why="补录一次巡查", content=made), DUTY)  # type: ignore[arg-type]
    return play, made.text


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Play, Freezing, str]:
    """Return the hall, its freezing, and what was frozen: November's report, signed, then everything renamed and one more correction."""
    play, text = signed_november(tmp_path_factory.mktemp("before") / "hall")
    return play, freezing(play, tmp_path_factory.mktemp("after") / "hall"), text


def test_a_signed_version_is_given_out_byte_for_byte(signed: tuple[Play, Freezing, str]) -> None:
    """After a change of the set-up, a correction and a new process: the same bytes, of the digest that was signed."""
    _, freezer, text = signed
    row = freezer.versions()[-1]
    again = freezer.file(row.place, "json")

    assert again == text.encode()
    assert hashlib.sha256(again).hexdigest() == row.sha256
    assert canonical(thawed(text)) == text
    assert (row.state, row.version, row.journal) == ("signed", 1, thawed(text).journal)
    before = signed[0].entries[row.seq - 2]
    assert "".join(thawed(text).heads or ()).startswith(f"{before.epoch}.{before.seq}:"), "all that was there when it was made"


def test_its_pages_are_made_of_what_was_frozen_and_say_who_signed(signed: tuple[Play, Freezing, str]) -> None:
    """The hall has another name by now; the paper that was signed has the old one. What looks like an ID number is masked."""
    _, freezer, _ = signed
    correction, first = freezer.versions()
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(freezer.file(first.place, "pdf"))).pages]
    text = "".join(pages).replace("\n", "")

    assert "改名后的大厅" not in text
    assert "改了姓名" not in text, "who signed is called as on the day"
    assert first.names.keys() == {"drafted"}, "the hall manager of this hall is in no list of people"
    for said in ("第 1 版", "已签发", "OSM 风格", first.sha256[:16], "通道堆物", "X20261123-001"):
        assert said in text, said
    assert "440304199001010003" not in text
    second = PdfReader(io.BytesIO(freezer.file(correction.place, "pdf"))).pages[0].extract_text().replace("\n", "")
    assert "第 2 版" in second
    assert "补录一次巡查" in second
    assert "改了姓名" in second, "this one was drafted under the new name"


@pytest.mark.parametrize("of", [DAY, MONTH, {"report": "week", "from_date": "2026-11-23", "to_date": "2026-11-30"}])
def test_other_reports_are_frozen_alike(of: dict[str, str], signed: tuple[Play, Freezing, str]) -> None:
    """A day, a week, a month: the whole report with its charts' data, from which every format can be made."""
    _, freezer, _ = signed
    made = apart(freezer).freeze(drafted(of, boxes=BOXES))
    again = thawed(made.text)

    assert canonical(again) == made.text
    assert again.figures is not None
    assert again.figures.section("tickets").groups[0].figure("tickets.issued").value == 2
    assert again.boxes.problems == "通道堆物"


def test_dates_that_are_none_and_days_without_data_are_refused(signed: tuple[Play, Freezing, str]) -> None:
    """No data is not a report of zeros."""
    _, freezer, _ = signed
    for fields in ({"to_date": "2026-11-31"}, {"to_date": "2026-11-01"}, {"to_date": "2026-11-30"}, {"from_date": "2026-11-02"}):
        with pytest.raises(Malformed):
            apart(freezer).freeze(drafted(OSM | fields))
    for fields in (
        {"from_date": "2026-09-01", "to_date": "2026-10-01"},
        {"report": "day", "from_date": "2026-11-24", "to_date": "2026-11-25"},
    ):
        with pytest.raises(NotFound):
            apart(freezer).freeze(drafted(OSM | fields))


def test_who_is_not_in_the_catalog_is_named_by_the_slug() -> None:
    """Somebody who has left signed all the same."""
    row = VersionRow(1, 2, "day", "2026-11-23", "2026-11-24", 1, "ab" * 32, "", "", "person:gone", NINE_US, None, None, None, None)
    stamp = stamp_of(row, Hall(), "zh-Hans")

    assert (stamp.drafted, stamp.checked, stamp.state) == ("gone 2026-11-23 09:00", "", "draft")
    kept = stamp_of(row._replace(drafted_name='{"zh-Hans":"走了的人"}'), Hall(), "zh-Hans")
    assert kept.drafted == "走了的人 2026-11-23 09:00"


def test_a_version_is_given_out_as_what_it_is_alone(signed: tuple[Play, Freezing, str]) -> None:
    """Whoever asks for it as another report, or of other days, gets none: the journal would say something else than was taken."""
    _, freezer, text = signed
    row = freezer.versions()[-1]
    for of in (("month", row.from_date, row.to_date), ("osm", row.from_date, "2026-11-30")):
        with pytest.raises(NotFound, match="report-not-drafted"):
            freezer.file(row.place, "json", of=of)
    assert freezer.file(row.place, "json", of=("osm", row.from_date, row.to_date)) == text.encode()
    assert apart(freezer).version(row.place, "json", "en") == text.encode()
    assert apart(freezer).version(row.place, "docx", "en").startswith(b"PK")
