# SPDX-License-Identifier: Apache-2.0
"""A clerk's hands on the keys of the terminal: no faster than it can take them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Page, expect

_HELD: Final = """() => {
  const now = performance.now(), parse = JSON.parse;
  performance.now = () => now;
  // what the hall says of the time would set the clock
  JSON.parse = (said) => Object.assign(parse(said), { now_us: undefined, beat: undefined });
  window.goesOn = () => {
    delete performance.now;
    JSON.parse = parse;
  };
}"""


@contextmanager
def at_one_moment(clerk: Page) -> Iterator[None]:
    """Hold the clock by which the terminal measures how soon after another a stroke comes: a busy machine is no slow hand."""
    clerk.evaluate(_HELD)
    yield
    clerk.evaluate("window.goesOn()")


def press(clerk: Page, *keys: str) -> None:
    """Press keys one after the other, each when nothing is under way any more: what is pressed meanwhile counts as pressed twice."""
    for key in keys:
        clerk.locator("#pad button.main:enabled").wait_for()
        clerk.keyboard.press(key)


def stands(clerk: Page, number: str, state: str) -> None:
    """Wait until this number is in hand in this state, e.g. ``办理中``."""
    expect(clerk.locator(".hand-label")).to_have_text(number)
    expect(clerk.locator(".hand-state .mark").first).to_have_text(state)


def serve(clerk: Page, number: str) -> None:
    """Start the one who was called, and finish without calling another."""
    stands(clerk, number, "已叫号")
    press(clerk, "Space")
    stands(clerk, number, "办理中")
    press(clerk, "F8")
    expect(clerk.locator(".hand-label")).to_have_count(0)
