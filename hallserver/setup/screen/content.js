// SPDX-License-Identifier: Apache-2.0
// Cells about what people find, read and see: words one after the other, a date, times of the day.

import { spansOf } from "./daily.js";
import { el } from "/shared/dom.js";
import { say } from "/shared/words.js";

function line(props, changed) {
  const node = el("input", Object.assign({ class: "input slim", type: "text", spellcheck: "false", autocomplete: "off" }, props));
  node.addEventListener("input", () => changed(node));
  return node;
}

/** Words one after the other, with whatever comma stands between them. */
export function words({ value, set, label }) {
  return line({ value: value.join("、"), "aria-label": label, size: 24 }, (node) => set(node.value.split(/[,，、;；\n]+/).map((word) => word.trim()).filter(Boolean)));
}

/** A date, or none. */
export function day({ value, set, label }) {
  return line({ type: "date", value, "aria-label": label }, (node) => set(node.value));
}

/** Times of the day as somebody types them; what cannot be read is marked and not taken. */
export function spans({ value, set, label }) {
  return line({ value: value.join(" "), placeholder: "09:00-12:00 14:00-18:00", "aria-label": label }, (node) => {
    const found = spansOf(node.value);
    node.setCustomValidity(found ? "" : say("setup.hours-bad"));
    node.classList.toggle("wrong", !found);
    if (found) set(found);
  });
}
