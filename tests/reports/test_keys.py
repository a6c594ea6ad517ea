# SPDX-License-Identifier: Apache-2.0
"""The printed keys are the terminal's own: a card that drifted would teach the wrong key."""

import re

from reports.keys import KEYS, SPACE
from tests.habits.house import ROOT, read

ROW = re.compile(r"name: \"([a-z-]+)\",\s*codes: \[[^\]]*\],\s*key: \"([^\"]+)\"")
LEFT_OUT = {"more"}
"""What the card does not show: 更多 shows on the screen what it holds."""


def of_screen(script: str) -> dict[str, str]:
    """Return command → key of the terminal's table."""
    return dict(ROW.findall(script))


def of_card() -> dict[str, str]:
    """Return command → key of the card; the outcome is no row of the terminal's table."""
    return {name: key for _, rows in KEYS for name, key in rows if name != "outcome"}


def test_the_card_has_the_keys_of_the_terminal_and_no_others() -> None:
    """Whoever adds an act to the terminal or moves a key prints a new card."""
    screen = of_screen(read("counters/clerk/screen/actions.js"))
    assert len(screen) > 20
    assert of_card() == {name: key for name, key in screen.items() if name not in LEFT_OUT}
    assert set(of_card()) >= SPACE
    assert (ROOT / "counters/clerk/screen/actions.js").exists()


def test_a_planted_drift_is_found() -> None:
    """The control: one key moved, one act added."""
    script = read("counters/clerk/screen/actions.js")
    assert of_screen(script.replace('key: "F9"', 'key: "F12"')) != of_screen(script)
    assert "juggle" in of_screen(script + '{ name: "juggle", codes: ["KeyH"], key: "H" }')
