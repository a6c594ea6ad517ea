# SPDX-License-Identifier: Apache-2.0
"""The ways of a scheduled report, with the settings of a machine: real reports into a real folder, and to a pretend mail server."""

from pathlib import Path

import pytest

from hallserver.core.hall import Hall
from hallserver.delivering import Deliverer, deliverer_of
from hallserver.deliverywatch import Due
from hallserver.mailing import Attached, Undelivered
from hallserver.report_process import NotMade, Order, ReportProcess
from hallserver.settings import load
from hallserver.store.folder import init_folder
from reports.kinds import SCHEDULED, span_of
from tests.hallserver.cli.running import hallserver
from tests.hallserver.cli.test_report import DAY
from tests.hallserver.pretend_mail import pretend_mail
from tests.support import Play

MONDAY = span_of("day", "2026-11-23")
FILES = [Attached("futian-day-2026-11-23.csv", b"one")]


def deliverer(data: Path, **settings: str | int) -> Deliverer:
    """Return who delivers, by these settings."""
    hall: Hall = Play().hall
    return deliverer_of(load(None, settings, {}), data, "futian", lambda: hall)


def due(kind: str) -> Due:
    """Return a report to be delivered."""
    return Due(kind=kind, span=span_of(kind, "2026-11-23"), channel="mail")


def test_a_days_report_is_written_whole_into_the_folder_in_every_format_that_is_set(tmp_path: Path) -> None:
    """Of what a real folder holds, by a process of its own."""
    (tmp_path / "day.csv").write_text(DAY, encoding="utf-8")
    assert hallserver("replay", tmp_path / "day.csv", "--data", tmp_path / "hall").returncode == 0
    (tmp_path / "out").mkdir()
    found = deliverer(tmp_path / "hall", report_folder=str(tmp_path / "out"), report_formats="csv")
    assert list(found.ways()) == ["folder"]

    for way in found.ways().values():
        way(due("day"), found.make("day", MONDAY, True))  # noqa: FBT003 -- as the watch calls it

    [file] = (tmp_path / "out").iterdir()
    assert (file.name, "tickets.issued" in file.read_text(encoding="utf-8-sig")) == ("futian-day-2026-11-23.csv", True)


def test_a_folder_that_is_not_there_or_lies_in_the_data_is_no_place(tmp_path: Path) -> None:
    """A disk that is not mounted must not be taken for an empty folder, and reports are not the hall's own data."""
    (tmp_path / "hall" / "in").mkdir(parents=True)
    for place in (tmp_path / "none", tmp_path / "hall", tmp_path / "hall" / "in"):
        with pytest.raises(Undelivered) as failed:
            deliverer(tmp_path / "hall", report_folder=str(place)).into_folder(due("day"), FILES)
        assert failed.value.why == "place"
    (tmp_path / "out" / FILES[0].name).mkdir(parents=True)
    with pytest.raises(Undelivered) as failed:
        deliverer(tmp_path / "hall", report_folder=str(tmp_path / "out")).into_folder(due("day"), FILES)
    assert failed.value.why == "disk"


def test_a_mail_says_whose_report_it_is_and_names_nobody(tmp_path: Path) -> None:
    """Subject and text know the hall, the kind and the dates; week, month and year have their own names."""
    with pretend_mail() as server:
        ways = deliverer(
            tmp_path, report_mail_to="qu@example.org", smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none", smtp_from="a@b"
        ).ways()
        for kind in SCHEDULED:
            ways["mail"](due(kind), FILES)
    subjects = [str(mail.message["Subject"]) for mail in server.mails]

    assert list(ways) == ["mail"]
    assert [it.rpartition(" ")[2] for it in subjects] == ["2026-11-23", "2026-W48", "2026-11", "2026-11", "2026-11", "2026"]
    assert len(set(subjects)) == len(subjects)
    assert all("福田区政务服务大厅" in it and "report." not in it for it in subjects)
    body = server.mails[0].message.get_body(("plain",))
    assert body is not None
    assert "不含办事群众的个人信息" in body.get_content()


def test_a_server_that_stops_ends_what_is_being_made(tmp_path: Path) -> None:
    """No process is left over, and nothing is begun that was cancelled before."""
    found = deliverer(tmp_path)
    process = ReportProcess(tmp_path, Order(kind="day", span=MONDAY, output="pdf"))
    found.running.append(process)
    found.cancel()
    with pytest.raises(NotMade):
        process.run()
    assert process._process is None


def test_a_report_of_all_halls_is_made_of_the_folders_that_are_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each delivery's process is told of them: one whose disk is not in stops no hall, but that delivery, which is an alarm."""
    init_folder(tmp_path / "futian", "futian")
    told = list[object]()

    def run(process: ReportProcess) -> bytes:
        told.append(process._folders())
        return b"pages"

    monkeypatch.setattr(ReportProcess, "run", run)
    found = deliverer(tmp_path / "futian", district_folders=str(tmp_path / "yuanling"), report_kinds="district")

    [file] = found.make("district", span_of("district", "2026-11"), True)  # noqa: FBT003 -- as the watch calls it
    assert (file.name, told) == ("futian-district-2026-11.pdf", [[tmp_path / "futian", tmp_path / "yuanling"]])


def test_where_nothing_is_set_there_is_no_way(tmp_path: Path) -> None:
    """Most machines."""
    assert deliverer(tmp_path).ways() == {}
