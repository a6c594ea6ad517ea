# SPDX-License-Identifier: Apache-2.0
"""``hallserver serve`` says where it is, or why it cannot be."""

import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.hallserver.cli.running import ROOT, forked, hallserver, started


def test_it_prints_its_address_serves_and_stops_orderly(tmp_path: Path) -> None:
    """SIGTERM closes the door and the folder; the next server may have it."""
    hallserver("init", "--data", tmp_path / "hall")
    command = [sys.executable, "-m", "hallserver", "serve", "--data", str(tmp_path / "hall"), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        base = server.stdout.readline().strip()
        line = HTTPConnection(base.removeprefix("http://"))
        line.request("GET", "/healthz")
        assert line.getresponse().status == 200
        second = started("serve", "--data", tmp_path / "hall", "--port", "0")
        assert second.returncode == 75
        assert str(server.pid) in second.stderr
        server.terminate()
        assert server.wait(60) == 0


def test_it_refuses_a_folder_without_a_hall(tmp_path: Path) -> None:
    """Serving never makes a hall by mistake."""
    done = forked("serve", "--data", tmp_path)
    assert done.returncode == 2
    assert "hallserver init" in done.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("hall.sqlite3", b"no database, but long enough to be looked at as one " * 90),
        ("hall.sqlite3", b""),
        ("keys.json", b"{"),
        ("keys.json", b"[]"),
        ("keys.json", b'{"chain": "00"}'),
        ("keys.json", b"\xff"),
    ],
)
def test_it_names_the_file_that_is_damaged(name: str, content: bytes, tmp_path: Path) -> None:
    """A traceback tells the duty manager nothing; the path and the backup do."""
    hallserver("init", "--data", tmp_path / "hall")
    (tmp_path / "hall" / name).write_bytes(content)
    done = forked("serve", "--data", tmp_path / "hall", "--port", "0")
    assert done.returncode == 2
    assert str(tmp_path / "hall") in done.stderr
    assert ("密钥文件" if name == "keys.json" else "数据库") in done.stderr
    assert "恢复备份" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_refuses_half_a_pair_of_files_for_https(tmp_path: Path) -> None:
    """Whoever set one of them meant to set both."""
    hallserver("init", "--data", tmp_path / "hall")
    done = forked("serve", "--data", tmp_path / "hall", "--tls-cert", "cert.pem", "--port", "0")
    assert done.returncode == 2
    assert "tls_key" in done.stderr
