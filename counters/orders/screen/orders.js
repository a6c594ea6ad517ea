// SPDX-License-Identifier: Apache-2.0
// The register of work orders: the list, and beside it, or on a phone in its place, one order.

import { byId, el, put } from "/shared/dom.js";
import { barEnd, region, runTimes, staffPage } from "/shared/staff.js";
import { language, named, say } from "/shared/words.js";
import { casePage, fetchTexts, textsShown } from "./case.js";
import { acts, chosen, fromAddress, state } from "./doing.js";
import { register } from "./forms.js";
import { filters, narrowing, rows } from "./list.js";
import { overview } from "./overview.js";
import { lookUp, past, pastShown } from "./past.js";

const MINUTE_US = 60e6;
let at = "";
let drawn = 0;

state.draw = () => state.view && draw(state.view, state.hall);

function draw(view, hall) {
  Object.assign(state, { view, hall });
  const order = chosen();
  if (state.no && !order) lookUp(state.no);
  region(byId("bar"), [view.names, view.home], bar);
  if (byId("app").dataset.language !== language()) frame();
  document.body.dataset.shows = order ? "case" : "list";
  const minute = Math.floor(hall.now() / MINUTE_US);
  region(byId("narrowing"), [filters(), view.orders.map((it) => [it.open, it.late, it.appeal, it.exclusion]), view.counters, past.counters, past.items, past.first_us], () => narrowing(view));
  region(byId("orders"), [filters(), view.orders, pastShown(), Math.floor(minute / 60)], () => rows(view));
  region(byId("case"), order ? [order, textsShown(), minute] : [view.repeats, state.no, past.seeking], () => (order ? casePage(order) : [state.no ? el("p", { class: "notice" }, say(past.seeking === state.no ? "shared.loading" : "orders.gone", { order: state.no })) : null, overview(view)]));
  if (order) fetchTexts(order);
  if (order && at !== order.no) byId("case").scrollTop = 0;
  at = order ? order.no : "";
  acts.enable();
  runTimes(hall.now());
  drawn = minute;
}

/** Days and minutes that are left change by themselves. */
function tick(now_us) {
  if (state.view && Math.floor(now_us / MINUTE_US) !== drawn) state.draw();
}

function frame() {
  const open = el("button", { class: "button main", type: "button", id: "register", data: { live: "" }, on: { click: register } }, say("register.open"));
  put(
    byId("app"),
    el("section", { class: "column list", "aria-label": say("orders.title") }, el("div", { id: "narrowing" }), el("div", { class: "list-acts" }, open), el("div", { id: "orders" })),
    el("section", { class: "column", id: "case", "aria-live": "off" }),
  );
  byId("app").dataset.language = language();
}

function bar([names, home]) {
  return [el("span", { class: "place" }, named(names)), el("span", { class: "soft" }, say("orders.title")), el("a", { class: "bar-button home", href: `/${home}/` }, say(`orders.home-${home}`)), barEnd()];
}

state.no = fromAddress();
window.addEventListener("hashchange", () => {
  state.no = fromAddress();
  state.draw();
});
staffPage({ page: "orders", draw, tick });
