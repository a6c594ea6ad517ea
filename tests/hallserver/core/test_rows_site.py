# SPDX-License-Identifier: Apache-2.0
"""What is refused of a hall's own checks and machines when they are set up."""

from typing import Any

import pytest

from hallserver.core import commands as c
from hallserver.core.errors import HallError
from hallserver.core.roles import SERVICE_SETUP
from tests.support import Play, names

EXITS: dict[str, Any] = {
    "slug": "space-exits",
    "names": names("出口"),
    "resource": "space",
    "step": "sort",
    "cycle": "daily",
    "safety": True,
}
POINTS: dict[str, Any] = {"minor": 2, "major": 5, "critical": 10, "cap": 20}
OWN: dict[str, Any] = {"slug": "own", "names": names("本厅"), "resource": "space", "step": "sort"}
MACHINE: dict[str, Any] = {"slug": "m1", "names": names("自助机"), "hours": {"1": ["09:00-12:00", "13:00-17:00"]}}


@pytest.mark.parametrize(
    ("section", "row", "key", "said"),
    [
        ("patrol", EXITS, "check-binding", ["cap", "minor", "major", "critical"]),
        ("patrol", EXITS | POINTS | {"cycle": "weekly", "retired": True}, "check-binding", ["cycle", "retired"]),
        ("patrol", OWN | {"zones": ["nowhere"]}, "reference-unknown", ["nowhere"]),
        ("machines", MACHINE | {"hours": {"1": ["09:00-12:00", "11:00-17:00"]}}, "hours-not-in-order", ["09:00-12:00", "11:00-17:00"]),
    ],
)
def test_what_would_loosen_the_standard_or_lead_nowhere_is_refused(section: str, row: dict[str, Any], key: str, said: list[str]) -> None:
    """The refusal names what it is about."""
    with pytest.raises(HallError) as refused:
        Play().ask(c.Configure(section=section, rows=[row]), SERVICE_SETUP)  # type: ignore[arg-type]

    assert refused.value.key == key
    assert said in refused.value.args_by_name.values()


def test_what_fits_is_taken() -> None:
    """A sharper check, one of the hall's own, one out of use whose zone is gone, and a machine."""
    play = Play()
    rows = [EXITS | POINTS | {"critical": 12}, OWN, OWN | {"slug": "old", "zones": ["nowhere"], "retired": True}]
    play.ask(c.Configure(section="patrol", rows=rows), SERVICE_SETUP)
    play.ask(c.Configure(section="machines", rows=[MACHINE]), SERVICE_SETUP)

    assert list(play.hall.catalog.patrol) == ["space-exits", "own", "old"]
    assert list(play.hall.catalog.machines) == ["m1"]
