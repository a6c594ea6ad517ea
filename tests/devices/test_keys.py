# SPDX-License-Identifier: Apache-2.0
"""The key file: only for its owner, one key per agent."""

import stat
import sys
from pathlib import Path

import pytest

from devices.keys import read_key, write_key


def test_a_key_is_found_again(tmp_path: Path) -> None:
    """Pairing is done once."""
    path = tmp_path / "deep" / "keys.json"
    write_key(path, "agent-1", "k1")
    write_key(path, "agent-2", "k2")
    write_key(path, "agent-1", "k3")

    assert read_key(path, "agent-1") == "k3"
    assert read_key(path, "agent-2") == "k2"
    assert read_key(path, "agent-3") == ""
    assert [entry.name for entry in path.parent.iterdir()] == ["keys.json"]


def test_without_a_file_nobody_has_a_key(tmp_path: Path) -> None:
    """The first start."""
    assert read_key(tmp_path / "keys.json", "agent-1") == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    """Whoever has the key is the agent."""
    path = tmp_path / "keys.json"
    write_key(path, "agent-1", "k1")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
