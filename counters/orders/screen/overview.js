// SPDX-License-Identifier: Apache-2.0
// What stands beside the list while no order is chosen: what comes again and again, by counter, matter and cause.

import { el } from "/shared/dom.js";
import { named, say } from "/shared/words.js";
import { narrow } from "./list.js";

const GROUPS = ["counter", "item", "cause"];

/** Repeats, each leading to its orders. */
export function overview(view) {
  return [
    el("h2", {}, say("orders.repeats")),
    el("p", { class: "quiet" }, say("orders.repeats-hint")),
    view.repeats.length ? GROUPS.map((by) => group(by, view.repeats.filter((row) => row.by === by))) : el("p", { class: "calm" }, say("orders.no-repeats")),
  ];
}

function group(by, rows) {
  if (!rows.length) return null;
  return [el("h3", {}, say(`orders.by-${by}`)), el("ul", { class: "repeats" }, rows.map(repeat))];
}

function repeat(row) {
  const what = row.by === "counter" ? say("shared.counter", { number: row.number }) : row.by === "cause" ? say(`cause.${row.what}`) : named(row.names);
  const parts = [el("span", {}, what), el("b", { class: "digits" }, say("orders.n", { n: row.orders.length }))];
  if (row.by === "item") return el("li", {}, parts);
  return el("li", {}, el("button", { class: "repeat", type: "button", data: { repeat: row.what }, on: { click: () => narrow(row.by, row.what) } }, parts));
}
