# SPDX-License-Identifier: Apache-2.0
"""The papers of the ladder on A4: one page each, whatever was said and photographed."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from hallserver.core.check_row import ESCALATIONS
from reports.ladder_form import Taken
from reports.ladder_pdf import to_pdf
from tests.reports.sample_ladder import SAID, WHY, climbed, stayed, told
from tests.support import Play


def jpeg() -> bytes:
    """Return a small photo."""
    written = io.BytesIO()
    Image.new("RGB", (64, 48), (180, 120, 60)).save(written, "JPEG")
    return written.getvalue()


def text_of(play: Play, taken: Taken, path: Path, language: str = "zh-Hans", *, photos: bool = True) -> str:
    """Return what stands on the paper, without spaces."""
    path.write_bytes(to_pdf(taken, told(play, language), {"photo": jpeg()} if photos else {}))
    printed = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return "".join(printed.split())


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler")
def test_each_paper_is_one_page_with_its_places_to_sign(tmp_path: Path) -> None:
    """Number, what is demanded, and on what it rests; a photo that is erased says so."""
    play, path = stayed(), tmp_path / "paper.pdf"
    signed = {"slip": "责任人（签收）", "replace": "派驻单位", "interview": "被约谈人", "report": "派驻单位", "appraise": "派驻单位"}
    for step in ESCALATIONS:
        text = text_of(play, climbed(play), path)
        for word in ("X20261123-001", signed[step], "年＿＿月", "日志1.9:0123456789abcdef", "第1页共1页"):
            assert word in text, (step, word)
        assert "照片已按期删除" not in text
    assert "照片已按期刪除" in text_of(play, climbed(stayed()), path, "zh-Hant", photos=False)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler")
def test_a_long_story_stays_on_one_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is set smaller: who signs must have it all before the eyes."""
    monkeypatch.setitem(SAID, "note", "长廊尽头的填单台。\n" * 40)
    play = stayed()
    assert "第1页共1页" in text_of(play, climbed(play, note=WHY), tmp_path / "paper.pdf")


def test_the_same_step_gives_the_same_bytes() -> None:
    """As every printed page here."""
    play = stayed()
    taken = climbed(play)
    first = to_pdf(taken, told(play), {"photo": jpeg()})
    assert first.startswith(b"%PDF")
    assert (first == to_pdf(taken, told(play), {"photo": jpeg()})) is True
