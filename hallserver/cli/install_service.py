# SPDX-License-Identifier: Apache-2.0
"""``hallserver install-service``: let systemd run the hall server, or a device agent, and start it again when it dies or hangs."""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from hallserver.cli.refusing import refuse
from hallserver.cli.running import refusals, settings_of
from hallserver.core.row import Slug
from hallserver.district import district_of
from hallserver.store.folder import FILE
from hallserver.units import Unit, text_of
from hallserver.words import say

HELP = "let systemd run the hall server or a device agent"
UNITS = Path("/etc/systemd/system")
_HOME = Path(__file__).parent.parent.parent
_LOW = 1024


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("--data", type=Path, required=True, help="data folder of the hall, or the agent's folder (its --out)")
    parser.add_argument("--user", default="", help="user who runs it (default: the folder's owner)")
    parser.add_argument("--agent", default="", help="slug of a device agent: install that instead of the hall server")
    parser.add_argument("--server", default="", help="address of the hall server, for an agent")
    parser.add_argument("--units", type=Path, default=UNITS, help=f"folder of the unit files (default: {UNITS})")


def run(given: argparse.Namespace) -> int:
    """Write the unit and, in systemd's own folder, switch it on; print what was done."""
    if sys.platform == "win32":
        refuse(say("cli.service-linux"))
    with refusals():
        unit = _unit(given)
        file = given.units / f"{unit.name}.service"
        text = text_of(unit)
        _verify(file.name, text)
        file.write_text(text, encoding="utf-8")
        if given.units == UNITS:
            for command in (["daemon-reload"], ["enable", "--now", file.name]):
                _systemd("systemctl", *command)
    print(say("cli.service-written" if given.units != UNITS else "cli.service-on", file=str(file), name=unit.name))
    return 0


def _unit(given: argparse.Namespace) -> Unit:
    data = given.data.resolve()
    if given.agent:
        return _agent(given, data)
    if not (data / FILE).exists():
        refuse(say("cli.folder-empty", path=str(data)))
    command = (sys.executable, "-m", "hallserver", "serve", "--data", str(data))
    settings = settings_of(given, data)
    district = district_of(settings, data)
    for folder in district.gone:
        print(say("cli.district-gone", folder=str(folder)), file=sys.stderr)
    return Unit(
        name="hallserver",
        says="Hall server",
        command=command,
        user=_user(given, data),
        data=data,
        home=_HOME,
        backups=settings.text("backup_folder"),
        reports=settings.text("report_folder"),
        district=tuple(map(str, district.folders)),
        low_port=any(0 < settings.number(port) < _LOW for port in ("port", "plain_port")),
    )


def _agent(given: argparse.Namespace, data: Path) -> Unit:
    try:
        agent = msgspec.convert(given.agent, Slug)
    except msgspec.ValidationError as error:
        refuse(say("cli.service-agent", detail=str(error)))
    if not given.server:
        refuse(say("cli.service-server"))
    data.mkdir(parents=True, exist_ok=True)
    command = (sys.executable, "-m", "devices", "--server", given.server, "--agent", agent, "--out", str(data))
    says = f"Devices of the hall: {agent}"
    user = _user(given, data)
    return Unit(name=f"hallserver-agent-{agent}", says=says, command=command, user=user, data=data, home=_HOME, groups=_groups())


def _groups() -> tuple[str, ...]:
    """Return those groups that this system has of printers, serial lines, sound cards, keyboards and scanners, and USB readers."""
    import grp  # noqa: PLC0415 -- Windows has none, and is refused before

    here = {group.gr_name for group in grp.getgrall()}
    return tuple(name for name in ("lp", "dialout", "audio", "input", "plugdev") if name in here)


def _user(given: argparse.Namespace, data: Path) -> str:
    return given.user or data.owner()


def _verify(name: str, text: str) -> None:
    """Have systemd look at the unit, where it is present, before anything is replaced."""
    if shutil.which("systemd-analyze") is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_text(text, encoding="utf-8")
        done = subprocess.run(["systemd-analyze", "verify", str(file)], capture_output=True, text=True, check=False)  # noqa: S603, S607 -- systemd's own
    complaints = [line for line in done.stderr.splitlines() if name in line]
    if complaints:
        refuse(say("cli.service-refused", detail="; ".join(complaints)))


def _systemd(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- constants and a checked slug
    if done.returncode:
        refuse(say("cli.system", detail=f"{' '.join(command)}: {done.stderr.strip()}"))
