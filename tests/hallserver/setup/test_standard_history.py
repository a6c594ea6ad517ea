# SPDX-License-Identifier: Apache-2.0
"""Which standard was in force on which day, the last one first."""

from hallserver.core.profile import compose
from hallserver.exchange_standard import Ruling
from hallserver.setup.standard_history import history
from tests.support import SHIPPED, Play

LAYER = '[layer]\ntier = "hall"\nname = "莲花"\n[deviation."call.gap"]\nvalue = 40\nreason = "厅大"\nauthor = "单明"\ndate = 2026-11-23\n'


def ruling(first: str, *layers: str, actor: str = "person:li", opening: bool = False) -> Ruling:
    """Return a standard that two days had."""
    return Ruling(
        first=first, last=first, days=2, at_us=0, actor=actor, opening=opening, standard=compose(SHIPPED, layers, first),
    )  # fmt: skip


def test_each_standard_says_what_was_otherwise_before() -> None:
    """The first one has nothing before it; who adopted it has a name, the clock has none of a person's."""
    found = history([ruling("2026-11-20"), ruling("2026-11-24", LAYER, opening=True)], Play().hall, "zh-Hans")
    assert [(it.first, it.deviations, it.by) for it in found] == [("2026-11-24", 1, ""), ("2026-11-20", 0, "李敏")]
    assert [(it.key, it.before, it.after) for it in found[0].changes] == [("call.gap", "30 秒", "40 秒")]
    assert "厅大" in found[0].changes[0].why
    assert found[1].changes == ()
    assert history([ruling("2026-11-20", actor="service:setup")], Play().hall, "en")[0].by == "the program"
    assert history([ruling("2026-11-20", actor="person:gone")], Play().hall, "en")[0].by == "gone"
    assert history([], Play().hall, "en") == ()
