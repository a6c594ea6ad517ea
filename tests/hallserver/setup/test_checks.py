# SPDX-License-Identifier: Apache-2.0
"""The list of what is missing: all of it before anything is set up, nothing that is needed once it is."""

from msgspec import structs

from hallserver import words
from hallserver.core.hall import Hall
from hallserver.setup.checks import checks_of
from tests.support import Play


def states(hall: Hall) -> dict[str, str]:
    """Return how each line stands."""
    return {check.name: check.state for check in checks_of(hall)}


def test_an_empty_hall_lacks_everything() -> None:
    """Whoever begins sees what there is to do."""
    found = states(Hall())
    needed = {"standard", "hall", "letters", "services", "counters", "queues", "clerk", "duty-manager", "devices"}
    assert {name for name, state in found.items() if state == "todo"} == needed


def test_a_line_is_done_when_it_is() -> None:
    """Devices when they are paired, the voice when it was heard, a queue when a counter has it."""
    play = Play()
    before = states(play.hall)
    assert (before["standard"], before["queues"], before["letters"]) == ("done", "done", "done")
    some = next(iter(play.hall.catalog.counters))
    for slug, row in play.hall.catalog.counters.items():
        if slug != some:
            play.hall.catalog.counters[slug] = structs.replace(row, queues=())
    play.hall.catalog.counters[some] = structs.replace(play.hall.catalog.counters[some], queues=())
    assert states(play.hall)["queues"] == "todo"
    screens = [row for row in play.hall.catalog.devices.values() if row.kind in {"agent", "kiosk", "hall-display", "counter-display"}]
    play.hall.devices |= {row.slug: "paired" for row in screens}
    assert states(play.hall)["devices"] == "done"


def test_every_line_and_state_has_its_words() -> None:
    """A line without a word shows its key."""
    table = words.table("zh-Hans")
    needed = [f"setup.check.{check.name}" for check in checks_of(Hall())] + [
        f"setup.check-state.{it}" for it in ("done", "todo", "better", "look")
    ]
    needed += [f"setup.section.{check.section}" for check in checks_of(Hall())]
    assert sorted({key for key in needed if key not in table}) == []
