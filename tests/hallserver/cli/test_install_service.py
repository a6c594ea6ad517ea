# SPDX-License-Identifier: Apache-2.0
"""``hallserver install-service``: units written into a folder, or a sentence why not."""

import sys
from pathlib import Path

import pytest

from tests.hallserver.cli.running import hallserver, started

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="not run: systemd is Linux only")


def test_it_writes_a_unit_for_the_server(tmp_path: Path) -> None:
    """The duty of the installer ends with one command."""
    hallserver("init", "--data", tmp_path / "hall")

    done = started("install-service", "--data", tmp_path / "hall", "--units", tmp_path)

    assert done.returncode == 0, done.stderr
    text = (tmp_path / "hallserver.service").read_text(encoding="utf-8")
    assert f'"-m" "hallserver" "serve" "--data" "{tmp_path / "hall"}"' in text
    assert f"User={tmp_path.owner()}" in text
    assert "\nAmbientCapabilities=\n" in text


def test_a_low_port_for_plain_http_needs_the_leave_too(tmp_path: Path) -> None:
    """The door that only sends on to https is a port as well."""
    hallserver("init", "--data", tmp_path / "hall")
    (tmp_path / "hall" / "settings.toml").write_text("port = 8443\nplain_port = 80\n", encoding="utf-8")

    hallserver("install-service", "--data", tmp_path / "hall", "--units", tmp_path)

    assert "AmbientCapabilities=CAP_NET_BIND_SERVICE" in (tmp_path / "hallserver.service").read_text(encoding="utf-8")


def test_it_writes_a_unit_for_an_agent(tmp_path: Path) -> None:
    """The box with the printer has no hall, only an address."""
    done = hallserver(
        "install-service", "--agent", "agent-1", "--server", "https://10.0.0.2:8080", "--data", tmp_path / "out", "--units", tmp_path
    )

    assert done.returncode == 0, done.stderr
    text = (tmp_path / "hallserver-agent-agent-1.service").read_text(encoding="utf-8")
    assert '"--agent" "agent-1"' in text
    here = {group.gr_name for group in pytest.importorskip("grp").getgrall()}
    wanted = " ".join(name for name in ("lp", "dialout", "audio", "input", "plugdev") if name in here)
    assert f"SupplementaryGroups={wanted}\n" in text


def test_nothing_in_an_agents_unit_keeps_its_devices_from_it(tmp_path: Path) -> None:
    """Each of these would hide serial ports, USB, keyboards or sound from it, with an error that names none of them."""
    hallserver("install-service", "--agent", "agent-1", "--server", "https://10.0.0.2", "--data", tmp_path / "out", "--units", tmp_path)

    text = (tmp_path / "hallserver-agent-agent-1.service").read_text(encoding="utf-8")
    for hides in ("PrivateDevices", "DevicePolicy", "DeviceAllow", "PrivateUsers", "PrivateNetwork", "RestrictAddressFamilies"):
        assert hides not in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--agent", "agent-1"], "--server"),
        (["--agent", "../etc/evil", "--server", "https://a"], "--agent"),
        ([], "hallserver init"),
        (["--agent", "agent-1", "--server", "https://a", "--units", "/no/such/folder"], "/no/such/folder"),
    ],
)
def test_it_refuses_with_a_sentence(arguments: list[str], said: str, tmp_path: Path) -> None:
    """Nothing is written where something is missing."""
    units: list[str | Path] = [] if "--units" in arguments else ["--units", tmp_path]
    done = hallserver("install-service", "--data", tmp_path / "none", *units, *arguments)

    assert done.returncode in {2, 75}
    assert said in done.stderr
    assert list(tmp_path.glob("*.service")) == []
