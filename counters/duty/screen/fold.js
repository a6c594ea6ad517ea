// SPDX-License-Identifier: Apache-2.0
// What is long and seldom looked at: shown when somebody asks for it, and over every new view as long as nobody folds it up again.

import { el } from "/shared/dom.js";
import { doing } from "./doing.js";

const open = new Set();

/** Whether this is shown now. */
export function isOpen(name) {
  return open.has(name);
}

/** A button that shows or hides, and what it shows. build(): its content. */
export function fold(name, label, build) {
  const press = () => {
    if (!open.delete(name)) open.add(name);
    doing.redraw();
  };
  const button = el("button", { class: "fold", type: "button", "aria-expanded": String(open.has(name)), data: { fold: name }, on: { click: press } }, label);
  return [button, open.has(name) ? el("div", { class: "folded" }, build()) : null];
}
