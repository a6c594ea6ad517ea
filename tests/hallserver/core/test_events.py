# SPDX-License-Identifier: Apache-2.0
"""What an entry of the journal is."""

import msgspec
import pytest

from hallserver.core import events as e
from hallserver.core.catalog import SECTIONS
from hallserver.core.commands import Personal


def test_an_entry_is_named_after_what_happened() -> None:
    """The name is a column of the journal and is never changed."""
    entry = e.Entry(epoch=1, seq=1, at_us=0, day="", actor="service:setup", event=e.DayOpened(date="2026-11-23"))

    assert entry.kind == "DayOpened"


def test_names_of_events_are_unique() -> None:
    """Two kinds of one name could not be told apart in the journal."""
    assert len({kind.__name__ for kind in e.EVENTS}) == len(e.EVENTS)


@pytest.mark.parametrize("kind", e.EVENTS)
def test_no_event_can_hold_personal_text(kind: type[e.Event]) -> None:
    """What a visitor wrote is in the vault, from which it can be erased; the journal cannot forget."""
    told = "".join(str(field.type) for field in msgspec.structs.fields(kind))

    assert Personal.__name__ not in told


@pytest.mark.parametrize("kind", e.EVENTS)
def test_events_cannot_be_changed(kind: type[e.Event]) -> None:
    """What happened has happened, also in memory."""
    assert kind.__struct_config__.frozen
    assert kind.__struct_config__.omit_defaults


@pytest.mark.parametrize("section", SECTIONS)
def test_a_field_that_a_later_release_adds_is_passed_over(section: str) -> None:
    """A district that has not been updated still reads the hall's journal of the same version."""
    event = msgspec.json.decode(f'{{"section":"{section}","rows":[],"later":1}}'.encode(), type=e.Configured)

    assert event == e.Configured(section=section, rows=[])
