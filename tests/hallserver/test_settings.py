# SPDX-License-Identifier: Apache-2.0
"""Where and how this server runs: file < environment < argument, each value with its source."""

from pathlib import Path

import pytest

from hallserver.settings import FILE, SETTINGS, Found, SettingError, load
from reports.formats import FORMATS
from reports.kinds import SCHEDULED


def written(folder: Path, text: str) -> Path:
    """Write the settings file; return the folder."""
    (folder / FILE).write_text(text, encoding="utf-8")
    return folder


def test_without_anything_every_setting_has_its_default(tmp_path: Path) -> None:
    """Loopback, no TLS, no token: safe on a machine nobody has looked at."""
    settings = load(tmp_path, {}, {})

    assert settings.found == {setting.name: Found(setting.default, "default") for setting in SETTINGS}
    assert (settings.text("host"), settings.number("port"), settings.text("tls_cert")) == ("127.0.0.1", 8080, "")
    assert load(None, {}, {}) == settings


def test_the_argument_goes_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    """Each says where it came from: who searches a wrong port asks the doctor."""
    folder = written(tmp_path, 'port = 1\nhosts = "a"\nlog_level = "DEBUG"\n')
    environment = {"HALLSERVER_PORT": "2", "HALLSERVER_HOSTS": "b", "OTHER_PORT": "9"}
    settings = load(folder, {"port": 3, "hosts": None}, environment)

    assert settings.found["port"] == Found(3, "argument")
    assert settings.found["hosts"] == Found("b", "environment")
    assert settings.found["log_level"] == Found("DEBUG", str(folder / FILE))


@pytest.mark.parametrize(
    ("text", "environment", "says"),
    [
        ('port = "eighty"\n', {}, ["settings.toml", "port", "eighty", "int"]),
        ("port = 80.5\n", {}, ["settings.toml", "port", "int"]),
        ("", {"HALLSERVER_PORT": "x"}, ["environment", "port", "'x'", "int"]),
        ("prot = 80\n", {}, ["settings.toml", "prot", "port"]),
        ("", {"HALLSERVER_PROT": "80"}, ["environment", "prot", "port"]),
        ("port = \n", {}, ["settings.toml", "TOML"]),
    ],
)
def test_a_wrong_setting_is_refused_with_its_place(tmp_path: Path, text: str, environment: dict[str, str], says: list[str]) -> None:
    """A misspelt name that is passed over leaves the default in force, unseen."""
    with pytest.raises(SettingError) as refused:
        load(written(tmp_path, text), {}, environment)
    for part in says:
        assert part in str(refused.value)


def test_an_unknown_argument_is_refused_too(tmp_path: Path) -> None:
    """The table is the only list of settings."""
    with pytest.raises(SettingError, match="argument"):
        load(tmp_path, {"prot": 1}, {})


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda it: it.name)
def test_every_setting_says_what_it_does_and_has_a_default_of_its_type(setting: object) -> None:
    """The help of the command line is this table."""
    assert isinstance(setting, type(SETTINGS[0]))
    assert setting.help
    assert type(setting.default) is setting.kind


def test_the_level_of_the_log_is_one_of_the_four(tmp_path: Path) -> None:
    """A word that logging does not know would stop the server at its first line."""
    with pytest.raises(SettingError, match="LOUD"):
        load(tmp_path, {"log_level": "LOUD"}, {})


@pytest.mark.parametrize(("name", "value"), [("report_formats", "pdf, odt"), ("report_kinds", "day,daily"), ("report_formats", "")])
def test_a_list_has_only_parts_that_there_are(tmp_path: Path, name: str, value: str) -> None:
    """A slip of the pen would deliver nothing, and nobody would be told. Spaces between them are free."""
    with pytest.raises(SettingError, match=name):
        load(tmp_path, {name: value}, {})
    assert load(tmp_path, {"report_formats": "pdf, xlsx"}, {}).text("report_formats") == "pdf, xlsx"


def test_the_lists_are_those_of_the_reports() -> None:
    """The table of settings stands below the reports and cannot read them."""
    of = {setting.name: set(setting.each) for setting in SETTINGS if setting.each}
    assert of == {"report_formats": set(FORMATS), "report_kinds": set(SCHEDULED)}
