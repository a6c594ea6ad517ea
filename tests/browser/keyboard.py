# SPDX-License-Identifier: Apache-2.0
"""Hands that have a keyboard and no mouse: where the focus goes, whether it is seen there, whether it comes round."""

from typing import Any, Final

from playwright.sync_api import Page

MOST: Final = 400
"""Presses after which the focus is taken to be trapped, or what is looked for to be out of reach."""
_HERE: Final = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const labels = at.labels && at.labels.length ? Array.from(at.labels, (it) => it.innerText).join(" ") : "";
  const names = [at.getAttribute("aria-label"), labels, at.innerText];
  window.walked = (window.walked || new Set()).add(at);
  return {
    name: names.filter(Boolean).join(" ").replace(/\\s+/g, " ").trim() || `<${at.localName}>`,
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""
_MISSED: Final = """() => Array.from(document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]"))
  .filter((it) => it.tabIndex >= 0 && !it.disabled && it.getClientRects().length && getComputedStyle(it).visibility === "visible")
  .filter((it) => !(window.walked || new Set()).has(it))
  .map((it) => `not reached: <${it.localName}> ${it.getAttribute("aria-label") || it.innerText}`)"""
_DRAWN: Final = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def here(page: Page) -> dict[str, Any] | None:
    """Return what has the focus: its name, whether it is ringed and seen; None: nothing."""
    found: dict[str, Any] | None = page.evaluate(_HERE)
    return found


def reach(page: Page, name: str, *, key: str = "Tab") -> None:
    """Press Tab until something whose name holds ``name`` has the focus. Fails when that cannot be reached."""
    passed = []
    for _ in range(MOST):
        page.keyboard.press(key)
        at = here(page)
        if at is not None and name in at["name"]:
            return
        passed.append(at["name"] if at is not None else "")
        if passed.count("") > 1:
            break
    raise AssertionError((name, passed))


def press(page: Page, name: str, *, key: str = "Enter") -> None:
    """Go to a button by Tab, and press it."""
    reach(page, name)
    page.keyboard.press(key)


def walk(page: Page) -> list[str]:
    """Go once round the page; return what is wrong: without a ring, out of sight, never reached, or a trap."""
    page.evaluate("() => { window.walked = new Set(); if (document.activeElement) document.activeElement.blur(); }")
    wrong, last = [], None
    for _ in range(MOST):
        page.keyboard.press("Tab")
        at = here(page)
        if at is not None and not at["seen"]:
            page.evaluate(_DRAWN)  # what has the focus comes into view with the next picture
            at = here(page)
        if at is None:
            break
        wrong += [f"no ring: {at['name']}"] * (not at["ringed"]) + [f"out of sight: {at['name']}"] * (not at["seen"])
        last = at["name"]
    else:
        wrong.append(f"trapped at {last}")
    return wrong + list(page.evaluate(_MISSED))
