# SPDX-License-Identifier: Apache-2.0
"""A new hall: a folder, a standard, a name, a one-time code, and no password anywhere."""

import re
from argparse import ArgumentParser, Namespace
from pathlib import Path

import pytest

from hallserver.cli import init
from hallserver.store.authority import see
from hallserver.store.folder import open_reading
from hallserver.templates.halls import HALLS
from hallserver.wire import pin_of
from tests.hallserver.cli.running import hallserver, started
from tests.support import LAYER


def test_init_makes_a_named_hall_with_a_standard_and_prints_a_code_once(tmp_path: Path) -> None:
    """The code on the console is the only way in."""
    done = started("init", "--data", tmp_path / "hall", "--hall", "futian", "--name", "福田区政务服务大厅")

    assert done.returncode == 0, done.stderr
    assert re.search(r"：[A-Z0-9-]{8,}", done.stdout)
    journal, reader = open_reading(tmp_path / "hall")
    hall = journal.load()
    assert hall.catalog.here.names["zh-Hans"] == "福田区政务服务大厅"
    assert hall.standard is not None
    with reader() as database:
        assert database.execute_sql("SELECT count(*) FROM credential").fetchone()[0] == 0, "there is a default password"
        assert database.execute_sql("SELECT value FROM meta WHERE key='hall_id'").fetchone()[0] == "futian"
    assert {oct((tmp_path / "hall" / name).stat().st_mode & 0o777) for name in ("keys.json", "authority.key")} == {"0o600"}
    assert pin_of(see(tmp_path / "hall" / "authority.pem").authority) in done.stdout


def test_a_second_init_refuses_and_changes_nothing(tmp_path: Path) -> None:
    """A hall's journal is never made anew over an old one."""
    hallserver("init", "--data", tmp_path / "hall")
    before = (tmp_path / "hall" / "keys.json").read_bytes()

    again = hallserver("init", "--data", tmp_path / "hall")

    assert again.returncode == 2
    assert "已有大厅数据" in again.stderr
    assert (tmp_path / "hall" / "keys.json").read_bytes() == before


def test_a_lost_code_is_replaced_by_a_new_one(tmp_path: Path) -> None:
    """Thirty minutes pass quickly; the hall must not be made again for that."""
    first = hallserver("init", "--data", tmp_path / "hall").stdout
    second = hallserver("init", "--data", tmp_path / "hall", "--new-code")
    assert second.returncode == 0
    assert second.stdout.split("：")[2:] != first.split("：")[2:]


@pytest.mark.parametrize("wrong", [("--hall", "Futian Hall"), ("--zone", "Asia/Futian")])
def test_a_hall_that_cannot_be_named_so_is_not_begun(tmp_path: Path, wrong: tuple[str, str]) -> None:
    """A slip in the first command leaves nothing behind that would have to be cleaned up."""
    done = hallserver("init", "--data", tmp_path / "hall", *wrong)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "hall").exists()


def test_a_station_is_ready_and_its_clerk_told_the_way_in(tmp_path: Path) -> None:
    """Services, counters, a clerk without a password, a day that is open; the address holds the code."""
    done = hallserver("init", "--data", tmp_path / "station", "--template", "station", "--hall", "lianhua", "--name", "莲花社区服务站")

    assert done.returncode == 0, done.stderr
    assert re.search(r"^http://127\.0\.0\.1:8080/setup/#first=[A-Z0-9-]{8,}&name=clerk$", done.stdout, re.MULTILINE)
    hall = open_reading(tmp_path / "station")[0].load()
    assert hall.catalog.here.names["zh-Hans"] == "莲花社区服务站"
    assert hall.catalog.here.one_tab
    assert hall.open
    assert (len(hall.catalog.services), len(hall.catalog.counters)) == (12, 2)
    assert f"{len(hall.catalog.services)} 项业务" in done.stdout
    assert done.stdout.count("/setup/#first") == 1, "two ways in, and one of them makes another account"
    assert "三员没有分开" in done.stdout
    assert hallserver("init", "--data", tmp_path / "other", "--template", "palace").returncode == 2


def test_a_station_whose_code_ran_out_is_told_the_same_way_in_again(tmp_path: Path) -> None:
    """Whoever had lunch between the two commands would else make an administrator who is no clerk."""
    hallserver("init", "--data", tmp_path / "station", "--template", "station")
    again = hallserver("init", "--data", tmp_path / "station", "--new-code")
    assert re.search(r"^http://127\.0\.0\.1:8080/setup/#first=[A-Z0-9-]{8,}&name=clerk$", again.stdout, re.MULTILINE)
    plain = hallserver("init", "--data", tmp_path / "hall").stdout
    assert "&name=" not in plain, "a hall has no clerk who waits for a password"


@pytest.mark.parametrize("size", ["street", "district"])
def test_a_larger_hall_begins_with_its_counters_and_matters(tmp_path: Path, size: str) -> None:
    """The same that the guide on the screen offers; people come next, so the printed way in makes the first administrator."""
    done = hallserver("init", "--data", tmp_path / "hall", "--template", size)

    assert done.returncode == 0, done.stderr
    assert re.search(r"^http://127\.0\.0\.1:8080/setup/#first=[A-Z0-9-]{8,}$", done.stdout, re.MULTILINE)
    catalog, [wanted] = open_reading(tmp_path / "hall")[0].load().catalog, [one for one in HALLS if one.slug == size]
    assert (len(catalog.counters), set(catalog.services)) == (sum(wanted.counters.values()), set(wanted.services))
    assert catalog.here.names == wanted.names
    assert not catalog.people
    assert not open_reading(tmp_path / "hall")[0].load().open, "nobody is there who could close it"


def asked(*words: str | Path) -> Namespace:
    """Return what was typed."""
    parser = ArgumentParser()
    init.add_to(parser)
    return parser.parse_args([str(it) for it in words])


def test_a_hall_begins_with_the_rules_of_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A preset, the district's file over it; a file that the standard does not allow leaves nothing behind."""
    file, bad = tmp_path / "district.toml", tmp_path / "bad.toml"
    file.write_text(LAYER.replace('"hall"', '"district"'), encoding="utf-8")
    bad.write_text(LAYER.replace("value = 20", "value = 2000"), encoding="utf-8")
    assert init.run(asked("--data", tmp_path / "hall", "--preset", "shanghai", "--layer", file)) == 0
    rules = open_reading(tmp_path / "hall")[0].load().rules
    assert (rules.whole("bad.contact_wd"), rules.whole("book.late"), len(rules.layers)) == (1, 20, 2)
    capsys.readouterr()
    with pytest.raises(SystemExit, match="2"):
        init.run(asked("--data", tmp_path / "other", "--layer", bad))

    assert "book.late" in capsys.readouterr().err
    assert not (tmp_path / "other").exists()
