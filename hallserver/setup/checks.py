# SPDX-License-Identifier: Apache-2.0
"""What is missing before the hall can open its doors, in the order in which somebody sets a hall up."""

from collections.abc import Callable, Collection, Iterable
from typing import Final, Literal

from msgspec import Struct

from hallserver.core.catalog import Row
from hallserver.core.hall import Hall

_SCREENS: Final = frozenset({"agent", "kiosk", "hall-display", "counter-display"})
_HEARD: Final = frozenset({"spoken", "short"})


class Check(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the list: what it is about, how it stands, and in which section it is put right.

    Its sentence is ``setup.check.<name>.<state>``; ``n`` and ``of`` are what it counts.
    """

    name: str
    state: Literal["done", "todo", "better", "look"]
    """``todo``: nothing works without; ``better``: works without; ``look``: the server cannot know."""
    section: str
    n: int = 0
    of: int = 0


def checks_of(hall: Hall) -> list[Check]:
    """Return every line, done or not."""
    return [make(hall) for make in MAKERS]


def _used(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if not row.retired]


def _there(name: str, section: str, found: Collection[object], *, needed: bool = True) -> Check:
    return Check(name=name, state="done" if found else "todo" if needed else "better", section=section, n=len(found))


def _all(name: str, section: str, good: int, of: int, *, needed: bool = True) -> Check:
    return Check(name=name, state="done" if of and good == of else "todo" if needed else "better", section=section, n=good, of=of)


def _queues(hall: Hall) -> Check:
    """Each queue in use has a counter of its own."""
    queues = {row.slug for row in _used(hall.catalog.queues.values())}
    owned = {queue for row in hall.catalog.counters.values() if not row.retired for queue in row.queues}
    return _all("queues", "queues", len(queues & owned), len(queues))


def _zones(hall: Hall) -> Check:
    counters = {row.zone for row in hall.catalog.counters.values() if not row.retired}
    used = counters.union(row.zone for row in hall.catalog.devices.values() if not row.retired) - {"main"}
    return (
        _all("zones", "hall", len(used & set(hall.catalog.here.zones)), len(used), needed=False) if used else _there("zones", "hall", "1")
    )


def _people(hall: Hall, role: str) -> Check:
    return _there(role, "people", [row for row in hall.catalog.people.values() if not row.retired and role in row.roles])


def _devices(hall: Hall) -> Check:
    """Screens and agents have been paired; what hangs on an agent has it."""
    screens = [row for row in hall.catalog.devices.values() if not row.retired and row.kind in _SCREENS]
    there = [row for row in screens if hall.devices.get(row.slug) in {"paired", "back"}]
    one_tab = hall.catalog.here.one_tab
    return _all("devices", "devices", len(there), len(screens), needed=not one_tab)


def _voice(hall: Hall) -> Check:
    voices = [row for row in hall.catalog.devices.values() if not row.retired and row.kind == "voice"]
    heard = [row for row in voices if hall.tried.get(row.slug) in _HEARD]
    return Check(
        name="voice", state="done" if voices and len(heard) == len(voices) else "better", section="devices", n=len(heard), of=len(voices)
    )


def _offered(hall: Hall) -> Check:
    return _there("services", "services", [row for row in hall.catalog.services.values() if not row.retired and row.on_kiosk])


MAKERS: Final[tuple[Callable[[Hall], Check], ...]] = (
    lambda hall: _there("standard", "standard", [hall.standard] if hall.standard else []),
    lambda hall: _there("hall", "hall", hall.catalog.hall),
    lambda hall: _there("hours", "hall", hall.catalog.here.hours, needed=False),
    _zones,
    lambda hall: _there("letters", "queues", _used(hall.catalog.queues.values())),
    lambda hall: _there("items", "items", _used(hall.catalog.items.values()), needed=False),
    _offered,
    lambda hall: _there("counters", "counters", _used(hall.catalog.counters.values())),
    _queues,
    lambda hall: _people(hall, "clerk"),
    lambda hall: _people(hall, "duty-manager"),
    lambda hall: Check(name="passwords", state="look", section="people", n=len(_used(hall.catalog.people.values()))),
    _devices,
    _voice,
    lambda hall: _there("phones", "hall", hall.catalog.here.public_url, needed=False),
    lambda hall: _there("media", "media", _used(hall.catalog.media.values()), needed=False),
    lambda hall: _there("theme", "theme", hall.standard.theme.names if hall.standard else (), needed=False),
)
"""Each line of the list."""
