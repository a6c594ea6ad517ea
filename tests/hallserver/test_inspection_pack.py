# SPDX-License-Identifier: Apache-2.0
"""The inspection pack: what is in it, that its digests fit, that nothing personal is, and that it tells of a changed journal."""

import csv
import hashlib
import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import msgspec
import pytest

from hallserver.core import commands as c
from hallserver.core.errors import HallError
from hallserver.inspection_pack import Asked, Proof, Source, pack_of, prove
from hallserver.store.folder import FILE, Folder
from hallserver.store.journal import VaultRow
from tests.hallserver.core.work import rated, steps
from tests.hallserver.test_freezing import DAY as OF_DAY
from tests.hallserver.test_freezing import apart, freezing, november
from tests.support import BOSS, DUTY, keep, new_folder, next_day

DAY = "2026-11-23"
DAY_OF: dict[str, Any] = {**OF_DAY}
SAID = [VaultRow(ref=it, salt=b"s" * 16, content=it, erase_after_us=2**62) for it in ("等了整整一个上午", "13812345678")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    """Return a folder with a closed day, a bad rating and its order."""
    play = rated()
    steps(play, "verify", "contact")
    next_day(play)
    with closing(Folder(new_folder(tmp_path_factory.mktemp("hall")))) as kept:
        keep(kept, play.entries, SAID)
        yield kept


@pytest.fixture(scope="module")
def made(folder: Folder) -> tuple[bytes, Proof, list[str]]:
    """Return its pack, its proof and the files in the order in which they were told."""
    told: list[str] = []
    return *pack_of(_source(folder), Asked(first=DAY, last=DAY), told.append), told


def _source(folder: Folder) -> Source:
    return Source(hall=folder.journal.load(), journal=folder.journal, connect=folder.database.reader)


def test_a_pack_has_all_that_an_inspection_asks_for(folder: Folder, made: tuple[bytes, Proof, list[str]]) -> None:
    """Each file is named with its digest; the same journal gives the same files; the ledger has the order and no word of the visitor."""
    content, proof, told = made
    pack = ZipFile(io.BytesIO(content))
    names = pack.namelist()
    assert names[0] == "README.txt"
    assert names[1:] == told
    assert {"journal/proof.json", "standard/deviations.csv", "ratings/work-orders.csv", "reports/period.pdf", "reports/period.xlsx",
            f"reports/day-{DAY}.pdf", "reports/osm-2026-11.pdf"} <= set(names)  # fmt: skip
    listed = pack.read("README.txt").decode("utf-8-sig")
    for name in told:
        assert f"{hashlib.sha256(pack.read(name)).hexdigest()[:16]}  {len(pack.read(name)):>9}  {name}" in listed
    rows = list(csv.DictReader(io.StringIO(pack.read("ratings/work-orders.csv").decode("utf-8-sig"))))
    assert [(row["工单号"], row["来源"], row["实名"]) for row in rows] == [("G20261123-001", "差评", "是")]
    assert [(row["取号日期"], row["排队号"], row["窗口"], row["业务"], row["评价星级"]) for row in rows] == [
        (DAY, "A001", "1号窗口", "敬老优待证", "1")
    ]
    [bad] = csv.DictReader(io.StringIO(pack.read("ratings/bad.csv").decode("utf-8-sig")))
    about = ("取号日期", "排队号", "评价日期", "评价环节", "评价星级", "追评", "工单号", "核实结论", "结案")
    assert [bad[it] for it in about] == [DAY, "A001", DAY, "受理", "1", "否", "G20261123-001", "属实合理", ""]
    assert msgspec.json.decode(pack.read("journal/proof.json"), type=Proof) == proof
    assert (proof.broken_at, proof.entries > 0) == ("", True)
    again = ZipFile(io.BytesIO(pack_of(_source(folder), Asked(first=DAY, last=DAY))[0]))
    assert [name for name in told if not name.endswith(".xlsx") and again.read(name) != pack.read(name)] == []


def test_signed_reports_and_the_ledgers_of_the_site_are_in_it(tmp_path: Path) -> None:
    """Byte for byte what was signed; one whose content is not what its digest says is named and not given out."""
    play = november()
    made = apart(freezing(play, tmp_path / "first")).freeze(c.DraftReport(**DAY_OF))
    play.ask(c.DraftReport(**DAY_OF, content=made), DUTY)
    sha256 = hashlib.sha256(made.text.encode()).hexdigest()
    play.ask(c.CheckReport(**DAY_OF, sha256=sha256), BOSS)
    play.ask(c.SignReport(**DAY_OF, sha256=sha256), BOSS)
    parts: list[float] = []
    with closing(Folder(new_folder(tmp_path / "second"))) as kept:
        keep(kept, play.entries)
        pack = ZipFile(io.BytesIO(pack_of(_source(kept), Asked(first=DAY, last=DAY), told=parts.append)[0]))
        with closing(sqlite3.connect(kept.path / FILE)) as other, other:
            other.execute("UPDATE report_version SET sha256='0'")
        changed = ZipFile(io.BytesIO(pack_of(_source(kept), Asked(first=DAY, last=DAY))[0]))
    name = f"reports/signed/day-{DAY}-v1"
    assert pack.read(f"{name}.json").decode() == made.text
    assert pack.read(f"{name}.pdf").startswith(b"%PDF")
    assert parts == sorted(parts)
    assert 0 < parts[0] < parts[-1] <= 1
    [found] = csv.DictReader(io.StringIO(pack.read("site/findings.csv").decode("utf-8-sig")))
    assert found["编号"] == "X20261123-001"
    assert f"{name}-altered.txt" in changed.namelist()
    assert f"{name}.json" not in changed.namelist()


def test_the_words_of_visitors_are_in_no_file(folder: Folder, made: tuple[bytes, Proof, list[str]]) -> None:
    """What the vault holds is looked for in everything; the control finds a name that is there."""
    with folder.database.reader() as database:
        kept = [text for (text,) in database.execute_sql("SELECT content FROM vault").fetchall() if text]
    pack = ZipFile(io.BytesIO(made[0]))
    whole = b"".join(pack.read(name) for name in pack.namelist())
    assert kept
    assert [text for text in kept if text.encode() in whole] == []
    assert b"G20261123-001" in whole


def test_a_changed_journal_is_told_with_its_place(tmp_path: Path) -> None:
    """One byte of one entry; the pack says from where on nothing can be relied on."""
    play = rated()
    next_day(play)
    with closing(Folder(new_folder(tmp_path))) as folder:
        keep(folder, play.entries)
        source = _source(folder)
        with folder.database.reader() as reader:
            assert prove(folder.journal, reader).broken_at == ""
        with closing(sqlite3.connect(folder.path / FILE)) as other, other:
            other.execute("UPDATE event SET actor='person:x' WHERE seq=12")
        content, proof = pack_of(source, Asked(first=DAY, last=DAY))
    assert (proof.broken_at, proof.holds) == ("1.12", False)
    assert "1.12" in ZipFile(io.BytesIO(content)).read("README.txt").decode("utf-8-sig")


def test_a_changed_table_is_told_where_the_journal_is_whole(tmp_path: Path) -> None:
    """Waits made shorter behind the program's back: the chain is whole, and the figures are not to be relied on."""
    play = rated()
    next_day(play)
    with closing(Folder(new_folder(tmp_path))) as folder:
        keep(folder, play.entries)
        with folder.database.reader() as reader:
            before = prove(folder.journal, reader)
        with closing(sqlite3.connect(folder.path / FILE)) as other, other:
            other.execute("UPDATE leg SET first_called_us=opened_us+1")
        content, proof = pack_of(_source(folder), Asked(first=DAY, last=DAY))
    assert (before.differs, before.holds, before.rows > 0) == ((), True, True)
    assert (proof.broken_at, proof.differs, proof.holds) == ("", ("leg",), False)
    told = ZipFile(io.BytesIO(content)).read("README.txt").decode("utf-8-sig")
    assert "报表所用的数据与日志不符（leg）" in told


@pytest.mark.parametrize(
    ("first", "last", "key"),
    [(DAY, "2026-11-22", "report-dates"), ("2026-01-01", "2026-01-31", "report-no-days"), ("2026-02-30", DAY, "report-no-date")],
)
def test_days_that_there_are_not_are_refused(folder: Folder, first: str, last: str, key: str) -> None:
    """An empty pack would say that nothing happened."""
    with pytest.raises(HallError) as refused:
        pack_of(_source(folder), Asked(first=first, last=last))
    assert refused.value.key == key
