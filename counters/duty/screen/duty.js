// SPDX-License-Identifier: Apache-2.0
// The duty manager's screen: five parts, one at a time on a phone; on a wider screen what needs somebody now stays in view.

import { byId, el, put } from "/shared/dom.js";
import { barEnd, region, runTimes, staffPage } from "/shared/staff.js";
import { language, named, say } from "/shared/words.js";
import { drawDay } from "./day.js";
import { drawDesks } from "./desks.js";
import { acts, dismissable, doing } from "./doing.js";
import { heard } from "./lookup.js";
import { drawNow, grouped } from "./now.js";
import { drawPlans } from "./plans.js";
import { drawTickets } from "./tickets.js";

const TABS = [
  { name: "now", draw: drawNow },
  { name: "desks", draw: drawDesks },
  { name: "tickets", draw: drawTickets },
  { name: "plans", draw: drawPlans },
  { name: "day", draw: drawDay },
];
const state = { tab: "now" };

function draw(view, hall) {
  doing.view = view;
  doing.hall = hall;
  region(byId("bar"), [view.names, view.day.open, view.day.issuing, view.day.suspended, view.own_site], () => bar(view));
  if (byId("app").dataset.language !== language()) frame();
  region(byId("tabs"), [state.tab, grouped(view.alarms).filter((row) => row.level !== "note" && !row.seen).length, view.alarms.some((row) => row.level === "critical" && !row.seen), view.messages.filter((row) => !row.seen).length, view.orders.fresh.length], tabs);
  for (const tab of TABS) tab.draw(byId(`part-${tab.name}`), view);
  acts.enable();
  runTimes(hall.now());
}

function frame() {
  put(byId("app"), TABS.map((tab) => el("section", { id: `part-${tab.name}`, class: "part" })));
  byId("app").dataset.language = language();
  document.body.dataset.tab = state.tab;
}

/** Show a part; on a wide screen the first one is always there, and counters beside it. */
doing.go = (name) => {
  state.tab = document.body.dataset.tab = name;
  byId("app").scrollTop = 0;
  doing.redraw();
};
doing.redraw = () => draw(doing.view, doing.hall);
function bar(view) {
  const { day } = view;
  const [look, key] = day.suspended ? ["red", "duty.is-suspended"] : day.open ? ["green", "duty.is-open"] : ["amber", "duty.is-closed"];
  return [
    el("span", { class: "place" }, named(view.names)),
    el("span", { class: `mark ${look}` }, say(key)),
    day.open && !day.issuing && !day.suspended ? el("span", { class: "mark amber" }, say("duty.is-stopped")) : null,
    view.own_site.n ? el("a", { class: view.own_site.late ? "mark amber own-site" : "mark own-site", href: "/site/#findings" }, say("duty.own-site", { n: view.own_site.n })) : null,
    barEnd(),
  ];
}

function tabs([chosen, alarms, critical, messages, orders]) {
  const badge = (name) => {
    const n = name === "now" ? alarms + messages + orders : 0;
    return n ? el("i", { class: critical || orders ? "badge red" : "badge" }, n) : null;
  };
  return TABS.map(({ name }) =>
    el("button", { class: "tab", type: "button", "aria-current": name === chosen ? "page" : null, data: { tab: name }, on: { click: () => doing.go(name) } }, say(`duty.tab-${name}`), badge(name)),
  );
}

dismissable();
staffPage({ page: "duty", draw, heard, offline: (view) => view.list });
