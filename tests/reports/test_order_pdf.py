# SPDX-License-Identifier: Apache-2.0
"""The form of a work order on paper."""

import shutil
import subprocess
from pathlib import Path

import pytest

from reports.order_form import Told
from reports.order_pdf import to_pdf
from tests.hallserver.core.work import rated, steps, the_order
from tests.support import Play

SAID = {"said": "没讲清楚。", "phone": "13800001234"}


def printed(play: Play, language: str = "zh-Hans") -> bytes:
    """Return the PDF of the only order."""
    return to_pdf(the_order(play), Told(hall=play.hall, said=SAID, language=language))


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler")
def test_a_finished_order_fits_one_page_with_all_that_was_done(tmp_path: Path) -> None:
    """Number, steps, time limits, places to sign; nothing to reach the visitor by."""
    play = rated()
    steps(play, "verify", "contact", "rectify", "reply", "call-back", "close")
    path = tmp_path / "form.pdf"
    path.write_bytes(printed(play))
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    for word in (
        "差评办理工单",
        "G20261123-001",
        "没讲清楚",
        "属实合理",
        "经办人签名",
        "大厅负责人",
        "2026-11-26 24:00",
        "第 1 页  共 1 页",
    ):
        assert word.replace(" ", "") in text.replace(" ", ""), word
    assert "13800001234" not in text


def test_the_same_order_gives_the_same_bytes_in_every_language() -> None:
    """As every printed page here."""
    play = rated()
    for language in ("zh-Hans", "zh-Hant", "en"):
        first = printed(play, language)
        assert first.startswith(b"%PDF")
        assert first == printed(play, language)
