# SPDX-License-Identifier: Apache-2.0
"""A real day of a real hall through the command line: replayed, proved, reported, served; every figure against the file itself."""

import asyncio
import csv
import json
import math
import random
import re
import signal
import subprocess
import sys
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct, to_builtins
from pypdf import PdfReader

from hallserver.clock import AnchoredClock
from hallserver.core.commands import Configure
from hallserver.core.roles import SERVICE_SETUP
from hallserver.service import Service
from hallserver.store.accounts import Accounts
from hallserver.store.folder import Folder
from tests.stories.caller import Caller
from tests.stories.server_process import PATIENCE_S, ROOT, environment, hallserver, rebuilt, serving
from tests.stories.test_twin import check_twin
from tests.support import names

REAL = ROOT.parent / "shared" / "data" / "warsaw_halls" / "bemowo-2020-01-13.csv"
Json = dict[str, Any]


class Figures(Struct, frozen=True, kw_only=True):
    """What a file says of its waits, straight from its text: seconds."""

    tickets: int
    called: int
    mean_s: float
    median_s: float
    p90_s: float


def rank(values: list[float], share: float) -> float:
    """Return the nearest-rank percentile."""
    return sorted(values)[math.ceil(share * len(values)) - 1]


def waits_of(file: Path) -> dict[str, list[float | None]]:
    """Return the waits of each letter in seconds, None for who was not called; read without any code of the program."""
    waits: dict[str, list[float | None]] = defaultdict(list)
    with file.open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            called = datetime.fromisoformat(row["called_at"]) if row["called_at"] else None
            wait = (called - datetime.fromisoformat(row["issued_at"])).total_seconds() if called else None
            waits[row["number"].rstrip("0123456789")].append(wait)
    return waits


def figures_of(rows: list[float | None]) -> Figures:
    """Return the figures of some waits."""
    waits_s = [wait for wait in rows if wait is not None]
    return Figures(
        tickets=len(rows),
        called=len(waits_s),
        mean_s=sum(waits_s) / len(waits_s),
        median_s=rank(waits_s, 0.5),
        p90_s=rank(waits_s, 0.9),
    )


def own_day(path: Path, *, tickets: int = 60, spread_s: int = 7200, rests: int = 4) -> Path:
    """Write a small made-up day: two services, first come first called in each; the last ``rests`` are never called."""
    rng, nine, rows = random.Random(9), datetime(2026, 11, 23, 1, tzinfo=UTC), []
    free = {"A": nine, "B": nine}
    issued = sorted(nine + timedelta(seconds=rng.randrange(spread_s)) for _ in range(tickets))
    given = dict.fromkeys(free, 0)
    for nth, at in enumerate(issued):
        letter = rng.choice("AB")
        given[letter] += 1
        free[letter] = max(free[letter], at) + timedelta(seconds=rng.randrange(10, 200))
        called = _local(free[letter]) if nth < tickets - rests else ""
        rows.append(f"{_local(at)},{letter} 业务,{letter}{given[letter]:03d},{called}")
    path.write_text("\n".join(["issued_at,service,number,called_at", *rows, ""]), encoding="utf-8")
    return path


def _local(at: datetime) -> str:
    return (at + timedelta(hours=8)).replace(tzinfo=None).isoformat() + "+08:00"


def replayed(file: Path, folder: Path) -> Json:
    """Replay the file into the folder; return its last line."""
    done = hallserver("replay", file, "--data", folder)
    assert done.returncode == 0, done.stderr
    line: Json = json.loads(done.stdout.splitlines()[-1])
    return line


def check_line(line: Json, file: Path) -> None:
    """Check that the line of a replay says what the file says."""
    waits = waits_of(file)
    expected = figures_of([wait for rows in waits.values() for wait in rows])
    assert (line["tickets"], line["called"], line["not_called"]) == (expected.tickets, expected.called, expected.tickets - expected.called)
    assert (line["equal_numbers"], line["out_of_order"]) == (expected.tickets, 0)
    assert line["wait_mean_s"] == pytest.approx(expected.mean_s, abs=1)
    assert line["wait_median_s"] == pytest.approx(expected.median_s, abs=1)
    assert line["wait_p90_s"] == pytest.approx(expected.p90_s, abs=1)
    assert line["seconds"] > 0


def reported(folder: Path, date: str, output: str) -> Path:
    """Write the day's report in a format; return the file."""
    out = folder.with_name(f"{date}.{output}")
    done = hallserver("report", "day", "--date", date, "--format", output, "--data", folder, "--out", out)
    assert done.returncode == 0, done.stderr
    return out


def _values(group: Json) -> dict[str, Any]:
    return {figure["key"]: figure["value"] for figure in group["figures"]}


def check_report(report: Json, file: Path) -> None:
    """Check that the report's figures, of the day and of each service, are those of the file."""
    waits = waits_of(file)
    sections = {section["key"]: section["groups"] for section in report["sections"]}
    expected = figures_of([wait for rows in waits.values() for wait in rows])
    day = _values(sections["waits"][0])
    assert {key: value for key, value in _values(sections["tickets"][0]).items() if value is not None} == {
        "tickets.issued": expected.tickets
    }
    assert _values(sections["counters"][0]) == dict.fromkeys(
        ("counters.open", "counters.paused", "counters.idle", "counters.kept", "counters.busy")
    )
    assert day["wait.mean"] == pytest.approx(expected.mean_s, abs=1)
    assert day["wait.median"] == pytest.approx(expected.median_s, abs=1)
    assert day["wait.p90"] == pytest.approx(expected.p90_s, abs=1)
    assert {group["slug"] for group in sections["by-service"]} == {letter.lower() for letter in waits}
    for group in sections["by-service"]:
        one, said = figures_of(waits[group["slug"].upper()]), _values(group)
        assert (said["legs.opened"], said["legs.called"]) == (one.tickets, one.called)
        assert said["wait.mean"] == pytest.approx(one.mean_s, abs=1)
        assert said["wait.p90"] == pytest.approx(one.p90_s, abs=1)


def check_papers(folder: Path, date: str, file: Path) -> None:
    """Check that the report is there in every format and says the same as the file."""
    report = json.loads(reported(folder, date, "json").read_text(encoding="utf-8"))
    check_report(report, file)
    issued = len([wait for rows in waits_of(file).values() for wait in rows])
    with reported(folder, date, "csv").open(encoding="utf-8-sig", newline="") as text:
        rows = {(row["section"], row["key"]): row["value"] for row in csv.DictReader(text)}
    assert rows["tickets", "tickets.issued"] == str(issued)
    pages = [page.extract_text() for page in PdfReader(reported(folder, date, "pdf")).pages]
    assert f"\n{issued:,}\n" in pages[0]
    assert len(pages) > 1


async def _manager_of(path: Path) -> str:
    """Give a replayed hall, whose staff has no names, a manager; return the Authorization header."""
    folder, clock = Folder(path), AnchoredClock()
    accounts = Accounts(folder.database, clock.now)
    try:
        row = {"slug": "boss", "names": names("主任"), "roles": ["hall-manager"]}
        service = Service(folder, clock)
        known = [to_builtins(it) for it in service.hall.catalog.people.values()]
        await service.submit(Configure(section="people", rows=[*known, row]), SERVICE_SETUP)
        return f"Bearer {await accounts.sign_in('boss')}"
    finally:
        accounts.close()
        folder.close()


def check_serves(folder: Path, last: str) -> None:
    """Check that the folder can be served: healthy, and the hall display shows the day's last call."""
    manager = asyncio.run(_manager_of(folder))
    with serving(folder) as server, server.caller(manager) as caller:
        assert caller.ask("GET", "/healthz").json == {"ok": True}
        view = caller.ask("GET", "/api/v1/views/hall?of=main")
        assert view.status == 200
        assert view.json["calls"][0]["label"] == last
        assert server.stop() == 0


def last_called(file: Path) -> str:
    """Return the number that was called last; at the same instant the later row."""
    with file.open(encoding="utf-8", newline="") as text:
        rows = [row for row in csv.DictReader(text) if row["called_at"]]
    return max(enumerate(rows), key=lambda it: (datetime.fromisoformat(it[1]["called_at"]), it[0]))[1]["number"]


@pytest.mark.skipif(not REAL.exists(), reason=f"needs the real day: {REAL.name} in shared/data/warsaw_halls beside the project")
def test_a_real_day_comes_out_with_the_files_own_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """1,243 visitors of 13 January 2020: every number equal, every call in order, every figure that of the file."""
    folder = tmp_path / "hall"
    line = replayed(REAL, folder)
    with capsys.disabled():
        print(f"\nreal day at --speed max: {line['seconds']} s, {line['events']} events")  # noqa: T201
    assert (line["tickets"], line["equal_numbers"], line["out_of_order"]) == (1243, 1243, 0)
    check_line(line, REAL)
    found = rebuilt(folder)
    assert (found["differences"], found["events"], found["rows"]["ticket"]) == ([], line["events"], 1243)
    check_papers(folder, "2020-01-13", REAL)
    check_twin(folder)
    check_serves(folder, last_called(REAL))


def test_a_made_up_day_comes_out_with_the_files_own_figures(tmp_path: Path) -> None:
    """The same where the real day is not at hand; here some were never called."""
    file, folder = own_day(tmp_path / "day.csv"), tmp_path / "hall"
    line = replayed(file, folder)
    check_line(line, file)
    assert line["not_called"] == 4
    assert rebuilt(folder)["differences"] == []
    check_papers(folder, "2026-11-23", file)
    check_serves(folder, last_called(file))


def test_figures_of_another_day_are_noticed(tmp_path: Path) -> None:
    """The control: the check fails on a line that belongs to another file."""
    line = replayed(own_day(tmp_path / "day.csv"), tmp_path / "hall")
    other = own_day(tmp_path / "other.csv", spread_s=3600)
    with pytest.raises(AssertionError):
        check_line(line, other)


def _play_live(file: Path, folder: Path, speed: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "hallserver", "replay", str(file), "--data", str(folder), "--speed", str(speed), "--port", "0"]
    return subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")


def test_a_day_played_live_comes_to_the_same_end(tmp_path: Path) -> None:
    """An hour in seconds: the same figures, and a folder that can be proved and served."""
    file, folder = own_day(tmp_path / "day.csv", tickets=20, spread_s=3000, rests=2), tmp_path / "hall"
    playing = _play_live(file, folder, 3600)
    said, logged = playing.communicate(timeout=PATIENCE_S)
    assert playing.returncode == 0, logged
    line = json.loads(said)
    assert (line["tickets"], line["called"], line["out_of_order"]) == (20, 18, 0)
    assert rebuilt(folder)["differences"] == []


def test_while_a_day_is_played_live_the_screens_are_served(tmp_path: Path) -> None:
    """Whoever shows the hall to guests stops it in the middle; what was played is kept."""
    file, folder = own_day(tmp_path / "day.csv", tickets=400, spread_s=36_000), tmp_path / "hall"
    playing = _play_live(file, folder, 600)
    assert playing.stderr is not None
    base = next(line.strip() for line in playing.stderr if line.startswith("http://"))
    with Caller(int(base.rpartition(":")[2]), "") as caller:
        assert caller.ask("GET", "/healthz").json == {"ok": True}
        assert caller.ask("GET", "/hall/").status == 200
        seen = [0.0]
        while seen[-1] < 60:
            assert playing.poll() is None
            found = re.search(r"^hall_journal_seq (\S+)$", caller.ask("GET", "/metrics").body.decode(), re.MULTILINE)
            assert found is not None
            seen.append(float(found[1]))
    playing.send_signal(signal.SIGTERM)
    playing.communicate(timeout=PATIENCE_S)
    assert playing.returncode == 130
    assert rebuilt(folder)["events"] >= 60
