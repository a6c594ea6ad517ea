# SPDX-License-Identifier: Apache-2.0
"""What the rows of devices must be to each other: who hangs on whom, who serves which counter, and nobody in another's place."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from hallserver.core.catalog import DeviceRow
from hallserver.core.errors import AgainstStandard, NotFound
from hallserver.core.keys import MEANINGS, unknown_meanings

_REFERENCES = (("printer", "printer"), ("agent", "agent"), ("kiosk", "kiosk"))
"""Field that names another device, and of what kind that must be."""


def check_wiring(counters: Collection[str], rows: Sequence[DeviceRow]) -> None:
    """Raise NotFound for a counter or device that is not there, AgainstStandard for anything else that cannot work."""
    devices = {row.slug: row for row in rows}
    _must_exist({row.counter for row in rows if row.counter} - set(counters), "counters")
    _must_exist({slug for row in rows for slug in (row.printer, row.agent, row.kiosk) if slug} - set(devices), "devices")
    for row in rows:
        _check_kinds(devices, row)
        unknown = unknown_meanings(row.kind, row.keys.values())
        if unknown:
            raise AgainstStandard("key-meaning-unknown", device=row.slug, meanings=unknown, known=list(MEANINGS.get(row.kind, ())))
        if row.kind in {"keypad", "rater"} and row.on_cable and not row.counter and not row.retired:
            raise AgainstStandard("device-needs-counter", device=row.slug)
    _check_places(rows)
    _check_speeds(rows)


def _must_exist(missing: set[str], section: str) -> None:
    if missing:
        raise NotFound("reference-unknown", section=section, slugs=sorted(missing))


def _check_kinds(devices: Mapping[str, DeviceRow], row: DeviceRow) -> None:
    for name, kind in _REFERENCES:
        other = devices.get(getattr(row, name))
        if other is not None and other.kind != kind:
            raise AgainstStandard("device-kind-wrong", device=row.slug, other=other.slug, kind=kind)


def _check_places(rows: Sequence[DeviceRow]) -> None:
    """Refuse two devices of one kind at one place of one agent: each would undo what the other does. Options make no other place."""
    places = Counter((row.agent, row.kind, row.address.partition("?")[0]) for row in rows if row.on_cable and not row.retired)
    twice = sorted(f"{agent} {address}" for (agent, _, address), count in places.items() if address and count > 1)
    if twice:
        raise AgainstStandard("device-place-twice", places=twice)


def _check_speeds(rows: Sequence[DeviceRow]) -> None:
    """Refuse two speeds on one line: whoever opened it first would shut the other out."""
    speeds: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        if row.on_cable and not row.retired and "@" in row.address:
            place, _, options = row.address.partition("?")
            given = [it.partition("=")[2] for it in options.split("&") if it.startswith("baud=")]
            speeds.setdefault((row.agent, place.rpartition("@")[0]), set()).add((given or [""])[-1])
    mixed = sorted(f"{agent} {port}" for (agent, port), found in speeds.items() if len(found) > 1)
    if mixed:
        raise AgainstStandard("device-speeds-differ", places=mixed)
