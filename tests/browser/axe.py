# SPDX-License-Identifier: Apache-2.0
"""axe-core on a page: what of WCAG 2.2, A and AA, it breaks; and how a page changes its language and look while it is open."""

import json
from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]  # it has no stubs; the script is a text
from playwright.sync_api import Page

from tests.browser.sweep import Sweep

TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
"""The rules of WCAG 2.0 to 2.2, levels A and AA."""
CONTRAST: Final = ("color-contrast", "link-in-text-block")
"""The rules on which a look has any influence."""
LANGUAGES: Final = ("zh-Hans", "zh-Hant", "en")
LOOKS: Final = ("light", "dark")
MOST: Final = 3
"""Places of one fault that are named; the others are like them."""
_CALM: Final = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, *::before, *::after { animation: none !important; transition: none !important; }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
_TURN: Final = """async ([tag, name]) => {
  const words = await import("/shared/words.js"), look = await import("/shared/look.js");
  look.setLook(name, { keep: false });
  if (words.language() === tag) return;
  const button = document.querySelector(`[data-language="${tag}"]`);
  if (button) button.click();
  else {
    await words.setLanguage(tag, { keep: false });
    document.dispatchEvent(new Event("hall-language"));
  }
  for (let tries = 0; words.language() !== tag && tries < 500; tries += 1) await new Promise((done) => setTimeout(done, 10));
}"""


def calm(page: Page) -> None:
    """Stop what moves: a colour on its way from one to the other is nobody's contrast."""
    page.evaluate(_CALM)


def turn(page: Page, language: str, look: str) -> None:
    """Give an open page another language and look: by its own button where it has one, as the page of a person who is at it."""
    page.evaluate(_TURN, [language, look])


def violations(page: Page, *, rules: tuple[str, ...] = (), without: tuple[str, ...] = (), within: str = "") -> list[str]:
    """Return what axe-core finds, a line for each place: ``color-contrast .mark: …``; nothing for a sound page.

    ``rules`` runs only these, ``without`` all but these; ``within`` looks only at what this selector finds.
    """
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    options = json.dumps(
        {
            "runOnly": only,
            "rules": {rule: {"enabled": False} for rule in without},
            "resultTypes": ["violations"],
            "elementRef": False,
            "ancestry": False,
        }
    )
    found: list[dict[str, Any]] = page.evaluate(f"axe.run({json.dumps(within or 'html')}, {options}).then((it) => it.violations)")
    return [line for fault in found for line in _lines(fault)]


def swept(page: Page, *, within: str = "") -> list[str]:
    """Return what axe finds in every language and in both looks.

    In short: all but contrast depends on words, and on no look; contrast, half of the time that axe takes, on the look, and on no
    words: the former is looked at once in each language, the latter once in each look. ``make axe``: everything in all six.
    """
    found = both(page, within=within)
    if Sweep.whole:
        return found
    turn(page, "zh-Hant", "light")
    found += [f"zh-Hant light {it}" for it in violations(page, without=CONTRAST, within=within)]
    turn(page, "zh-Hans", "light")
    return found


def pairs() -> list[tuple[str, str]]:
    """Return the languages and looks in which what covers a screen is looked at: two of them, at length all six."""
    return [(language, look) for language in LANGUAGES for look in LOOKS] if Sweep.whole else [("zh-Hans", "light"), ("en", "dark")]


def both(page: Page, *, within: str = "") -> list[str]:
    """Return what axe finds in Chinese in the light and in English in the dark: enough for what covers a screen that was swept whole.

    The characters of the third language come by the same words and keys as those of the first. At length: all six.
    """
    found = []
    for language, look in pairs():
        turn(page, language, look)
        found += [f"{language} {look} {it}" for it in violations(page, within=within)]
    turn(page, "zh-Hans", "light")
    return found


def _lines(fault: dict[str, Any]) -> list[str]:
    """Return the first places where a rule is broken, and how many more there are."""
    nodes, rest = fault["nodes"][:MOST], len(fault["nodes"]) - MOST
    return [*(f"{fault['id']} {_place(node)}: {_why(node)}" for node in nodes), *([f"{fault['id']}: {rest} more"] if rest > 0 else [])]


def _place(node: dict[str, Any]) -> str:
    """Return the selector of a place, and the beginning of what stands there."""
    return f"{' '.join(str(it) for it in node['target'])} {node['html'][:90]!r}"


def _why(node: dict[str, Any]) -> str:
    """Return what is wrong at a place, in one line."""
    return " ".join(node["failureSummary"].split()).removeprefix("Fix any of the following: ")[:220]
