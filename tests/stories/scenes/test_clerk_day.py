# SPDX-License-Identifier: Apache-2.0
"""A day of 120 tickets at one counter, or its first 40: every key press counted, at the real terminal of the real server."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.stories.scenes.clerk_keys import press
from tests.stories.scenes.scene import Scene, playing

pytestmark = pytest.mark.browser

MOST_EACH: Final = 2.2
"""Key presses a ticket may cost (issue: a step that happens a hundred times a day is one key)."""
SAME_KEY_S: Final = 0.4
"""For so long the terminal takes a second stroke of the same key for the first: time that is leapt over."""
SHARE: Final[dict[str, frozenset[int]]] = {
    "comes-late": frozenset({7, 64, 88, 99}),
    "absent": frozenset({11, 27, 52, 83, 101}),
    "outcome": frozenset({5, 40, 77, 110}),
    "incomplete": frozenset({33}),
    "hold": frozenset({57}),
    "transfer": frozenset({29, 90}),
    "several": frozenset({45, 70}),
}
"""Which of the day's visitors are unlike the others, and how: 4 in a hundred do not come, 3 come at the second call, 3 are finished
otherwise than most, 2 are sent on, 2 bring two cases, one in a hundred lacks papers, one is put aside. Others: start, finish and call."""


class Clerk:
    """The clerk's hands: they know the terminal only by keys and by what it shows."""

    def __init__(self, scene: Scene, page: Page) -> None:
        """Begin with no key pressed."""
        self.scene, self.page, self.pressed = scene, page, 0

    def press(self, key: str) -> None:
        """Press one key of the terminal."""
        press(self.page, key)
        self.pressed += 1
        self.scene.later(SAME_KEY_S)

    def answer(self, key: str) -> None:
        """Press one key in a dialog."""
        self.page.keyboard.press(key)
        self.pressed += 1

    def shows(self, words: str) -> None:
        """Wait until the middle of the terminal says so, no longer than the browser takes to draw it."""
        self.page.locator("#hand", has_text=words).wait_for()

    def may(self, action: str) -> None:
        """Wait until a button can be pressed."""
        expect(self.page.locator(f"#pad [data-action={action}]")).to_be_enabled()

    def plain(self) -> None:
        """Start; finish and call the next."""
        self.press("Space")
        self.shows("办理中")
        self.press("F9")

    def comes_late(self) -> None:
        """Call again, then as usual."""
        self.scene.later(31)
        self.may("recall")
        self.press("F3")
        self.shows("第 2 次呼叫")
        self.plain()

    def absent(self) -> None:
        """Call again; nobody comes."""
        self.scene.later(31)
        self.may("recall")
        self.press("F3")
        self.shows("第 2 次呼叫")
        self.scene.later(60)
        self.may("absent-and-call")
        self.press("F10")

    def outcome(self) -> None:
        """Finish as not eligible."""
        self.press("Space")
        self.shows("办理中")
        self.press("4")
        self.press("F9")

    def incomplete(self) -> None:
        """Finish for want of papers: tick what is missing."""
        self.press("Space")
        self.shows("办理中")
        self.press("3")
        self.press("F9")
        expect(self.page.get_by_role("dialog")).to_contain_text("缺哪些材料")
        self.answer("1")
        self.answer("Enter")

    def hold(self) -> None:
        """Let the visitor copy papers; the next is served meanwhile, then it is the turn of the first again."""
        self.press("Space")
        self.shows("办理中")
        self.press("F6")
        expect(self.page.get_by_role("dialog")).to_be_visible()
        self.answer("1")
        self.shows("已叫号")
        self.press("KeyR")
        self.page.locator("#held", has_text="下一个叫").wait_for()
        self.plain()
        self.shows("由您优先办理")
        self.plain()

    def transfer(self) -> None:
        """Send the visitor to queue B."""
        self.press("Space")
        self.shows("办理中")
        self.press("F7")
        expect(self.page.get_by_role("dialog")).to_be_visible()
        self.answer("b")
        self.answer("Enter")

    def several(self) -> None:
        """Count a second case of the same item."""
        self.press("Space")
        self.shows("办理中")
        self.press("+")
        self.press("F9")


def serve_all(clerk: Clerk, numbers: list[str]) -> None:
    """Serve the visitors in the order of their numbers."""
    ways: dict[str, Callable[[], None]] = {name: getattr(clerk, name.replace("-", "_")) for name in SHARE}
    clerk.press("Space")
    left = iter(enumerate(numbers))
    for at, number in left:
        clerk.page.locator(".hand-head", has_text=number).filter(has_text="已叫号").wait_for()
        way = next((name for name, which in SHARE.items() if at in which), "")
        ways.get(way, clerk.plain)()
        if way == "hold":
            next(left)  # who was served meanwhile


@pytest.mark.promise("C1")
def test_a_day_of_120_tickets_costs_at_most_2_2_keys_each(
    tmp_path: Path, size: Callable[[int, int], int], figure: Callable[[str], None]
) -> None:
    """Nothing is done with the mouse; the journal has every visitor, each once, with what became of them."""
    tickets = size(40, 120)
    unlike = {name: sum(at < tickets for at in which) for name, which in SHARE.items()}
    with playing(tmp_path / "hall") as scene:
        numbers = [scene.take("senior-card")["number"] for _ in range(tickets)]
        scene.ask("li", "open-counter", {"counter": "c1"})
        clerk = Clerk(scene, scene.page("clerk", "li"))
        clerk.shows(numbers[0])
        serve_all(clerk, numbers)
        clerk.shows("暂无等候人员")

        figure(f"{clerk.pressed} keys for {tickets} tickets: {clerk.pressed / tickets:.2f} each")
        assert clerk.pressed <= MOST_EACH * tickets
        finished = scene.events("ServiceFinished")
        outcomes = [event.outcome for event in finished]
        assert len(finished) == tickets - unlike["absent"] - unlike["transfer"]
        assert (outcomes.count("incomplete"), outcomes.count("not-eligible")) == (unlike["incomplete"], unlike["outcome"])
        assert len(scene.events("TicketAbsent")) == unlike["absent"]
        assert len(scene.events("TicketTransferred")) == unlike["transfer"]
        assert len(scene.events("TicketHeld")) == unlike["hold"]
        assert sum(item.quantity for event in finished for item in event.items) == len(finished) + unlike["several"]
