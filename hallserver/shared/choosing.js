// SPDX-License-Identifier: Apache-2.0
// What whoever works at a screen chooses for it: its language and its look. Both are kept on the device.

import { el, svg } from "./dom.js";
import { languageBar } from "./languages.js";
import { look, setLook } from "./look.js";
import { language, say } from "./words.js";

/** Draw the choice of language for a bar; the page hears `hall-language` on the document, and the pressed button keeps the focus. */
export function languageChoice() {
  const box = el("span", { class: "bar-languages", role: "group", "aria-label": say("shared.language") });
  const changed = () => {
    document.dispatchEvent(new Event("hall-language"));
    const pressed = document.querySelector(`.bar-languages [data-language="${language()}"]`);
    if (pressed) pressed.focus();
  };
  languageBar(box, changed, { className: "bar-button", short: true });
  return box;
}

/** Draw the switch between light and dark. */
export function lookSwitch() {
  const button = el("button", { class: "bar-button look-switch", type: "button", "aria-label": say("shared.look-dark"), title: say("shared.look-dark") }, half());
  const mark = () => button.setAttribute("aria-pressed", String(look() === "dark"));
  button.addEventListener("click", () => {
    setLook(look() === "dark" ? "light" : "dark");
    mark();
  });
  mark();
  return button;
}

function half() {
  return svg(
    "svg",
    { class: "look-half", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    svg("circle", { class: "look-ring", cx: 12, cy: 12, r: 9 }),
    svg("path", { class: "look-side", d: "M12 3 A9 9 0 0 1 12 21 Z" }),
  );
}
