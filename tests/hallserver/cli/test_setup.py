# SPDX-License-Identifier: Apache-2.0
"""``hallserver setup`` as a district runs it for a new street hall."""

from pathlib import Path

import pytest

from tests.hallserver.cli.running import hallserver, started

QUEUE = '[[queues]]\nslug = "social"\nletter = "A"\nnames = { zh-Hans = "社会事务" }\n'


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    """Return a new hall's folder."""
    made = hallserver("init", "--data", tmp_path / "hall", "--name", "莲花街道政务服务大厅")
    assert made.returncode == 0, made.stderr
    return tmp_path / "hall"


def test_a_file_is_looked_at_taken_and_handed_out_again(hall: Path, tmp_path: Path) -> None:
    """Looking changes nothing; taking it twice changes nothing the second time."""
    file = tmp_path / "in.toml"
    file.write_text(QUEUE, encoding="utf-8")
    said = [hallserver("setup", "import", file, "--data", hall, *more).stdout for more in (["--check"], [], [])]
    assert ["新增 1 行" in it for it in said] == [True, True, False]
    done = started("setup", "export", tmp_path / "out.toml", "--data", hall)
    assert done.returncode == 0, done.stderr
    assert "社会事务" in (tmp_path / "out.toml").read_text(encoding="utf-8")


def test_a_fault_is_named_and_nothing_is_done(hall: Path, tmp_path: Path) -> None:
    """With its place and what was expected; a refusal of the rules as a sentence, another ending at once."""
    file = tmp_path / "in.toml"
    file.write_text(QUEUE.replace('"A"', '"a1"'), encoding="utf-8")
    wrong = hallserver("setup", "import", file, "--data", hall)
    assert (wrong.returncode, "a1" in wrong.stderr, "大写字母" in wrong.stderr) == (1, True, True)
    file.write_text(QUEUE + QUEUE.replace("social", "other"), encoding="utf-8")
    refused = hallserver("setup", "import", file, "--data", hall)
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
    assert hallserver("setup", "export", tmp_path / "out.pdf", "--data", hall).returncode == 2
