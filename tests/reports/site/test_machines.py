# SPDX-License-Identifier: Apache-2.0
"""Self-service machines: their hours of today, what is broken, how often they were used."""

from hallserver.core import commands as c
from reports.site.machines import machines
from tests.hallserver.core.site_acts import NOTE
from tests.support import GUIDE, SMALL_HALL, Play, names

ROWS = SMALL_HALL | {
    "hall": [SMALL_HALL["hall"][0] | {"hours": {"1": ["09:00-17:00"]}}],
    "machines": [
        {"slug": "m1", "names": names("自助终端1号"), "hours": {"1": ["00:00-12:00", "13:00-23:59"]}},
        {"slug": "m2", "names": names("自助打印机")},
        {"slug": "m3", "names": names("旧终端"), "retired": True},
    ],
}


def test_a_machine_has_its_own_hours_or_the_halls_its_open_faults_and_its_uses() -> None:
    """A repaired fault is none; a machine out of use is not there; uses that were taken back are not counted."""
    play = Play(ROWS)
    for applied, day in ((3, 22), (4, 23), (900, 21)):
        fields: dict[str, str | int] = {"machine": "m1", "date": f"2026-11-{day}", "applied": applied, "printed": 10, "visited": 20}
        play.ask(c.RegisterEntry(register="self-service", fields=fields), GUIDE)
    assert machines(play.hall, play.now_us)[0]["uses"] == [907, 30, 60]
    play.ask(c.WithdrawEntry(entry=[*play.hall.site.entries][-1], reason="mistake", note=NOTE), GUIDE)
    play.ask(c.RegisterEntry(register="fault", fields={"device": "m2", "kind": "damaged"}), GUIDE)
    one, two = machines(play.hall, play.now_us)
    assert (one["slug"], one["hours"], one["faults"], one["uses"]) == ("m1", ("00:00-12:00", "13:00-23:59"), 0, [7, 20, 40])
    assert (two["hours"], two["faults"], two["uses"]) == (("09:00-17:00",), 1, [0, 0, 0])
    [fault] = [it.no for it in play.hall.site.entries.values() if it.register == "fault"]
    play.ask(c.StepEntry(entry=fault, step="repaired"), GUIDE)
    assert machines(play.hall, play.now_us)[1]["faults"] == 0
