# SPDX-License-Identifier: Apache-2.0
"""The description of the tables covers the catalog: nothing that can be set is missing on the screen."""

import typing

import msgspec
import pytest

from hallserver import words
from hallserver.core import row
from hallserver.core.catalog import SECTIONS
from hallserver.core.roles import ROLES
from hallserver.setup.fields import FIELDS


@pytest.mark.parametrize("section", SECTIONS)
def test_every_field_of_a_row_is_described_but_that_a_hall_cannot_retire(section: str) -> None:
    """A field added to the catalog without a column could be lost when the table is saved."""
    wanted = {field.name for field in msgspec.structs.fields(SECTIONS[section])} - ({"retired"} if section == "hall" else set())
    assert {field.name for field in FIELDS[section]} == wanted


def test_choices_are_those_of_the_catalog() -> None:
    """A kind that the catalog knows must be choosable, and no other."""
    offered = {(section, field.name): set(field.choices) for section, fields in FIELDS.items() for field in fields if field.choices}
    assert offered["counters", "kind"] == set(typing.get_args(row.CounterKind))
    assert offered["devices", "kind"] == set(typing.get_args(row.DeviceKind))
    assert offered["people", "roles"] <= set(ROLES)


def test_references_name_sections_that_exist() -> None:
    """A list of choices is filled from another section's rows."""
    named = {field.section for fields in FIELDS.values() for field in fields if field.kind in ("ref", "refs")}
    assert named <= set(SECTIONS)


def test_every_heading_and_choice_has_its_word() -> None:
    """A column without a word shows its key."""
    table = words.table("zh-Hans")
    needed = [f"setup.field.{field.name}" for fields in FIELDS.values() for field in fields]
    needed += [f"setup.choice.{field.name}.{choice}" for fields in FIELDS.values() for field in fields for choice in field.choices]
    assert sorted({key for key in needed if key not in table}) == []
