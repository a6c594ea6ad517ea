# SPDX-License-Identifier: Apache-2.0
"""The systemd units of a hall server and of a device agent, systemd.service(5) and systemd.exec(5)."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

WATCHDOG_S = 10
"""A process that gave no sign of life for so long is ended and started anew."""
RESTART_S = 1
REFUSED = 2
"""Exit code of a server that could not begin: only a person can help, so it is not tried again and again."""


class Unit(Struct, frozen=True, kw_only=True):
    """One service: what it is, what it runs, as whom, in which folder it may write."""

    name: str
    says: str
    command: tuple[str, ...]
    user: str
    data: Path
    home: Path
    """Folder in which the program is found."""
    backups: str = ""
    """Further folder in which it may write; it may be a disk that is not always there."""
    reports: str = ""
    """The same for scheduled reports."""
    district: tuple[str, ...] = ()
    """The same for folders of further halls: they are read, and SQLite lays its marks of a reader beside a file that nobody serves."""
    groups: tuple[str, ...] = ()
    """Groups that may open printers, serial lines and sound."""
    low_port: bool = False
    """Listens on a port below 1024, for which a plain user needs leave."""


def text_of(unit: Unit) -> str:
    """Return the unit file. It restarts always, is watched, and may write nowhere but in its folder."""
    return "\n".join(f"[{section}]\n" + "".join(f"{line}\n" for line in lines) for section, lines in _sections(unit))


def _sections(unit: Unit) -> Sequence[tuple[str, Sequence[str]]]:
    started = (
        f"Description={_escaped(unit.says)}",
        "Wants=network-online.target",
        "After=network-online.target",
        "StartLimitIntervalSec=0",
    )
    return (
        ("Unit", started),
        ("Service", (*_running(unit), *_CONFINED, *_leave(unit))),
        ("Install", ("WantedBy=multi-user.target",)),
    )


def _running(unit: Unit) -> Sequence[str]:
    return (
        "Type=notify",
        f"ExecStart={' '.join(_quoted(part) for part in unit.command)}",
        f"WorkingDirectory={_escaped(str(unit.home))}",
        f"User={unit.user}",
        f"SupplementaryGroups={' '.join(unit.groups)}",
        "UMask=0077",
        "Restart=always",
        f"RestartSec={RESTART_S}",
        f"RestartPreventExitStatus={REFUSED}",
        f"WatchdogSec={WATCHDOG_S}",
        # The whole journal is checked, or a backup restored, before the server is ready: minutes where it is big. systemd's own
        # 90 s would kill each such start, for ever.
        "TimeoutStartSec=infinity",
        "TimeoutStopSec=30",
        "LimitNOFILE=16384",
        # The watchdog ends a process by SIGABRT, and its memory holds keys and, for a minute, numbers of ID cards.
        "LimitCORE=0",
        "OOMScoreAdjust=-500",
    )


_CONFINED = (
    "NoNewPrivileges=yes",
    "ProtectSystem=strict",
    "PrivateTmp=yes",
    "ProtectKernelTunables=yes",
    "ProtectControlGroups=yes",
    "RestrictSUIDSGID=yes",
)


def _leave(unit: Unit) -> Sequence[str]:
    capability = "CAP_NET_BIND_SERVICE" if unit.low_port else ""
    writable = [_quoted(str(unit.data)), *(_quoted(f"-{folder}") for folder in (unit.backups, unit.reports, *unit.district) if folder)]
    return (f"ReadWritePaths={' '.join(writable)}", f"CapabilityBoundingSet={capability}", f"AmbientCapabilities={capability}")


def _escaped(text: str) -> str:
    """Return text in which systemd sees no specifier."""
    return text.replace("%", "%%")


def _quoted(text: str) -> str:
    """Return one word of a command line, whatever characters it has."""
    quoted = _escaped(text).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{quoted}"'
