# SPDX-License-Identifier: Apache-2.0
"""A report of three halls: drafted at the server of the one that leads, checked and signed by another, given out; the others are read."""

import asyncio
import hashlib
import io
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
from pypdf import PdfReader

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.commands_site import Found
from hallserver.store.accounts import Accounts
from hallserver.store.folder import FILE, Folder, init_folder
from reports.frozen import thawed
from reports.osm import OsmDistrict, journals_of
from tests.hallserver.cli.running import hallserver
from tests.stories.caller import Said
from tests.stories.scenes.scene import LeapServer
from tests.stories.server_process import journal_of
from tests.support import GUIDE, LI, SMALL_HALL, Play, keep, names, next_day

OF = {"report": "district", "from_date": "2026-11-01", "to_date": "2026-12-01"}
BOXES = {"work": "三个大厅各巡查一次", "problems": "园岭通道堆物", "measures": "每日两查"}
BOSS = {"slug": "gao", "names": names("高主任"), "roles": ["hall-manager"]}


def hall(path: Path, name: str, *, opened: bool = True) -> Path:
    """Make a hall that had a Monday in November, or was set up and never opened; return its folder."""
    here = [row | {"names": names(name)} for row in SMALL_HALL["hall"]]
    play = Play(SMALL_HALL | {"hall": here, "people": [*SMALL_HALL["people"], BOSS]})
    until = next(at for at, entry in enumerate(play.entries) if isinstance(entry.event, e.DayOpened))
    if opened:
        play.open().take()
        play.serve(LI)
        found = Found(check="space-exits", zone="main")
        play.ask(c.RecordPatrol(checked={"main": ("space-exits", "waste-clean")}, findings=(found,)), GUIDE)
        next_day(play, 9 * 24)
    init_folder(path, path.name)
    with closing(Folder(path)) as folder:
        keep(folder, play.entries if opened else play.entries[:until])
    return path


def proofs(path: Path) -> dict[str, str]:
    """Return the Authorization headers of those who draft, check and sign."""

    async def sign_in() -> dict[str, str]:
        with closing(Folder(path)) as folder:
            accounts = Accounts(folder.database, lambda: folder.journal.load().at_us)
            try:
                return {slug: f"Bearer {await accounts.sign_in(slug)}" for slug in ("dan", "gao")}
            finally:
                accounts.close()

    return asyncio.run(sign_in())


def contents(folder: Path) -> dict[str, str]:
    """Return what lies in a folder: name and digest; not the empty files by which SQLite tells writers of a reader."""
    marks = {f"{FILE}-shm"} | {it.name for it in folder.glob("*-wal") if not it.stat().st_size}
    return {it.name: hashlib.sha256(it.read_bytes()).hexdigest() for it in sorted(folder.iterdir()) if it.name not in marks}


def drafts(path: Path) -> list[Any]:
    """Return what the leading hall's journal has of drafts."""
    return [it.event for it in journal_of(path) if isinstance(it.event, e.ReportDrafted | e.ReportCorrected)]


def test_several_halls_are_signed_as_one_report(tmp_path: Path) -> None:
    """Its content is what was checked, whatever becomes of the other folders; with one gone the server starts, and drafts nothing."""
    lead, other, shut = hall(tmp_path / "futian", "福田区政务服务中心"), hall(tmp_path / "yuanling", "园岭街道大厅"), tmp_path / "nanyuan"
    hall(shut, "南园街道大厅", opened=False)
    (lead / "settings.toml").write_text(f'district_folders = "{other}, {shut}"', encoding="utf-8")
    before, proof = [contents(it) for it in (other, shut)], proofs(lead)
    shut.rename(tmp_path / "not-in")  # its disk: nobody's counters wait for that
    server = LeapServer(lead, still=True)

    def asked(who: str, command: str, fields: object) -> Said:
        with server.caller(proof[who]) as caller:  # each time anew: a line that is idle while a report is made may be closed
            return caller.command(command, fields)

    try:
        with server.caller(proof["gao"]) as gao:
            assert "district" in msgspec.json.decode(gao.ask("GET", "/api/v1/report-kinds").body)
        refused = asked("dan", "draft-report", OF)
        assert (refused.status, refused.json["key"], str(shut) in refused.json["detail"]) == (404, "district-folder-gone", True)
        (tmp_path / "not-in").rename(shut)
        said = asked("dan", "draft-report", OF | {"boxes": BOXES})
        assert said.status == 200, said.body
        assert said.json["events"][0]["event"]["content"] == "", "of many halls it is more than a line takes"
        [drafted] = drafts(lead)
        step = OF | {"sha256": drafted.sha256}
        assert [asked(*it, step).status for it in (("dan", "check-report"), ("gao", "check-report"), ("gao", "sign-report"))] == [
            403,
            200,
            200,
        ]
        assert [contents(it) for it in (other, shut)] == before, "they are read, and nothing is left in them"

        keys = (other / "keys.json").rename(tmp_path / "keys.json")  # half restored
        refused = asked("dan", "correct-report", OF | {"why": "补录"})
        assert (refused.status, refused.json["key"], str(other) in refused.json["detail"]) == (409, "district-unreadable", True)
        keys.rename(other / "keys.json")
        other.rename(tmp_path / "away")
        refused = asked("dan", "correct-report", OF | {"why": "补录"})
        assert (refused.status, refused.json["key"], str(other) in refused.json["detail"]) == (404, "district-folder-gone", True)
    finally:
        server.kill()
    assert len(drafts(lead)) == 1
    _names_what_was_changed(lead, tmp_path / "away")
    _holds(lead, drafted, tmp_path)


def _names_what_was_changed(lead: Path, other: Path) -> None:
    """Assert that nothing is made of halls of which one was changed behind the program's back, and which one is said."""
    with closing(sqlite3.connect(other / FILE)) as database, database:
        database.execute("UPDATE event SET at_us = at_us + 1 WHERE seq = (SELECT max(seq) FROM event)")
    done = hallserver("report", "district", "--date", "2026-11", "--data", lead, "--data", other)
    assert (done.returncode, done.stdout, f"{other} 里的大厅读不出来：日志链" in done.stderr) == (2, "", True)


def _holds(lead: Path, drafted: e.ReportDrafted, tmp_path: Path) -> None:
    """Assert that the signed version is given out as what was frozen, though one of its folders is not there any more."""
    kept = thawed(drafted.content).district
    assert isinstance(kept, OsmDistrict)
    assert [it.hall["zh-Hans"] for it in kept.halls] == ["福田区政务服务中心", "园岭街道大厅"]
    assert [it.hall["zh-Hans"] for it in kept.without] == ["南园街道大厅"]
    assert drafted.journal.split() == list(journals_of(kept))
    [place] = [f"{it.epoch}.{it.seq}" for it in journal_of(lead) if it.event == drafted]
    asked = ("report", "district", "--date", "2026-11", "--data", lead, "--frozen", place)
    files = {output: tmp_path / f"signed.{output}" for output in ("json", "pdf")}
    for output, out in files.items():
        done = hallserver(*asked, "--format", output, "--out", out)
        assert done.returncode == 0, done.stderr
    assert hashlib.sha256(files["json"].read_bytes()).hexdigest() == drafted.sha256
    pages = PdfReader(io.BytesIO(files["pdf"].read_bytes())).pages[:2]
    page = "".join(it.extract_text() for it in pages).replace("\n", "").replace(" ", "")
    heads = thawed(drafted.content).heads or ()
    further = [head == place for head, place in zip(heads, journals_of(kept), strict=True)]
    assert further == [False, False, True], "a day was opened after the month, but not in the hall without data"
    told = ["第1版", "已签发", "高主任", "单明", "园岭通道堆物", "每日两查", "南园街道大厅", "无数据", "牵头：福田区政务服务中心"]
    told.append(f"起草时日志已到{heads[0]}（牵头大厅")
    assert [it for it in (*told, drafted.sha256, *drafted.journal.split()) if it not in page] == []
    with closing(sqlite3.connect(lead / FILE)) as database, database:
        database.execute("UPDATE event SET body = replace(body, '每日两查', '每日一查') WHERE kind = 'ReportDrafted'")
    assert hallserver(*asked, "--format", "pdf", "--out", tmp_path / "altered.pdf").returncode == 2
    assert not (tmp_path / "altered.pdf").exists()
