# SPDX-License-Identifier: Apache-2.0
"""The report on on-site management from data folders: what is in the tables is in the report; halls add up."""

import base64
import io
from contextlib import closing
from datetime import date
from pathlib import Path

import msgspec
import pytest
from pypdf import PdfReader

from hallserver.core import commands as c
from hallserver.core.checklist import checklist
from hallserver.core.commands_site import Found
from hallserver.core.errors import Malformed, NotFound
from hallserver.core.roles import SERVICE_SETUP
from hallserver.osm_door import AMONG, AMONG_PX, Standing, kept_photos, made_district, made_osm, osm_report, photos_of
from hallserver.sealing import Sealing
from hallserver.store.folder import Folder
from reports.kinds import Span
from reports.osm_ledger import SHOWN_PHOTOS
from reports.osm_text import period_text
from tests import support
from tests.hallserver.test_freezing import closing_reader, freezing, november
from tests.hallserver.test_photos import jpeg, size_of
from tests.support import GUIDE, NINE_US, Play, changed, keep, new_folder, next_day

NOVEMBER, OCTOBER = Span(date(2026, 11, 1), date(2026, 12, 1)), Span(date(2026, 10, 1), date(2026, 11, 1))
DECEMBER = Span(date(2026, 12, 1), date(2027, 1, 1))
JANUARY_US = 1_799_000_000_000_000
"""On the third of January 2027."""


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Standing:
    """Return a hall with a day in November: two visitors, a patrol, a finding."""
    play = november()
    return freezing(play, tmp_path_factory.mktemp("data") / "hall").connect, play.hall


def test_a_halls_month_has_its_patrols_findings_and_figures(hall: Standing) -> None:
    """One day: two checks looked at of all planned, one finding of the checklist's points."""
    made = made_osm(hall, NOVEMBER)
    cell = made.matrix.cell(("space", "sort"))

    assert (made.days, made.staff_days, made.service[0].now.value) == (1, 1, 2)
    assert (sum(made.coverage.done.values()), made.coverage.fixed) == (2, 1)
    assert sum(made.coverage.planned.values()) > 20
    assert (cell.findings, cell.score is not None and cell.score < 100) == (1, True)
    assert [it.item["zh-Hans"][:4] for it in made.findings] == ["安全出口"]
    assert (made.before, made.service[0].before) == (None, None)

    assert {it.key: it.args for it in made.notes}["osm-days-lost"] == {"n": 5, "of": 1}, "the workdays since the 23rd"


def test_two_halls_are_one_district(hall: Standing, tmp_path: Path) -> None:
    """Sums of their points and counts; a hall that did not open in the period is named, with the place that its journal had come to."""
    play = Play()
    with closing(Folder(new_folder(tmp_path / "shut"))) as folder:
        keep(folder, play.entries[:2])
    district = made_district([(lambda: closing_reader(tmp_path / "shut"), play.hall), hall, hall], NOVEMBER)
    [without] = district.without
    assert (without.hall, without.journal[:4], len(district.halls)) == (play.hall.catalog.here.names, "1.2:", 2)

    assert district.service[0].now.value == 4
    assert district.matrix.whole.findings == 2


def test_a_district_is_compared_only_where_all_its_halls_have_data_of_the_month_before(
    hall: Standing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A station that opened in December is no growth; the note says so in place of that on the other figures."""
    monkeypatch.setattr(support, "NINE_US", NINE_US + 9 * 86_400_000_000)
    play = Play()
    with closing(Folder(new_folder(tmp_path / "new"))) as folder:
        keep(folder, play.entries)
    new = (lambda: closing_reader(tmp_path / "new"), play.hall)
    same, other = (made_district([hall, it], DECEMBER, now_us=JANUARY_US) for it in (hall, new))

    assert [it.service[0].before is None for it in (same, other)] == [False, True]
    said = [[(note.key, note.args) for note in it.notes if "halls-" in note.key] for it in (same, other)]
    assert said == [[], [("osm-halls-differ", {"n": 2, "then": 1})]]


def test_it_comes_out_as_json_and_what_there_is_not_is_refused(hall: Standing) -> None:
    """A month in which nobody opened has no report."""
    assert msgspec.json.decode(osm_report([hall], NOVEMBER, "json", "zh-Hans"))["to_date"] == "2026-12-01"
    with pytest.raises(Malformed):
        osm_report([hall], NOVEMBER, "odt", "zh-Hans")
    for halls in ([hall], [hall, hall]):
        with pytest.raises(NotFound):
            osm_report(halls, OCTOBER, "json", "zh-Hans")


def test_a_past_month_has_the_checklist_that_was_in_force_then(tmp_path: Path) -> None:
    """On 2 December a check is dropped, one costs more, one is new, and the steps weigh otherwise: November's report stays as it was."""
    play = november()
    was = made_osm((freezing(play, tmp_path / "before").connect, play.hall), NOVEMBER)
    mine = {"names": {"zh-Hans": "雨伞架"}, "resource": "goods", "step": "place", "cycle": "daily"}
    dropped = {"slug": "waste-clean", "names": {"zh-Hans": "不再检查"}, "resource": "waste", "step": "clean", "retired": True}
    play.ask(c.Configure(section="patrol", rows=[mine | {"slug": "umbrella"}, dropped]), SERVICE_SETUP)
    play.ask(c.AdoptStandard(text=changed("site.matrix", '"6s"'), at_opening=True), SERVICE_SETUP)
    play = next_day(play)
    play.ask(c.RecordPatrol(checked={"main": ("umbrella",)}), GUIDE)
    hall = (freezing(play, tmp_path / "after").connect, play.hall)
    november_again, december = made_osm(hall, NOVEMBER), made_osm(hall, DECEMBER, now_us=JANUARY_US)

    assert (november_again.matrix, november_again.before, november_again.checks) == (was.matrix, was.before, was.checks)
    assert november_again.matrix.cell(("waste", "clean")).seen == 1
    assert set(was.matrix.weights.values()) == {20}
    assert "waste-clean" not in checklist(play.hall)
    assert (december.matrix.weights["sort"], december.matrix.cell(("goods", "place")).seen) == (26, 1)
    assert december.before == was.matrix
    begun = made_osm(hall, DECEMBER)
    assert (begun.notes[0].key, begun.before, december.notes[0].key) == ("not-over", None, "osm-days-lost"), "as of its last event"
    assert [period_text(it, "zh-Hans") for it in (begun, december)] == ["2026年12月 · 期间未结束", "2026年12月"]
    assert {"osm-checklist": 2, "osm-weights": None}.items() <= {it.key: it.args.get("n") for it in december.notes}.items()
    assert not {"osm-checklist", "osm-weights"} & {it.key for it in november_again.notes}


def test_each_hall_of_a_district_has_its_photos_from_its_own_vault_and_no_more_than_are_printed(tmp_path: Path) -> None:
    """As small as on paper, of the gravest findings; one hall alone has them larger."""
    halls = [_photographed(tmp_path / str(colour), width_px) for colour, width_px in ((1, 400), (2, 300))]
    reports = [made_osm(hall, NOVEMBER) for hall in halls]
    assert len(reports[0].findings[0].photos) == 3

    alone = photos_of(halls[0][0], reports[0])
    among = [photos_of(hall[0], report, longest_px=AMONG_PX, most=AMONG) for hall, report in zip(halls, reports, strict=True)]
    one = photos_of(halls[0][0], reports[0], most=1)
    assert [len(it) for it in (alone, *among, one)] == [2 * SHOWN_PHOTOS, 2 * SHOWN_PHOTOS, 2 * SHOWN_PHOTOS, SHOWN_PHOTOS]
    assert {size_of(body)[0] for it in among for body in it.values()} == {AMONG_PX}
    assert {size_of(body)[0] for body in alone.values()} == {400}

    pages = PdfReader(io.BytesIO(osm_report(halls, NOVEMBER, "pdf", "zh-Hans"))).pages
    assert "2 个政务服务大厅" in pages[0].extract_text()
    images = {image.data for page in pages for image in page.images}
    assert len(images) == 2

    frozen, vaults = made_district(halls, NOVEMBER), [connect for connect, _ in halls]
    assert kept_photos(vaults, frozen) == kept_photos(vaults[::-1], frozen) == among, "each hall's vault is found by its journal"
    assert [len(it) for it in kept_photos(vaults[1:], frozen)] == [0, 2 * SHOWN_PHOTOS]


def _photographed(path: Path, width_px: int) -> Standing:
    """Return a hall with two findings in November, of each three photos."""
    play = Play().open()
    photos = tuple(c.Photo(base64.b64encode(jpeg(width_px)).decode(), drawn=True) for _ in range(3))
    found = tuple(Found(check=check, zone="main", photos=photos) for check in ("space-exits", "waste-clean"))
    patrol = c.RecordPatrol(checked={"main": ("space-exits", "waste-clean")}, findings=found)
    command, vault = Sealing(b"key", "hall").sealed(patrol, play.now_us, play.hall.standard)
    play.ask(command, GUIDE)
    play = next_day(play)
    with closing(Folder(new_folder(path))) as folder:
        keep(folder, play.entries, vault)
    return lambda: closing_reader(path), play.hall
