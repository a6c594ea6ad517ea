// SPDX-License-Identifier: Apache-2.0
// Where to go: a drawn plan of zones and counters with the own ones marked, pictures of the hall, hours and the help point.

import { comingText, dateIn } from "/shared/days.js";
import { byId, el, put, show, text } from "/shared/dom.js";
import { plan } from "/shared/plan.js";
import { named, say } from "/shared/words.js";

const state = { open: false };

/** Draw the switch, and what it opens: pictures are loaded only then. */
export function drawWay(hall, ticket, now_us) {
  const toggle = () => {
    state.open = !state.open;
    drawWay(hall, ticket, now_us);
    byId("way-open").focus();
  };
  const goes = ticket.goes_to || [];
  const button = el("button", { class: "button", type: "button", id: "way-open", "aria-expanded": String(state.open), on: { click: toggle } });
  text(button, say(state.open ? "ticket.way-close" : "ticket.way"));
  const had = document.activeElement && document.activeElement.id === "way-open";
  put(byId("way"), button, state.open ? inside(hall, goes, now_us) : null);
  if (had) button.focus();
}

/** Show or hide the whole part. */
export function showWay(visible) {
  show(byId("way"), visible);
}

function inside(hall, goes, now_us) {
  const where = goes.length ? say("ticket.go-to", { numbers: goes.join(say("ticket.comma")) }) : "";
  return [
    where ? el("p", { class: "go-to", id: "go-to" }, where) : null,
    hall.plan.length ? plan(hall.plan, goes, where || say("ticket.way")) : null,
    hall.maps.map((map) => el("figure", {}, el("img", { class: "map", src: map.url, alt: named(map.names) || say("ticket.way") }), el("figcaption", { class: "quiet" }, named(map.names)))),
    fact(say("ticket.address"), hall.address),
    fact(say("ticket.help-point"), named(hall.help_point)),
    fact(say("ticket.hours"), hall.hours.join(say("ticket.comma")).replace(/-/g, "–")),
    fact(say("ticket.coming"), comingText(hall.coming || [], dateIn(now_us, hall.time_zone))),
    el("p", { class: "quiet" }, say("ticket.ask-guide")),
  ];
}

function fact(label, value) {
  return value ? el("p", { class: "about-row" }, el("span", { class: "quiet" }, label), el("span", {}, value)) : null;
}
