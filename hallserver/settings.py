# SPDX-License-Identifier: Apache-2.0
"""Settings of this machine: name, type, default, help in one table; file < environment < argument.

What concerns people and turns is in the standard; here is only where and how this server runs.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

FILE = "settings.toml"
PREFIX = "HALLSERVER_"


class Setting(Struct, frozen=True):
    """One setting: its name, type, default, what it does, and the only values, or parts of a list, there are if they are few."""

    name: str
    kind: type[str] | type[int]
    default: str | int
    help: str
    among: range | tuple[str, ...] = ()
    each: tuple[str, ...] = ()
    """Of a list, separated by commas: the only parts there are."""


_KINDS, _FORMATS = ("day", "week", "month", "osm", "district", "year"), ("pdf", "xlsx", "csv", "json", "docx", "png")
SETTINGS: tuple[Setting, ...] = (
    Setting("host", str, "127.0.0.1", "address to listen on; beyond loopback there is HTTPS only"),
    Setting("port", int, 8080, "port to listen on, 0 to 65535; 0 takes a free one", range(65536)),
    Setting("hosts", str, "", "further host names under which this server may be addressed, separated by commas"),
    Setting("https", str, "auto", "auto: beyond loopback; always: on loopback too", ("auto", "always")),
    Setting("tls_cert", str, "", "certificate chain (PEM) for HTTPS; empty: the hall's own authority makes one"),
    Setting("tls_key", str, "", "private key (PEM) of tls_cert"),
    Setting(
        "plain_port",
        int,
        -1,
        "port for visitors' phones over plain HTTP, their ticket page alone; 0 takes a free one, -1: none",
        range(-1, 65536),
    ),
    Setting("discovery", str, "no", "yes: say on the local network where this hall is, for agents without an address", ("no", "yes")),
    Setting("backup_folder", str, "", "folder on another disk or machine for backups: a segment every minute, a full copy every night"),
    Setting("backup_key", str, "", "key file of the backups, made by `hallserver backup --new-key`; not in the data folder"),
    Setting("backup_keep_days", int, 35, "days for which backups are kept; the newest full copies stay whatever their age", range(1, 3651)),
    Setting("report_folder", str, "", "folder for scheduled reports (day end, Monday, first of the month); it must exist"),
    Setting("report_mail_to", str, "", "mailboxes for scheduled reports, separated by commas; needs smtp_host"),
    Setting("report_kinds", str, "day,week,month", f"which reports are scheduled: {', '.join(_KINDS)}, separated by commas", each=_KINDS),
    Setting("report_formats", str, "pdf", f"formats of scheduled reports: {', '.join(_FORMATS)}, separated by commas", each=_FORMATS),
    Setting(
        "district_folders",
        str,
        "",
        "data folders on this machine of the further halls of a district that this hall leads, separated by commas; empty: none",
    ),
    Setting("smtp_host", str, "", "mail server (SMTP) for scheduled reports"),
    Setting("smtp_port", int, 587, "its port: 587 for starttls, 465 for tls, 25 for none", range(1, 65536)),
    Setting("smtp_security", str, "starttls", "starttls, tls or none (in clear: within the building)", ("starttls", "tls", "none")),
    Setting("smtp_user", str, "", "name at the mail server; empty: it needs none"),
    Setting("smtp_password_file", str, "", "file that holds the password of smtp_user, readable by the server alone"),
    Setting("smtp_from", str, "", "sender of scheduled reports; empty: smtp_user"),
    Setting("smtp_ca", str, "", "certificate (PEM) of the authority that signed the mail server's; empty: those that the system trusts"),
    Setting("metrics_token", str, "", "bearer token for /metrics from other machines; empty: loopback only"),
    Setting("log_file", str, "", "file for the log, at most 200 MB with its elder siblings; empty: standard error"),
    Setting("idle_min", int, 15, "minutes without a touch after which a sign-in ends, 1 to 15; never with a ticket in hand", range(1, 16)),
    Setting("sign_in_hours", int, 12, "hours after which a sign-in ends whatever is done, 1 to 12", range(1, 13)),
    Setting("max_links", int, 5000, "screens, phones and agents connected at once, 50 to 100000", range(50, 100_001)),
    Setting(
        "connections_per_address",
        int,
        256,
        "requests of one address at once, 8 to 100000; on plain_port four times as many; more where a whole Wi-Fi is one address",
        range(8, 100_001),
    ),
    Setting("log_level", str, "INFO", "DEBUG, INFO, WARNING or ERROR", ("DEBUG", "INFO", "WARNING", "ERROR")),
)


class SettingError(Exception):
    """A setting has an unknown name or a value of the wrong type: which, where, what was expected."""

    def __init__(self, source: str, name: str, expected: str) -> None:
        """Name the place, the setting and what would be right."""
        super().__init__(f"{source}: {name}, expected {expected}")


class Found(Struct, frozen=True):
    """A setting's value and where it came from: ``default``, a file, an environment variable or an argument."""

    value: str | int
    source: str


class Settings(Struct, frozen=True):
    """Every setting with its source."""

    found: dict[str, Found]

    def text(self, name: str) -> str:
        """Return a setting as text."""
        return str(self.found[name].value)

    def number(self, name: str) -> int:
        """Return a setting as a whole number."""
        return int(self.found[name].value)


def load(folder: Path | None, arguments: Mapping[str, str | int | None], environment: Mapping[str, str] | None = None) -> Settings:
    """Return every setting: the default, then the folder's file, then the environment, then the argument.

    Raises SettingError naming the setting and its source.
    """
    found = {setting.name: Found(setting.default, "default") for setting in SETTINGS}
    for source, values in _sources(folder, arguments, os.environ if environment is None else environment):
        for name, value in values.items():
            found[name] = Found(_typed(name, value, source), source)
    return Settings(found)


def _sources(
    folder: Path | None, arguments: Mapping[str, str | int | None], environment: Mapping[str, str]
) -> list[tuple[str, Mapping[str, Any]]]:
    file = folder / FILE if folder is not None else None
    try:
        in_file = tomllib.loads(file.read_text(encoding="utf-8")) if file is not None and file.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(str(file), str(error), "TOML") from error
    in_environment = {name[len(PREFIX) :].lower(): value for name, value in environment.items() if name.startswith(PREFIX)}
    return [
        (str(file), in_file),
        ("environment", in_environment),
        ("argument", {name: value for name, value in arguments.items() if value is not None}),
    ]


def _typed(name: str, value: object, source: str) -> str | int:
    setting = next((it for it in SETTINGS if it.name == name), None)
    if setting is None:
        raise SettingError(source, name, " | ".join(it.name for it in SETTINGS))
    try:
        typed = int(str(value)) if setting.kind is int else str(value)
    except (TypeError, ValueError) as error:
        raise SettingError(source, f"{name} = {value!r}", setting.kind.__name__) from error
    unknown = setting.each and {part.strip() for part in str(typed).split(",")} - {*setting.each}
    if unknown or (setting.among and typed not in setting.among):
        raise SettingError(source, f"{name} = {value!r}", setting.help)
    return typed
