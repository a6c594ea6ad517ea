# SPDX-License-Identifier: Apache-2.0
"""The data inventory is whole: every personal field and every table stands in it, in both languages alike."""

import re
import tomllib
import typing

import msgspec

from hallserver.core.commands import COMMANDS, Personal
from hallserver.store.migrations import load_steps
from hallserver.web.routes import API
from tests.habits.house import read

PRIVACY = "hallserver/PRIVACY.md"
STANDARD = "hallserver/standards/default.toml"


def personal_fields() -> list[str]:
    """Return ``Command.field`` of every field that holds personal data."""
    return [
        f"{command.__name__}.{field.name}"
        for command in COMMANDS
        for field in msgspec.structs.fields(command)
        if any(isinstance(part, type) and issubclass(part, Personal) for part in (field.type, *typing.get_args(field.type)))
    ]


def tables() -> list[str]:
    """Return the tables that an up-to-date database has."""
    left: dict[str, None] = {}
    for statement in (it for step in load_steps() for it in step):
        if made := re.match(r"CREATE TABLE (\w+)", statement):
            left[made[1]] = None
        elif gone := re.match(r"DROP TABLE (\w+)", statement):
            del left[gone[1]]
        elif named := re.match(r"ALTER TABLE (\w+) RENAME TO (\w+)", statement):
            del left[named[1]]
            left[named[2]] = None
    return list(left)


def halves(text: str) -> tuple[list[str], list[str]]:
    """Return what stands in backticks in the Chinese and in the English part, in order."""
    chinese, english = text.split("## 2. English")
    return re.findall(r"`([^`]+)`", chinese), re.findall(r"`([^`]+)`", english)


def unnamed(text: str, wanted: list[str]) -> list[str]:
    """Return what a part of the inventory leaves out."""
    return [name for name in wanted for half in halves(text) if name not in half]


def test_every_personal_field_and_every_table_is_in_the_inventory() -> None:
    """What is not listed is not assessed, not erased, and not told to anybody who asks."""
    assert len(personal_fields()) >= 2
    assert len(tables()) >= 10
    assert unnamed(read(PRIVACY), [*personal_fields(), *tables()]) == []


def test_both_languages_name_the_same() -> None:
    """The officer reads Chinese, the supplier English; they must speak of one thing."""
    chinese, english = halves(read(PRIVACY))
    assert set(chinese) == set(english)


def test_what_it_says_of_retention_and_rights_is_so() -> None:
    """Days and addresses are those of the program."""
    text, found = read(PRIVACY), tomllib.loads(read(STANDARD))["parameter"]["pi.ticket_retention"]
    assert f"{found['value']} 天（{found['min']} 至 {found['max']} 天" in text
    assert f"{found['value']} days unless changed ({found['min']} to {found['max']};" in text
    [row] = [route for route in API if "/personal/" in route.path]
    assert set(row.operations) == {"GET", "DELETE"}
    assert all(f"`{method} {row.path}`" in text for method in row.operations)


def test_planted_gaps_are_found() -> None:
    """A rule that cannot fail is none."""
    text = read(PRIVACY)
    assert unnamed(text.replace("`Rate.comment`", "a comment"), personal_fields()) == ["Rate.comment", "Rate.comment"]
    assert unnamed(text, ["photo"]) == ["photo", "photo"]
