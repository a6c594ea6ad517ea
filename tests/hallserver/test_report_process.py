# SPDX-License-Identifier: Apache-2.0
"""A report by a process of its own: the real one, over a real folder that is in service."""

from pathlib import Path
from threading import Thread

import pytest
from msgspec import structs

from hallserver.core.errors import Malformed
from hallserver.core.rules_delivery import INSPECTION
from hallserver.district import District
from hallserver.exported import read
from hallserver.report_making import FROZEN
from hallserver.report_process import NotMade, Order, ReportProcess, span_asked
from hallserver.store.folder import Folder, init_folder
from reports.kinds import span_of
from tests.hallserver.cli.running import hallserver
from tests.hallserver.cli.test_report import DAY

MONDAY = "2026-11-23"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one replayed ticket."""
    folder = tmp_path_factory.mktemp("process")
    (folder / "day.csv").write_text(DAY, encoding="utf-8")
    assert hallserver("replay", folder / "day.csv", "--data", folder / "hall").returncode == 0
    return folder / "hall"


def order(kind: str = "week", date: str = MONDAY, **more: object) -> Order:
    """Return an order of JSON."""
    return Order(kind=kind, span=span_of(kind, date), output="json", **more)  # type: ignore[arg-type]


def test_a_report_is_made_marked_and_tells_how_far_it_is(data: Path) -> None:
    """While the folder is held by somebody else: the hall is in service. A week in which nobody opened is told apart from a fault."""
    folder, exports = Folder(data), read(data)
    process = ReportProcess(data, order(marked="高 2026-11-23 导出：上报", named=False))
    content = process.run().decode()
    folder.close()

    assert '"marked": "高 2026-11-23 导出：上报"' in content
    assert '"acts": []' in content
    assert process.percent == 100
    assert read(data) == exports, "what the server has made stands in its journal"
    with pytest.raises(NotMade, match="2025-12-29") as empty:
        ReportProcess(data, order(date="2026-01-02")).run()
    assert empty.value.empty


def test_what_people_wrote_is_handed_over_where_nobody_else_sees_it(data: Path) -> None:
    """Not among the arguments, which every user of the machine can list; nor is who takes it."""
    asked = Order(kind="day", span=span_of("day", MONDAY), output=FROZEN, boxes='{"work":"当日平稳"}', marked="高")
    assert not any("当日平稳" in it or it == "高" for it in ReportProcess(data, asked)._command(data))
    pack = ReportProcess(data, structs.replace(asked, kind=INSPECTION, person="gao"))._command(data)
    assert pack[pack.index("--but") + 1] == "gao"
    version = ReportProcess(data, structs.replace(asked, output="pdf", draft="1.2"))._command(data)
    assert version[version.index("--frozen") + 1] == "1.2"
    assert "--as-of" not in version
    by_hall = [
        ReportProcess(data, it, now=lambda: 1_772_445_600_000_000)._command(data) for it in (asked, structs.replace(asked, kind=INSPECTION))
    ]
    assert {it[it.index("--as-of") + 1] for it in by_hall} == {"2026-03-02T10:00:00+00:00"}, (
        "the hall's own time, whatever the machine's is"
    )


def test_a_report_of_all_halls_is_made_of_every_folder_the_leading_one_first(tmp_path: Path) -> None:
    """What is frozen needs the others for their photos alone: those that are gone are left out. Any other report is of its own hall."""
    there, gone = tmp_path / "yuanling", tmp_path / "nanyuan"
    init_folder(there, "yuanling")

    def folders(of: Order) -> list[str]:
        command = ReportProcess(tmp_path, of, District(folders=(gone, there)))._command(tmp_path / "out")
        return [command[at + 1] for at, it in enumerate(command) if it == "--data"]

    assert folders(order("district")) == [str(tmp_path), str(gone), str(there)]
    assert folders(order("district", draft="1.2")) == [str(tmp_path), str(there)]
    assert folders(order("osm")) == [str(tmp_path)]


def test_one_that_is_cancelled_ends_at_once(data: Path) -> None:
    """Before it began, and while it runs."""
    early, late = ReportProcess(data, order()), ReportProcess(data, order())
    early.cancel()
    ends = list[bool]()

    def run() -> None:
        with pytest.raises(NotMade) as ended:
            late.run()
        ends.append(ended.value.empty)

    thread = Thread(target=run)
    thread.start()
    while late._process is None and thread.is_alive():
        thread.join(0.001)
    late.cancel()
    thread.join(60)
    assert ends == [False]
    with pytest.raises(NotMade) as failed:
        early.run()
    assert (failed.value.empty, early._process) == (False, None)


def test_one_that_takes_too_long_is_given_up(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next one waits for it."""
    monkeypatch.setattr("hallserver.report_process.LONGEST_S", 0.0)
    with pytest.raises(NotMade) as ended:
        ReportProcess(data, order()).run()
    assert not ended.value.empty


def test_only_a_period_has_a_last_day() -> None:
    """Two ways to say what is meant would be one too many."""
    assert [it.isoformat() for it in span_asked("period", "2026-11-02", "2026-11-04")] == ["2026-11-02", "2026-11-05"]
    assert span_asked("month", "2026-11", None) == span_of("month", "2026-11-30")
    for asked in (("month", "2026-11", "2026-12"), ("period", "2026-11-02", None)):
        with pytest.raises(Malformed, match="report-last"):
            span_asked(*asked)
