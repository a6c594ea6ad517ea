# SPDX-License-Identifier: Apache-2.0
"""The table of registers: nothing in it that a screen could not show or a rule not take."""

from collections.abc import Sequence
from typing import get_args

from hallserver import words
from hallserver.core.check_row import CYCLES, ESCALATIONS, RESOURCES, SEVERITIES, STEPS
from hallserver.core.registers import BY_PREFIX, OTHER, REGISTERS, FieldKind
from hallserver.core.roles import FOR_PEOPLE
from hallserver.core.rules_register import _READ


def test_every_name_field_choice_and_step_has_its_word() -> None:
    """A screen that is made from the table must be able to say all of it."""
    known = words.table("zh-Hans")
    wanted = {f"registers.{it}" for it in REGISTERS} | {"registers.step-registered", "registers.field-who"}
    for register in REGISTERS.values():
        wanted |= {f"registers.field-{field.slug}" for field in register.fields}
        wanted |= {f"registers.{field.slug}-{choice}" for field in register.fields for choice in field.choices}
        wanted |= {f"registers.step-{step}" for step in register.steps}

    assert sorted(wanted - set(known)) == []


def test_what_is_checked_and_what_follows_has_its_word() -> None:
    """Resources, steps, cycles, severities, and the steps of the ladder."""
    known = words.table("zh-Hans")
    tables: dict[str, Sequence[str]] = {"resource": RESOURCES, "step": STEPS, "cycle": CYCLES, "severity": SEVERITIES}
    tables |= {"escalation": ESCALATIONS}

    assert sorted(f"checks.{kind}-{it}" for kind, of in tables.items() for it in of if f"checks.{kind}-{it}" not in known) == []


def test_rows_are_whole() -> None:
    """Letters of their own, ends among the steps, choices where something is chosen, roles that people have, a reader for each kind."""
    rows = REGISTERS.values()

    assert len(BY_PREFIX) == len(REGISTERS)
    assert all(set(it.ends) <= set(it.steps) and bool(it.ends) is bool(it.steps) and it.roles <= FOR_PEOPLE for it in rows)
    assert all(bool(field.choices) is (field.kind == "choice") for it in rows for field in it.fields)
    assert set(_READ) == set(get_args(FieldKind))
    fields = {it.slug: {field.slug for field in it.fields} for it in rows}
    assert all(fields[it.slug].issuperset(it.once) for it in rows)
    assert all(
        fields[it.slug].issuperset(field.other_needs) and (OTHER in field.choices or not field.other_needs)
        for it in rows
        for field in it.fields
    )


def test_every_date_says_since_when_it_has_happened() -> None:
    """Every date there is tells what happened, sooner or later; one that is a plan or a due date for good is to be named here."""
    said = {it.slug: field.past for it in REGISTERS.values() for field in it.fields if field.kind == "date"}

    assert said == {"drill": "entry", "lost-found": "entry", "delegation": "step", "self-service": "entry"}
    assert not any(field.past for it in REGISTERS.values() for field in it.fields if field.kind != "date")
