// SPDX-License-Identifier: Apache-2.0
// The drawn plan of a hall's zones and counters, for phones and kiosks.

import { svg } from "./dom.js";
import { named, say } from "./words.js";

const WIDTH = 320;
const GAP = 10;
const CELL = 50;
const ROW = 5;
const HEAD = 26;

/**
 * Zone under zone, five counters in a row, as their numbers go: no true picture of the room, but of what stands beside what.
 * `zones`: each with names and numbers of counters; `goes`: the numbers to mark; `said`: what it shows, in words.
 */
export function plan(zones, goes, said) {
  const boxes = [];
  let top = 0;
  for (const zone of zones) {
    const rows = Math.ceil(zone.counters.length / ROW);
    const height = HEAD + rows * (CELL + GAP) + GAP;
    boxes.push(zoneBox(zone, goes, top, height));
    top += height + GAP;
  }
  return svg("svg", { class: "plan", viewBox: `0 0 ${WIDTH} ${top}`, role: "img", "aria-label": said }, boxes);
}

function zoneBox(zone, goes, top, height) {
  const own = zone.counters.some((number) => goes.includes(number));
  return svg(
    "g",
    { class: own ? "zone own" : "zone" },
    svg("rect", { class: "zone-floor", x: 1, y: top + 1, width: WIDTH - 2, height: height - 2, rx: 10 }),
    svg("text", { class: "zone-name", x: 12, y: top + 20 }, named(zone.names) || say("shared.counter-word")),
    zone.counters.map((number, nth) => counter(number, goes.includes(number), GAP + 2 + (nth % ROW) * (CELL + GAP), top + HEAD + GAP / 2 + Math.floor(nth / ROW) * (CELL + GAP))),
  );
}

function counter(number, own, x, y) {
  return svg(
    "g",
    { class: own ? "desk own" : "desk", data: { counter: number } },
    svg("rect", { x, y, width: CELL, height: CELL, rx: 8 }),
    svg("text", { x: x + CELL / 2, y: y + CELL / 2 + 7, "text-anchor": "middle" }, number),
  );
}
