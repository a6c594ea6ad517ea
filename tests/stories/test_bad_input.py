# SPDX-License-Identifier: Apache-2.0
"""Bad input from files, from the command line and over HTTP: refused with what was wrong, where, and what was expected."""

import contextlib
import errno
import json
import os
from pathlib import Path

import pytest

from hallserver.__main__ import main
from hallserver.cli.refusing import NOT_YET, REFUSED
from tests.stories.caller import Caller
from tests.stories.server_process import Prepared, hallserver, prepared, serving
from tests.support import new_folder

HEADING = "issued_at,service,number,called_at"
GOOD = "2020-01-13T08:00:00+01:00,B: Firms,B001,2020-01-13T08:02:30+01:00"
LATER = "2020-01-13T08:05:00+01:00"
WITH_OFFSET = "2020-01-13T08:00:00+01:00"
"""Part of what a refused time is told to look like."""


def sheet(*rows: str, heading: str = HEADING) -> bytes:
    """Return a file with a good first row and these."""
    return "\n".join([heading, GOOD, *rows, ""]).encode()


BAD_FILES: dict[str, tuple[bytes, list[str]]] = {
    "a missing column": (
        sheet(heading="issued_at,service,nummer,called_at"),
        ["第 1 行", "number 列", "issued_at, service, number, called_at"],
    ),
    "a time that is none": (sheet("yesterday,B: Firms,B002,"), ["第 3 行", "issued_at 列", "yesterday", WITH_OFFSET]),
    "a call time that is none": (sheet(f"{LATER},B: Firms,B002,8:07"), ["第 3 行", "called_at 列", "8:07", WITH_OFFSET]),
    "a time without offset": (sheet("2020-01-13T08:05:00,B: Firms,B002,"), ["第 3 行", "issued_at 列", "2020-01-13T08:05:00", WITH_OFFSET]),
    "no service": (sheet(f"{LATER}, ,B002,"), ["第 3 行", "service 列", "业务名称"]),
    "a number that is none": (sheet(f"{LATER},B: Firms,17,"), ["第 3 行", "number 列", "17", "A012"]),
    "a short row": (sheet(f"{LATER},B: Firms"), ["第 3 行", "number 列", "A012"]),
    "a call before the issue": (sheet(f"{LATER},B: Firms,B002,2020-01-13T08:04:59+01:00"), ["第 3 行", "called_at 列", "08:04:59", LATER]),
    "a service with two letters": (sheet(f"{LATER},B: Firms,C001,"), ["第 3 行", "number 列", "C001", "字母 B"]),
    "two services with one letter": (sheet(f"{LATER},C: Passports,B002,"), ["第 3 行", "service 列", "C: Passports", "自己的字母"]),
    "a number that comes twice": (sheet(f"{LATER},B: Firms,B001,"), ["第 3 行", "number 列", "B001", "第 2 行已有"]),
    "Arabic digits": (sheet(f"{LATER},B: Firms,B٠٠٢,"), ["第 3 行", "number 列", "B٠٠٢", "A012"]),
    "a year before the clock's": (sheet("1960-01-13T08:05:00+01:00,B: Firms,B002,"), ["第 3 行", "issued_at 列", "1970-01-02"]),
    "the last second of all": (sheet("9999-12-31T23:59:59-12:00,B: Firms,B002,"), ["第 3 行", "issued_at 列", "9998-12-31"]),
    "a second day": (sheet("2020-01-14T08:05:00+01:00,B: Firms,B002,"), ["第 3 行", "issued_at 列", "同一天（2020-01-13）"]),
    "bytes that are not UTF-8": (sheet() + b"2020-01-13T08:05:00+01:00,\xb1\xe6,B002,\n", ["第 3 行", "27 列", "0xb1", "UTF-8"]),
    "a field without end": (sheet(f'{LATER},"{"x" * 140_000}'), ["第 3 行", "field larger than"]),
    "a heading alone": (f"{HEADING}\n".encode(), ["第 2 行", "issued_at 列", "至少应有一个号码"]),
    "nothing at all": (b"", ["第 1 行", "issued_at 列", "issued_at, service, number, called_at"]),
}
"""What is wrong with a file → the file, and what the refusal must name: line, column, what stands there, what was expected."""


def refused(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = REFUSED) -> str:
    """Run a verb that must end with this code and say nothing on standard output; return what it said on standard error."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (code, "")
    assert "Traceback" not in said.err
    return said.err


@pytest.mark.parametrize("wrong", BAD_FILES)
def test_a_file_with_one_bad_row_is_refused_whole(wrong: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Half a day loaded would be reported as a whole one."""
    content, named = BAD_FILES[wrong]
    file, folder = tmp_path / "day.csv", tmp_path / "hall"
    file.write_bytes(content)
    said = refused(capsys, "replay", file, "--data", folder)
    for part in (str(file), *named):
        assert part in said, said
    assert not folder.exists()
    assert "expected" not in said


def test_the_good_rows_alone_are_loaded(tmp_path: Path) -> None:
    """The counterpart, as a process: the same heading and first row make a hall, and a bad third row gives exit code 2."""
    file = tmp_path / "day.csv"
    file.write_bytes(sheet())
    good = hallserver("replay", file, "--data", tmp_path / "good")
    assert (good.returncode, json.loads(good.stdout)["tickets"]) == (0, 1)
    file.write_bytes(sheet("yesterday,B: Firms,B002,"))
    bad = hallserver("replay", file, "--data", tmp_path / "bad")
    assert (bad.returncode, bad.stdout) == (2, "")
    assert not (tmp_path / "bad").exists()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--zone", "Nowhere/Here"], "Nowhere/Here"),
        (["--speed", "0"], "'0', expected max or a number above 0"),
        (["--speed", "fast"], "'fast', expected max or a number above 0"),
        (["--speed", "60", "--tls-cert", "only.pem"], "tls_key"),
    ],
)
def test_a_replay_that_cannot_begin_makes_nothing(
    arguments: list[str], named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder with an empty hall in it would be in the way of the next try."""
    file, folder = tmp_path / "day.csv", tmp_path / "hall"
    file.write_bytes(sheet())
    assert named in refused(capsys, "replay", file, "--data", folder, *arguments)
    assert not folder.exists()


@pytest.mark.parametrize("offset", ["+15:00", "+05:30"])
def test_an_offset_without_a_zone_of_its_own_asks_for_the_zone(offset: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A guessed zone would put the day's edge, and every half hour, in the wrong place."""
    file, folder = tmp_path / "day.csv", tmp_path / "hall"
    file.write_bytes(sheet().replace(b"+01:00", offset.encode()))
    assert "--zone" in refused(capsys, "replay", file, "--data", folder)
    assert not folder.exists()


def test_a_folder_with_a_hall_is_not_replayed_into(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two days of two halls in one journal could never be told apart again."""
    file, folder = tmp_path / "day.csv", new_folder(tmp_path / "hall")
    file.write_bytes(sheet())
    before = (folder / "hall.sqlite3").read_bytes()
    assert str(folder) in refused(capsys, "replay", file, "--data", folder)
    assert (folder / "hall.sqlite3").read_bytes() == before


@pytest.mark.parametrize("verb", [["serve", "--port", "0"], ["rebuild", "--check"], ["report", "day", "--date", "2026-11-23"]])
def test_a_folder_without_a_hall_is_named(verb: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Most often the path was mistyped; making an empty hall there would hide it."""
    said = refused(capsys, *verb, "--data", tmp_path / "empty")
    assert str(tmp_path / "empty") in said
    assert "hallserver init" in said
    assert not (tmp_path / "empty").exists()


def test_a_folder_in_service_names_who_holds_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two writers on one journal would break its chain; the one who comes second must know whom to stop."""
    hall = prepared(tmp_path / "hall")
    with serving(hall.path) as server:
        for verb in (["serve", "--port", "0"], ["rebuild", "--check"]):
            said = refused(capsys, *verb, "--data", hall.path, code=NOT_YET)
            assert str(server.pid) in said
            assert str(hall.path) in said
        assert server.stop() == 0
    assert hallserver("rebuild", "--check", "--data", hall.path).returncode == 0


def test_a_report_that_cannot_be_made_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No data, no such date and no such format are three different things."""
    hall = prepared(tmp_path / "hall")
    report = ["report", "day", "--data", hall.path, "--out", tmp_path / "out"]
    assert "2020-01-14" in refused(capsys, *report, "--date", "2020-01-14")
    assert "2026-13-45" in refused(capsys, *report, "--date", "2026-13-45")
    assert "'csv', 'docx', 'json', 'pdf'" in refused(capsys, *report, "--date", "2020-01-14", "--format", "doc")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("setting", "named"),
    [
        (["--tls-cert", "only.pem"], "tls_key"),
        (["--port", "65536"], "0 to 65535"),
        (["--log-level", "LOUD"], "WARNING"),
        (["--tls-cert", "none.pem", "--tls-key", "none.pem"], "No such file"),
    ],
)
def test_a_setting_that_cannot_be_served_is_refused(
    setting: list[str], named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beyond this machine only over HTTPS; a wrong value must not become another one in silence."""
    folder = new_folder(tmp_path / "hall")
    code = NOT_YET if "none.pem" in setting else REFUSED  # a disk with the certificate may come yet
    assert named in refused(capsys, "serve", "--data", folder, *setting, code=code)


@pytest.mark.parametrize(("content", "named"), [("port = [", "TOML"), ('prot = "8080"', "prot"), ('port = "many"', "many")])
def test_a_wrong_settings_file_is_named(content: str, named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever typed it must find the place."""
    folder = new_folder(tmp_path / "hall")
    (folder / "settings.toml").write_text(content, encoding="utf-8")
    said = refused(capsys, "serve", "--data", folder, "--port", "0")
    assert named in said
    assert "settings.toml" in said


def test_a_server_whose_port_is_taken_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The usual fault of a second start on another folder."""
    hall, other = prepared(tmp_path / "hall"), new_folder(tmp_path / "other")
    with serving(hall.path) as server:
        said = refused(capsys, "serve", "--data", other, "--port", server.port, code=NOT_YET)
        assert os.strerror(errno.EADDRINUSE) in said


def _refusals(hall: Prepared) -> list[tuple[str, str, object, tuple[int, str], str]]:
    """Return (who, command, body, refusal, what its sentence names)."""
    clerk, kiosk = hall.clerks[0].proof, hall.kiosks[0]
    good = {"services": ["seniors"]}
    return [
        (kiosk, "fly", {}, (404, "command-unknown"), "fly"),
        (kiosk, "take-ticket", {}, (400, "field-missing"), "services"),
        (kiosk, "take-ticket", good | {"party": "two"}, (400, "field-wrong"), "party"),
        (kiosk, "take-ticket", good | {"party": 0}, (400, "field-wrong"), "party"),
        (kiosk, "take-ticket", {"services": "seniors"}, (400, "field-wrong"), "services"),
        (kiosk, "take-ticket", good | {"vip": True}, (400, "field-unknown"), "vip"),
        (kiosk, "take-ticket", [], (400, "field-wrong"), "object"),
        (kiosk, "take-ticket", b"{", (400, "not-json"), ""),
        (kiosk, "take-ticket", b" " * 1_000_001, (400, "body-too-large"), "1000000"),
        (kiosk, "take-ticket", {"services": ["flying"]}, (404, "service-unknown"), "flying"),
        (kiosk, "call-next", {}, (403, "not-allowed"), ""),
        (clerk, "start", {}, (409, "nothing-in-hand"), "1号窗口"),
        (clerk, "finish", {"ticket": hall.tickets[0]}, (409, "ticket-in-state"), "A001"),
        (clerk, "call-ticket", {"ticket": "1.999999", "reason": "late"}, (404, "ticket-unknown"), ""),
        (clerk, "call-next", {"counter": "c2"}, (403, "not-your-counter"), "2号窗口"),
        (f"Bearer {'x' * 43}", "take-ticket", good, (401, "token-unknown"), ""),
        (f"Ticket {'x' * 22}", "cancel", {"ticket": hall.tickets[0]}, (401, "ticket-token-unknown"), ""),
        ("", "take-ticket", good, (401, "sign-in-needed"), ""),
    ]


def _ask(caller: Caller, command: str, body: object) -> tuple[tuple[int, str], str]:
    said = caller.ask("POST", f"/api/v1/commands/{command}", body) if isinstance(body, bytes) else caller.command(command, body)
    return said.refusal, said.json["detail"]


def test_bad_requests_are_refused_with_the_reason_and_change_nothing(tmp_path: Path) -> None:
    """Over HTTP against the real process: each kind of refusal has its status, its key, and names what it is about."""
    hall = prepared(tmp_path / "hall", tickets=2)
    with serving(hall.path) as server:
        with server.caller(hall.manager) as manager:
            before = manager.ask("GET", "/api/v1/views/manager").body
        for proof, command, body, refusal, named in _refusals(hall):
            with server.caller(proof) as caller:
                got, detail = _ask(caller, command, body)
            assert got == refusal, (command, body if not isinstance(body, bytes) else "bytes", detail)
            assert named in detail
        with server.caller(hall.manager) as manager:
            assert manager.ask("GET", "/api/v1/views/manager").body == before


def test_a_visitor_has_no_right_to_another_visitors_ticket(tmp_path: Path) -> None:
    """A token is the right to one ticket."""
    hall = prepared(tmp_path / "hall")
    with serving(hall.path) as server, contextlib.ExitStack() as lines:
        kiosk = lines.enter_context(server.caller(hall.kiosks[0]))
        mine, other = (kiosk.command("take-ticket", {"services": ["seniors"]}).result for _ in range(2))
        visitor = lines.enter_context(server.caller(f"Ticket {mine['token']}"))
        assert visitor.command("cancel", {"ticket": other["ticket"]}).refusal[0] == 403
        assert visitor.command("cancel", {"ticket": mine["ticket"]}).status == 200
        assert visitor.command("cancel", {"ticket": mine["ticket"]}).refusal == (409, "ticket-in-state")


def test_a_closed_hall_says_that_it_is_closed(tmp_path: Path) -> None:
    """A kiosk left on overnight must not give numbers of a day that is over, nor a clerk call."""
    hall = prepared(tmp_path / "hall")
    with serving(hall.path) as server, contextlib.ExitStack() as lines:
        manager, clerk, kiosk = (lines.enter_context(server.caller(it)) for it in (hall.manager, hall.clerks[0].proof, hall.kiosks[0]))
        assert manager.command("stop-issuing").status == 200
        assert kiosk.command("take-ticket", {"services": ["seniors"]}).refusal == (409, "issuing-stopped")
        assert manager.command("close-day").status == 200
        assert kiosk.command("take-ticket", {"services": ["seniors"]}).refusal == (409, "hall-closed")
        assert clerk.command("open-counter", {"counter": "c1"}).refusal == (409, "hall-closed")
        assert clerk.command("call-next").refusal == (409, "no-counter-open")
