// SPDX-License-Identifier: Apache-2.0
// What to bring for a service, readable before a number is taken.

import { el } from "/shared/dom.js";
import { named, say } from "/shared/words.js";
import { rowStoppedWhy } from "./closed.js";

/** The items of a service with the papers that each needs; `take()` takes a number for it, unless `closed`: why the hall gives none. */
export function papersSheet(row, items, take, closed) {
  const why = closed ? closed.title : row.stopped ? rowStoppedWhy(row) : "";
  const item = (it) => [
    items.length > 1 ? el("h2", {}, named(it.names)) : null,
    el("ol", { class: "papers" }, it.papers.map((names) => el("li", {}, named(names)))),
  ];
  return el(
    "div",
    { class: "sheet-box wide papers-box", id: "papers" },
    el("p", { class: "quiet" }, say("kiosk.papers-title")),
    el("h1", {}, named(row.names)),
    el("div", { class: "papers-list" }, items.map(item)),
    el("p", { class: "quiet" }, say("kiosk.papers-hint")),
    why ? el("p", { class: "notice", id: "no-number" }, why) : null,
    el("button", { class: "button main agree", type: "button", id: "take", disabled: Boolean(why), on: { click: take } }, say("kiosk.take")),
  );
}
