// SPDX-License-Identifier: Apache-2.0
// Where to go: a drawn plan of zones and counters with the own ones marked, pictures of the hall, hours and the help point.

import { byId, el, put, show, svg, text } from "/shared/dom.js";
import { named, say } from "/shared/words.js";

const WIDTH = 320;
const GAP = 10;
const CELL = 50;
const ROW = 5;
const HEAD = 26;
const state = { open: false };

/** Draw the switch, and what it opens: pictures are loaded only then. */
export function drawWay(hall, ticket) {
  const toggle = () => {
    state.open = !state.open;
    drawWay(hall, ticket);
    byId("way-open").focus();
  };
  const goes = ticket.goes_to || [];
  const button = el("button", { class: "button", type: "button", id: "way-open", "aria-expanded": String(state.open), on: { click: toggle } });
  text(button, say(state.open ? "ticket.way-close" : "ticket.way"));
  const had = document.activeElement && document.activeElement.id === "way-open";
  put(byId("way"), button, state.open ? inside(hall, goes) : null);
  if (had) button.focus();
}

/** Show or hide the whole part. */
export function showWay(visible) {
  show(byId("way"), visible);
}

function inside(hall, goes) {
  const where = goes.length ? say("ticket.go-to", { numbers: goes.join(say("ticket.comma")) }) : "";
  return [
    where ? el("p", { class: "go-to", id: "go-to" }, where) : null,
    hall.plan.length ? plan(hall.plan, goes, where || say("ticket.way")) : null,
    hall.maps.map((map) => el("figure", {}, el("img", { class: "map", src: map.url, alt: named(map.names) || say("ticket.way") }), el("figcaption", { class: "quiet" }, named(map.names)))),
    fact(say("ticket.address"), hall.address),
    fact(say("ticket.help-point"), named(hall.help_point)),
    fact(say("ticket.hours"), hall.hours.join(say("ticket.comma")).replace(/-/g, "–")),
    el("p", { class: "quiet" }, say("ticket.ask-guide")),
  ];
}

function fact(label, value) {
  return value ? el("p", { class: "about-row" }, el("span", { class: "quiet" }, label), el("span", {}, value)) : null;
}

/** Zone under zone, five counters in a row, as their numbers go: no true picture of the room, but of what stands beside what. */
function plan(zones, goes, said) {
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
