# SPDX-License-Identifier: Apache-2.0
"""One report from folders to bytes: how far it is, what leaves it without names, what cannot be asked for."""

import io
import json
from pathlib import Path

import pytest
from msgspec import structs
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName

from hallserver.core.errors import HallError, Malformed, NotFound
from hallserver.report_making import FROZEN, NAMING, Wanted, make, must_hold, without_names
from reports.acts import ActLine
from reports.day import make_day
from reports.figures import count
from reports.frozen import canonical, thawed
from reports.kinds import between, span_of
from reports.osm import Boxed
from reports.report import Group, Section
from tests.hallserver.cli.running import hallserver
from tests.hallserver.cli.test_report import DAY
from tests.reports.sample_day import busy_day, names


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one replayed ticket."""
    folder = tmp_path_factory.mktemp("making")
    (folder / "day.csv").write_text(DAY, encoding="utf-8")
    assert hallserver("replay", folder / "day.csv", "--data", folder / "hall").returncode == 0
    return folder / "hall"


def wanted(kind: str, date: str, output: str = "json") -> Wanted:
    """Return what is wanted."""
    return Wanted(kind=kind, span=span_of(kind, date), output=output)


def test_it_tells_how_far_it_is_and_what_it_tells_may_end_it(data: Path) -> None:
    """Never back, from nothing to all; so a report is cancelled."""
    for kind in ("day", "month", "osm"):
        heard = list[float]()
        assert json.loads(make([data], wanted(kind, "2026-11-23"), heard.append).content)
        assert (heard == sorted(heard), heard[0], heard[-1]) == (True, 0, 1), kind

    def stop(part: float) -> None:
        if part > 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make([data], wanted("month", "2026-11"), stop)


def test_on_site_management_has_every_format_and_fills_a_form(data: Path) -> None:
    """Of one hall and of several; what is no workbook is refused."""
    begins = {"png": b"\x89PNG", "xlsx": b"PK", "csv": b"\xef\xbb\xbfsection,"}
    for halls, output in ((1, "png"), (1, "xlsx"), (2, "xlsx"), (2, "csv")):
        assert make([data] * halls, wanted("osm", "2026-11", output)).content.startswith(begins[output])
    form = io.BytesIO()
    book = Workbook()
    book.defined_names["tickets.issued"] = DefinedName("tickets.issued", attr_text="'Sheet'!$A$1")
    book.save(form)
    filled = make([data, data], structs.replace(wanted("osm", "2026-11", "xlsx"), form=form.getvalue())).content
    assert load_workbook(io.BytesIO(filled)).worksheets[0]["A1"].value == 2
    with pytest.raises(Malformed, match="report-form"):
        make([data], structs.replace(wanted("osm", "2026-11", "xlsx"), form=b"form"))


def test_the_content_of_a_draft_is_made_of_one_hall_with_what_people_wrote(data: Path) -> None:
    """Canonical, as the journal keeps it; a version that nobody drafted is none, and none is written in what only drafts are."""
    asked = structs.replace(wanted("day", "2026-11-23", FROZEN), boxes=Boxed(work="当日平稳"))
    text = make([data], asked).content.decode()
    assert (canonical(thawed(text)), thawed(text).boxes.work) == (text, "当日平稳")
    with pytest.raises(NotFound, match="report-not-drafted"):
        make([data], structs.replace(wanted("day", "2026-11-23", "pdf"), draft="1.2"))
    with pytest.raises(Malformed, match="report-format"):
        make([data], structs.replace(asked, draft="1.2"))
    with pytest.raises(Malformed, match="report-one-hall"):
        must_hold(structs.replace(wanted("month", "2026-11", "pdf"), draft="1.2"), [data, data])


def test_what_goes_by_mail_names_no_staff_and_keeps_the_sums() -> None:
    """Neither lists of acts nor figures of persons."""
    group = Group(slug="li", figures=(count("tickets.issued", "tickets", 1, 1),))
    act = ActLine(at_us=0, kind="lift", number="A001", counter="", by={}, ordered_by={}, reason="")
    day = make_day(busy_day(20), names())
    named = structs.replace(day, acts=(act,), sections=(*day.sections, *(Section(key=key, groups=(group,)) for key in NAMING)))
    bare = without_names(named)
    assert (bare.acts, [it.key for it in bare.sections if it.key in NAMING]) == ((), [])
    assert bare.section("tickets") == named.section("tickets")


def test_what_cannot_be_asked_for_is_refused(tmp_path: Path) -> None:
    """A kind that there is not, a day of two halls, a form that is to be a PDF, or filled with a version that was drafted."""
    for kind, folders, key in (("decade", 1, "report-unknown"), ("day", 2, "report-one-hall")):
        with pytest.raises(HallError, match=key):
            must_hold(Wanted(kind=kind, span=between("2026-11-23", "2026-11-23")), [tmp_path] * folders)
    with pytest.raises(Malformed, match="report-form-xlsx"):
        make([tmp_path], Wanted(kind="day", span=between("2026-11-23", "2026-11-23"), form=b"x"))
    with pytest.raises(Malformed, match="report-form-frozen"):
        make([tmp_path], Wanted(kind="day", span=between("2026-11-23", "2026-11-23"), output="xlsx", form=b"x", draft="1.9"))
    assert Wanted(kind="period", span=between("2026-11-02", "2026-11-04")).name == "period-2026-11-02_2026-11-04.pdf"
